"""The words of a text as question and article are compared: stems, and a few dozen words that news uses for each other.

No dictionary and no model: inflected forms meet in their stem, and only words of measures, money, work and votes have
others that stand for them, since these are what a question one attribute off turns on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..facts import MONTHS

WORD = re.compile(r"[^\W\d_](?:[\w’'.]*\w)?")
# Words that ask, join or report, and those that every article can vouch for: none is what a question is about.
EMPTY = frozenset(
    "a an the this that these those of in on at to for from by with about into onto over under after before since "
    "until during between among against per as than and or but so if not no is are was were be been being do does did "
    "has have had having will would can could shall should may might must what which who whom whose when where why how "
    "many much it its he she they them his her their him we us our you your i my me there here in any some all each "
    "every one ones other another such same own more most less least very just only also even still yet then now ever "
    "else out up off down back again exactly precisely roughly altogether total say says said saying tell told tells "
    "according report reports reported article articles paper papers piece outlet news come came get got give gave "
    "given make made take took put go goes went turn turned happen happened used long old high tall deep far wide "
    "heavy big large fast hot cold often number amount name named call called like them both either please".split()
)
SAME = (
    "people inhabitant resident population live dweller",
    "work employ staff job workforce worker employee personnel",
    "pay paid cost price worth fee sum bill spend spent charge salary",
    "rise raise increase grow grew higher",
    "fall fell drop cut decrease lower decline shrink",
    "vote ballot poll election elect",
    "win won victory beat",
    "company firm maker manufacturer business corporation",
    "die died dead death kill victim fatal",
    "visit visitor guest",
    "sales revenue turnover sold sell",
    "carry transport passenger travel rider rode ride",
    "land catch caught haul landing",
    "child children kid",
    "begin start open began",
    "end close finish stop expire",
    "build built construct builder",
    "storey story floor",
    "borrow loan lend lent",
    "demand require ask want call seek sought",
    "share percent percentage proportion",
    "find found discover",
    "insurance insurer insured",
    "charge count",
    "injure injury hurt wound",
)
LONGEST_STEM = 6
"""Letters of a stem before its last vowels go: "insured" and "insurance" meet, "share" and "shareholder" do not."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word in small letters without possessive and the commonest endings, cut short."""
    lower = word.lower().replace("’", "'").removesuffix("'s").rstrip("'").replace(".", "")
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if lower.endswith(ending) and len(lower) - len(ending) > 2 and not lower.endswith("ss"):
            lower = lower[: -len(ending)]
            break
    return lower[:LONGEST_STEM].rstrip("aeiouy") if len(lower) > 3 else lower


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning; no numbers, no months."""
    words = [word for part in WORD.findall(text) for word in re.split(r"[-–]", part)]
    kept = [word for word in words if word.lower() not in EMPTY and word.lower() not in MONTHS]
    return frozenset(stem(word) for word in kept if len(word) > 1)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Stems of every word."""
    return frozenset(map(stem, WORD.findall(text)))


@lru_cache(maxsize=8192)
def small(text: str) -> frozenset[str]:
    """Stems of the words that are written small: "Halsing Works" is not about work."""
    return frozenset(stem(word) for word in WORD.findall(text) if word[0].islower())


def alike(term: str) -> frozenset[str]:
    """The stem and those that stand for it."""
    return _GROUPS.get(term, frozenset()) | {term}


def any_of(wanted: Iterable[str]) -> frozenset[str]:
    """The stems and all that stand for one of them."""
    return frozenset(other for term in wanted for other in alike(term))


def lacking(wanted: frozenset[str], there: frozenset[str]) -> frozenset[str]:
    """Terms that neither stand there nor have one there that stands for them."""
    return frozenset(term for term in wanted if not alike(term) & there)


def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in SAME:
        group = frozenset(map(stem, row.split()))
        for one in group:
            found[one] = found.get(one, frozenset()) | group
    return found


_GROUPS = _groups()
