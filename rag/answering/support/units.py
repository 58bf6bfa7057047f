"""Rung 1: the same quantity in another unit: "696 feet" of what the cited words call 212 metres.

Only units that a constant parts: lengths, areas, weights, volumes, degrees. Currencies never.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..facts import NUMBER, covered

# International units; a ton is metric here, a gallon American (NIST Handbook 44, appendix C).
FACTORS = {
    "length": "kilometre kilometer km=1000 metre meter=1 centimetre centimeter cm=.01 millimetre millimeter mm=.001 "
    "mile=1609.344 yard=.9144 foot feet=.3048 inch inche=.0254",
    "weight": "kilogram kilo kg=1 gram=.001 tonne ton=1000 pound lb=.45359237 ounce=.028349523",
    "volume": "litre liter=1 gallon=3.785411784 barrel=158.987294928",
    "area": "hectare=10000 acre=4046.8564224",
}
UNITS = {
    name: (dimension, float(group.partition("=")[2]))
    for dimension, row in FACTORS.items()
    for group in re.findall(r"[a-z ]+=[\d.]+", row)
    for name in group.partition("=")[0].split()
}
UNIT = re.compile(r"(?P<half> and a half)?[\s-]*(?P<square>square |sq )?(?P<degree>degrees? |°)?(?P<unit>[A-Za-z]+)")
CLOSE = 0.02
"""Share by which a converted figure may differ: "about 1.5 miles" for 2.4 km is off by 0.6 per cent."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in base units, with its dimension and the figure as `facts` spells it."""

    dimension: str
    amount: float
    forms: frozenset[str]


def converted(text: str, passage: str) -> frozenset[str]:
    """Figures of a text (as `facts` spells them) that the passage gives in another unit."""
    there = list(quantities(passage))
    return frozenset(
        form
        for own in quantities(text)
        if any(own.dimension == other.dimension and _close(own.amount, other.amount) for other in there)
        for form in own.forms
    )


def quantities(text: str) -> Iterator[Quantity]:
    """Every amount of a text that has one of the units."""
    for match in NUMBER.finditer(text):
        unit = UNIT.match(text, match.end())
        plain = re.sub(r"(?i)[\s-]*pounds?$", "", match[0])  # money elsewhere, a weight here
        if plain != match[0]:
            unit = UNIT.match(" pounds")
        forms = covered(match[0])
        values = [float(form) for form in forms if re.fullmatch(r"[\d.]+(?:e\+\d+)?", form)]
        if unit and values and (found := _in_base(values[0] + 0.5 * bool(unit["half"]), unit)):
            minus = re.search(r"(?:minus |[−–-])$", text[: match.start("value")])
            yield Quantity(found[0], found[1](-1 if minus else 1), forms)


def _in_base(value: float, unit: re.Match[str]) -> tuple[str, Callable[[int], float]] | None:
    """Dimension, and the amount in base units by its sign; None for a word that is no unit."""
    name = unit["unit"].lower()
    if name in ("celsius", "c") and unit["degree"]:
        return "heat", lambda sign: sign * value + 273.15
    if name in ("fahrenheit", "f") and unit["degree"]:
        return "heat", lambda sign: (sign * value - 32) / 1.8 + 273.15
    known = UNITS.get(name) or UNITS.get(name.removesuffix("s"))
    if known is None:
        return None
    dimension, factor = known
    if unit["square"]:
        dimension, factor = "area", factor**2
    return dimension, lambda sign: sign * value * factor


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))
