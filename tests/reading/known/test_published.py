"""Which date counts: the order of the witnesses, what is not believed, and what is said about it."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from rag.reading.known.published import Dates, day_in, decide
from rag.records import SourceText

TODAY = date(2026, 4, 1)
BODY = "The two countries have traded in fish and in words since the treaty of that name was signed in the last spring."
DAY = date(2026, 3, 14)


def decided(url: str = "", text: str = BODY, /, **fields: object) -> Dates:
    return decide(SourceText("/a.md", "a.md", text, fields), url, text.split("\n\n"), TODAY)


# ---------------------------------------------------------------- the order


@pytest.mark.parametrize(
    ("taken_away", "rule", "day"),
    [
        (0, "metadata", 10),
        (1, "JSON-LD", 11),
        (2, "feed", 11),
        (3, "dateline", 12),
        (4, "address", 12),
    ],
)
def test_of_several_witnesses_the_first_counts(taken_away: int, rule: str, day: int) -> None:
    fields: dict[str, object] = {
        "published_at": "2026-03-10",
        "jsonld": {"datePublished": "2026-03-11"},
        "feed": {"published": "Wed, 11 Mar 2026 00:00:00 GMT"},
    }
    for name in list(fields)[:taken_away]:
        del fields[name]
    report = BODY if taken_away == 4 else f"LONDON, 12 March 2026 — {BODY}"
    found = decided("https://tide.example/2026/03/12/fish", report, **fields)
    assert (found.published_at, found.rules, found.notes) == (
        datetime(2026, 3, day, tzinfo=timezone.utc) if rule == "feed" else date(2026, 3, day),
        {"published_at": rule},
        (),
    )


def test_without_a_witness_an_article_is_undated() -> None:
    assert decided() == Dates(None, None, {}, ())
    assert decided(published_at="", jsonld={"datePublished": ""}, feed="none") == Dates(None, None, {}, ())


def test_a_line_at_the_top_counts_as_a_dateline() -> None:
    found = decided("", f"March 14, 2026 Updated March 15, 2026\n\n{BODY}")
    assert found == Dates(DAY, date(2026, 3, 15), {"published_at": "dateline", "updated_at": "dateline"}, ())


def test_the_last_change_is_told_by_the_same_witnesses() -> None:
    fields: dict[str, object] = {
        "updated_at": "2026-03-16",
        "jsonld": {"dateModified": "2026-03-17"},
        "feed": {"updated": "2026-03-18"},
    }
    assert (decided(**fields).updated_at, decided(**fields).rules) == (date(2026, 3, 16), {"updated_at": "metadata"})
    del fields["updated_at"]
    assert (decided(**fields).updated_at, decided(**fields).rules) == (date(2026, 3, 17), {"updated_at": "JSON-LD"})
    del fields["jsonld"]
    assert (decided(**fields).updated_at, decided(**fields).rules) == (date(2026, 3, 18), {"updated_at": "feed"})


# ---------------------------------------------------------------- what is not believed


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("yesterday", "'yesterday' is not a date that can be read; write it as 2024-12-31"),
        ("03/04/2026", "'03/04/2026' can be read as two days; write it as 2026-04-03 or as 2026-03-04"),
        (
            "1970-01-01T00:00:00Z",
            "1970-01-01 is what programs write where no date is known; correct it or leave it out",
        ),
        ("1969-12-31", "1969-12-31 is what programs write where no date is known; correct it or leave it out"),
        ("1900-01-01", "1900-01-01 is what programs write where no date is known; correct it or leave it out"),
        ("0001-01-01", "0001-01-01 is what programs write where no date is known; correct it or leave it out"),
        ("1699-05-05", "1699-05-05 is before there were newspapers; correct it or leave it out"),
        ("2026-04-04", "2026-04-04 lies in the future; correct it or leave it out"),
        ("2099-01-01", "2099-01-01 lies in the future; correct it or leave it out"),
    ],
)
def test_what_is_not_believed_is_said_and_the_next_witness_counts(value: str, note: str) -> None:
    found = decided(published_at=value, jsonld={"datePublished": "2026-03-14"})
    assert found == Dates(DAY, None, {"published_at": "JSON-LD"}, (f"published_at: {note}",))
    found = decided(updated_at=value)
    assert found == Dates(None, None, {}, (f"updated_at: {note}",))


def test_other_witnesses_are_named_as_the_source_names_them() -> None:
    found = decided(
        jsonld={"datePublished": "soon", "dateModified": "late"}, feed={"published": "then", "updated": "now"}
    )
    reason = "is not a date that can be read; write it as 2024-12-31"
    assert found.notes == (
        f"JSON-LD dateModified: 'late' {reason}",
        f"feed updated: 'now' {reason}",
        f"JSON-LD datePublished: 'soon' {reason}",
        f"feed published: 'then' {reason}",
    )


@pytest.mark.parametrize("value", ["1963-03-02", "1969-07-21", "1970-01-02", "1700-01-01", "2026-04-03"])
def test_old_dates_and_two_days_of_grace_are_believed(value: str) -> None:
    assert decided(published_at=value) == Dates(date.fromisoformat(value), None, {"published_at": "metadata"}, ())


def test_a_change_before_the_publication_is_left_out() -> None:
    found = decided(published_at="2026-03-14", updated_at="2026-03-13")
    note = "updated_at: 2026-03-13 is before the day it was published, 2026-03-14; left out"
    assert found == Dates(DAY, None, {"published_at": "metadata"}, (note,))
    assert decided(published_at="2026-03-14T10:00:00Z", updated_at="2026-03-14").notes == ()


@pytest.mark.parametrize(
    ("fields", "url", "note"),
    [
        (
            {"published_at": "2026-03-14"},
            "https://tide.example/2026/02/01/fish",
            "published_at: metadata says 2026-03-14, but the address says 2026-02-01; 2026-03-14 is kept",
        ),
        (
            {"published_at": "2026-03-14", "jsonld": {"datePublished": "2026-03-17"}},
            "https://tide.example/2026/02/01/fish",
            "published_at: metadata says 2026-03-14, but JSON-LD datePublished says 2026-03-17; 2026-03-14 is kept",
        ),
        (
            {"feed": {"published": "2026-03-14"}},
            "https://tide.example/2026/02/01/fish",
            "published_at: the feed says 2026-03-14, but the address says 2026-02-01; 2026-03-14 is kept",
        ),
    ],
)
def test_a_disagreement_of_more_than_two_days_is_said(fields: dict[str, object], url: str, note: str) -> None:
    assert decided(url, **fields).notes == (note,)


def test_a_disagreement_of_two_days_is_none() -> None:
    assert decided("https://tide.example/2026/03/16/fish", published_at="2026-03-14").notes == ()


# ---------------------------------------------------------------- datelines without a year


@pytest.mark.parametrize(
    ("url", "fields", "expected"),
    [
        ("", {}, None),
        ("https://tide.example/2025/11/20/fish", {}, date(2025, 11, 18)),
        ("https://tide.example/2025/11/fish", {}, date(2025, 11, 18)),
        ("https://tide.example/2025/fish", {}, date(2025, 11, 18)),
        ("https://tide.example/2026/01/fish", {}, None),
        ("", {"updated_at": "2025-11-20"}, date(2025, 11, 18)),
        ("", {"jsonld": {"dateModified": "2025-11-20T00:00:00Z"}}, date(2025, 11, 18)),
        ("", {"updated_at": "2026-03-14"}, None),
    ],
)
def test_the_year_of_a_dateline_comes_from_elsewhere(
    url: str, fields: dict[str, object], expected: date | None
) -> None:
    found = decided(url, f"TESSALY, November 18 (Meridian Wire) — {BODY}", **fields)
    assert found.published_at == expected
    assert found.rules.get("published_at") == ("dateline" if expected else None)


def test_a_dateline_of_december_in_an_address_of_january_is_of_the_year_before() -> None:
    found = decided("https://tide.example/2026/01/02/fish", f"TESSALY, Dec. 31 — {BODY}")
    assert (found.published_at, found.rules) == (date(2025, 12, 31), {"published_at": "dateline"})
    assert decided("", f"TESSALY, February 30, 2026 — {BODY}").published_at is None


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/14/fish", DAY),
        ("/news/2026/3/14/", DAY),
        ("/world/2026/mar/14/fish", DAY),
        ("/2026-03-14-fish", DAY),
        ("/world/fish-2026-03-14/", DAY),
        ("/20260314/fish", DAY),
        ("/20260314.html", DAY),
        ("/2026/13/14/2026/03/14/fish", DAY),
        ("/2026/03/fish", None),
        ("/2026/02/30/fish", None),
        ("/fish-2026-09-01-schedule", None),
        ("/world-asia-20260314", None),
        ("/19283746/fish", None),
        ("/article/12345/67/89", None),
        ("", None),
    ],
)
def test_a_day_in_an_address(path: str, expected: date | None) -> None:
    assert day_in(f"https://tide.example{path}") == expected
    assert day_in("") is None
