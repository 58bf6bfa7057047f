"""The headline is what the file states, unless a program wrote it, else what is printed largest."""

from __future__ import annotations

import pytest

from rag.reading.printed.headline import authors, headline
from rag.reading.printed.layout import Paragraph

BODY = Paragraph("The ban stays, the minister said on Monday. " * 8, 10, 0)


def printed(*paragraphs: tuple[str, float]) -> list[Paragraph]:
    return [*(Paragraph(text, size, 0) for text, size in paragraphs), BODY]


@pytest.mark.parametrize(
    ("stated", "paragraphs", "expected"),
    [
        ("A ban", [("A BAN!", 18)], ("A ban", 0)),
        ("A ban", [("Daily Tide", 18)], ("A ban", None)),
        ("", [("Daily Tide", 8), ("A ban", 18), ("Part", 12)], ("A ban", 1)),
        ("", [("A ban", 10), ("by Jane Doe", 10)], ("A ban", 0)),
        ("", [("Daily Tide", 10), ("A ban", 18), ("stays", 18)], ("A ban", 1)),
        ("", [("Daily Tide", 8), ("Seoul", 10.5)], ("Daily Tide", None)),
        ("", [], ("The ban stays, the minister said on Monday. The ban stays, the…", None)),
    ],
)
def test_the_headline(stated: str, paragraphs: list[tuple[str, float]], expected: tuple[str, int | None]) -> None:
    assert headline(stated, printed(*paragraphs)) == expected


@pytest.mark.parametrize(
    "stated",
    [
        *(
            "Microsoft Word - ban final.doc",
            "PowerPoint - x",
            "untitled",
            "Untitled-3",
            "Document1",
            "Slide 1",
            "ban.indd",
        ),
        *("Presentation", "PDF", " - ", "2024-03-14", "A ban.DOCX"),
    ],
)
def test_what_a_program_wrote_is_no_headline(stated: str) -> None:
    assert headline(stated, printed(("A ban", 18))) == ("A ban", 0)


@pytest.mark.parametrize("stated", ["Untitled works by Rothko", "PDF wins", "The U.S.", "Title IX", "1984 again"])
def test_a_headline_may_resemble_one(stated: str) -> None:
    assert headline(stated, printed(("Other", 18))) == (stated, None)


def test_the_authors_are_not_the_user_of_a_program() -> None:
    assert authors("Jane Doe; John Roe") == "Jane Doe; John Roe"
    users = ["Microsoft Office User", "user", "Admin", "Windows User", "", "unknown", " - ", "Administrator"]
    assert list(filter(None, map(authors, users))) == []
