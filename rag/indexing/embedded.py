"""An index in a folder of this machine: Chroma runs inside the process, which reads and writes its files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import RagError
from . import gate

if TYPE_CHECKING:
    from chromadb.api.client import Client

FILE = "chroma.sqlite3"
ROOM = 32_000_000
"""Bytes that must be free before a write. A batch of 256 chunks takes 7 MB at its height: rows, log and vectors."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A folder with Chroma's files; see `chroma.Place`."""

    folder: Path

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return f"in {self.folder}"

    def connect(self) -> Client:
        """A client of the folder, which it makes if there is none."""
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        return cast("Client", chromadb.PersistentClient(str(self.folder), settings=settings))

    def disconnect(self, client: Client) -> None:
        """Let go of the files."""
        client.close()

    def stamp(self) -> int:
        """Inode number of the index's file, which tells it from one that took its place; 0 if there is none."""
        file = self.folder / FILE
        return file.stat().st_ino if file.is_file() else 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else loads or writes the files meanwhile; see gate.py."""
        with gate.alone(self.folder):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Reading one's own files raises nothing that a remedy is known for."""
        yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write behind the gate and only where there is room; what Chroma raises becomes an error with its remedy.

        Room is looked for before: Chroma notes a write before it carries it out, and where the disk fills up between
        the two, reading waits for the rest of the write, so that readers would be stopped as well.
        """
        from chromadb.errors import ChromaError

        folder, what = self.folder, "free some space or set index to another folder, then sync again"
        what += "; what it held before is as it was"
        try:
            free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
            if free < ROOM:
                raise RagError(
                    f"the disk of {folder} has {free / 1e6:.0f} MB free, and {ROOM / 1e6:.0f} MB are needed to write "
                    f"safely; {what}"
                )
            with gate.alone(folder):
                yield
        except (ChromaError, OSError) as error:
            raise RagError(f"the index in {folder} could not be written ({error}); {what}") from None

    @contextmanager
    def sole(self) -> Iterator[None]:
        """The files are this machine's, and sync's lock lies beside them."""
        yield
