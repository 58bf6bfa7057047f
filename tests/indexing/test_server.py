"""A Chroma server holds the same index as a folder: the same articles, the same results, the same changes."""

from __future__ import annotations

import shutil
import socket
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from chroma_server import ChromaServer
from fakes import HashEmbedder
from filters import FILTERS, query
from loopback import Reply
from loopback import Server as Web

from rag.config import Config, load_settings
from rag.errors import IndexBusy, IndexMismatch, IndexMissing, IndexUnavailable, InvalidQuery
from rag.indexing import server as server_module
from rag.indexing.chroma import make_pair
from rag.indexing.lease import COLLECTION, Lease
from rag.indexing.server import Server
from rag.library import Library
from rag.opening import open_library
from rag.retrieval.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import Ranking

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TEXTS = ("seafood ban", "Who joined the CPTPP?", "treated water from Fukushima", "military spending", "volcano")
BAN, JOIN = "ban-4b8c941d", "join-60cdd22e"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture
def server(chroma: ChromaServer) -> Server:
    """The server with nothing on it."""
    server = Server(chroma.url)
    client = server.connect()
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    server.disconnect(client)
    return server


@pytest.fixture
def library(server: Server, tmp_path: Path) -> Iterator[Library]:
    with closing(on(server, tmp_path / "here")) as library:
        yield library


def on(server: Server, folder: Path, chunk_words: int = 20) -> Library:
    """A library on the server, as on a machine that keeps its keyword index in `folder`."""
    return Library(folder, HashEmbedder(), chunk_words, server=server)


def found(library: Library, text: str, **filters: Any) -> Ranking:
    return library.look(lambda store, words: search(query(text, **filters), HashEmbedder(), store, words, 4))


def names(server: Server) -> set[str]:
    """What collections there are."""
    client = server.connect()
    there = {collection.name for collection in client.list_collections()}
    server.disconnect(client)
    return there


# ---------------------------------------------------------------- the same as in a folder


def test_a_server_and_a_folder_give_the_same(library: Library, six: Path, tmp_path: Path) -> None:
    with closing(Library(tmp_path / "embedded", HashEmbedder(), 20)) as embedded:
        reports = [each.sync([six]) for each in (library, embedded)]
        assert replace(reports[0], seconds={}) == replace(reports[1], seconds={})
        assert library.articles() == embedded.articles()
        assert library.store.generation == embedded.store.generation
        for info in embedded.articles():
            assert library.article(info.doc_id) == embedded.article(info.doc_id)
            assert library.history(info.doc_id) == embedded.history(info.doc_id)
        for filters, _ in FILTERS:
            for text in TEXTS:
                here, there = (found(each, text, **filters) for each in (library, embedded))
                assert [item.indexed for item in here] == [item.indexed for item in there]
                assert [item.channel_ranks for item in here] == [item.channel_ranks for item in there]
                assert [item.score for item in here] == pytest.approx([item.score for item in there], abs=1e-6)
        assert found(library, TEXTS[0])


def test_a_server_takes_over_the_folder_of_an_index_as_it_is(six: Path, tmp_path: Path) -> None:
    with closing(Library(tmp_path / "index", HashEmbedder(), 20)) as embedded:
        embedded.sync([six])
        articles, before = embedded.articles(), found(embedded, TEXTS[0])
    with ChromaServer(tmp_path / "index") as running, closing(on(Server(running.url), tmp_path / "here")) as library:
        assert library.articles() == articles
        assert [item.indexed for item in found(library, TEXTS[0])] == [item.indexed for item in before]
        assert library.sync([six]).chunks == 0


def test_a_second_sync_does_nothing_and_a_changed_article_only_that(library: Library, six: Path) -> None:
    library.sync([six])
    before = library.store.sequence
    assert (report := library.sync([six])).chunks == 0
    assert (len(report.unchanged), library.store.sequence) == (6, before)
    (six / "ban.md").write_text((six / "ban.md").read_text().replace("eight", "nine"), encoding="utf-8")
    (six / "join.md").unlink()
    report = library.sync([six])
    assert (report.changed, report.removed, report.chunks) == ((BAN,), (JOIN,), 1)
    assert "nine Japanese prefectures" in library.article(BAN).text
    assert [version.fate for version in library.history(BAN)] == ["changed", ""]
    with pytest.raises(InvalidQuery):
        library.article(JOIN)


def test_another_machine_sees_what_was_synced_without_opening_anew(library: Library, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    with closing(on(Server(library.status().server), tmp_path / "there")) as other:
        assert [item.indexed for item in found(other, TEXTS[0])] == [item.indexed for item in found(library, TEXTS[0])]
        (six / "ban.md").write_text("# Korea bans nothing\n\nThe volcano erupted.", encoding="utf-8")
        library.sync([six])
        assert other.article(BAN).text == "The volcano erupted."
        assert [item.article.doc_id for item in found(other, "volcano")][:1] == [BAN]


def test_a_rebuild_in_other_chunks_reaches_the_other_machine_whole(
    library: Library, server: Server, six: Path, tmp_path: Path
) -> None:
    # The articles are the same, so the generation is; a keyword index in the old chunks would find none of the new.
    library.sync([six])
    with closing(on(server, tmp_path / "there")) as other:
        assert found(other, TEXTS[0])
    with closing(on(server, tmp_path / "here", 30)) as again:
        with pytest.raises(IndexMismatch):
            again.sync([six])
        again.sync([six], rebuild=True)
    with closing(on(server, tmp_path / "there", 30)) as other:
        assert {*found(other, TEXTS[0])[0].channel_ranks} == {"dense", "keyword"}
    with pytest.raises(IndexMismatch):
        library.articles()


def test_collections_of_others_are_left_alone(library: Library, server: Server, six: Path) -> None:
    client = server.connect()
    for name in ("articles", "chunks-of-another", "ledgers"):
        client.create_collection(name, embedding_function=None)
    make_pair(client, replace(library._manifest, embedder="old"), 1)
    server.disconnect(client)
    library.sync([six])
    digest = library._manifest.digest()
    ours = {f"chunks-{digest}-1", f"ledger-{digest}-1", COLLECTION}
    assert names(server) == {"articles", "chunks-of-another", "ledgers", *ours}


def test_status_tells_of_the_server_and_of_the_folder_here(library: Library, server: Server, six: Path) -> None:
    library.sync([six])
    status = library.status()
    assert (status.server, status.folder, status.articles) == (server.url, str(library._index), 6)
    assert 0 < status.size < 1_000_000


def test_without_an_index_there_is_an_error(library: Library, server: Server) -> None:
    with pytest.raises(IndexMissing) as caught:
        library.articles()
    assert str(caught.value) == f"no index on {server.url}; run `python -m rag sync`"


def test_an_index_made_anew_is_seen(library: Library, server: Server, six: Path, tmp_path: Path) -> None:
    library.sync([six])
    assert len(library.articles()) == 6
    client = server.connect()
    for name in names(server):
        client.delete_collection(name)
    server.disconnect(client)
    (six / "ban.md").unlink()
    with closing(on(server, tmp_path / "there")) as other:
        other.sync([six])
    assert len(library.articles()) == 5


# ---------------------------------------------------------------- one writer


def test_two_machines_do_not_write_at_once(library: Library, server: Server, six: Path, tmp_path: Path) -> None:
    def fast(client: Any, where: str) -> Lease:
        return Lease(client, where, every=0.1, span=5)

    with pytest.MonkeyPatch.context() as patch, closing(on(Server(server.url), tmp_path / "there")) as other:
        patch.setattr(server_module, "Lease", fast)  # ten seconds are long for a test
        with server.sole(), pytest.raises(IndexBusy) as caught:
            other.sync([six])
        assert str(caught.value).endswith(
            f" is writing the index on {server.url}; wait until it ends, then run it again"
        )
        assert len(other.sync([six]).added) == 6
    assert len(library.articles()) == 6


def test_the_lease_of_a_dead_process_ends_and_a_sleeper_notices(server: Server) -> None:
    client = server.connect()
    dead, next_one = (Lease(client, "here", every=0.1, span=0.4) for _ in range(2))
    dead.take()
    dead.check()
    dead.renew()
    next_one.take()  # after it has watched
    next_one.check()
    dead.renew()  # as on waking up
    with pytest.raises(IndexBusy) as caught:
        dead.check()
    assert str(caught.value) == (
        "this sync could not tell the server that it is still writing the index here for 0 s, so another may have "
        "begun; run it again"
    )
    with next_one.renewed():
        pass
    third = Lease(client, "here", every=0.1, span=60)
    third.take()  # at once, since it was given back
    server.disconnect(client)


def test_a_sync_that_has_lost_its_lease_writes_no_more(library: Library, server: Server, six: Path) -> None:
    class Lost(Lease):
        def take(self) -> None:
            super().take()
            self._good_until = 0.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server_module, "Lease", Lost)
        with pytest.raises(IndexBusy):
            library.sync([six])
    assert names(server) == {COLLECTION}


# ---------------------------------------------------------------- what goes wrong


def test_a_server_that_is_stopped_says_so_and_is_used_again(tmp_path: Path, six: Path) -> None:
    with ChromaServer(tmp_path / "data") as running, closing(on(Server(running.url), tmp_path / "here")) as library:
        library.sync([six])
        before = found(library, TEXTS[0])
        running.stop()
        expected = (
            f"the index server {running.url} cannot be reached ([Errno 111] Connection refused); start it, or set "
            'index_url to where it runs ("" for the index in the folder), then try again'
        )
        for ask in (library.articles, library.status, lambda: found(library, TEXTS[0]), lambda: library.sync([six])):
            with pytest.raises(IndexUnavailable) as caught:
                ask()
            assert str(caught.value) == expected
        running.start()
        assert [item.indexed for item in found(library, TEXTS[0])] == [item.indexed for item in before]
        running.stop()
        shutil.rmtree(tmp_path / "data")
        running.start()
        with pytest.raises(IndexMissing):
            library.articles()
        with pytest.raises(IndexMissing):
            library.articles()
        library.sync([six])
        assert [item.indexed for item in found(library, TEXTS[0])] == [item.indexed for item in before]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(b"<h1>It works</h1>"), "{} answers, but not as a Chroma server of version 1 or later does (HTTP 200);"),
        (Reply(status=404), "{} answers, but not as a Chroma server of version 1 or later does (HTTP 404);"),
        (Reply(b"{}", 410), "{} answers, but not as a Chroma server of version 1 or later does (HTTP 410);"),
        (Reply(status=401), "the server on {} does not let us in (HTTP 401); set index_token to its key"),
        (Reply(status=403), "the server on {} does not let us in (HTTP 403); set index_token to its key"),
        (Reply(pieces=[b"garbage\r\n\r\n"]), "the index server {} cannot be reached (illegal status line: "),
    ],
)
def test_an_address_where_something_else_answers(tmp_path: Path, reply: Reply, message: str) -> None:
    with Web({"/api/v2/heartbeat": reply}) as web, closing(on(Server(web.base), tmp_path / "here")) as library:
        for ask in (library.articles, lambda: library.sync([])):
            with pytest.raises(IndexUnavailable) as caught:
                ask()
            assert str(caught.value).startswith(message.format(web.base))


def test_a_server_that_only_greets(tmp_path: Path) -> None:
    greeting = Reply(b'{"nanosecond heartbeat": 1}')
    with Web({"/api/v2/heartbeat": greeting}) as web, closing(on(Server(web.base), tmp_path / "here")) as library:
        with pytest.raises(IndexUnavailable) as caught:
            library.articles()
        assert str(caught.value).startswith(f"{web.base} answers, but not as a Chroma server")


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "GREETING", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(on(Server(url), tmp_path / "here")) as library, pytest.raises(IndexUnavailable) as caught:
            library.articles()
    assert str(caught.value).startswith(f"the index server {url} cannot be reached (timed out); start it")


def test_the_key_is_sent_and_never_shown(tmp_path: Path) -> None:
    config = load_settings({"index_url": "http://127.0.0.1:9/", "index_token": "hunter2"}).config
    assert "hunter2" not in repr(config)
    with Web() as web, closing(on(Server(f"{web.base}/api/v2/", "hunter2"), tmp_path / "here")) as library:
        with pytest.raises(IndexUnavailable) as caught:
            library.articles()
        assert "hunter2" not in str(caught.value)
        assert web.asked[0].path == "/api/v2/heartbeat"
        assert (web.asked[0].headers["authorization"], web.asked[0].headers["x-chroma-token"]) == (
            "Bearer hunter2",
            "hunter2",
        )


def test_the_setting_opens_a_library_on_the_server(server: Server, tmp_path: Path, six: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("rag.opening.open_embedder", lambda config: HashEmbedder())
    config = Config(index=tmp_path / "here", index_url=server.url, chunk_words=20)
    with closing(open_library(config)[0]) as library:
        library.sync([six])
        assert library.status().server == server.url
    assert not (tmp_path / "here" / "chroma.sqlite3").exists()
