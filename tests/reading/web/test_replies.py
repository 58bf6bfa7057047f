"""What is remembered of answers survives, is shared, grows old, and can be lost without harm."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest

from rag.reading.web.replies import Kept, Replies

if TYPE_CHECKING:
    from pathlib import Path

ONE = Kept('"1"', "Wed, 01 May 2024 10:00:00 GMT", "text/html", b"one" * 1000)
TWO = Kept("", "", "", b"")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "replies.sqlite"


def test_what_is_kept_is_found_again(path: Path) -> None:
    for url, kept in (("a", ONE), ("b", TWO), ("a", TWO), ("b", ONE)):
        replies = Replies(path)
        replies.keep(url, kept)
        assert replies.find(url) == kept
        replies.close()
    replies = Replies(path)
    assert [replies.find(url) for url in "abc"] == [TWO, ONE, None]
    replies.close()


def test_two_at_once(path: Path) -> None:
    def work(name: str) -> None:
        replies = Replies(path)
        for number in range(50):
            replies.keep(f"{name}{number}", Kept(name, "", "", bytes(number)))
            replies.find(f"{name}{number}")
        replies.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    replies = Replies(path)
    assert all(replies.find(f"{name}{n}") == Kept(name, "", "", bytes(n)) for name in "abcd" for n in range(50))
    replies.close()


@pytest.mark.parametrize("damage", [b"not a database" * 100, b"", b"SQLite format 3\0" + os.urandom(5000)])
def test_a_file_that_cannot_be_read_is_begun_anew(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    replies = Replies(path)
    assert replies.find("a") is None
    replies.keep("a", ONE)
    assert replies.find("a") == ONE
    replies.close()


def test_a_file_that_is_damaged_inside_is_begun_anew(path: Path) -> None:
    replies = Replies(path)
    for number in range(200):
        replies.keep(str(number), Kept("", "", "", os.urandom(2000)))
    replies.close()
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    replies = Replies(path)
    assert replies.find("1") is None
    replies.keep("1", ONE)
    assert replies.find("1") == ONE
    replies.close()


def test_an_answer_that_is_damaged_is_asked_for_again(path: Path) -> None:
    replies = Replies(path)
    replies.keep("a", ONE)
    replies.close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE replies1 SET data = x'00'")
    other.close()
    replies = Replies(path)
    assert replies.find("a") is None
    replies.keep("a", ONE)
    assert replies.find("a") == ONE
    replies.close()


def test_what_nobody_asked_for_in_90_days_is_forgotten(path: Path) -> None:
    replies = Replies(path)
    for url in "abc":
        replies.keep(url, ONE)
    replies.close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE replies1 SET used = ? WHERE url != 'c'", (int(time.time()) - 91 * 86_400,))
    other.close()
    replies = Replies(path)
    assert replies.find("a") == ONE  # asked for, so that it stays
    replies.close()
    replies = Replies(path)
    assert [replies.find(url) for url in "abc"] == [ONE, None, ONE]
    replies.close()


def test_a_file_that_is_busy_costs_a_download_only(path: Path) -> None:
    replies = Replies(path, wait=0.1)
    replies.keep("a", ONE)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    replies.keep("a", TWO)
    other.execute("ROLLBACK")
    other.close()
    assert replies.find("a") == ONE
    replies.close()
