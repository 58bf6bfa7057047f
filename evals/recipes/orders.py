"""From the scores of a recipe to an order of chunks, and what it cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from .grid import Recipe

if TYPE_CHECKING:
    from rag.records import Vectors

K = 60
"""The constant of reciprocal rank fusion."""


@dataclass(frozen=True, slots=True)
class Order:
    """Places of chunks on their shelf, best first, and what was read closely: its seconds, its logits by place."""

    places: tuple[int, ...]
    seconds: float = 0.0
    logits: Mapping[int, float] = field(default_factory=dict)


def in_turns(orders: Sequence[Order]) -> Order:
    """The first place of each order, then the second of each, and so on; a place read twice has its better logit."""
    turns = chain.from_iterable(zip_longest(*(order.places for order in orders)))
    logits: dict[int, float] = {}
    for order in orders:
        for place, logit in order.logits.items():
            logits[place] = max(logit, logits.get(place, logit))
    places = dict.fromkeys(place for place in turns if place is not None)
    return Order(tuple(places), sum(order.seconds for order in orders), logits)


def first(scores: Vectors, limit: int) -> list[int]:
    """Places of the best, ties by place; nothing that scores 0 or less is found by words."""
    import numpy as np

    return [int(place) for place in np.argsort(-scores, kind="stable")[:limit]]


def joined(recipe: Recipe, dense: Vectors | None, keyword: Vectors | None) -> list[tuple[int, float]]:
    """(place, score) of the chunks that the channels found, best first; a cosine of −inf and 0 words are not found."""
    channels = []
    if dense is not None:
        near = [place for place in first(dense, recipe.pool) if dense[place] > float("-inf")]
        channels.append((dense, near, recipe.weight if keyword is not None else 1.0))
    if keyword is not None:
        found = [place for place in first(keyword, recipe.pool) if keyword[place] > 0]
        channels.append((keyword, found, 1 - recipe.weight if dense is not None else 1.0))
    every = sorted({place for _, found, _ in channels for place in found})
    total = dict.fromkeys(every, 0.0)
    for scores, found, weight in channels:
        for place, part in _parts(recipe, scores, found, every).items():
            total[place] += part * (1.0 if recipe.join == "rank" else weight)
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def _parts(recipe: Recipe, scores: Vectors, found: Sequence[int], every: Sequence[int]) -> Mapping[int, float]:
    """What one channel adds to each chunk."""
    if recipe.join == "rank":
        return {place: 1 / (K + rank) for rank, place in enumerate(found, 1)}
    taken = every if recipe.join == "whole score" else found
    values = [float(scores[place]) for place in taken]
    low, high = min(values, default=0.0), max(values, default=0.0)
    return {
        place: (value - low) / (high - low) if high > low else 1.0 for place, value in zip(taken, values, strict=True)
    }


def read_closely(
    recipe: Recipe, before: Sequence[tuple[int, float]], score: Callable[[Sequence[int]], Sequence[tuple[float, float]]]
) -> Order:
    """The order after the first `depth` chunks were read closely; the rest keeps its place behind them."""
    head, tail = before[: recipe.depth], before[recipe.depth :]
    if not head:
        return Order(tuple(place for place, _ in before))
    places = [place for place, _ in head]
    found = score(places)
    logits = {place: logit for place, (logit, _) in zip(places, found, strict=True)}
    by_logit = sorted(places, key=lambda place: (-logits[place], place))
    if recipe.head == "with rank":
        old = {place: rank for rank, place in enumerate(places, 1)}
        new = {place: rank for rank, place in enumerate(by_logit, 1)}
        by_logit = sorted(places, key=lambda place: (-(1 / (K + old[place]) + 1 / (K + new[place])), place))
    elif recipe.head == "with score":
        low, high = min(logits.values()), max(logits.values())
        scaled = {place: (logits[place] - low) / ((high - low) or 1.0) for place in places}
        by_logit = sorted(places, key=lambda place: (-(0.7 * scaled[place] + 0.3 * dict(head)[place]), place))
    return Order((*by_logit, *(place for place, _ in tail)), sum(seconds for _, seconds in found), logits)
