"""From a set to outcomes: asks a system every question, keeps what is done, and says how long it will take.

A chat model takes seconds a question, so where there is one, only a part of the questions, drawn evenly from the
categories, is answered; for all others only what is found and whether it would be answered is noted.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from rag.records import Progress

from .records import Outcome, Question
from .workspace import Answers

T = TypeVar("T")
GIVE_UP = 2
"""Failures in a row after which a chat model is taken for dead."""


class System(Protocol):
    """What is measured."""

    @property
    def name(self) -> str:
        """Its name in reports."""

    @property
    def digest(self) -> str:
        """Digest of everything its outcomes depend on besides the question."""

    @property
    def writes(self) -> bool:
        """Whether a chat model writes its answers."""

    def search(self, question: Question) -> Outcome:
        """What it finds, without writing."""

    def ask(self, question: Question) -> Outcome:
        """Its answer."""


@dataclass(slots=True)
class _Failures:
    """Counts failures in a row, and what the last one said."""

    row: int = 0
    last: str = ""

    @property
    def dead(self) -> bool:
        return self.row >= GIVE_UP

    def note(self, error: str) -> None:
        self.row, self.last = (self.row + 1, error) if error else (0, self.last)


def outcomes(
    system: System, questions: Sequence[Question], written: frozenset[str], kept: Answers, report: Progress
) -> dict[str, Outcome]:
    """What the system made of each question, by query_id.

    Args:
        system: what is asked.
        questions: in the order they are asked.
        written: query_ids of the questions to be answered; the others are only searched for.
        kept: outcomes of earlier runs; new ones are added, failed ones are not.
        report: told after each question.
    """
    found: dict[str, Outcome] = {}
    failures = _Failures()
    for done, question in enumerate(questions, 1):
        answer = question.query_id in written
        outcome = kept.get(question, answer)
        if outcome is None and answer and failures.dead:
            outcome = replace(system.search(question), status="", written=True, error=f"not asked: {failures.last}")
        elif outcome is None:
            outcome = (system.ask if answer else system.search)(question)
            if answer:  # a search says nothing of the chat model
                failures.note(outcome.error)
            if not outcome.error:
                kept.keep(question, outcome)
        found[question.query_id] = outcome
        report(system.name, done, len(questions))
    return found


def sample(questions: Sequence[Question], count: int, seed: int = 7) -> list[Question]:
    """At most `count` questions, drawn in turn from each category, in the order they were given.

    The same for every system and run; of the same questions a larger count holds every smaller one, so that answers
    which were kept are used again.
    """
    by_category: dict[str, list[str]] = {}
    for question in questions:
        by_category.setdefault(question.category, []).append(question.query_id)
    chosen = set(drawn_in_turn(by_category.values(), count, seed))
    return [question for question in questions if question.query_id in chosen]


def drawn_in_turn(groups: Iterable[Sequence[T]], count: int, seed: int) -> list[T]:
    """At most `count` members, one of each group after the other, at random within a group."""
    draw = random.Random(seed)
    shuffled = [list(members) for members in groups]
    for members in shuffled:
        draw.shuffle(members)
    drawn: list[T] = []
    while any(shuffled) and len(drawn) < count:
        drawn += [members.pop() for members in shuffled if members][: count - len(drawn)]
    return drawn
