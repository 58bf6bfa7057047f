"""What counts as an endless reply or a refusal, and what only looks like one."""

from __future__ import annotations

import pytest

from rag.answering.calls.replies import declines, runaway

PIER = "Arle closed two of its five piers on 3 May"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{PIER} [1]. " * 3, "began to repeat itself"),
        (f"{PIER} [1]. {PIER} [2].\n{PIER.upper()} [3].", "began to repeat itself"),  # marks and case do not matter
        ("It closed " + "and the pier " * 5, "began to repeat itself"),
        ("word " * 5, "began to repeat itself"),
        ("a b c d e f g h " * 60, "began to repeat itself"),
        ("".join(f" w{n}" for n in range(500)), "wrote far more than the 220 tokens it may"),
    ],
)
def test_a_reply_that_goes_on_for_ever(text: str, why: str) -> None:
    assert runaway(text, 220) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{PIER} [1]. {PIER} again [2]. ",
        f"{PIER} [1]. {PIER} [2].",  # twice is clumsy, not endless
        "-" * 80,
        "No. No. No. No.",
        "It rose by 1.000.000.000.000.000 in a year",
        "The numbers were 10, 20, 30, 40, 50, 60 and 70",
    ],
)
def test_a_reply_that_may_go_on(text: str) -> None:
    assert runaway(text, 220) == ""


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, I can’t assist with that request.",
        "I am sorry, but I am unable to answer this.",
        "Sorry, I cannot do that.",
        "I cannot provide that information.",
        "I can't discuss elections.",
        " Unfortunately, I cannot answer.",
        "I apologize, but I'm not able to help.",
    ],
)
def test_a_refusal(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The minister said: “I'm sorry, I can't stay.” [1]",
        "I'm sorry, I cannot stay, the minister said [1].",
        "I cannot recall a worse winter, said the mayor.",
        "Sorry seems to be the hardest word.",
        "Arle cannot help the shops.",
        "I'm sorry, but I can't help with that. " + "The pier was closed. " * 20,
    ],
)
def test_no_refusal(text: str) -> None:
    assert not declines(text)
