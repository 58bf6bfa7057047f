"""Questions on which outlets tell different things, or only seem to: made-up news in evals/sides, eight stories.

They were written by others than the rules of disagreement, without a look at these, and with the order to let outlets
tell one thing in different words. What only seems to be a disagreement is an update, a copy, rounding, another unit,
period or scope, the same in other words, an outlet's own correction, or an opinion beside a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.records import Article

from ..records import EvalSet, Gold, Question, Split
from .planted import articles, rows

FOLDER = Path(__file__).parents[1] / "sides"


def read(split: Split) -> EvalSet:
    """The questions of a split, over the articles of both."""
    asked = [row for row in rows(FOLDER / "questions.jsonl") if row["split"] == split]
    known = articles(FOLDER / "articles")
    questions = tuple(_question(row, known) for row in asked)
    return EvalSet(
        name="sides",
        folder=FOLDER / "articles",
        questions=questions,
        disputes=tuple(question.gold for question in questions if question.disagree),
    )


def _question(row: Mapping[str, Any], known: Mapping[str, Article]) -> Question:
    gold = tuple(
        Gold(fact, article.doc_id, start, start + len(quote), quote)
        for fact, quote in enumerate(row["sides"])
        for article in known.values()
        if Path(article.origin).parent.name == row["story"] and (start := article.text.find(quote)) >= 0
    )
    return Question(
        query_id=row["query_id"],
        text=row["text"],
        category=f"{'two' if row['disagree'] else 'one'}_{row['kind']}",
        group=row["story"],
        status="answered",
        gold=gold,
        disagree=tuple(range(len(row["sides"]))) if row["disagree"] else (),
    )
