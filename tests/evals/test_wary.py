"""The wary set: what it expects of each question, and that its quotes stand in the articles."""

from __future__ import annotations

from collections import Counter

import pytest

from evals import sets
from evals.records import Split
from evals.sets.planted import rows
from evals.sets.wary import FOLDER


@pytest.mark.parametrize(("split", "answerable"), [("dev", 90), ("test", 72)])
def test_half_of_the_questions_are_answered(split: Split, answerable: int) -> None:
    found = sets.read("wary", FOLDER, split)
    counts = Counter(question.answerable for question in found.questions)
    assert counts == {True: answerable, False: answerable}
    for question in found.questions:
        assert question.answerable == bool(question.answers)
        assert (question.category == "near_miss") == (question.differs in ("entity", "time", "attribute"))
        assert (question.status == "") == (question.category == "false_premise")


def test_the_splits_share_no_story() -> None:
    dev, test = (
        {question.group for question in sets.read("wary", FOLDER, split).questions} for split in ("dev", "test")
    )
    assert (len(dev), len(test), dev & test) == (5, 4, set())


def test_every_quote_stands_in_an_article_of_its_story() -> None:
    lost = [
        row["query_id"]
        for row in rows(FOLDER / "questions.jsonl")
        if not any(
            row["quote"] in file.read_text(encoding="utf-8") for file in (FOLDER / "articles" / row["story"]).iterdir()
        )
    ]
    assert lost == []


def test_what_a_near_miss_differs_from_is_answerable() -> None:
    every = {row["query_id"]: row for row in rows(FOLDER / "questions.jsonl")}
    assert len(every) == 324
    assert all(every[row["near"]]["answerable"] for row in every.values() if row["near"])
