"""Risk and coverage, worked by hand."""

from __future__ import annotations

from datetime import date

from fakes_chat import evidence_of, ranking_of, told

from evals.risk import Case, table
from rag.records import Query


def case(question: str, group: str, *parts: tuple[str, float]) -> Case:
    """A question whose parts found these passages, with these logits."""
    query = Query(text="What was lifted?", asked_at=date(2026, 1, 1))
    found = [(query, ranking_of(text), evidence_of(told(text), logit)) for text, logit in parts]
    return Case(question, group, tuple(found))


CASES = [
    case("What was lifted?", "answerable", ("The ban fell.", 5.0)),
    case("What was lifted?", "answerable", ("The ban fell.", -1.0)),
    case("What was lifted, and by whom?", "answerable", ("The ban fell.", -9.0), ("The ban fell.", 3.0)),
    case("What was lifted?", "near_miss", ("The ban fell.", 4.0)),
    case("What was lifted?", "near_miss", ("The ban fell.", 0.0)),
    case("Do you think it was right?", "opinion_asked"),
]


def test_a_question_is_answered_if_a_part_of_it_is() -> None:
    assert [item.status(2.0) for item in CASES] == [
        "answered",
        "not_in_corpus",
        "answered",
        "answered",
        "not_in_corpus",
        "out_of_scope",
    ]


def test_risk_is_the_part_of_the_answered_that_should_not_be() -> None:
    _, _, low, high = table(CASES, ("near_miss", "opinion_asked"), (-2.0, 2.0))
    assert low.startswith("| -2.0 | 1.00 (1.00–1.00) | 2/2 | 0/1 | 0.40 |")  # 3 of 5 answered are right
    assert high.startswith("| 2.0 | 0.67 (")
    assert high.endswith("| 1/2 | 0/1 | 0.33 |")
