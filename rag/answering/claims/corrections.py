"""What an outlet has corrected: the sentence that was wrong, and the words that set it right.

A correction is an article whose headline says so, by the same outlet and of a later day. It is held against a sentence
if it tells most of that sentence's words again; what sets it right is another value there or right behind, else the
sentence that withdraws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeAlias

from ...records import EvidenceSentence
from ..support.shared import content_words, overlap
from .claim import claims
from .quantities import Quantity, agree

NOTICE = re.compile(r"\b(?:corrections?|corrected|clarifications?|retraction|erratum)\b", re.IGNORECASE)
WITHDRAWS = re.compile(
    r"\b(?:wrong|withdr[ae]w\w*|incorrect\w*|in error|mistaken\w*|misstated|overstated|understated|in fact|"
    r"should have (?:said|read|been))\b",
    re.IGNORECASE,
)
STANDS = re.compile(r"\b(?:stands?|remains? (?:right|correct|true)|is not affected)\b", re.IGNORECASE)
OWN_REPORT = re.compile(
    r"\b(?:our|an?|the|this) (?:[\w-]+ ){0,2}(?:report|article|story|piece|item|headline|version|dispatch)\b"
    r".*\b(?:said|says|gave|put|stated|reported|wrote|named|had)\b",
    re.IGNORECASE,
)
"""Of a notice, what was said before: "Our report of 19 September said that …"."""
LEANS = re.compile(
    r"(?:th(?:at|is|ese|ose)|it|they|in fact|instead|the (?:figure|number|sum|value|claim|report))\b", re.IGNORECASE
)
"""How what sets right begins where it cannot be read without the sentence before it."""
FEWEST_WORDS = 6
"""Content words of a sentence that is taken to be withdrawn as a whole; a shorter one is told again by chance."""
# Share of a sentence's content words that the notice must tell again. Planted dev has four notices: the sentences that
# they withdraw share 0.5 to 1.0 with them, and no other sentence of their outlets with a value does.
TOLD_AGAIN = 0.5
REACH = 2
"""Sentences behind that one in which it is set right."""

Right: TypeAlias = tuple[EvidenceSentence, str, tuple[Quantity, Quantity] | None]
"""The sentence that sets right, its words for it, and the wrong and the right value if there are such."""


def set_right(wrong: EvidenceSentence, evidence: Sequence[EvidenceSentence]) -> Right | None:
    """The sentence of a correction that sets this one right, its words and values; None if there is none.

    Args:
        wrong: any sentence.
        evidence: among others the sentences of notices.
    """
    for stretch in _telling_again(wrong, evidence):
        withdrawing = [item for item in stretch if WITHDRAWS.search(item.sentence.text)]
        if not withdrawing or STANDS.search(stretch[0].sentence.text):
            continue
        if found := _other_value(wrong, stretch):
            return found
        if len(content_words(wrong.sentence.text)) >= FEWEST_WORDS:
            return withdrawing[0], withdrawing[0].sentence.text, None
    return None


def own_mistake(told: EvidenceSentence, evidence: Sequence[EvidenceSentence]) -> Right | None:
    """What a notice gives in the place of a value that it says it had wrong; None where that is no such sentence.

    Also None where what sets it right cannot do without it: "That is wrong: it was 14 days."

    Args:
        told: any sentence.
        evidence: among others those behind it.
    """
    text = told.sentence.text
    if not (NOTICE.search(f"{told.article.title} {text}") and OWN_REPORT.search(text)):
        return None
    for item in _behind(told, evidence):
        for old, new in product(claims(told), claims(item)):
            if _of_one_kind(old.quantity, new.quantity) and not agree(old.quantity, new.quantity):
                return None if LEANS.match(item.sentence.text) else (item, new.words, (old.quantity, new.quantity))
    return None


def _behind(first: EvidenceSentence, among: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The sentences behind it in which it is set right, in reading order."""
    place = first.sentence
    there = [item for item in among if item.sentence.doc_id == place.doc_id]
    near = [item for item in there if 0 < item.sentence.number - place.number <= REACH]
    return sorted(near, key=lambda item: item.sentence.number)


def _of_one_kind(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and bool(one.unit or one.things & other.things)


def _telling_again(wrong: EvidenceSentence, evidence: Sequence[EvidenceSentence]) -> Iterator[list[EvidenceSentence]]:
    """Sentences of a notice, the first of which tells the wrong sentence again, best first."""
    here = wrong.article
    notices = [
        item
        for item in evidence
        if NOTICE.search(item.article.title)
        and here.publisher
        and item.article.publisher == here.publisher
        and item.article.published_day
        and here.published_day
        and item.article.published_day > here.published_day
    ]
    told = [(_told_again(wrong, item), item) for item in notices]
    for share, first in sorted(told, key=lambda pair: (-pair[0], pair[1].number)):
        if share < TOLD_AGAIN:
            return
        yield [first, *_behind(first, notices)]


def _told_again(wrong: EvidenceSentence, item: EvidenceSentence) -> float:
    """Share (0 to 1) of its content words that the notice's sentence has; if both have one value, of the shorter's."""
    share = overlap(wrong.sentence.text, item.sentence.text)
    pairs = ((old.quantity, new.quantity) for old in claims(wrong) for new in claims(item))
    if any(old.unit == new.unit and agree(old, new) for old, new in pairs):
        return max(share, overlap(item.sentence.text, wrong.sentence.text))
    return share


def _other_value(wrong: EvidenceSentence, stretch: Sequence[EvidenceSentence]) -> Right | None:
    """The first value of the notice that differs from one of the wrong sentence that it tells again, too."""
    noted = [claim for item in stretch for claim in claims(item)]
    for old in claims(wrong):
        alike = [new for new in noted if new.quantity.unit == old.quantity.unit]
        others = [new for new in alike if not agree(new.quantity, old.quantity)]
        if others and len(others) < len(alike):
            return others[0].evidence, others[0].words, (old.quantity, others[0].quantity)
    return None
