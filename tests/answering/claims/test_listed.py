"""What a sentence announces and does not tell is told by those that follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes_chat import evidence_of, info, told
from test_other_side import ranking

from rag.answering.claims.listed import announced, listed, with_listed

TIDE = info("a", date(2024, 5, 10), publisher="Daily Tide")
ITEMS = ("The yard must pay a fine.", "It must train its crews again.", "And it must paint the hull by the summer.")
EVERY = told(
    (TIDE, "The inspector attached three conditions."), *((TIDE, item) for item in ITEMS), (TIDE, "It rained.")
)
QUESTION = "What conditions did the inspector attach?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The inspector attached three conditions.", (3, "conditions")),
        ("The offer has 2 new conditions, according to a copy that the Post has seen.", (2, "conditions")),
        ("The union made several demands.", (3, "demands")),
        # told in the sentence itself, one thing only, or nothing that is listed
        ("It has three conditions: a fine, a course and a coat of paint.", (0, "")),
        ("There were two reasons, the cold and the dark.", (0, "")),
        ("It named three reasons, including the cold.", (0, "")),
        ("1 reasons", (0, "")),
        ("Three ferries were stopped.", (0, "")),
    ],
)
def test_what_a_sentence_announces(text: str, expected: tuple[int, str]) -> None:
    assert announced(text) == expected


def test_what_the_best_announce_is_brought_in_and_shown() -> None:
    chosen = evidence_of((replace(EVERY[0], number=1), replace(EVERY[4], number=2)))
    evidence = with_listed(chosen, ranking(*EVERY), QUESTION)
    assert [item.sentence.text for item in evidence.sentences] == [item.sentence.text for item in EVERY]
    assert listed(evidence, {1}, QUESTION) == {2, 3, 4}
    assert listed(evidence, {5}, QUESTION) == frozenset()


def test_only_where_the_question_asks_for_them() -> None:
    chosen = evidence_of((replace(EVERY[0], number=1),))
    assert with_listed(chosen, ranking(*EVERY), "Who is the inspector?") is chosen
    assert listed(evidence_of(EVERY), {1}, "Who is the inspector?") == frozenset()
    assert listed(evidence_of(EVERY), {1}, "List everything that the inspector asked for.") == {2, 3, 4}
