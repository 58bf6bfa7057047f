"""The evidence for several questions in one as that for one answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ..records import Evidence, EvidenceSentence
from .evidence import tokens_of
from .pool import key_of

T = TypeVar("T", bound=Hashable)


def together(parts: Sequence[Evidence]) -> Evidence:
    """All sentences, numbered anew: articles in turns, the best of each part first, reading order within an article.

    A sentence that is chosen for two parts stands once, with its higher score, and is a neighbour only if it is one in
    both. With one part that is returned as it is.
    """
    if len(parts) == 1:
        return parts[0]
    chosen: dict[tuple[str, int], EvidenceSentence] = {}
    for item in (item for part in parts for item in part.sentences):
        before = chosen.get(key_of(item.sentence), item)
        score, neighbour = max(before.score, item.score), before.neighbour and item.neighbour
        chosen[key_of(item.sentence)] = replace(item, score=score, neighbour=neighbour)
    order = list(_in_turns([[item.sentence.doc_id for item in part.sentences] for part in parts]))
    keys = sorted(chosen, key=lambda key: (order.index(key[0]), key[1]))
    numbers = {key: number for number, key in enumerate(keys, 1)}
    by_part = [{item.number: key_of(item.sentence) for item in part.sentences} for part in parts]
    best = _in_turns([[own[number] for number in part.best] for own, part in zip(by_part, parts, strict=True)])
    articles = {info.doc_id: info for part in parts for info in part.articles}
    return Evidence(
        sentences=tuple(replace(chosen[key], number=numbers[key]) for key in keys),
        articles=tuple(articles[doc_id] for doc_id in _in_turns([[a.doc_id for a in p.articles] for p in parts])),
        top_score=max((part.top_score for part in parts), default=float("-inf")),
        tokens=sum(tokens_of(item.sentence) for item in chosen.values()),
        best=tuple(numbers[key] for key in best),
    )


def _in_turns(rows: Sequence[Sequence[T]]) -> Iterator[T]:
    """The first of each row, then the second of each, each item once."""
    longest = max(map(len, rows), default=0)
    yield from dict.fromkeys(row[place] for place in range(longest) for row in rows if place < len(row))
