"""Statements that do not go together, found by rule and shown side by side, and values that an outlet has replaced.

Between articles: values given to one thing at one time by independent outlets (`claims/compare.py`). Within one: what
it takes back with a "However, …" (`claims/contrast.py`). It weighs nothing: no side is called right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..records import Disagreement, EvidenceSentence, Update
from .cite import citation
from .claims.agreed import agreed
from .claims.claim import Claim, claims
from .claims.compare import Change, changes, disputes
from .claims.contrast import taken_back
from .claims.words import stems
from .verify import content_words

MOST = 2
"""Disagreements, and updates, shown at most."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing the evidence with itself."""

    disagreements: tuple[Disagreement, ...] = ()
    updates: tuple[Update, ...] = ()


def compare(evidence: Sequence[EvidenceSentence], source_numbers: Mapping[str, int], question: str) -> Compared:
    """At most two disagreements, no sentence in two of them, and at most two updates.

    Args:
        evidence: all evidence sentences.
        source_numbers: number of each article in the conversation.
        question: what was asked, standing alone; what the sentences share must touch it.
    """
    told = [claim for item in evidence for claim in claims(item)]
    focus = stems(question)
    replaced = changes(told, focus)
    earlier = {id(change.earlier) for change in replaced}
    between = [
        _disagreement(sides, source_numbers)
        for sides in disputes([claim for claim in told if id(claim) not in earlier], focus)
    ]
    within = [
        Disagreement(about, tuple(citation(item, source_numbers) for item in pair))
        for about, pair in taken_back(evidence, content_words(question))
    ]
    return Compared(
        disagreements=tuple([*between, *within][:MOST]),
        updates=tuple(_update(change, source_numbers) for change in replaced[:MOST]),
    )


def _disagreement(sides: Sequence[Claim], source_numbers: Mapping[str, int]) -> Disagreement:
    return Disagreement(
        about=_about(sides),
        sides=tuple(citation(claim.evidence, source_numbers) for claim in sides),
        values=tuple(claim.words for claim in sides),
        agreed=agreed(sides),
    )


def _update(change: Change, source_numbers: Mapping[str, int]) -> Update:
    return Update(
        about=_about((change.later, change.earlier)),
        later=citation(change.later.evidence, source_numbers),
        earlier=citation(change.earlier.evidence, source_numbers),
        values=(change.later.words, change.earlier.words),
    )


def _about(sides: Sequence[Claim]) -> str:
    """The longest words that all sides share; "" if they share none in one run."""
    return next(iter(agreed(sides)), "")
