"""Thresholds, on signatures whose values are made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rag.indexing.near import Edges, edges_of


def near(agree: int, sizes: tuple[int, int] = (100, 100), publishers: tuple[str, str] = ("a", "b")) -> Edges:
    """The edges between two signatures of 256 values, of which the first `agree` are the same."""
    one = np.arange(256, dtype="<u2")
    two = np.where(np.arange(256) < agree, one, one + 1000).astype("<u2")
    return edges_of(one.tobytes() + two.tobytes(), sizes, publishers)


def test_share_of_texts_of_one_length() -> None:
    # J = 110/256, share = 2J / (1 + J) = 220/366 = 0.601; with 109 it is 218/365 = 0.597
    assert near(110) == {0: {1: pytest.approx(220 / 366)}, 1: {0: pytest.approx(220 / 366)}}
    assert near(109) == {}


def test_the_shorter_may_be_a_copy_of_the_longer_and_not_the_other_way_round() -> None:
    # J = 0.5: 1/3 of 100 + 200 are common, all of the one and half of the other
    assert near(128, (100, 200)) == {0: {1: pytest.approx(1.0)}}
    assert near(128, (200, 100)) == {1: {0: pytest.approx(1.0)}}


def test_what_is_cut_to_less_is_no_copy() -> None:
    assert list(near(103, (100, 250))) == [0]  # J = 0.402
    assert near(102, (100, 250)) == {}  # J = 0.398


@pytest.mark.parametrize(
    ("sizes", "publishers", "least"),
    [
        ((100, 100), ("a", "a"), 231),  # one publisher: J = 231/256 = 0.902
        ((49, 100), ("a", "b"), 231),  # one is very short
        ((50, 50), ("a", "b"), 110),
        ((100, 100), ("", ""), 110),  # publishers that are not known are not one
    ],
)
def test_how_many_values_have_to_agree(sizes: tuple[int, int], publishers: tuple[str, str], least: int) -> None:
    sizes = (sizes[0], sizes[0])
    assert set(near(least, sizes, publishers)) == {0, 1}
    assert near(least - 1, sizes, publishers) == {}


def test_pairs_that_agree_in_no_band_are_not_looked_at() -> None:
    one = np.arange(256, dtype="<u2")
    two = np.where(np.arange(256) % 3 == 0, one + 1000, one).astype("<u2")  # one of every three differs: J = 0.66
    assert edges_of(one.tobytes() + two.tobytes(), (100, 100), ("a", "b")) == {}


def test_nothing_and_one() -> None:
    assert edges_of(b"", [], []) == {}
    assert edges_of(bytes(512), [100], ["a"]) == {}


def test_many_of_one_form_are_compared_with_the_first_ones() -> None:
    rows = np.tile(np.arange(256, dtype="<u2"), (50, 1))
    edges = edges_of(rows.tobytes(), [100] * 50, [f"outlet {place}" for place in range(50)])
    assert all(0 in edges[place] for place in range(1, 50))
    assert sum(map(len, edges.values())) == 2 * (7 * 8 // 2 + 42 * 8)  # all pairs with one of the first eight
