"""What a receipt holds: an answer with all that its checks saw, and nothing that has to be looked up elsewhere.

It is made of an answer without an index. Its digest shows that it was not changed by accident or without care; it is no
signature, since whoever changes a receipt can make a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..records import ArticleInfo

if TYPE_CHECKING:
    from ..records import Answer, Citation, Filters, Sentence, Source, Status, Support

Kept: TypeAlias = str | bool | tuple[str, ...]
"""A filter as a receipt keeps it: a day as ISO 8601, publishers, a switch."""
ARTICLE = ("doc_id", "title", "url", "publisher", "authors", "published_at", "updated_at", "kind", "content_hash")
"""What is kept of an article: what a reader needs to find it, and what the checks look at."""
Comparison: TypeAlias = Literal["disagreement", "update"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The exact words that a sentence leads to; offsets as in `Citation`."""

    doc_id: str
    sentence: int
    start: int
    end: int
    quote: str
    sha256: str
    """Of the quote as UTF-8, in hex."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer, the verdict on it, and what it cites."""

    text: str
    support: Support
    check: str
    """Name of the rung that decided."""
    citations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements that were set side by side; `values` are words of each citation in turn, or empty."""

    kind: Comparison
    about: str
    values: tuple[str, ...]
    citations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An answer, as it is saved."""

    answered_at: datetime | None
    """UTC; None where the answer did not say."""
    package: str
    """Version of this package that wrote the receipt."""
    question: str
    query: str
    """The stand-alone question that was searched for, and which the checks saw."""
    filters: Mapping[str, Kept]
    as_of: date
    status: Status
    refusal: str
    """Why there is no answer, or what is missing in it; "" if nothing is."""
    model: str
    config: str
    """Digest of the settings."""
    generation: str
    """Of the index; "" where none was looked at."""
    articles: tuple[Source, ...]
    """Those of the evidence; every citation is of one of them."""
    sentences: tuple[Said, ...]
    compared: tuple[Compared, ...]
    """Disagreements, then updates, the later value first."""
    evidence: tuple[Sentence, ...]
    """All that the checks saw, in the order of its numbers."""
    digest: str = ""
    """sha256 (hex) of all above; see `form.digest`."""
    retold: bool = False
    """Whether it was read from a file whose readable text says something else; not in the JSON."""


def receipt_of(answer: Answer, filters: Filters | None = None) -> Receipt:
    """The receipt of an answer that was asked for with these filters."""
    from .form import digest

    made = Receipt(
        answered_at=answer.answered_at,
        package=package_version(),
        question=answer.question,
        query=answer.query,
        filters=_kept(filters or {}),
        as_of=_day(answer.as_of),
        status=answer.status,
        refusal=answer.refusal.reason if answer.refusal else "",
        model=_whole(answer.model),
        config=answer.config_digest,
        generation=answer.generation,
        articles=tuple(replace(source, article=_known(source.article)) for source in answer.sources),
        sentences=tuple(
            Said(_whole(item.text), item.support, item.check, tuple(map(_quoted, item.citations)))
            for item in answer.sentences
        ),
        compared=_compared(answer),
        evidence=answer.evidence,
    )
    return replace(made, digest=digest(made))


@cache
def package_version() -> str:
    """The version that is installed; "unknown" where the code is run without being installed."""
    try:
        return version("footnote")
    except PackageNotFoundError:
        return "unknown"


def sha256(quote: str) -> str:
    """Of the quote as UTF-8, in hex."""
    return hashlib.sha256(quote.encode()).hexdigest()


def _kept(filters: Filters | Mapping[str, object]) -> dict[str, Kept]:
    """The filters that are in force, days as text."""
    kept: dict[str, Kept] = {}
    for name, value in filters.items():
        if isinstance(value, date):
            kept[name] = value.isoformat()
        elif isinstance(value, str | bool):
            kept[name] = value
        elif isinstance(value, list | tuple):
            kept[name] = tuple(value)
    return {name: value for name, value in sorted(kept.items()) if value}


def _known(article: ArticleInfo) -> ArticleInfo:
    return ArticleInfo(**{name: getattr(article, name) for name in ARTICLE})


def _compared(answer: Answer) -> tuple[Compared, ...]:
    differ = [
        Compared("disagreement", _whole(item.about), item.values, tuple(map(_quoted, item.sides)))
        for item in answer.disagreements
    ]
    updates = [
        Compared("update", _whole(item.about), item.values, (_quoted(item.later), _quoted(item.earlier)))
        for item in answer.updates
    ]
    return (*differ, *updates)


def _quoted(citation: Citation) -> Quoted:
    place = (citation.doc_id, citation.sentence, citation.start, citation.end)
    return Quoted(*place, citation.quote, sha256(citation.quote))


def _whole(text: str) -> str:
    """What a model wrote, without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when
