"""Weekly news quizzes and the articles that were found for them by web search then.

A question counts as answerable only if an article of its last 30 days holds the answer ("recent"). Of the others
("not_recent") no status is expected: that the words of the answer are absent does not prove it unanswerable.
`answer_in_corpus` and what the search returned are not judgements, and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..records import Document, EvalSet, Question, Split
from .lines import find, rows

ARTICLE = {"doc_id": str, "title": str, "text": str, "publisher": str, "published_at": date}
VARIANT = {"query_id": str, "choices": list[str], "answer_index": int}
QUESTION = {**VARIANT, "asked_at": date, "text": str, "answer": str, "recent_answer_doc_ids": list[str]}
QUOTES = " \"'“”‘’"


def read(folder: Path, split: Split) -> EvalSet:
    """All articles, and each question with its choices and those of its none-of-the-above variant."""
    articles = rows(find(folder, "articles.jsonl", split), ARTICLE)
    variants = {row["query_id"]: row for row in rows(find(folder, "questions_nota.jsonl", split), VARIANT)}
    questions = rows(find(folder, "questions.jsonl", split), QUESTION)
    return EvalSet(
        name="realtimeqa",
        documents=tuple(Document(**row) for row in articles),
        questions=tuple(_question(row, variants.get(f"{row['query_id']}_nota", {})) for row in questions),
    )


def _question(row: Mapping[str, Any], variant: Mapping[str, Any]) -> Question:
    recent = tuple(row["recent_answer_doc_ids"])
    bare = row["answer"].lstrip(QUOTES).rstrip(QUOTES + ".")
    return Question(
        query_id=row["query_id"],
        text=row["text"],
        category="recent" if recent else "not_recent",
        group=row["asked_at"].isoformat(),
        as_of=row["asked_at"],
        status="answered" if recent else "",
        answer=row["answer"],
        must=((bare,),),
        relevant=recent,
        answers=(bare,),
        choices=tuple(row["choices"]),
        choice=row["answer_index"],
        none_of_above=tuple(variant.get("choices", ())),
        none_choice=variant.get("answer_index", -1),
    )
