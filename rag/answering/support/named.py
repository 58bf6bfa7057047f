"""Rung 1: every proper name of a sentence stands in its cited words, or is another name of what stands there.

What vouches besides the cited words: the headline, the outlet and the authors of their article; an acronym where the
articles expand it; a surname for the full name that the article gives; "the bureau" for the "Competition Bureau" that
the article tells of; a name of the question that the article knows. That a name takes the place of another is
found in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from ..facts import WEEKDAYS
from ..names import acronyms, countries, full_names, names, words
from .dates import weekdays
from .grounds import Grounds
from .numbers import held

TITLES = frozenset("mr mrs ms miss dr prof sir lord lady celsius fahrenheit".split())
"""Words written large that name nobody."""
# "the Dostrand Competition Bureau": words written large, of which the last says what it is.
BODY = re.compile(r"[A-Z][\w’'&-]*(?: (?:of|and|for|the|&|[A-Z][\w’'&-]*))* ([A-Z][a-z]+)\b")


def missing_names(text: str, grounds: Grounds) -> str:
    """The names that nothing vouches for, in words; "" if there are none."""
    missing = sorted(unknown(text, grounds))
    return f"not in the cited words: {', '.join(missing)}" if missing else ""


def unknown(text: str, grounds: Grounds) -> frozenset[str]:
    """The same, each word by itself as `names` spells it."""
    known = " ".join([*(item.sentence.text for item in grounds.evidence), grounds.question])
    wanted = {name for name in names(text, context=known) - TITLES if len(name) > 1}
    there = words(grounds.passage) | _of_articles(grounds)
    if missing := wanted - there:
        there |= _other_names(there, grounds)
        missing = wanted - there
    if missing & set(WEEKDAYS):
        missing -= weekdays(held(grounds))
    if missing and grounds.question:
        asked = names(grounds.question) | names(f"the {grounds.question}")
        missing -= asked & words(" ".join(grounds.told))
    return frozenset(missing)


def spelt_out(named: Set[str], grounds: Grounds) -> frozenset[str]:
    """The names, capitals also as their country, with what the articles expand of their acronyms."""
    short = acronyms([*grounds.told, grounds.headlines])
    return countries(named).union(named, *(short.get(name, ()) for name in named))


def _of_articles(grounds: Grounds) -> frozenset[str]:
    """Words of the headlines, outlets and authors."""
    told = [part for item in grounds.articles for part in (item.title, item.publisher, *item.authors)]
    return words(" . ".join(told))


def _other_names(there: frozenset[str], grounds: Grounds) -> frozenset[str]:
    """Other names of what is there: acronyms, full names, bodies."""
    found = set(there)
    for short, long in acronyms(item.sentence.text for item in grounds.evidence).items():
        if short in found or long <= found:
            found |= {short} | long
    for full in full_names([*grounds.told, *(article.title for article in grounds.articles)]):
        if full & found:
            found |= full
    small = set(re.findall(r"\b[a-z]+\b", grounds.passage))
    for body, head in _bodies([*grounds.told, grounds.headlines, grounds.question]):
        if head in small:
            found |= body
    return frozenset(found)


def _bodies(texts: Iterable[str]) -> Iterator[tuple[frozenset[str], str]]:
    """Names of several words with the small form of the last, which says what they name: a bureau, a union."""
    for text in texts:
        for match in BODY.finditer(text):
            yield words(match[0]), match[1].lower()
