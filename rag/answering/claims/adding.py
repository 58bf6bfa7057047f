"""Sentences of the ranking that the evidence lacks, and the evidence with some of them added.

The evidence is chosen sentence by sentence for its fit to the question; what only a look at the chosen ones shows to be
missing is added here, for milliseconds, from passages that were found anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...records import Evidence, EvidenceSentence, Ranking

WHOLE = re.compile(r"(?:\S+\s+){4}.*[.!…][\"”’)\]]*$", re.DOTALL)
"""A sentence, not a heading: five words or more and an end."""


def left_out(evidence: Evidence, ranking: Ranking) -> list[EvidenceSentence]:
    """Whole sentences of the ranking that are not among the evidence, as neighbours with the lowest score there.

    Args:
        evidence: the chosen sentences.
        ranking: the chunks they were chosen from.

    Returns:
        Best chunk first, in reading order within one; numbers go on from those of the evidence.
    """
    chosen = {key_of(item) for item in evidence.sentences}
    lowest = min((item.score for item in evidence.sentences), default=0.0)
    numbers = max((item.number for item in evidence.sentences), default=0)
    rest: dict[tuple[str, int], EvidenceSentence] = {}
    for found in ranking:
        for sentence in found.chunk.sentences:
            key = (sentence.doc_id, sentence.number)
            if key not in chosen and key not in rest and WHOLE.match(sentence.text):
                numbers += 1
                rest[key] = EvidenceSentence(numbers, sentence, found.article, lowest, neighbour=True)
    return list(rest.values())


def key_of(item: EvidenceSentence) -> tuple[str, int]:
    """Article and number of the sentence."""
    return item.sentence.doc_id, item.sentence.number


def with_added(evidence: Evidence, added: Sequence[EvidenceSentence]) -> Evidence:
    """All sentences, numbered anew, grouped by article in the order they had, in reading order within one."""
    if not added:
        return evidence
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
