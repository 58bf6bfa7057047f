"""The answer in the articles' own words."""

from __future__ import annotations

from dataclasses import replace

from fakes_chat import evidence_of, numbers_of, told

from rag.answering.extract import excerpt, key_sentences, unsaid
from rag.records import CheckedSentence, Citation, Evidence

FOUR = told("Rice rose.", ("b", "Tea stood."), "Fish fell.", ("b", "Salt sank."))


def chosen(evidence: Evidence, *numbers: int) -> list[str]:
    return [item.text for item in key_sentences(evidence, numbers_of(evidence.sentences), numbers)]


def test_a_key_sentence_cites_itself() -> None:
    assert key_sentences(evidence_of(FOUR[:1]), {"a": 3}, [1]) == (
        CheckedSentence(
            "Rice rose.", (Citation(3, "a", 0, start=0, end=10, quote="Rice rose."),), "supported", "verbatim"
        ),
    )


def test_they_are_shown_in_the_order_of_the_evidence() -> None:
    assert chosen(evidence_of(FOUR), 4, 3) == ["Fish fell.", "Salt sank."]


def test_a_sentence_brings_what_it_leans_on_and_what_takes_it_back() -> None:
    three = told("Rice rose.", "It rose again.", "However, it fell.")
    assert chosen(evidence_of(three), 2) == ["Rice rose.", "It rose again.", "However, it fell."]
    assert chosen(evidence_of(three), 1) == ["Rice rose."]
    whole = told("Rice rose.", "Tea stood.", "Fish fell.")
    assert chosen(evidence_of(whole), 2) == ["Tea stood."]


def test_an_excerpt_keeps_the_numbers_and_what_the_chosen_lean_on() -> None:
    whole = evidence_of(told("Rice rose.", "It rose again.", "Tea stood.", ("b", "Salt sank.")))
    short = excerpt(whole, [4, 2])
    assert [item.number for item in short.sentences] == [1, 2, 4]
    assert short.best == tuple(number for number in whole.best if number != 3)
    assert short.articles == whole.articles
    assert 0 < short.tokens < whole.tokens or whole.tokens == 0
    assert excerpt(whole, []).sentences == ()


def test_but_not_out_of_another_article() -> None:
    apart = told("Rice rose.", ("b", "It stood."), ("c", "However, it fell."))
    assert chosen(evidence_of(apart), 2) == ["It stood."]


def test_without_evidence_there_is_none() -> None:
    assert key_sentences(Evidence((), (), 0.0, 0), {}, ()) == ()


def test_what_is_told_already_is_not_added() -> None:
    evidence = evidence_of(told("Rice rose by 4 percent in May.", ("b", "Tea prices stood still."), "Fish fell."))
    numbers = numbers_of(evidence.sentences)
    rice, tea, fish = key_sentences(evidence, numbers, [1, 2, 3])
    assert unsaid((), (rice, tea)) == (rice, tea)
    assert unsaid((replace(rice, text="It is up."),), (rice, tea, fish)) == (tea, fish)  # it is cited
    other = replace(fish, text="In May rice rose by 4 percent, and tea prices stood.")
    assert unsaid((other,), (rice, tea)) == ()
    assert unsaid((replace(other, text="In May rice rose by 5 percent."),), (rice,)) == (rice,)
