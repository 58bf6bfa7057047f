"""Questions as readers type them, half of which the articles do not answer: made-up news in evals/wary, nine stories.

They were written by others than the rules of whether to answer, without a look at these, and with the order to word
them freely: in a few words, behind a sentence that leads up to them, in words that the articles do not have. What
cannot be answered is a near miss of what can (one entity, time or attribute off), has a false premise, or is off topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..records import EvalSet, Question, Split
from .planted import rows

FOLDER = Path(__file__).parents[1] / "wary"
NEAR = "near_"
PREMISE = "event"
"""What never happened: to decline and to say what happened instead are both right, so no status is expected."""


def read(split: Split) -> EvalSet:
    """The questions of a split, over the articles of both."""
    asked = [row for row in rows(FOLDER / "questions.jsonl") if row["split"] == split]
    return EvalSet(name="wary", folder=FOLDER / "articles", questions=tuple(map(_question, asked)))


def _question(row: Mapping[str, Any]) -> Question:
    differs = row["category"].partition(NEAR)[2]
    near = "false_premise" if differs == PREMISE else "near_miss" if differs else ""
    declined = "" if differs == PREMISE else "not_in_corpus"
    return Question(
        query_id=row["query_id"],
        text=row["text"],
        category=near or row["category"],
        group=row["story"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        status="answered" if row["answerable"] else declined,
        answers=(row["quote"],) if row["quote"] else (),
        near=row["near"],
        differs=differs,
    )
