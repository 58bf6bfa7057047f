"""One sync at a time in a thread of its own: progress, a second click, cancelling, failing; readers go on."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder
from loopback import Reply, Server

from rag.errors import RagError
from rag.library import Library
from rag.page.maintain.progress import CANCELLED, busy, progress, span
from rag.page.maintain.syncing import UNEXPECTED, Run, Stage, Syncing
from rag.reading.web.fetch import Fetcher, Limits
from rag.records import Notice, Query, SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.records import Progress

SECOND = Path(__file__).parents[2] / "indexing" / "second_process.py"


class Slow:
    """Syncs by waiting for a word, so that a test can look in the middle of it."""

    def __init__(self) -> None:
        self.told, self.go_on = threading.Event(), threading.Event()

    def __call__(self, sources: Sequence[str], tell: Progress) -> SyncReport:
        tell("articles", 3, 10)
        self.told.set()
        assert self.go_on.wait(10)
        tell("articles", 10, 10)
        return SyncReport(added=("a", "b"), seconds={"total": 1.0})


def last(syncing: Syncing) -> Run:
    *_, run = syncing.watch(0.05)
    return run


def ended(sync: Callable[[Sequence[str], Progress], SyncReport]) -> Run:
    syncing = Syncing(sync)
    assert syncing.begin(["corpus"])
    return last(syncing)


# ------------------------------------------------------------ one at a time


def test_before_the_first_there_is_nothing_to_watch() -> None:
    syncing = Syncing(Slow())
    assert (syncing.run, syncing.running, list(syncing.watch())) == (None, False, [])
    syncing.cancel()
    syncing.close()
    assert progress(None) == ""


def test_it_is_watched_while_it_goes_on_and_a_second_one_is_not_begun() -> None:
    slow = Slow()
    syncing = Syncing(slow)
    assert syncing.begin(["corpus"])
    assert slow.told.wait(10)
    assert not syncing.begin(["other"])
    watched = syncing.watch(0.05)
    runs = [next(watched), next(watched)]
    assert [(run.ended, run.sources, run.stages["articles"].done) for run in runs] == [(False, ("corpus",), 3)] * 2
    slow.go_on.set()
    *_, run = watched
    assert (run.ended, run.problem, run.report and run.report.added) == (True, "", ("a", "b"))
    assert not syncing.running
    assert syncing.begin(["other"])
    assert last(syncing).sources == ("other",)


@pytest.mark.parametrize("closed", [False, True])
def test_cancelled_it_ends_at_its_next_word(closed: bool) -> None:
    slow = Slow()
    syncing = Syncing(slow)
    syncing.begin(["corpus"])
    assert slow.told.wait(10)
    syncing.cancel()
    assert syncing.run is not None
    assert "Cancelling" in progress(syncing.run)
    slow.go_on.set()
    if closed:
        syncing.close()
        assert not syncing.running
    run = last(syncing)
    assert (run.ended, run.report, run.problem) == (True, None, "")
    assert CANCELLED in progress(run)


def test_what_goes_wrong_is_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    def full(sources: Sequence[str], tell: Progress) -> SyncReport:
        raise RagError("the disk of <index> is full; free some space")

    def broken(sources: Sequence[str], tell: Progress) -> SyncReport:
        raise ZeroDivisionError(sources)

    assert "the disk of &#60;index&#62; is full; free some space" in progress(ended(full))
    with caplog.at_level(logging.ERROR, logger="footnote.page"):
        assert ended(broken).problem == UNEXPECTED
    assert "ZeroDivisionError" in caplog.text


# ------------------------------------------------------------ in words


def run_of(**stages: Stage) -> Run:
    return Run(("corpus",), stages)


def test_rate_and_time_left() -> None:
    shown = progress(run_of(articles=Stage(10.0, 40, 100), chunks=Stage(10.0, 1000, 4000)))
    assert "Articles read: 40 of about 100 · 4.0 a second · about 15 s left" in shown
    assert "Passages embedded: 1,000 of about 4,000 · 100 a second · about 30 s left" in shown
    assert '<progress aria-label="Passages embedded" value="1000" max="4000">' in shown
    assert "Reading and embedding. Questions are answered meanwhile" in shown


def test_what_is_not_known_is_not_told() -> None:
    assert "Looking for what there is to read." in progress(run_of())
    shown = progress(run_of(articles=Stage(1.0, 40, 0)))
    assert "Articles read: 40</p>" in shown
    assert '<progress aria-label="Articles read">' in shown
    assert "Comparing, and writing the index." in progress(run_of(articles=Stage(9.0, 40, 40)))
    assert "on its way already" in busy()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.1, "1 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (7200, "2 h")]
)
def test_a_span_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_the_result_lists_what_was_left_out_and_why() -> None:
    skipped = [Notice(f"/corpus/<b>${{{at}}}.csv", at, "names no {{text}}") for at in range(60)]
    report = SyncReport(added=("a",), unchanged=("b", "c"), skipped=tuple(skipped), chunks=4, seconds={"total": 3.2})
    shown = progress(Run(("corpus",), ended=True, report=report))
    assert "Done: 1 added, 0 changed, 0 removed, 2 unchanged; 4 passages embedded in 3 s." in shown
    assert "60 left out" in shown
    assert "and 10 more" in shown
    assert ", line 1<" in shown
    assert ", line 0" not in shown
    assert not any(harm in shown for harm in ("<b>", "${", "{{"))
    nothing = progress(Run(("corpus",), ended=True, report=SyncReport(skipped=(Notice("/x", 0, "is gone"),))))
    assert "Nothing that was named could be used; the index is as it was." in nothing
    gone = progress(Run(("corpus",), ended=True, report=SyncReport(removed=("a",))))
    assert "Done: 0 added, 0 changed, 1 removed" in gone


# ------------------------------------------------------------ over a real library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        yield library


def test_another_process_that_syncs_is_told_of(library: Library, six: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, str(SECOND), "hold", str(tmp_path / "index")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        pid = holder.stdout.readline().strip()
        syncing = Syncing(library.sync)
        syncing.begin([str(six)])
        assert last(syncing).problem == (
            f"process {pid} is writing the index in {tmp_path / 'index'}; wait until it ends, then run it again"
        )
        holder.stdin.close()
    syncing.begin([str(six)])
    assert len((last(syncing).report or SyncReport()).added) == 6


def test_readers_go_on_while_it_runs_and_then_see_all_of_it(library: Library, six: Path) -> None:
    library.sync([six])
    for number in range(400):
        (six / f"{number}.txt").write_text(f"Title {number}\n\nText of number {number}.", encoding="utf-8")
    vector = HashEmbedder().embed_query("seafood ban")
    query = Query(text="seafood ban", asked_at=date(2026, 3, 14))
    syncing = Syncing(library.sync)
    syncing.begin([str(six)])
    seen: list[int] = []
    while syncing.running:
        found = library.look(lambda store, keyword: (store.nearest(vector, query, 3), keyword.search(query, 3)))
        assert all(found)
        seen.append(len(library.articles()))
    assert {*seen} <= {6, 406}
    assert seen[0] == 6
    assert len(library.articles()) == 406


def test_cancelled_readers_see_what_they_saw_and_the_next_one_goes_on(six: Path, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with closing(Library(tmp_path / "index", embedder, 120)) as library:
        library.sync([six])
        for number in range(2000):
            (six / f"{number}.txt").write_text(f"Title {number}\n\nText of number {number}.", encoding="utf-8")
        syncing = Syncing(library.sync)
        syncing.begin([str(six)])
        for run in syncing.watch(0.01):
            if run.stages.get("chunks"):
                syncing.cancel()
        assert last(syncing).report is None
        assert len(library.articles()) == 6
        syncing.begin([str(six)])
        assert len((last(syncing).report or SyncReport()).added) == 2000
        assert len(library.articles()) == 2006


@pytest.mark.usefixtures("socket_enabled")
def test_cancelling_waits_for_no_address_and_the_next_sync_fetches_it(six: Path, tmp_path: Path) -> None:
    text = "<p>Nine ships wait off the harbour. People who know the harbour well say it will be long.</p>" * 3
    title = "<title>Ships wait</title>"
    page = f"<html><head>{title}</head><body><article><h1>Ships wait</h1>{text}</article></body></html>".encode()
    slow = [b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n", *[b"x"] * 30]
    limits = Limits(delay=0.0)
    with Server({"/a": [Reply(pieces=slow, pause=1.0), Reply(page)]}) as server:
        opened = lambda: Fetcher(tmp_path / "http.sqlite", limits, private_addresses=True)  # noqa: E731
        with closing(Library(tmp_path / "index", HashEmbedder(), 120, opened)) as library:
            library.sync([six])
            syncing = Syncing(library.sync, library.stop)
            syncing.begin([f"{server.base}/a"])
            while "/a" not in server.paths():
                time.sleep(0.01)
            begun = time.monotonic()
            syncing.cancel()
            run = last(syncing)
            assert time.monotonic() - begun < 1
            assert (run.report, run.problem, run.cancelling) == (None, "", True)
            assert len(library.articles()) == 6
            syncing.begin([f"{server.base}/a"])
            assert len((last(syncing).report or SyncReport()).added) == 1
