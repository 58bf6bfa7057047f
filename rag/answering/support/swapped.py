"""Rung 1: a sentence that is its cited words but for a name says what they do not.

"The Free Party acted because her budget had fallen", of "Ms Thrane acted because her budget had fallen": whoever copies
all else has put one in the place of another, however well the article knows both. `places` sees the same in free
words, where more of them must agree than these few. No other evidence is looked up for such a sentence.
"""

from __future__ import annotations

from collections.abc import Set
from difflib import SequenceMatcher

from ..facts import MONTHS, WEEKDAYS
from ..names import CAPITALS, acronyms, names, words
from .align import BORDERS, Token, close_by, tokens
from .grounds import Grounds
from .named import TITLES

DAYS = frozenset(WEEKDAYS) | MONTHS.keys() | frozenset("since by on from in until after before".split())
COPIED = 2
"""Content words besides the names, at least, and at least as many as the names have."""


def swapped(text: str, grounds: Grounds) -> str:
    """Which name stands in the place of another, in words; "" if none does."""
    for passage in grounds.texts:
        small = " ".join(grounds.told)
        named = names(text, small) | names(passage, small) | DAYS
        mine, theirs = _row(text), _row(passage)
        steps = SequenceMatcher(None, [token.stem for token in mine], [token.stem for token in theirs], autojunk=False)
        copied, other = 0, []
        for what, first, last, begin, end in steps.get_opcodes():
            if what == "equal":
                copied += last - first
            elif what == "insert" and begin and end == len(theirs):
                continue  # the cited words go on
            else:
                other.append((mine[first:last], theirs[begin:end]))
        if copied < COPIED or not other or not all(_names(each, named) for pair in other for each in pair):
            continue
        changed = [(one, two) for one, two in other if not _may_be_one(one, two, passage, grounds)]
        if len(changed) == len(other) and copied >= sum(len(one) for one, _ in changed):
            return f"it says “{_written(changed[0][0])}” where the cited words say “{_written(changed[0][1])}”"
    return ""


def _row(text: str) -> list[Token]:
    """The words that count: no little words, no signs, no "Ms"."""
    return [token for token in tokens(text) if token.content and token.low not in TITLES and token.text not in BORDERS]


def _names(row: list[Token], named: Set[str]) -> bool:
    """Whether there is something and all of it are names, or a day or month: "Since January"."""
    return bool(row) and all(token.text[0].isupper() and words(token.text) & named for token in row)


def _may_be_one(one: list[Token], two: list[Token], passage: str, grounds: Grounds) -> bool:
    """Whether two names may be one's: they share a word, or the cited words have both, or an article joins them."""
    mine, theirs = _words(one), _words(two)
    short = acronyms([*grounds.told, grounds.headlines])
    also = mine.union(*(short.get(name, ()) for name in mine))
    there = theirs.union(*(short.get(name, ()) for name in theirs))
    if also & there or mine <= words(passage):
        return True
    return any(close_by(mine, theirs, told) for told in [*grounds.told, grounds.headlines])


def _words(row: list[Token]) -> frozenset[str]:
    found = frozenset().union(*(words(token.text) for token in row))
    return found | {CAPITALS.get(name, name) for name in found}


def _written(row: list[Token]) -> str:
    return " ".join(token.text for token in row)
