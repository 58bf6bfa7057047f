"""Statements that do not go together, and those that only look like it."""

from __future__ import annotations

import pytest
from fakes_chat import numbers_of, told

from rag.answering.disagree import MOST, disagreements
from rag.answering.verify import content_words
from rag.records import Disagreement, EvidenceSentence

# What Japan wants, as the shipped article has it; and the same in words that share less.
SHIPPED = (
    "He accepted that resolving the Fukushima seafood issue is essential for winning Japan's backing for South "
    "Korea's bid to join the CPTPP.",
    "Membership could bring South Korea more trade and more foreign money.",
    "However, Japan has pressed for the seafood import restrictions to be kept as a condition of South Korea's "
    "membership.",
)
BARE = (
    "Without resolving the matter, he said, South Korea’s CPTPP bid lacks Japan’s support.",
    "The pact promises South Korea more customers.",
    "However, Japan insists on maintaining the curbs while South Korea waits to be let in.",
)


def found(evidence: tuple[EvidenceSentence, ...], question: str) -> tuple[Disagreement, ...]:
    return disagreements(evidence, numbers_of(evidence), content_words(question))


def quotes(evidence: tuple[EvidenceSentence, ...], question: str = "seafood ban") -> list[list[str]]:
    return [[side.quote for side in item.sides] for item in found(evidence, question)]


@pytest.mark.parametrize("told_of_japan", [SHIPPED, BARE], ids=["shipped", "bare"])
def test_an_article_that_says_two_things_about_what_japan_wants(told_of_japan: tuple[str, ...]) -> None:
    (record,) = found(told(*told_of_japan), "Why does the Fukushima issue affect CPTPP?")
    assert set(record.about.split(", ")) == {"Japan", "South Korea"}
    assert [side.quote for side in record.sides] == [told_of_japan[0], told_of_japan[2]]
    assert [side.source for side in record.sides] == [1, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("South Korea lifted Japan's seafood ban.", "However, South Korea kept Japan's seafood ban."),
        ("Japan supports South Korea on the ban.", "But Japan opposes South Korea on the ban."),
        ("South Korea confirmed a ban by Japan.", "Yet South Korea denied a ban by Japan."),
        ("South Korea's seafood sales to Japan rose.", "By contrast, South Korea's seafood sales to Japan fell."),
    ],
)
def test_opposite_words_of_which_the_second_takes_the_first_back(first: str, second: str) -> None:
    assert quotes(told(first, second)) == [[first, second]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # the same said twice
        ("South Korea lifted Japan's seafood ban.", "However, South Korea ended Japan's seafood ban."),
        # one sentence that holds both words itself
        (
            "South Korea lifted one seafood ban of Japan and kept another.",
            "However, South Korea kept Japan's seafood ban.",
        ),
        # no name in common
        ("China lifted the seafood ban.", "However, Korea kept the seafood ban."),
        ("Rice prices rose.", "However, rice prices fell."),
        # nothing is taken back
        ("China lifted its ban on seafood from Japan.", "South Korea keeps its ban on seafood from Japan."),
        ("South Korea's seafood sales to Japan rose in 2022.", "South Korea's seafood sales to Japan fell in 2023."),
    ],
)
def test_what_only_looks_like_a_disagreement(first: str, second: str) -> None:
    assert quotes(told(first, second)) == []


def test_two_articles_are_not_compared_yet() -> None:
    assert (
        quotes(told("South Korea lifted Japan's seafood ban.", ("b", "However, South Korea kept Japan's seafood ban.")))
        == []
    )


def test_it_has_to_be_near_and_to_touch_the_question() -> None:
    lifted, kept = "South Korea lifted Japan's seafood ban.", "However, South Korea kept Japan's seafood ban."
    assert quotes(told(lifted, "Rain fell.", "Rain fell.", kept)) == [[lifted, kept]]
    assert quotes(told(lifted, "Rain fell.", "Rain fell.", "Rain fell.", kept)) == []
    assert quotes(told(lifted, kept), "wages?") == []


def test_no_sentence_is_shown_twice_and_the_nearest_comes_first() -> None:
    lifted = [f"South Korea lifted Japan's seafood ban, {word}." for word in ("it said", "aides said")]
    kept = "However, South Korea kept Japan's seafood ban."
    assert quotes(told(*lifted, kept)) == [[lifted[1], kept]]


def test_at_most_a_few_are_shown() -> None:
    pair = ("South Korea lifted Japan's seafood ban.", "However, South Korea kept Japan's seafood ban.")
    assert len(quotes(told(*pair * 4))) == MOST
