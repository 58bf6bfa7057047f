"""Claims of several articles about one thing, side by side: which disagree, and which only replace an earlier one.

Copies of one text are one voice. A later value of the same outlet is an update of the earlier one, never a
disagreement; where outlets disagree, each stands with its newest value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import combinations

from ...records import ArticleInfo
from .claim import Claim
from .quantities import agree
from .same import common, same_thing, surely_same

MOST_SIDES = 5
"""Rows of a table at most; more outlets than that seldom stand in one answer's evidence."""


@dataclass(frozen=True, slots=True)
class Change:
    """An outlet's value and the one that it told later."""

    earlier: Claim
    later: Claim


def voice(article: ArticleInfo) -> str:
    """What the copies of one text have in common: the doc_id of the original."""
    return article.copy_of or article.doc_id


def changes(told: Sequence[Claim], focus: frozenset[str]) -> list[Change]:
    """Values that an outlet replaced later, by the newest that replaces them; best evidence first.

    Args:
        told: claims of the evidence.
        focus: stems of the question; what the claims share must touch them.
    """
    found: dict[int, Change] = {}
    for one, other in combinations(told, 2):
        first, second = sorted((one, other), key=when)
        outlet = first.evidence.article.publisher
        if not outlet or outlet != second.evidence.article.publisher or when(first) == when(second):
            continue
        if _asked(one, other, focus) and surely_same(one, other) and not agree(one.quantity, other.quantity):
            known = found.get(id(first))
            if known is None or when(known.later) < when(second):
                found[id(first)] = Change(first, second)
    kept: dict[tuple[str, float], Change] = {}
    for change in sorted(found.values(), key=lambda item: (-item.earlier.evidence.score, item.earlier.evidence.number)):
        kept.setdefault((change.later.evidence.article.publisher, change.earlier.quantity.low), change)
    return list(kept.values())


def disputes(told: Sequence[Claim], focus: frozenset[str]) -> list[tuple[Claim, ...]]:
    """Groups of claims of different voices and outlets about one thing, not all of one value; newest first in each.

    Best evidence first; no sentence twice. Arguments as for `changes`, whose earlier values should be left out.
    """
    pairs = [
        (one, other)
        for one, other in combinations(told, 2)
        if _independent(one, other)
        and _asked(one, other, focus)
        and same_thing(one, other)
        and not agree(one.quantity, other.quantity)
    ]
    pairs.sort(key=lambda pair: (-sum(claim.evidence.score for claim in pair), pair[0].evidence.number))
    groups: list[tuple[Claim, ...]] = []
    used: set[int] = set()
    for pair in pairs:
        if used & {claim.evidence.number for claim in pair}:
            continue
        group = list(pair)
        for claim in told:
            fits = any(same_thing(claim, side) for side in pair) and all(_independent(claim, side) for side in group)
            if fits and claim.evidence.number not in used and len(group) < MOST_SIDES:
                group.append(claim)
        used |= {claim.evidence.number for claim in group}
        groups.append(tuple(sorted(group, key=lambda claim: (when(claim), -claim.evidence.number), reverse=True)))
    return groups


def when(claim: Claim) -> datetime:
    """When its article was published; the beginning of time if that is not known."""
    published = claim.evidence.article.published_at
    if isinstance(published, datetime):
        return published.replace(tzinfo=None)
    return datetime.combine(published or date.min, time())


def _independent(one: Claim, other: Claim) -> bool:
    """Whether they come from different texts of different outlets."""
    here, there = one.evidence.article, other.evidence.article
    known = bool(here.publisher and there.publisher)
    return voice(here) != voice(there) and not (known and here.publisher == there.publisher)


def _asked(one: Claim, other: Claim, focus: frozenset[str]) -> bool:
    return bool(common(one, other) & focus)
