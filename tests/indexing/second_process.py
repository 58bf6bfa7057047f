"""What the tests of sync run in a process of its own: `python second_process.py WHAT INDEX [ARTICLES [N]]`.

- `hold INDEX` takes the lock, prints its process id and keeps it until stdin closes.
- `sync INDEX ARTICLES` brings the index in step.
- `die INDEX ARTICLES N` does so too, but is killed (SIGKILL) when it is about to write to Chroma for the Nth time.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes import HashEmbedder

from rag.indexing.sync import writing
from rag.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.indexing.writer import Writer

WRITES = ("upsert", "update", "delete", "modify")


class CountedCollection:
    """A Chroma collection that calls `before_write` before each write."""

    def __init__(self, collection: Any, before_write: Callable[[], None]) -> None:
        self._collection, self._before_write = collection, before_write

    def __getattr__(self, name: str) -> Any:
        if name in WRITES:
            self._before_write()
        return getattr(self._collection, name)


class CountedLibrary(Library):
    """A library that counts its writes to Chroma, and calls `end` before the `last` of them (from 1)."""

    def __init__(
        self,
        index: Path,
        last: int = 0,
        end: Callable[[], None] | None = None,
        *,
        embedder: HashEmbedder | None = None,
    ) -> None:
        super().__init__(index, embedder or HashEmbedder(), 120)
        self.writes, self._last, self._end = 0, last, end

    def _count(self) -> None:
        self.writes += 1
        if self.writes == self._last and self._end:
            self._end()

    def _writer(self, rebuild: bool) -> Writer:
        writer = super()._writer(rebuild)
        pair = writer._pair
        counted: Any = [CountedCollection(each, self._count) for each in (pair.chunks, pair.ledger)]
        writer._pair = replace(pair, chunks=counted[0], ledger=counted[1])
        return writer


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(what: str, index: Path, articles: str = "", last: str = "0") -> None:
    if what == "hold":
        with writing(index):
            sys.stdout.write(f"{os.getpid()}\n")
            sys.stdout.flush()
            sys.stdin.read()
    else:
        CountedLibrary(index, int(last), kill_myself).sync([Path(articles)])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
