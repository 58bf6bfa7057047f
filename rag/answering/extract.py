"""The answer without a chat model: the best evidence sentences, word for word, in reading order.

It is also what a reader sees in the first second, and what is left when a draft does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..records import CheckedSentence, Evidence
from .cite import citation

# Score below the best sentence at which a sentence no longer answers the question but only stands near it: at 8, 35 of
# 45 answering sentences are within it, and 4.6 sentences of each evidence (`python -m evals.calibrate`).
MARGIN = 8.0


def key_sentences(evidence: Evidence, source_numbers: Mapping[str, int], limit: int) -> tuple[CheckedSentence, ...]:
    """At most `limit` of the best sentences (and what they lean on), cited by themselves, in the order of the evidence."""
    by_number = {item.number: item for item in evidence.sentences}
    best = [by_number[number] for number in evidence.best[:limit]]
    chosen = {item.number for item in best if item.score >= best[0].score - MARGIN}
    for number in tuple(chosen):
        item, before = by_number[number], by_number.get(number - 1)
        following = by_number.get(number + 1)
        if before and before.neighbour and before.article == item.article:
            chosen.add(before.number)
        if following and following.neighbour and following.article == item.article:
            chosen.add(following.number)
    return tuple(
        CheckedSentence(
            text=by_number[number].sentence.text,
            citations=(citation(by_number[number], source_numbers),),
            support="supported",
            check="verbatim",
        )
        for number in sorted(chosen)
    )
