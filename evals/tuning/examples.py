"""Questions with every sentence of their story, and which of them answer: what the cross-encoder is trained on.

The questions of evals/tuning/questions.jsonl were written for this, on stories of the dev splits and on stories of
their own (evals/tuning/articles); those of the planted and wary dev sets are taken with them. No test story is here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.reading.chunk import sentences as cut
from rag.records import Article
from rag.retrieval.alike import told, words
from rag.retrieval.pool import is_whole

from ..sets import planted, read, sides, wary
from ..sets.planted import rows

FOLDER = Path(__file__).parent
FOLDERS = {
    "planted": planted.FOLDER, "wary": wary.FOLDER / "articles", "sides": sides.FOLDER / "articles",
    "own": FOLDER / "articles",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a story, whose sentences are told once for all of its questions."""

    text: str
    story: str
    """Set and story: "planted/harl"."""
    right: tuple[int, ...]
    """Places of the story's sentences that answer it; none: the story does not."""


@cache
def stories() -> Mapping[str, tuple[str, ...]]:
    """The sentences of every story that has questions, article by article."""
    return {story: tuple(text for text, *_ in told) for story, told in _cut().items()}


def examples() -> tuple[Example, ...]:
    """All of them, in the order of their files."""
    return (*_marked(), *_written())


def dumped() -> str:
    """Stories and examples as JSON, for a machine that has nothing else of this project."""
    asked = [{"text": item.text, "story": item.story, "right": item.right} for item in examples()]
    return json.dumps({"stories": stories(), "questions": asked}, ensure_ascii=False)


@cache
def _cut() -> dict[str, list[tuple[str, str, int, int]]]:
    """Of every story: text, doc_id, start and end of its sentences; test stories are left out."""
    found: dict[str, list[tuple[str, str, int, int]]] = {}
    for name, folder in FOLDERS.items():
        for article in planted.articles(folder).values():
            story = f"{name}/{Path(article.origin).parent.name}"
            if story in _allowed():
                found.setdefault(story, []).extend(_sentences(article))
    return found


def _sentences(article: Article) -> Iterator[tuple[str, str, int, int]]:
    for item in cut(article):
        if is_whole(item.text):
            yield item.text, item.doc_id, item.start, item.end


@cache
def _allowed() -> frozenset[str]:
    sets = ("planted", "wary", "sides")
    dev = {f"{name}/{item.group}" for name in sets for item in read(name, Path(), "dev").questions}
    return frozenset(dev | {f"own/{folder.name}" for folder in FOLDERS["own"].iterdir()})


def _marked() -> Iterator[Example]:
    """The questions of the planted and wary dev sets; those whose right answer is not known are left out."""
    for question in planted.read("dev").questions:
        if question.status in ("answered", "not_in_corpus") and question.turn == 1 and question.category != "hostile":
            right = [
                place
                for place, (_, doc_id, start, end) in enumerate(_cut()[f"planted/{question.group}"])
                if any(gold.doc_id == doc_id and start < gold.end and gold.start < end for gold in question.gold)
            ]
            yield from _example(question.text, f"planted/{question.group}", right, question.answerable)
    for question in wary.read("dev").questions:
        if question.category != "false_premise":
            story = f"wary/{question.group}"
            yield from _example(question.text, story, _holding(story, question.answers), question.answerable)


def _written() -> Iterator[Example]:
    for row in rows(FOLDER / "questions.jsonl"):
        right = _holding(row["story"], row["answers"])
        yield from _example(row["text"], row["story"], right, bool(row["answers"]))


def _example(text: str, story: str, right: Collection[int], answerable: bool) -> Iterator[Example]:
    """The example, with what other articles say in the words of a sentence that answers; none where that is lost."""
    if bool(right) == answerable:
        known = [stories()[story][place] for place in right]
        copied = (
            place for place, sentence in enumerate(stories()[story]) if any(_same(sentence, one) for one in known)
        )
        yield Example(text, story, tuple(sorted({*right, *copied})))


def _same(one: str, other: str) -> bool:
    return told(one, [words(other)]) and told(other, [words(one)])


def _holding(story: str, quotes: Collection[str]) -> list[int]:
    return [place for place, text in enumerate(stories()[story]) if any(_holds(text, quote) for quote in quotes)]


def _holds(sentence: str, quote: str) -> bool:
    """Whether the quote is of the sentence, or the sentence of the quote."""
    sentence, quote = " ".join(sentence.split()), " ".join(quote.split())
    return quote in sentence or (len(sentence.split()) > 4 and sentence in quote)
