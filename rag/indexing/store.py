"""The index as readers see it: one generation, whole, whatever a sync is writing beside it.

Chroma is the single source of truth; a whole article can be put together from its chunks. What a sync has written but
not yet sealed is passed over, what it takes away goes only after the next generation is sealed. A reader that has
looked while that happened can tell by `stored_sequence` and looks again. Writing is the writer's job.
"""

# long because every way of reading shares the lock, the open pair and the generation

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..records import Article, ArticleInfo, IndexedChunk, Query, Version
from .chroma import Manifest, Pair, Place, in_force, missing, missing_or_other
from .rows import Held, chroma_filter, held_of, indexed, key_of, whole_article

if TYPE_CHECKING:
    from ..records import Vectors

T = TypeVar("T")

PAGE = 2000
"""Chunks read at once."""
TRIES = 10
"""Openings while another process writes; one takes 10 ms, and a sync writes a batch in 0.3 s."""
WIDER = 4
"""By how much more is asked for where what is not to be seen yet took places among the nearest."""


class Store:
    """An index that is open for reading. Safe to share between threads."""

    def __init__(self, place: Place, manifest: Manifest | None) -> None:
        """Open the index; without a manifest, whatever index of this schema is in force there.

        Raises:
            IndexMissing: there is none.
            IndexMismatch: it was built with another manifest.
            IndexUnavailable: it is on a server that cannot be reached.
        """
        self._place, self._manifest = place, manifest
        self._lock = threading.RLock()
        if not place.stamp():
            raise missing(place)
        self._open()

    def _open(self) -> None:
        self._opened = 0
        with self._place.reading(), self._place.alone():
            self._client = self._place.connect()
            try:
                pair = in_force(self._client, self._manifest)
                if pair is None:
                    raise missing_or_other(self._client, self._place, self._manifest)
                # The first look at a collection loads its files.
                for collection in (pair.chunks, pair.ledger):
                    collection.get(limit=1, include=[])
            except BaseException:
                self._place.disconnect(self._client)
                raise
        self._pair: Pair = pair
        self._sequence, self._generation = pair.sequence, str(pair.state["generation"])
        self._met: dict[str, Held] = {}  # versions this generation's readers see, as far as they were met
        self._opened = self._place.stamp()

    def close(self) -> None:
        """Let go of the files, or of the server."""
        with self._lock:
            self._place.disconnect(self._client)

    # ------------------------------------------------------------ which generation

    @property
    def generation(self) -> str:
        """12 hex digits over all articles and versions of the generation this reader sees."""
        return self._generation

    @property
    def sequence(self) -> int:
        """Its number; it grows with each sync that changed anything."""
        return self._sequence

    def stored_sequence(self) -> int:
        """The newest number there is; 0 if this reader's collections are no more."""
        from chromadb.errors import NotFoundError

        with self._lock, self._place.reading():
            if self._place.stamp() != self._opened:
                return 0
            try:
                ledger = self._client.get_collection(self._pair.ledger.name, embedding_function=None)
            except NotFoundError:
                return 0
            # One that was deleted and made anew has the same name.
            same = ledger.id == self._pair.ledger.id
            return int((ledger.metadata or {}).get("sequence", 0)) if same else 0

    def refresh(self) -> bool:
        """See what another process has sealed, also in a folder deleted meanwhile; True if there was something.

        Chroma keeps the vector index of an embedded client in memory, so a reader opens anew.
        """
        with self._lock:
            if self.stored_sequence() == self._sequence:
                return False
            self._place.disconnect(self._client)
            if not self._place.stamp():
                raise missing(self._place)
            self._open()
            return True

    def _reading(self, read: Callable[[Pair], T]) -> T:
        """What `read` gives, opened anew where another process came between.

        While one writes, a filter finds chunks on disk whose vectors this client does not have in memory ("Error
        finding id"), or the collections it knows are no more.
        """
        from chromadb.errors import InternalError, NotFoundError

        with self._lock, self._place.reading():
            for _ in range(TRIES):
                try:
                    return read(self._pair)
                except (InternalError, NotFoundError):
                    self._place.disconnect(self._client)
                    self._open()
            return read(self._pair)

    # ------------------------------------------------------------ searching

    def nearest(self, vector: Vectors, query: Query, limit: int) -> dict[str, float]:
        """Cosine by chunk_id, of chunks within the query's filters, nearest first, at most `limit`."""

        def read(pair: Pair) -> dict[str, float]:
            asked = limit
            while True:
                found = pair.chunks.query(
                    query_embeddings=cast("Any", [vector]),
                    n_results=asked,
                    where=chroma_filter(query),
                    include=["metadatas", "distances"],
                )
                ids, rows = found["ids"][0], (found["metadatas"] or [[]])[0]
                distances = (found["distances"] or [[]])[0]
                # A chunk that another process has deleted is still in this client's memory, but without its row.
                keys = [key_of(row) if row else "" for row in rows]
                live = self._versions(pair, {*keys} - {""})
                seen = [
                    (chunk_id, 1 - float(distance))  # Chroma's cosine distance
                    for chunk_id, key, distance in zip(ids, keys, distances, strict=True)
                    if key in live
                ]
                if len(seen) >= limit or len(ids) < asked:
                    return dict(seen[:limit])
                asked *= WIDER

        return self._reading(read)

    def chunks(self, chunk_ids: Collection[str]) -> dict[str, IndexedChunk]:
        """The chunks by id; ids that are not there are left out."""
        if not chunk_ids:
            return {}

        def read(pair: Pair) -> dict[str, IndexedChunk]:
            found = pair.chunks.get(ids=list(chunk_ids), include=["metadatas"])
            live = self._versions(pair, {key_of(row) for row in found["metadatas"] or []})
            return {item.chunk.chunk_id: item for item in indexed(found, live)}

        return self._reading(read)

    def _versions(self, pair: Pair, keys: Iterable[str]) -> dict[str, Held]:
        """Those of these versions that readers see, by key."""
        wanted = set(keys)
        # What a generation holds is settled when it is sealed, so a row is read once: 10 ms of each question.
        if new := sorted(wanted - self._met.keys()):
            rows = pair.ledger.get(ids=new, include=["metadatas"])["metadatas"] or ()
            self._met |= {held.key: held for held in map(held_of, rows) if held.live(self._sequence)}
        return {key: self._met[key] for key in wanted & self._met.keys()}

    # ------------------------------------------------------------ reading back

    def count(self) -> int:
        """Number of chunks."""
        return sum(held.chunks for held in self.held())

    def held(self) -> list[Held]:
        """What is held of every article, by doc_id."""
        sequence = self._sequence
        stays = {"$or": [{"until": {"$eq": 0}}, {"until": {"$gt": sequence}}]}
        where = cast("Any", {"$and": [{"since": {"$lte": sequence}}, stays]})
        found = self._reading(lambda pair: pair.ledger.get(where=where, include=["metadatas"]))
        return sorted(map(held_of, found["metadatas"] or []), key=lambda held: held.info.doc_id)

    def articles(self) -> list[ArticleInfo]:
        """What is known of every article, by doc_id."""
        return [held.info for held in self.held()]

    def every_chunk(self) -> Iterator[IndexedChunk]:
        """All chunks, in no particular order, read a page at a time."""
        versions = {held.key: held for held in self.held()}
        for found in pages(lambda offset: self._reading(lambda pair: page(pair, offset))):
            yield from indexed(found, versions)

    def article(self, doc_id: str) -> Article | None:
        """The article, put together from its chunks; None if it is not there."""

        def read(pair: Pair) -> list[IndexedChunk]:
            found = pair.chunks.get(where={"doc_id": doc_id}, include=["metadatas"])
            live = self._versions(pair, {key_of(row) for row in found["metadatas"] or []})
            return sorted(indexed(found, live), key=lambda item: item.chunk.ordinal)

        parts = self._reading(read)
        return whole_article(parts[0].article, "".join(part.chunk.text for part in parts)) if parts else None

    def history(self, doc_id: str) -> tuple[Version, ...]:
        """The versions of an article that were ever seen, oldest first; also of one that was withdrawn."""
        found = self._reading(lambda pair: pair.ledger.get(where={"doc_id": doc_id}, include=["metadatas"]))
        rows = sorted(map(held_of, found["metadatas"] or []), key=lambda held: held.since)
        seen = [held for held in rows if held.since <= self._sequence]
        # An end that is not sealed yet has not come.
        return tuple(held.still if held.live(self._sequence) else held.version for held in seen)


def page(pair: Pair, offset: int) -> Any:
    """Chroma's rows of one page of chunks."""
    return pair.chunks.get(limit=PAGE, offset=offset, include=["metadatas"])


def pages(read: Callable[[int], Any]) -> Iterator[Any]:
    """What `read` gives for each offset, page by page until one is empty."""
    offset = 0
    while (found := read(offset))["ids"]:
        yield found
        offset += PAGE
