"""The head is ordered by logit, ties by id; the rest is left out and costs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rag.records import Query, Ranking, ScoredChunk
from rag.retrieval.rerank import GROUP, groups, rerank

if TYPE_CHECKING:
    from fakes import OverlapCrossEncoder

    from rag.records import IndexedChunk

QUERY = Query(text="one two three", asked_at=date(2025, 1, 1))


def ranked(item: IndexedChunk, **texts: str) -> Ranking:
    """Chunks by id with the text that is read, in the order given."""
    return tuple(
        ScoredChunk(
            replace(item, chunk=replace(item.chunk, chunk_id=chunk_id, embedding_text=text)), 0.5, rank, {"dense": rank}
        )
        for rank, (chunk_id, text) in enumerate(texts.items(), 1)
    )


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (10, [("b", 1), ("c", 0), ("a", -1), ("d", -1)]),  # 3, 2, 1 and 1 shared words, less 2
        (4, [("b", 1), ("c", 0), ("a", -1), ("d", -1)]),
        (3, [("b", 1), ("c", 0), ("d", -1)]),
        (1, [("d", -1)]),
        (0, []),
    ],
)
def test_the_head_is_ordered_by_logit_and_ties_by_id(
    six_chunks: list[IndexedChunk], cross_encoder: OverlapCrossEncoder, depth: int, expected: list[tuple[str, float]]
) -> None:
    ranking = ranked(six_chunks[0], d="One.", c="One two.", b="One two three.", a="Three!")
    found = rerank(QUERY, ranking, cross_encoder, depth)
    assert [(item.chunk.chunk_id, item.score) for item in found] == expected
    assert [item.rank for item in found] == list(range(1, len(expected) + 1))
    assert len(cross_encoder.pairs) == min(depth, 4)


def test_the_rank_before_is_kept_beside_those_of_the_channels(
    six_chunks: list[IndexedChunk], cross_encoder: OverlapCrossEncoder
) -> None:
    first, second = rerank(QUERY, ranked(six_chunks[0], a="x", b="one"), cross_encoder, 2)
    assert dict(first.channel_ranks) == {"dense": 2, "fused": 2}
    assert dict(second.channel_ranks) == {"dense": 1, "fused": 1}


def test_nothing_found_is_nothing_read(cross_encoder: OverlapCrossEncoder) -> None:
    assert rerank(QUERY, (), cross_encoder, 5) == ()
    assert cross_encoder.pairs == []


def test_title_and_day_are_read(six_chunks: list[IndexedChunk], cross_encoder: OverlapCrossEncoder) -> None:
    rerank(QUERY, (ScoredChunk(six_chunks[0], 0.5, 1),), cross_encoder, 1)
    assert cross_encoder.pairs == [(QUERY.text, six_chunks[0].chunk.embedding_text)]


@pytest.mark.parametrize(("looks", "read"), [(0, GROUP), (1, 12), (2, 15), (99, 15)])
def test_when_it_is_late_no_further_group_is_read(
    six_chunks: list[IndexedChunk], cross_encoder: OverlapCrossEncoder, looks: int, read: int
) -> None:
    texts = {f"c{number:02}": f"one {number}" for number in range(20)}
    late = iter([False] * looks + [True] * 9)
    found = rerank(QUERY, ranked(six_chunks[0], **texts), cross_encoder, 15, groups(lambda: next(late)))
    assert {item.chunk.chunk_id for item in found} == set(list(texts)[:read])
    assert [item.rank for item in found] == list(range(1, read + 1))


def test_the_least_is_read_first(six_chunks: list[IndexedChunk], cross_encoder: OverlapCrossEncoder) -> None:
    ranking = ranked(six_chunks[0], **{f"c{number:02}": f"one {number}" for number in range(20)})
    assert len(rerank(QUERY, ranking, cross_encoder, 15, groups(lambda: True, 3))) == 3
    assert len(rerank(QUERY, ranking, cross_encoder, 2, groups(lambda: True, 3))) == 2
    late = iter([False, True])
    assert len(rerank(QUERY, ranking, cross_encoder, 15, groups(lambda: next(late), 3))) == 3 + GROUP
