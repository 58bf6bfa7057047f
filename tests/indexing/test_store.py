"""A reader sees one generation, whole, whatever is being written beside it; manifests tell who may read what."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder
from made_index import TODAY, make_index, seal, write

from rag.errors import IndexMismatch, IndexMissing
from rag.indexing.chroma import Manifest
from rag.indexing.embedded import Embedded
from rag.indexing.store import Store
from rag.indexing.writer import Writer
from rag.reading.chunk import chunk
from rag.records import Query, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import Article

MANIFEST = Manifest("hash", "d1", 64, 20)
QUERY = Query(text="?", asked_at=TODAY)


@pytest.fixture
def store(tmp_path: Path, six_articles: list[Article]) -> Iterator[Store]:
    """An index of the first two articles (ban and join)."""
    store = make_index(tmp_path / "index", MANIFEST, *six_articles[:2])
    yield store
    store.close()


@pytest.fixture
def writer(store: Store, tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(Embedded(tmp_path / "index"), MANIFEST)
    yield writer
    writer.close()


def seen(store: Store, words: str) -> set[str]:
    """doc_ids of all that a reader finds, by vector and by listing, which must be the same."""
    ids = store.nearest(HashEmbedder().embed_query(words), QUERY, 50)
    found = {item.article.doc_id for item in store.chunks(ids).values()}
    assert found == {info.doc_id for info in store.articles()} == {item.article.doc_id for item in store.every_chunk()}
    assert len(ids) == store.count()
    return found


# ---------------------------------------------------------------- reading back


def test_an_article_comes_back_word_for_word(store: Store, six_articles: list[Article]) -> None:
    assert [store.article(article.doc_id) for article in six_articles[:3]] == [*six_articles[:2], None]


def test_an_article_of_many_chunks_comes_back_in_order(tmp_path: Path, six_articles: list[Article]) -> None:
    text = "\n\n".join(f"• Point {number} has some seven words in all." for number in range(60))
    long = replace(six_articles[2], text=text)
    store = make_index(tmp_path / "index", MANIFEST, long)
    assert store.article(long.doc_id) == long
    assert store.count() == len(chunk(long, 20)) > 20
    store.close()


def test_the_articles_are_listed_by_doc_id(tmp_path: Path, six_articles: list[Article]) -> None:
    store = make_index(tmp_path / "index", MANIFEST, *reversed(six_articles))
    assert store.articles() == sorted((article.info for article in six_articles), key=lambda info: info.doc_id)
    store.close()


# ---------------------------------------------------------------- while another generation is written


def test_what_is_not_sealed_is_not_seen(store: Store, writer: Writer, six_articles: list[Article]) -> None:
    ban, join, third = six_articles[:3]
    changed = replace(ban, text="Nothing is banned any more.", content_hash="other")
    before = [store.article(ban.doc_id), seen(store, changed.text), store.generation]
    write(writer, changed, third)
    assert [store.article(ban.doc_id), seen(store, changed.text), store.generation] == before
    writer.end([ban.doc_id], "changed", TODAY)
    writer.end([join.doc_id], "withdrawn", TODAY)
    assert [store.article(ban.doc_id), seen(store, changed.text), store.generation] == before
    assert store.history(ban.doc_id) == (Version(ban.content_hash, TODAY),)
    assert not store.refresh()


def test_a_seal_changes_everything_at_once(store: Store, writer: Writer, six_articles: list[Article]) -> None:
    ban, join, third = six_articles[:3]
    changed = replace(ban, text="Nothing is banned any more.", content_hash="other")
    write(writer, changed, third)
    writer.end([ban.doc_id], "changed", date(2025, 1, 2))
    writer.end([join.doc_id], "withdrawn", date(2025, 1, 2))
    seal(writer)
    assert store.stored_sequence() == store.sequence + 1
    assert store.refresh()
    assert seen(store, "anything") == {ban.doc_id, third.doc_id}
    assert store.article(ban.doc_id) == changed
    assert store.article(join.doc_id) is None


def test_between_the_seal_and_the_tidying_both_generations_can_be_read(
    store: Store, writer: Writer, six_articles: list[Article], tmp_path: Path
) -> None:
    join = six_articles[1]
    writer.end([join.doc_id], "withdrawn", TODAY)
    writer.seal("new")
    new = Store(Embedded(tmp_path / "index"), MANIFEST)
    assert (store.article(join.doc_id), new.article(join.doc_id)) == (join, None)
    writer.tidy()
    assert store.stored_sequence() != store.sequence  # this reader looks again
    new.close()


def test_enough_is_found_where_what_is_not_sealed_is_nearer(
    store: Store, writer: Writer, six_articles: list[Article]
) -> None:
    write(writer, *(replace(six_articles[2], doc_id=f"new-{number}") for number in range(30)))
    vector = HashEmbedder().embed_query(chunk(six_articles[2], 20)[0].embedding_text)
    assert len(store.nearest(vector, QUERY, 2)) == 2


# ---------------------------------------------------------------- history


def test_the_history_has_every_version_with_its_days(
    store: Store, writer: Writer, six_articles: list[Article], tmp_path: Path
) -> None:
    ban = six_articles[0]
    versions = [ban, replace(ban, text="Second.", content_hash="2"), ban]
    for day, version in enumerate(versions[1:], 2):
        writer = writer if day == 2 else Writer(Embedded(tmp_path / "index"), MANIFEST)
        write(writer, version, today=date(2025, 1, day))
        writer.end([ban.doc_id], "changed", date(2025, 1, day))
        seal(writer)
        writer.close()
    writer = Writer(Embedded(tmp_path / "index"), MANIFEST)
    writer.end([ban.doc_id], "withdrawn", date(2025, 2, 1))
    seal(writer)
    writer.close()
    store.refresh()
    assert store.history(ban.doc_id) == (
        Version(ban.content_hash, TODAY, date(2025, 1, 2), "changed"),
        Version("2", date(2025, 1, 2), date(2025, 1, 3), "changed"),
        Version(ban.content_hash, date(2025, 1, 3), date(2025, 2, 1), "withdrawn"),
    )
    assert store.history("nothing") == ()


# ---------------------------------------------------------------- opening


def test_without_an_index_there_is_an_error_and_no_new_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        Store(Embedded(tmp_path / "index"), MANIFEST)
    assert str(caught.value) == f"no index in {tmp_path / 'index'}; run `python -m rag sync`"
    assert not (tmp_path / "index").exists()


def test_an_index_that_was_never_sealed_is_none(tmp_path: Path, six_articles: list[Article]) -> None:
    writer = Writer(Embedded(tmp_path / "index"), MANIFEST)
    write(writer, six_articles[0])
    with pytest.raises(IndexMissing):
        Store(Embedded(tmp_path / "index"), MANIFEST)
    writer.close()


MISMATCHES = [
    (replace(MANIFEST, embedder="other"), "embedder hash, but other is set", ", or set embedder back"),
    (replace(MANIFEST, embedder_digest="d2"), "embedder_digest d1, but d2 is set", ", or set embedder back"),
    (replace(MANIFEST, chunk_words=30), "chunk_words 20, but 30 is set", ", or set chunk_words back"),
    (replace(MANIFEST, embedder="other", chunk_words=30), "embedder hash, but other is set", ", or set embedder back"),
    (replace(MANIFEST, schema=99, chunk_words=30), "schema 3, but 99 is set", ""),
]


@pytest.mark.parametrize("open_index", [Store, Writer])
@pytest.mark.parametrize(("manifest", "difference", "setting"), MISMATCHES)
def test_another_manifest_is_refused_with_both_values_and_the_remedy(
    store: Store, tmp_path: Path, manifest: Manifest, difference: str, setting: str, open_index: type[Store | Writer]
) -> None:
    with pytest.raises(IndexMismatch) as caught:
        open_index(Embedded(tmp_path / "index"), manifest)
    assert str(caught.value) == (
        f"the index in {tmp_path / 'index'} was built with {difference}; run `python -m rag sync --rebuild`{setting}"
    )
    assert store.count() == 2


def test_an_index_of_the_first_schema_is_named_as_such(tmp_path: Path) -> None:
    client = Embedded(tmp_path).connect()
    client.create_collection("articles", metadata={"embedder": "hash", "schema": 1}, embedding_function=None)
    client.close()
    with pytest.raises(IndexMismatch) as caught:
        Store(Embedded(tmp_path), MANIFEST)
    assert str(caught.value) == (
        f"the index in {tmp_path} was built with schema 1, but 3 is set; run `python -m rag sync --rebuild`"
    )


def test_a_reader_outlives_a_rebuild(store: Store, tmp_path: Path, six_articles: list[Article]) -> None:
    rebuilt = Writer(Embedded(tmp_path / "index"), MANIFEST, rebuild=True)
    write(rebuilt, *six_articles[:3])
    assert len(seen(store, "anything")) == 2
    seal(rebuilt)
    rebuilt.close()
    assert store.stored_sequence() == 0
    assert len(store.nearest(HashEmbedder().embed_query("anything"), QUERY, 10)) == 3  # it opened anew by itself
    assert not store.refresh()
    assert len(seen(store, "anything")) == 3


def test_a_reader_of_a_deleted_folder_says_so(store: Store, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "index")
    assert store.stored_sequence() == 0
    with pytest.raises(IndexMissing):
        store.refresh()
