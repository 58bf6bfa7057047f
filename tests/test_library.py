"""Sync is a diff that survives changes, moves, broken files and kills; articles are read back word for word."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import chromadb
import pytest
from chromadb.config import Settings
from fakes import HashEmbedder
from made_articles import articles_below

from rag.errors import IndexMismatch, IndexMissing, InvalidQuery
from rag.indexing.store import Store
from rag.library import Library
from rag.reading.clean import clean
from rag.records import Article, Citation, Notice, Query, SourceText, Standing, SyncReport, day_in_words
from rag.status import LibraryStatus

sys.path.insert(0, str(Path(__file__).parent / "indexing"))
from second_process import CountedLibrary

SCRIPT = Path(__file__).parent / "indexing" / "second_process.py"
CORPUS = Path(__file__).parents[1] / "corpus"
BAN, JOIN, RULING = "ban-4b8c941d", "join-60cdd22e", "ruling-425e42f8"
SPENDING, TALKS, WATER = "spending-fca373a0", "talks-888104a3", "water-da40c00f"
ALL = (BAN, JOIN, RULING, SPENDING, TALKS, WATER)
QUERY = Query(text="seafood ban", asked_at=date(2025, 1, 1))


@pytest.fixture
def library(tmp_path: Path, embedder: HashEmbedder) -> Any:
    library = Library(tmp_path / "index", embedder, 120)
    yield library
    library.close()


def in_second_process(what: str, *arguments: object) -> int:
    return subprocess.run([sys.executable, str(SCRIPT), what, *map(str, arguments)], check=False).returncode


def counts(report: SyncReport) -> dict[str, tuple[str, ...]]:
    """The doc_ids of each part of a report that is not empty, besides the unchanged."""
    parts = {"added": report.added, "changed": report.changed, "removed": report.removed}
    return {name: part for name, part in parts.items() if part}


def contents(index: Path) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """What readers see, chunk for chunk: the ledger's metadata, the rows in force, each chunk with its vector.

    Numbers of generations are left out: a run that was killed may have taken one more.
    """
    client = chromadb.PersistentClient(str(index), settings=Settings(anonymized_telemetry=False))
    ledger, chunks = sorted(client.list_collections(), key=lambda each: each.name, reverse=True)
    metadata = {name: value for name, value in (ledger.metadata or {}).items() if name != "sequence"}
    rows = ledger.get(where={"until": 0}, include=["metadatas"])["metadatas"] or []
    found = chunks.get(include=["metadatas", "embeddings"])
    assert found["metadatas"] is not None
    assert found["embeddings"] is not None
    every = zip(found["ids"], map(timeless, found["metadatas"]), found["embeddings"], strict=True)
    parts = sorted(((*rest, vector.tolist()) for *rest, vector in every), key=lambda part: str(part[0]))
    client.close()  # type: ignore[attr-defined]  # the type says less than the class can
    return metadata, sorted(map(timeless, rows), key=lambda row: str(row["doc_id"])), parts


def timeless(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("since", "added", "source")}


# ---------------------------------------------------------------- a diff


def test_a_first_sync_adds_all_and_embeds_each_chunk_once(library: Library, six: Path, embedder: HashEmbedder) -> None:
    report = library.sync([six])
    assert report == SyncReport(added=ALL, chunks=6, seconds=report.seconds)
    assert [*report.seconds] == ["read and embed", "compare", "near copies", "keyword index", "seal", "total"]
    assert sorted(text.split("\n")[0] for text in embedder.embedded) == [
        "Britain joins the trade pact (15 December 2024)",
        "Korea bans seafood (09 September 2013)",
        "Military spending rises",
        "Seoul weighs an application",
        "WTO rules for Korea (11 April 2019)",
        "Water release begins (24 August 2023)",
    ]
    status = library.status()
    assert status == LibraryStatus(
        folder=str(library._index),
        articles=6,
        chunks=6,
        undated=2,
        oldest=date(2013, 9, 9),
        newest=date(2024, 12, 15),
        publishers={"Daily Tide": 2, "Trade Post": 3, "": 1},
        copies=0,
        embedder="hash",
        size=status.size,
        generation=library.store.generation,
        last_sync=status.last_sync,
    )
    assert list(status.publishers) == ["Trade Post", "Daily Tide", ""]
    assert status.size == sum(file.stat().st_size for file in library._index.rglob("*") if file.is_file()) > 100_000
    assert {name: status.last_sync["counts"][name] for name in ("added", "skipped", "chunks")} == {
        "added": 6,
        "skipped": 0,
        "chunks": 6,
    }


def test_a_second_sync_embeds_and_writes_nothing(six: Path, tmp_path: Path) -> None:
    def cached() -> list[tuple[Path, int]]:
        return sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "index" / "keyword").rglob("*"))

    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        library.sync([six])
    before, keyword = contents(tmp_path / "index"), cached()
    embedder = HashEmbedder()
    with closing(CountedLibrary(tmp_path / "index", embedder=embedder)) as library:
        report = library.sync([six])
        assert (counts(report), report.unchanged, report.skipped) == ({}, ALL, ())
        assert (embedder.embedded, library.writes) == ([], 0)
    assert (contents(tmp_path / "index"), cached()) == (before, keyword)


@pytest.mark.parametrize("again", [False, True], ids=["", "then nothing"])
def test_only_what_was_added_or_changed_is_embedded(
    library: Library, six: Path, embedder: HashEmbedder, again: bool
) -> None:
    library.sync([six])
    embedder.embedded.clear()
    (six / "new.txt").write_text("New\n\nBrand new text.", encoding="utf-8")
    text = (six / "ban.md").read_text(encoding="utf-8")
    (six / "ban.md").write_text(text.replace("eight", "nine"), encoding="utf-8")
    (six / "talks.md").unlink()
    report = library.sync([six])
    assert counts(report) == {"added": ("new-975e871f",), "changed": (BAN,), "removed": (TALKS,)}
    assert report.unchanged == (JOIN, RULING, SPENDING, WATER)
    embedded = sorted(text.split("\n")[0] for text in embedder.embedded)
    assert embedded == ["Korea bans seafood (09 September 2013)", "New"]
    assert library.article(BAN).text.startswith("South Korea banned seafood from nine Japanese prefectures.")
    if again:
        assert counts(library.sync([six])) == {}


def test_each_chunk_gets_the_vector_of_its_own_text(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for number in range(300):  # more than a window's first part, in no order of length
        text = f"Paragraph of article {number}. " * (1 + number * 7 % 5)
        (tmp_path / "articles" / f"a{number:03}.txt").write_text(f"Title {number}\n\n{text}", encoding="utf-8")
    with closing(Library(tmp_path / "index", HashEmbedder(), 20)) as library:
        library.sync([tmp_path / "articles"])
        items = {item.chunk.chunk_id: item.chunk.embedding_text for item in library.store.every_chunk()}
    _, _, parts = contents(tmp_path / "index")
    assert len(parts) == len(items) > 256
    embedder = HashEmbedder()
    for chunk_id, _, vector in parts:
        assert vector == pytest.approx(embedder.embed_query(items[chunk_id]).tolist(), abs=1e-6)


def test_a_change_of_one_field_is_a_change(library: Library, six: Path) -> None:
    library.sync([six])
    text = (six / "ban.md").read_text(encoding="utf-8")
    (six / "ban.md").write_text(text.replace("2013-09-09", "2013-09-10"), encoding="utf-8")
    assert counts(library.sync([six])) == {"changed": (BAN,)}
    assert library.article(BAN).published_at == date(2013, 9, 10)


def test_a_moved_file_with_an_address_stays_the_same_article(
    library: Library, six: Path, embedder: HashEmbedder
) -> None:
    library.sync([six])
    embedder.embedded.clear()
    (six / "join.md").rename(six / "joined.md")
    assert counts(library.sync([six])) == {}
    assert library.article(JOIN).origin == str((six / "joined.md").resolve())
    assert embedder.embedded == []


def test_a_moved_file_without_an_address_is_another_article(library: Library, six: Path) -> None:
    library.sync([six])
    (six / "ban.md").rename(six / "banned.md")
    assert counts(library.sync([six])) == {"added": ("banned-13281ddb",), "removed": (BAN,)}


def test_progress_is_told_of_articles_and_chunks(library: Library, six: Path) -> None:
    told: list[tuple[str, int, int]] = []
    library.sync([six], lambda *step: told.append(step))
    assert [step[:2] for step in told] == [*(("articles", done) for done in range(1, 7)), ("chunks", 6)]
    assert [step for step in told if step[1] == 6] == [("articles", 6, 6), ("chunks", 6, 6)]


# ---------------------------------------------------------------- what goes wrong with files


def test_a_file_that_cannot_be_read_keeps_its_earlier_article(library: Library, six: Path) -> None:
    library.sync([six])
    (six / "ban.md").write_text("---\ntitle: A\n", encoding="utf-8")
    report = library.sync([six])
    assert report.skipped == (Notice(str(six / "ban.md"), 1, "front matter is not closed; end it with a line ---"),)
    assert counts(report) == {}
    assert library.article(BAN).title == "Korea bans seafood"
    assert library.status().last_sync["skipped"] == [
        {"file": str(six / "ban.md"), "line": 1, "reason": "front matter is not closed; end it with a line ---"}
    ]


def test_what_is_odd_is_taken_in_and_said(library: Library, six: Path) -> None:
    (six / "ban.md").write_text("---\ntitle: A\npublished_at: 2099-01-01\n---\nText of an article.", encoding="utf-8")
    report = library.sync([six])
    assert [(item.file, "2099-01-01" in item.reason) for item in report.warnings] == [(str(six / "ban.md"), True)]
    assert (len(report.added), library.article(BAN).published_at) == (6, None)
    assert library.status().undated == 3


def test_where_no_file_can_be_read_nothing_is_removed(library: Library, six: Path) -> None:
    library.sync([six])
    for path in six.iterdir():
        path.write_bytes(b"")
    report = library.sync([six])
    assert (counts(report), len(report.skipped), report.read, library.status().articles) == ({}, 6, 0, 6)


@pytest.mark.parametrize("name", ["", "empty"])
def test_an_empty_folder_is_said_and_removes_nothing(library: Library, six: Path, name: str) -> None:
    library.sync([six])
    folder = six / name
    if name:
        folder.mkdir()
    for path in folder.iterdir():
        path.unlink()
    report = library.sync([folder])
    (notice,) = report.skipped
    assert (notice.file, notice.line) == (str(folder), 0)
    assert notice.reason.startswith("holds no articles")
    assert (report.read, counts(report), library.status().articles) == (0, {}, 6)


def test_an_empty_folder_beside_another_removes_nothing(library: Library, six: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "fish.txt").write_text("Fish\n\nFish swim.", encoding="utf-8")
    library.sync([six, other])
    (other / "fish.txt").unlink()
    report = library.sync([six, other])
    assert (counts(report), len(report.skipped), library.status().articles) == ({}, 1, 7)


def test_a_path_that_does_not_exist_is_said_and_the_rest_taken_in(library: Library, six: Path) -> None:
    report = library.sync([six, six / "nowhere"])
    assert report.added == ALL
    (notice,) = report.skipped
    assert notice.file == str(six / "nowhere")
    assert notice.reason.startswith("no such file or folder")


# ---------------------------------------------------------------- several roots


def test_two_roots_do_not_remove_each_others_articles(library: Library, six: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "fish.txt").write_text("Fish\n\nFish swim.", encoding="utf-8")
    library.sync([six])
    assert counts(library.sync([other])) == {"added": ("fish-0dc4ac7b",)}
    assert counts(library.sync([six])) == {}
    (other / "fish.txt").rename(other / "more.txt")
    assert counts(library.sync([six])) == {}
    assert counts(library.sync([six, other])) == {"added": ("more-7e55ec02",), "removed": ("fish-0dc4ac7b",)}


def test_the_same_article_in_two_places_is_reported_once_per_sync(
    library: Library, six: Path, tmp_path: Path, embedder: HashEmbedder
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(six / "join.md", other / "copy.md")
    expected = (Notice(str(other / "copy.md"), 0, f"is the same article as {six / 'join.md'}"),)
    assert library.sync([six, other]).skipped == expected
    embedder.embedded.clear()
    for _ in range(2):
        report = library.sync([other])
        assert (counts(report), report.skipped) == ({}, expected)
    assert embedder.embedded == []
    (six / "join.md").unlink()
    assert (counts(library.sync([other])), library.article(JOIN).origin) == ({}, str(other / "copy.md"))


def test_roots_that_overlap_read_a_file_once(library: Library, six: Path) -> None:
    (six / "sub").mkdir()
    (six / "sub" / "new.txt").write_text("New\n\nBrand new text.", encoding="utf-8")
    report = library.sync([six, six / "sub", six / "sub" / "new.txt", six])
    assert (len(report.added), report.skipped) == (7, ())


# ---------------------------------------------------------------- killed


@pytest.fixture
def changed_six(tmp_path: Path, six: Path) -> Path:
    """An index of the six; since then one is new, two are changed, one is gone, one has moved."""
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        library.sync([six])
    (six / "new.txt").write_text("New\n\nBrand new text.", encoding="utf-8")
    for name in ("ban.md", "water.md"):
        (six / name).write_text((six / name).read_text(encoding="utf-8") + "\nMore text.\n", encoding="utf-8")
    (six / "talks.md").unlink()
    (six / "join.md").rename(six / "joined.md")
    return six


def undisturbed(folder: Path, articles: Path) -> None:
    """Make a copy of the index in which the sync is not killed."""
    shutil.copytree(folder / "index", folder / "undisturbed")
    with closing(Library(folder / "undisturbed", HashEmbedder(), 120)) as library:
        library.sync([articles])


class Killed(BaseException):
    """The end of a process, as far as one can be had within it."""


def kill() -> None:
    raise Killed


# Writes: the note that something is written; chunks; rows; ends of two; end of one; move; generation;
# chunks that go; the note that all is tidy.
WRITES = 9
# A rebuild: rows and chunks of a pair of its own, nothing ends or moves; the pair before is dropped by the client.
REBUILD_WRITES = 5


@pytest.mark.parametrize(
    ("rebuild", "last"),
    [(False, last) for last in range(1, WRITES + 2)] + [(True, last) for last in range(1, REBUILD_WRITES + 2)],
)
def test_killed_before_any_write_the_next_sync_ends_as_an_undisturbed_one(
    tmp_path: Path, changed_six: Path, last: int, rebuild: bool
) -> None:
    undisturbed(tmp_path, changed_six)
    dying = CountedLibrary(tmp_path / "index", last, kill)
    writes = REBUILD_WRITES if rebuild else WRITES
    if last > writes:
        dying.sync([changed_six], rebuild=rebuild)
        assert dying.writes == writes
    else:
        with pytest.raises(Killed):
            dying.sync([changed_six], rebuild=rebuild)
    dying.close()
    found = []
    for name in ("index", "undisturbed"):
        with closing(Library(tmp_path / name, HashEmbedder(), 120)) as library:
            library.sync([changed_six])
            found.append(library.keyword.search(QUERY, 10))
    assert contents(tmp_path / "index") == contents(tmp_path / "undisturbed")
    assert found[0] == found[1] != {}


@pytest.mark.parametrize("last", [3, 7, 8], ids=["before the rows", "before the seal", "before the tidying"])
def test_killed_by_the_system_the_next_sync_ends_as_an_undisturbed_one(
    tmp_path: Path, changed_six: Path, last: int
) -> None:
    undisturbed(tmp_path, changed_six)
    assert in_second_process("die", tmp_path / "index", changed_six, last) == -9
    assert in_second_process("sync", tmp_path / "index", changed_six) == 0
    assert contents(tmp_path / "index") == contents(tmp_path / "undisturbed")


def test_what_a_killed_sync_has_embedded_is_not_embedded_again(tmp_path: Path, changed_six: Path) -> None:
    assert in_second_process("die", tmp_path / "index", changed_six, 4) == -9
    embedder = HashEmbedder()
    with closing(Library(tmp_path / "index", embedder, 120)) as library:
        report = library.sync([changed_six])
    assert counts(report) == {"added": ("new-975e871f",), "changed": (BAN, WATER), "removed": (TALKS,)}
    assert (embedder.embedded, report.chunks) == ([], 0)


def test_of_what_a_killed_sync_has_written_readers_see_nothing(tmp_path: Path, changed_six: Path) -> None:
    before = contents(tmp_path / "index")
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        # JOIN was only moved, and where an article is read from is noted at once.
        articles = [library.article(doc_id) for doc_id in ALL if doc_id != JOIN]
        assert in_second_process("die", tmp_path / "index", changed_six, 7) == -9
        assert [library.article(doc_id) for doc_id in ALL if doc_id != JOIN] == articles
    assert contents(tmp_path / "index") != before


# ---------------------------------------------------------------- readers


def test_an_open_reader_sees_what_another_process_writes(
    library: Library, six: Path, tmp_path: Path, embedder: HashEmbedder
) -> None:
    library.sync([six])
    assert library.keyword.search(Query(text="volcano", asked_at=date(2025, 1, 1)), 5) == {}
    (six / "ban.md").unlink()
    (six / "new.txt").write_text("Volcano\n\nA volcano erupted.", encoding="utf-8")
    assert in_second_process("sync", tmp_path / "index", six) == 0
    assert {info.doc_id for info in library.articles()} == {*ALL, "new-975e871f"} - {BAN}
    (nearest,) = library.store.nearest(embedder.embed_query("Volcano\nA volcano erupted."), QUERY, 1)
    assert library.store.chunks([nearest])[nearest].article.doc_id == "new-975e871f"
    assert library.keyword.search(Query(text="volcano", asked_at=date(2025, 1, 1)), 5).keys() == {nearest}


def test_a_filtered_search_works_while_another_process_is_in_the_middle_of_writing(
    library: Library, changed_six: Path, tmp_path: Path, embedder: HashEmbedder
) -> None:
    query = Query(text="seafood", asked_at=date(2025, 1, 1), publishers=("Daily Tide",))
    vector = embedder.embed_query("South Korea banned seafood")
    assert len(library.store.nearest(vector, query, 10)) == 2
    # Killed before the ends: the new chunks are on disk, but not in this reader's memory.
    assert in_second_process("die", tmp_path / "index", changed_six, 4) == -9
    assert len(library.store.nearest(vector, query, 10)) == 2


def test_a_look_is_taken_again_where_a_generation_came_between(library: Library, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    (six / "talks.md").unlink()
    seen: list[set[str]] = []

    def look(store: Store, _: object) -> set[str]:
        ids = {item.chunk.chunk_id for item in store.every_chunk()}
        if not seen:
            assert in_second_process("sync", tmp_path / "index", six) == 0
        seen.append({item.article.doc_id for item in store.chunks(sorted(ids)).values()})
        return seen[-1]

    assert library.look(look) == {*ALL} - {TALKS}
    assert len(seen) == 2


def test_an_open_reader_outlives_the_deletion_of_the_index(library: Library, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    shutil.rmtree(tmp_path / "index")
    for _ in range(2):
        with pytest.raises(IndexMissing) as caught:
            library.status()
        assert str(caught.value) == f"no index in {tmp_path / 'index'}; run `python -m rag sync`"
    (six / "ban.md").unlink()
    assert in_second_process("sync", tmp_path / "index", six) == 0
    assert (library.status().articles, library.keyword.search(QUERY, 10) != {}) == (5, True)


def test_a_deleted_index_can_be_synced_anew_at_once(library: Library, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    shutil.rmtree(tmp_path / "index")
    assert library.sync([six]).added == ALL


@pytest.mark.parametrize("harm", ["deleted", "damaged"])
def test_the_keyword_cache_comes_back(library: Library, six: Path, tmp_path: Path, harm: str) -> None:
    library.sync([six])
    expected = library.keyword.search(QUERY, 10)
    library.close()
    if harm == "deleted":
        shutil.rmtree(tmp_path / "index" / "keyword")
    else:
        next((tmp_path / "index" / "keyword").rglob("rows.npz")).write_text("[", encoding="utf-8")
    assert library.keyword.search(QUERY, 10) == expected != {}
    assert library.keyword is library.keyword


# ---------------------------------------------------------------- reading back


def test_every_shipped_article_comes_back_word_for_word(library: Library) -> None:
    library.sync([CORPUS])
    expected = articles_below(CORPUS)
    assert len(expected) == 23
    assert [library.article(article.doc_id) for article in expected] == expected


def test_every_chunk_knows_its_sentences_and_their_places(library: Library, six: Path) -> None:
    library.sync([six])
    for item in library.store.every_chunk():
        text = library.article(item.article.doc_id).text
        assert [text[each.start : each.end] for each in item.chunk.sentences] == [
            each.text for each in item.chunk.sentences
        ]


@pytest.mark.parametrize(
    ("doc_id", "hint"), [("ban", f"; near to it: {BAN}"), (BAN[:-1], f"; near to it: {BAN}"), ("zzz", "")]
)
def test_an_unknown_article_names_the_nearest(
    library: Library, six: Path, tmp_path: Path, doc_id: str, hint: str
) -> None:
    library.sync([six])
    with pytest.raises(InvalidQuery) as caught:
        library.article(doc_id)
    assert str(caught.value).startswith(f"no article {doc_id!r} in {tmp_path / 'index'}{hint}")
    if not hint:
        assert str(caught.value) == f"no article {doc_id!r} in {tmp_path / 'index'}"


# ---------------------------------------------------------------- other settings


@pytest.mark.parametrize(
    ("name", "chunk_words", "difference", "setting"),
    [
        ("other", 120, "embedder hash, but other is set", "embedder"),
        ("hash", 30, "chunk_words 120, but 30 is set", "chunk_words"),
    ],
)
def test_an_index_of_other_settings_is_refused_until_it_is_rebuilt(
    library: Library, six: Path, tmp_path: Path, name: str, chunk_words: int, difference: str, setting: str
) -> None:
    library.sync([six])
    library.close()
    other = Library(tmp_path / "index", HashEmbedder(name), chunk_words)
    for refused in (other.status, lambda: other.sync([six])):
        with pytest.raises(IndexMismatch) as caught:
            refused()
        assert str(caught.value) == (
            f"the index in {tmp_path / 'index'} was built with {difference}; "
            f"run `python -m rag sync --rebuild`, or set {setting} back"
        )
    assert other.sync([six], rebuild=True).added == ALL
    assert counts(other.sync([six])) == {}
    other.close()
    with pytest.raises(IndexMismatch):
        library.status()


def test_a_rebuild_takes_along_what_came_from_elsewhere(library: Library, six: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "fish.txt").write_text("Fish\n\nFish swim.", encoding="utf-8")
    library.sync([six, other])
    fish = next(info.doc_id for info in library.articles() if info.title == "Fish")
    before = library.article(fish)
    shutil.rmtree(other)
    library.close()
    with closing(Library(tmp_path / "index", HashEmbedder("other"), 30)) as rebuilt:
        report = rebuilt.sync([six], rebuild=True)
        assert report.added == tuple(sorted([*ALL, fish]))
        assert rebuilt.article(fish) == before
        assert counts(rebuilt.sync([six], rebuild=True)) == {"added": report.added}
        assert rebuilt.article(fish) == before


# ---------------------------------------------------------------- what is known before cleaning


def test_what_is_read_as_before_is_not_cleaned_again(library: Library, six: Path, monkeypatch: Any) -> None:
    library.sync([six])
    cleaned: list[str] = []

    def noting(source: SourceText, today: date) -> Article:
        cleaned.append(source.origin)
        return clean(source, today)

    monkeypatch.setattr("rag.intake.clean", noting)
    assert counts(library.sync([six])) == {}
    assert cleaned == []
    monkeypatch.setattr("rag.intake.recipe", lambda: "a better one")
    for expected in (6, 0):
        cleaned.clear()
        assert counts(library.sync([six])) == {}
        assert len(cleaned) == expected


# ---------------------------------------------------------------- versions


def test_a_citation_is_told_what_has_become_of_its_words(library: Library, six: Path) -> None:
    library.sync([six])
    article = library.article(BAN)
    quote = "South Korea banned seafood from eight Japanese prefectures."
    citation = Citation(1, BAN, 0, 0, len(quote), quote)
    today = datetime.now(timezone.utc).date()
    assert library.standing(citation, article.content_hash) == Standing("verbatim")
    text = (six / "ban.md").read_text(encoding="utf-8")
    (six / "ban.md").write_text(text + "\nMore.", encoding="utf-8")
    library.sync([six])
    found = library.standing(citation, article.content_hash)
    assert (found, str(found)) == (
        Standing("verbatim", today),
        f"the article changed on {day_in_words(today)}, these words did not",
    )
    (six / "ban.md").write_text(text.replace("eight", "nine"), encoding="utf-8")
    library.sync([six])
    found = library.standing(citation, article.content_hash)
    assert (found, str(found)) == (Standing("changed", today), f"changed on {day_in_words(today)}")
    (six / "ban.md").unlink()
    library.sync([six])
    found = library.standing(citation, article.content_hash)
    assert (found, str(found)) == (Standing("vanished", today), f"withdrawn on {day_in_words(today)}")
    assert [version.fate for version in library.history(BAN)] == ["changed", "changed", "withdrawn"]
    with pytest.raises(InvalidQuery) as caught:
        library.article(BAN)
    assert str(caught.value) == f"article {BAN!r} was withdrawn on {today}"


def test_before_the_first_sync_there_is_no_index(library: Library, tmp_path: Path) -> None:
    for read in (library.status, library.articles, lambda: library.article(BAN), lambda: library.keyword):
        with pytest.raises(IndexMissing) as caught:
            read()
        assert str(caught.value) == f"no index in {tmp_path / 'index'}; run `python -m rag sync`"
    assert isinstance(library, Library)
    assert not (tmp_path / "index").exists()


def test_a_store_opened_under_the_same_settings_is_the_same_index(library: Library, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    again = Library(tmp_path / "index", HashEmbedder(), 120)
    assert isinstance(again.store, Store)
    assert again.status() == library.status()
    again.close()
