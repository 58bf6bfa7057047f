"""The home of chromadb: the collection that holds every chunk with its vector and all that is known of its article.

Chroma is the single source of truth; a whole article can be put together from its chunks. The manifest and the
generation are the collection's metadata. It does not decide what to write: that is sync's job.
"""

# long because reading, writing and opening one collection share its lock and its manifest

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..errors import IndexMismatch, IndexMissing
from ..records import Article, ArticleInfo, Chunk, IndexedChunk, Query
from .rows import chroma_filter, indexed, row_of, whole_article

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

    from ..records import Vectors

COLLECTION = "articles"
SCHEMA = 1
"""Raised whenever chunks are cut, named or described in another way; an older index is then rebuilt."""
PAGE = 2000
"""Chunks read at once."""
TRIES = 10
"""Openings while another process writes; one takes 10 ms, and a sync writes an article in 35 ms."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built with; opening it under anything else is an error."""

    embedder: str
    embedder_digest: str
    dimension: int
    chunk_words: int
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Holding:
    """What the index holds of one article."""

    content_hash: str
    origin: str
    whole: bool
    """All of its chunks are there, and none of another version."""


class Store:
    """An index folder that is open for reading; writes go through `add` and `drop` under sync's lock."""

    def __init__(self, folder: Path, manifest: Manifest, *, create: bool = False) -> None:
        """Open the index in `folder`, or make it if `create`.

        Raises:
            IndexMissing: there is none and `create` is False.
            IndexMismatch: it was built with another manifest.
        """
        self._folder, self._manifest = folder, manifest
        self._lock = threading.RLock()
        if not create and not _file(folder):
            raise self._missing()
        self._open(create)

    @classmethod
    def rebuild(cls, folder: Path, manifest: Manifest) -> Store:
        """Throw the collection away and begin an empty one; everything must be synced anew."""
        from chromadb.errors import NotFoundError

        client = _connect(folder)
        with suppress(NotFoundError):
            client.delete_collection(COLLECTION)
        client.close()
        return cls(folder, manifest, create=True)

    def _open(self, create: bool) -> None:
        self._client = _connect(self._folder)
        try:
            self._collection: Collection = self._find()
        except IndexMissing:
            if not create:
                raise
            metadata = {**asdict(self._manifest), "generation": _generation({})}
            self._collection = self._client.create_collection(
                COLLECTION, metadata=metadata, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        self._check()
        self._generation = self.stored_generation()
        self._opened = _file(self._folder)

    def _find(self) -> Collection:
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(COLLECTION, embedding_function=None)
        except NotFoundError:
            raise self._missing() from None

    def _missing(self) -> IndexMissing:
        return IndexMissing(f"no index in {self._folder}; run `python -m rag sync`")

    def _check(self) -> None:
        there = self._collection.metadata or {}
        for name, wanted in asdict(self._manifest).items():
            if there.get(name) != wanted:
                self._client.close()
                setting = {"chunk_words": ", or set chunk_words back", "schema": ""}.get(name, ", or set embedder back")
                raise IndexMismatch(
                    f"the index in {self._folder} was built with {name} {there.get(name)}, but {wanted} is set; "
                    f"run `python -m rag sync --rebuild`{setting}"
                )

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._client.close()

    # ------------------------------------------------------------ reading

    @property
    def generation(self) -> str:
        """12 hex digits over all articles and versions held, as this reader sees them."""
        return self._generation

    def stored_generation(self) -> str:
        """The generation on disk; another process may have written a newer one."""
        with self._lock:
            return str((self._find().metadata or {}).get("generation", ""))

    def sealed(self, held: Mapping[str, Holding]) -> bool:
        """Whether the generation is that of `held`; it is not where a sync was killed before its end."""
        return self._generation == _generation(held)

    def refresh(self) -> bool:
        """See what another process has written, also into a folder deleted meanwhile; True if there was something.

        Chroma keeps the vector index of an open client in memory, so a reader opens anew.
        """
        with self._lock:
            there = _file(self._folder)
            if there == self._opened and self.stored_generation() == self._generation:
                return False
            self._client.close()
            if not there:
                raise self._missing()
            self._open(create=False)
            return True

    def count(self) -> int:
        """Number of chunks."""
        with self._lock:
            return self._collection.count()

    def nearest(self, vector: Vectors, query: Query, limit: int) -> list[str]:
        """chunk_ids within the query's filters, nearest first by cosine, at most `limit`."""
        from chromadb.errors import InternalError, NotFoundError

        # While another process writes, a filter finds chunks on disk whose vectors this client does not have in memory
        # ("Error finding id"), or the collection it knows is being rebuilt. It then opens anew.
        with self._lock:
            for _ in range(TRIES):
                with suppress(InternalError, NotFoundError):
                    return self._nearest(vector, query, limit)
                self._client.close()
                self._open(create=False)
            return self._nearest(vector, query, limit)

    def _nearest(self, vector: Vectors, query: Query, limit: int) -> list[str]:
        size = min(limit, self._collection.count())
        if not size:
            return []
        found = self._collection.query(
            query_embeddings=cast("Any", [vector]), n_results=size, where=chroma_filter(query), include=[]
        )
        return list(found["ids"][0])

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, IndexedChunk]:
        """The chunks by id; ids that are not there are left out."""
        if not chunk_ids:
            return {}
        with self._lock:
            found = self._collection.get(ids=list(chunk_ids), include=["documents", "metadatas"])
        return {item.chunk.chunk_id: item for item in indexed(found)}

    def every_chunk(self) -> Iterator[IndexedChunk]:
        """All chunks, in no particular order, read a page at a time."""
        for offset in range(0, self.count(), PAGE):
            with self._lock:
                found = self._collection.get(limit=PAGE, offset=offset, include=["documents", "metadatas"])
            yield from indexed(found)

    def article(self, doc_id: str) -> Article | None:
        """The article, put together from its chunks; None if it is not there."""
        with self._lock:
            found = self._collection.get(where={"doc_id": doc_id}, include=["documents", "metadatas"])
        parts = sorted(indexed(found), key=lambda item: item.chunk.ordinal)
        if not parts:
            return None
        version = parts[-1].article
        text = "".join(part.chunk.text for part in parts if part.article.content_hash == version.content_hash)
        return whole_article(version, text)

    def articles(self) -> list[ArticleInfo]:
        """What is known of every article, by doc_id."""
        found = {item.article.doc_id: item.article for item in self.every_chunk() if item.chunk.ordinal == 0}
        return [found[doc_id] for doc_id in sorted(found)]

    def holdings(self) -> dict[str, Holding]:
        """What is held of each article, by doc_id."""
        versions: dict[str, list[dict[str, Any]]] = {}
        for offset in range(0, self.count(), PAGE):
            with self._lock:
                found = self._collection.get(limit=PAGE, offset=offset, include=["metadatas"])
            for metadata in found["metadatas"] or []:
                versions.setdefault(str(metadata["doc_id"]), []).append(dict(metadata))
        return {
            doc_id: Holding(
                chunks[0]["content_hash"],
                chunks[0]["origin"],
                len({chunk["content_hash"] for chunk in chunks}) == 1 and len(chunks) == chunks[0]["chunk_count"],
            )
            for doc_id, chunks in versions.items()
        }

    # ------------------------------------------------------------ writing

    def add(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Write the chunks of an article, then take away those of its other versions."""
        rows = [row_of(article, chunk, len(chunks)) for chunk in chunks]
        with self._lock:
            self._collection.upsert(
                ids=[chunk.chunk_id for chunk in chunks],
                embeddings=cast("Any", vectors),
                documents=[chunk.text for chunk in chunks],
                metadatas=cast("Any", rows),
            )
            stale = {"$and": [{"doc_id": article.doc_id}, {"content_hash": {"$ne": article.content_hash}}]}
            other = self._collection.get(where=cast("Any", stale), include=[])
            if other["ids"]:
                self._collection.delete(ids=other["ids"])

    def drop(self, doc_id: str) -> None:
        """Take an article away."""
        with self._lock:
            self._collection.delete(where={"doc_id": doc_id})

    def move(self, doc_id: str, origin: str) -> None:
        """Note that an article, itself unchanged, is now read from another place."""
        with self._lock:
            ids = self._collection.get(where={"doc_id": doc_id}, include=[])["ids"]
            self._collection.update(ids=ids, metadatas=[{"origin": origin} for _ in ids])

    def seal(self) -> str:
        """Write the generation of what is held now, so that readers take notice; returns it."""
        generation = _generation(self.holdings())
        with self._lock:
            self._collection.modify(metadata={**asdict(self._manifest), "generation": generation})
            self._generation = generation
        return generation


def _connect(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    return cast("Client", chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False)))


def _generation(held: Mapping[str, Holding]) -> str:
    versions = sorted((doc_id, holding.content_hash) for doc_id, holding in held.items())
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:12]


def _file(folder: Path) -> int:
    """Inode number of the index's file, which tells a file from the one that took its place; 0 if there is none."""
    file = folder / "chroma.sqlite3"
    return file.stat().st_ino if file.is_file() else 0
