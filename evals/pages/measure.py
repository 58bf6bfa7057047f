"""How what a reader of pages told compares with the labels.

A body sentence is kept only if it is there word for word within one paragraph; it is told cleanly only if it is a
sentence of its own there. White space and what is labelled as neither body nor furniture are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from itertools import pairwise

from .labels import Labelled, cut, squeeze


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was kept of a page, and what should not be there; sentences in the order of the page or of what was told."""

    lost: tuple[str, ...]
    """Body sentences that are not there word for word."""
    extra: tuple[str, ...]
    """Told sentences that are no body sentence: furniture, or a body sentence that was damaged or joined to another."""
    through: int
    """Furniture sentences of the page that were told."""
    precision: float
    """Of the told sentences, the share that are body; 0 if nothing was told."""
    recall: float
    """Of the body sentences, the share that are there word for word."""
    apart: float
    """Of the borders between two paragraphs with words kept on both sides, the share still between two paragraphs."""

    @property
    def whole(self) -> bool:
        """Whether exactly the body was told."""
        return not self.lost and not self.extra


def compare(labelled: Labelled, paragraphs: Sequence[str]) -> Comparison:
    """Hold the paragraphs that were told against the labels."""
    told = [squeeze(paragraph) for paragraph in paragraphs]
    left = Counter(labelled.sentences)
    own, extra = 0, list[str]()
    for sentence in _counted(told, labelled.neither):
        if left[sentence]:
            left[sentence] -= 1
            own += 1
        else:
            extra.append(sentence)
    lost = _lost(labelled.sentences, told)
    body = len(labelled.sentences)
    return Comparison(
        lost=lost,
        extra=tuple(extra),
        through=sum(_stands_in(extra, furniture) for furniture in labelled.furniture),
        precision=own / (own + len(extra)) if told and own + len(extra) else 0.0,
        recall=(body - len(lost)) / body if body else 0.0,
        apart=_apart(labelled.body, told),
    )


def right(field: str, told: object, accepted: Sequence[object]) -> bool:
    """Whether a field's value is one of the accepted ones: names in any order and case, a time by its UTC day.

    Where both values have a time of day, the instants must agree.
    """
    if field == "authors":
        return _names(told) in [_names(names) for names in accepted]
    if field in ("published_at", "updated_at"):
        return any(_same_time(told, when) for when in accepted)
    return squeeze(str(told)).casefold() in [squeeze(str(value)).casefold() for value in accepted]


def fields_right(told: Mapping[str, object], truth: Mapping[str, Sequence[object]]) -> dict[str, bool]:
    """For each field that was told and of which the truth is known, whether it is right."""
    return {field: right(field, told[field], accepted) for field, accepted in truth.items() if field in told}


def _counted(told: Sequence[str], neither: Sequence[str]) -> list[str]:
    """The told sentences, less those made up of what is neither body nor furniture."""
    pieces = sorted(filter(None, neither), key=len, reverse=True)
    kept = []
    for sentence in (sentence for paragraph in told for sentence in cut(paragraph)):
        rest = sentence
        for piece in pieces:
            rest = rest.replace(piece, "")
        if re.search(r"\w", rest):
            kept.append(sentence)
    return kept


def _lost(sentences: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    """The body sentences that are not there; one that stands in the body twice has to be there twice."""
    text = "\n".join(told)
    there = {sentence: len(re.findall(_whole(sentence), text)) for sentence in set(sentences)}
    lost = []
    for sentence in sentences:
        if there[sentence]:
            there[sentence] -= 1
        else:
            lost.append(sentence)
    return tuple(lost)


def _stands_in(told: Sequence[str], furniture: str) -> bool:
    """Whether furniture was told: as a sentence of its own or, from three words on, within one."""
    if furniture in told:
        return True
    return len(furniture.split()) > 2 and any(re.search(_whole(furniture), sentence) for sentence in told)


def _apart(body: Sequence[Sequence[str]], told: Sequence[str]) -> float:
    """See `Comparison.apart`; a border is gone where one paragraph has the words of both sides in a row."""
    text = "\n".join(told)
    kept, borders = 0, 0
    for before, after in pairwise(body):
        if re.search(_whole(before[-1]), text) and re.search(_whole(after[0]), text):
            borders += 1
            kept += not re.search(_whole(before[-1]) + r"[^\w\n]*" + _whole(after[0]), text)
    return kept / borders if borders else 0.0


def _whole(words: str) -> str:
    """A pattern for these words, not as a part of longer words."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.match(r"\w", words[-1:]) else ""
    return before + re.escape(words) + after


def _names(told: object) -> set[str]:
    return {str(name).casefold() for name in told} if isinstance(told, list | tuple) else set()


def _same_time(told: object, when: object) -> bool:
    if not isinstance(told, date) or not isinstance(when, date):
        return told is None and when is None
    if isinstance(told, datetime) and isinstance(when, datetime):
        return _utc(told) == _utc(when)
    return _day(told) == _day(when)


def _utc(when: datetime) -> datetime:
    return when.astimezone(timezone.utc) if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _day(when: date) -> date:
    return _utc(when).date() if isinstance(when, datetime) else when
