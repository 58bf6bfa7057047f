"""Whether a sentence tells a thing of the kind asked for: an age, a sum, so many of these."""

from __future__ import annotations

import re

from .asked import Asked
from .terms import any_of, small, stem
from .windows import Window, figures

AGE = re.compile(
    r", (?:aged )?\d{1,3},|\b(?:\d+|[a-z]+)[- ]years?[- ]old\b|\baged? (?:of )?(?:about )?[\d,]+|[\d,]{2,} years\b"
    r"|\b(?:is|was|are|were|turned|turns) (?:about |only )?\d{1,3}\b(?! ?(?:per|%))|\bborn\b",
    re.IGNORECASE,
)
SHARE = re.compile(r"\b(?:half|thirds?|quarters?|in (?:two|three|four|five|six|ten)|most|all|none)\b", re.IGNORECASE)
UNITS = tuple(
    frozenset(map(stem, row.split()))
    for row in (
        "kilometre kilometer km metre meter mile foot feet yard millimetre centimetre",
        "kilogram kilo pound ounce gram tonne ton",
        "hour minute second day week month year night",
        "litre gallon barrel",
        "hectare acre square",
        "degree celsius fahrenheit",
    )
)
# "Since March", "a year and a half", "all night": a length without a figure.
NO_FIGURE_NEEDED = frozenset(map(stem, "since until till half night decade century fortnight hour".split()))
PEOPLE = frozenset(map(stem, "people persons".split()))


def bears(asked: Asked, window: Window) -> bool:
    """Whether the window's sentence could tell what is asked for; True where no kind is known."""
    if asked.kind == "":
        return True
    if asked.kind == "age":
        return bool(AGE.search(window.text))
    if asked.kind == "firm":
        return bool(any_of(asked.signs) & window.near) and bool(any_of([stem("company")]) & window.near)
    if asked.kind == "share":
        return bool(SHARE.search(window.text)) or any("%" in told or "per" in told for told in figures(window.text))
    named = _counts(asked, window) if asked.kind == "count" else bool(_signs(asked) & window.own)
    return named and (bool(figures(window.text)) or bool(NO_FIGURE_NEEDED & window.own) or asked.what == "colour")


def _signs(asked: Asked) -> frozenset[str]:
    return any_of(asked.signs) if asked.kind == "figure" else asked.signs


def _counts(asked: Asked, window: Window) -> bool:
    """Whether what is counted is named: itself, a unit of its kind, or, of people, what they do."""
    own = small(window.text)
    units = frozenset(unit for row in UNITS if row & asked.signs for unit in row)
    if not asked.signs or (any_of(asked.signs) | units) & own:
        return True
    return bool(asked.signs & PEOPLE) and bool(any_of(asked.about - asked.signs) & own)
