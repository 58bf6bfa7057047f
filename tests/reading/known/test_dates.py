"""Days stay days, times become UTC, and what is neither is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from rag.reading.known.dates import parse_when, read_when

NINE_HOURS_EAST = timezone(timedelta(hours=9))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)  # type: ignore[misc, arg-type]


# ---------------------------------------------------------------- filters and ISO fields

ISO = [
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
]


@pytest.mark.parametrize("read", [parse_when, read_when])
@pytest.mark.parametrize(("value", "expected"), ISO)
def test_a_value_becomes_a_day_or_a_utc_time(read: object, value: object, expected: date | None) -> None:
    assert callable(read)
    found = read(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("value", ["soon", "2024-02-30", "31/12/2024", 2024, 20.5, ["2024-12-31"], "  "])
def test_a_filter_is_not_guessed_at(value: object) -> None:
    with pytest.raises(ValueError):
        parse_when(value)


def test_a_time_whose_day_in_utc_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^0001-01-01 00:00:00\+09:00 has no day in UTC$"):
        parse_when("0001-01-01T00:00:00+09:00")


# ---------------------------------------------------------------- dates of articles


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20260314", date(2026, 3, 14)),
        (20260314, date(2026, 3, 14)),
        ("2026/3/4", date(2026, 3, 4)),
        ("2026.03.14", date(2026, 3, 14)),
        ("2026-03-14T09:10", utc(2026, 3, 14, 9, 10)),
        ("2026-03-14T09:10:00.123456789Z", utc(2026, 3, 14, 9, 10)),
        ("2026-03-14T09:10:00+0900", utc(2026, 3, 14, 0, 10)),
        ("2026-03-14T09:10:00-05", utc(2026, 3, 14, 14, 10)),
        ("2026-03-14 09:10:00 +0000", utc(2026, 3, 14, 9, 10)),
        ("20260314T091000Z", utc(2026, 3, 14, 9, 10)),
        ("20260314091000", utc(2026, 3, 14, 9, 10)),
        ("1963-03-02", date(1963, 3, 2)),
        ("Tue, 18 Nov 2025 09:10:00 GMT", utc(2025, 11, 18, 9, 10)),
        ("Tue, 18 Nov 2025 09:10:00 -0500", utc(2025, 11, 18, 14, 10)),
        ("18 Nov 2025 09:10 EST", utc(2025, 11, 18, 14, 10)),
        (1763457000, utc(2025, 11, 18, 9, 10)),
        ("1763457000", utc(2025, 11, 18, 9, 10)),
        (1763457000.5, utc(2025, 11, 18, 9, 10)),
        (1763457000123, utc(2025, 11, 18, 9, 10)),
        ("1763457000123", utc(2025, 11, 18, 9, 10)),
        ("March 14, 2026", date(2026, 3, 14)),
        ("march 14 2026", date(2026, 3, 14)),
        ("Mar. 14, 2026", date(2026, 3, 14)),
        ("Sept 14, 2026", date(2026, 9, 14)),
        ("14 March 2026", date(2026, 3, 14)),
        ("14th of March, 2026", date(2026, 3, 14)),
        ("18-Nov-2025", date(2025, 11, 18)),
        ("Saturday, March 14, 2026", date(2026, 3, 14)),
        ("Mar. 14, 2026, 5:03 p.m. ET", utc(2026, 3, 14, 21, 3)),
        ("Jan. 10, 2017, 7:33 p.m. ET", utc(2017, 1, 11, 0, 33)),
        ("March 14, 2026 at 12 a.m. UTC", utc(2026, 3, 14, 0, 0)),
        ("March 14, 2026 at 12 p.m. UTC", utc(2026, 3, 14, 12, 0)),
        ("9:01 AM EST, Mon February 14, 2022", utc(2022, 2, 14, 14, 1)),
        ("14 March 2026 | 17:03 CET", utc(2026, 3, 14, 16, 3)),
        ("14 March 2026, 17:03 GMT+2", utc(2026, 3, 14, 15, 3)),
        ("Sat Mar 14 2026 05:03:00 GMT+0100 (Central European Standard Time)", utc(2026, 3, 14, 4, 3)),
        ("2026年3月14日", date(2026, 3, 14)),
        ("2026年3月14日 09:30", date(2026, 3, 14)),
        ("14/03/2026", date(2026, 3, 14)),
        ("03/14/2026", date(2026, 3, 14)),
        ("03/03/2026", date(2026, 3, 3)),
        ("14.03.2026 17:03", date(2026, 3, 14)),
    ],
)
def test_a_date_is_read_however_it_is_written(value: object, expected: date) -> None:
    found = read_when(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "value", ["Mar. 14, 2026, 5:03 p.m. IST", "Mar. 14, 2026, 5:03 p.m.", "14 March 2026 17:03 XYZ"]
)
def test_of_a_time_whose_zone_is_not_known_the_day_is_kept(value: str) -> None:
    assert read_when(value) == date(2026, 3, 14)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_value_is_no_date(value: object) -> None:
    assert read_when(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *(
            "yesterday",
            "2026",
            "2026-03",
            "March 2026",
            "March 14",
            "2026-02-30",
            "13/13/2026",
            "14 March 2026 in London",
        ),
        *("13 p.m. March 3, 2026", "March 3, 2026 25:00 UTC", "2024-12-31T23:30:00+99:00", "0001-01-01T00:00:00+09:00"),
        *(0, 2024, -1, True, 10**40, ["2026-03-14"], {"a": 1}, "99999999", "12345678901234567"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_value(value: object) -> None:
    with pytest.raises(ValueError) as caught:
        read_when(value)
    assert str(caught.value) == f"{value!r} is not a date that can be read; write it as 2024-12-31"


def test_a_value_of_any_length_gives_a_short_message() -> None:
    with pytest.raises(ValueError) as caught:
        read_when("x" * 10**6)
    assert str(caught.value) == f"'{'x' * 99}… is not a date that can be read; write it as 2024-12-31"
    with pytest.raises(ValueError, match=r"is not a date that can be read; write it as 2024-12-31$"):
        read_when(10**5000)


@pytest.mark.parametrize("value", ["03/04/2026", "3.4.2026", "03-04-2026"])
def test_a_date_that_can_be_read_as_two_days_is_refused(value: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_when(value)
    assert str(caught.value) == f"{value!r} can be read as two days; write it as 2026-04-03 or as 2026-03-04"
