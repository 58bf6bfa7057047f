"""Who may use the processor now: questions wait in line, first come, first served.

Many questions side by side only take each other's time, and memory. A question has a place in line
and takes its turn for each heavy step; between two steps nothing is held, so that a reader who goes away stops nobody.
A question that has begun stands before all that came later.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from ..errors import Overloaded


class Line:
    """The line before the processor. Safe to share between threads."""

    def __init__(self, most: int, at_once: int) -> None:
        """Let `most` questions wait at most, 0 or more, and `at_once` (kept as such) work at a time, at least 1."""
        self._most, self._free, self.at_once = most, at_once, at_once
        self._changed = threading.Condition()
        self._waiting: list[int] = []
        self._numbers = count(1)

    def place(self) -> Place:
        """A place at the end; it costs nothing before its first turn."""
        return Place(self, next(self._numbers))

    @property
    def waiting(self) -> int:
        """Number of questions that wait now."""
        return len(self._waiting)

    @property
    def full(self) -> bool:
        """Whether a question that came now would have to wait."""
        return not self._free or bool(self._waiting)

    @contextmanager
    def turn(self, number: int, begun: bool) -> Iterator[None]:
        """Wait until it is that number's turn; see `Place.turn`."""
        with self._changed:
            if not begun and not self._free and len(self._waiting) >= self._most:
                there = f"{self._most} questions wait" if self._most != 1 else "1 question waits"
                raise Overloaded(
                    f"{there} already, and no more may; ask again in a moment, or raise the setting waiting"
                )
            insort(self._waiting, number)
            try:
                self._changed.wait_for(lambda: self._free and self._waiting[0] == number)
                self._free -= 1
            finally:  # also where the wait is interrupted
                self._waiting.remove(number)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


class Place:
    """A question's place in line."""

    def __init__(self, line: Line, number: int) -> None:
        """Take the line and the number (from 1) that counts."""
        self._line, self._number, self._begun = line, number, False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have the processor until the block ends.

        Raises:
            Overloaded: as many questions as may are waiting before this one's first turn.
        """
        with self._line.turn(self._number, self._begun):
            self._begun = True
            yield
