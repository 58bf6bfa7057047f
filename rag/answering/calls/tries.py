"""Another try where the failure may pass within seconds, as long as nothing was said and the time is not over."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, Callable, Generator
from typing import TypeVar

from .arriving import LOOKS, Deadline, arriving
from .failures import diagnose

T = TypeVar("T")

MOST = 4
"""Tries of a call. Back-off doubles, so that a fifth would come after the reader has read the extract."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Seconds of back-off at most: before the second try, and before any. The usual numbers of the providers' libraries."""
LONGEST_ASKED = 20.0
"""Seconds that a provider may ask to wait; where it asks for more, the extract is shown at once."""


def tried(
    begin: Callable[[], AsyncGenerator[T, None]],
    says: Callable[[T], bool],
    seconds: float,
    stopped: Callable[[], bool],
) -> Generator[T, None, None]:
    """What the first try gives that does not fail before anything was said.

    Args:
        begin: starts a try.
        says: whether a piece holds something for the reader; after such a piece nothing is tried again.
        seconds: time until the first such piece, all tries and pauses together; as much again from there to the end.
        stopped: whether nobody waits any more; it is looked at every LOOKS, in pauses too.

    Raises:
        Exception: what the last try raised.
    """
    deadline, said = Deadline(seconds), False
    for number in range(MOST):
        try:
            for piece in arriving(begin, deadline, stopped):
                if not said and says(piece):
                    said = True
                    deadline.grant()
                yield piece
            return
        except Exception as error:
            pause = _pause(error, number)
            if said or pause is None or pause >= deadline.left:
                raise
        if not _slept(pause, stopped):
            return


def _pause(error: Exception, number: int) -> float | None:
    """Seconds until the next try; None if there should be none."""
    failure = diagnose(error, "")
    if not failure.again or number + 1 >= MOST or (failure.wait or 0) > LONGEST_ASKED:
        return None
    if failure.wait is not None:
        return failure.wait
    # Anything from half of it, so that those who failed together do not come back together.
    return random.uniform(0.5, 1.0) * float(min(LONGEST_WAIT, FIRST_WAIT * 2**number))


def _slept(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Whether the time went by without a stop."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if stopped():
            return False
        time.sleep(min(LOOKS, left))
    return not stopped()
