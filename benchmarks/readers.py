"""Searches by many readers at once, in threads of one process: `python -m benchmarks.readers`.

Each reader asks the next question as soon as its last one is answered. The limit in the same run is one reader alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from evals.running import ROOT, assistant_over
from rag.assistant import Assistant
from rag.errors import RagError

from .sync import resident

QUESTIONS = ROOT / "evals" / "refusal.jsonl"
READERS = (1, 5, 20)


@dataclass(slots=True)
class Found:
    """What became of the questions."""

    seconds: list[float] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)
    """How many were read for each question; fewer than set where the time for it ran out."""
    errors: int = 0
    wall: float = 0.0


def main() -> None:
    """Measure each number of readers and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", default=",".join(map(str, READERS)), help="numbers of readers")
    given = parser.parse_args()
    texts = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    print(f"{len(texts)} questions, each once\n")
    print("| readers | median, s | p95, s | questions a second | of one alone | passages read, mean | refused | MB |")
    print("| --- " * 8 + "|")
    alone = 0.0
    for count in map(int, given.readers.split(",")):
        # A new assistant each time, since it would know the questions of the one before.
        with assistant_over(ROOT / "corpus", provider="none") as (assistant, _):
            found = asked(assistant, texts, count)
        rate = len(found.seconds) / found.wall
        alone = alone or rate
        cells = [f"{count}", f"{statistics.median(found.seconds):.2f}", f"{p95(found.seconds):.2f}", f"{rate:.2f}"]
        cells += [f"{rate / alone:.2f}", f"{statistics.mean(found.passages):.1f}", f"{found.errors}"]
        print(f"| {' | '.join(cells)} | {resident():.0f} |", flush=True)


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(-(-95 * len(values) // 100) - 1, 0)]


def asked(assistant: Assistant, texts: Sequence[str], readers: int) -> Found:
    """Every text searched for once, by so many readers."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for text in texts:
        waiting.put(text)
    found = Found()

    def read() -> None:
        while True:
            try:
                text = waiting.get_nowait()
            except Empty:
                return
            start = time.perf_counter()
            try:
                ranking = assistant.search(text)
            except RagError:
                found.errors += 1
                continue
            found.seconds.append(time.perf_counter() - start)
            found.passages.append(len(ranking))

    threads = [threading.Thread(target=read) for _ in range(readers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.wall = time.perf_counter() - start
    return found


if __name__ == "__main__":
    main()
