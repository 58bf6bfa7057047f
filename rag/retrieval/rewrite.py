"""From a question and what was said before to a query that stands alone.

This file holds the order: rules first (`followup`), a chat model only where they see a gap and one is given
(`by_model`). It does not correct spelling (`spelling`) and does not part a question (`parts`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..errors import InvalidQuery
from .by_model import Ask, by_model
from .followup import Rewritten, follow_up
from .phrases import LONGEST


def check_question(question: str) -> str:
    """The question in one line, fit to be searched for.

    Raises:
        InvalidQuery: it is blank, longer than 2,000 characters, or holds nothing but signs.
    """
    seen = "".join(sign for sign in question if unicodedata.category(sign) != "Cf")  # zero-width signs part no words
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in seen).split())
    if not line:
        raise InvalidQuery("the question is empty; type a question about the articles")
    if len(line) > LONGEST:
        raise InvalidQuery(f"the question has {len(line):,} characters; {LONGEST:,} are read at most, so shorten it")
    if not any(sign.isalnum() for sign in line):
        raise InvalidQuery(f"the question {line[:40]!r} has no words; type a question about the articles")
    return line


def rewrite(question: str, earlier: Sequence[str], ask: Ask | None = None) -> Rewritten:
    """The question as it is searched for, what was done to it, and whether the rules see a gap.

    Args:
        question: as `check_question` returns it.
        earlier: the stand-alone queries of the conversation, oldest first.
        ask: a chat model, asked only where the rules see a gap; without one their result stands.
    """
    by_rules = follow_up(question, earlier)
    if not by_rules.gap or ask is None:
        return by_rules
    text = by_model(question, earlier, ask)
    return Rewritten(text, reason="rewritten by the chat model") if text else by_rules
