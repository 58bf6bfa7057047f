"""Statements of the articles that do not go together, found by rule and shown side by side.

Here: two evidence sentences on the same subject that use opposite words of a pair (lift / maintain). On the same
subject are those that share names and other words, or of which one, a little later in the same article, takes the
other back ("However, …"). It does not weigh them, and it finds no conflict of figures yet.
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
    (
        r"(lift|eas|end|remov|resolv|scrap|drop|relax|abolish)(s|e|es|ed|ing)?",
        r"(maintain|keep|kept|retain|uphold|upheld|extend|tighten|continu)(s|e|es|ed|ing)?",
    ),
    (r"(support|back|favou?r|endors)(s|e|es|ed|ing)?", r"(oppos|reject|refus|block|resist)(s|e|es|ed|ing)?"),
    (r"(confirm|admit|acknowledg)(s|e|es|ed|ted|ing)?", r"den(y|ies|ied|ying)"),
    (r"(rose|risen|rise|rising|increas\w*|grew|grow\w*)", r"(fell|fall\w*|declin\w*|decreas\w*|dropp\w*|shrank)"),
)
CONTRAST = re.compile(r"(however|but|yet|nevertheless|by contrast|in contrast)\b", re.IGNORECASE)
REACH = 3
"""Sentences of an article within which a "However, …" takes another back."""
MOST = 2
"""Pairs shown at most."""


def disagreements(
    evidence: Sequence[EvidenceSentence], source_numbers: Mapping[str, int], focus: frozenset[str]
) -> tuple[Disagreement, ...]:
    """At most two pairs of evidence sentences that do not go together, no sentence twice.

    Args:
        evidence: all evidence sentences.
        source_numbers: number of each article in the conversation.
        focus: content words of the question; a pair must touch them.
    """
    found: list[tuple[tuple[int, float, int], str, tuple[EvidenceSentence, EvidenceSentence]]] = []
    for first, second in combinations(evidence, 2):
        one, other = first.sentence.text, second.sentence.text
        apart = _retracted_after(first, second)
        touched = (content_words(one) | content_words(other)) & focus
        if touched and _opposed(one, other) and _same_subject(one, other, retracts=apart <= REACH):
            order = (apart, -(first.score + second.score), first.number)
            found.append((order, _about(one, other), (first, second)))
    found.sort(key=lambda item: item[0])
    shown: list[Disagreement] = []
    told: set[int] = set()
    for _, about, pair in found:
        if len(shown) < MOST and not told & {item.number for item in pair}:
            told |= {item.number for item in pair}
            shown.append(
                Disagreement(about, tuple(citation(item, source_numbers) for item in sorted(pair, key=_newest_first)))
            )
    return tuple(shown)


def _newest_first(item: EvidenceSentence) -> tuple[int, int]:
    day = item.article.published_at
    return (-day.toordinal() if day else 0, item.number)


def _opposed(one: str, other: str) -> bool:
    """Each uses the words of another side of a pair, and neither uses both."""
    return any(
        _says(left, first) and _says(right, second) and not _says(right, first) and not _says(left, second)
        for first, second in OPPOSITES
        for left, right in ((one, other), (other, one))
    )


def _same_subject(one: str, other: str, *, retracts: bool) -> bool:
    shared = _shared_names(one, other)
    common = (content_words(one) & content_words(other)) - {name[:6] for name in shared}
    if len(shared) >= 2 and (retracts or common):
        return True
    return len(shared) >= 1 and len(common) >= 2


def _shared_names(one: str, other: str) -> frozenset[str]:
    return names(one, other) & names(other, one)


def _retracted_after(first: EvidenceSentence, second: EvidenceSentence) -> int:
    """Sentences until the second, which opens with "However", takes the first back; more than REACH if it does not."""
    apart = second.sentence.number - first.sentence.number
    same = first.sentence.doc_id == second.sentence.doc_id
    return apart if same and 0 < apart <= REACH and CONTRAST.match(second.sentence.text) else REACH + 1


def _about(one: str, other: str) -> str:
    """The shared names as the first sentence writes them."""
    shared = _shared_names(one, other)
    written = [word for word in re.findall(r"[\w-]+", one) if names(f"the {word}") & shared]
    return ", ".join(dict.fromkeys(written))


def _says(text: str, pattern: str) -> bool:
    return bool(re.search(rf"\b{pattern}\b", text, re.IGNORECASE))
