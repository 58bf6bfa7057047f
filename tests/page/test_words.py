"""Days, ages and counts in words."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from rag.page.words import age, count, day, seconds, shortened


def test_day_is_written_out_and_leaves_the_time_out() -> None:
    assert day(date(2026, 3, 14)) == "14 March 2026"
    assert day(datetime(2023, 12, 1, 23, 59, tzinfo=timezone.utc)) == "1 December 2023"


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (date(2026, 3, 14), "same day"),
        (date(2026, 3, 13), "1 day old"),
        (date(2026, 3, 1), "13 days old"),
        (date(2026, 2, 28), "2 weeks old"),
        (date(2026, 1, 13), "2 months old"),
        (date(2025, 3, 14), "1 year old"),
        (date(2013, 9, 9), "12 years old"),
        (date(2026, 3, 15), "later"),
        (datetime(2026, 3, 13, 23, 0, tzinfo=timezone.utc), "1 day old"),
    ],
)
def test_age_counts_whole_units(published: date, words: str) -> None:
    assert age(published, date(2026, 3, 14)) == words


def test_counts_seconds_and_cuts() -> None:
    assert [count(1, "article"), count(0, "article"), count(1204, "article")] == [
        "1 article",
        "0 articles",
        "1,204 articles",
    ]
    assert [seconds(0.04), seconds(0.44), seconds(12.6)] == ["0.0 s", "0.4 s", "13 s"]
    assert [shortened("abc", 3), shortened("abcd", 3), shortened("a bcd", 3)] == ["abc", "ab…", "a…"]
