"""Whether anything outside the days that are asked for is found or used: `python -m evals.days`.

Every question of the planted dev split is asked as of its own day, as of a made one, within a made range, and with a
made range in its own words. What the cross-encoder makes of the chunks does not matter here, so few are read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.assistant import Assistant
from rag.records import ArticleInfo
from rag.retrieval.when import find_time

from .records import Question
from .running import assistant_over
from .sets import planted
from .workspace import Workspace

FOUND = 30
"""Chunks of a ranking that are looked at."""
WIDTHS = (1, 7, 31, 180)
"""Days of a made range, drawn by chance as its first day is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how its days are given, and what was found."""

    how: str
    text: str
    first: date | None
    last: date | None
    by_words: bool = False
    """The days stand in the text; they are not given as filters."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Chunks in the ranking and sentences in the evidence, and how many of each lie outside the days."""

    asked: Asked
    chunks: int
    sentences: int
    outside: int


def made(questions: Sequence[Question], days: Sequence[date]) -> Iterator[Asked]:
    """Every question in four ways; `days` are those of publication, in order, from which ranges are drawn."""
    draw = random.Random(7)
    for question in questions:
        if question.as_of:
            yield Asked("as of its own day", question.text, None, question.as_of)
        yield Asked("as of a made day", question.text, None, draw.choice(days))
        first = draw.choice(days)
        yield Asked("within a made range", question.text, first, first + timedelta(days=draw.choice(WIDTHS) - 1))
        first = draw.choice(days).replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        text = f"What do the articles from {first:%B %Y} say: {question.text}"
        if find_time(text, date.today()):  # where the question names a second time, its words are about neither
            yield Asked("a made month in its words", text, first, last, by_words=True)


def seen(assistant: Assistant, asked: Asked) -> Seen:
    """What is found for it, and what an answer would rest on."""
    filters = {} if asked.by_words else {"published_after": asked.first, "published_before": asked.last}
    if asked.how.startswith("as of"):
        filters = {"as_of": asked.last}
    ranking = assistant.search(asked.text, limit=FOUND, **filters)  # type: ignore[arg-type]
    evidence = assistant.evidence(asked.text, **filters)  # type: ignore[arg-type]
    articles = [item.article for item in ranking] + [item.article for item in evidence.sentences]
    outside = sum(not _within(article, asked) for article in articles)
    return Seen(asked, len(ranking), len(evidence.sentences), outside)


def _within(article: ArticleInfo, asked: Asked) -> bool:
    day = article.published_day
    return day is not None and (asked.first or date.min) <= day <= (asked.last or date.max)


def rows(found: Sequence[Seen]) -> Iterator[str]:
    """A line of the table for each way of asking."""
    yield "| Days | Questions | of them with nothing found | Passages found | Sentences used | Outside the days |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for how in dict.fromkeys(item.asked.how for item in found):
        own = [item for item in found if item.asked.how == how]
        counts = (sum(not item.chunks for item in own), sum(item.chunks for item in own))
        more = (sum(item.sentences for item in own), sum(item.outside for item in own))
        yield f"| {how} | {len(own)} | " + " | ".join(f"{count:,}" for count in (*counts, *more)) + " |"


def publication_days(assistant: Assistant) -> list[date]:
    """The days on which the articles were published, in order, without those that are undated."""
    return sorted(day for info in assistant.library.articles() if (day := info.published_day))


def main() -> None:
    """Print the table."""
    eval_set = planted.read("dev")
    with TemporaryDirectory() as folder:  # of its own, as more than articles lies beside the planted ones
        articles = Workspace(Path(folder), eval_set, "dev").articles()
        with assistant_over(articles, provider="none", rerank_seconds=0.1) as (assistant, _):
            every = made(eval_set.questions, publication_days(assistant))
            print("\n".join(rows([seen(assistant, asked) for asked in every])))


if __name__ == "__main__":
    main()
