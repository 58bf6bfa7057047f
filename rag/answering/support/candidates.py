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
from .shared import content_words, overlap

# Share of content words for evidence that is looked up for a sentence which cites none, or the wrong one.
SHARED_LOOKED_UP = 0.5
SHARED_PAIR = 0.75
"""The same for two sentences together: the more words, the easier some of them are the right ones."""
# The same for a sentence that is lent a name by another. "The issue came up as two obstacles to ending the ban" has 0.5
# of "Two obstacles came up", and says what neither does. Of 68 drafts of planted questions none fails by it.
LENT = 0.6
MOST_ALIKE = 4
"""Sentences tried for their likeness."""
REACH = 3
"""Sentences before a cited one in which the person or thing that it calls "he" or "it" may be named."""
PRONOUN = re.compile(r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def candidates(
    text: str, own: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence], question: str = ""
) -> Iterator[tuple[list[EvidenceSentence], float]]:
    """Other evidence to try and the share (0 to 1) of its content words that it must hold, likeliest first.

    That is what is cited with what it leans on, then with what the question says, then the sentences most alike.

    Args:
        text: a written sentence that its own citations do not support.
        own: the sentences it cites.
        evidence: all evidence sentences.
        question: what was asked, as a stand-alone question.
    """
    ranked = sorted(evidence, key=lambda item: (-overlap(text, item.sentence.text), item.number))[:MOST_ALIKE]
    for item in own:
        yield from (([before, *own], SHARED_PAIR) for before in _leant_on(item, text, evidence))
    yield from (([other, *own], SHARED_LOOKED_UP) for other in _asked(text, own, evidence, question))
    for item in ranked:
        yield [item], SHARED_LOOKED_UP
        yield from (([before, item], SHARED_PAIR) for before in _leant_on(item, text, evidence))


def plain_words(text: str) -> str:
    """The content words of a sentence that are no names."""
    return " ".join(sorted(content_words(text) - content_words(" ".join(names(text)))))


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
    """Sentences of the same article that have every name that `item` lacks for `text`, beside one that it has.

    They lend a name and no more: most other words must be those of `item`, so that no claim is pieced together.
    """
    if overlap(plain_words(text), item.sentence.text) < LENT:
        return []
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
    lacking = stated(text) - covered(Grounds(tuple(own)).passage)
    cited = {item.sentence.doc_id for item in own}
    if not lacking or not lacking <= covered(question):
        return []
    found = [
        item
        for item in evidence
        if item.sentence.doc_id in cited and item not in own and lacking <= covered(item.sentence.text)
    ]
    return sorted(found, key=lambda item: (-overlap(question, item.sentence.text), item.number))
