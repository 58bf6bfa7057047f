"""What is read ahead and written behind keeps its order, its bounds and its errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from rag.indexing.overlap import ahead, behind


def test_items_come_in_their_order_from_another_thread() -> None:
    threads = set()

    def items() -> Iterator[int]:
        for number in range(50):
            threads.add(threading.current_thread().name)
            yield number

    with ahead(items(), 4) as stream:
        assert list(stream) == list(range(50))
    assert len(threads) == 1
    assert threads != {threading.current_thread().name}


def test_no_more_are_taken_than_may_wait() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with ahead(items(), 3) as stream:
        for number in stream:
            if number == 9:
                break
    assert len(taken) <= 10 + 3 + 1


def test_an_error_comes_where_the_item_would_have_come() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("second")

    got = []
    with pytest.raises(ValueError, match="second"), ahead(items(), 4) as stream:
        got.append(next(stream))
        next(stream)
    assert got == [1]


def test_nothing_to_read() -> None:
    nothing: list[int] = []
    with ahead(nothing, 4) as stream:
        assert list(stream) == []


def test_calls_run_one_after_the_other() -> None:
    done: list[int] = []
    with behind() as hand_over:
        for number in range(20):
            hand_over(lambda number=number: done.append(number))  # type: ignore[misc]
    assert done == list(range(20))


@pytest.mark.parametrize("more", [False, True])
def test_an_error_of_a_call_is_raised_at_the_next_or_at_the_end(more: bool) -> None:
    def fail() -> None:
        raise ValueError("full")

    with pytest.raises(ValueError, match="full"), behind() as hand_over:
        hand_over(fail)
        if more:
            hand_over(lambda: None)
            raise AssertionError("not reached")
