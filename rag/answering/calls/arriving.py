"""One call of a chat model, read in the background, so that it ends at once when it is stopped or takes too long.

All calls are read on one event loop in a thread of its own: cancelling a call there closes its connection whatever it
waits for, which no other thread can do to a blocking read. A server that sees its connection closed frees the place.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, suppress
from typing import TypeVar

T = TypeVar("T")

LOOKS = 0.05
"""Seconds between two looks whether a silent model is still wanted: a stop is felt as at once below a tenth."""

_lock = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


class Deadline:
    """When a call is given up: some seconds from now, which may be granted again."""

    def __init__(self, seconds: float) -> None:
        """Grant the seconds."""
        self._seconds = seconds
        self.grant()

    def grant(self) -> None:
        """Grant the seconds again, from now."""
        self._at = time.monotonic() + self._seconds

    @property
    def left(self) -> float:
        """Seconds until it; below 0 afterwards."""
        return self._at - time.monotonic()


class _End:
    """The last item of a call: why it ended, None if it is complete."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def arriving(
    begin: Callable[[], AsyncGenerator[T, None]], deadline: Deadline, stopped: Callable[[], bool]
) -> Generator[T, None, None]:
    """What the call gives, as it comes; closing it ends the call.

    Args:
        begin: starts the call; runs on the loop.
        deadline: when the call is given up; may move as pieces come.
        stopped: whether nobody waits any more; the call then ends without another piece.

    Raises:
        TimeoutError: the deadline passed.
        Exception: whatever the call raises.
    """
    items: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
    left = threading.Event()

    async def read() -> None:
        try:
            async with aclosing(begin()) as stream:
                async for piece in stream:
                    if left.is_set():  # before Python 3.12, wait_for in a library may swallow the cancelling
                        return
                    items.put(piece)
                    await asyncio.sleep(0)  # a flood of pieces never waits, and could not be cancelled
            items.put(_End())
        except Exception as error:
            items.put(_End(error))

    reading = asyncio.run_coroutine_threadsafe(read(), _loop())
    try:
        while not isinstance(item := _next(items, deadline, stopped), _End):
            yield item
        if item.error:
            raise item.error
    finally:
        left.set()
        reading.cancel()


def _next(items: queue.SimpleQueue[T | _End], deadline: Deadline, stopped: Callable[[], bool]) -> T | _End:
    """The next item, or an end where nobody waits any more."""
    while not stopped():
        if deadline.left <= 0:
            raise TimeoutError("the time is over")
        with suppress(queue.Empty):
            return items.get(timeout=LOOKS)
    return _End()


def _loop() -> asyncio.AbstractEventLoop:
    """The loop on which calls are read; begun with the first call, ends with the process."""
    with _lock:
        if not _loops:
            _loops.append(asyncio.new_event_loop())
            threading.Thread(target=_loops[0].run_forever, name="chat calls", daemon=True).start()
        return _loops[0]
