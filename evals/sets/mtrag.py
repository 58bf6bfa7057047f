"""Questions that follow on earlier ones: tasks, each with a collection of its own, and turns to be rewritten.

A task's passages are its contexts, then distractors, up to PASSAGES, without repetitions, shuffled by its id: an
unanswerable task has no contexts, so the number of passages must not tell. Tasks are numbered by their line.
Rewrites are never searched for; first turns, which have nothing to restore, are left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..records import Document, EvalSet, Question, Split
from .lines import OBJECTS, find, made
from .passages import collection

PASSAGES = 5  # as many distractors as every task has, so that a task without contexts can be filled to it
STATUS = {
    "ANSWERABLE": "answered",
    "PARTIAL": "partly_answered",
    "UNANSWERABLE": "not_in_corpus",
    "UNDERSPECIFIED": "ambiguous",
}
TASK = {
    "task_id": str,
    "history": OBJECTS,
    "question": str,
    "contexts": OBJECTS,
    "distractors": OBJECTS,
    "answerability": str,
    "reference_answer": str,
}
REWRITE = {"conversation_id": str, "turn": int, "history": OBJECTS, "last_turn": str, "restored": list[str]}


def read(folder: Path, split: Split) -> EvalSet:
    """The tasks, then the rewrites; those with words to restore have a category of their own."""
    tasks = list(made(find(folder, "tasks.jsonl", split), TASK, lambda number, row: _task(row, f"mtrag-{number:03}")))
    rewrites = made(find(folder, "rewrites.jsonl", split), REWRITE, lambda _, row: _rewrite(row))
    return EvalSet(
        name="mtrag",
        documents=tuple(document for _, documents in tasks for document in documents),
        questions=(*(question for question, _ in tasks), *(question for question in rewrites if question.earlier)),
    )


def _task(row: Mapping[str, Any], name: str) -> tuple[Question, tuple[Document, ...]]:
    judged = {(passage["title"], passage["text"]): True for passage in row["contexts"]}
    for passage in row["distractors"]:
        judged.setdefault((passage["title"], passage["text"]), False)
    chosen = list(judged.items())[:PASSAGES]
    random.Random(row["task_id"]).shuffle(chosen)
    documents = collection(name, (passage for passage, _ in chosen))
    question = Question(
        query_id=name,
        text=row["question"],
        category=row["answerability"].lower(),
        earlier=tuple(_user_turns(row)),
        publishers=(name,),
        status=STATUS[row["answerability"]],
        answer=row["reference_answer"],
        relevant=tuple(document.doc_id for document, (_, good) in zip(documents, chosen, strict=True) if good),
    )
    return question, documents


def _rewrite(row: Mapping[str, Any]) -> Question:
    return Question(
        query_id=f"{row['conversation_id']}-{row['turn']}",
        text=row["last_turn"],
        category="rewrite_restored" if row["restored"] else "rewrite",
        group=row["conversation_id"],
        earlier=tuple(_user_turns(row)),
        publishers=("none",),
        restored=tuple(row["restored"]),
    )


def _user_turns(row: Mapping[str, Any]) -> Iterator[str]:
    return (turn["text"] for turn in row["history"] if turn["role"] == "user")
