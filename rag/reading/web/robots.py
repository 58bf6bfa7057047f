"""What a site lets programs read: its robots.txt (RFC 9309), asked for once an hour, and how far apart requests are.

Does not fetch: it is handed a function that does. Home of protego.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from ...errors import CorpusError
from .guard import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from protego import Protego

TOKEN = "Footnote"
"""The name under which robots.txt may speak to us."""
MOST_BYTES = 500_000
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB, which is meant, and the rest may be left."""
LONGEST_DELAY = 30.0
"""Seconds; a longer Crawl-delay is taken as this, since at 30 s a feed of 100 articles already takes 50 minutes."""


KEPT_SECONDS = 3600.0
"""A run is shorter, so that each of its sites is asked once; RFC 9309 allows a day."""
KEPT_FAILURE_SECONDS = 600.0
"""Likewise, where it could not be read: a site that does not answer is waited for once, and again in a later run."""


class Robots:
    """The rules of every site that was asked for; may be used by several threads."""

    def __init__(self, read: Callable[[httpx.URL], str]) -> None:
        """`read` gives the text of a robots.txt, "" if there is none; raises CorpusError where that is not known."""
        self._read = read
        self._known: dict[str, tuple[Protego | CorpusError, float]] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def delay(self, url: httpx.URL) -> float:
        """Seconds the site wants between two requests; 0 if it does not say.

        Raises:
            Unreachable: the site cannot be reached at all.
            CorpusError: the page may not be fetched, or whether it may cannot be told now.
        """
        place = url.copy_with(raw_path=b"/robots.txt")
        with self._locks[str(place)]:
            rules, until = self._known.get(str(place), (None, 0.0))
            if rules is None or time.monotonic() > until:
                rules = self._rules(place)
                kept = KEPT_FAILURE_SECONDS if isinstance(rules, CorpusError) else KEPT_SECONDS
                self._known[str(place)] = (rules, time.monotonic() + kept)
        host = url.netloc.decode("ascii")
        if isinstance(rules, Unreachable):
            raise Unreachable(str(url), rules.reason)
        if isinstance(rules, CorpusError):
            why = f"is not fetched this time, since robots.txt of {host} {rules.reason}"
            raise CorpusError(str(url), why)
        if not rules.can_fetch(str(url), TOKEN):
            raise CorpusError(
                str(url), f"is closed to programs by robots.txt of {host}; save the page and give the file"
            )
        return min(rules.crawl_delay(TOKEN) or 0.0, LONGEST_DELAY)

    def _rules(self, place: httpx.URL) -> Protego | CorpusError:
        from protego import Protego

        try:
            return Protego.parse(self._read(place))
        except CorpusError as error:
            return error


class Pace:
    """Keeps requests to one host apart; may be used by several threads."""

    def __init__(self) -> None:
        """Nothing has been asked yet."""
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, delay: float) -> float:
        """Wait until `delay` seconds after the last request to the host began; the seconds that took."""
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._last.get(host, now - delay) + delay)
            self._last[host] = begin
        time.sleep(begin - now)
        return begin - now
