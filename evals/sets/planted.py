"""The planted set: made-up articles in evals/corpus with their truth.jsonl, and evals/questions.jsonl.

Stories are split into `dev` (tune on it) and `test` (report only); the articles of both are always indexed, so that a
question has to find its story among all of them. `python -m evals.sets.planted` looks every quote up again and writes
its offsets, which is needed after an article or the cleaning of articles has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rag.errors import CorpusError
from rag.reading.chunk import sentences as cut
from rag.reading.clean import clean
from rag.reading.files import files_below
from rag.reading.load import load
from rag.records import Article, ArticleInfo, Blob

from ..records import Document, EvalSet, Gold, Question, Split

FOLDER = Path(__file__).parents[1] / "corpus"
QUESTIONS = FOLDER.parent / "questions.jsonl"
TRUTH = FOLDER / "truth.jsonl"


def read(split: Split) -> EvalSet:
    """The questions of a split, over the articles of both."""
    asked = [row for row in rows(QUESTIONS) if row["split"] == split]
    stories = {row["story"] for row in asked}
    truth = [row for row in rows(TRUTH) if row["story"] in stories]
    return EvalSet(
        name="planted",
        folder=FOLDER,
        questions=tuple(_question(row, asked) for row in asked),
        copies=tuple(tuple(row["doc_ids"]) for row in truth if row["kind"] == "copies"),
        canaries=tuple(form for row in asked if row["category"] == "hostile" for form in row["must_not"]),
        disputes=tuple(_golds(row["quotes"]) for row in truth if row["kind"] == "disagreement"),
    )


def pairs(split: Split) -> tuple[tuple[Question, Document], ...]:
    """Answerable questions about one fact or number, each with an article that answers it."""
    wanted = [
        question
        for question in read(split).questions
        if question.category in ("single_fact", "numbers") and question.turn == 1 and question.gold
    ]
    return tuple((question, _document(articles()[question.gold[0].doc_id])) for question in wanted)


@cache
def articles(folder: Path = FOLDER) -> Mapping[str, Article]:
    """Every article of the folder, that is of both splits, by doc_id, as the library reads it."""
    found: dict[str, Article] = {}
    for blob in files_below(folder):
        if isinstance(blob, Blob) and not blob.name.endswith(".md"):  # truth.jsonl lies beside the stories
            continue
        for source in [blob] if isinstance(blob, CorpusError) else load(blob):
            if isinstance(source, CorpusError):  # an article of ours that cannot be read must not go unnoticed
                raise source
            article = clean(source)
            found[article.doc_id] = article
    return found


def sentences(doc_id: str) -> tuple[str, ...]:
    """The sentences of an article, as the library cuts them."""
    return tuple(sentence.text for sentence in cut(articles()[doc_id]))


def info(doc_id: str) -> ArticleInfo:
    """What is known of an article besides its text."""
    return articles()[doc_id].info


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of the set."""
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _question(row: Mapping[str, Any], others: list[dict[str, Any]]) -> Question:
    """The question, with the earlier ones of its conversation."""
    conversation = [other for other in others if row["conversation"] and other["conversation"] == row["conversation"]]
    known = {item.name for item in fields(Question)}
    given = {name: value for name, value in row.items() if name in known}
    return Question(
        **{
            **given,
            "group": row["story"],
            "earlier": tuple(other["text"] for other in conversation if other["turn"] < row["turn"]),
            "as_of": date.fromisoformat(row["as_of"]) if row["as_of"] else None,
            "must": tuple(map(tuple, row["must"])),
            "must_not": tuple(row["must_not"]),
            "disagree": tuple(row["disagree"]),
            "gold": _golds(row["gold"]),
        }
    )


def _golds(quotes: list[dict[str, Any]]) -> tuple[Gold, ...]:
    return tuple(
        Gold(item.get("fact", place), item["doc_id"], item["start"], item["end"], item["quote"])
        for place, item in enumerate(quotes)
    )


def _document(article: Article) -> Document:
    return Document(article.doc_id, article.title, article.text, article.publisher, article.published_day)


def place(questions: Path = QUESTIONS, truth: Path = TRUTH) -> None:
    """Look every quote of these files up in its article and write its offsets.

    Raises:
        ValueError: a quote does not stand in its article, or stands there twice.
    """
    for file, field in ((questions, "gold"), (truth, "quotes")):
        placed = []
        for row in rows(file):
            for item in row[field]:
                text = articles()[item["doc_id"]].text
                if text.count(item["quote"]) != 1:
                    raise ValueError(f"{text.count(item['quote'])} times in {item['doc_id']}: {item['quote']}")
                item["start"] = text.index(item["quote"])
                item["end"] = item["start"] + len(item["quote"])
            placed.append(json.dumps(row, ensure_ascii=False))
        file.write_text("\n".join(placed) + "\n", encoding="utf-8")


if __name__ == "__main__":
    place()
    print(f"placed every quote of {QUESTIONS.name} and {TRUTH.name}")
