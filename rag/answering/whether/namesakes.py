"""Whether a name of the question fits two people of the evidence, so that it must be asked which is meant.

A person is a first name, perhaps an initial, and a surname. Those who are only told apart by words ("the mayor" of two
towns) are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...records import Evidence, EvidenceSentence
from ..names import NOT_PERSONS, OPENERS
from .asking import TITLES
from .terms import terms

BEST = 8
"""Sentences, best first, in which both have to be named: of 8 ambiguous questions of planted dev 7 are found at 4,
all at 5 to 16, and no other question at any of them."""
NAME = r"[A-Z][a-zà-öø-ÿ]+(?:-[A-Z]?[a-zà-öø-ÿ]+)?"
TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|President|Judge|Justice|Professor|Mayor|Captain|(?:(?:First|Prime) )?Minister)"
)
OFFICES = frozenset(f"{TITLES} Director Chairman Chairwoman Coach Chief Detective Officer Sergeant Inspector".split())
# What a street, a court or a county is called is no surname, nor what follows "of" or "in".
NO_PERSONS = NOT_PERSONS | frozenset(
    "county city town district street road river lake mount saint san santa los las la superior high university bay "
    "bank company group museum bridge plant line island cape prize award games olympic olympics winter summer".split()
)
PERSON = re.compile(rf"\b(?:{TITLE}\.? )*({NAME}) (?:([A-Z])\. )?({NAME})\b")
ROLE = re.compile(
    r"^, ((?:the|a|an|its|his|her|who (?:is|was|owns|leads|runs|heads)|chief|[\w’']+[’']s) [^,.;:“”—]{3,60}?)"
    r"(?=[,.;:“”—]| who | said| says| told|$)"
)
BEHIND = 6.0
"""Logits by which the best sentence on somebody may be behind the other's: 0.6 to 4.1 in those 8 questions, 9 and 21 in
two of other news where only one was meant."""
BOTH = re.compile(r"\b(?:related|relatives?|surnames?|family|siblings|namesakes?|(?:two|both) people)\b", re.IGNORECASE)
"""Words of a question about both of them."""
FAMILY = re.compile(r" (?:family|brothers|sisters|siblings|household|dynasty|clan)\b")
ROLE_BEFORE = re.compile(r"\b((?:the|its|[\w’']+[’']s) (?:[a-z][\w-]* ){1,3})$")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the evidence names."""

    first: str
    initial: str
    surname: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.first, self.initial and f"{self.initial}.", self.surname) if part)


@dataclass(frozen=True, slots=True)
class Possibility:
    """One of those who may be meant: the name, what the evidence calls him or her ("" if nothing), where it stands."""

    name: str
    role: str
    sentence: EvidenceSentence


_Mention: TypeAlias = tuple[re.Match[str], EvidenceSentence]
_Fits: TypeAlias = Mapping[Person, Sequence[_Mention]]


def namesakes(question: str, evidence: Evidence) -> tuple[Possibility, ...]:
    """Two or more people whom a name of the question fits equally, best named first; empty if there are not two."""
    if BOTH.search(question):
        return ()
    by_number = {item.number: item for item in evidence.sentences}
    best = [by_number[number] for number in evidence.best[:BEST]]
    named = [(match, item) for item in best for match in PERSON.finditer(item.sentence.text)]
    for asked in re.finditer(
        rf"(?<!\bof )(?<!\bin )\b(?:({NAME}) (?:([A-Z])\. )?)?({NAME})(?:[’']s?)?\b(?! [A-Z])", question
    ):
        if re.search(r"\bwhich $", question[: asked.start(3)], re.IGNORECASE) or FAMILY.match(question, asked.end()):
            continue  # "Which Lee …?", "who of the Lee family …?" ask for just that
        fits: dict[Person, list[_Mention]] = {}
        for match, item in named:
            person = Person(match[1], match[2] or "", match[3])
            if _fits(asked, person):
                fits.setdefault(person, []).append((match, item))
        near = _near(fits)
        people = _told_apart(_of_that_office(question[: asked.start(3)], near) or list(near))
        if len(people) > 1 and not any(_described(question, fits[person]) for person in people):
            return tuple(Possibility(str(p), _role(fits[p]), fits[p][0][1]) for p in people)
    return ()


def _fits(asked: re.Match[str], person: Person) -> bool:
    first, initial, surname = asked.groups()
    if surname != person.surname or {person.first.lower(), person.surname.lower()} & (OPENERS | NO_PERSONS):
        return False
    if person.first in OFFICES:  # "Mr Castellane", "Director Patel": no first name, so no other person
        return False
    if first and first.lower() not in OPENERS and not re.fullmatch(TITLE, first) and first != person.first:
        return False
    return not initial or initial == person.initial


def _near(fits: _Fits) -> _Fits:
    """Without those whom only sentences name that fit the question much worse."""
    top = {person: max(item.score for _, item in found) for person, found in fits.items()}
    return {person: fits[person] for person, score in top.items() if score >= max(top.values()) - BEHIND}


def _of_that_office(before: str, fits: _Fits) -> list[Person]:
    """Those whom the evidence gives the title that the question has right before the name; empty if it has none."""
    title = re.search(rf"\b({TITLE})\.? (?:{NAME} )?$", before)
    return [person for person, found in fits.items() if title and any(title[1] in match[0] for match, _ in found)]


def _told_apart(people: Sequence[Person]) -> list[Person]:
    """Without those that are another one, written without the initial."""
    return [one for one in people if one.initial or not any(o.initial and o.first == one.first for o in people)]


def _described(question: str, mentions: Sequence[_Mention]) -> bool:
    """Whether the question says which one by a word of the role."""
    return bool(terms(_role(mentions)) & terms(question))


def _role(mentions: Sequence[_Mention]) -> str:
    for match, item in mentions:
        text = item.sentence.text
        if found := ROLE.match(text[match.end() :]) or ROLE_BEFORE.search(text[: match.start()]):
            return found[1].strip()
    return ""
