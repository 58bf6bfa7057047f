"""The contract of `KeywordEngine`, kept by the fake and by bm25s.

Another engine passes it with a class of its own below, whose `engine` names it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes import MemoryKeywordIndex
from filters import FILTERS, query

from rag.indexing.keyword import Bm25Index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rag.records import IndexedChunk, KeywordEngine


class KeywordEngineContract:
    """Tests of any keyword index over the six articles."""

    engine: Any
    """The class."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "keyword"

    def make(self, items: Iterable[IndexedChunk], state: str = "one") -> KeywordEngine:
        made: KeywordEngine = self.engine.made(self.folder, state, items)
        return made

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

    def test_keywords_are_looked_for_in_place_of_the_text(self, six_chunks: list[IndexedChunk]) -> None:
        index = self.make(six_chunks)
        other = query("nothing of this kind", keywords="seafood ban")
        assert index.search(other, 10) == index.search(query("seafood ban"), 10) != {}

    # ------------------------------------------------------------ words

    def test_the_vocabulary_has_words_as_they_are_written(self, six_chunks: list[IndexedChunk]) -> None:
        text = " ".join(item.chunk.embedding_text for item in six_chunks)
        given = self.make(six_chunks).vocabulary()
        counted = Counter(re.findall(r"[^\W\d_]{2,}", text))
        assert {*given.items()} <= {*counted.items()}  # an engine may leave out words, but not count them otherwise
        assert "2013" not in given

    @pytest.mark.parametrize(
        ("word", "known"), [("seafood", True), ("Seafood", True), ("the", True), ("seafod", False), ("Mars", False)]
    )
    def test_a_word_is_known_if_it_can_be_found(self, six_chunks: list[IndexedChunk], word: str, known: bool) -> None:
        assert self.make(six_chunks).knows(word) == known

    def test_an_index_of_nothing_knows_nothing_but_stop_words(self) -> None:
        index = self.make([])
        assert (index.vocabulary(), index.knows("seafood"), index.knows("the")) == ({}, False, True)

    # ------------------------------------------------------------ states

    def test_what_is_opened_is_what_was_made(self, six_chunks: list[IndexedChunk]) -> None:
        made, opened = self.make(six_chunks), self.engine.open(self.folder, "one", six_chunks)
        for text in ("seafood ban", "CPTPP", "volcano"):
            assert opened.search(query(text), 5) == made.search(query(text), 5)
        assert opened.vocabulary() == made.vocabulary()

    def test_a_state_that_another_machine_made_is_opened_too(self, six_chunks: list[IndexedChunk]) -> None:
        self.make(six_chunks)
        opened = self.engine.open(self.folder, "two", six_chunks[:1])
        assert set(opened.search(query("seafood ban"), 5)) == {six_chunks[0].chunk.chunk_id}


class TestMemoryKeywordIndex(KeywordEngineContract):
    """The fake keeps the contract."""

    engine = MemoryKeywordIndex


class TestBm25Index(KeywordEngineContract):
    """bm25s keeps the contract, and knows word forms."""

    engine = Bm25Index

    def test_words_are_stemmed(self, six_chunks: list[IndexedChunk]) -> None:
        assert self.names(six_chunks, "applications") == ["talks"]
