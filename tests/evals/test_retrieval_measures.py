"""Measures of what was found."""

from __future__ import annotations

from math import log2

import pytest
from made import asked, gold, measured, span

from evals.records import Outcome, Question, Span
from evals.retrieval import documents, score


def found(*items: str | tuple[str, str]) -> Outcome:
    """Passages, best first: a doc_id, or one with its words."""
    spans = [span(*item) if isinstance(item, tuple) else span(item, "words") for item in items]
    return Outcome(query_id="q", found=tuple(spans))


def by_rank(outcome: Outcome, *relevant: str) -> tuple[float, float, float]:
    values = measured(asked(relevant=relevant), outcome)
    return values["nDCG@10"], values["R@10"], values["RR"]


TEN = [f"other-{number}" for number in range(10)]


@pytest.mark.parametrize(
    ("outcome", "relevant", "expected"),
    [
        (found("a", "b"), ("a",), (1.0, 1.0, 1.0)),
        (found("x", "a"), ("a",), (1 / log2(3), 1.0, 1 / 2)),
        # a document counts once, where its best passage is: x, a, b
        (found("x", "a", "a", "x", "b"), ("a", "b"), ((1 / log2(3) + 1 / 2) / (1 + 1 / log2(3)), 1.0, 1 / 2)),
        (found("x", "y", "a"), ("a", "b"), (1 / 2 / (1 + 1 / log2(3)), 1 / 2, 1 / 3)),
        # rank 11: only the reciprocal rank has no cut
        (found(*TEN, "a"), ("a",), (0.0, 0.0, 1 / 11)),
        (found(*TEN[:9], "a"), ("a",), (1 / log2(11), 1.0, 1 / 10)),
        (found(*TEN), ("a",), (0.0, 0.0, 0.0)),
        (found(), ("a",), (0.0, 0.0, 0.0)),
    ],
)
def test_ndcg_recall_and_reciprocal_rank(
    outcome: Outcome, relevant: tuple[str, ...], expected: tuple[float, float, float]
) -> None:
    assert by_rank(outcome, *relevant) == pytest.approx(expected)


def test_a_question_that_found_nothing_counts_zero_beside_others() -> None:
    questions = [asked("q1", relevant=("a",)), asked("q2", relevant=("a",)), asked("q3")]
    scores = score(questions, {"q1": found("a"), "q2": found(), "q3": found("a")})
    for name in ("nDCG@10", "R@10", "RR"):
        assert scores[name] == {"q1": 1.0, "q2": 0.0}  # q3 is not judged
    assert "answer_hit@10" not in scores


def test_the_documents_of_gold_sentences_are_relevant_unless_others_are_given() -> None:
    marked = (gold(0, "a", 0, 5), gold(0, "a", 9, 12), gold(1, "b", 0, 5))
    must = (("one",), ("two",))
    assert measured(asked(gold=marked, must=must), found("a"))["R@10"] == 1 / 2
    assert measured(asked(gold=marked, must=must, relevant=("c",)), found("a"))["R@10"] == 0.0
    assert documents(found("b", "a", "b")) == ["b", "a"]


def test_recall_of_questions_that_follow_others_is_given_apart() -> None:
    questions = [asked("q1", relevant=("a",)), asked("q2", relevant=("a",), earlier=("Who?",))]
    scores = score(questions, {"q1": found("a"), "q2": found("x")})
    assert (scores["R@10"], scores["follow_up_R@10"]) == ({"q1": 1.0, "q2": 0.0}, {"q2": 0.0})


FIVE = found(("a", "The fee is 41 crowns."), "x", "x", "x", ("b", "It is paid in Oslo."))


@pytest.mark.parametrize(
    ("question", "at_4", "at_10"),
    [
        (asked(must=(("41",), ("Oslo",))), 1 / 2, 1.0),  # two facts
        (asked(must=(("Bergen", "Oslo"),)), 0.0, 1.0),  # one fact, two spellings
        (asked(answers=("Bergen", "41"), must=(("Oslo",),)), 1.0, 1.0),  # one of the strings is enough
        (asked(must=(("1 crowns",),)), 0.0, 0.0),
    ],
)
def test_answer_hit(question: Question, at_4: float, at_10: float) -> None:
    values = measured(question, FIVE)
    assert (values["answer_hit@4"], values["answer_hit@10"]) == (at_4, at_10)


def test_answer_hit_does_not_look_beyond_ten_passages() -> None:
    values = measured(asked(must=(("Oslo",),)), found(*TEN, ("a", "Oslo")))
    assert (values["answer_hit@4"], values["answer_hit@10"]) == (0.0, 0.0)


TWO = asked(must=(("41",), ("Oslo",)), gold=(gold(0, "a", 0, 10), gold(0, "b", 0, 10), gold(1, "a", 20, 30)))


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), 0.0),
        ((span("a", "no words of it"),), 1 / 2),  # the place counts, not the words
        ((span("b", "x"),), 1 / 2),  # another article says fact 0
        ((span("a", "x"), span("b", "x")), 1 / 2),  # fact 0 twice
        ((span("a", "0123456789", start=9), span("a", "x", start=29)), 1.0),  # one character is enough
        ((span("a", "0123456789", start=10), span("a", "x", start=30)), 0.0),  # ends are not part of a sentence
        ((span("c", "41 in Oslo, in an article that is not marked"),), 0.0),
    ],
)
def test_evidence_hit_with_gold(evidence: tuple[Span, ...], expected: float) -> None:
    outcome = Outcome(query_id="q", evidence=evidence, evidence_tokens=120)
    values = measured(TWO, outcome)
    assert (values["evidence_hit"], values["evidence_tokens"]) == (expected, 120.0)


@pytest.mark.parametrize(
    ("texts", "expected"), [((), 0.0), (("It is paid.",), 0.0), (("41 crowns",), 1 / 2), (("41", "in Oslo"), 1.0)]
)
def test_evidence_hit_without_gold(texts: tuple[str, ...], expected: float) -> None:
    outcome = Outcome(query_id="q", evidence=tuple(span("c", text) for text in texts))
    assert measured(asked(must=TWO.must), outcome)["evidence_hit"] == expected


@pytest.mark.parametrize(("query", "expected"), [("Does CIS crawl sites?", 2 / 3), ("Does it?", 0.0), ("", 0.0)])
def test_restored_recall(query: str, expected: float) -> None:
    question = asked(restored=("cis", "crawl", "bots"), status="", category="rewrite_restored")
    values = measured(question, Outcome(query_id="q", query=query))
    assert values == {"restored_recall": expected}


def test_a_question_of_which_nothing_is_known_is_not_measured() -> None:
    assert measured(asked(status=""), found("a")) == {}
