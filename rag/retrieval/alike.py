"""Whether one sentence says what another says already, judged by their words.

Agencies' texts are printed by many outlets, with a word changed here and there. Numbers, names and "not" are never
such a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Of 69 chunks of planted copies (dev) 44 say nothing that their original does not; the 25 others have 31 sentences of
# their own, of which 3 are the same lead in other words.
OWN = 0.3
"""Share of a sentence's different words that may be missing in the one that stands for it; a figure, a name or a "not"
never may."""
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
TURNS = frozenset("not no never none nor neither without nobody nothing cannot denied denies deny".split())
"""Words that turn a sentence around."""


def words(text: str) -> frozenset[str]:
    """The different words of a text, small and capital letters alike."""
    return frozenset(word.casefold() for word in WORD.findall(text))


def told(text: str, there: Iterable[frozenset[str]]) -> bool:
    """Whether one of the sentences that are there, given as their words, says what the text says."""
    own, names = words(text), _names(text)

    def says(other: frozenset[str]) -> bool:
        missing = own - other
        if len(missing) > OWN * len(own) or (own ^ other) & TURNS or missing & names:
            return False
        return not any(sign.isdigit() for word in missing for sign in word)

    return any(map(says, there))


def _names(text: str) -> frozenset[str]:
    """Words with a capital that do not begin the sentence."""
    return frozenset(word.casefold() for word in WORD.findall(text)[1:] if word[0].isupper())
