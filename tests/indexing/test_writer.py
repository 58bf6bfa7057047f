"""Whatever moment a writer is stopped at, the next one ends where an undisturbed one would have ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from made_index import TODAY, make_index, seal, write

from rag.errors import RagError
from rag.indexing.chroma import Manifest
from rag.indexing.embedded import Embedded
from rag.indexing.store import Store
from rag.indexing.writer import Writer, generation_of

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import Article

MANIFEST = Manifest("hash", "d1", 64, 20)


@pytest.fixture
def index(tmp_path: Path, six_articles: list[Article]) -> Path:
    """An index of the first two articles (ban and join)."""
    make_index(tmp_path / "index", MANIFEST, *six_articles[:2]).close()
    return tmp_path / "index"


def doc_ids(index: Path) -> list[str]:
    store = Store(Embedded(index), MANIFEST)
    found = [info.doc_id for info in store.articles()]
    assert {item.article.doc_id for item in store.every_chunk()} == set(found)
    store.close()
    return found


def rows(index: Path) -> int:
    """Rows of chunks that there really are."""
    writer = Writer(Embedded(index), MANIFEST)
    count: int = writer._pair.chunks.count()
    writer.close()
    return count


def test_the_generation_is_that_of_the_articles_whatever_their_order(
    tmp_path: Path, six_articles: list[Article]
) -> None:
    first = make_index(tmp_path / "a", MANIFEST, *six_articles)
    second = make_index(tmp_path / "b", MANIFEST, *reversed(six_articles))
    assert first.generation == second.generation == generation_of(first.held())
    third = make_index(tmp_path / "c", MANIFEST, replace(six_articles[0], content_hash="other"), *six_articles[1:])
    assert third.generation != first.generation
    for store in (first, second, third):
        store.close()


def test_a_whole_version_of_an_interrupted_run_is_offered_and_used(index: Path, six_articles: list[Article]) -> None:
    third = six_articles[2]
    stopped = Writer(Embedded(index), MANIFEST)
    write(stopped, third)
    stopped.close()
    writer = Writer(Embedded(index), MANIFEST)
    assert (writer.interrupted, [*writer.pending]) == (True, [third.doc_id])
    writer.forget({third.doc_id})
    seal(writer)
    writer.close()
    assert third.doc_id in doc_ids(index)
    assert rows(index) == 3


def test_what_an_interrupted_run_wrote_and_nobody_wants_goes(index: Path, six_articles: list[Article]) -> None:
    ban, join, third = six_articles[:3]
    stopped = Writer(Embedded(index), MANIFEST)
    write(stopped, third, replace(ban, content_hash="other", text="Other."))
    stopped.end([ban.doc_id], "changed", TODAY)
    stopped.end([join.doc_id], "withdrawn", TODAY)
    stopped.close()
    writer = Writer(Embedded(index), MANIFEST)
    assert [*writer.held] == [ban.doc_id, join.doc_id]
    writer.forget(set())
    assert [held.info.doc_id for held in writer.coming()] == [ban.doc_id, join.doc_id]
    seal(writer)
    writer.close()
    assert doc_ids(index) == [ban.doc_id, join.doc_id]
    assert rows(index) == 2


def test_a_version_written_over_that_of_an_interrupted_run_stays(index: Path, six_articles: list[Article]) -> None:
    third = six_articles[2]
    stopped = Writer(Embedded(index), MANIFEST)
    write(stopped, replace(third, content_hash="half", text="Half. " * 30))
    stopped.close()
    writer = Writer(Embedded(index), MANIFEST)
    write(writer, third)
    writer.forget(set())
    seal(writer)
    writer.close()
    store = Store(Embedded(index), MANIFEST)
    assert store.article(third.doc_id) == third
    store.close()
    assert rows(index) == 3


def test_stopped_between_seal_and_tidying_the_next_one_tidies(index: Path, six_articles: list[Article]) -> None:
    stopped = Writer(Embedded(index), MANIFEST)
    stopped.end([six_articles[1].doc_id], "withdrawn", TODAY)
    stopped.seal("new")
    stopped.close()
    assert (doc_ids(index), rows(index)) == ([six_articles[0].doc_id], 2)
    writer = Writer(Embedded(index), MANIFEST)
    assert writer.interrupted
    writer.tidy()
    writer.close()
    assert rows(index) == 1


def test_chunks_without_a_row_go(index: Path, six_articles: list[Article]) -> None:
    stopped = Writer(Embedded(index), MANIFEST)
    write(stopped, six_articles[2])
    stopped._pair.ledger.delete(ids=[f"{six_articles[2].doc_id}@2"])  # killed before the row was written
    stopped.close()
    writer = Writer(Embedded(index), MANIFEST)
    assert (writer.interrupted, writer.pending) == (True, {})
    writer.tidy()
    assert writer._pair.chunks.count() == 2
    writer.close()


def test_a_rebuild_that_was_stopped_goes_on_and_a_sync_forgets_it(index: Path, six_articles: list[Article]) -> None:
    stopped = Writer(Embedded(index), MANIFEST, rebuild=True)
    write(stopped, *six_articles[:3])
    stopped.close()
    assert doc_ids(index) == [article.doc_id for article in six_articles[:2]]
    again = Writer(Embedded(index), MANIFEST, rebuild=True)
    assert len(again.pending) == 3
    again.close()
    writer = Writer(Embedded(index), MANIFEST)
    assert (len(writer.held), writer.pending) == (2, {})
    writer.tidy()
    assert len(writer._client.list_collections()) == 2
    writer.close()


def test_a_write_that_fails_says_what_to_do_and_what_was_there_stays(index: Path, six_articles: list[Article]) -> None:
    from chromadb.errors import InternalError

    class Full:
        """A collection on a full disk."""

        def upsert(self, **rows: Any) -> None:
            raise InternalError("database or disk is full")

    writer = Writer(Embedded(index), MANIFEST)
    writer._pair = replace(writer._pair, chunks=Full())  # type: ignore[arg-type]
    with pytest.raises(RagError) as caught:
        write(writer, six_articles[2])
    assert str(caught.value) == (
        f"the index in {index} could not be written (database or disk is full); free some space or set index to "
        "another folder, then sync again; what it held before is as it was"
    )
    writer.close()
    assert len(doc_ids(index)) == 2
