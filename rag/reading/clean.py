"""From a source text to an article: page furniture goes, the body stays word for word, fields get their types.

Holds the order and the signs of the text; what each field is decided by stands in a file of its own. It does not look
into HTML, and it does not correct what an article says.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timezone
from typing import Any

from ..errors import CorpusError
from ..records import Article, SourceText
from .cleaning.furniture import BULLET, body
from .fields import canonical_url, doc_id, extra_fields
from .known.credit import credits, head
from .known.kind import kind_of
from .known.language import language_of
from .known.published import decide
from .values import line, names

# Line lengths of text wrapped by an editor rather than by its writer.
WRAP_LOW, WRAP_HIGH = 50, 100
# Zero-width joiners are part of how Persian, Indic scripts and emoji are written; Latin words have them by accident.
JOINERS = "\u200c\u200d"
FIRST_JOINING = "\u0590"
# Marks of category Cf that are seen: Arabic number and verse signs, and the like of other scripts.
VISIBLE = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Marks on one letter beyond which no script goes. Sorting them, as NFC does, takes time by the square of their number.
MOST_MARKS = 30


def clean(source: SourceText, today: date | None = None) -> Article:
    """Make the article of a source text.

    Args:
        source: with fields under our names; `jsonld` and `feed` fill in what they lack.
        today: the day after which no date is believed, with two days' grace; None: today in UTC.

    Raises:
        CorpusError: nothing is left but furniture.
    """
    raw = list(_paragraphs(source.text))
    title, byline, paragraphs = _parts(source, raw)
    text = "\n\n".join(paragraphs)
    if not any(map(str.isalnum, text)):
        raise CorpusError(source.origin, "nothing is left once page furniture is taken away; remove the file")
    url = canonical_url(str(source.fields.get("url") or ""))
    authors = _authors(source.fields) or byline
    credit = credits(raw, authors + byline)
    dates = decide(source, url, raw, today or datetime.now(timezone.utc).date())
    kind, kind_rule, kind_note = kind_of(source, title, raw, credit)
    language, language_rule, language_note = language_of(text, _text(source.fields, "language", "inLanguage"))
    known: dict[str, Any] = {
        **{"title": title, "url": url, "publisher": _plain(_text(source.fields, "publisher", "publisher"))},
        **{"authors": authors, "published_at": dates.published_at, "updated_at": dates.updated_at},
        **{"kind": kind, "language": language},
    }
    rules = {**dates.rules, "kind": kind_rule, "language": language_rule}
    extra = extra_fields(source.fields) | ({"credit": "; ".join(credit)} if credit else {})
    return Article(
        doc_id=doc_id(url or source.relative),
        content_hash=hashlib.sha256(repr((sorted(known.items()), text)).encode()).hexdigest(),
        origin=source.origin,
        text=text,
        rules={name: rule for name, rule in rules.items() if rule},
        extra=extra,
        notes=tuple(filter(None, (*source.notes, *dates.notes, kind_note, language_note))),
        **known,
    )


def _parts(source: SourceText, raw: list[str]) -> tuple[str, tuple[str, ...], list[str]]:
    """Headline, names of the byline, and the paragraphs of the body."""
    title = _plain(str(source.fields.get("title") or _said(source.fields, "headline", "title")))
    byline, paragraphs = head(list(body(raw)), titled=bool(title))
    if not title and len(paragraphs) > 1:
        title = paragraphs.pop(0)
    elif len(paragraphs) > 1 and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return title, byline, paragraphs


def _text(fields: Mapping[str, object], name: str, in_jsonld: str) -> str:
    """A field as one line; where it is empty, what JSON-LD or the feed says."""
    return line(fields.get(name)) or _said(fields, in_jsonld, name)


def _said(fields: Mapping[str, object], in_jsonld: str, in_feed: str) -> str:
    for source, name in (("jsonld", in_jsonld), ("feed", in_feed)):
        said = fields.get(source)
        if isinstance(said, Mapping) and (text := line(said.get(name))):
            return text
    return ""


def _authors(fields: Mapping[str, object]) -> tuple[str, ...]:
    jsonld, feed = fields.get("jsonld"), fields.get("feed")
    for value in (
        fields.get("authors") or fields.get("author"),
        jsonld.get("author") if isinstance(jsonld, Mapping) else None,
        feed.get("authors") if isinstance(feed, Mapping) else None,
    ):
        found = names(value)
        listed = found if isinstance(found, list) else re.split(r",| and |;", found)
        if people := tuple(filter(None, map(_plain, listed))):
            return people
    return ()


def _plain(text: str) -> str:
    """A field as one line of visible signs, parted by single spaces."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    """Composed characters and line ends; control and invisible characters go, other white space becomes spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _without_piles(text))
    hidden = {sign for sign in set(text) if not sign.isprintable()} - VISIBLE - {"\n"}
    kept = {sign for sign in hidden if sign in JOINERS}
    if hidden - kept:
        text = text.translate({ord(sign): " " if sign.isspace() else None for sign in hidden - kept})
    return "".join(_joined(text)) if kept else text


def _joined(text: str) -> Iterator[str]:
    """The signs of a text with the joiners only where they join: after a letter, mark or emoji of another script."""
    before = ""
    for sign, after in zip(text, text[1:] + " ", strict=True):
        if sign not in JOINERS:
            yield sign
            before = sign
        elif before >= FIRST_JOINING and _joins(before) and (_joins(after) or unicodedata.combining(before) == 9):
            yield sign
            before = ""


def _joins(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) in ("So", "Sk")


def _without_piles(text: str) -> str:
    marks = "".join(sign for sign in set(text) if unicodedata.combining(sign))
    return re.sub(rf"([{re.escape(marks)}]{{{MOST_MARKS}}})[{re.escape(marks)}]+", r"\1", text) if marks else text


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a text: parted by blank lines, bullets, or by each line where lines are not wrapped."""
    block: list[str] = []
    for each in [*_visible(text).split("\n"), ""]:
        if each.strip():
            block.append(each.rstrip())
        elif block:
            yield from (" ".join(paragraph.split()) for paragraph in _unwrapped(block))
            block = []


def _unwrapped(lines: list[str]) -> list[str]:
    if len(lines) < 2 or not all(WRAP_LOW <= len(each) <= WRAP_HIGH for each in lines[:-1]):
        return lines
    joined: list[list[str]] = []
    for each in lines:
        if joined and not BULLET.match(each):
            joined[-1].append(each)
        else:
            joined.append([each])
    return [" ".join(parts) for parts in joined]
