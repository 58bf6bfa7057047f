"""What all sides of a disagreement say besides their values, in the words of the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from .claim import Claim
from .words import PLAIN, STOPS

TOKEN = re.compile(r"[^\W_][\w’'.&-]*[^\W_]|[^\W_]|[^\w\s]")
SHORTEST = 4
"""Letters of a word that may stand alone."""


def agreed(sides: Sequence[Claim]) -> tuple[str, ...]:
    """Runs of words, as the first side writes them, that all sides have in their clauses; longest first."""
    first, *others = [_words(claim) for claim in sides]
    runs = [first]
    for words in others:
        runs = [shared for run in runs for shared in _common_runs(run, words)]
    said = (_trimmed(run) for run in runs)
    return tuple(sorted(dict.fromkeys(run for run in said if run), key=lambda run: (-len(run), run)))


def _words(claim: Claim) -> list[str]:
    """The words of the clause; a sign stands for the value, so that no run goes over it."""
    return TOKEN.findall(claim.clause.replace(claim.words, " | ", 1))


def _common_runs(one: list[str], other: list[str]) -> list[list[str]]:
    left = [word.lower() if word[0].isalnum() else f"{word}1" for word in one]
    right = [word.lower() if word[0].isalnum() else f"{word}2" for word in other]  # signs never match
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [one[block.a : block.a + block.size] for block in blocks if block.size]


def _trimmed(run: list[str]) -> str:
    """The run without small words at its ends; "" if too little is left."""
    small = STOPS | PLAIN
    while run and (run[0].lower() in small or not run[0][0].isalnum()):
        run = run[1:]
    while run and (run[-1].lower() in small or not run[-1][0].isalnum()):
        run = run[:-1]
    return " ".join(run) if len(run) > 1 or (run and len(run[0]) >= SHORTEST) else ""
