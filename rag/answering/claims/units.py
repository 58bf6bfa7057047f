"""Units of measure as their base unit and a factor, so that 180 cubic metres are 180,000 litres."""

from __future__ import annotations

import re

_TABLE = {
    "second": "second 1, minute 60, hour 3600, day 86400, week 604800, month 2629800, year 31557600",
    "metre": "metre 1, meter 1, kilometre 1000, kilometer 1000, km 1000, mile 1609.344, foot .3048, feet .3048, "
    "centimetre .01, centimeter .01, cm .01, millimetre .001, millimeter .001, mm .001, yard .9144, inch .0254, "
    "inche .0254",
    "gram": "gram 1, kilogram 1000, kilo 1000, kg 1000, tonne 1000000, ton 1000000",
    "square metre": "hectare 10000, acre 4046.86",
    "litre": "litre 1, liter 1",
    "watt": "watt 1, kilowatt 1000, kw 1000, megawatt 1000000, mw 1000000, gigawatt 1000000000, gw 1000000000",
}
UNITS = {
    name: (base, float(factor))
    for base, row in _TABLE.items()
    for name, factor in (entry.rsplit(" ", 1) for entry in row.split(", "))
}
POWERS = {"square": ("square metre", 2, 1.0), "cubic": ("litre", 3, 1000.0)}
"""Word before a length: base unit, power of the length, and how many of the base unit the first one is."""
_MEASURE = re.compile(r"[\s-]?(?:(square|cubic) )?([a-z]+)", re.IGNORECASE)


def measure(text: str) -> tuple[str, float, int] | None:
    """Base unit, factor and length of the unit that `text` begins with; None if it begins with none."""
    found = _MEASURE.match(text)
    if found is None:
        return None
    word = found[2].lower()
    unit = UNITS.get(word) or UNITS.get(word.removesuffix("s"))
    if unit is None:
        return None
    base, factor = unit
    if found[1] and base == "metre":
        base, power, first = POWERS[found[1].lower()]
        factor = factor**power * first
    elif found[1]:
        return None
    return base, factor, found.end()
