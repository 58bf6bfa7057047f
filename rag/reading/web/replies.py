"""What servers answered last time, in a file: an address is then asked only whether it has changed.

Losing the file costs a download, nothing else; one that cannot be read is thrown away and begun anew.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT_DAYS = 90
"""An address nobody has asked for since is forgotten, so that the file does not grow for ever; chosen, not measured."""
_UNREADABLE = (sqlite3.DatabaseError, zlib.error, TypeError)
"""What a damaged file leads to. `OperationalError`, which is a DatabaseError too, is a busy file or a full disk."""
_TABLE = """
CREATE TABLE IF NOT EXISTS replies1 (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, content_type TEXT NOT NULL,
    data BLOB NOT NULL, used INTEGER NOT NULL
)
"""
"""The number goes up when the columns change, so that an older file serves on without its older rows."""


@dataclass(frozen=True)
class Kept:
    """An answer, with what tells its version from others."""

    etag: str
    modified: str
    """The Last-Modified header, as it was sent."""
    content_type: str
    data: bytes


class Replies:
    """The file; several threads and processes may use one at a time."""

    def __init__(self, path: Path, wait: float = 10.0) -> None:
        """Open the file, make it if there is none.

        `wait` is for how many seconds one writer waits for another; a write takes milliseconds.

        Raises:
            CorpusError: it can be neither opened nor made.
        """
        self._path, self._wait, self._lock = path, wait, threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            why = f"cannot be used to remember what was fetched ({error}); name a place that can be written"
            raise CorpusError(str(path), why) from error

    def find(self, url: str) -> Kept | None:
        """What `url` answered last time; notes that it was asked for."""
        kept = None
        with self._lock, self._mending():
            found = self._connection.execute(
                "SELECT etag, modified, content_type, data FROM replies1 WHERE url = ?", (url,)
            )
            for etag, modified, content_type, data in found.fetchall():
                kept = Kept(etag, modified, content_type, zlib.decompress(data))
                self._connection.execute("UPDATE replies1 SET used = ? WHERE url = ?", (int(time.time()), url))
        return kept

    def keep(self, url: str, kept: Kept) -> None:
        """Remember an answer in place of the one before."""
        with self._lock, self._mending():
            values = (url, kept.etag, kept.modified, kept.content_type, zlib.compress(kept.data), int(time.time()))
            self._connection.execute("INSERT OR REPLACE INTO replies1 VALUES (?, ?, ?, ?, ?, ?)", values)

    def close(self) -> None:
        """Forget what has not been asked for in a long time, and close."""
        with self._lock:
            with self._mending():
                oldest = int(time.time()) - KEPT_DAYS * 86_400
                self._connection.execute("DELETE FROM replies1 WHERE used < ?", (oldest,))
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.OperationalError:
            raise
        except _UNREADABLE:
            self._remove()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=self._wait, isolation_level=None, check_same_thread=False)
        try:
            with suppress(sqlite3.OperationalError):  # two at the same moment, or a file system without it: slower only
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _mending(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.ProgrammingError):  # the latter: it was closed meanwhile
            pass  # nothing is remembered this time, so that the address is downloaded again next time
        except _UNREADABLE:
            self._connection.close()
            self._remove()
            self._connection = self._connected()

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
