"""The home of chromadb: what collections an index has, and which of them are in force.

An index is a pair of collections, one of chunks with their vectors and one, the ledger, of versions of articles. The
ledger's metadata hold the manifest and the sequence number of the generation that readers see; 0 until there is one.
A rebuild fills a pair of its own while readers go on with the one before. Where the collections lie is a Place:
embedded.py or server.py. Nothing here decides what to write.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import IndexMismatch, IndexMissing

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

SCHEMA = 3
"""Raised whenever chunks are cut, named or described in another way; an older index is then rebuilt."""
LEDGER, CHUNKS = "ledger", "chunks"
OURS = re.compile(rf"({LEDGER}|{CHUNKS})-[0-9a-f]{{8}}-\d+")
"""Names of collections. A server may hold others', which are left alone."""
OLD = "articles"
"""Name of the one collection of schema 1."""


class Place(Protocol):
    """Where the collections of an index lie: in a folder of this machine, or on a server."""

    @property
    def where(self) -> str:
        """Where, as people are told: "in index", "on http://127.0.0.1:8000"."""

    def connect(self) -> Client:
        """A client; `disconnect` lets go of it."""

    def disconnect(self, client: Client) -> None:
        """Let go of what a client holds."""

    def stamp(self) -> int:
        """What tells the files from those that took their place; 0 if there are none. Always the same on a server."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else opens or writes the collections meanwhile, where they must be kept from it."""

    def reading(self) -> AbstractContextManager[None]:
        """Turns what Chroma raises while reading into an error that says what to do."""

    def writing(self) -> AbstractContextManager[None]:
        """The same for a write, which is only begun where it can be carried out."""

    def sole(self) -> AbstractContextManager[None]:
        """No other machine writes the index meanwhile; that no other process of this one does is sync's lock's job."""


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


def pairs(client: Client, manifest: Manifest | None) -> list[Pair]:
    """The pairs of a manifest (None: of any of this schema), oldest first."""
    digest = manifest.digest() + "-" if manifest else ""
    by_name = {collection.name: collection for collection in client.list_collections() if _ours(collection)}
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


def _ours(collection: Collection) -> bool:
    """Whether it is of an index, of whatever schema."""
    old = collection.name == OLD and "embedder" in (collection.metadata or {})
    return old or OURS.fullmatch(collection.name) is not None


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
    """Delete every collection of an index but those of one pair."""
    for collection in client.list_collections():
        if _ours(collection) and collection.name not in (keep.chunks.name, keep.ledger.name):
            client.delete_collection(collection.name)


def missing(place: Place) -> IndexMissing:
    """The error where there is no index."""
    return IndexMissing(f"no index {place.where}; run `python -m rag sync`")


def missing_or_other(client: Client, place: Place, manifest: Manifest | None) -> IndexMissing | IndexMismatch:
    """The error where there is no index of the manifest: there is none, or one of another."""
    found = [
        dict(collection.metadata or {})
        for collection in client.list_collections()
        if _ours(collection) and not collection.name.startswith(CHUNKS)
    ]
    sealed = [metadata for metadata in found if metadata.get("sequence", 1)]
    if not sealed or manifest is None:
        return missing(place)
    # An index of another schema cannot be had back by a setting, so that is said first.
    wanted = {"schema": manifest.schema, **asdict(manifest)}
    name = next(name for name in wanted if sealed[-1].get(name) != wanted[name])
    setting = {"chunk_words": ", or set chunk_words back", "schema": ""}.get(name, ", or set embedder back")
    return IndexMismatch(
        f"the index {place.where} was built with {name} {sealed[-1].get(name)}, but {wanted[name]} is set; "
        f"run `python -m rag sync --rebuild`{setting}"
    )
