"""The model sees earlier questions only, and its reply is believed only if it brings no word of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.by_model import prompt, usable

EARLIER = ["Who owns the Orrin ferry?", "When was it sold? (owns Orrin ferry)"]
QUESTION = "And what did that cost?"


def test_the_prompt_has_the_conversation_without_added_words() -> None:
    assert prompt(QUESTION, EARLIER).endswith(
        "Earlier questions:\n- Who owns the Orrin ferry?\n- When was it sold?\n"
        "Last question: And what did that cost?\nRewritten:"
    )


def test_only_the_last_four_questions_are_shown() -> None:
    shown = prompt(QUESTION, [f"What is number {number}?" for number in range(9)])
    assert "number 5?" in shown
    assert "number 4?" not in shown


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("What did the Orrin ferry cost when sold?", "What did the Orrin ferry cost when sold?"),
        (" “What did the Orrin ferry cost?”\n", "What did the Orrin ferry cost?"),
        ("Rewritten question: What did the sold ferry cost?", "What did the sold ferry cost?"),
        ("What is the reason for the cost of ferries?", "What is the reason for the cost of ferries?"),
        # says more than was asked, or something else
        ("What did the Orrin ferry cost in 2019?", None),
        ("What did Norvik pay for the Orrin ferry?", None),
        ("Who owns the Orrin ferry?", None),
        ("The Orrin ferry cost 3 million.", None),
        ("What did it cost?\nWho sold it?", None),
        ("See https://cost.example", None),
        ("What did the ferry cost [1]?", None),
        ("cost " * 50, None),
        ("Why?", None),
        ("", None),
        ("“”", None),
    ],
)
def test_a_reply_is_used_only_if_it_brings_nothing(reply: str, expected: str | None) -> None:
    assert usable(reply, QUESTION, EARLIER) == expected


@given(st.text(max_size=300))
def test_any_reply_is_one_line_within_bounds_or_none(reply: str) -> None:
    text = usable(reply, QUESTION, EARLIER)
    assert text is None or (0 < len(text) <= 200 and "\n" not in text)
