"""What says the same in nearly the same words, and what a changed word turns into something else."""

from __future__ import annotations

import pytest

from rag.retrieval.alike import told, words

SENTENCE = "The ministry on Tuesday put off the opening of the bridge to June 2027, nine months later than planned."


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE,
        "TESSALY (Wire) — The ministry on Tuesday put off the opening of the bridge to June 2027, nine months later "
        "than planned, after a crack was found.",
        "The Ministry on Tuesday postponed the opening of the bridge to June 2027, nine months later than planned.",
    ],
)
def test_the_same_in_other_dress(other: str) -> None:
    assert told(SENTENCE, [words("Rain fell."), words(other)])


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE.replace("2027", "2028"),
        SENTENCE.replace("put off", "did not put off"),
        SENTENCE.replace("Tuesday", "Wednesday"),
        "The ministry on Tuesday put off the opening.",
        "",
    ],
)
def test_another_number_name_or_not_is_another_statement(other: str) -> None:
    assert not told(SENTENCE, [words(other)])


def test_what_adds_a_figure_is_not_told_yet() -> None:
    assert not told("Sales came to 574 million dosts.", [words("Sales came to 612 million dosts in 2024.")])
    assert told("Sales came to 612 million dosts.", [words("Sales came to 612 million dosts in 2024.")])
