"""Indexes for tests, written by the real writer without a library around it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fakes import HashEmbedder

from rag.indexing.embedded import Embedded
from rag.indexing.rows import Held
from rag.indexing.store import Store
from rag.indexing.writer import Writer, generation_of
from rag.reading.chunk import chunk

if TYPE_CHECKING:
    from pathlib import Path

    from rag.indexing.chroma import Manifest
    from rag.records import Article

TODAY = date(2025, 1, 1)


def write(writer: Writer, *articles: Article, words: int = 20, today: date = TODAY) -> None:
    """Write the articles into the next generation, one after the other."""
    for article in articles:
        parts = chunk(article, words)
        vectors = HashEmbedder().embed_passages([part.embedding_text for part in parts])
        held = Held(info=article.info, since=writer.next_sequence, chunks=len(parts), added=today)
        writer.add([(article, part) for part in parts], vectors, [held])


def seal(writer: Writer) -> None:
    writer.seal(generation_of(writer.coming()))
    writer.tidy()


def make_index(folder: Path, manifest: Manifest, *articles: Article) -> Store:
    """An index of the articles, open for reading."""
    writer = Writer(Embedded(folder), manifest)
    write(writer, *articles, words=manifest.chunk_words)
    seal(writer)
    writer.close()
    return Store(Embedded(folder), manifest)
