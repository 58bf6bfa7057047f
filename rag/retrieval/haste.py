"""How much is read closely for one question while others wait: all, what its time allows, or the least there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .line import Line
from .rerank import GROUP, groups

FEWEST = 3
"""Chunks read where even six for each who waits would take too long; docs/decisions.md has what that costs."""
PATIENCE = 2
"""Times the seconds a question may take for reading, within which the last who waits shall have been read for."""


def portion(chunks: float, left: int) -> float:
    """Share (0 to 1) of the sentences that are still chosen where `left` chunks more were not read: all if none were.

    Half, and of fewer `chunks` than a group a quarter.
    """
    return 1 if not left else 1 / 2 if chunks >= GROUP else 1 / 4


class Haste:
    """Decides what a question gives up for those who wait behind it. Safe to share between threads."""

    def __init__(self, line: Line, seconds: float) -> None:
        """Take the line before the processor and the `seconds` (from 0) after which a question is late."""
        self._line, self._seconds, self._a_group = line, seconds, 0.0

    def sizes(self, waited: Callable[[], float]) -> Iterator[int]:
        """How many chunks to read at once, for as long as there is time; `waited` tells seconds since the question."""
        return groups(lambda: self.late(waited()), self.least(waited()))

    def late(self, waited: float) -> bool:
        """Whether no more is read for an answer than must be, `waited` seconds after it was asked for.

        It is where its time is up, or more questions wait than are at work. What it waited for others counts: without
        that the last of twenty readers waited for 13 s, and waits for 4.5 s.
        """
        return waited >= self._seconds or self._line.waiting > self._line.at_once

    def least(self, waited: float) -> int:
        """Chunks that are read in any case, `waited` seconds after the question: GROUP, or FEWEST.

        The fewest where those who wait would, at a group for each and as fast as the last question was read for, not
        all have been read for in time, and where it has itself waited for longer than that.
        """
        behind = self._line.waiting * self._a_group / self._line.at_once
        return FEWEST if waited + behind > PATIENCE * self._seconds else GROUP

    def took(self, chunks: int, seconds: float) -> None:
        """Remember that reading that many chunks, and their sentences, took so long."""
        if chunks:
            self._a_group = seconds * GROUP / chunks
