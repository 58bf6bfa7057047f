"""A second look at what was found: sentences of other articles that give another value to what the evidence tells.

The evidence is chosen sentence by sentence for its fit to the question, so the other side of a disagreement may be just
below the cut. Here every sentence of the ranking is read for claims, which costs milliseconds, and what disagrees with
a chosen sentence is added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...records import Evidence, EvidenceSentence, Ranking
from .claim import claims
from .compare import disputes
from .words import stems

WHOLE = re.compile(r"(?:\S+\s+){4}.*[.!…][\"”’')\]]*$", re.DOTALL)
"""A sentence, not a heading: five words or more and an end."""
MOST_ADDED = 2
"""Sentences added at most."""


def with_other_sides(evidence: Evidence, ranking: Ranking, question: str) -> Evidence:
    """The evidence with sentences of the ranking that disagree with it, numbered anew as neighbours.

    Args:
        evidence: the chosen sentences.
        ranking: the chunks they were chosen from.
        question: what was asked, standing alone.
    """
    chosen = {(item.sentence.doc_id, item.sentence.number) for item in evidence.sentences}
    lowest = min((item.score for item in evidence.sentences), default=0.0)
    numbers = max((item.number for item in evidence.sentences), default=0)
    rest: dict[tuple[str, int], EvidenceSentence] = {}
    for found in ranking:
        for sentence in found.chunk.sentences:
            key = (sentence.doc_id, sentence.number)
            if key not in chosen and key not in rest and WHOLE.match(sentence.text):
                numbers += 1
                rest[key] = EvidenceSentence(numbers, sentence, found.article, lowest, neighbour=True)
    told = [claim for item in (*evidence.sentences, *rest.values()) for claim in claims(item)]
    added: dict[int, EvidenceSentence] = {}
    for group in disputes(told, stems(question)):
        sides = [claim.evidence for claim in group]
        if any(not _is_new(side, chosen) for side in sides):
            added |= {side.number: side for side in sides if _is_new(side, chosen)}
    if not added:
        return evidence
    return _renumbered(evidence, list(added.values())[:MOST_ADDED])


def _is_new(item: EvidenceSentence, chosen: set[tuple[str, int]]) -> bool:
    return (item.sentence.doc_id, item.sentence.number) not in chosen


def _renumbered(evidence: Evidence, added: Sequence[EvidenceSentence]) -> Evidence:
    """All sentences, grouped by article in the order they had, in reading order within one."""
    every = [*evidence.sentences, *added]
    order = {doc_id: place for place, doc_id in enumerate(dict.fromkeys(item.sentence.doc_id for item in every))}
    every.sort(key=lambda item: (order[item.sentence.doc_id], item.sentence.number))
    new = {item.number: number for number, item in enumerate(every, 1)}
    return replace(
        evidence,
        sentences=tuple(replace(item, number=new[item.number]) for item in every),
        best=tuple(new[number] for number in evidence.best),
        tokens=evidence.tokens + sum(len(item.sentence.text) // 4 + 4 for item in added),
    )
