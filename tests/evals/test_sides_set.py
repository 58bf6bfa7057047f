"""The sides set: what it expects, and how a disagreement is found in it."""

from __future__ import annotations

from collections import Counter

import pytest

from evals import answers, sets
from evals.records import Outcome, Span, Split
from evals.sets.sides import FOLDER


@pytest.mark.parametrize(("split", "each"), [("dev", 45), ("test", 27)])
def test_half_of_the_questions_have_two_sides(split: Split, each: int) -> None:
    found = sets.read("sides", FOLDER, split)
    assert Counter(bool(question.disagree) for question in found.questions) == {True: each, False: each}
    assert len(found.disputes) == each
    for question in found.questions:
        assert question.category.startswith("two_" if question.disagree else "one_")


@pytest.mark.parametrize("split", ["dev", "test"])
def test_every_side_stands_in_one_article_of_its_story_and_each_in_another(split: Split) -> None:
    for question in sets.read("sides", FOLDER, split).questions:
        assert [gold.fact for gold in question.gold] == list(range(len(question.gold)))
        assert len({gold.doc_id for gold in question.gold}) == len(question.gold) >= 2


def test_the_splits_share_no_story() -> None:
    dev, test = (
        {question.group for question in sets.read("sides", FOLDER, split).questions} for split in ("dev", "test")
    )
    assert (len(dev), len(test), dev & test) == (5, 3, set())


def test_both_sides_have_to_be_shown() -> None:
    found = sets.read("sides", FOLDER, "dev")
    question = next(question for question in found.questions if question.disagree)
    sides = tuple(Span(gold.doc_id, gold.start, gold.end, gold.quote) for gold in question.gold)
    whole = Outcome(
        query_id=question.query_id, query=question.text, status="answered", written=True, disagreements=(sides,)
    )
    half = Outcome(
        query_id=question.query_id, query=question.text, status="answered", written=True, disagreements=(sides[:1],)
    )
    for outcome, expected in ((whole, 1.0), (half, 0.0)):
        scores = answers.score(found, [question], {question.query_id: outcome})
        assert scores["disagreement_recall"] == {question.query_id: expected}
        assert scores["disagreement_precision"] == {question.query_id: expected}
