"""What a sentence claims: a quantity and what it is the quantity of, when, by whose word, and whether it is denied."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ...records import EvidenceSentence
from ..names import OPENERS, names, words
from .quantities import Quantity, quantities
from .times import DAY, Days, days_of, days_told, without_days
from .words import PLAIN, STOPS, WORD, stem

SAID = (
    r"said|says?|told|announced|reported|shows?|showed|confirmed|found|finds|counted|estimated?s?|claimed|claims|wrote|"
    r"believes?|insists?|admitted|according"
)
BREAK = re.compile(r"[;:—–()“”\"]| - |, (?:and|but|while|though|although|because) ")
_ON = r"(?:[^,]|,(?=\d))*"
"""Up to the next comma that is not inside a number."""
SIDE = re.compile(rf", (?:of |in |for |to |from )?(?:which|who|whose|whom|where)\b{_ON}(?:,|$)")
WORD_OF = re.compile(
    rf"[,—–] (?:according to\b{_ON}|(?:[\w’'&.-]+ ){{0,7}}(?:{SAID})\b{_ON}|(?:said|says) {_ON})[,.]?$"
    rf"|^(?:[\w’'&.-]+ ){{1,6}}(?:{SAID}) (?:that |on \w+ that )"
)
NEGATION = re.compile(
    r"\b(?:not|never|no longer|nor|neither|denied|denies|deny|wrong|untrue)\b|n[’']t\b", re.IGNORECASE
)
FORECAST = re.compile(
    r"\b(?:will|would|can|able to|capable|expects?|expected|forecasts?|predict(?:s|ed)?|plans?|planned|is to|are to|"
    r"due to|set to|could|may|might|target|aims?|hopes?|wants?|demand(?:s|ed)?|budget(?:ed)?|designed|proposed|if)\b"
)
PART_BEFORE = re.compile(r"\b(?:another|other|further|additional|extra|every|each)(?: of)?(?: the)? $", re.IGNORECASE)
PART_AFTER = re.compile(r"^,? (?:of (?:them|whom|which|these|those)|alone|each|apiece|more)\b", re.IGNORECASE)
BEFORE = re.compile(r"\b(?:before|after|until) (?:the |a |an |its |their )?([\w’'-]+)", re.IGNORECASE)
PERIOD = re.compile(
    r"\b(?:first|second|third|last|final|opening) (?:\w+ )?(?:day|night|week|weekend|month|year|quarter|half|hour)\b",
    re.IGNORECASE,
)
KIND = re.compile(r"^[\s-](old|long|wide|high|deep|tall|thick|away)\b", re.IGNORECASE)
FORMER = re.compile(r"\b(?:from|than|instead of|before|until|against)(?: the)? $", re.IGNORECASE)
AGE = re.compile(r"^ (?:ago|later|earlier|after|since|from now)\b")
"""What follows a stretch of time that only says when."""
NEAR = 14
"""Words to either side of a value that may say what it is the value of."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a sentence gives to something."""

    evidence: EvidenceSentence
    quantity: Quantity
    clause: str
    """The part of the sentence that gives the value."""
    about: frozenset[str]
    """Stems of the words around the value, without who says it and when."""
    subject: str
    """Stem of its first word, mostly what the clause is about."""
    others: tuple[Quantity, ...]
    """The other quantities of the sentence."""
    names: frozenset[str]
    days: tuple[Days, ...]
    forecast: bool
    denied: bool
    part: bool
    bounds: frozenset[str]
    """Stems of what it is before or after."""
    period: bool
    """It is of some part of a time: "on its first day"."""
    kind: str
    """What is measured, where a word after the unit says so: "old", "wide"."""

    @property
    def words(self) -> str:
        """The value's exact words."""
        return self.quantity.words


def claims(item: EvidenceSentence) -> list[Claim]:
    """Every value that an evidence sentence gives to something, in reading order; not the value that was before."""
    return [replace(claim, evidence=item) for claim in _read(replace(item, number=0, score=0.0, neighbour=False))]


@lru_cache(maxsize=4096)  # an answer reads its sentences four times, for one thing and another
def _read(item: EvidenceSentence) -> tuple[Claim, ...]:
    text = item.sentence.text
    every = [*quantities(text), *days_told(text, item.article.published_day)]
    return tuple(
        _claim(item, quantity, every)
        for quantity in every
        if (quantity.unit or quantity.things)
        and not FORMER.search(text[: quantity.start])
        and not AGE.match(text[quantity.end :])
    )


def _claim(item: EvidenceSentence, quantity: Quantity, every: list[Quantity]) -> Claim:
    text = item.sentence.text
    clause = clause_around(text, quantity)
    outside = _near(clause, quantity.words)
    for other in every:
        outside = outside.replace(other.words, " ", 1)
    outside = without_days(outside)
    told = [word for word in WORD.findall(outside) if word.lower() not in STOPS | PLAIN]
    published = item.article.published_day
    return Claim(
        evidence=item,
        quantity=quantity,
        clause=clause,
        about=frozenset(map(stem, told)) - quantity.things,
        subject=stem(told[0]) if told else "",
        others=tuple(other for other in every if other is not quantity),
        names=names(f"the {outside}", text) - OPENERS - words(item.article.publisher),
        days=days_of(outside if quantity.unit == DAY else clause, published),
        forecast=bool(FORECAST.search(clause)),
        denied=bool(NEGATION.search(clause)),
        part=quantity.part
        or bool(PART_BEFORE.search(text[: quantity.start]) or PART_AFTER.match(text[quantity.end :])),
        bounds=frozenset(map(stem, BEFORE.findall(outside))),
        period=bool(PERIOD.search(clause)),
        kind=found[1].lower() if (found := KIND.match(text[quantity.end :])) else "",
    )


def _near(clause: str, words: str) -> str:
    """The clause without what stands further than `NEAR` words from the value."""
    before, _, after = clause.partition(words)
    return " ".join([*before.split()[-NEAR:], words, *after.split()[:NEAR]])


def clause_around(text: str, quantity: Quantity) -> str:
    """The part of the sentence that gives the value to something: without who says it, asides and other clauses."""
    start = max((match.end() for match in BREAK.finditer(text, 0, quantity.start)), default=0)
    after = BREAK.search(text, quantity.end)
    clause = text[start : after.start() if after else len(text)].strip()
    for pattern in (WORD_OF, SIDE, WORD_OF):
        for match in pattern.finditer(clause):
            if quantity.words not in match[0]:
                clause = clause.replace(match[0], ", " if pattern is SIDE else " ", 1).strip()
    return clause
