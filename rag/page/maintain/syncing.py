"""One sync at a time, in a thread of its own, for a page that is looked at by several people who come and go.

The thread takes the library's own lock, so that a sync of another process is told of and never disturbed. Cancelling
ends it at the next word of its progress; what was written by then is used by the next sync, and readers never saw it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from ...errors import RagError

if TYPE_CHECKING:
    from ...records import Progress, SyncReport

PAUSE = 0.5
"""Seconds between two looks at how far it is."""
UNEXPECTED = "The sync ended by a mistake of this program; its log says which. Readers see what they saw before."
log = logging.getLogger("footnote.page")

Sync: TypeAlias = "Callable[[Sequence[str], Progress], SyncReport]"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a stage is: seconds since it began, what is done, what is expected (0: not known)."""

    seconds: float
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Run:
    """A sync on its way, or as it ended."""

    sources: tuple[str, ...]
    stages: Mapping[str, Stage] = field(default_factory=dict)
    """By name: "articles", "chunks"."""
    cancelling: bool = False
    ended: bool = False
    report: SyncReport | None = None
    """What it did; None if it failed or was cancelled."""
    problem: str = ""


class _Cancelled(Exception):
    """Leaves the sync from inside its progress."""


class Syncing:
    """Runs syncs, one after the other. Safe to share between threads."""

    def __init__(self, sync: Sync, stop: Callable[[], None] = lambda: None) -> None:
        """Take what syncs sources and tells of its progress, and what makes it give up waiting for other machines."""
        self._sync, self._stop = sync, stop
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._begun: dict[str, float] = {}
        self._run: Run | None = None

    @property
    def run(self) -> Run | None:
        """The sync on its way, or the last one; None before the first."""
        return self._run

    @property
    def running(self) -> bool:
        """Whether one is on its way."""
        return self._run is not None and not self._run.ended

    def begin(self, sources: Sequence[str]) -> bool:
        """Begin a sync of these sources; False, and nothing else, if one is on its way."""
        with self._lock:
            if self.running:
                return False
            self._cancel.clear()
            self._begun = {}
            self._run = Run(tuple(sources))
            self._thread = threading.Thread(target=self._go, args=(self._run,), name="sync", daemon=True)
            self._thread.start()
            return True

    def cancel(self) -> None:
        """Ask the sync on its way to end: at the next word of its progress, and it waits for no other machine."""
        with self._lock:
            if self._run and not self._run.ended:
                self._cancel.set()
                self._run = replace(self._run, cancelling=True)
                self._stop()

    def watch(self, pause: float = PAUSE) -> Iterator[Run]:
        """How far the sync is, every `pause` seconds, and at once when it has ended; nothing before the first."""
        while run := self._run:
            yield run
            if run.ended:
                return
            if thread := self._thread:
                thread.join(pause)

    def close(self, seconds: float = 10.0) -> None:
        """End the sync on its way, and wait for that at most so long."""
        self.cancel()
        if self._thread:
            self._thread.join(seconds)

    # ------------------------------------------------------------ in the thread

    def _go(self, run: Run) -> None:
        report, problem = None, ""
        try:
            report = self._sync(run.sources, self._tell)
        except _Cancelled:
            log.info("a sync was cancelled")
        except RagError as error:
            problem = str(error)
        except Exception:
            log.exception("while syncing %r", run.sources)
            problem = UNEXPECTED
        with self._lock:
            assert self._run
            self._run = replace(self._run, ended=True, report=report, problem=problem)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._cancel.is_set():
            raise _Cancelled
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        with self._lock:
            assert self._run
            self._run = replace(self._run, stages={**self._run.stages, stage: Stage(now - begun, done, total)})
