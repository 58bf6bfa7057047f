"""Rung 0: a sentence is finished, cites something, and shares its content words with what it cites."""

from __future__ import annotations

import re

from .grounds import Grounds

# Share of a sentence's content words that its cited words must hold; below it, it is about something else. A draft that
# paraphrases keeps 0.45 and more of them on the shipped corpus, a citation of an unrelated sentence under 0.25.
SHARED = 0.34
ENDS = re.compile(r"[.!?…][\"”’)\]]*$")
STOP = frozenset(
    "a an the and or but of in on at to for from by with as is are was were be been being has have had do does did it "
    "its he she they his her their this that these those which who whom whose not no will would can could may might "
    "must should also more most than then there here into over under about after before between because since so such "
    "if while when where what why how s said says".split()
)


# Words for a day, which are checked by themselves, and for the report itself: "as reported on 24 April 2026".
DATED = re.compile(
    r"\b(?:as )?(?:report(?:ed)?|published)?(?: on)?\s*\b(?:\d{1,2} )?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?(?:,? \d{4})?\b"
)


def unfinished(text: str, grounds: Grounds) -> str:
    """That an uncited sentence breaks off, in words; "" if it does not."""
    return "" if grounds.used or ENDS.search(text) else "the sentence breaks off"


def uncited(_: str, grounds: Grounds) -> str:
    """That nothing is cited, in words; "" if something is."""
    return "" if grounds.used else "it cites no sentence of the articles"


def unlike(text: str, grounds: Grounds, shared: float = SHARED) -> str:
    """That less than the share `shared` (0 to 1) of the content words is in the cited words; "" if enough is."""
    there = f"{grounds.passage} {grounds.outlets}"
    alike = max(overlap(text, there), overlap(DATED.sub(" ", text), there))
    return "" if alike >= shared else "the cited words are about something else"


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to their first six letters, so that inflected forms meet."""
    found = re.findall(r"[^\W_]+", text.lower())
    return frozenset(word[:6] for word in found if word not in STOP and len(word) > 1)


def overlap(text: str, passage: str) -> float:
    """Share (0 to 1) of the content words of `text` that are in `passage`; 1 if it has none."""
    wanted = content_words(text)
    return len(wanted & content_words(passage)) / len(wanted) if wanted else 1.0
