"""Addresses → blobs: the page itself, or the pages that a feed or sitemap names, which are fetched as they are read.

How a page is fetched is told in fetch.py, what a feed says in feeds.py; here is only what leads where, and how far.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias, TypeVar

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..load import guarded

if TYPE_CHECKING:
    from .feeds import Entry
    from .fetch import Fetched

Found: TypeAlias = Blob | CorpusError

# An index names sitemaps, some of which are indexes by year or section; nobody goes deeper, so that the rest is a loop.
DEEPEST = 3
# Of one address. At the polite pace of a page a second this takes three hours.
MOST_PAGES = 10_000
# Likewise; large papers have one for each month, which makes 300 in 25 years.
MOST_SITEMAPS = 1_000
# Bytes of pages that are kept between finding and reading, for all addresses; others are fetched again, which costs a
# conditional request. A page has 0.1 to 1 MB.
MOST_HELD = 100_000_000
# A teaser has a sentence or three; dumps draw the line here too.
LEAST_WORDS = 50
CUT_OFF = re.compile(
    r"(\.\.\.|…|\[…\]|\[\.\.\.\]|(read|continue|keep) (more|on|reading|the full \w+))\W*$", re.IGNORECASE
)
Item = TypeVar("Item")
PASSWORD = re.compile(r"^[^/?#]*@")


class Getter(Protocol):
    """Fetches what is at an address, or raises CorpusError."""

    def get(self, url: str) -> Fetched:
        """What is there, after redirects."""


class Addresses:
    """What addresses lead to."""

    def __init__(self, fetcher: Getter) -> None:
        """Take who fetches; nothing is fetched yet."""
        self._fetcher, self._held = fetcher, 0

    def blobs(self, urls: Iterable[str]) -> list[Found]:
        """The pages, those of different hosts in turn, so that waiting for one host does not keep others waiting.

        Each address is fetched once, to see what it is; what cannot be had is in the list as its error.
        """
        found = [item for url in in_turn(dict.fromkeys(urls), str) for item in self._at(url)]
        return in_turn(found, lambda item: item.path if isinstance(item, CorpusError) else item.origin)

    def _at(self, url: str) -> Iterator[Found]:
        try:
            fetched, named = self._look(url)
        except CorpusError as error:
            yield error
            return
        if named is None:
            yield self._page(url, fetched)
        else:
            yield from self._named(url, named)

    def _look(self, url: str) -> tuple[Fetched, list[Entry] | None]:
        from .feeds import entries

        fetched = self._fetcher.get(url)
        with guarded(url):
            return fetched, entries(fetched)

    def _page(self, url: str, fetched: Fetched) -> Blob:
        data, shown = fetched.data, _shown(url)
        opened: Callable[[], BinaryIO] = partial(self._open, url)
        if self._held + len(data) <= MOST_HELD:
            self._held += len(data)
            opened = partial(io.BytesIO, data)
        return Blob(shown, shown, "", opened, len(data), {"url": _shown(fetched.url)})

    def _named(self, url: str, named: list[Entry]) -> Iterator[Found]:
        """The pages of a feed or sitemap, and of the sitemaps that it names, in the order they are named in."""
        pages, met = 0, {url}
        waiting = [(entry, url, 1) for entry in reversed(named)]
        while waiting:
            entry, where, depth = waiting.pop()
            if entry.note:
                yield CorpusError(where, entry.note)
            if entry.url in met:
                continue
            if pages == MOST_PAGES or (entry.sitemap and len(met) > MOST_SITEMAPS):
                kind = f"{MOST_SITEMAPS:,} sitemaps" if entry.sitemap else f"{MOST_PAGES:,} pages"
                yield CorpusError(url, f"leads to more than {kind}, of which the first were taken; name parts of it")
                return
            if entry.sitemap:
                met.add(entry.url)
                try:
                    inner = self._sitemap(entry.url, depth)
                except CorpusError as error:
                    yield error
                else:
                    waiting += [(each, entry.url, depth + 1) for each in reversed(inner)]
            else:
                pages += 1
                yield self._entry(entry, where)

    def _sitemap(self, url: str, depth: int) -> list[Entry]:
        if depth > DEEPEST:
            raise CorpusError(url, f"is a sitemap more than {DEEPEST} indexes deep; name it by itself")
        _, named = self._look(url)
        if named is None:
            raise CorpusError(url, "is named as a sitemap but is none; check the address")
        return named

    def _entry(self, entry: Entry, where: str) -> Blob:
        if not entry.url:
            content = str(entry.fields.get("content")).encode(errors="replace")
            place = f"{_shown(where)}#{entry.fields.get('id') or hashlib.sha256(content).hexdigest()[:12]}"
            return Blob(place, place, "", partial(_nothing, place), fields={"feed": entry.fields})
        shown = _shown(entry.url)
        fields = {"url": shown, "feed": entry.fields}
        return Blob(shown, shown, "", partial(self._open, entry.url), fields=fields)

    def _open(self, url: str) -> BinaryIO:
        return io.BytesIO(self._fetcher.get(url).data)


def _shown(url: str) -> str:
    """The address as it is kept: without a password, and known as one by how it begins."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.lower()}://{PASSWORD.sub('', rest)}"


def _nothing(place: str) -> BinaryIO:
    raise CorpusError(place, "has no address of its own, only what the feed says")


def in_turn(items: Iterable[Item], place: Callable[[Item], str]) -> list[Item]:
    """The same items, one of each host, then the second of each, and so on; each host's stay in their order."""
    turns: Counter[str] = Counter()

    def turn(item: Item) -> int:
        host = re.split(r"[/?#]", place(item).lower().partition("://")[2], maxsplit=1)[0]
        turns[host] += 1
        return turns[host]

    return sorted(items, key=turn)


def feed_text(blob: Blob, error: CorpusError) -> SourceText | CorpusError:
    """The text that the feed has of a page which could not be read; the error, if it has none or only its beginning."""
    feed = blob.fields.get("feed")
    content = feed.get("content") if isinstance(feed, Mapping) else None
    if error.gone or not isinstance(content, str):
        return error
    from ..chunk import count_words
    from ..pages.page import text_of_html

    try:
        text = text_of_html(content)
    except CorpusError:
        return error
    if count_words(text) < LEAST_WORDS or CUT_OFF.search(text[-100:]):
        return error
    note = f"{error.reason}; its text was taken from the feed"
    return SourceText(blob.origin, blob.relative, text, dict(blob.fields), notes=(note,))
