"""Rung 1: figures that a sentence works out of others that it states itself: differences, sums, products, counts.

"350 million against 200 million, 150 million more" holds if the cited words have 350 and 200 million. Both parts must
stand in the sentence, and a word must say that something is worked out, or any figure could be had from two others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import permutations

DIFFERENCE = re.compile(r"\b(?:more|less|fewer|higher|lower|longer|shorter|difference|up|down|apart|gap)\b", re.I)
TOTAL = re.compile(r"\b(?:total|in all|altogether|together|combined|makes?|sum|overall|comes? to|came to)\b", re.I)
RATIO = re.compile(r"\b(?:times|double|twice|triple|half|fold)\b", re.I)
SPAN = re.compile(r"\bdays?\b", re.I)
WORKED: Mapping[re.Pattern[str], tuple[Callable[[float, float], float], ...]] = {
    DIFFERENCE: (lambda a, b: a - b,),
    TOTAL: (lambda a, b: a + b, lambda a, b: a * b),
    RATIO: (lambda a, b: a / b,),
}
LISTED = re.compile(r"^[^:]*:\s*(.+)$", re.S)
PARTING = re.compile(r";\s+|,\s+(?:and\s+)?|\s+and\s+")
FIGURE = re.compile(r"(?:([a-z]{3}) )?(\d[\d.]*)(%| points)?")
MOST_LISTED = 12


def worked_out(text: str, missing: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """Those of the missing figures that the sentence works out of the figures of its own that are held."""
    values = [value for fact in held if (value := _value(fact)) is not None and value]
    found = {fact for fact in missing if (value := _value(fact)) is not None and _worked(text, value, values)}
    found |= {fact for fact in missing if SPAN.search(text) and _value(fact) in [*_spans(held)]}
    return frozenset(found | {fact for fact in missing if _counts(text, fact)})


def _value(fact: str) -> float | None:
    match = FIGURE.fullmatch(fact)
    return float(match[2]) if match else None


def _worked(text: str, value: float, values: list[float]) -> bool:
    return any(
        abs(work(one, other) - value) <= 0.005 * abs(value)
        for cue, works in WORKED.items()
        if cue.search(text)
        for one, other in permutations(values, 2)
        for work in works
    )


def _spans(held: frozenset[str]) -> Iterator[float]:
    """Days between the dates of the sentence, with and without the last."""
    days = [date.fromisoformat(fact) for fact in held if re.fullmatch(r"\d{4}-\d\d-\d\d", fact)]
    year = days[0].year if days else 2001
    days += [
        date(year, int(fact[2:4]), int(fact[5:7])) for fact in held if re.fullmatch(r"--\d\d-(?!29|3[01])\d\d", fact)
    ]
    for one, other in permutations(days, 2):
        yield from (float((one - other).days), float((one - other).days + 1))


def _counts(text: str, fact: str) -> bool:
    """Whether the figure counts what the sentence lists after a colon: "Three: …, … and …"."""
    listed, value = LISTED.match(text), _value(fact)
    if not listed or value is None or not 2 <= value <= MOST_LISTED:
        return False
    return value in (len(PARTING.split(listed[1])), len(re.split(r";\s+|,\s+", listed[1])))
