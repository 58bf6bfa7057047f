"""Risk and coverage of the rule that decides whether to answer: what each threshold answers that it should not.

A question of two parts is answered if one of them is, as in an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answering.refuse import not_answerable, out_of_scope
from rag.assistant import Assistant
from rag.records import Evidence, Query, Ranking
from rag.retrieval.parts import parts

from .figures import bootstrap

THRESHOLDS = (-8.0, -4.0, -2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what was found for each of its parts, and whether it should be answered."""

    question: str
    group: str
    """"answerable", or why it cannot be answered."""
    found: tuple[tuple[Query, Ranking, Evidence], ...]

    def status(self, threshold: float) -> str:
        """The status that the product's rule gives it."""
        decision = out_of_scope(self.question)
        if decision is None:
            decisions = [not_answerable(*part, threshold) for part in self.found]
            decision = None if None in decisions else decisions[0]
        return decision.status if decision else "answered"


def case(assistant: Assistant, question: str, group: str, limit: int, as_of: date | None = None) -> Case:
    """Look for a question that stands alone, once; every threshold is tried on what was found."""
    found = []
    for part in parts(question):
        query = Query(text=part, asked_at=date.today(), as_of=as_of)
        ranking = assistant.search(part, limit=limit, as_of=as_of)
        found.append((query, ranking, assistant.evidence(part, as_of=as_of)))
    return Case(question, group, tuple(found))


def table(cases: Sequence[Case], groups: Iterable[str], thresholds: Sequence[float] = THRESHOLDS) -> list[str]:
    """Lines of a table: what each threshold answers, and the risk, the part of the answered that should not be."""
    groups = tuple(groups)
    rows = [
        "| threshold | answerable answered (95 %) | "
        + " | ".join(f"{group} answered" for group in groups)
        + " | risk |",
        "| --- " * (len(groups) + 3) + "|",
    ]
    for threshold in thresholds:
        answered = {id(item) for item in cases if item.status(threshold) == "answered"}
        right = [float(id(item) in answered) for item in cases if item.group == "answerable"]
        low, high = bootstrap(right)
        of = {group: [id(item) in answered for item in cases if item.group == group] for group in groups}
        risk = sum(map(sum, of.values())) / max(len(answered), 1)
        cells = [f"{sum(of[group])}/{len(of[group])}" for group in groups]
        mean = sum(right) / len(right)
        rows.append(f"| {threshold} | {mean:.2f} ({low:.2f}–{high:.2f}) | " + " | ".join(cells) + f" | {risk:.2f} |")
    return rows
