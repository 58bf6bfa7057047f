"""Work that goes on side by side: what is read ahead of its use, and what is written behind it.

Reading and writing wait for disks and run outside Python's lock in good part, so that the embedder need not wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
END: object = object()


@contextmanager
def ahead(items: Iterable[T], size: int) -> Iterator[Iterator[T]]:
    """The items in their order, taken in a thread of their own, at most `size` before they are asked for.

    An error of `items` is raised where the item would have come. Leaving early stops the thread at its next item.
    """
    iterator = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="read ahead") as executor:
        coming = deque(executor.submit(next, iterator, END) for _ in range(size))

        def given() -> Iterator[T]:
            while (item := coming.popleft().result()) is not END:
                coming.append(executor.submit(next, iterator, END))
                yield item  # type: ignore[misc]  # END is the only thing that is not an item

        try:
            yield given()
        finally:
            for each in coming:
                each.cancel()


@contextmanager
def behind() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Calls what it is handed in a thread of its own, one after the other; at most one waits or runs.

    An error is raised when the next call is handed over, or at the end.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="write behind") as executor:
        running: list[Future[None]] = []

        def hand_over(call: Callable[[], None]) -> None:
            if running:
                running.pop().result()
            running.append(executor.submit(call))

        yield hand_over
        if running:
            running.pop().result()
