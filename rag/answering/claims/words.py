"""The words of a sentence as claims compare them: stems without small words."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]*")
STOPS = frozenset(
    "of in on at to for from by with and or but as than that who which is are was were be been has have had do did "
    "will would may must can could the a an it its this these those them so when while after before since until".split()
)
PLAIN = frozenset(
    "about some around roughly nearly almost approximately more than over at least under less fewer up total just said "
    "say says told according now also only even still already so far".split()
)
"""Words that say nothing of what a value is the value of."""
PLURALS = frozenset("people men women children police fish sheep staff troops personnel percent".split())


def stem(word: str) -> str:
    """The word's first six small letters, without a plural s."""
    lower = re.sub(r"[’']s?$", "", word.lower())
    lower = lower.removesuffix("s") if len(lower) > 3 and not lower.endswith("ss") else lower
    return lower[:6]


def stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in STOPS)


def counted(rest: str) -> tuple[frozenset[str], int]:
    """Stem of what the words after a number count, and where it ends: the first plural; nothing if there is none."""
    end = 0
    for _ in range(3):
        found = re.compile(r"[ -]([A-Za-zÀ-ÿ][\w’'-]*)").match(rest, end)
        if found is None or found[1].lower() in STOPS:
            break
        word, end = found[1], found.end()
        if word.lower() in PLURALS or (word.endswith("s") and not word.endswith(("ss", "’s", "'s"))):
            return frozenset([stem(word)]), end
    return frozenset(), 0
