"""Whose answer is written now: in the order in which their sources were found, so many at a time.

Searching is quick and has a line of its own in the assistant; writing is not. So every reader sees sources at once, and
only then waits for a turn.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOKS = 0.05
"""Seconds between two looks whether the answer is still wanted; below a tenth a stop is felt as at once."""


class Pen:
    """The line before the chat model. Safe to share between threads."""

    def __init__(self, at_once: int) -> None:
        """Let `at_once` answers be written at a time, at least 1."""
        self._at_once = at_once
        self._changed = threading.Condition()
        self._line: list[object] = []

    def line_up(self, ticket: object, wanted: Callable[[], bool]) -> Iterator[int]:
        """How many answers are written before this one, whenever that changes, down to 0; nothing if it is 0 at once.

        It ends early where the answer is not wanted any more. The ticket stays in line until `leave`.
        """
        with self._changed:
            self._line.append(ticket)
        told = 0
        while wanted() and (before := self._before(ticket)):
            if before != told:
                yield before
                told = before
            with self._changed:
                self._changed.wait(LOOKS)
        if told and wanted():
            yield 0

    def leave(self, ticket: object) -> None:
        """Make room; nothing happens where the ticket is not in line."""
        with self._changed:
            self._line = [each for each in self._line if each is not ticket]
            self._changed.notify_all()

    def _before(self, ticket: object) -> int:
        with self._changed:
            place = next((at for at, each in enumerate(self._line) if each is ticket), 0)
            return max(0, place - self._at_once + 1)
