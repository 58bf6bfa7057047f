"""Writes the next generation beside the one that readers see, and puts it in force by a single change.

The order makes every moment a safe one to be killed at. Chunks are written before the ledger's row of their version;
what ends is marked; the sequence number is raised (from here on readers see the new generation); only then chunks of
ended versions go. What an interrupted run has left is used again if it is still wanted, else taken away.
"""

# long because the order of all writes is read in one place

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..errors import IndexMismatch
from ..records import Article, Chunk, Fate, IndexedChunk
from .chroma import Manifest, Pair, Place, drop_others, in_force, make_pair, missing_or_other, pairs
from .rows import Held, chunk_row, held_of, indexed, key_of, ledger_row
from .store import page, pages

if TYPE_CHECKING:
    from ..records import Vectors

T = TypeVar("T")

AT_ONCE = 1000
"""Rows of one write; Chroma takes 5,461 at most."""
CHUNKS_AT_ONCE = 512
"""Chunks of one write, which readers who open just then wait for, and which the room kept free must hold."""


class Writer:
    """An index that is open for writing, under sync's lock.

    Attributes:
        held: what readers see of each article, by doc_id.
        pending: versions an interrupted run has written whole, by doc_id; readers do not see them yet.
        interrupted: whether the run before was ended before it had tidied up.
    """

    def __init__(self, place: Place, manifest: Manifest, *, rebuild: bool = False) -> None:
        """Open the index, or make it. A rebuild fills a pair of its own, or goes on filling it.

        Raises:
            IndexMismatch: it was built with another manifest, and `rebuild` is False.
            RagError: it cannot be written.
        """
        self._place, self._manifest = place, manifest
        with place.writing():
            self._client = place.connect()
            try:
                self._pair = self._choose(rebuild)
                self._sequence = self._pair.sequence
                rows = self._rows()
            except BaseException:
                place.disconnect(self._client)
                raise
        self._rows_by_key = {held.key: held for held in rows}
        self.held = {held.info.doc_id: held for held in rows if held.live(self._sequence)}
        self.pending = {held.info.doc_id: held for held in rows if held.since > self._sequence}
        self.interrupted = bool(self._pair.state.get("writing"))
        self._ended: list[str] = []

    def _choose(self, rebuild: bool) -> Pair:
        there, sealed = pairs(self._client, self._manifest), in_force(self._client, self._manifest)
        newest = there[-1] if there else None
        if rebuild:
            number = newest.number + bool(newest.sequence) if newest else 1
            return make_pair(self._client, self._manifest, number)
        if sealed:
            return sealed
        error = missing_or_other(self._client, self._place, self._manifest)
        if isinstance(error, IndexMismatch):
            raise error
        return make_pair(self._client, self._manifest, newest.number if newest else 1)

    def _rows(self) -> list[Held]:
        return list(map(held_of, self._pair.ledger.get(include=["metadatas"])["metadatas"] or []))

    def close(self) -> None:
        """Let go of the files, or of the server."""
        self._place.disconnect(self._client)

    @property
    def next_sequence(self) -> int:
        """Number of the generation that is being written."""
        return self._sequence + 1

    # ------------------------------------------------------------ the next generation

    def add(self, chunks: Sequence[tuple[Article, Chunk]], vectors: Vectors, whole: Sequence[Held]) -> None:
        """Write chunks, then the rows of the versions that are whole with them."""
        for start in range(0, len(chunks), CHUNKS_AT_ONCE):
            part = chunks[start : start + CHUNKS_AT_ONCE]
            with self._place.writing():
                self._begin()
                self._pair.chunks.upsert(
                    ids=[chunk.chunk_id for _, chunk in part],
                    embeddings=cast("Any", vectors[start : start + CHUNKS_AT_ONCE]),
                    metadatas=cast("Any", [chunk_row(article, chunk, self.next_sequence) for article, chunk in part]),
                )
        with self._place.writing():
            self._begin()
            self._put(whole)

    def end(self, doc_ids: Iterable[str], fate: Fate, today: date) -> None:
        """Mark that the versions readers see of these articles end with the next generation."""
        ended = [
            replace(self.held[doc_id], until=self.next_sequence, ended=today, fate=fate)
            for doc_id in doc_ids
            if doc_id in self.held
        ]
        self._ended += [held.info.doc_id for held in ended]
        with self._place.writing():
            self._begin()
            self._put(ended)

    def note(self, changed: Iterable[Held]) -> None:
        """Write rows whose versions stay: read from elsewhere now, or a copy of another article."""
        with self._place.writing():
            self._begin()
            self._put(list(changed))

    def coming(self) -> list[Held]:
        """What the next generation holds, by doc_id."""
        live = [held for held in self._rows_by_key.values() if held.live(self.next_sequence)]
        return sorted(live, key=lambda held: held.info.doc_id)

    def every_chunk(self) -> Iterator[IndexedChunk]:
        """All chunks of the next generation, a page at a time."""
        versions = {held.key: held for held in self.coming()}
        for found in pages(self._page):
            yield from indexed(found, versions)

    def seal(self, generation: str) -> None:
        """Put the next generation in force."""
        with self._place.writing():
            self._state(sequence=self.next_sequence, generation=generation, writing=1)
        self._sequence += 1

    def tidy(self) -> None:
        """Take away chunks that no reader will ask for again, and other pairs."""
        self._drop_chunks(None if self.interrupted else self._ended)
        with self._place.writing():
            self._state(writing=0)
            drop_others(self._client, self._pair)

    # ------------------------------------------------------------ an interrupted run

    def forget(self, taken: Collection[str]) -> None:
        """Take back what an interrupted run wrote: the ends it marked, and versions whose doc_id is not `taken`."""
        stale = [
            held
            for doc_id, held in self.pending.items()
            if doc_id not in taken and self._rows_by_key[held.key] is held  # not written over since
        ]
        ended = [replace(held, until=0, ended=None, fate="") for held in self.held.values() if held.until]
        with self._place.writing():
            for part in _parts(stale):
                self._pair.ledger.delete(ids=[held.key for held in part])
            for held in stale:
                self._rows_by_key.pop(held.key)
            self._put(ended)
        self.held |= {held.info.doc_id: held for held in ended}

    # ------------------------------------------------------------ how

    def _begin(self) -> None:
        """Note that something is being written, once; a run that finds the note tidies up after this one."""
        if not self._pair.state.get("writing"):
            self._state(writing=1)

    def _state(self, **changes: str | int) -> None:
        self._pair.ledger.modify(metadata={**self._pair.state, **changes})

    def _put(self, rows: Sequence[Held]) -> None:
        for part in _parts(rows):
            self._pair.ledger.upsert(
                ids=[held.key for held in part],
                embeddings=cast("Any", [[_number(held.key)] for held in part]),
                metadatas=cast("Any", [ledger_row(held) for held in part]),
            )
        self._rows_by_key |= {held.key: held for held in rows}

    def _drop_chunks(self, doc_ids: Sequence[str] | None) -> None:
        """Delete the chunks of versions that readers do not see, of these articles or (None) of all.

        Among all there may be chunks of versions that were never written whole.
        """
        wanted = {held.key: held.info.content_hash for held in self._rows_by_key.values() if held.live(self._sequence)}
        stale = [
            chunk_id for chunk_id, row in self._chunk_rows(doc_ids) if wanted.get(key_of(row)) != row["content_hash"]
        ]
        for part in _parts(stale):
            with self._place.writing():  # one by one, since readers open meanwhile
                self._pair.chunks.delete(ids=list(part))

    def _chunk_rows(self, doc_ids: Sequence[str] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
        parts = pages(self._page) if doc_ids is None else map(self._of_articles, _parts(doc_ids))
        for found in parts:
            yield from zip(found["ids"], found["metadatas"] or [], strict=True)

    def _page(self, offset: int) -> Any:
        with self._place.reading():
            return page(self._pair, offset)

    def _of_articles(self, doc_ids: Sequence[str]) -> Any:
        with self._place.reading():
            return self._pair.chunks.get(where=cast("Any", {"doc_id": {"$in": list(doc_ids)}}), include=["metadatas"])


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def generation_of(held: Iterable[Held]) -> str:
    """12 hex digits over the articles and versions, whatever their order."""
    versions = sorted((item.info.doc_id, item.info.content_hash) for item in held)
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:12]


def _number(key: str) -> float:
    """A vector of one dimension for the ledger, which is never searched by vector; spread, so that none are equal."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:3], "big") / 2**24
