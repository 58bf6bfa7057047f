"""After the rungs: an office that a draft tells as of now, out of an article that others have outlived, gets its day.

"Ada Holm, the leader of the opposition, called it a humiliation" becomes "Ada Holm is the leader of the opposition" in
a draft, two years later and beside an article that calls her president. Who holds an office is what changes most
often in the news and is asked for most plainly; other states have no label, their sources carry the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from ...records import EvidenceSentence, day_in_words

_OFFICES = (
    "leader|president|premier|chancellor|minister|secretary|governor|mayor|ambassador|envoy|chair|chairman|chairwoman|"
    "chairperson|head|chief|director|manager|boss|captain|coach|commander|commissioner|spokesman|spokeswoman|"
    "spokesperson|candidate|king|queen|pope|bishop"
)
HOLDS = re.compile(
    rf"\b(?:is|remains|serves as)\b[^.;:“”\"]*\b(?:{_OFFICES})\b|\b(?:leads|heads|chairs)\b", re.IGNORECASE
)
DATED = re.compile(r"\b(?:19|20)\d\d\b|\bformer\b", re.IGNORECASE)
OUTLIVED = timedelta(days=180)
"""How much later an article of the evidence has to be."""


def old_office(text: str, used: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence]) -> str:
    """The day as of which an office is told, "as of 16 March 2023"; "" where none is told, or nothing is much later.

    Args:
        text: the written sentence.
        used: what it cites; its newest article counts.
        evidence: all evidence sentences.
    """
    if not HOLDS.search(text) or DATED.search(text):
        return ""
    told = [item.article.published_day for item in used if item.article.published_day]
    known = [item.article.published_day for item in evidence if item.article.published_day]
    if not told or max(known, default=max(told)) - max(told) < OUTLIVED:
        return ""
    return f"as of {day_in_words(max(told))}"
