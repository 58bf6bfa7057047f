"""The answer without a chat model: the best evidence sentences, word for word, in reading order.

It is also what a reader sees in the first second, and what is left when a draft does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..records import CheckedSentence, Evidence
from .cite import citation
from .verify import OPENING_PRONOUN

# Score below the best sentence at which a sentence no longer answers the question but only stands near it: at 8, 35 of
# 45 answering sentences are within it, and 3.8 sentences of each evidence (`python -m evals.calibrate`).
MARGIN = 8.0
CONTRAST = re.compile(r"(however|but|yet)\b", re.IGNORECASE)


def key_sentences(evidence: Evidence, source_numbers: Mapping[str, int], limit: int) -> tuple[CheckedSentence, ...]:
    """At most `limit` of the best sentences, with what they lean on, each citing itself, in evidence order."""
    by_number = {item.number: item for item in evidence.sentences}
    best = [by_number[number] for number in evidence.best[:limit]]
    chosen = {item.number for item in best if item.score >= best[0].score - MARGIN}
    for number in sorted(chosen):
        before, item, after = (by_number.get(number + step) for step in (-1, 0, 1))
        if before and item and OPENING_PRONOUN.match(item.sentence.text) and before.article == item.article:
            chosen.add(number - 1)
        if after and item and CONTRAST.match(after.sentence.text) and after.article == item.article:
            chosen.add(number + 1)
    return tuple(
        CheckedSentence(
            text=by_number[number].sentence.text,
            citations=(citation(by_number[number], source_numbers),),
            support="supported",
            check="verbatim",
        )
        for number in sorted(chosen)
    )
