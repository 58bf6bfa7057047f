"""Where an article takes its own words back: opposite words of a pair (lift / maintain), parted by a "However, …".

Between articles opposite words are as often two countries or two years as a disagreement; there values are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ...records import EvidenceSentence
from ..names import names
from ..verify import content_words

OPPOSITES = (
    (
        r"(lift|eas|end|remov|resolv|scrap|drop|relax|abolish)(s|e|es|ed|ing)?",
        r"(maintain|keep|kept|retain|uphold|upheld|extend|tighten|continu)(s|e|es|ed|ing)?",
    ),
    (r"(support|back|favou?r|endors)(s|e|es|ed|ing)?", r"(oppos|reject|refus|block|resist)(s|e|es|ed|ing)?"),
    (r"(confirm|admit|acknowledg)(s|e|es|ed|ted|ing)?", r"den(y|ies|ied|ying)"),
    (r"(rose|risen|rise|rising|increas\w*|grew|grow\w*)", r"(fell|fall\w*|declin\w*|decreas\w*|dropp\w*|shrank)"),
)
CONTRAST = re.compile(r"(however|but|yet|nevertheless|by contrast|in contrast)\b", re.IGNORECASE)
SHARED_NAMES = 1
"""Words of names that both must hold; the seed of the rule shares "Japan" alone or "Japan" and "South Korea"."""
REACH = 3
"""Sentences of an article within which a "However, …" takes another back."""

Pair = tuple[EvidenceSentence, EvidenceSentence]


def taken_back(evidence: Sequence[EvidenceSentence], focus: frozenset[str]) -> list[tuple[str, Pair]]:
    """What each pair is about and its two sentences in reading order; nearest pair first, no sentence twice.

    Args:
        evidence: all evidence sentences.
        focus: content words of the question; a pair must touch them.
    """
    found = sorted(_pairs(evidence, focus), key=lambda item: item[0])
    pairs: list[tuple[str, Pair]] = []
    told: set[int] = set()
    for _, about, pair in found:
        if not told & {item.number for item in pair}:
            told |= {item.number for item in pair}
            pairs.append((about, pair))
    return pairs


def _pairs(
    evidence: Sequence[EvidenceSentence], focus: frozenset[str]
) -> Iterator[tuple[tuple[int, float, int], str, Pair]]:
    for first, second in combinations(evidence, 2):
        one, other = first.sentence.text, second.sentence.text
        if not _takes_back(second, first) or not _opposed(one, other):
            continue
        touched = (content_words(one) | content_words(other)) & focus
        shared = names(one, other) & names(other, one)
        if touched and len(shared) >= SHARED_NAMES:
            order = (second.sentence.number - first.sentence.number, -first.score, first.number)
            yield order, _about(one, shared), (first, second)


def _opposed(one: str, other: str) -> bool:
    """Each uses the words of another side of a pair, and neither uses both."""
    return any(
        _says(left, first) and _says(right, second) and not _says(right, first) and not _says(left, second)
        for first, second in OPPOSITES
        for left, right in ((one, other), (other, one))
    )


def _takes_back(second: EvidenceSentence, first: EvidenceSentence) -> bool:
    apart = second.sentence.number - first.sentence.number
    same = first.sentence.doc_id == second.sentence.doc_id
    return same and 0 < apart <= REACH and bool(CONTRAST.match(second.sentence.text))


def _about(text: str, shared: frozenset[str]) -> str:
    """The shared names as the text writes them, words that stand together kept together."""
    runs = re.findall(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*", text)
    named = [run for run in runs if names(f"the {run}") & shared]
    return ", ".join(dict.fromkeys(named))


def _says(text: str, pattern: str) -> bool:
    return bool(re.search(rf"\b{pattern}\b", text, re.IGNORECASE))
