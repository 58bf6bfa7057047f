"""Which word of a sentence stands where which of its cited words stands: tokens, stems, clauses, likeness of places.

A place is a token with the words around it. Two places are alike by the content words that both have near them, so that
"rose" in a sentence is held against the verb that the same things stand around, and not against any other.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from ..names import words

REACH = 3
"""Content words on each side that make up a place."""
BESIDE = 3
"""Tokens from a name to what its bearer is called, at most."""
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[,;:()—–…]|[.!?]")
BORDERS = frozenset(",;:()—–….!?")
CONJUNCTIONS = frozenset("but because although though while whereas which who if when unless since".split())
STOP = frozenset(
    "a an the and or but of in on at to for from by with as is are was were be been being has have had having do does "
    "did it its he she they i we you his her their our my your them him us me this that these those which who whom "
    "whose not no will would can could may might must shall should also than then there here into so such if while "
    "when where why how what that’s it’s s t".split()
)
PRONOUNS = frozenset("i it he she they we you that this these those him her them".split())
_IRREGULAR = (
    "begin began begun,rise rose risen,fall fell fallen,grow grew grown,shrink shrank shrunk,win won,lose lost,"
    "give gave given,take took taken,come came,go went gone,say said says,tell told,make made,pay paid,buy bought,"
    "sell sold,lead led,leave left,hold held,keep kept,meet met,send sent,spend spent,build built,find found,"
    "think thought,bring brought,stand stood,write wrote written,speak spoke spoken,break broke broken,"
    "choose chose chosen,drive drove driven,fly flew flown,know knew known,see saw seen,show shown,draw drew drawn,"
    "withdraw withdrew withdrawn,sink sank sunk,run ran,get got,become became,catch caught,teach taught,fight fought,"
    "lend lent,mean meant,feel felt,deal dealt,steal stole stolen,freeze froze frozen,wear wore worn,tear tore torn,"
    "bear bore born,strike struck,lie lay lain,people person,men man,women woman,children child,deny denied denies,"
    "forbid forbade forbidden,swear swore sworn,throw threw thrown,hide hid hidden,eat ate eaten,shake shook shaken"
)
LEMMAS = {form: forms.split()[0] for forms in _IRREGULAR.split(",") for form in forms.split()}
_ENDINGS = re.compile(r"(?<=...)(?:ies|ied|ings?|edly|ed|es|s|e|ly)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text; `clause` counts the stretches between signs and conjunctions from 0."""

    text: str
    stem: str
    content: bool
    clause: int
    start: int

    @property
    def low(self) -> str:
        """In small letters, with straight apostrophes."""
        return self.text.lower().replace("’", "'")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """One form for the forms of a word: "opened" and "opening" as "open", "fell" as "fal"; rough, English only."""
    low = re.sub(r"[’']s?$", "", word.lower())
    low = LEMMAS.get(low, low)
    cut = _ENDINGS.sub("", low) if low.isalpha() else low
    cut = cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] else cut
    return cut[:-1] if len(cut) > 3 and cut[-1] in "ey" else cut


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Words, numbers and signs in order."""
    found: list[Token] = []
    clause = 0
    for match in WORD.finditer(text):
        word = match[0]
        low = word.lower()
        if word in BORDERS or low in CONJUNCTIONS:
            clause += 1
        content = word not in BORDERS and low not in STOP and not low.endswith(("n't", "n’t"))
        form = low.replace(",", "") if low[0].isdigit() else stem(low)
        found.append(Token(word, form, content, clause, match.start()))
    return tuple(found)


@lru_cache(maxsize=65536)
def around(text: str, place: int) -> tuple[frozenset[str], str, str]:
    """The stems of the content words near a token, and the very words before and after it."""
    row = tokens(text)
    before = [token.stem for token in row[:place] if token.content][-REACH:]
    after = [token.stem for token in row[place + 1 :] if token.content][:REACH]
    left = row[place - 1].low if place else "^"
    right = row[place + 1].low if place + 1 < len(row) else "$"
    return frozenset(before + after), left, right


def likeness(one: tuple[str, int], other: tuple[str, int]) -> float:
    """How alike two places are: shared content words near both, half for the same very word before, and after.

    0 (nothing in common) to 2 * REACH + 1; a place is a text and the number of a token.
    """
    near, left, right = around(*one)
    there, other_left, other_right = around(*other)
    return len(near & there) + 0.5 * (left == other_left) + 0.5 * (right == other_right)


def following(text: str, place: int) -> str:
    """Stem of the next content word or pronoun in the same stretch, or "" if there is none."""
    row = tokens(text)
    for token in row[place + 1 :]:
        if token.clause != row[place].clause:
            return ""
        if token.content or token.low in PRONOUNS:
            return token.stem
    return ""


def preceding(text: str, place: int) -> str:
    """Stem of the last content word or pronoun before, in the same stretch, or "" if there is none."""
    row = tokens(text)
    for token in reversed(row[:place]):
        if token.clause != row[place].clause:
            return ""
        if token.content or token.low in PRONOUNS:
            return token.stem
    return ""


def close_by(one: Set[str], other: Set[str], text: str) -> bool:
    """Whether a word of each, in the forms of `names.words`, stands close by the other: "Holm, the minister"."""
    row = tokens(text)
    first = [place for place, token in enumerate(row) if words(token.text) & one]
    second = [place for place, token in enumerate(row) if words(token.text) & other]
    return any(0 < abs(place - there) <= BESIDE for place in first for there in second)
