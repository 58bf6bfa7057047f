"""Rung 3: a sentence that says "rose", "up" or "more" agrees with the figures that it gives itself.

"It rose to 574 from 612" is wrong whatever it cites. Read are "from A to B", "to B from A" and "B, up from A"
with one word of getting more or less before them; a sentence with several such words is left alone.
"""

from __future__ import annotations

import re

from ..facts import NUMBER, covered
from .grounds import Grounds
from .opposites import opposites

NEAR = 40
"""Characters between the two figures of a pair, and 1.5 times as many between them and the word, at most."""
PAIRS = (
    re.compile(r"\bfrom (?:about |some |the )?§(?P<old>\d+)§[^.;:]{0,40}? to (?:about |some )?§(?P<new>\d+)§"),
    re.compile(r"\b(?:to|at) (?:about |some )?§(?P<new>\d+)§[^.;:§]{0,60}?\bfrom (?:about |the )?§(?P<old>\d+)§"),
    re.compile(r"§(?P<new>\d+)§[^.;:§]{0,40}, (?:up|down) from (?:about |the )?§(?P<old>\d+)§"),
)
TIMES = frozenset("day days week weeks month months year years hour hours minutes".split())
TREND = "rose"
"""Its pair in opposites.txt is the one that is about getting more or less; "up" and "down" count, too."""


def against_figures(text: str, _: Grounds) -> str:
    """The word that the sentence's own figures contradict, in words; "" if there is none."""
    values: list[tuple[float, str]] = []

    def mark(match: re.Match[str]) -> str:
        plain = [float(form) for form in covered(match[0]) if re.fullmatch(r"[\d.]+", form)]
        if not plain:
            return match[0]
        lead = match[0][: len(match[0]) - len(match[0].lstrip())]
        values.append((max(plain), match[0].strip()))
        return f"{lead}§{len(values) - 1}§"

    marked = NUMBER.sub(mark, text)
    for pattern in PAIRS:
        for match in pattern.finditer(marked):
            old, new = values[int(match["old"])], values[int(match["new"])]
            word, up = _trend(marked[max(match.start() - int(1.5 * NEAR), 0) : match.end()])
            if word and _same_unit(match) and old[0] != new[0] and up != (new[0] > old[0]):
                return f"it says “{word}”, from {old[1]} to {new[1]}"
    return ""


def _same_unit(match: re.Match[str]) -> bool:
    """Whether months are not held against years: where both figures are times, in one unit."""
    units = [re.match(r"§ ?(?:of |in |on |a )?([a-z]*)", match.string[match.end(name) :]) for name in ("old", "new")]
    words = {unit[1] for unit in units if unit and unit[1]}
    return len(words & TIMES) < 2


def _trend(text: str) -> tuple[str, bool]:
    """The one word of getting more or less in a text, and whether it means more; ("", False) if none or several."""
    (pair,) = {side.pair for side in opposites()[TREND][:1]}
    found = []
    for word in re.findall(r"[a-z]+", re.split(r"[.;:]", text)[-1].lower()):
        if word in ("up", "down"):
            found.append((word, word == "up"))
        found += [(word, side.side == 0) for side in opposites().get(word, ()) if side.pair == pair]
    directions = {up for _, up in found}
    return found[0] if len(directions) == 1 else ("", False)
