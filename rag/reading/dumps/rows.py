"""A row of a dump → a source text: its text, its fields under our names, and a name that later rows do not change.

It takes the row as it is parsed, from whatever format, and says in words why a row gives no article.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..chunk import count_words
from ..fields import folded, known_fields
from ..values import HTML_TAG, REFERENCE, as_line, plain

# Fields that tell a row from all others, best first.
KEYS = ("id", "doc_id", "guid", "uuid", "_id", "article_id")
LONGEST_KEY = 100
# Objects in which search servers and content systems wrap the article itself.
WRAPPERS = ("_source", "fields", "attributes", "article")
# A teaser of one or two sentences is no article; a summary of 50 words is three sentences that can be quoted.
SUMMARIES = {"summary", "description", "shortdescription", "abstract", "excerpt", "leadparagraph"}
LEAST_SUMMARY = 50
# Signs that no page may have; as they cannot be seen, a text loses nothing without them.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What newsapi.org leaves of an article's text.
CUT_OFF = re.compile(r"\s*\[\+\s?(\d{1,9}) char(?:acter)?s\]\s*$")


@dataclass(frozen=True)
class Place:
    """Where a row stands, for messages: a line of the blob, or the number of an item (both from 1, 0 if not known)."""

    blob: Blob
    line: int = 0
    item: int = 0

    def error(self, reason: str) -> CorpusError:
        """The error that a row gives no article; the reason goes on from the name of the file, as in "has no text"."""
        return CorpusError(self.blob.origin, f"item {self.item} {reason}" if self.item else reason, line=self.line)


def source_text(place: Place, row: object) -> SourceText | CorpusError:
    """The article of a row, or why it gives none."""
    if not isinstance(row, Mapping):
        return place.error(f"is {_shape(row)}, not an object with the fields of an article")
    fields = known_fields(_unwrapped(row))
    notes: list[str] = []
    text = str(fields.pop("text", "")) or _summary(fields, notes)
    if not text:
        names = ", ".join(as_line(str(name))[:30] for name in list(row)[:8])
        return place.error(
            f"has no text among its fields ({names}); the text is looked for as text, content, body and other names"
            " that corpus/README.md lists"
        )
    try:
        text = _plain_text(text, notes)
    except (CorpusError, ValueError) as error:  # tags that nest thousands deep, signs that no page may have
        return place.error(f"has tags in its text that cannot be read ({getattr(error, 'reason', error)})")
    if not text.strip():
        return place.error("has no words in its text, only tags; remove it or give it a text")
    alone = not place.line and not place.item
    relative = place.blob.relative if alone else f"{place.blob.relative}#{_key(row, fields, text)}"
    lines = dict.fromkeys(fields, place.line) if place.line else {}
    return SourceText(place.blob.origin, relative, text, fields, lines, place.line, tuple(notes))


def may_hold_text(names: Iterable[str]) -> bool:
    """Whether one of these columns can hold the text of an article."""
    return "text" in known_fields(dict.fromkeys(names, "text")) or any(folded(name) in SUMMARIES for name in names)


def has_text(row: object) -> bool:
    """Whether this is an article by itself: an object with a text that is not a list of objects."""
    if not isinstance(row, Mapping):
        return False
    text = known_fields({name: value for name, value in row.items() if not _holds_objects(value)}).get("text")
    return bool(text)


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _unwrapped(row: Mapping[str, object]) -> Mapping[str, object]:
    for name in WRAPPERS:
        inner = row.get(name)
        if isinstance(inner, Mapping):
            row = {**{key: value for key, value in row.items() if key != name}, **inner}
    return row


def _summary(fields: dict[str, object], notes: list[str]) -> str:
    """A summary that is long enough to stand for the text; it is taken out of the fields."""
    for name in list(fields):
        value = plain(fields[name])
        if folded(name) in SUMMARIES and isinstance(value, str) and count_words(value) >= LEAST_SUMMARY:
            del fields[name]
            notes.append(f"has no text but a {name}, which was taken for it")
            return value
    return ""


def _plain_text(text: str, notes: list[str]) -> str:
    """The text as paragraphs without tags and without a word of being cut off."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if HTML_TAG.search(text):
        from ..pages.page import text_of_html

        text = text_of_html(CONTROLS.sub("", text))
    elif REFERENCE.search(text):
        text = html.unescape(text)
    if cut := CUT_OFF.search(text[-100:]):
        notes.append(f"its text was cut off before it came here; {cut[1]} characters are missing")
        text = text[: -len(cut[0])]
    return text


def _key(row: Mapping[str, object], fields: Mapping[str, object], text: str) -> str:
    """What tells a row from the others of its dump: its id, else headline and date, else how its text begins."""
    ids = (plain(row.get(name), ("$oid", "rendered", "value", "#text")) for name in KEYS)
    key = next((as_line(str(value)) for value in ids if value is not None and as_line(str(value))), "")
    key = key or as_line(f"{fields.get('title', '')} {fields.get('published_at', '')}") or as_line(text[:500])
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:LONGEST_KEY]}…{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _shape(value: object) -> str:
    names = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
    }
    return names.get(type(value), "something else")
