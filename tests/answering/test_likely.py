"""How likely a sentence answers; which are shown for it."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from fakes_chat import evidence_of, told

from rag.answering.likely import (
    ABOUT,
    BEHIND,
    INTERCEPT,
    MOST_READ,
    NAMED,
    RANKED,
    SHOWN,
    WANTED,
    answering,
    likely,
    worth_reading,
)
from rag.answering.wanted import has_what_is_wanted
from rag.records import Evidence, EvidenceSentence

WHO = "Who runs the ferry of Orrin?"


def scored(texts: tuple[EvidenceSentence, ...], *scores: float) -> Evidence:
    items = [replace(item, score=score) for item, score in zip(texts, scores, strict=True)]
    best = tuple(item.number for item in sorted(items, key=lambda item: -item.score))
    return replace(evidence_of(tuple(items)), best=best)


def chosen(evidence: Evidence, at_least: float = SHOWN) -> tuple[int, ...]:
    return answering(evidence, likely(WHO, evidence), at_least)


def read(evidence: Evidence) -> tuple[int, ...]:
    return worth_reading(likely(WHO, evidence))


def test_a_chance_worked_by_hand() -> None:
    chance = likely(WHO, scored(told("Ada Holm runs it.", "The ferry of Orrin is old."), 5.0, 3.0))
    first = INTERCEPT + WANTED + ABOUT * 1 / 3  # ada, holm, runs
    second = INTERCEPT - 2 * BEHIND - RANKED * 0.6931471805599453 + ABOUT * 2 / 3 + NAMED  # no new name
    assert chance == pytest.approx({1: 1 / (1 + exp(-first)), 2: 1 / (1 + exp(-second))})


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


def test_the_likeliest_come_first_and_one_at_least() -> None:
    four = told("Ada Holm runs it.", "The sea is cold.", "The sea was cold.", "The sea is deep.")
    assert chosen(scored(four, 5, -20, -20, -20)) == (1,)
    assert chosen(scored(four[1:2], -30)) == (2,)
    assert chosen(Evidence((), (), 0.0, 0)) == ()


def test_beside_a_draft_a_sentence_has_to_be_likelier() -> None:
    two = scored(told("Ada Holm runs it.", "The sea is cold.", "It is old."), 5, 4, -20)
    chance = likely(WHO, two)
    assert chance[1] > 0.3 > chance[2]
    assert chosen(two, min(chance.values())) == (1, 2, 3)
    assert chosen(two, 0.3) == (1,)


def test_news_goes_before_an_opinion_that_scores_alike() -> None:
    two = told("Ada Holm runs it.", ("b", "It is Ada Holm who runs it."))
    opinion = replace(two[0].article, kind="opinion")
    near, far = ([5.0, 4.0, -20.0], [5.0, 1.0, -20.0])
    rest = told("x", "y", "The sea is cold.")[2:]
    for scores, shown in ((near, {1, 2}), (far, {1, 2})):
        found = chosen(scored((replace(two[0], article=opinion), two[1], *rest), *scores))
        assert set(found) <= shown
        assert found[0] == 1 or scores is near


def test_the_model_reads_what_has_some_chance_and_no_more_than_twelve() -> None:
    far = scored(told("Ada Holm runs it.", "Rain fell.", "The ferry of Orrin is old."), 5.0, -40.0, 3.0)
    assert read(far) == (1, 3)
    many = scored(told(*[f"Ada Holm runs it, line {place}." for place in range(20)]), *[5.0] * 20)
    assert len(read(many)) <= MOST_READ
    assert read(scored(told("Rain fell."), -40.0)) == (1,)
    assert read(scored(())) == ()
