"""JSON Feed (jsonfeed.org, versions 1.0 and 1.1) → addresses of pages, with what the feed says of each."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from .feed_tree import MOST_ENTRIES

_VERSION = "https://jsonfeed.org/version/"
_FIELDS = {
    "title": "title",
    "content_html": "content",
    "summary": "summary",
    "date_published": "published",
    "date_modified": "updated",
    "language": "language",
}


def rows(text: str) -> list[tuple[str, dict[str, object]]] | None:
    """(address as written, fields) in order, one over `MOST_ENTRIES` if there are more; None if it is no JSON Feed."""
    if not text.lstrip().startswith("{") or "jsonfeed.org" not in text:
        return None
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not _text(feed, "version").startswith(_VERSION):
        return None
    items = feed.get("items")
    every = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [_row(item, feed) for item in every[: MOST_ENTRIES + 1]]


def paragraphs(text: str) -> str:
    """Plain text as HTML; blank lines part paragraphs."""
    parts = re.split(r"\n[ \t\r]*\n", text)
    return "".join(f"<p>{html.escape(part.strip(), quote=False)}</p>" for part in parts if part.strip())


def _row(item: dict[str, Any], feed: dict[str, Any]) -> tuple[str, dict[str, object]]:
    said: dict[str, object] = {ours: _text(item, theirs) for theirs, ours in _FIELDS.items()}
    said["content"] = said["content"] or paragraphs(_text(item, "content_text"))
    said["language"] = said["language"] or _text(feed, "language")
    said["publisher"] = _text(feed, "title")
    said["authors"] = _authors(item) or _authors(feed)
    said["id"] = _text(item, "id")
    return _text(item, "url") or _text(item, "external_url"), {name: value for name, value in said.items() if value}


def _authors(holder: dict[str, Any]) -> list[str]:
    several = holder.get("authors")
    persons = several if isinstance(several, list) else [holder.get("author")]
    return [name for person in persons if isinstance(person, dict) and (name := _text(person, "name"))]


def _text(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""
