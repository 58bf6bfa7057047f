"""How far a run is: bars with time left on a terminal, a line now and then elsewhere. On stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rag import terminal
from rag.records import Progress

EVERY = 20.0
"""Seconds between two lines in a log."""


@contextmanager
def progress(set_name: str) -> Iterator[Progress]:
    """Yields what is to be called with (stage, done, total)."""
    if terminal.err.is_terminal:
        with terminal.progress() as report:
            yield lambda stage, done, total: report(f"{set_name}: {stage}", done, total)
        return
    began: dict[str, float] = {}
    told: dict[str, float] = {}

    def line(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        start = began.setdefault(stage, now)
        if now - told.get(stage, start) < EVERY and done < total:
            return
        told[stage] = now
        left = f", about {(now - start) / done * (total - done):.0f} s left" if 0 < done < total else ""
        print(f"{set_name}: {stage} {done}/{total}{left}", file=sys.stderr, flush=True)

    yield line
