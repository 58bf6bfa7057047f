"""Rung 2: words in quotation marks stand so in the cited words, in one stretch of one article.

Two pieces of different places made one quote do not; pieces that the sentence itself parts by "…" may be words apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .grounds import Grounds

QUOTED = re.compile(r"[“\"]([^”\"]{2,1000})[”\"]|‘([^’]{2,1000})’")
LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.|\[[^\]]*\])\s*")


def not_verbatim(text: str, grounds: Grounds) -> str:
    """The quotes that are not verbatim, in words; "" if all are."""
    stretches = [spelling(stretch) for stretch in _stretches(grounds)]
    missing = [f"“{quote}”" for quote in quoted(text) if not any(_within(quote, stretch) for stretch in stretches)]
    return f"not verbatim in the cited words: {', '.join(missing)}" if missing else ""


def quoted(text: str) -> list[str]:
    """What stands in quotation marks."""
    return [double or single for double, single in QUOTED.findall(text)]


def spelling(text: str) -> str:
    """One form of quotation marks, dashes and white space; small letters."""
    for signs, sign in (('“”„"', '"'), ("’‘'", "'"), ("–—", "-")):
        text = re.sub(f"[{signs}]", sign, text)
    return " ".join(text.lower().split())


def _stretches(grounds: Grounds) -> Iterator[str]:
    """The cited sentences, those that follow each other in their article as one."""
    last: tuple[str, int] | None = None
    stretch: list[str] = []
    for item in sorted(grounds.used, key=lambda item: (item.sentence.doc_id, item.sentence.number)):
        place = (item.sentence.doc_id, item.sentence.number)
        if last is not None and place != (last[0], last[1] + 1):
            yield " ".join(stretch)
            stretch = []
        stretch.append(item.sentence.text)
        last = place
    yield " ".join(stretch)


def _within(quote: str, stretch: str) -> bool:
    """Whether the pieces of a quote stand in the stretch, in their order, each as whole words."""
    start = 0
    for piece in LEFT_OUT.split(spelling(quote)):
        words = piece.strip(" .,;:!?")
        found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(stretch, start)
        if not found:
            return False
        start = found.end()
    return True
