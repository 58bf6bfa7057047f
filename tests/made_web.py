"""A web that a test writes down: what each address gives. It stands in for the fetcher and keeps what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import CorpusError
from rag.reading.web.fetch import Fetched

if TYPE_CHECKING:
    from collections.abc import Mapping


class Web:
    """Gives the pages it was made with; a page may be an error, or an address that it leads on to."""

    def __init__(self, pages: Mapping[str, str | bytes | CorpusError]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []

    def get(self, url: str) -> Fetched:
        self.asked.append(url)
        page = self.pages.get(url, CorpusError(url, "answers 404 Not Found; check the address"))
        if isinstance(page, CorpusError):
            raise page
        if isinstance(page, str) and page.startswith("https://"):
            return Fetched(page, "text/html", self._bytes(self.pages[page]))
        return Fetched(url, "text/html", self._bytes(page))

    def _bytes(self, page: str | bytes | CorpusError) -> bytes:
        assert not isinstance(page, CorpusError)
        return page if isinstance(page, bytes) else page.encode()


def page(title: str, body: str) -> str:
    """A page with one article."""
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def rss(*items: str) -> str:
    """A feed; each item is an address, or the inside of an item."""
    inside = "".join(f"<item>{item if '<' in item else f'<link>{item}</link>'}</item>" for item in items)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Daily Tide</title>{inside}</channel></rss>"


def sitemap(*urls: str, index: bool = False) -> str:
    """A sitemap of pages, or an index of sitemaps."""
    root, each = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    inside = "".join(f"<{each}><loc>{url}</loc></{each}>" for url in urls)
    return f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inside}</{root}>"
