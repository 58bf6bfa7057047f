"""Replies that are no answers: endless ones, and a model's own refusal."""

from __future__ import annotations

import re
from collections import Counter

SIGNS_PER_TOKEN = 8
"""Characters that the limit allows for each token: English has four to five, so only what ignores the limit is cut."""
SAME = 3
"""Times a sentence may be begun again: the third time the model goes round in a circle."""
LOOP = re.compile(r"(?=[^a-zA-Z]*[a-zA-Z])(.{4,80}?)\1{4,}\Z", re.DOTALL)
"""Five times the same words in a row, at the end: a circle without full stops. A line of dashes is none."""
TAIL = 400
"""Characters at the end that are searched for it: five times the longest unit."""
SENTENCE = re.compile(r"[^.!?\n]{15,}[.!?\n]")
MARK = re.compile(r"\s*[\[【][\d\s,;–-]+[\]】]")
DECLINES = re.compile(
    r"\s*(?:(?:I['’]m |I am |)sorry|I apologi[sz]e|Unfortunately,? I)\b.{0,40}"
    r"\b(?:can['’]?t|cannot|can not|unable|not able)\b"
    r"|\s*I (?:can['’]?t|cannot|can not|am unable to|am not able to|won['’]t) "
    r"(?:help|assist|answer|comply|provide|discuss|do)\b",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_REFUSAL = 400
"""Characters; what is longer tells something beside it."""


def runaway(text: str, tokens: int) -> str:
    """Why the model should be stopped, as what it did; "" if it should write on.

    Args:
        text: what it has written so far.
        tokens: how much it was allowed.
    """
    if len(text) > tokens * SIGNS_PER_TOKEN:
        return f"wrote far more than the {tokens} tokens it may"
    sentences = Counter(" ".join(found.split()).lower() for found in SENTENCE.findall(MARK.sub("", text)))
    if any(times >= SAME for times in sentences.values()) or LOOP.search(text[-TAIL:]):
        return "began to repeat itself"
    return ""


def declines(text: str) -> bool:
    """Whether the reply says, without citing anything, that the model will not answer."""
    return len(text) <= LONGEST_REFUSAL and not MARK.search(text) and DECLINES.match(text) is not None
