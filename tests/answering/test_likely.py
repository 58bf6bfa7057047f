"""How likely a sentence answers; which are shown for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import OverlapCrossEncoder
from fakes_chat import evidence_of, told

from rag.answering.likely import (
    ADDED,
    ANSWERS,
    BEHIND,
    INTERCEPT,
    MOST_READ,
    NAMED,
    RANKED,
    WANTED,
    answering,
    likely,
    worth_reading,
)
from rag.answering.wanted import has_what_is_wanted, in_another_unit, of_another_year
from rag.records import Evidence, EvidenceSentence

if TYPE_CHECKING:
    from rag.records import Vectors

WHO = "Who runs the ferry of Orrin?"


class Reader(OverlapCrossEncoder):
    """Says of each sentence, in order, what it is told to."""

    def __init__(self, *logits: float) -> None:
        super().__init__()
        self._logits = logits

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """The logits it was made with; 0 of what is beyond them."""
        return np.array([*self._logits, *[0.0] * len(sentences)][: len(sentences)], np.float32)


def scored(texts: tuple[EvidenceSentence, ...], *scores: float) -> Evidence:
    """With each score also what the reader says."""
    items = tuple(replace(item, score=score) for item, score in zip(texts, scores, strict=True))
    return likely(WHO, evidence_of(items), Reader(*scores))


def test_a_chance_worked_by_hand() -> None:
    items = told("Ada Holm runs it.", "The ferry of Orrin is old.")
    scores = [replace(item, score=score) for item, score in zip(items, (5.0, 3.0), strict=True)]
    found = likely(WHO, evidence_of(tuple(scores)), Reader(-1.0, 2.0))
    first = INTERCEPT - 1 * ANSWERS - 3 * BEHIND + WANTED  # best score, behind the other's logit, a new name
    second = INTERCEPT + 2 * ANSWERS - RANKED * 0.6931471805599453 + NAMED  # no new name
    chances = [item.chance for item in found.sentences]
    assert chances == pytest.approx([1 / (1 + exp(-first)), 1 / (1 + exp(-second))])


@pytest.mark.parametrize(
    ("question", "sentence", "has"),
    [
        ("How many boats sank?", "Three boats sank.", True),
        ("How many boats sank?", "Boats sank.", False),
        ("When did it sink?", "It sank on Monday.", True),
        ("When did it sink?", "It sank.", False),
        (WHO, "Ada Holm runs it.", True),
        (WHO, "In Orrin it runs.", False),
        ("Why did it sink?", "It sank.", True),
    ],
)
def test_what_is_wanted(question: str, sentence: str, has: bool) -> None:
    assert has_what_is_wanted(question, sentence) is has


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("What were sales in 2025?", "Sales came to 612 million in the fourth quarter of 2024.", True),
        ("What were sales in 2025?", "Sales rose from 612 million in 2024 to 640 million in 2025.", False),
        ("What were sales in 2025?", "Sales came to 640 million.", False),
        ("What were sales?", "Sales came to 612 million in 2024.", False),
        ("How did sales in 2025 compare with those of a year before?", "Sales came to 612 million in 2024.", False),
        ("Were sales in 2025 higher than those of 2023?", "Sales came to 612 million in 2024.", False),
    ],
)
def test_of_another_year(question: str, sentence: str, other: bool) -> None:
    assert of_another_year(question, sentence) is other


def test_a_sentence_of_another_year_hardly_answers() -> None:
    texts = ("Sales came to 612 million in 2024.", "Sales came to 640 million in 2025.")
    found = likely("What were sales in 2025?", evidence_of(told(*texts)), OverlapCrossEncoder())
    chances = [item.chance for item in found.sentences]
    without = [
        item.chance for item in likely("What were sales?", evidence_of(told(*texts)), OverlapCrossEncoder()).sentences
    ]
    assert (chances[0] < without[0] / 3, chances[1] == pytest.approx(without[1], abs=0.1)) == (True, True)


KM, MILES, HALL = "The pipe runs 2.4 kilometres out to sea.", "It ends 1.5 miles from the beach.", "It cost 31 pounds."


@pytest.mark.parametrize(
    ("question", "sentences", "other"),
    [
        ("In miles, how far out does the pipe reach?", (KM, MILES, HALL), (True, False, False)),
        ("How many miles long is the pipe?", (KM, MILES, "It runs 2.4 km, or 1.5 miles."), (True, False, False)),
        ("How many miles long is the pipe?", (KM, HALL), (False, False)),  # the only length there is
        ("How far out does the pipe reach?", (KM, MILES), (False, False)),
        ("How tall is it in feet?", ("It is 212 metres tall.", "It is 696 feet tall."), (True, False)),
        (
            "How many square feet has it?",
            ("It has 900 square metres.", "It has 9,688 square feet."),
            (True, False),
        ),
        ("How many tonnes were landed?", ("They landed 410 tonnes.", "They landed 9,000 kg."), (False, True)),
        ("How many kilometers?", (KM, "It is 900 metres long."), (False, True)),
        ("What did they want in pay and in hours?", ("They want 36 hours.", "They wait 10 minutes."), (False, False)),
    ],
)
def test_in_another_unit(question: str, sentences: tuple[str, ...], other: tuple[bool, ...]) -> None:
    assert tuple(in_another_unit(question, sentences)) == other


def test_a_sentence_in_another_unit_gives_way_to_one_in_the_right_one() -> None:
    found = likely("How many miles does the pipe run?", evidence_of(told(KM, MILES)), OverlapCrossEncoder())
    alone = likely("How far does the pipe run?", evidence_of(told(KM, MILES)), OverlapCrossEncoder())
    assert answering(alone)[0] == 1
    assert answering(found) == (2,)


def test_the_likeliest_come_first_and_one_at_least() -> None:
    four = told("Ada Holm runs it.", "The sea is cold.", "The sea was cold.", "The sea is deep.")
    assert answering(scored(four, 5, -20, -20, -20)) == (1,)
    assert answering(scored(four[1:2], -30)) == (2,)
    assert answering(scored(())) == ()


def test_beside_a_draft_a_sentence_has_to_be_likelier() -> None:
    two = scored(told("Ada Holm runs it.", "The sea is cold.", "It is old."), 5, 1, -20)
    chances = [item.chance for item in two.sentences]
    assert chances[0] > ADDED > chances[1]
    assert answering(two, min(chances)) == (1, 2, 3)
    assert answering(two, ADDED) == (1,)


def test_news_goes_before_an_opinion_that_scores_alike() -> None:
    two = told("Ada Holm runs it.", ("b", "It is Ada Holm who runs it."))
    opinion = replace(two[0].article, kind="opinion")
    near, far = ([5.0, 4.0, -20.0], [5.0, 1.0, -20.0])
    rest = told("x", "y", "The sea is cold.")[2:]
    for scores, shown in ((near, {1, 2}), (far, {1, 2})):
        found = answering(scored((replace(two[0], article=opinion), two[1], *rest), *scores))
        assert set(found) <= shown
        assert found[0] == 1 or scores is near


def test_the_model_reads_what_has_some_chance_and_no_more_than_twelve() -> None:
    far = scored(told("Ada Holm runs it.", "Rain fell.", "The ferry of Orrin is old."), 5.0, -40.0, 3.0)
    assert worth_reading(far) == {1, 3}
    many = scored(told(*[f"Ada Holm runs it, line {place}." for place in range(20)]), *[5.0] * 20)
    assert len(worth_reading(many)) <= MOST_READ
    assert worth_reading(scored(told("Rain fell."), -40.0)) == {1}
    assert worth_reading(scored(())) == frozenset()
