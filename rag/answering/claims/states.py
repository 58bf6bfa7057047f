"""Which sentence tells a state that a later article has replaced, and what the later one says.

Three things are taken for a replacement, each in an article of a later day: another value for the same state by the
same outlet; a value that is told with the one it replaces ("raised to 2.9 billion, from 2.5 billion"), whoever tells
it; and a correction of the outlet (`corrections.py`), which also replaces its own sentence that tells the mistake.
Other outlets' other values are a disagreement, not an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...records import EvidenceSentence
from .claim import Claim, claims
from .corrections import NOTICE, own_mistake, set_right
from .quantities import Quantity, agree, quantities
from .same import LATER, common, same_state

MOVED_FROM = re.compile(
    r"\b(?:up |down )?(?:from|instead of|rather than|replac(?:es|ed|ing))(?: the| its| an?)?(?: \w+ of)? $"
)
"""What stands before a value that is no longer so."""
FEWEST_MOVED = 2
"""Words that a move and the older claim have in common; the old value itself binds them."""


@dataclass(frozen=True, slots=True)
class Later:
    """What a later sentence says in the place of an older one."""

    older: EvidenceSentence
    newer: EvidenceSentence
    words: str
    """The newer value, or the words of a correction."""
    values: tuple[Quantity, Quantity] | None = None
    """The value that is replaced and the newer one; None for a correction that gives none."""

    @property
    def label(self) -> str:
        """As a reader is told."""
        kind = "correction" if NOTICE.search(self.newer.article.title) else "later report"
        return f"{kind} of {self.newer.article.dated} says “{self.words}”"


def replaced(evidence: Sequence[EvidenceSentence], among: Sequence[EvidenceSentence] = ()) -> list[Later]:
    """What later sentences replace, by the newest that does; in the order of the older sentences.

    Args:
        evidence: the sentences that may be replaced, and by each other.
        among: other sentences that may replace them.
    """
    every = (*evidence, *among)
    later = [claim for item in every if item.article.published_day for claim in claims(item)]
    found: dict[tuple[int, int], Later] = {}
    for old in filter(_holds_good, (claim for item in evidence for claim in claims(item))):
        key = old.evidence.number, old.quantity.start
        for new in later:
            newest = key not in found or is_later(new.evidence, found[key].newer)
            if newest and is_later(new.evidence, old.evidence) and (_same_outlet(old, new) or _moved(old, new)):
                found[key] = Later(old.evidence, new.evidence, new.words, (old.quantity, new.quantity))
    for item in evidence:
        if right := set_right(item, every) or own_mistake(item, every):
            found[item.number, -1] = Later(item, *right)
    return [found[key] for key in sorted(found)]


def not_withdrawn(numbers: Iterable[int], laters: Iterable[Later]) -> frozenset[int]:
    """The numbers of sentences, that of the one which sets right in the place of each that a correction withdraws."""
    right = {later.older.number: later.newer.number for later in laters if NOTICE.search(later.newer.article.title)}
    return frozenset(right.get(number, number) for number in numbers)


def is_later(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Whether the article of the first is of a later day; False where a day is not known."""
    days = one.article.published_day, other.article.published_day
    return bool(days[0] and days[1] and days[0] > days[1])


def _holds_good(claim: Claim) -> bool:
    """Whether it is told as of the day of its article, not of a day long past: "at the last election, in 2022"."""
    published = claim.evidence.article.published_day
    return published is not None and (not claim.days or any(end >= published - LATER for _, end in claim.days))


def _same_outlet(old: Claim, new: Claim) -> bool:
    outlet = old.evidence.article.publisher
    same = bool(outlet) and outlet == new.evidence.article.publisher
    other = any(_alike(former, value) for former in formers(new.evidence.sentence.text) for value in old.others)
    return same and not other and not agree(old.quantity, new.quantity) and same_state(old, new)


def _moved(old: Claim, new: Claim) -> bool:
    """Whether the newer sentence tells that its value took the place of the old one."""
    if new.quantity.unit != old.quantity.unit or agree(old.quantity, new.quantity):
        return False
    if len(common(old, new) - {""}) < FEWEST_MOVED:
        return False
    return any(_alike(former, old.quantity) for former in formers(new.evidence.sentence.text))


def formers(text: str) -> Iterator[Quantity]:
    """Values that a sentence tells as no longer so."""
    return (quantity for quantity in quantities(text) if MOVED_FROM.search(text[: quantity.start]))


def _alike(former: Quantity, old: Quantity) -> bool:
    return former.unit in ("", old.unit) and agree(former, old)
