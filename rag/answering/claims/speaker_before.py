"""“…,” he said: the sentence before, which may name him, is added to the evidence."""

from __future__ import annotations

import re

from ...records import Evidence, EvidenceSentence, Ranking
from ..support.reported import reported
from .adding import key_of, left_out, with_added

MOST_ADDED = 2
"""Sentences added at most."""
REACH = 2
"""Sentences before one in which its speaker may be named."""
QUOTE_ALONE = re.compile(r"^[“\"][^”\"]*[”\"]$")


def with_speakers(evidence: Evidence, ranking: Ranking) -> Evidence:
    """The evidence with the sentences before those that leave open who speaks, best first, two at most.

    Args:
        evidence: the chosen sentences.
        ranking: the chunks they were chosen from; a sentence that is in none of them is not added.
    """
    by_key = {key_of(item): item for item in left_out(evidence, ranking)}
    added: dict[tuple[str, int], EvidenceSentence] = {}
    for item in sorted(evidence.sentences, key=lambda item: (-item.score, item.number)):
        doc_id, number = key_of(item)
        text = item.sentence.text
        for before in range(number - 1, number - 1 - REACH, -1):
            found = by_key.get((doc_id, before))
            if found is None or not speaker_open(text):
                break
            added[doc_id, before], text = found, found.sentence.text
    return with_added(evidence, list(added.values())[:MOST_ADDED])


def speaker_open(text: str) -> bool:
    """Whether a sentence has somebody say something without saying who: "“…,” she said", or a quotation alone."""
    report = reported(text)
    return bool(QUOTE_ALONE.match(text)) or bool(report and not report.speaker)
