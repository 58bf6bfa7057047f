"""What is known of an article besides its text, and which rule decided it.

    published.py  which date counts
    dates.py      days and times as they are written
    dateline.py   how a report opens
    credit.py     bylines and agencies
    kind.py       news, opinion, live, interview
    language.py   the language of a text

One file, one job; the first is where to begin.
"""
