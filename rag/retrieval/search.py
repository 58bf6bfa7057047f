"""From a query to a ranking: dense and keyword search side by side, joined by score.

Each channel's scores are scaled to 0 to 1 over what it found, since cosines and BM25 have no scale in common. It does
not look at the text; that is rerank's job.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from ..records import DenseIndex, Embedder, KeywordIndex, Query, Ranking, ScoredChunk

DENSE_SHARE = 0.5
"""Weight of dense search beside keyword search; docs/retrieval.md has what other weights, and joining by rank, give."""


def search(query: Query, embedder: Embedder, dense: DenseIndex, keyword: KeywordIndex, limit: int) -> Ranking:
    """Chunks within the query's filters, best first, from `limit` of each channel; scores from 0 to 1."""
    with ThreadPoolExecutor(1, thread_name_prefix="keyword search") as beside:
        words = beside.submit(keyword.search, query, limit)
        near = dense.nearest(embedder.embed_query(query.text), query, limit)
        channels = {"dense": near, "keyword": words.result()}
    ranks: dict[str, dict[str, int]] = {}
    for channel, found in channels.items():
        for rank, chunk_id in enumerate(found, 1):
            ranks.setdefault(chunk_id, {})[channel] = rank
    scores = joined(near, channels["keyword"])
    # A chunk may have left the index since the keyword index was read; it then has no place in the ranking.
    there = dense.chunks(scores)
    left = [chunk_id for chunk_id in scores if chunk_id in there]
    return tuple(
        ScoredChunk(there[chunk_id], scores[chunk_id], rank, ranks[chunk_id]) for rank, chunk_id in enumerate(left, 1)
    )


def joined(dense: Mapping[str, float], keyword: Mapping[str, float]) -> dict[str, float]:
    """One score for each chunk that either channel found, best first, ties by id."""
    total: dict[str, float] = {}
    for found, weight in ((dense, DENSE_SHARE), (keyword, 1 - DENSE_SHARE)):
        for chunk_id, part in scaled(found).items():
            total[chunk_id] = total.get(chunk_id, 0.0) + weight * part
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def scaled(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores from 0 for the least to 1 for the best; 1 for all where they are equal."""
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}
