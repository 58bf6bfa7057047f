"""What keeps the evidence from answering although it fits well: the attribute, the name beside it, its sort, the year.

Questions one entity, year or attribute off get logits as high as answerable ones, since all their other words are
there. So what is asked for has to stand together: in one sentence, read with its title and the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .asked import MADE_OF, Asked
from .bearing import bears
from .terms import EMPTY, WORD, alike, lacking, stem
from .windows import Window
from .years import of_year

# Sentences that have so many fewer words of the question than the best one are still looked at for its year. On planted
# dev 0 to 2 decline the same 22 of 24 near misses and 9 of 217 answerable ones, 4 misses a near miss.
SLACK = 1
NO_MODIFIER = re.compile(r"(?:ed|ing|ly|est|[’']s)$")
NO_SORT = EMPTY | frozenset("different various several certain new current overall average main whole single".split())
SUBJECT = re.compile(r"\b(?:is|was|are|were) (?:the|a|an) ((?:[a-z][\w-]* ?){1,4})")


@dataclass(frozen=True, slots=True)
class Gap:
    """What the evidence lacks, in words that a refusal is made of."""

    kind: str
    """"attribute", "names", "sort" or "year"."""
    what: str
    """What is lacking."""
    instead: str = ""
    """What the articles have in its place, where that is known."""


def gap(asked: Asked, windows: Sequence[Window]) -> Gap | None:
    """The first thing that no window has together with what it belongs to; None if nothing is known to be lacking."""
    if not asked.kind and not asked.year:
        return None
    telling = [window for window in windows if bears(asked, window)]
    if asked.kind:
        if not telling:
            return Gap("attribute", asked.what)
        together = [window for window in telling if asked.names <= window.named]
        if asked.names and not together:
            return Gap("names", asked.what)
        if asked.kind in ("measure", "age") and not _told_of(asked.phrase, together):
            return Gap("attribute", asked.what)
        if other := _other_sort(asked, together):
            return other
        telling = together
    return _other_year(asked, telling) if asked.year else None


def _told_of(question: str, windows: Sequence[Window]) -> bool:
    """Whether a window names the thing that is measured."""
    found = SUBJECT.search(question)
    thing = [stem(word) for word in WORD.findall(found[1]) if word not in EMPTY] if found else []
    return not thing or any(alike(word) & window.near for word in thing for window in windows)


def _other_sort(asked: Asked, windows: Sequence[Window]) -> Gap | None:
    """A "south pylon" where the windows only have a "north pylon": the noun is there, never of the sort asked about."""
    found = MADE_OF.search(asked.phrase)
    if found and not any(alike(stem(found[2])) & window.near for window in windows):
        return Gap("sort", f"{found[1]} of {found[2]}")
    for sort, noun in _sorts(asked):
        having = [window for window in windows if alike(stem(noun)) & window.near]
        if not having or any(alike(stem(sort)) & window.near for window in having):
            continue
        others = [other for window in having for other in _before(noun, window.text)]
        if others and not any(stem(other) == stem(sort) for other in others):
            return Gap("sort", f"{sort} {noun}", f"{others[0]} {noun}")
    return None


def _sorts(asked: Asked) -> Iterator[tuple[str, str]]:
    """Pairs of words of the question of which the first may say what sort of the second is meant."""
    words = re.findall(r"[\w’'-]+", asked.phrase)
    for sort, noun in pairwise(words):
        plain = sort[0].islower() and noun[0].islower() and len(sort) > 2 and len(noun) > 2
        if plain and sort not in NO_SORT and noun not in EMPTY and not NO_MODIFIER.search(sort):
            yield sort, noun


def _before(noun: str, text: str) -> list[str]:
    """Words that stand before the noun in its place as a sort, written small."""
    root = re.escape(noun.removesuffix("s"))
    found = re.findall(rf"\b([a-z][\w-]+) {root}(?:s|es)?\b", text)
    return [word for word in found if word not in NO_SORT and not NO_MODIFIER.search(word)]


def _other_year(asked: Asked, windows: Sequence[Window]) -> Gap | None:
    """The year, if none of the windows that have most words of the question can tell of it."""

    def lacks(window: Window) -> int:
        names = len(asked.names - window.named)
        return names + len(lacking(asked.about, window.near)) + len(lacking(asked.about, window.own))

    counts = [lacks(window) for window in windows]
    best = [window for window, count in zip(windows, counts, strict=True) if count <= min(counts) + SLACK]
    if not best or any(of_year(asked.year, window) for window in best):
        return None
    return Gap("year", asked.year)
