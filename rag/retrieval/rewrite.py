"""From a question and what was said before to a query that stands alone.

By rules: a question that is whole passes untouched; one that leans on the last turn gets that turn's subject. It never
asks a model, and it does not correct spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..errors import InvalidQuery

LONGEST = 2000
"""Characters of a question."""

LEANS = re.compile(
    r"^(and|but|so|what about|how about|or|also|then|why not|why\?|how so|since when|who else|what else|where else)\b"
    r"|\b(he|she|it|they|them|him|his|her|their|its|this|that|these|those|there|then|the same|such|so)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w’'-]+")
# Words that carry no subject of their own.
EMPTY = frozenset(
    "a an the and but or so of in on at to for by with from about as is are was were be been do does did has have had "
    "will would can could should may might must what why how when where who whom whose which that this these those it "
    "he she they them its his her their there then also else more tell me please say says said there’s what’s not no "
    "yes between into over under any some much many".split()
)


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


def stand_alone(question: str, earlier: Sequence[str]) -> str:
    """The question, with the subject of the last query where it leans on it.

    Args:
        question: as `check_question` returns it.
        earlier: the stand-alone queries of the conversation, oldest first.
    """
    words = [word for word in WORD.findall(question) if word.lower() not in EMPTY]
    names = [word for word in WORD.findall(question)[1:] if word[0].isupper()]
    leans = bool(LEANS.search(question)) and len(names) < 2
    if not earlier or not (leans or len(words) < 2):
        return question
    said = {word.lower() for word in words}
    subject = [word for word in WORD.findall(earlier[-1]) if word.lower() not in EMPTY and word.lower() not in said]
    return f"{question} ({' '.join(dict.fromkeys(subject))})" if subject else question
