"""TIME magazine of 1963, with judged queries: retrieval only, for the set says nothing of answers.

The texts are in capitals, which hurts models that rely on case; they are lower-cased and else left word for word,
stray spaces included.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from ..records import Document, EvalSet, Question, Split
from .lines import find, rows, table


def read(folder: Path, split: Split) -> EvalSet:
    """Articles and queries, which are only to be searched for."""
    articles = rows(
        find(folder, "corpus.jsonl", split), {"doc_id": str, "title": str, "published_at": date, "text": str}
    )
    relevant = defaultdict(list)
    for query_id, _, doc_id, relevance in table(find(folder, "qrels.tsv", split), columns=4):
        if relevance != "0":
            relevant[query_id].append(doc_id)
    return EvalSet(
        name="time",
        documents=tuple(
            Document(row["doc_id"], row["title"].lower(), row["text"].lower(), published_at=row["published_at"])
            for row in articles
        ),
        questions=tuple(
            Question(
                query_id=row["query_id"],
                text=row["text"].lower(),
                category="topic",
                relevant=tuple(relevant[row["query_id"]]),
            )
            for row in rows(find(folder, "queries.jsonl", split), {"query_id": str, "text": str})
        ),
        ask=False,
    )
