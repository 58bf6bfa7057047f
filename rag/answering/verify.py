"""From a cited sentence to a checked one: the support ladder, cheapest rung first.

Rungs here: (0) it cites something and shares its content words with it, (1) every number, date, sum, percentage and
proper name occurs in the cited words, (2) words in quotation marks are verbatim. What they do not see: negation,
direction, modality, who did what to whom. "supported" means that these rungs found nothing against the sentence.
A sentence that fails is first tried against the other evidence, since small models cite the right words under a wrong
number more often than they invent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import CheckedSentence, CitedSentence, EvidenceSentence
from .cite import citation
from .facts import covered, readable, stated
from .names import acronyms, full_names, names, words

# Share of a sentence's content words that its cited words must hold; below it, it is about something else. A draft that
# paraphrases keeps 0.45 and more of them on the shipped corpus, a citation of an unrelated sentence under 0.25.
SHARED = 0.34
# The same for evidence that is looked up for a sentence which cites none, or the wrong one.
SHARED_LOOKED_UP = 0.5
SHARED_PAIR = 0.75
"""The same for two sentences together: the more words, the easier some of them are the right ones."""
REACH = 3
"""Sentences before a cited one in which the person or thing that it calls "he" or "it" may be named."""
OPENING_PRONOUN = re.compile(r"(he|she|it|they|his|her|its|their|this|these|those)\b", re.IGNORECASE)
PRONOUN = re.compile(r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
QUOTED = re.compile(r"[“\"]([^”\"]{2,1000})[”\"]|‘([^’]{2,1000})’")
ENDS = re.compile(r"[.!?…][\"”’)\]]*$")
STOP = frozenset(
    "a an the and or but of in on at to for from by with as is are was were be been being has have had do does did it "
    "its he she they his her their this that these those which who whom whose not no will would can could may might "
    "must should also more most than then there here into over under about after before between because since so such "
    "if while when where what why how s said says".split()
)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the rungs found against a sentence; empty if nothing."""

    check: str
    seen: str

    @property
    def passed(self) -> bool:
        return not self.seen


def verify(
    cited: CitedSentence, evidence: Sequence[EvidenceSentence], source_numbers: Mapping[str, int]
) -> CheckedSentence:
    """The sentence with the citations it keeps and the verdict on it.

    Args:
        cited: the sentence and the evidence numbers it cites.
        evidence: all evidence sentences.
        source_numbers: number of each article (by doc_id) in the conversation.
    """
    by_number = {item.number: item for item in evidence}
    own = [by_number[number] for number in cited.numbers if number in by_number]
    verdict, used = _judge(cited.text, own, evidence), own
    if not verdict.passed:
        for candidate in _candidates(cited.text, own, evidence):
            needed = SHARED_LOOKED_UP if len(candidate) == 1 else SHARED_PAIR
            if _judge(cited.text, candidate, evidence, needed).passed:
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


def _judge(
    text: str, used: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence], shared: float = SHARED
) -> _Verdict:
    """Climb the rungs; the first that finds something decides."""
    for check, seen in rungs(text, used, evidence, shared):
        if seen:
            return _Verdict(check, seen)
    return _Verdict("numbers, names and quotations", "")


def rungs(
    text: str, used: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence], shared: float = SHARED
) -> Iterator[tuple[str, str]]:
    """Each rung's name and what it sees against the sentence ("" if nothing), cheapest first."""
    passage = " ".join(item.sentence.text for item in used)
    yield "unfinished", "" if used or ENDS.search(text) else "the sentence breaks off"
    yield "citation", "" if used else "it cites no sentence of the articles"
    yield "numbers and dates", _not_in_cited_words(_missing_facts(text, passage))
    yield "names", _not_in_cited_words(_missing_names(text, used, evidence))
    missing = _missing_quotes(text, passage)
    yield "quotations", f"not verbatim in the cited words: {', '.join(missing)}" if missing else ""
    yield "shared words", "" if overlap(text, passage) >= shared else "the cited words are about something else"


def _not_in_cited_words(missing: Sequence[str]) -> str:
    return f"not in the cited words: {', '.join(missing)}" if missing else ""


def _missing_facts(text: str, passage: str) -> list[str]:
    return sorted(map(readable, stated(text) - covered(passage)))


def _missing_names(text: str, used: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence]) -> list[str]:
    there = words(" ".join(item.sentence.text for item in used))
    for short, long in acronyms(item.sentence.text for item in evidence).items():
        if short in there or long <= there:
            there |= {short} | long
    # "Lee said" vouches for "Lee Jae-myung" where the same article gives the full name.
    same = {item.sentence.doc_id for item in used}
    told = [item.sentence.text for item in evidence if item.sentence.doc_id in same]
    for full in full_names([*told, *(item.article.title for item in used)]):
        if full & there:
            there |= full
    return sorted(names(text, context=" ".join(item.sentence.text for item in evidence)) - there)


def _missing_quotes(text: str, passage: str) -> list[str]:
    there = _spelling(passage)
    quotes = [double or single for double, single in QUOTED.findall(text)]
    return [f"“{quote}”" for quote in quotes if _spelling(quote).strip(" .,;:!?") not in there]


def _spelling(text: str) -> str:
    """One form of quotation marks, dashes and white space; small letters."""
    for signs, sign in (('“”„"', '"'), ("’‘'", "'"), ("–—", "-")):
        text = re.sub(f"[{signs}]", sign, text)
    return " ".join(text.lower().split())


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to their first six letters, so that inflected forms meet."""
    found = re.findall(r"[^\W_]+", text.lower())
    return frozenset(word[:6] for word in found if word not in STOP and len(word) > 1)


def overlap(text: str, passage: str) -> float:
    """Share (0 to 1) of the content words of `text` that are in `passage`; 1 if it has none."""
    wanted = content_words(text)
    return len(wanted & content_words(passage)) / len(wanted) if wanted else 1.0


def _candidates(
    text: str, own: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence]
) -> Iterable[list[EvidenceSentence]]:
    """Other evidence to try: what is cited with the sentence it leans on, then the sentences most alike."""
    ranked = sorted(evidence, key=lambda item: (-overlap(text, item.sentence.text), item.number))[:4]
    yield from ([before, *own] for item in own for before in _leant_on(item, text, evidence))
    for item in ranked:
        yield [item]
        yield from ([before, item] for before in _leant_on(item, text, evidence))


def _leant_on(item: EvidenceSentence, text: str, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Sentences of the same article shortly before `item` that may complete it for the claim `text`, nearest first.

    They may say who "he" is if `item` has a pronoun, and which year it is if `item` names none (that may stand further
    up: news names the year once); nothing else.
    """
    place = item.sentence
    lacking = stated(text) - covered(place.text)
    if lacking and (not all(map(YEAR.fullmatch, lacking)) or YEAR.search(place.text)):
        return []
    if not lacking and not PRONOUN.search(place.text):
        return []
    near = [
        other
        for other in evidence
        if other.sentence.doc_id == place.doc_id
        and 0 < place.number - other.sentence.number <= (len(evidence) * REACH if lacking else REACH)
    ]
    return sorted(near, key=lambda other: -other.sentence.number)
