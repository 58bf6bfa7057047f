"""The keyword index is a cache: whatever happens to its files, it comes back."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rag.indexing.keyword import VOCABULARY, Bm25Index
from rag.indexing.keyword_rows import FILE as ROWS
from rag.records import Query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import IndexedChunk

QUERY = Query(text="seafood ban", asked_at=date(2025, 1, 1))
FILES = [
    ROWS,
    VOCABULARY,
    "params.index.json",
    "vocab.index.json",
    *(f"{name}.csc.index.npy" for name in ("data", "indices")),
]


def unread() -> Iterator[IndexedChunk]:
    """Chunks that may not be read, since the cache is there."""
    for _ in ("read",):
        pytest.fail("the chunks were read although the cache was there")
    yield from ()


def test_a_cached_index_answers_as_the_built_one_without_reading_the_chunks(
    tmp_path: Path, six_chunks: list[IndexedChunk]
) -> None:
    built = Bm25Index.open(tmp_path / "keyword", "one", six_chunks)
    cached = Bm25Index.open(tmp_path / "keyword", "one", unread())
    assert cached.search(QUERY, 10) == built.search(QUERY, 10) == Bm25Index.build(six_chunks).search(QUERY, 10)


def test_the_cache_of_a_new_generation_replaces_the_old(tmp_path: Path, six_chunks: list[IndexedChunk]) -> None:
    Bm25Index.open(tmp_path, "one", six_chunks)
    Bm25Index.open(tmp_path, "two", six_chunks[:1])
    assert [path.name for path in tmp_path.iterdir()] == ["two"]


def test_an_empty_index_is_cached_too(tmp_path: Path) -> None:
    Bm25Index.open(tmp_path, "none", [])
    assert Bm25Index.open(tmp_path, "none", unread()).search(QUERY, 10) == {}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["deleted", "emptied", "cut", "overwritten"])
def test_a_damaged_cache_comes_back(tmp_path: Path, six_chunks: list[IndexedChunk], name: str, harm: str) -> None:
    expected = Bm25Index.open(tmp_path, "one", six_chunks).search(QUERY, 10)
    file = tmp_path / "one" / name
    data = file.read_bytes()
    if harm == "deleted":
        file.unlink()
    else:
        file.write_bytes({"emptied": b"", "cut": data[: len(data) // 2], "overwritten": b"\xff{garbage"}[harm])
    assert Bm25Index.open(tmp_path, "one", six_chunks).search(QUERY, 10) == expected
    assert file.read_bytes() == data


def test_a_deleted_cache_comes_back(tmp_path: Path, six_chunks: list[IndexedChunk]) -> None:
    expected = Bm25Index.open(tmp_path / "keyword", "one", six_chunks).search(QUERY, 10)
    shutil.rmtree(tmp_path / "keyword")
    assert Bm25Index.open(tmp_path / "keyword", "one", six_chunks).search(QUERY, 10) == expected


def test_a_place_that_cannot_be_written_costs_only_the_cache(tmp_path: Path, six_chunks: list[IndexedChunk]) -> None:
    (tmp_path / "keyword").write_text("a file where the folder should be", encoding="utf-8")
    found = Bm25Index.open(tmp_path / "keyword", "one", six_chunks).search(QUERY, 10)
    assert found == Bm25Index.build(six_chunks).search(QUERY, 10)


def test_ranks_by_bm25_worked_out_by_hand(six_chunks: list[IndexedChunk]) -> None:
    # "release" stands in one chunk of six (twice), "seafood" in three: the rarer word outweighs the commoner.
    names = {item.chunk.chunk_id: item.article.doc_id[:-9] for item in six_chunks}
    found = Bm25Index.build(six_chunks).search(Query(text="seafood release", asked_at=date(2025, 1, 1)), 10)
    first, *others = (names[chunk_id] for chunk_id in found)
    assert first == "water"
    assert {*others} == {"ban", "ruling"}


def test_the_vocabulary_is_kept_with_the_index(tmp_path: Path, six_chunks: list[IndexedChunk]) -> None:
    built = Bm25Index.open(tmp_path, "one", six_chunks)
    cached = Bm25Index.open(tmp_path, "one", unread())
    text = " ".join(item.chunk.embedding_text for item in six_chunks)
    assert built.vocabulary() == cached.vocabulary()
    assert built.vocabulary()["Fukushima"] == text.count("Fukushima")
    assert not any(any(sign.isdigit() for sign in word) for word in built.vocabulary())


@pytest.mark.parametrize(
    ("word", "known"), [("seafood", True), ("Seafood", True), ("banning", True), ("the", True), ("seafod", False)]
)
def test_a_word_is_known_in_any_form(six_chunks: list[IndexedChunk], word: str, known: bool) -> None:
    assert Bm25Index.build(six_chunks).knows(word) == known
    assert Bm25Index.build([]).knows(word) == (word == "the")
