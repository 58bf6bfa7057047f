"""The contract of `KeywordIndex`, kept by the fake and by bm25s."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes import MemoryKeywordIndex
from filters import FILTERS, query

from rag.indexing.keyword import Bm25Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.records import IndexedChunk, KeywordIndex


class KeywordIndexContract:
    """Tests of any keyword index over the six articles."""

    def make(self, items: Sequence[IndexedChunk]) -> KeywordIndex:
        raise NotImplementedError

    def names(self, six_chunks: list[IndexedChunk], text: str, limit: int = 10, **filters: Any) -> list[str]:
        names = {item.chunk.chunk_id: item.article.doc_id[:-9] for item in six_chunks}
        return [names[chunk_id] for chunk_id in self.make(six_chunks).search(query(text, **filters), limit)]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Fukushima", {"ban", "water"}),
            ("fukushima plant?", {"ban", "water"}),
            ("CPTPP", {"join", "talks"}),
            ("volcano", set()),
            ("the of and", set()),
            ("?!", set()),
        ],
    )
    def test_what_is_found_shares_a_word(self, six_chunks: list[IndexedChunk], text: str, expected: set[str]) -> None:
        assert set(self.names(six_chunks, text)) == expected

    def test_more_shared_words_come_first(self, six_chunks: list[IndexedChunk]) -> None:
        assert self.names(six_chunks, "treated water from the Fukushima plant")[0] == "water"
        assert self.names(six_chunks, "WTO dispute about seafood")[0] == "ruling"

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_at_most_limit(self, six_chunks: list[IndexedChunk], limit: int) -> None:
        assert len(self.names(six_chunks, "seafood", limit)) == limit

    @pytest.mark.parametrize(("filters", "expected"), FILTERS)
    def test_filters(self, six_chunks: list[IndexedChunk], filters: dict[str, Any], expected: set[str]) -> None:
        assert set(self.names(six_chunks, "seafood CPTPP spending", **filters)) == expected

    def test_title_and_day_are_read_too(self, six_chunks: list[IndexedChunk]) -> None:
        assert self.names(six_chunks, "Britain") == ["join"]
        assert self.names(six_chunks, "December") == ["join"]

    def test_ties_are_broken_by_id_in_whatever_order_the_chunks_come(self, six_chunks: list[IndexedChunk]) -> None:
        ids = ["cc", "aa", "bb"]
        same = [replace(six_chunks[0], chunk=replace(six_chunks[0].chunk, chunk_id=chunk_id)) for chunk_id in ids]
        for order in (same, same[::-1]):
            assert list(self.make(order).search(query("seafood"), 2)) == ["aa", "bb"]

    def test_an_index_of_nothing_finds_nothing(self) -> None:
        assert self.make([]).search(query("seafood"), 5) == {}

    def test_scores_are_over_zero_and_fall(self, six_chunks: list[IndexedChunk]) -> None:
        found = list(self.make(six_chunks).search(query("the seafood ban of Korea"), 10).values())
        assert len(found) > 2
        assert found == sorted(found, reverse=True)
        assert found[-1] > 0


class TestMemoryKeywordIndex(KeywordIndexContract):
    """The fake keeps the contract."""

    def make(self, items: Sequence[IndexedChunk]) -> KeywordIndex:
        return MemoryKeywordIndex(items)


class TestBm25Index(KeywordIndexContract):
    """bm25s keeps the contract, and knows word forms."""

    def make(self, items: Sequence[IndexedChunk]) -> KeywordIndex:
        return Bm25Index.build(items)

    def test_words_are_stemmed(self, six_chunks: list[IndexedChunk]) -> None:
        assert self.names(six_chunks, "applications") == ["talks"]
