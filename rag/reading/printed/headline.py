"""The headline of a printed document: what its file states, unless a program wrote it, else what is printed largest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .layout import Paragraph

# What programs write where a title or an author belongs.
NO_TITLE = re.compile(
    r"(microsoft (word|powerpoint)|powerpoint|word) - .*|(untitled|document|slide|presentation|title|pdf)[ \d-]*"
    r"|[\W\d_]*|.*\.(pdf|docx?|odt|rtf|txt|tex|dvi|ps|indd|qxp|qxd|fm|pages|pptx?|xlsx?|html?)",
    re.IGNORECASE,
)
NO_AUTHOR = re.compile(
    r"((microsoft|office|windows) )*(user|admin|administrator|owner|author|unknown|root|anonymous)|[\W\d_]*",
    re.IGNORECASE,
)
# A headline has at most so many words and stands among the first paragraphs; if the file does not state it, it is known
# by letters larger than most by this factor. Where nothing is larger, the document is called by its first words.
LONGEST, FIRST, LARGER, OPENING = 30, 10, 1.15, 12


def headline(stated: str, found: Sequence[Paragraph]) -> tuple[str, int | None]:
    """The headline, and which of the paragraphs (not empty) it stands in by itself; None if in none of them."""
    if not NO_TITLE.fullmatch(stated):
        return stated, next((place for place, item in enumerate(found[:FIRST]) if _same(item.text, stated)), None)
    short = [place for place, item in enumerate(found[:FIRST]) if item.page == 0 and len(item.text.split()) <= LONGEST]
    largest = max(short, key=lambda place: found[place].size, default=None)  # the first of the largest
    if largest is not None:
        letters = Counter[float]()
        for item in [*found[:largest], *found[largest + 1 :]]:
            letters[round(item.size, 1)] += len(item.text)
        usual = letters.most_common(1)[0][0] if letters else 0
        if largest == 0 or found[largest].size >= LARGER * usual:
            return found[largest].text, largest
    words = found[0].text.split()
    return " ".join(words[:OPENING]) + "…" * (len(words) > OPENING), None


def authors(stated: str) -> str:
    """The authors a file states; "" if it is what a program calls its user."""
    return "" if NO_AUTHOR.fullmatch(stated) else stated


def _same(text: str, other: str) -> bool:
    return re.sub(r"\W+", "", text).casefold() == re.sub(r"\W+", "", other).casefold()
