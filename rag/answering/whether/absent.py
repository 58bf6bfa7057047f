"""Names and years of a question that the best passages do not hold at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ...records import Query, Ranking
from ..facts import covered, stated
from ..names import ALIASES, CAPITALS, DEMONYMS, names, words
from .asked import IMPERATIVE
from .asking import apart

# Best passages among which they are looked for. On evals/refusal.jsonl, 10 of 15 questions that are one name or year
# off are declined at 2, 8 at 3, 5 at 5; none of 45 answerable ones at any of them.
BEST = 3
OUTLETS = 10
"""Passages whose outlets and authors count as named, and where a country may stand, since its outlets seldom say it."""
OPENING = re.compile(r"(?:^|[.?!:;] )([A-Z][a-z]+)\b")
"""A word that a sentence of the question begins with: no name if the articles write it small."""
SEVERAL = re.compile(r"(?:^|[.?!:;] )([A-Z][a-z]+s) (?:say|said|are|were|have|want|fear|hope|of)\b")
"""Several people or things of a sort: "Experts said …"."""
COUNTRIES = frozenset(DEMONYMS.values()) | ALIASES.keys()
ALIKE = 0.8
"""Similarity (0 to 1, Ratcliff and Obershelp) from which a name counts as the same, misspelt."""


def absent(query: Query, ranking: Ranking, best: int = BEST) -> tuple[str, ...]:
    """Names and years of the question that none of the `best` first passages holds, as the question writes them.

    Of the names in sentences that only lead up to the question, half may be missing.
    """
    text = IMPERATIVE.sub("", query.text)
    question = apart(text)
    passages = " ".join(item.chunk.embedding_text for item in ranking[:best])
    needed, led_by = question.names, question.led_by
    there = _named(passages, ranking)
    if _missing(needed | led_by, there):
        there |= _no_names(text, ranking)
    missing, led = _missing(needed, there), _missing(led_by, there)
    missing |= led if 2 * len(led) > len(led_by) else frozenset()
    wanted = [word for word in re.findall(r"[\w’'.-]+", text) if names(f"the {word}") & missing]
    years = {fact for fact in stated(text) if re.fullmatch(r"(19|20)\d\d", fact)}
    years -= covered(passages) if years else set()
    return tuple(dict.fromkeys([re.sub(r"[’']s?$", "", word.strip(".")) for word in wanted] + sorted(years)))


def _named(passages: str, ranking: Ranking) -> frozenset[str]:
    """The names that the passages, and the outlets and authors of some more, can vouch for."""
    outlets = {name for item in ranking[:OUTLETS] for name in (item.article.publisher, *item.article.authors)}
    found = words(f"{passages} {' '.join(outlets)}")
    return found | {"games"} if "olympics" in found else found


def _no_names(text: str, ranking: Ranking) -> frozenset[str]:
    """What may be missing: countries told of further down, their capitals, and words that only begin a sentence."""
    countries = words(" ".join(item.chunk.embedding_text for item in ranking[:OUTLETS])) & COUNTRIES
    small = set(re.findall(r"\b[a-z]+\b", " ".join(item.chunk.text for item in ranking[:OUTLETS])))
    opening = {word.lower() for word in OPENING.findall(text)} & small
    several = {word.lower() for word in SEVERAL.findall(text)}
    capitals = {capital for capital, country in CAPITALS.items() if country in countries}
    return frozenset(countries | capitals | opening | several)


def _missing(wanted: frozenset[str], there: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in wanted if name not in there and not _misspelt(name, there))


def _misspelt(name: str, there: Sequence[str] | frozenset[str]) -> bool:
    return len(name) > 4 and any(
        abs(len(other) - len(name)) < 3 and SequenceMatcher(None, name, other).ratio() >= ALIKE for other in there
    )
