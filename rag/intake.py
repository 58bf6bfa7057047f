"""The first half of an article's way, as a stream: read → clean → compare → chunk → embed → write.

While some articles are embedded, others are read ahead and the vectors of those before are written behind. What is
unchanged is met and left out. Every place that gave no article, and every oddity, ends up in the notices.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CorpusError
from .indexing.copies import signature
from .indexing.overlap import ahead, behind
from .indexing.rows import Held
from .indexing.sync import Diff
from .indexing.writer import Writer
from .reading.chunk import chunk
from .reading.clean import clean
from .records import Article, ArticleInfo, Chunk, Embedder, Notice, Progress, SourceText

if TYPE_CHECKING:
    from .records import Vectors

READ_AHEAD = 32
"""Articles that are read, cleaned and chunked while others are embedded."""
WINDOW = 1024
"""Chunks that are sorted by length, embedded and written together. On two cores that is half a minute of work, which
is what a kill costs at most. See docs/articles.md for what other sizes give."""
PART = 256
"""Chunks of a window that are handed to the embedder at once; progress is told after each."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What has been met, and its chunks if it is to be written."""

    part: float
    """Part of the input that has been read with it, 0 to 1."""
    article: Article | None = None
    chunks: tuple[Chunk, ...] = ()
    held: Held | None = None
    """Its row in the ledger."""


class Intake:
    """Takes articles in; after `embed` the notices and the diff are complete.

    Attributes:
        skipped: what gave no article, and why.
        warnings: what was taken in although something was odd about it.
        taken: doc_ids of versions that an interrupted run had written whole, and that are still wanted.
        refreshed: rows of unchanged articles that were read from something else than before, or cleaned otherwise.
        embedded: number of chunks embedded.
    """

    def __init__(self, writer: Writer, diff: Diff, chunk_words: int, today: date) -> None:
        """Take where articles go, what is told of each of them, the size of chunks and the day of this sync."""
        self._writer, self._diff, self._words, self._today = writer, diff, chunk_words, today
        self.skipped: list[Notice] = []
        self.warnings: list[Notice] = []
        self.taken: set[str] = set()
        self.refreshed: list[Held] = []
        self.embedded = 0
        # An article that something was odd about is cleaned anew: a day that lay ahead may have come.
        self._known = {held.source: held.info for held in diff.held.values() if held.source and not held.info.notes}

    def embed(
        self,
        read: Iterable[tuple[float, SourceText | Article | CorpusError]],
        embedder: Embedder,
        progress: Progress | None,
    ) -> None:
        """Embed and write what is new or changed among what is read; each item comes with the part read so far."""
        tell = progress or (lambda stage, done, total: None)
        batch: list[tuple[Ready, Chunk]] = []
        met = seen = 0
        with ahead(self._ready(read), READ_AHEAD) as stream, behind() as write_behind:

            def embed_batch(expected: int) -> None:
                vectors = self._vectors([item.embedding_text for _, item in batch], embedder, expected, tell)
                rows = [(ready.article, item) for ready, item in batch if ready.article]
                whole = [ready.held for ready, item in batch if ready.held and item.ordinal + 1 == ready.held.chunks]
                write_behind(lambda: self._writer.add(rows, vectors, whole))
                batch.clear()

            for ready in stream:
                met, seen = met + 1, seen + len(ready.chunks)
                tell("articles", met, round(met / ready.part) if ready.part else 0)
                for item in ready.chunks:
                    batch.append((ready, item))
                    # The first one is small, so that the embedder does not wait long for it.
                    if len(batch) == (WINDOW if self.embedded else PART):
                        embed_batch(round(seen / ready.part) if ready.part else 0)
            if batch:
                embed_batch(seen)

    def _vectors(self, texts: Sequence[str], embedder: Embedder, expected: int, tell: Progress) -> Vectors:
        """Vectors of a window's texts, computed in order of length, since a batch takes as long as its longest text."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.empty((len(texts), embedder.dimension), np.float32)
        for start in range(0, len(order), PART):
            places = order[start : start + PART]
            vectors[places] = embedder.embed_passages([texts[place] for place in places])
            self.embedded += len(places)
            tell("chunks", self.embedded, expected)
        return vectors

    def _ready(self, read: Iterable[tuple[float, SourceText | Article | CorpusError]]) -> Iterator[Ready]:
        for part, item in read:
            line = item.line if isinstance(item, SourceText) else 0
            source = digest(item) if isinstance(item, SourceText) else ""
            if isinstance(item, SourceText) and (known := self._known.get(source)):
                self._meet(replace(known, origin=item.origin), line)
                yield Ready(part)
                continue
            try:
                if isinstance(item, CorpusError):
                    raise item
                article = clean(item, self._today) if isinstance(item, SourceText) else item
            except CorpusError as error:
                self._diff.fail(error)
                reason = f"{error.field}: {error.reason}" if error.field else error.reason
                self.skipped.append(Notice(error.path, error.line, reason))
                yield Ready(part)
            else:
                if self._meet(article, line):
                    yield self._cut(article, source, part)
                    continue
                self._refresh(article, source)
                yield Ready(part)

    def _meet(self, article: ArticleInfo, line: int) -> bool:
        """Whether the article has to be written."""
        verdict, other = self._diff.meet(article, line)
        if verdict == "clash":
            self.skipped.append(Notice(article.origin, line, f"is the same article as {other}"))
            return False
        self.warnings += [Notice(article.origin, line, note) for note in dict.fromkeys(article.notes)]
        return verdict != "unchanged"

    def _refresh(self, article: Article, source: str) -> None:
        """Keep what is known by now of an article whose words and fields are unchanged."""
        held = self._diff.held.get(article.doc_id)
        if held and source and held.source != source and held.info.content_hash == article.content_hash:
            self.refreshed.append(replace(held, source=source, info=replace(article.info, copy_of=held.info.copy_of)))

    def _cut(self, article: Article, source: str, part: float) -> Ready:
        """The article in chunks, or nothing where an interrupted run has written this version whole."""
        pending = self._writer.pending.get(article.doc_id)
        if pending and pending.info.content_hash == article.content_hash:
            self.taken.add(article.doc_id)
            return Ready(part)
        chunks = chunk(article, self._words)
        held = Held(
            info=article.info,
            since=self._writer.next_sequence,
            chunks=len(chunks),
            signature=signature(article.text).to_text(),
            source=source,
            added=self._today,
        )
        return Ready(part, article, chunks, held)


def digest(source: SourceText) -> str:
    """32 hex digits over what was read and the code that cleans it, so that a better rule reaches what is held."""
    parts = (recipe(), source.relative, sorted(source.fields.items(), key=lambda item: item[0]), source.notes)
    return hashlib.sha256(f"{parts!r}\0{source.text}".encode(errors="surrogatepass")).hexdigest()[:32]


@cache
def recipe() -> str:
    """Digest of the files of `reading/`."""
    files = sorted((Path(__file__).parent / "reading").rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
