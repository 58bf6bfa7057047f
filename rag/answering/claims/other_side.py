"""A second look at what was found: sentences of other articles that give another value to what the evidence tells.

The evidence is chosen sentence by sentence for its fit to the question, so the other side of a disagreement may be just
below the cut. Here every sentence of the ranking is read for claims, which costs milliseconds, and what disagrees with
a chosen sentence is added.
"""

from __future__ import annotations

from ...records import Evidence, EvidenceSentence, Ranking
from .adding import key_of, left_out, with_added
from .claim import claims
from .compare import disputes
from .words import stems

MOST_ADDED = 2
"""Sentences added at most."""


def with_other_sides(evidence: Evidence, ranking: Ranking, question: str) -> Evidence:
    """The evidence with sentences of the ranking that disagree with it, numbered anew as neighbours.

    Args:
        evidence: the chosen sentences.
        ranking: the chunks they were chosen from.
        question: what was asked, standing alone.
    """
    chosen = {key_of(item) for item in evidence.sentences}
    told = [claim for item in (*evidence.sentences, *left_out(evidence, ranking)) for claim in claims(item)]
    added: dict[int, EvidenceSentence] = {}
    for group in disputes(told, stems(question)):
        sides = [claim.evidence for claim in group]
        if any(key_of(side) in chosen for side in sides):
            added |= {side.number: side for side in sides if key_of(side) not in chosen}
    return with_added(evidence, list(added.values())[:MOST_ADDED])
