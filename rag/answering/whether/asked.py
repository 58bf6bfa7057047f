"""What a question asks for: an age, a measure, a sum of money, a count, a share, another figure, a firm of some sort.

English forms only. A question in none of them asks for nothing that can be looked for; scores and names decide then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..facts import MONTHS
from ..names import countries, names
from .asking import apart
from .terms import EMPTY, stem, terms

Kind: TypeAlias = Literal["", "age", "measure", "money", "count", "share", "figure", "firm"]

MEASURES = {
    "height": ("tall height", "tall high height metre meter feet foot stand rise storey"),
    "depth": ("deep depth", "deep depth deeper below"),
    "width": ("wide width broad", "wide width broad across millimetre centimetre metre meter feet foot"),
    "weight": ("heavy weigh weight", "weigh weight heavy kilogram kilo gram tonne ton pound ounce"),
    "length": (
        "long length",
        "long length metre meter kilometre kilometer km mile foot feet yard millimetre centimetre second minute hour "
        "day night week fortnight month year decade century since until till",
    ),
    "distance": ("far distance", "metre meter kilometre kilometer km mile foot feet yard hour minute"),
    "colour": (
        "colour color",
        "red green blue yellow white black grey gray brown orange purple pink silver gold colour",
    ),
    "speed": ("fast speed", "fast speed kilometre mile knot hour"),
}
"""What may be measured: the words that ask for it, the words of which a sentence that tells it has one."""
ASKS = {word: name for name, (asks, _) in MEASURES.items() for word in asks.split()}
# "How high" is asked of spending and turnout more often than of towers.
MEASURE = re.compile(
    r"\bhow (tall|deep|wide|broad|heavy|fast|long|far)\b|\b(?:what|which) (colou?r)\b"
    r"|\bwhat (?:is|was|were|are) the (?:exact |total )?"
    r"(height|depth|width|weight|speed|length|distance)\b|\b(?:how much|what) (?:does|do|did) .*\b(weigh)\b",
    re.IGNORECASE,
)
AGE = re.compile(r"\bhow old (?:is|was|are|were)\b|\bwhat (?:is|was) the age of\b|\bat what age\b", re.IGNORECASE)
MONEY = re.compile(
    r"\bhow much\b.*\b(pays?|paid|costs?|spend|spent|sold|sell|price|fetch|earn|worth|charged?)\b|\bfor how much\b"
    r"|\bwhat (?:is|was|were) the (?:price|costs?|fee|salary)\b|\bat what (?:price|cost)\b"
    r"|\bwhat (?:price|sum|fee)\b",
    re.IGNORECASE,
)
MONEY_SIGNS = frozenset(
    map(
        stem,
        "pay paid cost price worth fee sum bill spend spent charge salary sold sell fetch insured premium fund".split(),
    )
)
HOW_MANY = re.compile(r"\bhow many ((?:[\w’'-]+ ?){1,6})", re.IGNORECASE)
SHARE = re.compile(r"\b(?:what|which) (?:percentage|share|proportion) of\b", re.IGNORECASE)
FIGURES = (
    "turnout population catch sales profit revenue margin majority rate limit capacity length budget output lead toll "
    "score rise increase fine debt deficit surplus wage attendance"
)
FIGURE = re.compile(
    r"\bwhat (?:is|was|were|are) (?:the |[\w’-]+[’']s? )?(?:[\w-]+ ){0,3}?(%s)\b"
    r"|\bwhat (%s)\b(?= (?:in|of|to|for|did|do|does|was|is|has|had|will|would)\b)" % ((FIGURES.replace(" ", "|"),) * 2),
    re.IGNORECASE,
)
FIRM = re.compile(r"\b(?:which|what) ([a-z]\w+) (?:company|firm|group|maker)\b", re.IGNORECASE)
PLURAL = re.compile(r"[^s]s$|^(?:people|persons|men|women|children|feet|sheep|fish|staff)$")
MADE_OF = re.compile(
    r"\bhow many ([a-z]\w+) of (?!my\b|our|your|the|its|his|her|this|that)([a-z]\w{2,})", re.IGNORECASE
)
# Whose number an article gives by listing them.
LISTED = frozenset("times things ways kinds types sorts reasons places points steps examples".split())
ENDS_A_NOUN = frozenset(
    "is are was were be been do does did has have had will would can could should of in on at to for from by with "
    "between that which who and or the a an".split()
)
MONTH = "|".join(name.title() for name in MONTHS if len(name) > 3 or name == "may")
YEAR_ASKED = re.compile(
    rf"\b(?:in|of|for|during|by|until|fiscal|summer|autumn|winter|spring|early|late|mid|{MONTH})[ -]((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# Of several years no single one can be missed, and what is to come stands in articles of earlier years.
NO_YEAR = re.compile(r"\bfrom\b.*\bto\b|\bcompare|\bbetween\b.*\band\b|\bwill\b|\bgoing to\b|\bplan", re.IGNORECASE)
# What a follow-up took from earlier questions stands in brackets behind it and is no phrase.
TAKEN_OVER = re.compile(r" \([^()]*\)\s*$")
IMPERATIVE = re.compile(r"^(?:Name|Trace|List|Describe|Explain|Compare|Tell|Give|Show|Set|Put|Summari[sz]e)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and about what."""

    kind: Kind
    what: str
    """What it is called in a refusal, such as "depth" or "people"."""
    signs: frozenset[str]
    """Stems of which a sentence that tells it has one; empty if a figure is enough."""
    about: frozenset[str]
    """Terms of the question besides names."""
    names: frozenset[str]
    """Words of names in the sentence that asks, else of those before it; capitals as their country."""
    year: str
    """The one year that it asks about; "" if it names none or several."""
    phrase: str
    """The sentence that asks, without what it took over from earlier questions."""


def asked(question: str) -> Asked:
    """What the question asks for."""
    text = IMPERATIVE.sub("", question)
    parted = apart(text)
    phrase = TAKEN_OVER.sub("", parted.asks)
    kind, what, signs = _kind(phrase)
    about = terms(question) - {stem(name) for name in names(text)}
    named = countries(parted.names or parted.led_by)
    years = set(YEAR_ASKED.findall(question))
    year = next(iter(years)) if len(years) == 1 and not NO_YEAR.search(question) else ""
    return Asked(kind, what, signs, about, named, year, phrase)


def _kind(question: str) -> tuple[Kind, str, frozenset[str]]:
    for form in (_age_or_measure, _money_or_share, _count, _figure_or_firm):
        if found := form(question):
            return found
    return "", "", frozenset()


def _age_or_measure(question: str) -> tuple[Kind, str, frozenset[str]] | None:
    if AGE.search(question):
        return "age", "age", frozenset()
    if found := MEASURE.search(question):
        name = ASKS[_first(found)]
        return "measure", name, frozenset(map(stem, MEASURES[name][1].split()))
    return None


def _money_or_share(question: str) -> tuple[Kind, str, frozenset[str]] | None:
    if MONEY.search(question):
        return "money", "price", MONEY_SIGNS
    return ("share", "share", frozenset()) if SHARE.search(question) else None


def _figure_or_firm(question: str) -> tuple[Kind, str, frozenset[str]] | None:
    if found := FIGURE.search(question):
        return "figure", _first(found), frozenset([stem(_first(found))])
    if found := FIRM.search(question):
        return "firm", f"{found[1]} company", frozenset([stem(found[1])])
    return None


def _count(question: str) -> tuple[Kind, str, frozenset[str]] | None:
    """What "how many" counts: the words up to the verb or preposition."""
    found = HOW_MANY.search(question)
    if found is None:
        return None
    counted: list[str] = []
    for word in found[1].split():
        if word.lower() in ENDS_A_NOUN:
            break
        counted.append(word)
        if PLURAL.search(word):
            break
    if LISTED & {word.lower() for word in counted}:
        return None
    nouns = [word for word in counted[:3] if word[0].islower() and word not in EMPTY]
    # Of "nuclear reactors" the reactors are counted; where the plural was not found any of the words may be.
    signs = counted[-1:] if nouns and PLURAL.search(counted[-1]) and counted[-1][0].islower() else nouns
    return "count", "number of " + " ".join(nouns or ["them"]), frozenset(map(stem, signs))


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group).lower()
