"""From a source text to an article: page furniture goes, the body stays word for word, fields get their types.

Furniture is known by how a paragraph opens; a sentence in the middle of the body is never touched. It does not
look into HTML, and it does not correct what an article says.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any, get_args
from urllib.parse import urlsplit, urlunsplit

from ..errors import CorpusError
from ..records import Article, Kind, SourceText
from .dates import parse_when

# Paragraphs that go when they open like this.
FURNITURE = re.compile(
    r"(did you know\?|pro[ -]?tip\b|subscribe\b|sign up (for|to)\b|(explore|read|see|discover|find) more\b.{0,120}"
    r"(here|newsletter)\b|(join|get) our newsletter|share (this|on)\b|follow us( on\b|\W*$)|advertisement$|sponsored$"
    r"|(this|our) (site|website) uses cookies|we use cookies|accept (all )?cookies|read (also|more|next):|related:"
    r"|photo:|image:|tags?:|filed under:|click here\b|© ?\d{4}|copyright \d{4}|all rights reserved)",
    re.IGNORECASE,
)
# From a line like this on, nothing is body.
TAIL = re.compile(
    r"(you (may|might) also like|leave a (comment|reply)|related (articles|posts|stories|news|reading)"
    r"|more (from|on) (us|this)|recommended for you|comments?( \(\d+\))?|most (read|popular))\W*",
    re.IGNORECASE,
)
# A page's FAQ restates the article in half-sentences that nobody signs; quoting them would be quoting the page.
FAQ = re.compile(r"(faqs?|frequently asked questions)\W*", re.IGNORECASE)
BYLINE = re.compile(
    r"by ([A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|de|van|von|bin|al)){0,7})",
)
BULLET = re.compile(r"\s*[•*·▪◦‣–-]\s+")
TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|ref|cmpid|ns_\w+)=")
# Line lengths of text wrapped by an editor rather than by its writer.
WRAP_LOW, WRAP_HIGH = 50, 100


def clean(source: SourceText) -> Article:
    """Make the article of a source text.

    Raises:
        CorpusError: a field has a value that cannot be used, or nothing is left but furniture.
    """
    paragraphs = list(_without_furniture(_paragraphs(source.text)))
    authors = _authors(source)
    for place, paragraph in enumerate(paragraphs[:3]):
        if byline := BYLINE.fullmatch(paragraph) or re.fullmatch(r"By ([A-Z][^.!?]{2,79})", paragraph):
            authors = authors or (byline[1],)
            del paragraphs[place]
            break
    title = _plain(str(source.fields.get("title") or "")) or (paragraphs.pop(0) if len(paragraphs) > 1 else "")
    text = "\n\n".join(paragraphs)
    if not any(sign.isalnum() for sign in text):
        raise CorpusError(source.origin, "nothing is left once page furniture is taken away; remove the file")
    url = canonical_url(str(source.fields.get("url") or ""))
    fields: dict[str, Any] = {
        "title": title,
        "url": url,
        "publisher": _plain(str(source.fields.get("publisher") or "")),
        "authors": authors,
        "published_at": _when(source, "published_at"),
        "updated_at": _when(source, "updated_at"),
        "kind": _kind(source),
        "language": str(source.fields.get("language") or "en"),
    }
    digest = hashlib.sha256(repr((sorted(fields.items()), text)).encode()).hexdigest()
    return Article(
        doc_id=doc_id(url or source.relative), content_hash=digest, origin=source.origin, text=text, **fields
    )


def doc_id(place: str) -> str:
    """A name people can read and type: the last part of the place and 8 hex digits of sha256 over all of it."""
    stem = PurePosixPath(urlsplit(place).path).stem.lower()
    unaccented = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", stem))
    slug = re.sub(r"[^a-z0-9]+", "-", unaccented).strip("-")[:40].strip("-")
    return f"{slug or 'article'}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters and trailing slash; "" unless it is http or https."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # such as "http://[", half an IPv6 address
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part and not TRACKING.match(part))
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), query, ""))


def _plain(text: str) -> str:
    """One line of text: composed characters, no control or invisible ones, single spaces."""
    kept = "".join(
        character
        if unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cn", "Cs")
        else " " * character.isspace()
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(kept.split())


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a text: parted by blank lines, bullets, or by each line where lines are not wrapped."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        wrapped = len(lines) > 1 and all(WRAP_LOW <= len(line) <= WRAP_HIGH for line in lines[:-1])
        joined: list[str] = []
        for line in lines:
            if joined and wrapped and not BULLET.match(line):
                joined[-1] += " " + line
            else:
                joined.append(line)
        yield from filter(None, map(_plain, joined))


def _without_furniture(paragraphs: Iterator[str]) -> Iterator[str]:
    in_faq, after_question = False, False
    for paragraph in paragraphs:
        if TAIL.fullmatch(paragraph):
            return
        if FAQ.fullmatch(paragraph):
            in_faq, after_question = True, False
            continue
        if in_faq and (BULLET.match(paragraph) or paragraph.endswith("?") or after_question):
            after_question = paragraph.endswith("?")
            continue
        in_faq = False
        if not FURNITURE.match(BULLET.sub("", paragraph, count=1)):
            yield paragraph


def _authors(source: SourceText) -> tuple[str, ...]:
    value = source.fields.get("authors") or source.fields.get("author") or ()
    names = value if isinstance(value, list | tuple) else re.split(r",| and |;", str(value))
    return tuple(filter(None, (_plain(str(name)) for name in names)))


def _when(source: SourceText, name: str) -> date | None:
    try:
        return parse_when(source.fields.get(name))
    except ValueError:
        reason = f"{source.fields[name]!r} is not a date; write it as 2024-12-31 or leave the field out"
        raise CorpusError(source.origin, reason, line=source.field_lines.get(name, 0), field=name) from None


def _kind(source: SourceText) -> Kind:
    kind = str(source.fields.get("kind") or "unknown").strip().lower()
    known: tuple[Kind, ...] = get_args(Kind)
    for each in known:
        if kind == each:
            return each
    reason = f"{kind!r} is not a kind of article; the kinds are {', '.join(known)}"
    raise CorpusError(source.origin, reason, line=source.field_lines.get("kind", 0), field="kind")
