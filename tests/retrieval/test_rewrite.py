"""A question is one line with words in it; one that leans on the last turn gets that turn's subject."""

from __future__ import annotations

import pytest

from rag.errors import InvalidQuery
from rag.retrieval.rewrite import check_question, stand_alone

BAN = "Why does South Korea ban Japanese seafood?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why?", "Why?"),
        ("  Why\n\n does\tit  matter? ", "Why does it matter?"),
        ("Was ist das für ein Fisch – 魚?", "Was ist das für ein Fisch – 魚?"),
        ("a\u0000b\u2028c\u00a0d", "a b c d"),
        ("5", "5"),
        ("x" * 2000, "x" * 2000),
        (" " * 3000 + "x", "x"),
    ],
)
def test_a_question_becomes_one_line(question: str, expected: str) -> None:
    assert check_question(question) == expected


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty; type a question about the articles"),
        (" \n\t\u200b ", "the question is empty; type a question about the articles"),
        ("?!", "the question '?!' has no words; type a question about the articles"),
        ("?" * 50, f"the question '{'?' * 40}' has no words; type a question about the articles"),
        ("x" * 2001, "the question has 2,001 characters; 2,000 are read at most, so shorten it"),
        ("why " * 3000, "the question has 11,999 characters; 2,000 are read at most, so shorten it"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(question: str, message: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        check_question(question)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # whole
        ("Why does the Fukushima issue affect CPTPP?", None),
        ("Which countries are members of the CPTPP?", None),
        ("When did Lee and Xi discuss it?", None),
        ("How much did SIPRI say was spent in 2024?", None),
        # leaning on what was said
        ("Why?", "Why? (South Korea ban Japanese seafood)"),
        ("And China?", "And China? (South Korea ban Japanese seafood)"),
        ("What about imports of fish?", "What about imports of fish? (South Korea ban Japanese seafood)"),
        ("Since when?", "Since when? (South Korea ban Japanese seafood)"),
        ("When was it introduced?", "When was it introduced? (South Korea ban Japanese seafood)"),
        ("Who introduced that?", "Who introduced that? (South Korea ban Japanese seafood)"),
        ("Did their courts object to this?", "Did their courts object to this? (South Korea ban Japanese seafood)"),
        # what is said again is not said twice
        ("Is this seafood safe?", "Is this seafood safe? (South Korea ban Japanese)"),
        ("So does South Korea ban Japanese seafood?", "So does South Korea ban Japanese seafood?"),
    ],
)
def test_a_follow_up_gets_the_subject_of_the_turn_before(question: str, expected: str | None) -> None:
    assert stand_alone(question, [BAN]) == (expected or question)
    assert stand_alone(question, []) == question


def test_only_the_last_query_counts() -> None:
    assert stand_alone("Why?", [BAN, "Who joined the CPTPP?"]) == "Why? (joined CPTPP)"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    second = stand_alone("Since when?", [BAN])
    assert stand_alone("And why?", [BAN, second]) == "And why? (Since South Korea ban Japanese seafood)"


def test_a_turn_without_a_subject_has_none_to_give() -> None:
    assert stand_alone("Why?", ["What is it?"]) == "Why?"
