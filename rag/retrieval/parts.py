"""Several questions in one, told apart so that each can be searched for.

Conservative: a question is parted only before a question word or a verb that opens a question, never within a quotation
or a subordinate clause, and a part that leans on the first gets its subject. What is no clear case stays one question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ..records import Ranking
from .followup import follow_up, with_words
from .phrases import content_words, names
from .words import AUXILIARY, QUESTION_WORD

MOST = 3
"""Parts at most; each is a search of its own."""
_WORDS = QUESTION_WORD.replace(" ", "|")
_VERBS = AUXILIARY.replace(" ", "|")
# "…, and who appealed?": a comma or a full sentence before it, a clause of its own behind it.
_JOINT = re.compile(
    rf"\?\s+(?=\S)|[,;]\s+(?:and|or|but)(?: also)?\s+(?=(?:(?:{_WORDS}|how (?:many|much|long|often|old))\b|"
    rf"(?:{_VERBS})\s+(?:the|a|an|he|she|it|they|there|[A-Z])))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"(?:(?:and|but|or|so)\s+)?(?:(?:in|on|at|for|by|to|from|of|with)\s+)?(?:{_WORDS}|{_VERBS})\b", re.I
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def parts(question: str) -> tuple[str, ...]:
    """The questions that one text asks, each standing alone, at most three; the text itself if it is one question.

    Args:
        question: a question that stands alone, as `follow_up` returns it.
    """
    quoted = [match.span() for match in _QUOTED.finditer(question)]
    cuts = [joint for joint in _JOINT.finditer(question) if not any(a <= joint.start() < b for a, b in quoted)]
    pieces, start = [], 0
    for cut in cuts:
        pieces.append(question[start : cut.start()])
        start = cut.end()
    pieces = [_as_question(piece) for piece in (*pieces, question[start:])]
    if not 1 < len(pieces) <= MOST or not all(map(_asks, pieces)) or any(map(_relative, pieces, pieces[1:])):
        return (question,)
    whole = pieces[:1]
    for piece in pieces[1:]:
        text = follow_up(piece, whole).text
        whole.append(text if names(text) or not names(whole[0]) else with_words(text, whole).text)
    return tuple(whole)


def shown(part: str) -> str:
    """A part as its reader wrote it, without the words that it was given from the first."""
    return re.sub(r"\? \([^()]*\)$", "?", part)


def interleaved(rankings: Sequence[Ranking]) -> Ranking:
    """The first of each ranking, then the second of each, and so on; a chunk stands where it comes first.

    Scores stay those of the question that found it, so that they need not fall.
    """
    turns = [item for turn in zip_longest(*rankings) for item in turn if item is not None]
    first = {item.chunk.chunk_id: item for item in reversed(turns)}
    kept = [item for item in turns if first[item.chunk.chunk_id] is item]
    return tuple(replace(item, rank=rank) for rank, item in enumerate(kept, 1))


def _as_question(piece: str) -> str:
    piece = piece.strip().rstrip("?!.,; ")
    return f"{piece[:1].upper()}{piece[1:]}?"


def _asks(piece: str) -> bool:
    """Whether a piece is a question of its own: opened by a question word or a verb, with something to look for."""
    return bool(_OPENS.match(piece)) and bool(content_words(piece))


def _relative(before: str, piece: str) -> bool:
    """Whether a piece goes on with a clause of the one before: "… those who fled, and who stayed?"."""
    opener = piece.split(maxsplit=1)[0].lower()
    return opener in ("who", "which", "whom", "whose", "where", "when", "what", "how") and bool(
        re.search(rf"\w\W+{opener}\b", before, re.IGNORECASE)
    )
