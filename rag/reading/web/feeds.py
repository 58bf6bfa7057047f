"""RSS, Atom, JSON Feed and sitemaps → addresses of pages, with what the feed says of each.

What the bytes are is told from their first element, not from what the server calls them. Fetches nothing. Home of
feedparser, which is given XML that was cut down before: see `feed_tree.py`.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ...errors import CorpusError
from ...records import is_address
from . import json_feed, sitemaps
from .feed_text import text_of, unzipped, without_prolog
from .feed_tree import MOST_ENTRIES, Unusable, cut_down, tree

if TYPE_CHECKING:
    from .fetch import Fetched

    Rows = list[tuple[str, dict[str, object]]]

ROOTS = ("rss", "rdf", "feed")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}")
_ZONE = re.compile(r"[a-z]{2,5}$")
_CLOCK = re.compile(r"\d\d?:\d\d")


@dataclass(frozen=True)
class Entry:
    """A page, or another sitemap, that a feed or sitemap names."""

    url: str
    """Whole address; "" where there is none, but `fields` hold the `content`."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """What is said of it, of: `title`, `authors` (list of names), `published` and `updated` (ISO 8601 in UTC, or as
    written if that cannot be read), `publisher`, `content` and `summary` (HTML), `language`, `id` (if without address).
    """
    sitemap: bool = False
    """It is a sitemap: its entries are meant."""
    note: str = ""
    """On the last entry: what is to be said of the whole feed, such as "is broken XML …"; goes on from its address."""


def entries(fetched: Fetched) -> list[Entry] | None:
    """The entries in order, each address once, at most `MOST_ENTRIES`; None if it is neither a feed nor a sitemap.

    Raises:
        CorpusError: it is a feed or sitemap of which nothing can be used.
    """
    text = text_of(unzipped(fetched.url, fetched.data), fetched.content_type)
    root, xml = without_prolog(text)
    try:
        rows, wrong = _rows(text, root, xml, fetched.url)
    except Unusable as error:
        raise CorpusError(fetched.url, str(error)) from error
    if rows is None:
        return None
    found, notes = _tidied(rows, fetched.url, root == "sitemapindex")
    if wrong:
        notes.append(f"is broken XML ({wrong}), of which was taken what can be read")
    if not found:
        kind = "sitemap" if root in sitemaps.ROOTS else "feed"
        raise CorpusError(fetched.url, "; ".join([f"is a {kind} without entries", *notes, "check the address"]))
    if notes:
        found[-1] = replace(found[-1], note="; ".join(notes))
    return found


def _rows(text: str, root: str, xml: str, url: str) -> tuple[Rows | None, str]:
    if root in ROOTS:
        return _syndicated(xml, url)
    if root in sitemaps.ROOTS:
        return sitemaps.rows(xml)
    return (json_feed.rows(text) if not root else None), ""


def _tidied(rows: Rows, base: str, sitemap: bool) -> tuple[list[Entry], list[str]]:
    found: dict[str, Entry] = {}
    notes = []
    left_out = 0
    for link, fields in rows[:MOST_ENTRIES]:
        url = _whole(base, link)
        if url:
            fields.pop("id", None)
        if url or fields.get("content"):
            found.setdefault(url or str(fields.get("content")), Entry(url, fields, sitemap))
        else:
            left_out += 1
    if left_out:
        notes.append(f"has entries with neither an address nor a text, which were left out: {left_out}")
    if len(rows) > MOST_ENTRIES:
        notes.append(f"has more than {MOST_ENTRIES:,} entries, of which the first were taken")
    return list(found.values()), notes


def _whole(base: str, link: str) -> str:
    try:
        url = urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return url if is_address(url) else ""


# ---------------------------------------------------------------- RSS and Atom


def _syndicated(xml: str, url: str) -> tuple[Rows, str]:
    import feedparser

    root, wrong = tree(xml)
    document, count = (b"", 0) if root is None else cut_down(root)
    feed = feedparser.parse(
        io.BytesIO(document),  # a text would be taken for an address or a path
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    rows = [_row(entry, feed) for entry in feed.entries]
    return rows + [("", {})] * max(0, count - len(rows)), wrong


def _row(entry: Any, feed: Any) -> tuple[str, dict[str, object]]:
    stated = {name: _date(entry, name) for name in ("published", "updated")}
    if not stated["published"] and not feed.version.startswith("atom"):
        stated = {"published": stated["updated"], "updated": ""}  # dc:date, all that RSS 1.0 has
    content = max((_markup(part) for part in entry.get("content", ())), key=len, default="")
    summary = _markup(entry.get("summary_detail") or {})
    said = {
        "title": _plain(entry, "title"),
        "authors": _authors(entry) or _authors(feed.feed),
        **stated,
        "publisher": _plain(entry.get("source") or {}, "title") or entry.get("publisher") or _plain(feed.feed, "title"),
        "content": content,
        "summary": summary if summary != content else "",
        "language": entry.get("language") or feed.feed.get("language"),
        "id": entry.get("id"),
    }
    return _link(entry), {name: value for name, value in said.items() if value}


def _link(entry: Any) -> str:
    every = [entry.get("feedburner_origlink"), entry.get("link")]
    every += [link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate"]
    return next((link for link in every if link and _whole("http://a.example/", link)), "")


def _authors(holder: Any) -> list[str]:
    names = [str(author.get("name") or "").strip() for author in holder.get("authors", ())]
    return [name for name in names if name]


def _plain(holder: Any, name: str) -> str:
    value = str(holder.get(name) or "")
    if (holder.get(f"{name}_detail") or {}).get("type") != "text/plain":
        value = html.unescape(re.sub(r"<[^<>]*>", "", value))
    return " ".join(value.split())


def _markup(detail: Any) -> str:
    value = str(detail.get("value") or "").strip()
    return json_feed.paragraphs(value) if detail.get("type") == "text/plain" else value


def _date(entry: Any, name: str) -> str:
    """ISO 8601: a day, where only that is said, else the moment in UTC; as written where it cannot be read for sure."""
    from feedparser.datetimes.rfc822 import timezone_names

    raw = str(dict.get(entry, name) or "").strip()  # not entry[name], which takes one date for the other
    moment = dict.get(entry, f"{name}_parsed")
    zone = _ZONE.search(raw.lower())
    if not moment or _DAY.fullmatch(raw) or (zone and zone[0] not in (*timezone_names, "utc")):
        return raw
    year, month, day, hour, minute, second = moment[:6]
    try:
        when = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone.utc)
    except ValueError:  # a zone that leads out of the year 9999
        return raw
    return when.isoformat() if _CLOCK.search(raw) else when.date().isoformat()
