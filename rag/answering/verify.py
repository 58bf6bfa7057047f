"""From a cited sentence to a checked one: the support ladder, cheapest rung first.

Each rung is a file of `support`, which says what it sees and what it does not; this file keeps their order. "supported"
means that no rung found anything against the sentence, not that it is true. A sentence that fails is first tried
against the other evidence, since small models cite the right words under a wrong number more often than they
invent; where its own cited words say otherwise, that is final.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import CheckedSentence, CitedSentence, EvidenceSentence
from .cite import citation
from .facts import stated
from .support.candidates import SHARED_LOOKED_UP, candidates, plain_words
from .support.direction import reversed_direction
from .support.grounds import Grounds
from .support.invented import invented_speaker
from .support.modality import overstated
from .support.named import missing_names
from .support.negation import wrong_negation
from .support.numbers import missing_figures
from .support.places import misplaced
from .support.quotes import not_verbatim
from .support.referent import misreferred
from .support.shared import SHARED, content_words, overlap, uncited, unfinished, unlike
from .support.speakers import wrong_speaker
from .support.swapped import swapped
from .support.trend import against_figures

__all__ = ["OPENING_PRONOUN", "content_words", "in_place", "overlap", "rungs", "verify"]

OPENING_PRONOUN = re.compile(r"(he|she|it|they|his|her|its|their|this|these|those)\b", re.IGNORECASE)

Rung = Callable[[str, Grounds], str]
"""Says in a reader's words what it sees against a sentence; "" if nothing."""
RUNGS: Mapping[str, Rung] = {
    "unfinished": unfinished,
    "citation": uncited,
    "numbers and dates": missing_figures,
    "names": missing_names,
    "quotations": not_verbatim,
    "a speaker there is": invented_speaker,
}
SAYS_OTHERWISE: Mapping[str, Rung] = {
    "the same but for a name": swapped,
    "names and numbers in their places": misplaced,
    "speaker": wrong_speaker,
    "whom it is about": misreferred,
    "negation": wrong_negation,
    "direction": reversed_direction,
    "figures and direction": against_figures,
    "modality": overstated,
}
"""Rungs that find the cited words to say something else; those before only miss something in them."""
FINAL = frozenset({"the same but for a name"})
"""Of these, the ones after which no other evidence is looked up."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the rungs found against a sentence; empty if nothing."""

    check: str
    seen: str

    @property
    def passed(self) -> bool:
        return not self.seen


def verify(
    cited: CitedSentence,
    evidence: Sequence[EvidenceSentence],
    source_numbers: Mapping[str, int],
    question: str = "",
) -> CheckedSentence:
    """The sentence with the citations it keeps and the verdict on it.

    Args:
        cited: the sentence and the evidence numbers it cites.
        evidence: all evidence sentences.
        source_numbers: number of each article (by doc_id) in the conversation.
        question: what was asked, as a stand-alone question.
    """
    by_number = {item.number: item for item in evidence}
    own = [by_number[number] for number in cited.numbers if number in by_number]
    grounds = Grounds(tuple(own), evidence, question)
    verdict, used = _judge(cited.text, grounds), own
    if not verdict.passed and verdict.check not in FINAL:
        # Words that say otherwise are not outdone by words less like the sentence.
        floor = overlap(cited.text, grounds.passage) + 0.01 if verdict.check in SAYS_OTHERWISE else 0.0
        plain = plain_words(cited.text)
        for candidate, shared in candidates(cited.text, own, evidence, question):
            grounds = Grounds(tuple(candidate), evidence, question)
            about = overlap(plain, grounds.passage) >= SHARED_LOOKED_UP or any(item in own for item in candidate)
            if about and _judge(cited.text, grounds, max(shared, floor)).passed:
                verdict, used = _Verdict("looked up", ""), candidate
                break
    return CheckedSentence(
        text=cited.text,
        citations=tuple(citation(item, source_numbers) for item in used),
        support="supported" if verdict.passed else "unsupported",
        check=verdict.check,
        seen=verdict.seen,
        invalid=cited.invalid,
    )


def in_place(
    checked: CheckedSentence, shown: Sequence[CheckedSentence], removed: Sequence[CheckedSentence]
) -> CheckedSentence:
    """The sentence, or, where it cannot stand behind those shown so far, as unsupported.

    It cannot if it says what an earlier one says, or if it opens with a pronoun and nothing but removed sentences
    stands before it, so that a reader would not know who "they" are.
    """
    for other in shown:
        if content_words(checked.text) <= content_words(other.text) and stated(checked.text) <= stated(other.text):
            return replace(checked, support="unsupported", check="repetition", seen=f"says again: {other.text}")
    if removed and not shown and OPENING_PRONOUN.match(checked.text):
        return replace(checked, support="unsupported", check="reference", seen=f"refers to: {removed[-1].text}")
    return checked


def _judge(text: str, grounds: Grounds, shared: float = SHARED) -> _Verdict:
    """Climb the rungs; the first that finds something decides, but what says otherwise before what is only missing."""
    found = [_Verdict(check, seen) for check, seen in rungs(text, grounds, shared) if seen]
    otherwise = [verdict for verdict in found if verdict.check in SAYS_OTHERWISE]
    return next(iter([*otherwise, *found]), _Verdict("all checks", ""))


def rungs(text: str, grounds: Grounds, shared: float = SHARED) -> Iterator[tuple[str, str]]:
    """Each rung's name and what it sees against the sentence ("" if nothing), cheapest first."""
    for name, rung in {**RUNGS, **SAYS_OTHERWISE}.items():
        yield name, rung(text, grounds)
    yield "shared words", unlike(text, grounds, shared)
