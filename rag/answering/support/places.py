"""Rung 1: no name, number, weekday or month stands in the place of another one of its kind.

"Brandt withdrew its bid" cites words that name Brandt, and also say "Ostra withdrew its bid": all names are there, but
not where they were. Places are compared as in `align`. What the sentence itself also names is not compared, so
two people who have changed places are not noticed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from ..facts import MONTHS, NUMBER, WEEKDAYS, WORDS, covered
from ..names import names, words
from .align import REACH, Token, tokens
from .grounds import Grounds
from .numbers import unexplained

# How alike the place of another must be, and by how much more than any place of its own. Planted dev: at 3.0 117 of 137
# changed names are seen by this rung alone and 2 of 217 gold answers objected to; at 2.0 122 and 4, at 4.0 95 and 2.
# The margin matters little from 0.5 to 3.0; 1.5 took "Line 4, the longest of the five" for a mistake.
ALIKE = 3.0
MARGIN = 2.0
BREAKS = frozenset("but because although though while whereas if unless since ; : . —".split())
APPOSITION = 12
"""Words between the commas behind a name, at most."""
Beside: TypeAlias = tuple[frozenset[str], frozenset[str], str, str]
YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Run:
    """A name, number, weekday or month: its kind, its words, and its first and last token."""

    kind: str
    text: str
    forms: frozenset[str]
    first: int
    last: int


def misplaced(text: str, grounds: Grounds) -> str:
    """What stands in the place of another, in words; "" if nothing does."""
    own = runs(text)
    missing = unexplained(text, grounds)
    for run in own:
        if run.kind == "number" and not run.forms & (missing | covered(grounds.passage)):
            continue  # worked out, or in another unit
        there = [(passage, other) for passage in grounds.texts for other in runs(passage) if other.kind == run.kind]
        at_home = [_alike(text, run, item) for item in there if _same(run, item[1])]
        strangers = [item for item in there if not any(_same(mine, item[1]) for mine in own if mine.kind == run.kind)]
        best = max(((_alike(text, run, item), item[1].text) for item in strangers), default=(0.0, ""))
        if best[0] >= ALIKE and best[0] - max(at_home, default=0.0) >= MARGIN:
            return f"it says “{run.text}” where the cited words say “{best[1]}”"
    return ""


@lru_cache(maxsize=4096)
def runs(text: str) -> tuple[Run, ...]:
    """The names, numbers, weekdays and months of a text, in order; days of the month and years in dates left out."""
    row = tokens(text)
    named = names(text)
    found: list[Run] = []
    for place, token in enumerate(row):
        kind = _kind(token.text, named)
        if not kind or (kind == "number" and _of_date(row, place)):
            continue
        last = found[-1] if found else None
        if last and last.kind == kind == "name" and _joined(row, last.last, place):
            found.pop()
            joined = text[row[last.first].start : token.start + len(token.text)]
            found.append(Run(kind, joined, last.forms | _forms(kind, token.text), last.first, place))
        else:
            written = _figure(text, token) if kind == "number" else token.text
            found.append(Run(kind, written, _forms(kind, written), place, place))
    return tuple(found)


def _kind(word: str, named: frozenset[str]) -> str:
    low = re.sub(r"[’']s?$", "", word.lower())
    if low in WEEKDAYS:
        return "weekday"
    if low in MONTHS and word[0].isupper():
        return "month"
    if YEAR.fullmatch(word):
        return "year"
    if word[0].isdigit() or (low in WORDS and low not in ("one", "second", "first")):
        return "number"
    return "name" if word[0].isupper() and words(word) & named else ""


def _figure(text: str, token: Token) -> str:
    """The number with its scale: "2.5 billion"."""
    match = NUMBER.match(text, token.start)
    return match[0].strip() if match else token.text


def _joined(row: Sequence[Token], last: int, place: int) -> bool:
    """Whether two capitalised words belong to one name: side by side, or parted by the stop of an initial."""
    between = [token.low for token in row[last + 1 : place]]
    return not between or between == ["."]


def _of_date(row: Sequence[Token], place: int) -> bool:
    near = [token.text for token in row[max(place - 1, 0) : place + 2]]
    return any(word.lower() in MONTHS and word[0].isupper() for word in near)


def _forms(kind: str, word: str) -> frozenset[str]:
    if kind == "number":
        return covered(word)
    return words(word) if kind == "name" else frozenset({word.lower()[:3]})


def _same(run: Run, other: Run) -> bool:
    """Whether two runs may be one: at least half of the shorter is in the other."""
    return 2 * len(run.forms & other.forms) >= min(len(run.forms), len(other.forms))


def _alike(text: str, run: Run, item: tuple[str, Run]) -> float:
    """How alike the places before and after two runs are: shared content words, half a point for the same neighbours.

    0 where only one side has anything in common though both have something to compare on the other, too.
    """
    passage, other = item
    return max(_agreement(mine, theirs) for mine in _beside(text, run) for theirs in _beside(passage, other))


def _agreement(mine: Beside, theirs: Beside) -> float:
    shared = [len(one & two) for one, two in zip(mine[:2], theirs[:2], strict=True)]
    if any(not count and one and two for count, one, two in zip(shared, mine[:2], theirs[:2], strict=True)):
        return 0.0
    return sum(shared) + 0.5 * (mine[2] == theirs[2]) + 0.5 * (mine[3] == theirs[3])


@lru_cache(maxsize=16384)
def _beside(text: str, run: Run) -> tuple[Beside, ...]:
    """Content words before and after a run, as far as a conjunction, and its very neighbours.

    Also with what stands behind an apposition: "Brandt, a maker of switches, will pay".
    """
    row = tokens(text)
    before, after = row[: run.first][::-1], row[run.last + 1 :]
    left = before[0].low if before else "^"
    right = after[0].low if after else "$"
    found = [(_near(before), _near(after), left, right)]
    commas = [i for i, token in enumerate(after[: APPOSITION + 1]) if token.text == ","]
    if commas[:1] == [0] and len(commas) > 1:
        behind = after[commas[1] + 1 :]
        found.append((_near(before), _near(behind), left, behind[0].low if behind else "$"))
    return tuple(found)


def _near(row: Sequence[Token]) -> frozenset[str]:
    found: list[str] = []
    for token in row:
        if token.low in BREAKS or len(found) == REACH:
            break
        if token.content:
            found.append(token.stem)
    return frozenset(found)
