"""What a question gives up for those who wait behind it."""

from __future__ import annotations

import pytest

from rag.retrieval.haste import FEWEST, Haste, portion
from rag.retrieval.line import Line
from rag.retrieval.rerank import GROUP


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line with four at work and eight waiting."""
    monkeypatch.setattr(Line, "waiting", 8)
    return Line(20, 4)


@pytest.mark.parametrize(("waiting", "waited", "late"), [(4, 1.9, False), (4, 2.0, True), (5, 0.0, True)])
def test_late(line: Line, monkeypatch: pytest.MonkeyPatch, waiting: int, waited: float, late: bool) -> None:
    monkeypatch.setattr(Line, "waiting", waiting)
    assert Haste(line, 2.0).late(waited) is late


@pytest.mark.parametrize(
    ("chunks", "seconds", "waited", "least"),
    [
        # eight wait, four at a time: twice as long as a group takes, besides what it waited; four seconds are allowed
        (GROUP, 1.0, 2.0, GROUP),
        (GROUP, 1.0, 2.1, FEWEST),
        (GROUP, 2.1, 0.0, FEWEST),
        (2 * GROUP, 2.0, 2.0, GROUP),  # a group took one second of it
        (FEWEST, 1.1, 0.0, FEWEST),  # a group would take 2.2
        (0, 9.0, 2.0, GROUP),  # nothing was read: nothing is known
    ],
)
def test_the_fewest_are_read_where_a_group_for_each_who_waits_would_be_late(
    line: Line, chunks: int, seconds: float, waited: float, least: int
) -> None:
    haste = Haste(line, 2.0)
    assert haste.least(waited) == GROUP  # nothing is known yet
    haste.took(chunks, seconds)
    assert haste.least(waited) == least


def test_who_waited_too_long_gets_the_fewest_whoever_waits_behind(monkeypatch: pytest.MonkeyPatch, line: Line) -> None:
    monkeypatch.setattr(Line, "waiting", 0)
    haste = Haste(line, 2.0)
    haste.took(GROUP, 9.0)
    assert [haste.least(waited) for waited in (0.0, 4.0, 4.1)] == [GROUP, GROUP, FEWEST]


def test_the_less_is_read_the_fewer_sentences_are_chosen() -> None:
    assert [portion(20, 0), portion(FEWEST, 0), portion(GROUP, 1), portion(FEWEST, 1)] == [1, 1, 0.5, 0.25]
