"""Seconds from a warm question to its sources, by number of chunks: `python -m benchmarks.search`.

All stages up to the source cards, no chat model. The limit in the same run is that of `bare.py`, over the pairs that
the product read for the question; then the same question again, which the product remembers. What the indexes are
made of: `varied.py`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.asking import sample
from evals.records import Question
from evals.sets.planted import read
from rag.assistant import Assistant
from rag.config import Config, load_settings
from rag.opening import open_assistant
from rag.records import AnswerEvent, AnswerReader, SourcesEvent

from .bare import Bare
from .readers import p95
from .varied import index_of

if TYPE_CHECKING:
    from rag.records import Vectors

SIZES = (1000, 5000, 20_000, 100_000)
STAGES = ("search", "rerank", "evidence", "answers")


class Noting:
    """A cross-encoder that notes the pairs it is given."""

    def __init__(self, inner: AnswerReader) -> None:
        """Take the one that reads."""
        self._inner, self.name = inner, inner.name
        self.pairs: list[tuple[str, str]] = []

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """See `CrossEncoder`."""
        self.pairs += [(query, passage) for passage in passages]
        return self._inner.score(query, passages)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """See `AnswerReader`; its other weights take as long."""
        self.pairs += [(question, sentence) for sentence in sentences]
        return self._inner.answers(question, sentences)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one question."""

    sources: float
    """Until the source cards, or until it is declined."""
    stages: dict[str, float]
    limit: dict[str, float]
    again: float
    """Asked a second time."""
    answered: bool
    pairs: int

    @property
    def ratio(self) -> float:
        """Of the product to its limit."""
        return self.sources / sum(self.limit.values())


def main() -> None:
    """Measure every size and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of chunks")
    parser.add_argument("--profiles", default="fast,balanced", help="profiles of settings")
    parser.add_argument("--questions", type=int, default=36, help="questions, drawn in turn from each category")
    given = parser.parse_args()
    asked = [item for item in read("dev").questions if item.turn == 1 and item.status == "answered" and not item.as_of]
    questions = sample(asked, given.questions)
    sizes = [int(size) for size in given.sizes.split(",")]
    print(f"{len(questions)} questions; milliseconds, medians\n")
    print("| profile | chunks | sources | p95 | search | rerank | evidence | answers | limit | ratio | again | pairs |")
    print("| --- " * 12 + "|")
    medians: dict[str, list[float]] = {}
    for size in sizes:
        for profile in given.profiles.split(","):
            config = load_settings({"profile": profile, "provider": "none"}, os.environ).config
            found, chunks = measured(index_of(size, config), questions)
            print(f"| {profile} | {chunks:,} | {row(found)} |", flush=True)
            medians.setdefault(profile, []).append(statistics.median(item.sources for item in found))
    for profile, values in medians.items():
        print(
            f"\n{profile}: the largest index takes {values[-1] / values[0]:.2f} times as long as the smallest", end=""
        )
    print()


def measured(config: Config, questions: Sequence[Question]) -> tuple[list[Timing], int]:
    """The timing of each question, and the number of chunks."""
    with closing(open_assistant(config)) as opened:
        noting = Noting(opened.cross_encoder)
        assistant = Assistant(config, opened.library, opened.embedder, noting, None)
        assistant.warm_up()
        until_sources(assistant, "What happened?")
        bare = Bare(config, opened.library)
        found = []
        for question in questions:
            noting.pairs.clear()
            sources, stages, answered = until_sources(assistant, question.text)
            pairs = list(noting.pairs)
            limit = bare.seconds(question.text, pairs)
            again, _, _ = until_sources(assistant, question.text)
            found.append(Timing(sources, stages, limit, again, answered, len(pairs)))
        return found, assistant.status().chunks


def until_sources(assistant: Assistant, question: str) -> tuple[float, dict[str, float], bool]:
    """Seconds until the source cards, those of each stage, and whether there were cards."""
    start = time.perf_counter()
    sources = 0.0
    for event in assistant.stream(question):
        if isinstance(event, SourcesEvent):
            sources = time.perf_counter() - start
        elif isinstance(event, AnswerEvent):
            return sources or time.perf_counter() - start, dict(event.answer.seconds), bool(sources)
    raise AssertionError("a stream ends with the answer")


def row(found: Sequence[Timing]) -> str:
    """The cells of a line."""

    def ms(values: Sequence[float]) -> str:
        return f"{1000 * statistics.median(values):.0f}"

    sources = [item.sources for item in found]
    stages = [ms([item.stages.get(stage, 0.0) for item in found]) for stage in STAGES]
    limit = ms([sum(item.limit.values()) for item in found])
    parts = ", ".join(f"{name} {ms([item.limit[name] for item in found])}" for name in found[0].limit)
    ratio = f"{statistics.median(item.ratio for item in found):.2f}"
    cells = [ms(sources), f"{1000 * p95(sources):.0f}", *stages, f"{limit} ({parts})", ratio]
    return " | ".join([*cells, ms([item.again for item in found]), f"{statistics.mean(i.pairs for i in found):.0f}"])


if __name__ == "__main__":
    main()
