"""Records as rows of the index and back, and a query's filters in the form the index takes.

Lists are kept as JSON, since a row holds only text and numbers; a day is kept twice, as text and as an integer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from ..records import Article, ArticleInfo, Chunk, IndexedChunk, Kind, Query, Sentence


def day_number(when: date) -> int:
    """A day as the integer 20241231, so that ranges work in Chroma and in the keyword index alike."""
    return when.year * 10000 + when.month * 100 + when.day


def bounds(query: Query) -> tuple[int, int] | None:
    """First and last day (as `day_number`) the query admits, both included; None if any or no day will do."""
    lasts = [day_number(day) for day in (query.as_of, query.published_before) if day]
    if not lasts and not query.published_after:
        return None
    return (day_number(query.published_after) if query.published_after else 0, min(lasts, default=99999999))


def chroma_filter(query: Query) -> dict[str, Any] | None:
    """The query's filters in Chroma's form; an undated article has no `published_day`, so no range holds it."""
    parts: list[dict[str, Any]] = []
    if limits := bounds(query):
        parts += [{"published_day": {"$gte": limits[0]}}, {"published_day": {"$lte": limits[1]}}]
    if query.publishers:
        parts.append({"publisher": {"$in": list(query.publishers)}})
    return {"$and": parts} if len(parts) > 1 else (parts[0] if parts else None)


def row_of(article: Article, chunk: Chunk, count: int) -> dict[str, str | int]:
    """A chunk's metadata as Chroma holds it; `count` is the number of chunks of the article."""
    row: dict[str, str | int] = {
        "doc_id": article.doc_id,
        "ordinal": chunk.ordinal,
        "start": chunk.start,
        "end": chunk.end,
        "sentences": json.dumps([[item.number, item.start, item.end] for item in chunk.sentences]),
        "chunk_count": count,
        "embedding_text": chunk.embedding_text,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "authors": json.dumps(article.authors),
        "kind": article.kind,
        "language": article.language,
        "content_hash": article.content_hash,
        "origin": article.origin,
    }
    if article.published_at:
        row |= {"published_at": article.published_at.isoformat(), "published_day": day_number(article.published_at)}
    if article.updated_at:
        row["updated_at"] = article.updated_at.isoformat()
    return row


def indexed(found: Any) -> Iterator[IndexedChunk]:
    """Chroma's rows as records."""
    for chunk_id, text, row in zip(found["ids"], found["documents"], found["metadatas"], strict=True):
        start = row["start"]
        sentences = tuple(
            Sentence(row["doc_id"], number, begin, end, text[begin - start : end - start])
            for number, begin, end in json.loads(row["sentences"])
        )
        place = (row["doc_id"], row["ordinal"], start, row["end"])
        yield IndexedChunk(Chunk(chunk_id, *place, sentences, text, row["embedding_text"]), _info(row))


def _info(row: dict[str, Any]) -> ArticleInfo:
    return ArticleInfo(
        doc_id=row["doc_id"],
        title=row["title"],
        url=row["url"],
        publisher=row["publisher"],
        authors=tuple(json.loads(row["authors"])),
        published_at=_parse(row.get("published_at", "")),
        updated_at=_parse(row.get("updated_at", "")),
        kind=cast("Kind", row["kind"]),
        language=row["language"],
        content_hash=row["content_hash"],
        origin=row["origin"],
    )


def _parse(text: str) -> date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def whole_article(info: ArticleInfo, text: str) -> Article:
    """The article of what is known of it and its text."""
    return Article(**{name: getattr(info, name) for name in ArticleInfo.__dataclass_fields__}, text=text)
