"""The answer without a chat model: the evidence sentences that likely answer, word for word, in reading order.

It is also what a reader sees in the first second, what is left when a draft does not hold, and what is added to a
draft that leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..records import CheckedSentence, Evidence, EvidenceSentence
from .cite import citation, places
from .claims.speaker_before import speaker_open
from .facts import covered, stated
from .support.attribute import opinion_label
from .support.shared import overlap
from .verify import OPENING_PRONOUN

REACH = 2
"""Sentences before one in which "he" is named: "…, she said. “…”" is two."""
SAID = 0.6
"""Share (0 to 1) of a sentence's content words from which it counts as told, if its figures are told, too."""
CONTRAST = re.compile(r"(however|but|yet)\b", re.IGNORECASE)


def key_sentences(
    evidence: Evidence, source_numbers: Mapping[str, int], numbers: Collection[int]
) -> tuple[CheckedSentence, ...]:
    """The sentences of these numbers, with what they lean on, each citing itself, in evidence order.

    Args:
        evidence: all of it.
        source_numbers: number of each article (by doc_id) in the conversation.
        numbers: which of it, as `likely.answering` gives them.
    """
    by_number = {item.number: item for item in evidence.sentences}
    return tuple(
        CheckedSentence(
            text=by_number[number].sentence.text,
            citations=(citation(by_number[number], source_numbers),),
            support="supported",
            check="verbatim",
            attribution=_label(by_number[number]),
        )
        for number in _with_context(numbers, by_number)
    )


def excerpt(evidence: Evidence, numbers: Collection[int]) -> Evidence:
    """The evidence without the sentences that are neither of these numbers nor leant on by one of them."""
    by_number = {item.number: item for item in evidence.sentences}
    chosen = _with_context(numbers, by_number)
    kept = tuple(by_number[number] for number in chosen)
    share = len(_passage(kept)) / max(len(_passage(evidence.sentences)), 1)
    best = tuple(number for number in evidence.best if number in chosen)
    return replace(evidence, sentences=kept, best=best, tokens=round(share * evidence.tokens))


def unsaid(shown: Sequence[CheckedSentence], extract: Sequence[CheckedSentence]) -> tuple[CheckedSentence, ...]:
    """Those of the extract that tell something which the sentences shown do not, in their order.

    One that is cited has been told; one whose figures and most of whose words are in what is shown, as well.
    """
    cited = places(item for sentence in shown for item in sentence.citations)
    told = " ".join(sentence.text for sentence in shown)

    def new(sentence: CheckedSentence) -> bool:
        said = overlap(sentence.text, told) >= SAID and stated(sentence.text) <= covered(told)
        return cited.isdisjoint(places(sentence.citations[:1])) and not said

    return tuple(filter(new, extract))


def _with_context(numbers: Collection[int], by_number: Mapping[int, EvidenceSentence]) -> list[int]:
    """The numbers, those of what they lean on, and of a "However, …" that follows; in evidence order."""
    chosen = set(numbers)
    for number in sorted(chosen):
        item, after = by_number[number], by_number.get(number + 1)
        chosen |= set(_leant_on(item, by_number))
        if after and CONTRAST.match(after.sentence.text) and after.article == item.article:
            chosen.add(number + 1)
    return sorted(chosen)


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


def _passage(items: Collection[EvidenceSentence]) -> str:
    return " ".join(item.sentence.text for item in items)


def _label(item: EvidenceSentence) -> str:
    return opinion_label(item.sentence.text, [item.article] if item.article.kind == "opinion" else [])
