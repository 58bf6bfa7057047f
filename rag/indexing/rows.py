"""Records as rows of the index and back, and a query's filters in the form the index takes.

A row holds only text and numbers: what is known of an article is one JSON text, a day that is filtered by an integer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from ..records import (
    Article,
    ArticleInfo,
    Chunk,
    Fate,
    IndexedChunk,
    Query,
    Sentence,
    Version,
    embedding_text,
    parse_day,
)

DATES = ("published_at", "updated_at")


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


# ---------------------------------------------------------------- versions of articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A version of an article as the ledger holds it."""

    info: ArticleInfo
    since: int
    """Sequence number of the generation in which it is first seen by readers."""
    until: int = 0
    """Sequence number of the generation in which it is no more; 0 while it stays."""
    chunks: int
    """Number of its chunks."""
    signature: str = ""
    """What near copies are told by, as text."""
    source: str = ""
    """Digest of what was read, and of how it was cleaned, by which an unchanged article is known before cleaning."""
    added: date
    ended: date | None = None
    fate: Fate = ""

    @property
    def key(self) -> str:
        """Its id in the ledger, which its chunks carry as well."""
        return version_key(self.info.doc_id, self.since)

    @property
    def version(self) -> Version:
        """What a reader may know of it."""
        return Version(self.info.content_hash, self.added, self.ended, self.fate)

    @property
    def still(self) -> Version:
        """The same, of one that is still there."""
        return Version(self.info.content_hash, self.added)

    def live(self, sequence: int) -> bool:
        """Whether readers of that generation see it."""
        return self.since <= sequence and (not self.until or self.until > sequence)


def version_key(doc_id: str, since: int) -> str:
    """Id of a version in the ledger."""
    return f"{doc_id}@{since}"


def ledger_row(held: Held) -> dict[str, str | int]:
    """A version's metadata as Chroma holds it."""
    info = {item.name: getattr(held.info, item.name) for item in fields(ArticleInfo)}
    info |= {name: info[name].isoformat() if info[name] else "" for name in DATES}
    info |= {"rules": dict(held.info.rules), "extra": dict(held.info.extra)}
    return {
        "doc_id": held.info.doc_id,
        "since": held.since,
        "until": held.until,
        "chunks": held.chunks,
        "signature": held.signature,
        "source": held.source,
        "added": held.added.isoformat(),
        "ended": held.ended.isoformat() if held.ended else "",
        "fate": held.fate,
        "info": json.dumps(info, ensure_ascii=False),
    }


def held_of(row: Mapping[str, Any]) -> Held:
    """Read back what `ledger_row` gave."""
    info = json.loads(row["info"])
    info |= {name: parse_day(info[name]) for name in DATES}
    info |= {"authors": tuple(info["authors"]), "notes": tuple(info["notes"])}
    return Held(
        info=ArticleInfo(**info),
        since=row["since"],
        until=row["until"],
        chunks=row["chunks"],
        signature=row["signature"],
        source=row["source"],
        added=date.fromisoformat(row["added"]),
        ended=date.fromisoformat(row["ended"]) if row["ended"] else None,
        fate=row["fate"],
    )


# ---------------------------------------------------------------- chunks


def chunk_row(article: ArticleInfo, chunk: Chunk, since: int) -> dict[str, str | int]:
    """A chunk as Chroma's metadata: its text and place, its version, and what queries filter by.

    The text is no Chroma document, since Chroma would index those by every three letters: a third of the cost of
    writing and of the room on disk, for a search that the keyword index does better.
    """
    row: dict[str, str | int] = {
        "doc_id": chunk.doc_id,
        "since": since,
        "content_hash": article.content_hash,
        "ordinal": chunk.ordinal,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "sentences": json.dumps([[item.number, item.start, item.end] for item in chunk.sentences]),
        "publisher": article.publisher,
    }
    if article.published_at:
        row["published_day"] = day_number(article.published_at)
    return row


def key_of(row: Mapping[str, Any]) -> str:
    """Id in the ledger of the version that a chunk's row belongs to."""
    return version_key(row["doc_id"], row["since"])


def indexed(found: Any, versions: Mapping[str, Held]) -> Iterator[IndexedChunk]:
    """Chroma's rows as records; those of versions that are not given are left out."""
    for chunk_id, row in zip(found["ids"], found["metadatas"], strict=True):
        held = versions.get(key_of(row))
        if held is None:
            continue
        start, text = row["start"], row["text"]
        sentences = tuple(
            Sentence(row["doc_id"], number, begin, end, text[begin - start : end - start])
            for number, begin, end in json.loads(row["sentences"])
        )
        place = (row["doc_id"], row["ordinal"], start, row["end"])
        described = embedding_text(held.info, text)
        yield IndexedChunk(Chunk(chunk_id, *place, sentences, text, described), held.info)


def whole_article(info: ArticleInfo, text: str) -> Article:
    """The article of what is known of it and its text."""
    return Article(**{item.name: getattr(info, item.name) for item in fields(ArticleInfo)}, text=text)
