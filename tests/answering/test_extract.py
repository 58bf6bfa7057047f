"""The answer in the articles' own words."""

from __future__ import annotations

from dataclasses import replace

from fakes_chat import evidence_of, numbers_of, told

from rag.answering.extract import MARGIN, key_sentences
from rag.records import CheckedSentence, Citation, Evidence, EvidenceSentence

FOUR = told("Rice rose.", ("b", "Tea stood."), "Fish fell.", ("b", "Salt sank."))


def chosen(evidence: Evidence, limit: int = 4) -> list[str]:
    return [item.text for item in key_sentences(evidence, numbers_of(evidence.sentences), limit)]


def scored(sentences: tuple[EvidenceSentence, ...], *scores: float) -> Evidence:
    return evidence_of(tuple(replace(item, score=score) for item, score in zip(sentences, scores, strict=True)))


def test_a_key_sentence_cites_itself() -> None:
    assert key_sentences(evidence_of(FOUR[:1]), {"a": 3}, 4) == (
        CheckedSentence(
            "Rice rose.", (Citation(3, "a", 0, start=0, end=10, quote="Rice rose."),), "supported", "verbatim"
        ),
    )


def test_the_best_are_shown_in_the_order_of_the_evidence() -> None:
    assert chosen(scored(FOUR, 1, 2, 3, 4), limit=2) == ["Fish fell.", "Salt sank."]


def test_what_scores_far_below_the_best_is_left_out() -> None:
    assert chosen(scored(FOUR, 5, 5 - MARGIN, 5 - MARGIN - 0.1, -50)) == ["Rice rose.", "Tea stood."]


def test_a_sentence_brings_what_it_leans_on_and_what_takes_it_back() -> None:
    three = told("Rice rose.", "It rose again.", "However, it fell.")
    assert chosen(scored(three, -9, 5, -9), limit=1) == ["Rice rose.", "It rose again.", "However, it fell."]
    assert chosen(scored(three, 5, -9, -9), limit=1) == ["Rice rose."]
    whole = told("Rice rose.", "Tea stood.", "Fish fell.")
    assert chosen(scored(whole, -9, 5, -9), limit=1) == ["Tea stood."]


def test_but_not_out_of_another_article() -> None:
    apart = told("Rice rose.", ("b", "It stood."), ("c", "However, it fell."))
    assert chosen(scored(apart, -9, 5, -9), limit=1) == ["It stood."]


def test_without_evidence_there_is_none() -> None:
    assert key_sentences(Evidence((), (), 0.0, 0), {}, 4) == ()
