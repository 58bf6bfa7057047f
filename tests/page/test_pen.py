"""Answers are written in the order of their sources, so many at a time."""

from __future__ import annotations

import threading
import time

from rag.page.pen import Pen


def test_the_first_writes_at_once_and_the_others_are_told_how_many_come_before() -> None:
    pen = Pen(1)
    assert list(pen.line_up("a", lambda: True)) == []
    second, third = pen.line_up("b", lambda: True), pen.line_up("c", lambda: True)
    assert (next(second), next(third)) == (1, 2)
    pen.leave("b")  # stopped before its turn
    assert next(third) == 1
    pen.leave("a")
    assert list(third) == [0]


def test_so_many_write_at_a_time() -> None:
    pen = Pen(2)
    assert list(pen.line_up("a", lambda: True)) == list(pen.line_up("b", lambda: True)) == []
    assert next(pen.line_up("c", lambda: True)) == 1


def test_what_nobody_waits_for_leaves_the_line() -> None:
    pen = Pen(1)
    list(pen.line_up("a", lambda: True))
    assert list(pen.line_up("b", lambda: False)) == []
    pen.leave("b")
    pen.leave("never there")


def test_threads_take_their_turns_one_by_one() -> None:
    pen, writing, most = Pen(1), 0, 0
    lock = threading.Lock()

    def write(number: int) -> None:
        nonlocal writing, most
        list(pen.line_up(number, lambda: True))
        with lock:
            writing += 1
            most = max(most, writing)
        time.sleep(0.005)
        with lock:
            writing -= 1
        pen.leave(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1000, 1012)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (most, writing) == (1, 0)
