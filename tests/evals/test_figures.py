"""The mean, its interval by resampling, and the median."""

from __future__ import annotations

import pytest

from evals.figures import bootstrap, figure, median_figure
from evals.records import Figure

EIGHT = [1.0] * 4 + [0.0] * 4


def test_the_mean_is_over_all_questions() -> None:
    found = figure({"a": 1.0, "b": 0.0, "c": 1.0})
    assert (found.value, found.n) == (2 / 3, 3)
    assert (found.low, found.high) == (0.0, 1.0)  # one draw of three in 27 is b alone: 3.7 %, more than 2.5


@pytest.mark.parametrize("groups", [None, {}])
def test_no_questions_are_a_zero_over_none(groups: dict[str, str] | None) -> None:
    assert figure({}, groups) == median_figure({}) == Figure(0.0, 0, 0.0, 0.0)
    assert bootstrap([]) == (0.0, 0.0)


def test_equal_values_have_no_interval() -> None:
    assert bootstrap([0.25] * 9) == (0.25, 0.25)
    assert figure({"a": 0.5}) == Figure(0.5, 1, 0.5, 0.5)


def test_resampling_by_question() -> None:
    # Eight tosses of a coin: no head in 1 of 256 draws, at most one in 9 (3.5 %), so the 2.5 % point is one head.
    assert bootstrap(EIGHT) == (1 / 8, 7 / 8)


@pytest.mark.parametrize(
    ("values", "groups", "expected"),
    [
        (EIGHT, "aaaabbbb", (0.0, 1.0)),  # two documents: both draws are b in a quarter of cases
        (EIGHT, "abababab", (0.5, 0.5)),  # two documents that are alike
        (EIGHT, "aaaaaaaa", (0.5, 0.5)),  # one document says nothing of others
        (EIGHT, "abcdefgh", (1 / 8, 7 / 8)),
        # Groups keep their size: aa, ab, ba and bb are worth 3/3, 3/4, 3/4 and 0/3.
        ([1.0, 1.0, 1.0, 0.0], "aaab", (0.0, 1.0)),
    ],
)
def test_resampling_by_group(values: list[float], groups: str, expected: tuple[float, float]) -> None:
    assert bootstrap(values, groups) == expected
    by_id = {str(place): value for place, value in enumerate(values)}
    found = figure(by_id, {str(place): group for place, group in enumerate(groups)} | {"not asked": "z"})
    assert (found.low, found.high) == expected
    assert found.value == sum(values) / len(values)


def test_the_interval_is_the_same_each_time_and_nearly_so_with_another_seed() -> None:
    values = [1.0] * 50 + [0.0] * 50  # standard error 0.05: 0.5 ± 0.098
    assert bootstrap(values) == bootstrap(values)
    for seed in (1, 2, 3):
        assert bootstrap(values, seed=seed) == pytest.approx((0.402, 0.598), abs=0.015)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3.0], Figure(3.0, 1, 3.0, 3.0)),
        ([9.0, 1.0, 2.0], Figure(2.0, 3, 1.0, 9.0)),
        ([9.0, 1.0, 2.0, 4.0], Figure(3.0, 4, 1.0, 9.0)),
        # of 41 values the middle 95 % leave out one at either end
        ([float(value) for value in range(41, 0, -1)], Figure(21.0, 41, 2.0, 40.0)),
    ],
)
def test_the_median_and_the_middle_of_the_values(values: list[float], expected: Figure) -> None:
    assert median_figure({str(place): value for place, value in enumerate(values)}) == expected
