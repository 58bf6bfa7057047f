"""From a ranking to a better one: a cross-encoder reads the head, question and passage together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import repeat

from ..records import CrossEncoder, Query, Ranking, ScoredChunk

GROUP = 6
"""Chunks read between two looks at the clock; on two cores that takes 0.08 s."""


def groups(late: Callable[[], bool], least: int = GROUP) -> Iterator[int]:
    """How many chunks to read at once: the `least` (at least 1) in any case, then a group at a time until it is late.

    So a slow machine, or one that many ask, reads the best ones.
    """
    yield least
    while not late():
        yield GROUP


def rerank(
    query: Query,
    ranking: Ranking,
    cross_encoder: CrossEncoder,
    depth: int,
    sizes: Iterable[int] = repeat(GROUP),
) -> Ranking:
    """The first `depth` chunks by their logit, best first, ties by chunk_id; the rest is left out.

    The score becomes the logit; the rank before is kept as channel "fused". The chunks are read in the order they
    come, in groups of these sizes, as far as these go.
    """
    read: list[ScoredChunk] = []
    for size in sizes:
        head = ranking[len(read) : min(len(read) + size, depth)]
        if not head:
            break
        logits = cross_encoder.score(query.text, [item.chunk.embedding_text for item in head])
        read += [
            replace(item, score=float(logit), channel_ranks={**item.channel_ranks, "fused": item.rank})
            for item, logit in zip(head, logits, strict=True)
        ]
    read.sort(key=lambda item: (-item.score, item.chunk.chunk_id))
    return tuple(replace(item, rank=rank) for rank, item in enumerate(read, 1))
