"""Where a written sentence is not supported by what it cites: the evidence that may support it.

Small models cite the right words under a wrong number, one sentence for what stands in two, and repeat what the
question says beside what an article answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...records import EvidenceSentence
from ..facts import covered, stated
from ..names import names, words
from .grounds import Grounds
from .named import unknown
from .shared import overlap

MOST_ALIKE = 4
"""Sentences tried for their likeness."""
REACH = 3
"""Sentences before a cited one in which the person or thing that it calls "he" or "it" may be named."""
PRONOUN = re.compile(r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def candidates(
    text: str, own: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence], question: str = ""
) -> Iterator[list[EvidenceSentence]]:
    """Other evidence to try, best first: what is cited with what it leans on, then the sentences most alike.

    Args:
        text: a written sentence that its own citations do not support.
        own: the sentences it cites.
        evidence: all evidence sentences.
        question: what was asked, as a stand-alone question.
    """
    ranked = sorted(evidence, key=lambda item: (-overlap(text, item.sentence.text), item.number))[:MOST_ALIKE]
    yield from ([before, *own] for item in own for before in _leant_on(item, text, evidence))
    yield from ([other, *own] for other in _asked(text, own, evidence, question))
    for item in ranked:
        yield [item]
        yield from ([before, item] for before in _leant_on(item, text, evidence))


def _leant_on(item: EvidenceSentence, text: str, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Sentences of the same article shortly before `item` that may complete it for the claim `text`, nearest first.

    They may say who "he" is if `item` has a pronoun, which year it is if `item` names none (that may stand further
    up: news names the year once), and who somebody is that `item` names; nothing else.
    """
    place = item.sentence
    lacking = stated(text) - covered(place.text)
    if lacking and (not all(map(YEAR.fullmatch, lacking)) or YEAR.search(place.text)):
        return []
    if not lacking and not PRONOUN.search(place.text):
        return _introducing(item, text, evidence)
    near = [
        other
        for other in evidence
        if other.sentence.doc_id == place.doc_id
        and 0 < place.number - other.sentence.number <= (len(evidence) * REACH if lacking else REACH)
    ]
    return sorted(near, key=lambda other: -other.sentence.number)


def _introducing(item: EvidenceSentence, text: str, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Sentences of the same article that have every name that `item` lacks for `text`, beside one that it has."""
    lacking = unknown(text, Grounds((item,), evidence))
    known = names(item.sentence.text, text) & names(text)
    return [
        other
        for other in evidence
        if lacking
        and other.sentence.doc_id == item.sentence.doc_id
        and lacking <= (told := words(other.sentence.text))
        and known & told
    ]


def _asked(
    text: str, own: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence], question: str
) -> list[EvidenceSentence]:
    """Sentences of the cited articles that have every figure which `text` repeats from the question, likest it first.

    "Why did they vote in May?" is answered with "They voted in May because …", of which the cited words say why.
    """
    lacking = stated(text) - covered(" ".join(item.sentence.text for item in own))
    cited = {item.sentence.doc_id for item in own}
    if not lacking or not lacking <= covered(question):
        return []
    found = [
        item
        for item in evidence
        if item.sentence.doc_id in cited and item not in own and lacking <= covered(item.sentence.text)
    ]
    return sorted(found, key=lambda item: (-overlap(question, item.sentence.text), item.number))
