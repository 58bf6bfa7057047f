"""Which machine may write the index on a server: a row that one process at a time can put there, and has to renew.

Chroma ignores a row that is added under an id it has, so that of two who add at once both can read back who was first.
No clocks are compared: who finds another's row watches it, and takes over where it was not renewed for a minute. A
process that was held up longer than that notices before its next write, and stops; a write already on its way is not
called back. Between the processes of one machine sync's lock decides before.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from ..errors import IndexBusy

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION, ROW = "writer", "lease"
EVERY = 10.0
"""Seconds between two renewals; one is a row of some bytes, and takes 25 ms."""
SPAN = 60.0
"""Seconds without a renewal after which a holder counts as dead: what a sync waits for after another was killed."""


class Lease:
    """The right to write, once `take` has returned."""

    def __init__(self, client: Client, where: str, every: float = EVERY, span: float = SPAN) -> None:
        """Take a client of the server, what it is called in messages, and two spans in seconds."""
        self._rows = client.get_or_create_collection(COLLECTION, embedding_function=None)
        self._where, self._every, self._span = where, every, span
        self._holder = {"owner": f"process {os.getpid()} on {platform.node()}", "token": secrets.token_hex(8)}
        self._beat = 0
        self._good_until = 0.0

    def take(self) -> None:
        """Put our row there; where another's is, watch it until it is renewed (busy), gone or a minute old.

        Raises:
            IndexBusy: another process holds the lease.
        """
        self._add()
        found = self._found()
        if not self._ours(found):
            self._watch(found)
            if found:  # only the row that was watched: another one may have done the same meanwhile
                same = {"$and": [{"token": found["token"]}, {"beat": found["beat"]}]}
                self._rows.delete(ids=[ROW], where=cast("Any", same))
            self._add()
            if not self._ours(found := self._found()):
                raise self._busy(found)
        self._good_until = time.monotonic() + self._span

    def check(self) -> None:
        """Ask before each write.

        Raises:
            IndexBusy: we could not renew for a minute, so that another process may have taken over.
        """
        if time.monotonic() >= self._good_until:
            raise IndexBusy(
                f"this sync could not tell the server that it is still writing the index {self._where} for "
                f"{self._span:.0f} s, so another may have begun; run it again"
            )

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew it in a thread; give it back at the end."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(self._every):
                with suppress(Exception):  # whatever it is, there are other tries before the lease ends
                    self.renew()

        thread = threading.Thread(target=renew, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            with suppress(Exception):  # it then ends by itself
                self._rows.delete(ids=[ROW], where=cast("Any", {"token": self._holder["token"]}))

    def renew(self) -> None:
        """Say that we are still there; where another has taken over, the lease ends."""
        begun = time.monotonic()
        if not self._ours(self._found()):
            self._good_until = 0.0
        elif begun < self._good_until:
            self._beat += 1
            self._rows.update(ids=[ROW], metadatas=[{**self._holder, "beat": self._beat}])
            self._good_until = begun + self._span

    # ------------------------------------------------------------ how

    def _add(self) -> None:
        self._rows.add(ids=[ROW], embeddings=cast("Any", [[0.0]]), metadatas=[{**self._holder, "beat": self._beat}])

    def _found(self) -> dict[str, Any]:
        """The row that is there; empty if there is none."""
        rows = self._rows.get(ids=[ROW], include=["metadatas"])["metadatas"]
        return dict(rows[0]) if rows else {}

    def _ours(self, row: dict[str, Any]) -> bool:
        return row.get("token") == self._holder["token"]

    def _watch(self, first: dict[str, Any]) -> None:
        until = time.monotonic() + self._span
        while first and time.monotonic() < until:
            time.sleep(self._every / 4)
            found = self._found()
            if not found:
                return
            if found != first:
                raise self._busy(found)

    def _busy(self, row: dict[str, Any]) -> IndexBusy:
        owner = row.get("owner", "another process")
        return IndexBusy(f"{owner} is writing the index {self._where}; wait until it ends, then run it again")
