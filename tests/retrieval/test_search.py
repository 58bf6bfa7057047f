"""Ranks are fused as the paper says, worked out with fractions; what has left the index has no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, MemoryDenseIndex, MemoryKeywordIndex

from rag.records import Query
from rag.retrieval.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.records import IndexedChunk, Vectors

QUERY = Query(text="seafood ban", asked_at=date(2025, 1, 1))


class FixedIndex:
    """Finds what it was told to, as a dense and as a keyword index; holds only `held`."""

    def __init__(self, dense: str, keyword: str, held: dict[str, IndexedChunk]) -> None:
        self._dense, self._keyword, self._held = list(dense), list(keyword), held

    def nearest(self, vector: Vectors, query: Query, limit: int) -> list[str]:
        return self._dense[:limit]

    def search(self, query: Query, limit: int) -> list[str]:
        return self._keyword[:limit]

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, IndexedChunk]:
        return {chunk_id: self._held[chunk_id] for chunk_id in chunk_ids if chunk_id in self._held}


def named(item: IndexedChunk, ids: str) -> dict[str, IndexedChunk]:
    return {chunk_id: replace(item, chunk=replace(item.chunk, chunk_id=chunk_id)) for chunk_id in ids}


@pytest.mark.parametrize(
    ("dense", "keyword", "expected"),
    [
        ("", "", {}),
        ("a", "", {"a": Fraction(1, 61)}),
        (
            "abc",
            "cad",
            {
                "a": Fraction(1, 61) + Fraction(1, 62),
                "c": Fraction(1, 63) + Fraction(1, 61),
                "b": Fraction(1, 62),
                "d": Fraction(1, 63),
            },
        ),
        ("ba", "ab", {"a": Fraction(1, 61) + Fraction(1, 62), "b": Fraction(1, 61) + Fraction(1, 62)}),
        ("bd", "ac", {"a": Fraction(1, 61), "b": Fraction(1, 61), "c": Fraction(1, 62), "d": Fraction(1, 62)}),
        ("bcd", "ad", {"d": Fraction(1, 63) + Fraction(1, 62), "a": Fraction(1, 61), "b": Fraction(1, 61), "c": None}),
    ],
)
def test_ranks_are_fused(
    six_chunks: list[IndexedChunk], dense: str, keyword: str, expected: dict[str, Fraction | None]
) -> None:
    index = FixedIndex(dense, keyword, named(six_chunks[0], "abcd"))
    ranking = search(QUERY, HashEmbedder(), index, index, 10)
    assert [item.chunk.chunk_id for item in ranking] == list(expected)
    assert [item.rank for item in ranking] == list(range(1, len(expected) + 1))
    for item, score in zip(ranking, expected.values(), strict=True):
        assert score is None or item.score == pytest.approx(float(score), abs=1e-12)


def test_each_chunk_keeps_its_rank_in_each_channel(six_chunks: list[IndexedChunk]) -> None:
    index = FixedIndex("abc", "cad", named(six_chunks[0], "abcd"))
    found = search(QUERY, HashEmbedder(), index, index, 10)
    assert {item.chunk.chunk_id: dict(item.channel_ranks) for item in found} == {
        "a": {"dense": 1, "keyword": 2},
        "b": {"dense": 2},
        "c": {"dense": 3, "keyword": 1},
        "d": {"keyword": 3},
    }


def test_the_limit_is_one_of_each_channel(six_chunks: list[IndexedChunk]) -> None:
    index = FixedIndex("abc", "dcb", named(six_chunks[0], "abcd"))
    assert [item.chunk.chunk_id for item in search(QUERY, HashEmbedder(), index, index, 1)] == ["a", "d"]


def test_a_chunk_that_has_left_the_index_leaves_no_gap(six_chunks: list[IndexedChunk]) -> None:
    index = FixedIndex("abc", "", named(six_chunks[0], "ac"))
    found = search(QUERY, HashEmbedder(), index, index, 10)
    assert [(item.rank, item.chunk.chunk_id) for item in found] == [(1, "a"), (2, "c")]


def test_over_the_six_articles(six_chunks: list[IndexedChunk]) -> None:
    embedder = HashEmbedder()
    vectors = embedder.embed_passages([item.chunk.embedding_text for item in six_chunks])
    dense, keyword = MemoryDenseIndex(six_chunks, vectors), MemoryKeywordIndex(six_chunks)
    query = replace(QUERY, text="Korea bans seafood from Japanese prefectures")
    ranking = search(query, embedder, dense, keyword, 10)
    assert ranking[0].article.title == "Korea bans seafood"
    assert dict(ranking[0].channel_ranks) == {"dense": 1, "keyword": 1}
    assert ranking[0].score == pytest.approx(2 / 61)
    assert embedder.queries == [query.text]
    dated = search(replace(query, published_after=date(2019, 1, 1)), embedder, dense, keyword, 10)
    assert {item.article.title for item in dated} == {
        "WTO rules for Korea",
        "Water release begins",
        "Britain joins the trade pact",
    }
