"""Lines become paragraphs by where they stand, how large and how long they are; running heads go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.reading.printed.layout import Line, paragraphs

FULL = "a line that is as long as the column is wide, so"


def page(*texts: str, top: float = 700, size: float = 10) -> list[Line]:
    """Lines 12 points apart; "" leaves half a line free, and a text that begins with ">" is indented."""
    found, height = [], top
    for text in texts:
        height -= 12 if text else 6
        if text:
            found.append(Line(text.removeprefix(">"), 65 if text.startswith(">") else 50, height, size))
    return found


def texts(*pages: list[Line]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(pages)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FULL, FULL, "it ends."], [f"{FULL} {FULL} it ends."]),
        ([FULL, "it ends.", FULL, "too."], [f"{FULL} it ends.", f"{FULL} too."]),  # a short line with a full stop
        ([FULL, f"{FULL}.", "", FULL], [f"{FULL} {FULL}.", FULL]),  # half a line of space
        ([f">{FULL}", f"{FULL}.", f">{FULL}", "too."], [f"{FULL} {FULL}.", f"{FULL} too."]),  # an indented line
        (["What comes next", f"The {FULL}", "it ends."], ["What comes next", f"The {FULL} it ends."]),
        ([FULL, "in a column that is", f"narrow {FULL}"], [f"{FULL} in a column that is narrow {FULL}"]),
        ([FULL, "• one thing,", FULL, "• another."], [FULL, f"• one thing, {FULL}", "• another."]),
        ([FULL, "He said “no.”", FULL], [f"{FULL} He said “no.”", FULL]),
        ([], []),
    ],
)
def test_wrapped_lines_are_joined(lines: list[str], expected: list[str]) -> None:
    assert texts(page(*lines)) == expected


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the govern-", "ment said so", "the government said so"),
        ("the long-", "term plan", "the long-term plan"),  # so written elsewhere
        ("the Long-", "Term plan", "the Long- Term plan"),
        ("the govern\u00ad", "ment said so", "the government said so"),
        ("the govern\u2010", "ment said so", "the government said so"),
        ("from 3-", "and more", "from 3- and more"),
        ("the ban –", "he said", "the ban – he said"),
        ("東京電力は", "放出を始めた", "東京電力は放出を始めた"),
        ("정부는 오늘", "발표했다", "정부는 오늘 발표했다"),
        ("the of\ufb01ce", "is \ufb02at", "the office is flat"),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_made_whole(first: str, second: str, joined: str) -> None:
    begin = "This is a long-term plan; "
    assert texts(page(begin + first, second)) == [begin + joined]


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        (FULL, f"it goes on in {FULL}", True),
        (f"as he said, {FULL}", f"The name goes on in {FULL}", True),
        ("a short line", f"it goes on in {FULL}", True),
        ("a short line", f"The next begins with {FULL}", False),
        (f"{FULL}.", f"The next begins with {FULL}", False),
    ],
)
def test_a_paragraph_may_go_on_over_the_end_of_a_page_or_column(last: str, first: str, joined: bool) -> None:
    begin, end = f"Here begins {FULL}", f"and here ends {FULL}"
    before, after = page(begin, last), page(first, end)
    expected = [f"{begin} {last} {first} {end}"] if joined else [f"{begin} {last}", f"{first} {end}"]
    assert texts(before, after) == expected
    assert texts(before + after) == expected


def test_letters_of_another_size_are_another_paragraph() -> None:
    headline = [replace(line, size=18) for line in page("Seoul weighs its", "application", top=740)]
    body = page(FULL, "it ends.")
    found = paragraphs([headline + body])
    assert [(paragraph.text, paragraph.size, paragraph.page) for paragraph in found] == [
        ("Seoul weighs its application", 18, 0),
        (f"{FULL} it ends.", 10, 0),
    ]


def test_running_heads_and_page_numbers_go() -> None:
    pages = [
        page(
            "Daily Tide, 14 March 2024",
            "Section A",
            "",
            f"Text {name} {FULL}",
            f"{name} {FULL}",
            "",
            f"Page {number} of 3",
        )
        for number, name in enumerate(["one", "two", "three"], 1)
    ]
    assert texts(*pages) == [" ".join(f"Text {name} {FULL} {name} {FULL}" for name in ("one", "two", "three"))]
    assert texts(pages[0]) == ["Daily Tide, 14 March 2024", "Section A", f"Text one {FULL} one {FULL}"]


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "7 of 12", "7/12", "p. 7", "PAGE 7 OF 12"])
def test_a_page_number_goes_from_the_edge_of_a_single_page(number: str) -> None:
    assert texts(page(FULL, "it ends.", "", number)) == [f"{FULL} it ends."]
    assert texts(page(FULL, FULL, FULL, "it ends.", "", number, "", FULL, FULL, FULL))[1] == number


def test_what_is_repeated_inside_of_a_page_stays() -> None:
    pages = [
        page("Head", "", f"{name} a", "b", "c", "Yes.", "d", "e", f"{name} f", "", "1") for name in ("x", "y", "z")
    ]
    assert " ".join(texts(*pages)).count("Yes.") == 3


def test_a_headline_that_the_running_heads_repeat_stays() -> None:
    headline = [Line("Seoul weighs its application", 50, 740, 18)]
    pages = [headline + page(FULL), *([*page("Seoul weighs its application", "", FULL)] for _ in range(3))]
    assert texts(*pages)[0] == "Seoul weighs its application"
    assert " ".join(texts(*pages)).count("Seoul") == 1


def test_lines_without_sense_do_no_harm() -> None:
    lines = [Line("a", 0.0, 0.0, 0.1), Line("b", 1e300, -1e300, 1e300), Line("c", 0.0, 0.0, 0.1)]
    assert texts(lines) == ["a", "b", "c"]
    assert texts(lines, [], lines) == []  # nothing but running heads
