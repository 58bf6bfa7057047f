"""From a range to a query: what was given by hand stays, and the earliest article about an event tells its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rag.records import ArticleInfo, Chunk, IndexedChunk, Query, ScoredChunk, TimeRange, days_in_words
from rag.retrieval.times.narrow import event_day, time_of, told, within

TODAY = date(2025, 3, 12)
MARCH = TimeRange("in March", date(2025, 3, 1), date(2025, 3, 12), hard=True)
SINCE = TimeRange("since Monday", date(2025, 3, 10), None, hard=True)
YEAR_2011, LAST_WEEK = (date(2011, 1, 1), date(2011, 12, 31)), (date(2025, 3, 3), date(2025, 3, 9))
SUMMIT = TimeRange("since the summit", event="the summit", hard=True)


def query(**filters: Any) -> Query:
    return Query(text="What happened in March?", asked_at=TODAY, **filters)


def scored(doc_id: str, published_at: date | None, score: float, rank: int = 1) -> ScoredChunk:
    article = ArticleInfo(doc_id=doc_id, title=f"On {doc_id}", published_at=published_at)
    chunk = Chunk(f"{doc_id}#{rank}", doc_id, 0, 0, 5, (), "Text.", "Text.")
    return ScoredChunk(IndexedChunk(chunk, article), score, rank)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ("2025-03-01", "2025-03-12")),
        ({"as_of": date(2024, 3, 20)}, ("2024-03-01", "2024-03-20")),
        ({"any_time": True}, None),
    ],
)
def test_time_is_seen_from_the_day_the_answer_stands_for(filters: dict[str, Any], expected: tuple[str, str]) -> None:
    found = time_of("What happened in March?", query(**filters))
    assert (found and (str(found.after), str(found.before))) == expected


@pytest.mark.parametrize(
    ("question", "stands_alone", "before", "expected"),
    [
        ("And what did he say?", "And what did Lee say?", MARCH, MARCH),
        ("And what did he say?", "And what did Lee say?", SINCE, SINCE),
        ("And what did he say?", "And what did Lee say?", replace(MARCH, hard=False), None),
        ("And what did he say?", "And what did Lee say?", None, None),
        ("What did Lee say?", "What did Lee say?", MARCH, None),  # it does not lean on the last question
        ("And in 2011?", "What happened in 2011?", MARCH, TimeRange("in 2011", *YEAR_2011, hard=True)),
        ("And what did he say in 2011?", "And what did Lee say in 2011?", MARCH, TimeRange("in 2011", *YEAR_2011)),
        ("And from 2009 or 2010?", "What did Lee say from 2009 or 2010?", MARCH, None),  # two times: about neither
        ("Why?", "Why did Lee leave last week?", None, TimeRange("last week", *LAST_WEEK, hard=True)),
    ],
)
def test_a_follow_up_keeps_the_days_unless_it_names_others(
    question: str, stands_alone: str, before: TimeRange | None, expected: TimeRange | None
) -> None:
    assert time_of(question, replace(query(), text=stands_alone), before) == expected
    assert time_of(question, replace(query(any_time=True), text=stands_alone), before) is None


@pytest.mark.parametrize(
    ("time", "given", "expected"),
    [
        (MARCH, {}, (date(2025, 3, 1), date(2025, 3, 12))),
        (SINCE, {}, (date(2025, 3, 10), None)),
        (MARCH, {"published_after": date(2025, 3, 5)}, (date(2025, 3, 5), date(2025, 3, 12))),
        (MARCH, {"published_after": date(2024, 1, 1)}, (date(2024, 1, 1), date(2025, 3, 12))),
        (MARCH, {"published_before": date(2025, 3, 5)}, (date(2025, 3, 1), date(2025, 3, 5))),
        (SINCE, {"published_before": date(2025, 3, 10)}, (date(2025, 3, 10), date(2025, 3, 10))),
    ],
)
def test_a_hard_time_fills_what_is_open(time: TimeRange, given: dict[str, Any], expected: tuple[date, date]) -> None:
    found = within(query(**given), time)
    assert (found.published_after, found.published_before) == expected
    assert found.time == TimeRange(time.phrase, *expected, hard=True)


@pytest.mark.parametrize(
    ("time", "given"),
    [
        (MARCH, {"published_after": date(2025, 3, 13)}),
        (MARCH, {"published_before": date(2025, 2, 28)}),
        (MARCH, {"published_after": date(2025, 1, 1), "published_before": date(2025, 2, 1)}),
        (SINCE, {"published_before": date(2025, 3, 9)}),
        (SINCE, {"as_of": date(2025, 3, 9)}),
        (SINCE, {"published_after": date(2025, 1, 1)}),
    ],
)
def test_a_time_that_leaves_or_adds_nothing_is_not_used(time: TimeRange, given: dict[str, Any]) -> None:
    before = query(**given)
    found = within(before, time)
    assert found == before
    assert told(found, time) == f"“{time.phrase}” is not used, as days were given by hand"


def test_a_soft_time_is_noted_and_leaves_nothing_out() -> None:
    soft = TimeRange("in March", date(2025, 3, 1), date(2025, 3, 12))
    found = within(query(), soft)
    assert (found.time, found.published_after, found.published_before) == (soft, None, None)


def test_what_the_reader_is_told() -> None:
    assert told(within(query(), MARCH), MARCH) == "only articles of 1 to 12 March 2025, from “in March”"
    article = ArticleInfo(doc_id="a", title="Leaders meet", publisher="Daily Tide")
    assert told(within(query(), SINCE), SINCE, article) == (
        "only articles from 10 March 2025 on, from “since Monday”: the day of “Leaders meet” (Daily Tide)"
    )


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ((scored("a", date(2025, 3, 3), 4.0),), ("2025-03-03", "a")),
        ((scored("a", date(2025, 3, 3), 4.0), scored("b", date(2025, 3, 1), 3.0)), ("2025-03-01", "b")),
        # not as good, not about it, or undated
        ((scored("a", date(2025, 3, 3), 4.0), scored("b", date(2025, 3, 1), 2.9)), ("2025-03-03", "a")),
        ((scored("a", date(2025, 3, 3), 2.5), scored("b", date(2025, 3, 1), 1.9)), ("2025-03-03", "a")),
        ((scored("a", None, 4.0), scored("b", date(2025, 3, 1), 3.0)), ("2025-03-01", "b")),
        ((scored("a", None, 4.0),), None),
        ((scored("a", date(2025, 3, 3), 1.9),), None),
        ((), None),
        # the fourth article has no say, however often the first is found
        (
            (
                scored("a", date(2025, 3, 4), 9.0),
                scored("a", date(2025, 3, 4), 8.9, 2),
                scored("b", date(2025, 3, 3), 8.8),
                scored("c", date(2025, 3, 5), 8.7),
                scored("d", date(2025, 3, 1), 8.6),
            ),
            ("2025-03-03", "b"),
        ),
    ],
)
def test_the_earliest_of_the_best_articles_tells_the_day(
    ranking: tuple[ScoredChunk, ...], expected: tuple[str, str] | None
) -> None:
    found = event_day(SUMMIT, ranking, 2.0)
    assert (found and (str(found[0].after), found[1].doc_id)) == expected
    assert not found or (found[0].event, found[0].phrase, found[0].hard) == ("the summit", "since the summit", True)


@pytest.mark.parametrize(
    ("after", "before", "words"),
    [
        (date(2025, 3, 1), date(2025, 3, 31), "of 1 to 31 March 2025"),
        (date(2025, 3, 5), date(2025, 3, 5), "of 5 March 2025"),
        (date(2025, 2, 28), date(2025, 3, 3), "of 28 February to 3 March 2025"),
        (date(2024, 3, 1), date(2025, 3, 1), "of 1 March 2024 to 1 March 2025"),
        (date(2025, 3, 1), None, "from 1 March 2025 on"),
        (None, date(2025, 3, 1), "up to 1 March 2025"),
        (None, None, ""),
    ],
)
def test_days_in_words(after: date | None, before: date | None, words: str) -> None:
    assert days_in_words(after, before) == words
