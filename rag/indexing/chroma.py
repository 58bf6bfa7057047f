"""The home of chromadb: what collections an index folder holds, and which of them are in force.

An index is a pair of collections, one of chunks with their vectors and one, the ledger, of versions of articles. The
ledger's metadata hold the manifest and the sequence number of the generation that readers see; 0 until there is one.
A rebuild fills a pair of its own while readers go on with the one before. Nothing here decides what to write.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..errors import IndexMismatch, IndexMissing, RagError
from .gate import alone

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

SCHEMA = 3
"""Raised whenever chunks are cut, named or described in another way; an older index is then rebuilt."""
LEDGER, CHUNKS = "ledger", "chunks"
FILE = "chroma.sqlite3"
ROOM = 32_000_000
"""Bytes that must be free before a write. A batch of 256 chunks takes 7 MB at its height: rows, log and vectors."""
OLD = "articles"
"""Name of the one collection of schema 1."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built with; opening it under anything else is an error."""

    embedder: str
    embedder_digest: str
    dimension: int
    chunk_words: int
    schema: int = SCHEMA

    def digest(self) -> str:
        """8 hex digits over all of it."""
        return hashlib.sha256(repr(asdict(self)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two collections of an index."""

    chunks: Collection
    ledger: Collection
    number: int
    """From 1; a rebuild takes the next."""

    @property
    def state(self) -> dict[str, Any]:
        """The ledger's metadata, as they were when the pair was opened or last changed by it."""
        return dict(self.ledger.metadata or {})

    @property
    def sequence(self) -> int:
        """Number of the generation that readers see; 0 if there is none yet."""
        return int(self.state.get("sequence", 0))


def connect(folder: Path) -> Client:
    """A client of the index in `folder`, which it makes if there is none."""
    import chromadb
    from chromadb.config import Settings

    return cast("Client", chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False)))


def inode(folder: Path) -> int:
    """Inode number of the index's file, which tells a file from the one that took its place; 0 if there is none."""
    file = folder / FILE
    return file.stat().st_ino if file.is_file() else 0


def pairs(client: Client, manifest: Manifest | None) -> list[Pair]:
    """The pairs of a manifest (None: of any of this schema), oldest first."""
    digest = manifest.digest() + "-" if manifest else ""
    by_name = {collection.name: collection for collection in client.list_collections()}
    found = []
    for name, ledger in by_name.items():
        kind, _, rest = name.partition("-")
        chunks = by_name.get(f"{CHUNKS}-{rest}")
        known = (ledger.metadata or {}).get("schema") == SCHEMA or manifest is not None
        if kind == LEDGER and chunks is not None and rest.startswith(digest) and known:
            found.append(Pair(chunks, ledger, int(rest.rpartition("-")[2])))
    return sorted(found, key=lambda pair: pair.number)


def in_force(client: Client, manifest: Manifest | None) -> Pair | None:
    """The newest pair of the manifest (None: of any of this schema) that has a generation."""
    return next((pair for pair in reversed(pairs(client, manifest)) if pair.sequence), None)


def make_pair(client: Client, manifest: Manifest, number: int) -> Pair:
    """An empty pair."""
    rest = f"{manifest.digest()}-{number}"
    # The ledger is never searched by vector: it gets one number per version.
    chunks = client.get_or_create_collection(
        f"{CHUNKS}-{rest}", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    ledger = client.get_or_create_collection(
        f"{LEDGER}-{rest}",
        metadata={**asdict(manifest), "sequence": 0, "generation": "", "writing": 0},
        configuration={"hnsw": {"space": "l2"}},
        embedding_function=None,
    )
    return Pair(chunks, ledger, number)


def drop_others(client: Client, keep: Pair) -> None:
    """Delete every collection but those of one pair."""
    for collection in client.list_collections():
        if collection.name not in (keep.chunks.name, keep.ledger.name):
            client.delete_collection(collection.name)


def missing(folder: Path) -> IndexMissing:
    """The error where there is no index."""
    return IndexMissing(f"no index in {folder}; run `python -m rag sync`")


def missing_or_other(client: Client, folder: Path, manifest: Manifest | None) -> IndexMissing | IndexMismatch:
    """The error where there is no index of the manifest: there is none, or one of another."""
    found = [
        dict(collection.metadata or {})
        for collection in client.list_collections()
        if collection.name == OLD or collection.name.startswith(LEDGER)
    ]
    sealed = [metadata for metadata in found if metadata.get("sequence", 1)]
    if not sealed or manifest is None:
        return missing(folder)
    # An index of another schema cannot be had back by a setting, so that is said first.
    wanted = {"schema": manifest.schema, **asdict(manifest)}
    name = next(name for name in wanted if sealed[-1].get(name) != wanted[name])
    setting = {"chunk_words": ", or set chunk_words back", "schema": ""}.get(name, ", or set embedder back")
    return IndexMismatch(
        f"the index in {folder} was built with {name} {sealed[-1].get(name)}, but {wanted[name]} is set; "
        f"run `python -m rag sync --rebuild`{setting}"
    )


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Write behind the gate and only where there is room; turn what Chroma raises into an error that says what to do.

    Room is looked for before: Chroma notes a write before it carries it out, and where the disk fills up between the
    two, reading waits for the rest of the write, so that readers would be stopped as well.
    """
    from chromadb.errors import ChromaError

    what = "free some space or set index to another folder, then sync again; what it held before is as it was"
    try:
        free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
        if free < ROOM:
            raise RagError(
                f"the disk of {folder} has {free / 1e6:.0f} MB free, and {ROOM / 1e6:.0f} MB are needed to write "
                f"safely; {what}"
            )
        with alone(folder):
            yield
    except (ChromaError, OSError) as error:
        raise RagError(f"the index in {folder} could not be written ({error}); {what}") from None
