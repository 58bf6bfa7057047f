"""Rung 1: a sentence that is its cited words but for a name says what they do not.

"The Free Party acted because her budget had fallen", of "Ms Thrane acted because her budget had fallen": whoever copies
all else has put one in the place of another, however well the article knows both. `places` sees the same in free
words, where more of them must agree than these few. No other evidence is looked up for such a sentence.
"""

from __future__ import annotations

from collections.abc import Set
from difflib import SequenceMatcher

from ..facts import MONTHS, WEEKDAYS
from ..names import names, words
from .align import BORDERS, Token, close_by, tokens
from .grounds import Grounds
from .named import TITLES, spelt_out

DAYS = frozenset(WEEKDAYS) | MONTHS.keys() | frozenset("since by on from in until after before".split())
COPIED = 2
"""Content words besides the names, at least, and at least as many as the names have."""


def swapped(text: str, grounds: Grounds) -> str:
    """Which name stands in the place of another, in words; "" if none does."""
    mine, small = _row(text), " ".join(grounds.told)
    for passage in grounds.texts:
        changed = _changed(mine, _row(passage))
        if not changed:
            continue
        named = names(text, small) | names(passage, small) | DAYS
        if all(
            _names(each, named) and not words(passage) >= _words(one) for one, two in changed for each in (one, two)
        ):
            others = [pair for pair in changed if not _may_be_one(*pair, grounds)]
            if len(others) == len(changed):
                return "it says “{}” where the cited words say “{}”".format(*map(_written, others[0]))
    return ""


def _changed(mine: list[Token], theirs: list[Token]) -> list[tuple[list[Token], list[Token]]]:
    """What stands in the place of what, where the first is a copy of the second but for that; else nothing."""
    steps = SequenceMatcher(None, [token.stem for token in mine], [token.stem for token in theirs], autojunk=False)
    copied, found = 0, []
    for what, first, last, begin, end in steps.get_opcodes():
        if what == "equal":
            copied += last - first
        elif what != "insert" or end < len(theirs):  # the cited words may go on
            found.append((mine[first:last], theirs[begin:end]))
    return found if copied >= max(COPIED, sum(len(one) for one, _ in found)) else []


def _row(text: str) -> list[Token]:
    """The words that count: no little words, no signs, no "Ms"."""
    return [token for token in tokens(text) if token.content and token.low not in TITLES and token.text not in BORDERS]


def _names(row: list[Token], named: Set[str]) -> bool:
    """Whether there is something and all of it are names, or a day or month: "Since January"."""
    return bool(row) and all(token.text[0].isupper() and words(token.text) & named for token in row)


def _may_be_one(one: list[Token], two: list[Token], grounds: Grounds) -> bool:
    """Whether two names may be one's: they share a word, or an article joins them."""
    mine, theirs = spelt_out(_words(one), grounds), spelt_out(_words(two), grounds)
    return bool(mine & theirs) or any(close_by(mine, theirs, told) for told in [*grounds.told, grounds.headlines])


def _words(row: list[Token]) -> frozenset[str]:
    return frozenset().union(*(words(token.text) for token in row))


def _written(row: list[Token]) -> str:
    return " ".join(token.text for token in row)
