"""Bylines become authors, lines of credits are known, and agencies are found where they are credited."""

from __future__ import annotations

import pytest

from rag.reading.known.credit import credits, head, is_credit_line

BODY = "The two countries have traded in fish and in words since the treaty of that name was signed in the last spring."
DATE = "Jan. 10, 2026, 7:33 p.m. ET"


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["By Jane Doe"], ("Jane Doe",)),
        (["BY JANE DOE"], ("JANE DOE",)),
        (["Written by Jane Doe"], ("Jane Doe",)),
        (["Analysis by Jane Doe, Daily Tide"], ("Jane Doe, Daily Tide",)),
        (["By Jane Doe • Published March 3, 2026"], ("Jane Doe",)),
        (["By Jane Doe", DATE], ("Jane Doe",)),
        ([DATE, "By Jane Doe"], ("Jane Doe",)),
        (["Jane Doe", "Daily Tide", DATE], ("Jane Doe",)),
        (["Jane Doe and John Roe", "Reuters", DATE], ("Jane Doe", "John Roe")),
        (["Jane Doe", "Opinion contributor", DATE], ("Jane Doe",)),
        (["Associated Press", DATE], ()),
        ([DATE], ()),
        ([], ()),
    ],
)
def test_lines_above_the_body_go_and_name_the_authors(lines: list[str], authors: tuple[str, ...]) -> None:
    assert head([*lines, BODY], titled=True) == (authors, [BODY])


@pytest.mark.parametrize(
    "lines",
    [["By the Numbers"], ["By then it was over."], ["Jane Doe"], ["Seoul waits"], [BODY] * 3 + ["By Jane Doe"]],
)
def test_other_lines_stay(lines: list[str]) -> None:
    assert head([*lines, BODY], titled=True) == ((), [*lines, BODY])


def test_a_second_headline_stays_where_only_the_date_is_sure() -> None:
    assert head(["Seoul waits for Tokyo", DATE, BODY], titled=True) == ((), ["Seoul waits for Tokyo", BODY])
    assert head(["Seoul Waits For Tokyo", DATE, BODY], titled=True) == ((), ["Seoul Waits For Tokyo", BODY])


def test_an_article_without_a_headline_keeps_its_first_paragraph_for_one() -> None:
    lines = ["Seoul Waits", "Jane Doe", "Daily Tide", DATE, BODY]
    assert head(lines, titled=False) == (("Jane Doe",), ["Seoul Waits", BODY])


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Jane Doe; editing by John Roe",
        "(Reporting by Jane Doe in Seoul and John Roe in New York; Editing by Ann Low)",
        "(Additional Reuters reporting by Jane Doe in Zurich; Editing by John Roe)",
        "Reporting By Jane Doe for Reuters",
        "Contributing: Jane Doe, Daily Tide; Reuters",
        "Reuters contributed to this report.",
        "— AP reporters Jane Doe and John Roe in Beijing contributed to this report.",
        "– CNN’s Jane Doe contributed to this report",
        "– Jane Doe and John Roe",
        "−Jane van der Doe",
        "--Reuters",
        "From Daily Tide and wire reports",
        "(With inputs from PTI)",
        "With agency inputs",
        "This article first appeared in the Ledger.",
        "This story was originally published by the Daily Tide and is used with permission.",
        "Ten ships of the year originally appeared on Harbour.example.",
        "This article is republished from The Conversation under a Creative Commons license.",
    ],
)
def test_a_line_of_credits(line: str) -> None:
    assert is_credit_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the Tide found that the dam leaked.",
        "Reporting by 2030 will be mandatory.",
        "He contributed to this report, which came out on Monday.",
        "Contributing to the delay was fog.",
        "– the price of cod",
        "– Fish, and what it costs today",
        "From staff to captain, all were saved.",
        "With material from the ministry, prosecutors opened a case.",
        "The strip first appeared in print in 1989, and was loved.",
        "This article of the treaty was disputed.",
        "This story first made the news in May.",
        "x" * 401,
    ],
)
def test_no_line_of_credits(line: str) -> None:
    assert not is_credit_line(line)


@pytest.mark.parametrize(
    ("paragraphs", "authors", "expected"),
    [
        (["LONDON (AP) — Fish"], [], ("AP",)),
        (["TESSALY, May 3 (Meridian Wire) — The dam"], [], ("Meridian Wire",)),
        (["TESSALY (Channel Nine, with Meridian Wire) — The dam"], [], ("Meridian Wire",)),
        (["TESSALY (Fjord Nine) — The dam"], [], ("Fjord Nine",)),
        ([BODY], ["Jane Doe, Associated Press"], ("AP",)),
        ([BODY], ["Jane Doe", "The Associated Press"], ("AP",)),
        ([BODY], ["REUTERS", "Agence France-Presse"], ("Reuters", "AFP")),
        (["By Reuters", BODY], [], ("Reuters",)),
        (["Reuters", BODY], [], ("Reuters",)),
        (["By Severin Oake, Meridian Wire", BODY], [], ("Meridian Wire",)),
        (["By Ruben Estery, with Meridian Wire", BODY], ["Ruben Estery"], ("Meridian Wire",)),
        (["From Meridian Wire and the Gazette’s foreign desk", BODY], [], ("Meridian Wire",)),
        ([BODY, "© 2025 Vantry Observer, with Meridian Wire"], [], ("Meridian Wire",)),
        ([BODY, "Copyright 2024 The Associated Press. All rights reserved."], [], ("AP",)),
        ([BODY, "This report was compiled with Meridian Wire."], [], ("Meridian Wire",)),
        ([BODY, "Report: Meridian Wire, with Observer staff in Vantry"], [], ("Meridian Wire",)),
        ([BODY, "Reporting by Jane Doe for Reuters; editing by John Roe"], [], ("Reuters",)),
        ([BODY, "This article first appeared in the Ledger."], [], ("Ledger",)),
        ([BODY, "— Reuters"], [], ("Reuters",)),
        (["LONDON (Reuters) - Fish", "(Reuters)"], ["Reuters"], ("Reuters",)),
        (["LONDON (AP) — Fish"], ["Reuters"], ("AP", "Reuters")),
    ],
)
def test_agencies_that_are_credited(paragraphs: list[str], authors: list[str], expected: tuple[str, ...]) -> None:
    assert credits(paragraphs, authors) == expected


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["He told Reuters that he would go."],
        [BODY, "Contributing: Reuters"],
        [BODY, "Reuters contributed to this report."],
        ["LONDON — Fish"],
        ["By Jane Doe, Seoul", BODY],
        [BODY, "© 2025 Vantry Observer"],
        ["The Reuters building stands in London.", BODY],
        [BODY] * 4 + ["— Reuters"] + [BODY] * 4,
        [],
    ],
)
def test_who_is_only_mentioned_or_helped_is_not_credited(paragraphs: list[str]) -> None:
    assert credits(paragraphs, ["Jane Doe"]) == ()
