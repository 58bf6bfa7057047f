"""The contract of `DenseIndex`, kept by the fake and by Chroma."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashEmbedder, MemoryDenseIndex
from filters import FILTERS, query
from made_index import make_index

from rag.indexing.chroma import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import Article, DenseIndex, IndexedChunk


class DenseIndexContract:
    """Tests of any dense index that holds the six articles."""

    def names(self, six_chunks: list[IndexedChunk]) -> dict[str, str]:
        return {item.chunk.chunk_id: item.article.doc_id[:-9] for item in six_chunks}

    @pytest.mark.parametrize("item", range(6))
    def test_a_chunk_is_nearest_to_its_own_text(
        self, index: DenseIndex, embedder: HashEmbedder, six_chunks: list[IndexedChunk], item: int
    ) -> None:
        wanted = six_chunks[item].chunk
        assert index.nearest(embedder.embed_query(wanted.embedding_text), query(), 1) == {
            wanted.chunk_id: pytest.approx(1.0, abs=1e-5)
        }

    def test_all_come_nearest_first(
        self, index: DenseIndex, embedder: HashEmbedder, six_chunks: list[IndexedChunk]
    ) -> None:
        vector = embedder.embed_query("seafood ban")
        cosine = {item.chunk.chunk_id: embedder.embed_query(item.chunk.embedding_text) @ vector for item in six_chunks}
        found = index.nearest(vector, query(), 10)
        assert list(found) == sorted(cosine, key=lambda chunk_id: -float(cosine[chunk_id]))
        assert found == pytest.approx({chunk_id: float(value) for chunk_id, value in cosine.items()}, abs=1e-5)

    @pytest.mark.parametrize("limit", [1, 3, 6])
    def test_at_most_limit(self, index: DenseIndex, embedder: HashEmbedder, limit: int) -> None:
        assert len(index.nearest(embedder.embed_query("seafood"), query(), limit)) == limit

    @pytest.mark.parametrize(("filters", "expected"), FILTERS)
    def test_filters(
        self,
        index: DenseIndex,
        embedder: HashEmbedder,
        six_chunks: list[IndexedChunk],
        filters: dict[str, Any],
        expected: set[str],
    ) -> None:
        names = self.names(six_chunks)
        found = index.nearest(embedder.embed_query("anything"), query(**filters), 10)
        assert {names[chunk_id] for chunk_id in found} == expected

    def test_chunks_come_back_whole_and_unknown_ids_are_left_out(
        self, index: DenseIndex, six_chunks: list[IndexedChunk]
    ) -> None:
        wanted = {item.chunk.chunk_id: item for item in six_chunks[2:4]}
        assert index.chunks([*wanted, "unknown"]) == wanted
        assert index.chunks([]) == {}


class TestMemoryDenseIndex(DenseIndexContract):
    """The fake keeps the contract."""

    @pytest.fixture
    def index(self, six_chunks: list[IndexedChunk], embedder: HashEmbedder) -> DenseIndex:
        return MemoryDenseIndex(six_chunks, embedder.embed_passages([item.chunk.embedding_text for item in six_chunks]))


class TestStore(DenseIndexContract):
    """Chroma keeps the contract."""

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, tmp_path_factory: pytest.TempPathFactory, six_articles: list[Article]) -> Iterator[DenseIndex]:
        manifest = Manifest("hash", HashEmbedder().digest, 64, 120)
        store = make_index(tmp_path_factory.mktemp("index"), manifest, *six_articles)
        yield store
        store.close()

    def test_an_empty_index_finds_nothing(self, tmp_path: Path, embedder: HashEmbedder) -> None:
        store = make_index(tmp_path, Manifest("hash", embedder.digest, 64, 120))
        assert store.nearest(embedder.embed_query("seafood"), query(), 5) == {}
        store.close()
