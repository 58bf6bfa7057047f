"""A time in a question becomes days; each case is worked out by hand on a calendar.

12 March 2025 is a Wednesday, its week is 10 to 16 March; 1 January 2025 is a Wednesday, 29 February 2024 a Thursday.
"""

# long because the cases stand in one table

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.records import TimeRange
from rag.retrieval.when import find_time

TODAY = date(2025, 3, 12)


def days(text: str) -> tuple[date | None, date | None]:
    """Two days, as in "2025-03-03 2025-03-09"; "-" is an open end."""
    first, last = (None if end == "-" else date.fromisoformat(end) for end in text.split())
    return first, last


HARD = [
    # counted from today
    ("What happened today?", "today", "2025-03-12 2025-03-12"),
    ("What did the minister say this morning?", "this morning", "2025-03-12 2025-03-12"),
    ("Who resigned last night?", "last night", "2025-03-11 2025-03-12"),
    ("What happened yesterday?", "yesterday", "2025-03-11 2025-03-12"),
    ("What did Lee say yesterday?", "yesterday", "2025-03-11 2025-03-12"),
    ("What did Lee say the day before yesterday?", "the day before yesterday", "2025-03-10 2025-03-11"),
    ("What happened this week?", "this week", "2025-03-10 2025-03-12"),
    ("What happened last week?", "last week", "2025-03-03 2025-03-09"),
    ("What did the ministry announce last week?", "last week", "2025-03-03 2025-03-09"),
    ("Why was the port closed last week?", "last week", "2025-03-03 2025-03-09"),
    ("What has happened in the past week?", "in the past week", "2025-03-05 2025-03-12"),
    ("What has happened over the last week?", "over the last week", "2025-03-05 2025-03-12"),
    ("What happened this past week?", "this past week", "2025-03-05 2025-03-12"),
    ("What did Lee say this month?", "this month", "2025-03-01 2025-03-12"),
    ("What did Lee say last month?", "last month", "2025-02-01 2025-02-28"),
    ("How many ships have sunk this year?", "this year", "2025-01-01 2025-03-12"),
    ("What happened last year?", "last year", "2024-01-01 2024-12-31"),
    ("What has Lee said in the last 3 days?", "in the last 3 days", "2025-03-09 2025-03-12"),
    ("What happened in the past two weeks?", "in the past two weeks", "2025-02-26 2025-03-12"),
    ("What has happened over the past three months?", "over the past three months", "2024-12-12 2025-03-12"),
    ("What has changed during the last 2 years?", "during the last 2 years", "2023-03-12 2025-03-12"),
    ("What happened in the last 24 hours?", "in the last 24 hours", "2025-03-11 2025-03-12"),
    ("What happened in the last 36 hours?", "in the last 36 hours", "2025-03-10 2025-03-12"),
    ("Who resigned three days ago?", "three days ago", "2025-03-09 2025-03-10"),
    ("Who resigned a week ago?", "a week ago", "2025-03-03 2025-03-09"),
    ("Who resigned 2 weeks ago?", "2 weeks ago", "2025-02-24 2025-03-02"),
    ("What did Lee say two months ago?", "two months ago", "2025-01-01 2025-01-31"),
    ("What happened last Monday?", "last Monday", "2025-03-10 2025-03-11"),
    ("What did Lee say last Wednesday?", "last Wednesday", "2025-03-05 2025-03-06"),
    ("What happened on Monday?", "on Monday", "2025-03-10 2025-03-11"),
    ("What happened on Thursday?", "on Thursday", "2025-03-06 2025-03-07"),
    ("What happened on Wednesday?", "on Wednesday", "2025-03-12 2025-03-12"),
    ("What happened at the weekend?", "at the weekend", "2025-03-08 2025-03-10"),
    ("What's new since Monday?", "since Monday", "2025-03-10 -"),
    ("What has Lee said since Thursday?", "since Thursday", "2025-03-06 -"),
    ("Has anything happened since last week?", "since last week", "2025-03-03 -"),
    ("What has the court done since yesterday?", "since yesterday", "2025-03-11 -"),
    ("Any news about the ban this week?", "this week", "2025-03-10 2025-03-12"),
    ("Give me a summary of last week", "of last week", "2025-03-03 2025-03-09"),
    ("What is going on today?", "today", "2025-03-12 2025-03-12"),
    ("What was the weather like yesterday?", "yesterday", "2025-03-11 2025-03-12"),
    ("When did Lee visit Osk last week?", "last week", "2025-03-03 2025-03-09"),
    # since and after: nothing is reported before it happens
    ("What has Lee said since March?", "since March", "2025-03-01 -"),
    ("What has happened since April?", "since April", "2024-04-01 -"),
    ("How many people have died since 2024?", "since 2024", "2024-01-01 -"),
    ("Has the price risen ever since January 2025?", "ever since January 2025", "2025-01-01 -"),
    ("What has changed since 5 March?", "since 5 March", "2025-03-05 -"),
    ("What has changed since the 1990s?", "since the 1990s", "1990-01-01 -"),
    ("What did Japan do after 3 May 2024?", "after 3 May 2024", "2024-05-04 -"),
    ("What did Japan do after March 3, 2025?", "after March 3, 2025", "2025-03-04 -"),
    ("What was decided after February?", "after February", "2025-03-01 -"),
    ("How has the loan changed since the quarrel began in 2023?", "since the quarrel began in 2023", "2023-01-01 -"),
    ("What has happened since the summit in February?", "since the summit in February", "2025-02-01 -"),
    ("What has happened since the 2008 crisis?", "since the 2008 crisis", "2008-01-01 -"),
    # the news of a time, and nothing else
    ("What happened in March?", "in March", "2025-03-01 2025-03-12"),
    ("what happened in march", "in march", "2025-03-01 2025-03-12"),
    ("What happened in May?", "in May", "2024-05-01 2024-05-31"),
    ("What happened in March 2021?", "in March 2021", "2021-03-01 2021-03-31"),
    ("In March 2021, what happened?", "In March 2021", "2021-03-01 2021-03-31"),
    ("What happened in Sept. 2024?", "in Sept. 2024", "2024-09-01 2024-09-30"),
    ("What happened in 2024?", "in 2024", "2024-01-01 2024-12-31"),
    ("What happened in 2025?", "in 2025", "2025-01-01 2025-03-12"),
    ("What took place in early March 2024?", "in early March 2024", "2024-03-01 2024-03-10"),
    ("What went on in mid-February?", "in mid-February", "2025-02-11 2025-02-20"),
    ("What happened in late February?", "in late February", "2025-02-21 2025-02-28"),
    ("What happened in late March?", "in late March", "2024-03-21 2024-03-31"),
    ("What happened at the end of February 2024?", "at the end of February 2024", "2024-02-21 2024-02-29"),
    ("What happened in early 2024?", "in early 2024", "2024-01-01 2024-04-30"),
    ("What happened in late 2024?", "in late 2024", "2024-09-01 2024-12-31"),
    ("What happened in the 1990s?", "in the 1990s", "1990-01-01 1999-12-31"),
    ("What happened in the second half of 2024?", "in the second half of 2024", "2024-07-01 2024-12-31"),
    ("What happened on 5 March?", "on 5 March", "2025-03-05 2025-03-06"),
    ("What happened on 20 March?", "on 20 March", "2024-03-20 2024-03-21"),
    ("What happened on the 5th of March 2024?", "on the 5th of March 2024", "2024-03-05 2024-03-06"),
    ("What happened on March 5th, 2024?", "on March 5th, 2024", "2024-03-05 2024-03-06"),
    ("What happened on 2025-02-28?", "on 2025-02-28", "2025-02-28 2025-03-01"),
    ("What happened between March and May 2024?", "between March and May 2024", "2024-03-01 2024-05-31"),
    ("What happened between 3 and 9 March 2024?", "between 3 and 9 March 2024", "2024-03-03 2024-03-09"),
    ("What happened from November to February?", "from November to February", "2024-11-01 2025-02-28"),
    (
        "What happened between November and February 2024?",
        "between November and February 2024",
        "2023-11-01 2024-02-29",
    ),
    ("What happened from March 2023 to May?", "from March 2023 to May", "2023-03-01 2023-05-31"),
    ("What happened from 2019 to 2021?", "from 2019 to 2021", "2019-01-01 2021-12-31"),
    ("What happened from Monday to yesterday?", "from Monday to yesterday", "2025-03-10 2025-03-11"),
    ("What happened before March 2021?", "before March 2021", "- 2021-02-28"),
    ("What had happened by 10 March 2025?", "by 10 March 2025", "- 2025-03-10"),
    # publication
    ("Show me the articles from March", "from March", "2025-03-01 2025-03-12"),
    ("Articles from March 2021 on the ban", "from March 2021", "2021-03-01 2021-03-31"),
    ("Which articles of 5 March are about fish?", "of 5 March", "2025-03-05 2025-03-05"),
    ("What was reported on Monday?", "on Monday", "2025-03-10 2025-03-10"),
    ("What was reported in March 2021 about Osk?", "in March 2021", "2021-03-01 2021-03-31"),
    ("What was written about it by 10 March 2025?", "by 10 March 2025", "- 2025-03-10"),
    ("What was reported about fish in Osk in March 2021?", "in March 2021", "2021-03-01 2021-03-31"),
    ("What has been written about the ban since Monday?", "since Monday", "2025-03-10 -"),
    ("What had been reported by 10 March 2025?", "by 10 March 2025", "- 2025-03-10"),
    ("What had been reported until February?", "until February", "- 2025-02-28"),
    ("What was reported as of 3 March 2025?", "as of 3 March 2025", "- 2025-03-03"),
    ("What is in last week's news?", "last week", "2025-03-03 2025-03-09"),
    ("What do yesterday's papers say?", "yesterday", "2025-03-11 2025-03-11"),
    ("What did the papers say yesterday?", "yesterday", "2025-03-11 2025-03-11"),
    ("What did the newspapers report in February?", "in February", "2025-02-01 2025-02-28"),
    ("The main headlines today, please", "today", "2025-03-12 2025-03-12"),
    ("News of last summer", "of last summer", "2024-06-01 2024-08-31"),
    (
        "What are the stories from the fourth quarter of 2024?",
        "from the fourth quarter of 2024",
        "2024-10-01 2024-12-31",
    ),
    ("Articles from winter 2024", "from winter 2024", "2024-01-01 2025-02-28"),
    ("What did the March articles say?", "March", "2025-03-01 2025-03-12"),
    ("Articles dated 2024-02-29", "dated 2024-02-29", "2024-02-29 2024-02-29"),
]

SOFT = [
    # when it took place does not say when it was written of
    ("What happened in Osk in March 2021?", "in March 2021", "2021-03-01 2021-03-31"),
    ("How many people died in 2021?", "in 2021", "2021-01-01 2021-12-31"),
    ("Why did the price jump in the spring of 2024?", "in the spring of 2024", "2024-03-01 2024-05-31"),
    ("What did Lee say in February?", "in February", "2025-02-01 2025-02-28"),
    ("why was the trial interrupted in may", "in may", "2024-05-01 2024-05-31"),
    ("What did Lee say on 5 March 2025?", "on 5 March 2025", "2025-03-05 2025-03-06"),
    ("Who signed it 5 March 2025?", "5 March 2025", "2025-03-05 2025-03-06"),
    ("What bonuses were paid last August?", "last August", "2024-08-01 2024-08-31"),
    ("What bonuses were paid last March?", "last March", "2024-03-01 2024-03-31"),
    ("Who left between 2019 and 2021?", "between 2019 and 2021", "2019-01-01 2021-12-31"),
    ("Who was killed in the early 1990s?", "in the early 1990s", "1990-01-01 1993-12-31"),
    ("How many had left by the middle of February?", "by the middle of February", "- 2025-02-20"),
    ("What was known before 12 March 2025?", "before 12 March 2025", "- 2025-03-11"),
    # figures of a time come out later
    ("How many visitors came last week?", "last week", "2025-03-03 2025-03-09"),
    ("How much was sold last month?", "last month", "2025-02-01 2025-02-28"),
    ("What was inflation last year?", "last year", "2024-01-01 2024-12-31"),
    ("Who won the prize two years ago?", "two years ago", "2023-01-01 2023-12-31"),
    ("How many cases were reported in February?", "in February", "2025-02-01 2025-02-28"),
    # the last seven days, for some
    ("Who resigned this week?", "this week", "2025-03-10 2025-03-12"),
    # the Monday of an article, perhaps
    ("What did Lee say on Monday?", "on Monday", "2025-03-10 2025-03-11"),
    ("Who won at the weekend?", "at the weekend", "2025-03-08 2025-03-10"),
    # a subject, but a near one
    ("What did last week's vote decide?", "last week", "2025-03-03 2025-03-09"),
    ("Who was at yesterday's summit?", "yesterday", "2025-03-11 2025-03-12"),
    ("What about last week?", "last week", "2025-03-03 2025-03-09"),
    ("And last week?", "last week", "2025-03-03 2025-03-09"),
    # not told as past
    ("Who leads the union this year?", "this year", "2025-01-01 2025-03-12"),
    ("Is the bridge open since March?", "since March", "2025-03-01 -"),
    ("Who alleges that he had known it since Monday?", "since Monday", "2025-03-10 -"),
    # not the same for all readers
    ("What happened last quarter?", "last quarter", "2024-10-01 2024-12-31"),
    ("What happened in the fourth quarter of 2024?", "in the fourth quarter of 2024", "2024-10-01 2024-12-31"),
    ("What happened in Q1?", "in Q1", "2025-01-01 2025-03-12"),
    ("What happened this spring?", "this spring", "2025-03-01 2025-03-12"),
    ("What happened this winter?", "this winter", "2024-12-01 2025-02-28"),
    ("What happened last winter?", "last winter", "2024-12-01 2025-02-28"),
    ("What happened last summer?", "last summer", "2024-06-01 2024-08-31"),
    ("What happened in the autumn?", "in the autumn", "2024-09-01 2024-11-30"),
]

NONE = [
    # no time at all
    "Who banned seafood?",
    "May I ask what the ban is?",
    "What may Lee do?",
    "What did Theresa May say?",
    "Why was it proposed by May?",
    "What happened after May resigned?  ",
    "What has been done before April Jones left?",
    "Who will march through Osk?",
    "Who joined the March for Life?",
    "How was March Madness in Osk?",
    "What is in the second week?",
    "Is the sun up?",
    "Who found the spring in the wood?",
    "Why did prices fall in the fall?",
    # a subject
    "What caused the 2008 crisis?",
    "Who planned the 9/11 attacks?",
    "Who won the 2022 election?",
    "How many people died in the 2021 flood?",
    "What is in the March agreement?",
    "What does Orwell's 1984 say?",
    "What did the letter say of 5 March?",
    "What did the 5 March 2025 letter say?",
    "What is Agenda 2030?",
    "Who won Euro 2024?",
    "Who said “we met in March 2021”?",
    'Who said "nothing happened last week"?',
    "How large is it in 2024 dollars?",
    "Who won in 2000 votes?",
    "What was said in the 2011-12 season?",
    "How did it go in 2024-25?",
    "How many voted in 1,999 places?",
    "Is a 2025 deal in reach?",
    # durations and ages
    "Will the court decide in two weeks?",
    "Has he been ill for three years?",
    "Who is the 30-year-old?",
    "How long after the vote did he resign?",
    "What happened the day after the vote?",
    "What was sold in the last week of the campaign?",
    "What was sold in the last two weeks of 2024?",
    "Who was ill for the last two weeks?",
    # ahead, or nowadays
    "What will happen by 2030?",
    "What will the world look like in 2050?",
    "Who plays on Monday?",
    "Who will play at the weekend?",
    "What opens next week?",
    "What will happen this week?",
    "What does bread cost today?",
    "How is the museum doing today?",
    "What must be done by Friday?",
    "What happened before 2030?",
    # compared, or several
    "Is it larger than last week?",
    "How does it compare with last year?",
    "What happened in March and April?",
    "What happened in 2023 or 2024?",
    "What happened last week, and what yesterday?",
    "What happened in April/May?",
    # vague
    "What has Lee done recently?",
    "What has Lee done lately?",
    "What happened in the past few days?",
    "What happened in recent weeks?",
    "What happened some time ago?",
    "What did the minister announce in the last few days?",
    # no day
    "What happened on 31 April?",
    "What happened on 30 February 2024?",
    "What happened on 2025-13-01?",
    # not an event
    "How has the cost moved since the start?",
    "Since when is it banned?",
    "What has happened since then?",
    "Who has lived there since his resignation?",
    "Since the bridge is late, who pays?",
    "Who is the bridge named after the king?",
    "Who has looked after the children?",
    "What happened after two weeks?",
    "Has he smoked since the age of twelve?",
    "Who had known it since the previous autumn?",
]


@pytest.mark.parametrize(("question", "phrase", "expected"), HARD, ids=lambda value: str(value)[:40])
def test_only_articles_of_these_days_count(question: str, phrase: str, expected: str) -> None:
    assert find_time(question, TODAY) == TimeRange(phrase, *days(expected), hard=True)


@pytest.mark.parametrize(("question", "phrase", "expected"), SOFT, ids=lambda value: str(value)[:40])
def test_these_days_are_likelier(question: str, phrase: str, expected: str) -> None:
    assert find_time(question, TODAY) == TimeRange(phrase, *days(expected), hard=False)


@pytest.mark.parametrize("question", NONE)
def test_no_time_of_publication(question: str) -> None:
    assert find_time(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "phrase", "event", "hard"),
    [
        ("What has happened since the summit?", "since the summit", "the summit", True),
        (
            "What has Lee said since the vote on the treaty?",
            "since the vote on the treaty",
            "the vote on the treaty",
            True,
        ),
        ("Since the summit, what has changed?", "Since the summit", "the summit", True),
        ("What has happened since Lee took office?", "since Lee took office", "Lee took office", True),
        (
            "What has happened since the end of the strike?",
            "since the end of the strike",
            "the end of the strike",
            True,
        ),
        ("What happened after the vote?", "after the vote", "the vote", True),
        ("Why are there fewer trams since the strike?", "since the strike", "the strike", False),
        ("What happened to the stock after the vote?", "after the vote", "the vote", False),
        ("After the fish died, how long did they wait?", "After the fish died", "the fish died", False),
    ],
)
def test_an_event_whose_day_the_articles_know(question: str, phrase: str, event: str, hard: bool) -> None:
    assert find_time(question, TODAY) == TimeRange(phrase, event=event, hard=hard)


@pytest.mark.parametrize(
    ("question", "today", "expected"),
    [
        # weeks begin on Monday
        ("What happened this week?", "2025-03-10", "2025-03-10 2025-03-10"),
        ("What happened this week?", "2025-03-16", "2025-03-10 2025-03-16"),
        ("What happened last week?", "2025-03-16", "2025-03-03 2025-03-09"),
        ("What happened last week?", "2025-03-17", "2025-03-10 2025-03-16"),
        # over the year's end
        ("What happened this week?", "2025-01-01", "2024-12-30 2025-01-01"),
        ("What happened last week?", "2025-01-01", "2024-12-23 2024-12-29"),
        ("What happened yesterday?", "2025-01-01", "2024-12-31 2025-01-01"),
        ("What happened last month?", "2025-01-01", "2024-12-01 2024-12-31"),
        ("What happened last year?", "2025-01-01", "2024-01-01 2024-12-31"),
        ("What happened this year?", "2025-01-01", "2025-01-01 2025-01-01"),
        ("What happened in December?", "2025-01-01", "2024-12-01 2024-12-31"),
        ("What happened in January?", "2025-01-01", "2025-01-01 2025-01-01"),
        ("What happened in the past two months?", "2025-01-31", "2024-11-30 2025-01-31"),
        # ends of months
        ("What happened in the past month?", "2025-03-31", "2025-02-28 2025-03-31"),
        ("What happened in the past month?", "2024-03-31", "2024-02-29 2024-03-31"),
        ("What happened last month?", "2024-03-31", "2024-02-01 2024-02-29"),
        ("What happened yesterday?", "2024-03-01", "2024-02-29 2024-03-01"),
        ("What happened yesterday?", "2025-03-01", "2025-02-28 2025-03-01"),
        ("What happened a month ago?", "2025-03-31", "2025-02-01 2025-02-28"),
        # leap years
        ("What happened on 29 February?", "2025-03-12", "2024-02-29 2024-03-01"),
        ("What happened on 29 February?", "2024-02-28", "2020-02-29 2020-03-01"),
        ("What happened on 29 February?", "2024-02-29", "2024-02-29 2024-02-29"),
        ("What happened on 29 February?", "1904-01-01", "1896-02-29 1896-03-01"),
        ("What happened in the past year?", "2024-02-29", "2023-02-28 2024-02-29"),
        ("What happened in February 2000?", "2025-03-12", "2000-02-01 2000-02-29"),
        ("What happened in February 1900?", "2025-03-12", "1900-02-01 1900-02-28"),
        # weekdays
        ("What happened on Wednesday?", "2025-03-12", "2025-03-12 2025-03-12"),
        ("What happened last Wednesday?", "2025-03-12", "2025-03-05 2025-03-06"),
        ("What happened on Thursday?", "2025-03-12", "2025-03-06 2025-03-07"),
        ("What happened this Monday?", "2025-03-12", "2025-03-10 2025-03-11"),
        # weekends
        ("What happened at the weekend?", "2025-03-15", "2025-03-15 2025-03-15"),
        ("What happened at the weekend?", "2025-03-16", "2025-03-15 2025-03-16"),
        ("What happened last weekend?", "2025-03-16", "2025-03-08 2025-03-10"),
        ("What happened last weekend?", "2025-03-17", "2025-03-15 2025-03-17"),
        # seasons and quarters, where the words are about publication
        ("News from this winter", "2025-01-15", "2024-12-01 2025-01-15"),
        ("News from last winter", "2025-01-15", "2023-12-01 2024-02-29"),
        ("News from this summer", "2025-09-30", "2025-06-01 2025-08-31"),
        ("News from last quarter", "2025-01-01", "2024-10-01 2024-12-31"),
        ("News from this quarter", "2025-05-31", "2025-04-01 2025-05-31"),
    ],
)
def test_borders(question: str, today: str, expected: str) -> None:
    found = find_time(question, date.fromisoformat(today))
    assert found is not None
    assert (found.after, found.before, found.hard) == (*days(expected), True)


@pytest.mark.parametrize(
    ("question", "today"),
    [
        ("News from this summer", "2025-03-12"),  # the one to come
        ("What happened this Friday?", "2025-03-12"),
        ("What happened this December?", "2025-03-12"),
        ("What happened last year?", "0001-06-01"),
        ("What happened after 9999-12-31?", "9999-12-31"),
        ("What happened in 2026?", "2025-12-31"),
    ],
)
def test_what_lies_ahead_or_beyond_the_calendar(question: str, today: str) -> None:
    assert find_time(question, date.fromisoformat(today)) is None


WORDS = st.sampled_from(
    (
        "what who happened did has said will since after before until by in on at between and from to the of last this "
        "past next week month year quarter days 3 two ago today yesterday Monday weekend March May 2025 1999 29 31 "
        "February 2024-02-29 early late mid-June summer winter 1990s Q1 summit’s reported articles news “ ” , ? 0 ſ É"
    ).split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60), st.dates())
@example("What happened in laſt March?", date.min)
@example("from 0 to 31 March 2024", date(2024, 3, 31))
def test_whatever_is_asked(question: str, today: date) -> None:
    found = find_time(question, today)
    if found is None:
        return
    assert found.phrase
    assert found.phrase in question
    assert found.event in found.phrase
    assert bool(found.event) == (found.after is None and found.before is None)
    assert found.after is None or found.before is None or found.after <= found.before
    if found.hard:
        assert found.after is None or found.after <= today
        assert found.before is None or found.before <= today
