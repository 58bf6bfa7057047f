"""The answer without a chat model: the best evidence sentences, word for word, in reading order.

It is also what a reader sees in the first second, and what is left when a draft does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..records import CheckedSentence, Evidence, EvidenceSentence
from .cite import citation
from .claims.speaker_before import speaker_open
from .support.attribute import opinion_label
from .verify import OPENING_PRONOUN

# Score below the best sentence at which a sentence no longer answers the question but only stands near it: at 8, 35 of
# 45 answering sentences are within it, and 3.8 sentences of each evidence (`python -m evals.calibrate`).
MARGIN = 8.0
REACH = 2
"""Sentences before one in which "he" is named: "…, she said. “…”" is two."""
# Score by which an opinion may be ahead of news and still give way to it. Planted dev: up to 4 one of 15 opinion
# sentences gives way and facts_said stays what it is; at 8 it would be five.
NEAR_EQUAL = 2.0
CONTRAST = re.compile(r"(however|but|yet)\b", re.IGNORECASE)


def key_sentences(
    evidence: Evidence, source_numbers: Mapping[str, int], limit: int, also: frozenset[int] = frozenset()
) -> tuple[CheckedSentence, ...]:
    """At most `limit` of the best sentences, with what they lean on, each citing itself, in evidence order.

    Args:
        evidence: all of it.
        source_numbers: number of each article (by doc_id) in the conversation.
        limit: sentences taken for their score.
        also: numbers of sentences that are shown besides, whatever their score.
    """
    by_number = {item.number: item for item in evidence.sentences}
    best = _best(evidence, limit)
    chosen = {item.number for item in best if item.score >= best[0].score - MARGIN} | also
    for number in sorted(chosen):
        item, after = by_number[number], by_number.get(number + 1)
        chosen |= set(_leant_on(item, by_number))
        if after and CONTRAST.match(after.sentence.text) and after.article == item.article:
            chosen.add(number + 1)
    return tuple(
        CheckedSentence(
            text=by_number[number].sentence.text,
            citations=(citation(by_number[number], source_numbers),),
            support="supported",
            check="verbatim",
            attribution=_label(by_number[number]),
        )
        for number in sorted(chosen)
    )


def _best(evidence: Evidence, limit: int) -> list[EvidenceSentence]:
    """The best sentences, best first; of an opinion piece and news that score alike the news."""
    by_number = {item.number: item for item in evidence.sentences}
    best = [by_number[number] for number in evidence.best]
    for place in range(limit, len(best)):
        behind = [at for at in range(limit) if _gives_way(best[at], best[place])]
        if behind:
            best[behind[-1]] = best[place]
    return best[:limit]


def _gives_way(item: EvidenceSentence, other: EvidenceSentence) -> bool:
    news = item.article.kind == "opinion" and other.article.kind != "opinion"
    return news and item.score - other.score <= NEAR_EQUAL


def _leant_on(item: EvidenceSentence, by_number: Mapping[int, EvidenceSentence]) -> Iterator[int]:
    """Numbers of the sentences before it, nearest first, without which it cannot be understood."""
    for number in range(item.number - 1, item.number - 1 - REACH, -1):
        before = by_number.get(number)
        if before is None or before.article != item.article or not _leans(by_number[number + 1].sentence.text):
            return
        yield number


def _leans(text: str) -> bool:
    """Whether a sentence does not say who or what it tells of: "It …", "“…,” he said"."""
    return bool(OPENING_PRONOUN.match(text)) or speaker_open(text)


def _label(item: EvidenceSentence) -> str:
    return opinion_label(item.sentence.text, [item.article] if item.article.kind == "opinion" else [])
