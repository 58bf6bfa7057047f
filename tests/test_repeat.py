"""A sync is due at once, after each span of time, and after a change below a watched folder."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from rag import repeat
from rag.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("text", "expected"), [("30s", 30), ("15m", 900), (" 2H ", 7200), ("1d", 86400)])
def test_spans_of_time(text: str, expected: float) -> None:
    assert repeat.seconds(text) == expected


@pytest.mark.parametrize("text", ["", "15", "m", "1.5h", "15 m", "-5m", "9999999m"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        repeat.seconds(text)
    assert str(caught.value) == f"--every {text!r} is not a span of time; write it as 15m, 2h or 1d"


def test_too_often() -> None:
    with pytest.raises(ConfigError) as caught:
        repeat.seconds("9s")
    assert str(caught.value) == "--every '9s' is too often; 10s is the least"


def test_every_span_counts_from_start_to_start() -> None:
    start = time.monotonic()
    turns = repeat.due([], 0.2)
    for turn in range(3):
        next(turns)
        assert 0.2 * turn <= time.monotonic() - start < 0.2 * turn + 0.15
        time.sleep(0.1)  # the work of a turn


def test_a_change_makes_a_sync_due(tmp_path: Path) -> None:
    turns = repeat.due([tmp_path], None)
    next(turns)
    threading.Timer(0.3, lambda: (tmp_path / "new.txt").write_text("New")).start()
    start = time.monotonic()
    next(turns)
    assert 0.2 < time.monotonic() - start < 10


def test_a_change_while_a_sync_runs_is_not_missed(tmp_path: Path) -> None:
    turns = repeat.due([tmp_path], None)
    next(turns)
    (tmp_path / "new.txt").write_text("New")
    time.sleep(0.2)
    next(turns)  # would wait for ever


def test_both_together(tmp_path: Path) -> None:
    turns = repeat.due([tmp_path], 1.0)
    next(turns)
    start = time.monotonic()
    next(turns)
    assert 0.9 < time.monotonic() - start < 5
