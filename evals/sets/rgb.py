"""Passages with a true and with an altered fact: per item up to three questions, each with passages of its own.

- conflict: the true passages and the altered ones; both answers must be told, as sides of a disagreement. Left out
  where the true answer still stands in an altered passage or one is not altered: truth and error cannot be told apart.
- noise: the true passages among related ones without the answer. The false answer must not be told, unless one of
  these passages holds it.
- absent: the related ones only; it cannot be answered from them.

Facts are famous: score whether an answer rests on passages, for a model may know it by heart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..records import Document, EvalSet, Question, Split
from .lines import find, made
from .passages import collection

FIELDS = {
    "query_id": str,
    "question": str,
    "answer": list[str],
    "fake_answer": str,
    "positive": list[str],
    "positive_wrong": list[str],
    "negative": list[str],
}


def read(folder: Path, split: Split) -> EvalSet:
    """The questions of each item, one after the other."""
    items = made(find(folder, "items.jsonl", split), FIELDS, lambda _, row: list(_item(row)))
    pairs = [pair for item in items for pair in item]
    return EvalSet(
        name="rgb",
        documents=tuple(document for _, documents in pairs for document in documents),
        questions=tuple(question for question, _ in pairs),
    )


def _item(row: Mapping[str, Any]) -> Iterator[tuple[Question, tuple[Document, ...]]]:
    positive, wrong, negative = row["positive"], row["positive_wrong"], row["negative"]
    true, false = tuple(row["answer"]), row["fake_answer"].strip()
    answered = {"status": "answered", "answer": true[0]}
    if not _any_holds(wrong, true) and not set(wrong) & set(positive):
        sides = {"must": (true, (false,)), "disagree": (0, 1)}
        yield _question(row, "conflict", [*positive, *wrong], {**answered, **sides})
    must_not = () if _any_holds([*positive, *negative], [false]) else (false,)
    yield _question(row, "noise", [*positive, *negative], {**answered, "must": (true,), "must_not": must_not})
    yield _question(row, "absent", negative, {"status": "not_in_corpus"})


def _question(
    row: Mapping[str, Any], category: str, passages: list[str], known: Mapping[str, Any]
) -> tuple[Question, tuple[Document, ...]]:
    name = f"{row['query_id']}/{category}"
    question = Question(
        query_id=name,
        text=row["question"],
        category=category,
        group=row["query_id"],
        publishers=(name,),
        **known,
    )
    return question, collection(name, (("", text) for text in passages))


def _any_holds(passages: Iterable[str], spellings: Iterable[str]) -> bool:
    return any(spelling.lower() in passage.lower() for passage in passages for spelling in spellings)
