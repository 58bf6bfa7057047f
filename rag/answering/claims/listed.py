"""“…attached three conditions.”: the sentences that follow tell what is counted there.

Each of them alone hardly fits a question for the conditions; the one that announces them fits best and tells none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ...records import Evidence, EvidenceSentence, Ranking
from .adding import key_of, left_out, with_added
from .words import stems

BEST = 3
"""Sentences, best first, of which what they announce is brought in."""
NUMBERS = {word: number for number, word in enumerate("two three four five six seven eight".split(), 2)}
UNCOUNTED = 3
"""Sentences that follow “several conditions”."""
NOUNS = (
    "conditions|demands|reasons|steps|measures|points|terms|changes|aims|goals|proposals|requirements|charges|counts|"
    "recommendations|concessions|promises|pledges|rules|faults|causes|mistakes|errors|failures|options|things"
)
ANNOUNCES = re.compile(
    rf"\b(\d|{'|'.join(NUMBERS)}|several|following) (?:[a-z-]+ ){{0,2}}({NOUNS})\b(.*)$", re.IGNORECASE | re.DOTALL
)
ANY_NOUN = re.compile(r"\b(?:everything|things)\b", re.IGNORECASE)
TOLD = re.compile(r":\s+\S+(?: \S+){2}|,.* and |\b(?:including|namely|such as)\b")
"""What shows that the announcing sentence goes on to tell them itself."""


def announced(text: str) -> tuple[int, str]:
    """How many things a sentence announces without telling them, and what it calls them; 0 and "" if none."""
    found = ANNOUNCES.search(text)
    if found is None or TOLD.search(found[3]):
        return 0, ""
    counted = found[1].lower()
    number = int(counted) if counted.isdigit() else NUMBERS.get(counted, UNCOUNTED)
    return (number, found[2].lower()) if number > 1 else (0, "")


def with_listed(evidence: Evidence, ranking: Ranking, question: str) -> Evidence:
    """The evidence with the sentences that tell what the best ones announce, where the question asks for that."""
    by_key = {key_of(item): item for item in left_out(evidence, ranking)}
    by_number = {item.number: item for item in evidence.sentences}
    added: dict[tuple[str, int], EvidenceSentence] = {}
    for number in evidence.best[:BEST]:
        for key in _following(by_number[number], question):
            if key in by_key:
                added[key] = by_key[key]
    return with_added(evidence, list(added.values()))


def listed(evidence: Evidence, numbers: Collection[int], question: str) -> frozenset[int]:
    """Numbers of the evidence sentences that tell what these announce, where the question asks for it."""
    by_key: Mapping[tuple[str, int], int] = {key_of(item): item.number for item in evidence.sentences}
    chosen = [item for item in evidence.sentences if item.number in numbers]
    return frozenset(by_key[key] for item in chosen for key in _following(item, question) if key in by_key)


def _following(item: EvidenceSentence, question: str) -> Iterator[tuple[str, int]]:
    """Where the sentences stand that tell what this one announces; none if the question does not ask for it."""
    number, noun = announced(item.sentence.text)
    if number and (stems(noun) <= stems(question) or ANY_NOUN.search(question)):
        doc_id, place = key_of(item)
        yield from ((doc_id, place + after) for after in range(1, number + 1))
