"""What kind of thing a question asks for, and whether a sentence has one: a figure, a day, a person; year and unit.

English, by the words of the question; where they do not say, every sentence will do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .claims.quantities import quantities
from .claims.units import measure
from .names import names
from .whether.windows import YEAR

FIGURE = re.compile(
    r"\bhow (?:many|much|large|big|long|old|high|far|tall|wide|deep|heavy|fast|often|soon)\b"
    r"|\bwhat (?:share|percentage|proportion|price|size|height|length|majority|margin)\b|\bfigure\b|\bcost\b",
    re.IGNORECASE,
)
DAY = re.compile(r"\bwhen\b|\b(?:what|which) (?:day|date|month|year)\b", re.IGNORECASE)
PERSON = re.compile(r"\bwho(?:m|se)?\b|\bwhich (?:judge|official|politician|minister|company)\b", re.IGNORECASE)
NUMERAL = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|dozen|hundred"
    r"|thousand|million|billion|none|nobody|no)\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|today|yesterday|tomorrow|week|month|year|spring|summer|autumn|winter|noon|midnight)\b",
    re.IGNORECASE,
)

COMPARES = re.compile(
    r"\b(?:compar\w+|than|since|before|earlier|previous\w*|chang\w+|from|mov(?:e|ed)|r[io]se|fell|fall|gr[eo]wn?)\b",
    re.IGNORECASE,
)
"""Of a question that may well be answered with another year than it names."""
UNIT_ASKED = re.compile(r"\b(?:in|how many)( (?:(?:square|cubic) )?[a-z]+)\b", re.IGNORECASE)
UNIT_TOLD = re.compile(r"(?:(?:square|cubic) )?[a-z]+$", re.IGNORECASE)


def has_what_is_wanted(question: str, sentence: str) -> bool:
    """Whether the sentence has a figure, a day or a name that the question lacks, where it asks for one."""
    if FIGURE.search(question):
        return bool(NUMERAL.search(sentence))
    if DAY.search(question):
        return bool(TIME.search(sentence))
    if PERSON.search(question):
        return bool(names(sentence) - names(question))
    return True


def of_another_year(question: str, sentence: str) -> bool:
    """Whether the sentence names years and none that the question names, which does not compare two of them."""
    asked, told = set(YEAR.findall(question)), set(YEAR.findall(sentence))
    return bool(asked and told) and not asked & told and not COMPARES.search(question)


def in_another_unit(question: str, sentences: Sequence[str]) -> list[bool]:
    """Which sentences measure in another unit than the one asked for ("in miles"); none unless one of them has that."""
    asked = [unit for match in UNIT_ASKED.finditer(question) if (unit := _unit(match[1]))]
    if not asked:
        return [False] * len(sentences)
    told = [{unit for item in quantities(text) if (unit := _told_in(item.words))} for text in sentences]
    there = {unit for units in told for unit in units}.intersection(asked)
    bases = {base for base, _ in there}
    return [any(base in bases for base, _ in units) and not units & there for units in told]


def _unit(text: str) -> tuple[str, float] | None:
    """Base unit and factor of the unit that the text begins with, of lengths, areas, volumes, masses and powers."""
    found = measure(text)
    return found[:2] if found and found[0] != "second" else None  # "in hours", "in a second": often no unit asked for


def _told_in(quantity: str) -> tuple[str, float] | None:
    found = UNIT_TOLD.search(quantity)
    return _unit(f" {found[0]}") if found else None
