"""Statements that do not go together, and those that only look like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes_chat import info, numbers_of, told

from rag.answering.disagree import ANSWERS, MOST, compare
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
    return compare(evidence, numbers_of(evidence), question).disagreements


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


def test_opposite_words_of_two_articles_are_no_disagreement() -> None:
    lifted, kept = "South Korea lifted Japan's seafood ban.", "However, South Korea kept Japan's seafood ban."
    assert quotes(told(lifted, ("b", kept))) == []


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


# ---------------------------------------------------------------- values of several outlets

TIDE, POST = info("a", date(2024, 5, 10)), info("b", date(2024, 5, 12), publisher="Evening Post")
POLICE = "About 5,000 people marched through Port Ellis on Friday, police said."
UNIONS = "More than 20,000 people marched through Port Ellis on Friday, the unions said."
MARCH = "How many people marched through Port Ellis?"


def test_outlets_with_other_values_are_shown_newest_first_with_what_both_say() -> None:
    (record,) = found(told((TIDE, POLICE), (POST, UNIONS)), MARCH)
    assert [side.quote for side in record.sides] == [UNIONS, POLICE]
    assert [side.source for side in record.sides] == [2, 1]
    assert record.values == ("More than 20,000 people", "About 5,000 people")
    assert record.agreed == ("marched through Port Ellis on Friday",)
    assert record.about == "marched through Port Ellis on Friday"


def test_a_third_outlet_stands_beside_them() -> None:
    courier = info("c", date(2024, 5, 11), publisher="Courier")
    (record,) = found(told((TIDE, POLICE), (POST, UNIONS), (courier, POLICE.replace("About", "Some"))), MARCH)
    assert [side.doc_id for side in record.sides] == ["b", "c", "a"]


def test_copies_are_one_voice() -> None:
    copy = info("b", date(2024, 5, 12), publisher="Evening Post", copy_of="a")
    assert found(told((TIDE, POLICE), (copy, UNIONS)), MARCH) == ()
    courier = info("c", date(2024, 5, 11), publisher="Courier", copy_of="a")
    (record,) = found(told((TIDE, POLICE), (POST, UNIONS), (courier, POLICE)), MARCH)
    assert [side.doc_id for side in record.sides] == ["b", "a"]


def test_a_later_value_of_the_same_outlet_is_an_update() -> None:
    later = info("b", date(2024, 5, 12))
    evidence = told((TIDE, POLICE), (later, UNIONS))
    compared = compare(evidence, numbers_of(evidence), MARCH)
    (update,) = compared.updates
    assert compared.disagreements == ()
    assert (update.later.quote, update.earlier.quote) == (UNIONS, POLICE)
    assert update.values == ("More than 20,000 people", "About 5,000 people")
    assert update.about == "marched through Port Ellis on Friday"


def test_what_an_outlet_has_replaced_is_no_side() -> None:
    corrected = info("c", date(2024, 5, 14))
    agreeing = told((TIDE, POLICE), (POST, UNIONS), (corrected, UNIONS.replace("unions", "union")))
    compared = compare(agreeing, numbers_of(agreeing), MARCH)
    assert compared.disagreements == ()
    assert [update.earlier.doc_id for update in compared.updates] == ["a"]


def test_only_what_answers_the_question_is_a_side() -> None:
    evidence = told((TIDE, POLICE), (POST, UNIONS))
    beside = (evidence[0], replace(evidence[1], chance=ANSWERS - 0.01))
    assert (len(found(evidence, MARCH)), found(beside, MARCH)) == (1, ())


def test_what_an_article_takes_back_is_shown_where_either_sentence_answers() -> None:
    first, between, second = told(*SHIPPED)
    beside = replace(second, chance=ANSWERS - 0.01)
    assert len(found((first, between, beside), "seafood ban")) == 1
    assert found((replace(first, chance=ANSWERS - 0.01), between, beside), "seafood ban") == ()


def test_an_update_is_shown_where_either_value_answers_and_replaces_the_other_in_any_case() -> None:
    later = info("c", date(2024, 5, 14))
    earlier, other, newer = told((TIDE, POLICE), (POST, UNIONS), (later, UNIONS.replace("unions", "union")))
    beside = replace(newer, chance=ANSWERS - 0.01)
    compared = compare((earlier, other, beside), numbers_of((earlier, other, beside)), MARCH)
    assert (compared.disagreements, len(compared.updates)) == ((), 1)
    neither = (replace(earlier, chance=ANSWERS - 0.01), other, beside)
    assert compare(neither, numbers_of(neither), MARCH).updates == ()


def test_two_articles_of_one_outlet_on_one_day_say_nothing() -> None:
    evidence = told((TIDE, POLICE), (info("b", date(2024, 5, 10)), UNIONS))
    compared = compare(evidence, numbers_of(evidence), MARCH)
    assert (compared.disagreements, compared.updates) == ((), ())


def test_outlets_without_a_name_are_not_taken_for_one() -> None:
    evidence = told((info("a", publisher=""), POLICE), (info("b", publisher=""), UNIONS))
    assert len(found(evidence, MARCH)) == 1
