"""A conversation as the text that the browser keeps, and back. What comes back may be anything, so it is checked.

Kept is what cannot be had again: questions, filters, answers. Articles are read again from the index.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..records import Answer, Filters
from .conversation import Talk, Turn, answer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Citation

VERSION = 1
MOST = 400_000
"""Characters of a kept conversation at most, about 40 answers; its oldest turns go first. A browser keeps 5 million."""
LONGEST_QUESTION = 2000
INTERRUPTED = "The page was loaded anew before the answer was there. Please ask again."


def to_json(talk: Talk) -> str:
    """The conversation; "" before its first question."""
    turns = [_turn_to_dict(turn) for turn in talk.turns]
    while turns:
        text = json.dumps({"version": VERSION, "id": talk.id, "turns": turns}, ensure_ascii=False)
        if len(text) <= MOST or len(turns) == 1:
            return text
        del turns[0]
    return ""


def _turn_to_dict(turn: Turn) -> dict[str, Any]:
    answer = None if turn.running else answer_of(turn)
    return {
        "number": turn.number,
        "question": turn.question,
        "filters": dict(turn.filters),
        "answer": answer and answer.to_dict(),
        "keys": replace(answer, sentences=turn.key_sentences).to_dict()["sentences"] if answer else [],
        "stopped": turn.stopped,
        "trouble": turn.trouble,
        "verdict": turn.verdict,
    }


def from_json(text: str) -> Talk:
    """The conversation that `to_json` gave.

    Raises:
        ValueError: it is something else.
    """
    try:
        if len(text) > 4 * MOST:
            raise ValueError("it is too long")
        data = json.loads(text)
        if data["version"] != VERSION or not re.fullmatch("[0-9a-f]{16}", data["id"]):
            raise ValueError("it was kept by another version")
        return Talk(data["id"], tuple(_turn_from_dict(item) for item in data["turns"]))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not a conversation of this page: {error}") from None


def _turn_from_dict(data: Mapping[str, Any]) -> Turn:
    answer = Answer.from_dict(data["answer"]) if data["answer"] else None
    keys = Answer.from_dict({**data["answer"], "sentences": data["keys"]}) if answer else None
    numbers = (data["number"], *_numbers(answer), *_numbers(keys))
    if not all(type(number) is int for number in numbers):
        raise ValueError("a number is none")
    stopped = bool(data["stopped"])
    return Turn(
        number=data["number"],
        question=str(data["question"])[:LONGEST_QUESTION],
        filters=_filters(data["filters"]),
        sources=answer.sources if answer else (),
        key_sentences=keys.sentences if keys else (),
        sentences=answer.sentences if answer else (),
        answer=None if stopped else answer,
        trouble=str(data["trouble"]) or ("" if stopped or answer else INTERRUPTED),
        stopped=stopped,
        verdict=str(data["verdict"]),
    )


def _filters(data: Mapping[str, Any]) -> Filters:
    """Filters of known names, as text."""
    found = Filters()
    if data.get("publishers"):
        found["publishers"] = [str(name) for name in data["publishers"]]
    if data.get("any_time"):
        found["any_time"] = True
    for name in ("as_of", "published_after", "published_before"):
        if data.get(name):
            found[name] = str(data[name])
    return found


def _numbers(answer: Answer | None) -> Iterator[object]:
    """What the page writes or counts with as it is."""
    if answer is None:
        return
    yield from (source.number for source in answer.sources)
    for citation in _citations(answer):
        yield from (citation.source, citation.start, citation.end)


def _citations(answer: Answer) -> Iterator[Citation]:
    for sentence in (*answer.sentences, *answer.removed):
        yield from sentence.citations
    for conflict in answer.disagreements:
        yield from conflict.sides
