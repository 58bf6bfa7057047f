"""From values per question to a figure: the mean, how many questions stand behind it, and its interval."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from .records import Figure

ROUNDS = 2000
"""Resamplings of a bootstrap; its interval then moves by less than 0.005 between seeds."""


def bootstrap(values: Sequence[float], groups: Sequence[str] = (), seed: int = 7) -> tuple[float, float]:
    """95 % interval of the mean of `values` by resampling (percentile method); (0, 0) if there are none.

    Args:
        values: one a question.
        groups: what each value belongs to; groups are resampled whole, since questions about one document are alike.
        seed: of the resampling.
    """
    if not values:
        return (0.0, 0.0)
    by_group: dict[str, list[float]] = {}
    for place, value in enumerate(values):
        by_group.setdefault(groups[place] if groups else str(place), []).append(value)
    sums = [(sum(members), len(members)) for members in by_group.values()]
    draw = random.Random(seed)
    means = []
    for _ in range(ROUNDS):
        drawn = draw.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    return (means[int(ROUNDS * 0.025)], means[int(ROUNDS * 0.975) - 1])


def figure(values: Mapping[str, float], groups: Mapping[str, str] | None = None) -> Figure:
    """The mean of `values` by query_id, with the interval over `groups` where given."""
    numbers = list(values.values())
    low, high = bootstrap(numbers, [groups[key] for key in values] if groups else ())
    return Figure(sum(numbers) / len(numbers) if numbers else 0.0, len(numbers), low, high)


def median_figure(values: Mapping[str, float]) -> Figure:
    """The median, with the range that holds the middle 95 % of the values: for seconds, which have long tails."""
    ordered = sorted(values.values())
    if not ordered:
        return Figure(0.0, 0, 0.0, 0.0)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    last = len(ordered) - 1
    return Figure(median, len(ordered), ordered[int(last * 0.025)], ordered[round(last * 0.975)])
