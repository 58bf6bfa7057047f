"""Requests a minute, for each asker apart."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_ASKERS = 10_000
"""Askers that are remembered, 1 MB; the one longest silent is forgotten first."""


class Pace:
    """At most `most` at once and, after that, `most` a minute, evenly (a token bucket). For one event loop."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`most`, 0 or more; 0 means no limit. `clock` gives seconds."""
        self._most, self._clock = most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, asker: str) -> float:
        """Take a request of the asker and return 0.0; or take none and return the seconds until one may come."""
        left = self._left_of(asker)
        if self._most and left < 1:
            return (1 - left) * 60 / self._most
        self.take(asker)
        return 0.0

    def spent(self, asker: str) -> bool:
        """Whether the asker has none left now."""
        return bool(self._most) and self._left_of(asker) < 1

    def take(self, asker: str) -> None:
        """Count a request of the asker."""
        if not self._most:
            return
        self._left[asker] = max(0.0, self._left_of(asker) - 1), self._clock()
        self._left.move_to_end(asker)
        if len(self._left) > MOST_ASKERS:
            self._left.popitem(last=False)

    def _left_of(self, asker: str) -> float:
        now = self._clock()
        left, then = self._left.get(asker, (float(self._most), now))
        return min(float(self._most), left + (now - then) * self._most / 60)


def asker_of(address: str) -> str:
    """Who asks from an address: an IPv6 line has 2**64 addresses of its own, which count as one."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    if number.version == 4 or number.ipv4_mapped:
        return str(number.ipv4_mapped if number.version == 6 else number)
    return str(ipaddress.ip_network((number, 64), strict=False))
