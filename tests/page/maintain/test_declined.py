"""Declined questions: counted under one spelling, few and not for long, and forgotten on demand."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from fake_assistant import about_the_ban, refusal

from rag.errors import RagError
from rag.page.maintain.declined import DAYS, LONGEST, MOST, Declined, Row, as_table, normalised

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import Status

TODAY = date(2026, 3, 14)


def test_the_same_question_is_counted_once_with_its_last_day(tmp_path: Path) -> None:
    declined = Declined(tmp_path / "new" / "feedback.sqlite", kept=True)
    assert declined.most() == []
    assert not (tmp_path / "new").exists()
    for days, text in ((3, "Will it  rain?"), (1, "WILL IT RAIN"), (2, "Who won?")):
        declined.note(refusal(text), TODAY - timedelta(days))
    assert declined.most() == [
        Row("will it rain", "not_in_corpus", 2, date(2026, 3, 13)),
        Row("who won", "not_in_corpus", 1, date(2026, 3, 12)),
    ]
    assert [row.question for row in declined.most(1)] == ["will it rain"]


@pytest.mark.parametrize(
    ("status", "counted"),
    [("not_in_corpus", 1), ("outside_dates", 1), ("ambiguous", 1), ("partly_answered", 1), ("out_of_scope", 0)],
)
def test_what_tells_of_the_collection_is_counted(tmp_path: Path, status: str, counted: int) -> None:
    declined = Declined(tmp_path / "feedback.sqlite", kept=True)
    declined.note(replace(refusal("Who?"), status=cast("Status", status)), TODAY)
    declined.note(about_the_ban("Does it stay?", {}), TODAY)
    declined.note(None, TODAY)
    assert len(declined.most()) == counted


def test_nothing_is_counted_where_that_is_off(tmp_path: Path) -> None:
    declined = Declined(tmp_path / "feedback.sqlite", kept=False)
    declined.note(refusal("Who?"), TODAY)
    assert list(tmp_path.iterdir()) == []
    assert "keep_declined" in as_table([], kept=False)


def test_old_ones_go_and_there_are_never_more_than_the_most(tmp_path: Path) -> None:
    declined = Declined(tmp_path / "feedback.sqlite", kept=True)
    declined.note(refusal("Old?"), TODAY - timedelta(DAYS + 1))
    declined.note(refusal("Nearly old?"), TODAY - timedelta(DAYS))
    declined.note(refusal("New?"), TODAY)
    assert [row.question for row in declined.most()] == ["new", "nearly old"]
    for number in range(MOST):
        declined.note(refusal(f"Question {number}?"), TODAY)
    kept = [row.question for row in declined.most(2 * MOST)]
    assert len(kept) == MOST
    assert "nearly old" not in kept


def test_forgotten_they_are_no_more_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    declined = Declined(file, kept=True)
    assert declined.forget() == 0
    declined.note(refusal("Where is the zeppelin?"), TODAY)
    assert b"zeppelin" in file.read_bytes()
    assert declined.forget() == 1
    assert declined.most() == []
    assert b"zeppelin" not in file.read_bytes()


def test_a_file_that_cannot_be_used_costs_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "feedback.sqlite").write_text("no database, and long enough to be looked at as one")
    declined = Declined(tmp_path / "feedback.sqlite", kept=True)
    with caplog.at_level(logging.WARNING, logger="footnote.page"):
        declined.note(refusal("Who?"), TODAY)
    assert "set feedback to another file" in caplog.text
    with pytest.raises(RagError, match=r"the declined questions in .* cannot be used"):
        declined.most()


def test_one_spelling() -> None:
    assert normalised("  Did ＴＯＫＹＯ\nagree ?!") == "did tokyo agree"
    assert len(normalised("x" * 1000)) == LONGEST


def test_the_table_escapes_and_says_what_is_kept() -> None:
    table = as_table([Row("<script>${1}{{2}}", "not_in_corpus", 2, TODAY)], kept=True)
    assert "<script>" not in table
    assert "${" not in table
    assert "{{" not in table
    assert "The articles do not say" in table
    assert "2 times, last on 14 March 2026" in table
    assert "without who asked; forgotten after 90 days" in table
