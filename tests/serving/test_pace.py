"""Requests a minute, by a clock that the test sets."""

from __future__ import annotations

import pytest

from rag.serving import pace
from rag.serving.pace import Pace, asker_of


class Clock:
    """Stands still until it is set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_three_a_minute_are_three_at_once_and_then_one_every_twenty_seconds() -> None:
    clock = Clock()
    three = Pace(3, clock)
    assert [three.wait("a") for _ in range(4)] == [0, 0, 0, 20]
    assert three.wait("b") == 0  # another one has three of its own
    clock.now += 15
    assert three.wait("a") == pytest.approx(5)
    clock.now += 5
    assert [three.wait("a"), three.wait("a")] == [0, pytest.approx(20)]
    clock.now += 3600
    assert [three.wait("a") for _ in range(4)] == [0, 0, 0, pytest.approx(20)]


def test_zero_is_no_limit() -> None:
    none = Pace(0, Clock())
    assert {none.wait("a") for _ in range(1000)} == {0}
    assert not none.spent("a")


def test_one_can_look_without_taking() -> None:
    one = Pace(1, Clock())
    assert not one.spent("a")
    assert not one.spent("a")
    one.take("a")
    assert one.spent("a")


def test_no_more_askers_are_remembered_than_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_ASKERS", 2)
    one = Pace(1, Clock())
    assert [one.wait(name) for name in "abc"] == [0, 0, 0]
    assert one.spent("c") and one.spent("b")
    assert not one.spent("a")


@pytest.mark.parametrize(
    ("address", "asker"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_asks(address: str, asker: str) -> None:
    assert asker_of(address) == asker
