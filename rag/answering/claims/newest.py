"""What becomes of replaced states: the newest is brought in, shown where it is asked for, and an older one is labelled.

`states.py` and `corrections.py` find them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...records import CheckedSentence, Evidence, EvidenceSentence, Ranking
from ..cite import citation, places
from ..support.shared import overlap
from .adding import key_of, left_out, with_added
from .claim import Claim, claims
from .compare import when
from .quantities import agree, quantities
from .same import same_matter
from .states import Later, replaced
from .words import stems

MOST_ADDED = 2
"""Sentences added to the evidence at most."""
MOST_STATES = 2
"""Sentences with other states shown beside the best at most."""
CHANGED = re.compile(
    r"\b(?:chang\w+|mov(?:e|ed)|develop(?:ed|ment)?|evolv\w+|grown?|grew|risen|rise|fallen|fall|shrunk|shrink|"
    r"progress\w*|before (?:that|then|the (?:last|latest))|previous(?:ly)?|earlier|over time|first (?:said|given|put)|"
    r"used to|no longer|end(?:ed)? up|since|at the (?:end|start)|between|by (?:the )?(?:middle|end|start))\b",
    re.IGNORECASE,
)
SAID = 0.5
"""Share of a sentence's content words that a corrected one must hold for the correction to be of it."""


def with_newest(evidence: Evidence, ranking: Ranking) -> Evidence:
    """The evidence with sentences of the ranking that replace what it tells, best first, two at most."""
    rest = left_out(evidence, ranking)
    chosen = {key_of(item) for item in evidence.sentences}
    added: dict[tuple[str, int], EvidenceSentence] = {}
    for later in sorted(replaced(evidence.sentences, rest), key=lambda later: -later.older.score):
        if key_of(later.newer) not in chosen:
            added.setdefault(key_of(later.newer), later.newer)
    return with_added(evidence, list(added.values())[:MOST_ADDED])


def labelled(checked: CheckedSentence, laters: Sequence[Later], source_numbers: Mapping[str, int]) -> CheckedSentence:
    """The sentence, where it tells a state that was replaced, with what is reported since and a citation of that."""
    cited = places(checked.citations)
    for later in laters:
        if key_of(later.older) in cited and _tells(checked.text, later):
            newer = citation(later.newer, source_numbers)
            citations = checked.citations if key_of(later.newer) in cited else (*checked.citations, newer)
            return replace(checked, superseded=later.label, citations=citations)
    return checked


def _tells(text: str, later: Later) -> bool:
    """Whether a sentence tells the older state and not the newer."""
    if later.values is None:
        return overlap(text, later.older.sentence.text) >= SAID
    old, new = later.values
    told = [value for value in quantities(text) if value.unit == old.unit]
    return any(agree(value, old) for value in told) and not any(agree(value, new) for value in told)


def asks_what_changed(question: str) -> bool:
    """Whether the question asks how something came to stand where it does."""
    return bool(CHANGED.search(question))


def other_states(evidence: Evidence, laters: Sequence[Later], question: str, best: Sequence[int]) -> frozenset[int]:
    """Numbers of the evidence sentences to be shown beside the best, for a question about the present or what changed.

    The newest state of what the best tell and, where it asks how they changed, other states. Two at most.

    Args:
        evidence: all of it.
        laters: what `replaced` found in it.
        question: what was asked, standing alone.
        best: numbers of the sentences that are shown for their score.
    """
    newest = [later.newer.number for later in laters if later.older.number in best]
    found = [number for number in dict.fromkeys(newest) if number not in best]
    if asks_what_changed(question):
        found += [number for number in _states(evidence, question, best) if number not in (*best, *found)]
    return frozenset(found[:MOST_STATES])


def untold(
    shown: Sequence[CheckedSentence], laters: Sequence[Later], source_numbers: Mapping[str, int]
) -> tuple[CheckedSentence, ...]:
    """The newest state, word for word, where the sentences shown tell an older one only; one sentence at most."""
    labels = {sentence.superseded for sentence in shown if sentence.superseded}
    plain = [item for sentence in shown if not sentence.superseded for item in sentence.citations]
    told = places(plain)
    for later in laters:
        if later.label in labels and key_of(later.newer) not in told:
            cited = (citation(later.newer, source_numbers),)
            return (CheckedSentence(later.newer.sentence.text, cited, "supported", "verbatim"),)
    return ()


def _states(evidence: Evidence, question: str, best: Sequence[int]) -> list[int]:
    """Numbers of sentences with another value than any shown so far for what the best tell, newest first."""
    told = [claim for item in evidence.sentences if item.article.kind != "opinion" for claim in claims(item)]
    focus = stems(question)
    shown = [claim for claim in told if claim.evidence.number in best]
    found: list[Claim] = []
    for claim in sorted(told, key=when, reverse=True):
        known = [other for other in (*shown, *found) if same_matter(claim, other, focus)]
        if known and not any(agree(claim.quantity, other.quantity) for other in known):
            found.append(claim)
    return [claim.evidence.number for claim in found]
