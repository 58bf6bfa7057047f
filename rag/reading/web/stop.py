"""A wait that can be given up from another thread, whatever it is for: a name, a connection, a body, a pause."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, TypeVar

from ...errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
TICK = 0.2
"""Seconds between two looks at whether it has been given up."""


class Stop:
    """Whether what is waited for has been given up; for good."""

    def __init__(self) -> None:
        """It has not."""
        self._given_up = threading.Event()

    def __call__(self) -> None:
        """Give up: every wait ends within TICK, and none begins."""
        self._given_up.set()

    def check(self, place: str) -> None:
        """Raises CorpusError of that place where it has been given up."""
        if self._given_up.is_set():
            raise CorpusError(place, "was given up, since the sync was cancelled")

    def unless(self, place: str, work: Callable[[], T]) -> T:
        """What `work` gives or raises, done in a thread of its own, which is left to itself if it is given up.

        Raises:
            CorpusError: it was given up.
        """
        self.check(place)
        done: Future[T] = Future()

        def go() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # for who waits
                done.set_exception(error)

        threading.Thread(target=go, name="fetch", daemon=True).start()
        while not wait([done], TICK).done:
            self.check(place)
        return done.result()
