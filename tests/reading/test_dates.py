"""Days stay days, times become UTC, and what is neither is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from rag.reading.dates import parse_when

NINE_HOURS_EAST = timezone(timedelta(hours=9))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("2024-12-31", date(2024, 12, 31)),
        (" 2024-12-31 ", date(2024, 12, 31)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-12-31T23:30:00Z", utc(2024, 12, 31, 23, 30)),
        ("2024-12-31T23:30:00z", utc(2024, 12, 31, 23, 30)),
        ("2024-12-31T23:30:00-05:00", utc(2025, 1, 1, 4, 30)),
        ("2024-12-31 23:30:00", utc(2024, 12, 31, 23, 30)),
        (datetime(2024, 12, 31, 5, 0, tzinfo=NINE_HOURS_EAST), utc(2024, 12, 30, 20, 0)),
    ],
)
def test_a_value_becomes_a_day_or_a_utc_time(value: object, expected: date | None) -> None:
    found = parse_when(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("value", ["soon", "2024-02-30", "31/12/2024", 2024, 20.5, ["2024-12-31"], "  "])
def test_it_does_not_guess(value: object) -> None:
    with pytest.raises(ValueError):
        parse_when(value)


def test_a_time_whose_day_in_utc_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^0001-01-01 00:00:00\+09:00 has no day in UTC$"):
        parse_when("0001-01-01T00:00:00+09:00")
