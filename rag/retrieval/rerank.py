"""From a ranking to a better one: a cross-encoder reads the head, question and passage together."""

from __future__ import annotations

from dataclasses import replace

from ..records import CrossEncoder, Query, Ranking


def rerank(query: Query, ranking: Ranking, cross_encoder: CrossEncoder, depth: int) -> Ranking:
    """The first `depth` chunks by their logit, best first, ties by chunk_id; the rest is left out.

    The score becomes the logit; the rank before is kept as channel "fused".
    """
    head = ranking[:depth]
    if not head:
        return ()
    logits = cross_encoder.score(query.text, [item.chunk.embedding_text for item in head])
    scored = [
        replace(item, score=float(logit), channel_ranks={**item.channel_ranks, "fused": item.rank})
        for item, logit in zip(head, logits, strict=True)
    ]
    scored.sort(key=lambda item: (-item.score, item.chunk.chunk_id))
    return tuple(replace(item, rank=rank) for rank, item in enumerate(scored, 1))
