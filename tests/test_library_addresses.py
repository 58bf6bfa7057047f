"""A feed is kept in step: only what has changed is asked for, what is gone for good is withdrawn, the rest stays."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder
from loopback import Asked, Reply, Server

from rag.library import Library
from rag.reading.web.fetch import Fetcher, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("socket_enabled")

LIMITS = Limits(timeout=2.0, deadline=5.0, delay=0.0)


def page(title: str, words: str) -> bytes:
    body = f"<p>{words} It was said at some length by people who know the harbour and its ships very well.</p>" * 3
    head = f'<title>{title}</title><meta property="article:published_time" content="2025-03-04T10:00:00Z">'
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def tagged(body: bytes, tag: str) -> object:
    """Answers with the body, or with 304 to who has it."""

    def reply(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == f'"{tag}"':
            return Reply(status=304, headers={"ETag": f'"{tag}"'})
        return Reply(body, headers={"ETag": f'"{tag}"'})

    return reply


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        items = "".join(f"<item><title>{name}</title><link>{server.base}/{name}</link></item>" for name in ("a", "b"))
        feed = f"<rss version='2.0'><channel><title>Harbour News</title>{items}</channel></rss>".encode()
        server.pages["/feed"] = Reply(feed, headers={"Content-Type": "application/rss+xml"})
        server.pages["/a"] = tagged(page("Ships wait", "Nine ships wait off the harbour."), "a1")  # type: ignore[assignment]
        server.pages["/b"] = tagged(page("Ferry sails", "The ferry sails again on Monday."), "b1")  # type: ignore[assignment]
        yield server


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    cache = tmp_path / "index" / "http.sqlite"
    with closing(Library(tmp_path / "index", HashEmbedder(), 120, lambda: Fetcher(cache, LIMITS, True))) as library:
        yield library


def test_a_feed_is_kept_in_step(library: Library, server: Server) -> None:
    feed = f"{server.base}/feed"
    first = library.sync([feed])
    assert (len(first.added), first.skipped) == (2, ())
    titles = {info.title: info for info in library.articles()}
    assert {*titles} == {"Ships wait", "Ferry sails"}
    assert {info.publisher for info in titles.values()} == {"127.0.0.1"}  # who serves the page, not who lists it
    assert {str(info.published_at) for info in titles.values()} == {"2025-03-04 10:00:00+00:00"}

    second = library.sync([feed])
    assert (len(second.unchanged), second.chunks, second.skipped) == (2, 0, ())

    server.pages["/a"] = tagged(page("Ships wait", "Twelve ships wait off the harbour."), "a2")  # type: ignore[assignment]
    third = library.sync([feed])
    (ships,) = third.changed
    assert library.article(ships).text.startswith("Twelve ships wait off the harbour.")

    # What answers 404 stays, what answers 410 is withdrawn.
    server.pages["/a"], server.pages["/b"] = Reply(status=404), Reply(status=410)
    fourth = library.sync([feed])
    (ferry,) = fourth.removed
    assert [notice.file for notice in fourth.skipped] == [f"{server.base}/a", f"{server.base}/b"]
    assert [info.doc_id for info in library.articles()] == [ships]
    assert library.history(ferry)[-1].fate == "withdrawn"


def test_what_a_feed_no_longer_lists_stays(library: Library, server: Server) -> None:
    feed = f"{server.base}/feed"
    library.sync([feed])
    rest = f"<rss version='2.0'><channel><title>T</title><item><link>{server.base}/a</link></item></channel></rss>"
    server.pages["/feed"] = Reply(rest.encode(), headers={"Content-Type": "application/rss+xml"})
    report = library.sync([feed])
    assert (report.removed, len(library.articles())) == ((), 2)


def test_where_the_network_is_down_everything_stays(library: Library, server: Server, six: Path) -> None:
    library.sync([f"{server.base}/feed"])
    server.pages.clear()
    report = library.sync([f"{server.base}/feed", six])
    assert [(notice.file, notice.reason.split(":")[0]) for notice in report.skipped] == [
        (f"{server.base}/feed", "answers 404")
    ]
    assert (len(report.added), len(library.articles())) == (6, 8)


def test_without_a_fetcher_addresses_are_refused(tmp_path: Path) -> None:
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        report = library.sync(["https://news.example/feed"])
    (notice,) = report.skipped
    assert notice.reason == "is not fetched here; save the page and name the file"
    assert report.read == 0
