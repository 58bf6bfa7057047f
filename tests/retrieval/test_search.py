"""Scores of both channels are joined, worked out by hand; what has left the index has no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import pytest
from fakes import HashEmbedder, MemoryDenseIndex, MemoryKeywordIndex
from hypothesis import given
from hypothesis import strategies as st

from rag.records import Query
from rag.retrieval.search import joined, search

if TYPE_CHECKING:
    from collections.abc import Collection

    from rag.records import IndexedChunk, Vectors

Found: TypeAlias = dict[str, float]
QUERY = Query(text="seafood ban", asked_at=date(2025, 1, 1))


class FixedIndex:
    """Finds what it was told to, as a dense and as a keyword index; holds only `held`."""

    def __init__(self, dense: Found, keyword: Found, held: dict[str, IndexedChunk]) -> None:
        self._dense, self._keyword, self._held = dense, keyword, held

    def nearest(self, vector: Vectors, query: Query, limit: int) -> Found:
        return dict(list(self._dense.items())[:limit])

    def search(self, query: Query, limit: int) -> Found:
        return dict(list(self._keyword.items())[:limit])

    def chunks(self, chunk_ids: Collection[str]) -> dict[str, IndexedChunk]:
        return {chunk_id: self._held[chunk_id] for chunk_id in chunk_ids if chunk_id in self._held}


def named(item: IndexedChunk, ids: str) -> dict[str, IndexedChunk]:
    return {chunk_id: replace(item, chunk=replace(item.chunk, chunk_id=chunk_id)) for chunk_id in ids}


@pytest.mark.parametrize(
    ("dense", "keyword", "expected"),
    [
        ({}, {}, {}),
        ({"a": 0.3}, {}, {"a": 0.5}),  # what is alone is the best of its channel
        ({"a": 0.3}, {"a": 7.0}, {"a": 1.0}),
        ({"a": 0.8, "b": 0.6, "c": 0.4}, {}, {"a": 0.5, "b": 0.25, "c": 0.0}),
        ({}, {"a": 9.0, "b": 3.0, "c": 1.0}, {"a": 0.5, "b": 0.125, "c": 0.0}),
        ({"a": 0.8, "b": 0.7, "c": 0.4}, {"c": 6.0, "d": 4.0, "a": 2.0}, {"a": 0.5, "c": 0.5, "b": 0.375, "d": 0.25}),
        ({"b": 0.9, "a": 0.1}, {"a": 5.0, "b": 4.0}, {"a": 0.5, "b": 0.5}),  # ties by id
        ({"a": 0.5, "b": 0.5}, {"b": 1.0}, {"b": 1.0, "a": 0.5}),  # equal scores are the best, all of them
        ({"a": -0.2, "b": -0.6}, {}, {"a": 0.5, "b": 0.0}),
    ],
)
def test_scores_are_joined(
    six_chunks: list[IndexedChunk], dense: Found, keyword: Found, expected: dict[str, float]
) -> None:
    index = FixedIndex(dense, keyword, named(six_chunks[0], "abcd"))
    ranking = search(QUERY, HashEmbedder(), index, index, 10)
    assert [item.chunk.chunk_id for item in ranking] == list(expected)
    assert [item.rank for item in ranking] == list(range(1, len(expected) + 1))
    assert [item.score for item in ranking] == pytest.approx(list(expected.values()), abs=1e-12)


SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1e6, 1e6, allow_nan=False), max_size=8)


@given(SCORES, SCORES)
def test_a_joined_score_lies_between_0_and_1_and_the_best_of_both_is_first(dense: Found, keyword: Found) -> None:
    found = joined(dense, keyword)
    assert found.keys() == dense.keys() | keyword.keys()
    assert all(0 <= score <= 1 for score in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)
    for chunk_id in found:
        if dense.get(chunk_id) == max(dense.values(), default=None) and keyword.get(chunk_id) == max(
            keyword.values(), default=None
        ):
            assert found[chunk_id] == max(found.values())


def test_each_chunk_keeps_its_rank_in_each_channel(six_chunks: list[IndexedChunk]) -> None:
    dense, keyword = {"a": 0.9, "b": 0.8, "c": 0.7}, {"c": 3.0, "a": 2.0, "d": 1.0}
    index = FixedIndex(dense, keyword, named(six_chunks[0], "abcd"))
    found = search(QUERY, HashEmbedder(), index, index, 10)
    assert {item.chunk.chunk_id: dict(item.channel_ranks) for item in found} == {
        "a": {"dense": 1, "keyword": 2},
        "b": {"dense": 2},
        "c": {"dense": 3, "keyword": 1},
        "d": {"keyword": 3},
    }


def test_the_limit_is_one_of_each_channel(six_chunks: list[IndexedChunk]) -> None:
    index = FixedIndex({"a": 0.9, "b": 0.8}, {"d": 3.0, "c": 2.0}, named(six_chunks[0], "abcd"))
    assert [item.chunk.chunk_id for item in search(QUERY, HashEmbedder(), index, index, 1)] == ["a", "d"]


class Broken(FixedIndex):
    """Its keyword search fails."""

    def search(self, query: Query, limit: int) -> Found:
        raise OSError("no keyword index")


def test_an_error_of_either_channel_is_raised(six_chunks: list[IndexedChunk]) -> None:
    index = Broken({"a": 0.9}, {}, named(six_chunks[0], "a"))
    with pytest.raises(OSError, match="no keyword index"):
        search(QUERY, HashEmbedder(), index, index, 10)


def test_a_chunk_that_has_left_the_index_leaves_no_gap(six_chunks: list[IndexedChunk]) -> None:
    index = FixedIndex({"a": 0.9, "b": 0.8, "c": 0.7}, {}, named(six_chunks[0], "ac"))
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
    assert ranking[0].score == pytest.approx(1.0)
    assert embedder.queries == [query.text]
    dated = search(replace(query, published_after=date(2019, 1, 1)), embedder, dense, keyword, 10)
    assert {item.article.title for item in dated} == {
        "WTO rules for Korea",
        "Water release begins",
        "Britain joins the trade pact",
    }
