"""Twenty readers at the page at once, with a chat model of fixed speed: `python -m benchmarks.crowd`.

Says four things: seconds until a reader has cards (of what was found, then of the sources), errors, memory from round
to round, and what the page adds to `assistant.stream`, in Chromium and by one reader alone: beside the reading, which
shares the cores with Chromium, and by itself, with the same events at the same pace. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import ui
from evals.running import ROOT, assistant_over
from rag.assistant import NOT_CLOSE
from rag.config import load_settings
from rag.page.acts import Acts
from rag.page.conversation import Talk
from rag.page.feedback import Feedback
from rag.page.view import view
from rag.records import AnswerEvent, SourcesEvent
from rag.serving.rules import rules_of

from .page import browser_page, free_port
from .readers import p95
from .replayed import Replayed
from .steady import steady_model
from .sync import resident

if TYPE_CHECKING:
    from rag.assistant import Assistant, Stream

READERS, ROUNDS, ALONE = 20, 4, 24
LOOKING = 6000
"""Milliseconds within which the page has looked for questions to ask next, or finds none."""
FIRST = "When did the WTO rule?"
"""Asked before what is measured."""
MOST_SECONDS, MOST_ADDED, MOST_GROWTH = 5.0, 0.1, 0.05
"""Seconds until source cards (95th percentile); seconds that the page adds (median); growth of memory after round 1."""
CARDS = """() => new Promise((seen) => {
  const begun = performance.now();
  const tell = () => seen((performance.now() - begun) / 1000);
  const there = () => document.querySelector("#sources .card");
  const look = (_, watch) => there() && (watch.disconnect(), requestAnimationFrame(tell));
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  document.querySelector("#ask").click();
})"""
"""Asks what stands in the box, and gives the seconds until the first card is there to be painted."""


@dataclass(slots=True)
class Met:
    """What the readers met."""

    first: list[float] = field(default_factory=list)
    """Seconds until the page names articles: those found, while the question waits, or already its sources."""
    cards: list[float] = field(default_factory=list)
    """Seconds until source cards."""
    whole: list[float] = field(default_factory=list)
    """Seconds until the whole answer."""
    own: list[float] = field(default_factory=list)
    """Seconds an answer spent in making what the page shows."""
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Measure, print, and exit with 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS, help="readers at once")
    parser.add_argument("--writers", type=int, default=ui.WRITERS, help="answers written at a time")
    given = parser.parse_args()
    rows = map(json.loads, (ROOT / "evals" / "refusal.jsonl").read_text(encoding="utf-8").splitlines())
    texts = [row["question"] for row in rows if row["answerable"]]
    with steady_model() as address, assistant_over(ROOT / "corpus", provider=address) as (assistant, _):
        texts = [text for text in texts if answerable(assistant, text)]
        with TemporaryDirectory() as folder:
            acts, met, memory = Acts(assistant, Feedback(Path(folder) / "f"), given.writers), Met(), [resident()]
            for turn in range(ROUNDS):
                crowd(acts, [texts[(turn * 7 + at) % len(texts)] for at in range(given.readers)], met)
                memory.append(resident())
        once = texts[:ALONE]
        streamed, shown = alone(assistant, once)
        told, replayed = alone(Replayed(assistant, [FIRST, *once]), once)
    growth, added = memory[-1] / memory[1] - 1, statistics.median(shown) - statistics.median(streamed)
    own = statistics.median(after - before for before, after in zip(told, replayed, strict=True))
    limits = {
        f"first cards within {MOST_SECONDS} s for 95 of 100": p95(met.first) <= MOST_SECONDS,
        f"source cards within {MOST_SECONDS} s for 95 of 100": p95(met.cards) <= MOST_SECONDS,
        "no errors": not met.errors,
        f"memory flat after round 1 (within {MOST_GROWTH:.0%})": growth <= MOST_GROWTH,
        f"the page adds less than {MOST_ADDED * 1000:.0f} ms beside the reading": added < MOST_ADDED,
        f"the page adds less than {MOST_ADDED * 1000:.0f} ms of its own": own < MOST_ADDED,
    }
    print(f"{given.readers} readers at once, {ROUNDS} rounds, {given.writers} answers written at a time")
    print(f"first cards after (median, p95): {statistics.median(met.first):.2f} s, {p95(met.first):.2f} s")
    print(f"source cards after (median, p95): {statistics.median(met.cards):.2f} s, {p95(met.cards):.2f} s")
    print(f"whole answer after (median, p95): {statistics.median(met.whole):.1f} s, {p95(met.whole):.1f} s")
    print(f"errors in {len(met.cards) + len(met.errors)} questions: {len(met.errors)} {sorted(set(met.errors))}")
    print(f"memory: {', '.join(f'{each:.0f}' for each in memory)} MB; after round 1 {growth:+.1%}")
    print(f"making what the page shows of an answer (median): {statistics.median(met.own) * 1000:.0f} ms")
    print(f"one reader alone, {len(shown)} questions, seconds to the sources (median): ", end="")
    print(f"assistant.stream {statistics.median(streamed):.3f}, in Chromium {statistics.median(shown):.3f}")
    print(f"the same events at the same pace, seconds that Chromium is behind (median): {own:.3f}")
    for limit, kept in limits.items():
        print(f"{'kept' if kept else 'MISSED'}: {limit}")
    raise SystemExit(0 if all(limits.values()) else 1)


def answerable(assistant: Assistant, text: str) -> bool:
    """Whether it gets sources at all; a refused question shows its nearest articles only at the end."""
    return to_sources(assistant, text) > 0


def to_sources(assistant: Assistant | Replayed, text: str) -> float:
    """Seconds until the stream has its sources; 0 where it has none."""
    begun = time.perf_counter()
    with closing(cast("Stream", assistant.stream(text))) as events:
        for event in events:
            if isinstance(event, (SourcesEvent, AnswerEvent)):
                return time.perf_counter() - begun if isinstance(event, SourcesEvent) else 0.0
    return 0.0


def crowd(acts: Acts, texts: Sequence[str], met: Met) -> None:
    """Every text asked at the same moment, each by a reader of its own."""

    def read(number: int, text: str) -> None:
        begun, own, first, cards = time.perf_counter(), 0.0, 0.0, 0.0
        for talk in acts.answer(acts.ask(text, Talk(), {}), str(number)):
            before = time.perf_counter()
            view(talk)
            own += time.perf_counter() - before
            turn, since = talk.turns[-1], time.perf_counter() - begun
            first = first or (since if turn.found or turn.sources else 0.0)
            cards = cards or (since if turn.sources else 0.0)
        note = turn.answer.note if turn.answer else "no answer"
        trouble = turn.trouble or (note if note != NOT_CLOSE else "")  # that one is part of an answer
        if trouble or not cards:
            met.errors.append(trouble or "no sources")
            return
        met.first.append(first)
        met.cards.append(cards)
        met.whole.append(time.perf_counter() - begun)
        met.own.append(own)

    threads = [threading.Thread(target=read, args=each) for each in enumerate(texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def alone(assistant: Assistant | Replayed, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds to the sources by the stream and by the browser, the same question by both in turn."""
    from playwright.sync_api import TimeoutError as NoneFoundError

    streamed, shown = [], []
    with TemporaryDirectory() as folder:
        page, port = ui.build(assistant, Feedback(Path(folder) / "f"), READERS), free_port()
        page.launch(server_name="127.0.0.1", server_port=port, **ui._manner(rules_of(load_settings().config), None))
        with browser_page(f"http://127.0.0.1:{port}") as seen:
            for text in [FIRST, *texts]:
                seen.reload()
                seen.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
                seen.reload()
                seen.wait_for_selector(".example")
                seen.fill("#question textarea", text)
                seen.wait_for_timeout(300)
                shown.append(seen.evaluate(CARDS))
                seen.wait_for_selector(".status")
                with suppress(NoneFoundError):  # what may be asked next is looked for, which takes both cores
                    seen.wait_for_selector("#next button", timeout=LOOKING)
                streamed.append(to_sources(assistant, text))
        page.close(verbose=False)
    return streamed[1:], shown[1:]


if __name__ == "__main__":
    main()
