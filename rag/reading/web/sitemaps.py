"""Sitemaps → addresses of pages, or of more sitemaps, with what they say of each.

The protocol of sitemaps.org, and the news extension with title, day, publisher and language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .feed_tree import MOST_ENTRIES, tree

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("urlset", "sitemapindex")
_NEWS = "{http://www.google.com/schemas/sitemap-news/"
_FIELDS = {"title": "title", "publication_date": "published", "name": "publisher", "language": "language"}


def rows(xml: str) -> tuple[list[tuple[str, dict[str, object]]], str]:
    """(address as written, fields) in order, one more than `MOST_ENTRIES` if there are more, and what is wrong with it.

    Raises:
        Unusable: the XML is made to do harm.
    """
    root, wrong = tree(xml)
    pages = [] if root is None else [child for child in root if child.tag.rpartition("}")[2] in ("url", "sitemap")]
    return [_row(page) for page in pages[: MOST_ENTRIES + 1]], wrong


def _row(element: _Element) -> tuple[str, dict[str, object]]:
    own = element.tag.rpartition("}")[0]
    url = ""
    fields: dict[str, object] = {}
    for child in element.iter("*"):
        space, _, name = child.tag.rpartition("}")
        text = " ".join((child.text or "").split())
        if space == own and name == "loc":
            url = url or text
        elif space == own and name == "lastmod" and text:
            fields.setdefault("updated", text)
        elif f"{space}}}".startswith(_NEWS) and name in _FIELDS and text:
            fields.setdefault(_FIELDS[name], text)
    return url, fields
