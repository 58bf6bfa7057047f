"""The pairs of opposite words, read from opposites.txt beside this file; what a line means is told there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: the pair's number, which side (0 or 1), and what its words are."""

    pair: int
    side: int
    kind: str

    def against(self, other: Side) -> bool:
        """Whether the other is the other side of the same pair."""
        return self.pair == other.pair and self.side != other.side


@cache
def opposites() -> Mapping[str, tuple[Side, ...]]:
    """The sides that each word, in small letters, stands on."""
    text = files(__package__).joinpath("opposites.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, tuple[Side, ...]] = {}
    for number, line in enumerate(lines):
        kind, _, groups = line.partition(" ")
        for side, group in enumerate(groups.split("|")):
            for word in group.split():
                for form in _inflected(word) if kind in ("verb", "party") else (word,):
                    found[form] = (*found.get(form, ()), Side(number, side, kind))
    return MappingProxyType(found)


def _inflected(word: str) -> Iterator[str]:
    """Regular forms of a verb; forms that do not exist ("rised") do no harm."""
    yield word
    if len(word) < 3:  # "up"
        return
    base = word[:-1] if word.endswith("e") else word
    if word.endswith("y") and word[-2] not in VOWELS:
        yield from (word[:-1] + ending for ending in ("ies", "ied"))
    else:
        yield word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
        yield base + "ed"
    yield base + "ing"
    if len(word) > 2 and word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS and word[-3] not in VOWELS:
        yield from (word + word[-1] + ending for ending in ("ed", "ing"))
