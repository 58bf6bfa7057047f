"""How a question's words for a time become days.

    spans.py   calendar periods as first and last day
    named.py   periods with a name of their own: a day, March, 2024, the summer
    nearby.py  periods counted from today: yesterday, last week, three days ago
    forms.py   the words before a period: in, since, between … and
    events.py  “since the summit”: a day that only the articles know
    asked.py   hard or soft: what the question asks of that time
    narrow.py  from a TimeRange to the days of a Query

`retrieval/when.py` puts them together.
"""
