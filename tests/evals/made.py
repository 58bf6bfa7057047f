"""Questions and outcomes in a line each, and a judge that says what it was told to say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evals import answers, grounding, retrieval
from evals.records import Claim, EvalSet, Gold, Outcome, Question, Span, Told


def span(doc_id: str, text: str, start: int = 0) -> Span:
    """Words of an article, from its first character unless said otherwise."""
    return Span(doc_id, start, start + len(text), text)


def gold(fact: int, doc_id: str, start: int, end: int) -> Gold:
    """A sentence that states a fact; its words are of no matter."""
    return Gold(fact, doc_id, start, end, "")


def asked(query_id: str = "q", *, category: str = "single_fact", status: str = "answered", **fields: Any) -> Question:
    """A question that the articles answer, unless said otherwise."""
    return Question(query_id=query_id, text="Who won?", category=category, status=status, **fields)


def answered(text: str, *cited: Span, **fields: Any) -> Outcome:
    """An answer of one sentence with what it cites."""
    outcome = Outcome(query_id="q", status="answered", written=True, told=(Told(text, cited),))
    return replace(outcome, **fields)


def declined(**fields: Any) -> Outcome:
    """A refusal."""
    return replace(Outcome(query_id="q", status="not_in_corpus", written=True), **fields)


def failed(**fields: Any) -> Outcome:
    """A question that got no answer because something broke."""
    return replace(Outcome(query_id="q", written=True, error="the model broke off"), **fields)


class FixedJudge:
    """Lets pass the claims whose text it was given, and keeps what it was asked."""

    def __init__(self, *supported: str) -> None:
        self._supported = supported
        self.asked: list[Claim] = []

    def supports(self, claim: Claim) -> bool:
        self.asked.append(claim)
        return claim.text in self._supported


def measured(question: Question, outcome: Outcome, *supported: str, **of_set: Any) -> dict[str, float]:
    """Every measure that applies to one question, by name; `supported` are the sentences that the judge lets pass.

    `control` is the outcome of the question's control; anything else is a field of the set.
    """
    outcomes = {question.query_id: outcome}
    if control := of_set.pop("control", None):
        outcomes[question.control] = control
    scores = {
        **retrieval.score([question], outcomes),
        **answers.score(EvalSet(name="set", **of_set), [question], outcomes),
        **grounding.score([question], outcomes, FixedJudge(*supported)),
    }
    return {name: values[question.query_id] for name, values in scores.items() if question.query_id in values}
