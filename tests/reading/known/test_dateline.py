"""How a report opens: dates by themselves, and place, day and agency before a dash."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from rag.reading.known.dateline import Dateline, Stamp, dateline_of, parse, stamp_of

BODY = "The two countries have traded in fish and in words since the treaty of that name was signed in the last spring."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TESSALY, November 18 (Meridian Wire) — The dam", Dateline("TESSALY", "Meridian Wire", 0, 11, 18)),
        ("SKARROW, Dec 16 (Meridian Wire) — Velmora", Dateline("SKARROW", "Meridian Wire", 0, 12, 16)),
        ("Tessaly, November 18 (Meridian Wire) — The dam", Dateline("Tessaly", "Meridian Wire", 0, 11, 18)),
        ("LONDON, 14 March 2026 — Shares", Dateline("LONDON", "", 2026, 3, 14)),
        ("OSTRAND, January 30 — Shares", Dateline("OSTRAND", "", 0, 1, 30)),
        ("LONDON (AP) — The", Dateline("LONDON", "AP")),
        ("London (CNN) — The", Dateline("London", "CNN")),
        ("KYIV, Ukraine (AP) — A", Dateline("KYIV, Ukraine", "AP")),
        ("McALLEN, Texas (AP) – A", Dateline("McALLEN, Texas", "AP")),
        ("(Reuters) - Shares fell", Dateline("", "Reuters")),
        ("Nov 18 (Reuters) - Shares", Dateline("", "Reuters", 0, 11, 18)),
        ("NEW DELHI/MUMBAI, March 3 (Reuters) - The", Dateline("NEW DELHI/MUMBAI", "Reuters", 0, 3, 3)),
        ("BEIJING, Nov. 18 (Xinhua) -- The", Dateline("BEIJING", "Xinhua", 0, 11, 18)),
        ("WASHINGTON – There is", Dateline("WASHINGTON")),
        ("WASHINGTON − The", Dateline("WASHINGTON")),
    ],
)
def test_what_a_dateline_says(text: str, expected: Dateline) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lee (Democratic Party) — who spoke to NHK — left.",
        "NATO (North Atlantic Treaty Organization) — the alliance — met.",
        "PARIS (15 November) — The",
        "Trade between the two — worth $3 — fell.",
        "He came on May 3 — and left.",
        "In March 14 — he left.",
        "March 14 — The dam opens",
        "A well (Reuters) — it was dry.",
        "06:50 — The coast guard says",
        "A well-known ship - and a small one",
        "London is calling.",
        "“LONDON — calling",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert parse(text) is None


def test_a_dateline_is_looked_for_at_the_beginning_only() -> None:
    report = "LONDON (AP) — The"
    assert dateline_of(["Updated May 13, 2026", "A summary.", report]) == Dateline("LONDON", "AP")
    assert dateline_of([BODY] * 20 + [report]) is None
    assert dateline_of([]) is None


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("March 14, 2026", date(2026, 3, 14), None),
        ("2026-03-14", date(2026, 3, 14), None),
        ("Published: 14 March 2026", date(2026, 3, 14), None),
        ("First published on Sat 14 Mar 2026 05.03 GMT", utc(2026, 3, 14, 5, 3), None),
        ("Updated May 13, 2021, 6:43 p.m. ET", None, utc(2021, 5, 13, 22, 43)),
        ("Last updated: 14 March 2026", None, date(2026, 3, 14)),
        ("April 2, 2025 Updated April 3, 2025, 9:28 a.m. ET", date(2025, 4, 2), utc(2025, 4, 3, 13, 28)),
        ("Posted: March 3, 2026 / Updated: March 4, 2026", date(2026, 3, 3), date(2026, 3, 4)),
        ("March 14, 2026 | Updated 3 hours ago", date(2026, 3, 14), None),
        ("By Jane Doe | March 3, 2026", date(2026, 3, 3), None),
    ],
)
def test_a_line_that_is_nothing_but_dates(line: str, published: date | None, updated: date | None) -> None:
    assert stamp_of(["Headline", line, BODY]) == Stamp(1, published, updated)


@pytest.mark.parametrize(
    "line",
    [
        "2024",
        "20260314",
        "Market report, Thursday, March 6",
        "March 14, 2026, was cold.",
        "Updated 5 hours ago",
        "May 2026",
    ],
)
def test_a_line_that_is_something_else(line: str) -> None:
    assert stamp_of([line, BODY]) == Stamp()


def test_below_the_first_paragraph_of_body_a_date_is_a_heading() -> None:
    assert stamp_of([BODY, "July 4, 1776", BODY]) == Stamp()
    assert stamp_of(["Short."] * 8 + ["July 4, 1776"]) == Stamp()
