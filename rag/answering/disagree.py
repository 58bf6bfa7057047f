"""Statements of the articles that do not go together, found by rule and shown side by side.

Here: two evidence sentences about the same names of which one takes back the other ("However, …") or which use opposite
words of the same pair (lift / maintain). It does not weigh them, and it finds no conflict of figures yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from ..records import Disagreement, EvidenceSentence
from .cite import citation
from .facts import names
from .verify import content_words

OPPOSITES = (
    (r"(lift|eas|end|remov|resolv|scrap|drop|relax|abolish)(s|e|es|ed|ing)?", r"(maintain|keep|kept|retain|uphold|upheld|extend|tighten|continu)(s|e|es|ed|ing)?"),
    (r"(support|back|favou?r|endors)(s|e|es|ed|ing)?", r"(oppos|reject|refus|block|resist)(s|e|es|ed|ing)?"),
    (r"(confirm|admit|acknowledg)(s|e|es|ed|ted|ing)?", r"(den)(y|ies|ied|ying)"),
    (r"(rose|risen|rise|rising|increas\w*|grew|grow\w*)", r"(fell|fall\w*|declin\w*|decreas\w*|dropp\w*|shrank)"),
)  # fmt: skip
SHARED_NAMES = 2
"""Words of names that both sentences must hold, and content words besides."""
SHARED_WORDS = 1
MOST = 2


def disagreements(evidence: Sequence[EvidenceSentence], source_numbers: Mapping[str, int], focus: frozenset[str]) -> tuple[Disagreement, ...]:
    """At most two pairs of evidence sentences that do not go together, best first.

    Args:
        evidence: all evidence sentences.
        source_numbers: number of each article in the conversation.
        focus: content words of the question; a pair must touch them.
    """
    found = []
    for first, second in combinations(evidence, 2):
        about = _about(first.sentence.text, second.sentence.text)
        if about and (content_words(first.sentence.text) | content_words(second.sentence.text)) & focus:
            sides = sorted((first, second), key=lambda item: _newest_first(item))
            record = Disagreement(about, tuple(citation(side, source_numbers) for side in sides))
            found.append((-(first.score + second.score), first.number, second.number, record))
    found.sort(key=lambda item: item[:3])
    return tuple(item[3] for item in found[:MOST])


def _newest_first(item: EvidenceSentence) -> tuple[int, int]:
    day = item.article.published_at
    return (-day.toordinal() if day else 0, item.number)


def _about(first: str, second: str) -> str:
    """What both are about if they use opposite words of it, else ""."""
    shared = names(first, second) & names(second, first)
    if len(shared) < SHARED_NAMES:
        return ""
    common = {word for word in content_words(first) & content_words(second)} - {name[:6] for name in shared}
    if len(common) < SHARED_WORDS:
        return ""
    for one, other in OPPOSITES:
        for left, right in ((first, second), (second, first)):
            if _says(left, one) and _says(right, other) and not _says(right, one) and not _says(left, other):
                return ", ".join(name.upper() if len(name) < 6 and name.upper() in first else name.title() for name in sorted(shared))
    return ""


def _says(text: str, words: str) -> bool:
    return bool(re.search(rf"\b{words}\b", text, re.IGNORECASE))
