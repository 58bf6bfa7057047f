"""An address → bytes: guarded, polite, and asked only for what has changed since last time.

Holds the order of things. Who may be asked is in `guard.py`, what a site allows in `robots.py`, one request in
`exchange.py`, what a status means in `status.py`, what is remembered in `replies.py`. What the bytes are is for others.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...errors import CorpusError
from .exchange import Line, answered, first_bytes
from .guard import Deadline, Gate, Unreachable, checked, look_up, without_password
from .replies import Kept, Replies
from .robots import MOST_BYTES as MOST_ROBOTS_BYTES
from .robots import Pace, Robots
from .status import LONGEST_RETRY, next_address, refuse, retry_after, too_long
from .stop import Stop

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import httpx

    from .exchange import Answer

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf,*/*;q=0.5"


@dataclass(frozen=True)
class Limits:
    """How much is asked of others, and borne from them."""

    timeout: float = 20.0
    """Seconds without a sign of life; chosen, not measured."""
    deadline: float = 120.0
    """Seconds for one address, redirects included, waits for the server's sake not; 20 MB at 1.3 Mbit/s fit in."""
    most_bytes: int = 20_000_000
    """Bytes of one page, feed or PDF, counted unpacked."""
    redirects: int = 5
    """One after the other: to https, to www, to a new path, and two to spare. RFC 9309 names 5 for robots.txt."""
    delay: float = 1.0
    """Seconds between the beginnings of two requests to one host."""


@dataclass(frozen=True)
class Fetched:
    """What an address gave."""

    url: str
    """After redirects."""
    content_type: str
    """The header as sent, "" if there was none."""
    data: bytes


class Fetcher:
    """Fetches addresses; a site's robots.txt is asked for once an hour. May be used by several threads."""

    def __init__(
        self,
        cache: Path | None,
        limits: Limits,
        private_addresses: bool = False,
        look_up: Callable[[str], Sequence[str]] = look_up,
        backend: Any = None,
    ) -> None:
        """Nothing is opened or asked yet.

        Args:
            cache: file that remembers answers between runs; None remembers none.
            limits: how much is asked and borne.
            private_addresses: whether machines of the local network may be asked too.
            look_up: gives the numeric addresses of a host, raises OSError if it has none.
            backend: the httpcore.NetworkBackend that connects to a number; None is the usual one.
        """
        self._limits, self._private, self._look_up, self._backend = limits, private_addresses, look_up, backend
        self._cache, self._opening = cache, threading.Lock()
        self._replies: Replies | None = None
        self._robots, self._pace, self._stop = Robots(self._robots_text), Pace(), Stop()

    def get(self, url: str) -> Fetched:
        """What is at `url`.

        Raises:
            CorpusError: it cannot be had, with the reason in words; `gone` is set where it was taken down.
        """
        with self._opening:
            if self._cache and not self._replies:
                self._replies = Replies(self._cache)
        deadline = Deadline(url, self._limits.deadline, self._stop)
        return self._stop.unless(url, lambda: self._follow(url, lambda hop: self._page(hop, deadline)))

    def stop(self) -> None:
        """Give up what is being fetched, from another thread: `get` raises CorpusError at once, now and later."""
        self._stop()

    def close(self) -> None:
        """Put the cache in order and close it; the next `get` opens it again."""
        with self._opening:
            if self._replies:
                self._replies.close()
            self._replies = None

    # ------------------------------------------------------------ from hop to hop

    def _follow(self, url: str, ask: Callable[[httpx.URL], Fetched | str]) -> Fetched:
        """Ask `url`, and what it leads to, until something is there; `ask` gives that, or the next address."""
        seen: list[str] = []
        found: Fetched | str = url
        try:
            while isinstance(found, str):
                hop = checked(found)
                if str(hop) in seen:
                    raise CorpusError(url, "leads back to itself; check the address")
                if len(seen) > self._limits.redirects:
                    raise CorpusError(url, f"leads on more than {self._limits.redirects} times; check the address")
                seen.append(str(hop))
                found = ask(hop)
        except CorpusError as error:
            led = f"leads to {without_password(found):.200}, which " if isinstance(found, str) and found != url else ""
            kind = Unreachable if isinstance(error, Unreachable) and not led else CorpusError
            raise kind(without_password(url), led + error.reason, gone=error.gone) from error
        return found

    def _page(self, url: httpx.URL, deadline: Deadline) -> Fetched | str:
        begun = time.monotonic()
        delay = max(self._limits.delay, self._robots.delay(url))
        deadline.put_off(time.monotonic() - begun)  # robots.txt has its own
        kept = self._replies.find(str(url)) if self._replies else None
        headers = {"accept": ACCEPT}
        if kept:
            asked = {"if-none-match": kept.etag, "if-modified-since": kept.modified}
            headers |= {name: value for name, value in asked.items() if value}
        with self._asked(url, headers, delay, deadline) as answer:
            pause = retry_after(answer)
            if pause is None or pause > LONGEST_RETRY:
                return self._read(url, answer, kept)
        time.sleep(pause)
        deadline.put_off(pause)
        with self._asked(url, headers, delay, deadline) as answer:
            return self._read(url, answer, kept)

    def _read(self, url: httpx.URL, answer: Answer, kept: Kept | None) -> Fetched | str:
        if kept and answer.status == 304:
            return Fetched(str(url), kept.content_type, kept.data)
        if following := next_address(str(url), answer):
            return following
        refuse(str(url), answer, self._limits.most_bytes)
        data = first_bytes(answer, self._limits.most_bytes + 1)
        if len(data) > self._limits.most_bytes:
            raise too_long(str(url), self._limits.most_bytes)
        headers = answer.headers
        new = Kept(headers.get("etag", ""), headers.get("last-modified", ""), headers.get("content-type", ""), data)
        if self._replies and (new.etag or new.modified) and "no-store" not in headers.get("cache-control", "").lower():
            self._replies.keep(str(url), new)
        return Fetched(str(url), new.content_type, data)

    def _robots_text(self, url: httpx.URL) -> str:
        deadline = Deadline(str(url), self._limits.deadline, self._stop)

        def ask(hop: httpx.URL) -> Fetched | str:
            with self._asked(hop, {}, self._limits.delay, deadline) as answer:
                if following := next_address(str(hop), answer):
                    return following
                if 400 <= answer.status < 500 and answer.status != 429:  # there is none, so that nothing is closed
                    return Fetched(str(hop), "", b"")
                refuse(str(hop), answer, sys.maxsize)
                return Fetched(str(hop), "", first_bytes(answer, MOST_ROBOTS_BYTES))

        return self._follow(str(url), ask).data.decode("utf-8-sig", "replace")

    # ------------------------------------------------------------ one request

    @contextmanager
    def _asked(self, url: httpx.URL, headers: Mapping[str, str], delay: float, deadline: Deadline) -> Iterator[Answer]:
        import httpcore

        backend = self._backend or httpcore.SyncBackend()
        gate = Gate(deadline, self._private, self._look_up, backend)
        certificates = self._certificates if url.scheme == "https" else None
        line = Line(gate, certificates, self._limits.timeout, deadline)
        deadline.put_off(self._pace.wait(url.host, delay))
        with answered(url, headers, line) as answer:
            yield answer

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        import httpx

        return httpx.create_ssl_context()
