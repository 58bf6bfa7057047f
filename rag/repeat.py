"""When a sync is due again: after a change below a folder, or when some time has passed. The home of watchfiles."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .errors import ConfigError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LEAST = 10
"""Seconds; a feed that is asked more often learns nothing and annoys its publisher."""
TICK = 500
"""Milliseconds between two looks at the clock."""


def seconds(text: str) -> float:
    """A span such as "15m" in seconds.

    Raises:
        ConfigError: it is no such span, or less than 10 seconds.
    """
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip().lower())
    if not found:
        raise ConfigError(f"--every {text!r} is not a span of time; write it as 15m, 2h or 1d")
    value = int(found[1]) * UNITS[found[2]]
    if value < LEAST:
        raise ConfigError(f"--every {text!r} is too often; {LEAST}s is the least")
    return value


def due(watched: Sequence[Path], every: float | None) -> Iterator[None]:
    """Yields each time a sync is due, first at once; ends when the program is interrupted (Ctrl-C).

    Args:
        watched: folders and files; a change below them makes a sync due. What changes while one runs counts as well.
        every: seconds from the start of one to the start of the next; None: no limit.
    """
    try:
        if not watched:
            while True:
                started = time.monotonic()
                yield
                time.sleep(max(0.0, started + (every or 0.0) - time.monotonic()))
        yield from _changes(watched, every)
    except KeyboardInterrupt:
        return


def _changes(watched: Sequence[Path], every: float | None) -> Iterator[None]:
    from watchfiles import watch

    started: float | None = None
    for changes in watch(*watched, rust_timeout=TICK, yield_on_timeout=True, raise_interrupt=False):
        now = time.monotonic()
        if changes or started is None or (every and now - started >= every):
            started = now
            yield
