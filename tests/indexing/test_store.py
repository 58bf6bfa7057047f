"""Chroma holds every chunk and all that is known of its article; manifest and generation tell who may read what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder

from rag.errors import IndexMismatch, IndexMissing
from rag.indexing.store import Holding, Manifest, Store
from rag.reading.chunk import chunk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import Article

MANIFEST = Manifest("hash", "d1", 64, 20)


def add(store: Store, *articles: Article) -> None:
    for article in articles:
        parts = chunk(article, 20)
        store.add(article, parts, HashEmbedder().embed_passages([part.embedding_text for part in parts]))


@pytest.fixture
def store(tmp_path: Path, six_articles: list[Article]) -> Iterator[Store]:
    """An index of the first two articles (ban and join)."""
    store = Store(tmp_path / "index", MANIFEST, create=True)
    add(store, *six_articles[:2])
    store.seal()
    yield store
    store.close()


def test_an_article_comes_back_word_for_word(store: Store, six_articles: list[Article]) -> None:
    assert [store.article(article.doc_id) for article in six_articles[:3]] == [*six_articles[:2], None]


def test_an_article_of_many_chunks_comes_back_in_order(store: Store, six_articles: list[Article]) -> None:
    text = "\n\n".join(f"• Point {number} has some seven words in all." for number in range(60))
    long = replace(six_articles[2], text=text)
    add(store, long)
    assert store.article(long.doc_id) == long
    assert store.count() > 22


def test_the_articles_are_listed_by_doc_id(store: Store, six_articles: list[Article]) -> None:
    add(store, *reversed(six_articles[2:]))
    assert [info.doc_id for info in store.articles()] == sorted(article.doc_id for article in six_articles)


def test_another_version_takes_the_place_of_the_one_before(store: Store, six_articles: list[Article]) -> None:
    changed = replace(six_articles[0], text="Nothing is banned any more.", content_hash="other")
    add(store, changed)
    assert store.article(changed.doc_id) == changed
    assert store.holdings()[changed.doc_id] == Holding("other", changed.origin, whole=True)
    assert store.count() == 2


def test_a_dropped_article_is_gone_and_the_other_stays(store: Store, six_articles: list[Article]) -> None:
    store.drop(six_articles[0].doc_id)
    assert [info.doc_id for info in store.articles()] == [six_articles[1].doc_id]


def test_a_moved_article_changes_only_its_origin(store: Store, six_articles: list[Article]) -> None:
    store.move(six_articles[0].doc_id, "/new/ban.md")
    assert store.article(six_articles[0].doc_id) == replace(six_articles[0], origin="/new/ban.md")


def test_an_article_of_which_a_chunk_is_missing_is_not_whole(store: Store, six_articles: list[Article]) -> None:
    article = replace(six_articles[2], text="One two three. " * 20)
    parts = chunk(article, 20)
    store.add(article, parts[:-1], HashEmbedder().embed_passages([part.embedding_text for part in parts[:-1]]))
    assert store.holdings()[article.doc_id].whole  # as far as it was told, these are all
    store.drop(article.doc_id)
    add(store, article)
    store._collection.delete(ids=[parts[1].chunk_id])
    assert not store.holdings()[article.doc_id].whole


# ---------------------------------------------------------------- the generation


def test_the_generation_is_that_of_the_articles_held(store: Store, six_articles: list[Article], tmp_path: Path) -> None:
    first = store.generation
    assert store.sealed(store.holdings())
    add(store, six_articles[2])
    assert not store.sealed(store.holdings())
    assert store.seal() != first
    store.drop(six_articles[2].doc_id)
    assert store.seal() == store.generation == store.stored_generation() == first
    other = Store(tmp_path / "other", MANIFEST, create=True)
    add(other, six_articles[1], six_articles[0])
    assert other.seal() == first  # whatever the order and the folder
    other.close()


def test_refresh_does_nothing_while_nothing_was_written(store: Store) -> None:
    assert not store.refresh()


# ---------------------------------------------------------------- opening


def test_without_an_index_there_is_an_error_and_no_new_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        Store(tmp_path / "index", MANIFEST)
    assert str(caught.value) == f"no index in {tmp_path / 'index'}; run `python -m rag sync`"
    assert not (tmp_path / "index").exists()


MISMATCHES = [
    (replace(MANIFEST, embedder="other"), "embedder hash, but other is set", "embedder"),
    (replace(MANIFEST, embedder_digest="d2"), "embedder_digest d1, but d2 is set", "embedder"),
    (replace(MANIFEST, chunk_words=30), "chunk_words 20, but 30 is set", "chunk_words"),
    (replace(MANIFEST, embedder="other", chunk_words=30), "embedder hash, but other is set", "embedder"),
]


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(("manifest", "difference", "setting"), MISMATCHES)
def test_another_manifest_is_refused_with_both_values_and_the_remedy(
    store: Store, tmp_path: Path, manifest: Manifest, difference: str, setting: str, create: bool
) -> None:
    with pytest.raises(IndexMismatch) as caught:
        Store(tmp_path / "index", manifest, create=create)
    assert str(caught.value) == (
        f"the index in {tmp_path / 'index'} was built with {difference}; "
        f"run `python -m rag sync --rebuild`, or set {setting} back"
    )
    assert store.count() == 2


def test_rebuild_begins_anew_under_another_manifest(store: Store, tmp_path: Path) -> None:
    store.close()
    for _ in range(2):
        new = Store.rebuild(tmp_path / "index", replace(MANIFEST, dimension=8, chunk_words=30))
        assert new.count() == 0
        new.close()


def test_rebuild_where_there_is_nothing_makes_an_index(tmp_path: Path) -> None:
    new = Store.rebuild(tmp_path / "index", MANIFEST)
    assert (new.count(), new.holdings(), new.articles()) == (0, {}, [])
    new.close()
