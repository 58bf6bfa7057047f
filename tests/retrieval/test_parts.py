"""Several questions in one are told apart where that is clear, and each part stands alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.parts import parts


@pytest.mark.parametrize(
    "question",
    [
        "What did the court decide?",
        "When and where did Orrin vote?",
        "Who said what, when and where?",
        "Why did Norvik stop the ferry, the bus and the tram?",
        "Why did Norvik stop the ferry and what did Holm say?",  # no comma: it may be one clause
        "What does Holm say about those who fled, and who stayed?",
        "Who said “What now, and who pays?” in court?",
        "What rose, fell, and why?",
        "Holm resigned on Monday, and who follows is not known.",
        "Who? What? When? Where? Why?",
        "Sallow?",
        "五, and 六?",
    ],
)
def test_what_is_one_question_stays_one(question: str) -> None:
    assert parts(question) == (question,)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did Orrin protest, and did Sallow respond?", ("Did Orrin protest?", "Did Sallow respond?")),
        (
            "What did the court decide, and who appealed?",
            ("What did the court decide?", "Who appealed? (court decide)"),
        ),
        ("Who is Ada Holm? When did she resign?", ("Who is Ada Holm?", "When did Ada Holm resign?")),
        (
            "Why did Norvik stop the Orrin ferry, and how many people used it?",
            (
                "Why did Norvik stop the Orrin ferry?",
                "How many people used it? (Norvik stop Orrin ferry)",
            ),
        ),
        (
            "Who owns the Orrin ferry, and when did she buy it, and what did Holm say?",
            (
                "Who owns the Orrin ferry?",
                "When did the person who owns the Orrin ferry buy it?",
                "What did Holm say?",
            ),
        ),
        (
            "How high was the turnout in Orrin, and how was the hall guarded?",
            ("How high was the turnout in Orrin?", "How was the hall guarded? (high turnout Orrin)"),
        ),
    ],
)
def test_each_part_stands_alone(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@given(st.lists(st.sampled_from("who what did and , ? “ ” Orrin it . ; but 魚".split()), max_size=15).map(" ".join))
def test_there_are_one_to_three_parts(question: str) -> None:
    found = parts(question)
    assert 1 <= len(found) <= 3
    assert found == (question,) or all(part.endswith(("?", ")")) for part in found)
