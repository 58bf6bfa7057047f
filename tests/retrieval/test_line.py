"""One works, the others wait in the order they came; who has begun stands before who has not."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from rag.errors import Overloaded
from rag.retrieval.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.retrieval.line import Place

FULL = "2 questions wait already, and no more may; ask again in a moment, or raise the setting waiting"


class Readers:
    """Threads that each take one turn, started one after the other so that their order is known."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.done: list[str] = []
        self.most_at_once = self._working = 0
        self._threads: list[threading.Thread] = []
        self._count = threading.Lock()

    def start(self, name: str, place: Place | None = None) -> None:
        """Begin to wait; comes back when the reader stands in line."""
        before = self.line.waiting
        thread = threading.Thread(target=self._read, args=(name, place or self.line.place()))
        thread.start()
        self._threads.append(thread)
        until(lambda: self.line.waiting > before)

    def _read(self, name: str, place: Place) -> None:
        with place.turn():
            with self._count:
                self._working += 1
                self.most_at_once = max(self.most_at_once, self._working)
            time.sleep(0.01)
            self.done.append(name)
            with self._count:
                self._working -= 1

    def join(self) -> None:
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_first_come_first_served_one_at_a_time() -> None:
    readers = Readers(Line(10, 1))
    with readers.line.place().turn():
        for name in "abcde":
            readers.start(name)
    readers.join()
    assert (readers.done, readers.most_at_once, readers.line.waiting) == (list("abcde"), 1, 0)


def test_two_at_once_where_two_may() -> None:
    readers = Readers(Line(10, 2))
    with readers.line.place().turn(), readers.line.place().turn():
        for name in "abcd":
            readers.start(name)
    readers.join()
    assert (sorted(readers.done), readers.most_at_once) == (list("abcd"), 2)


def test_who_has_begun_goes_before_who_came_later() -> None:
    readers = Readers(Line(10, 1))
    early = readers.line.place()
    with early.turn():
        pass
    with readers.line.place().turn():
        readers.start("late")
        readers.start("early", early)
    readers.join()
    assert readers.done == ["early", "late"]


def test_a_question_too_many_is_turned_away_but_not_one_that_has_begun() -> None:
    readers = Readers(Line(2, 1))
    begun = readers.line.place()
    with begun.turn():
        pass
    with readers.line.place().turn():
        readers.start("a")
        readers.start("b")
        with pytest.raises(Overloaded) as caught, readers.line.place().turn():
            pass
        assert str(caught.value) == FULL
        readers.start("begun", begun)
    readers.join()
    assert readers.done == ["begun", "a", "b"]
    with readers.line.place().turn():  # there is room again
        pass


def test_a_failed_turn_lets_the_next_one_in() -> None:
    line = Line(10, 1)
    with pytest.raises(ZeroDivisionError), line.place().turn():
        _ = 1 / 0
    with line.place().turn():
        pass
    assert line.waiting == 0


def test_nobody_holds_the_line_between_two_turns() -> None:
    line = Line(10, 1)
    gone = line.place()  # a reader whose stream was closed after the first step
    with gone.turn():
        pass
    with ExitStack() as stack:
        stack.enter_context(line.place().turn())
    assert line.waiting == 0
