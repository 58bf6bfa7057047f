"""The maintainer's desk over a real library: each act asks who acts; folder, addresses and uploads reach the index."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from fake_assistant import refusal
from fakes import HashEmbedder
from loopback import Server

from rag.config import load_settings
from rag.library import Library
from rag.page.maintain.allowed import REFUSED
from rag.page.maintain.desk import Desk, Shown, open_desk
from rag.page.maintain.tab import CSS
from rag.reading.web.fetch import Fetcher, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Asked:
    """A request from this machine, or from elsewhere."""

    def __init__(self, host: str = "127.0.0.1:7860", password: str = "") -> None:
        self.headers = {"host": host, "authorization": f"Bearer {password}"}


HERE, ELSEWHERE = Asked(), Asked("evil.example")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    def fetcher() -> Fetcher:
        return Fetcher(tmp_path / "index" / "http.sqlite", Limits(timeout=2.0, deadline=5.0, delay=0.0), False)

    with closing(Library(tmp_path / "index", HashEmbedder(), 120, fetcher)) as library:
        yield library


def desk_of(library: Library, tmp_path: Path, **flags: object) -> Desk:
    given = {"corpus": str(tmp_path / "six"), "index": str(tmp_path / "index"), **flags}
    desk = open_desk(load_settings(given), library)
    assert desk is not None
    return desk


def last(shown: Iterable[Shown]) -> Shown:
    *_, end = shown
    return end


def test_the_look_of_the_tab_is_there() -> None:
    assert "#maintain" in CSS.read_text(encoding="utf-8")


def test_off_or_beyond_loopback_there_is_no_desk(library: Library) -> None:
    assert open_desk(load_settings({"maintain": "off"}), library) is None
    assert open_desk(load_settings({"host": "0.0.0.0"}), library) is None
    beyond = open_desk(load_settings({"host": "0.0.0.0", "maintain": "on"}), library)
    assert beyond is not None
    assert len(beyond.allowed.password) >= 12


def test_who_may_not_neither_sees_nor_does_anything(library: Library, six: Path, tmp_path: Path) -> None:
    desk = desk_of(library, tmp_path)
    received = tmp_path / "received"
    received.mkdir()
    (received / "new.md").write_text("Title\n\nText.")
    for shown in (desk.look(ELSEWHERE), desk.sync(ELSEWHERE), desk.fetch("https://a.example", ELSEWHERE)):
        [refused] = shown
        assert REFUSED in refused.progress
        assert (refused.running, refused.there, refused.declined) == (False, "", "")
    assert REFUSED in desk.take([str(received / "new.md")], received, ELSEWHERE, replace=True)
    assert REFUSED in desk.forget(ELSEWHERE)
    desk.cancel(ELSEWHERE)
    assert not (tmp_path / "index").exists()
    assert not (six / "uploads").exists()
    assert list(received.iterdir()) == []


def test_an_upload_is_read_by_the_next_sync_and_stays_with_later_ones(
    library: Library, six: Path, tmp_path: Path
) -> None:
    desk = desk_of(library, tmp_path)
    assert "There is no index yet." in str(last(desk.look(HERE)).there)
    received = tmp_path / "received"
    received.mkdir()
    (received / "new.md").write_text("# Volcano erupts\n\nA volcano erupted.")
    assert "1 file in" in desk.take([str(received / "new.md")], received, HERE, replace=False)
    first = last(desk.sync(HERE))
    assert "7 added" in first.progress
    assert "Volcano erupts" in str(first.there)
    assert not first.running
    # As `python -m rag sync` does it: what was uploaded lies below the folder, and so is met again.
    report = library.sync([six])
    assert (len(report.unchanged), report.removed) == (7, ())
    (six / "uploads" / "new.md").unlink()
    assert "0 added, 0 changed, 1 removed, 6 unchanged" in last(desk.sync(HERE)).progress


def test_addresses_are_guarded_and_cost_the_folder_nothing(
    library: Library, six: Path, tmp_path: Path, socket_enabled: None
) -> None:
    desk = desk_of(library, tmp_path)
    last(desk.sync(HERE))
    with Server() as server:
        shown = last(desk.fetch(f"{server.base}/page", HERE))
        assert "is at the private address 127.0.0.1; only public ones are asked" in shown.progress
        assert server.asked == []
    assert "Nothing that was named could be used; the index is as it was." in shown.progress
    assert len(library.articles()) == 6
    assert "&#39;/etc/passwd&#39; is no address" in last(desk.fetch("/etc/passwd", HERE)).progress
    assert len(library.articles()) == 6


@pytest.mark.parametrize(
    ("flags", "counted"),
    [({}, True), ({"keep_declined": "off"}, False), ({"maintain": "on"}, True)]
    + [({"maintain": "on", "host": "0.0.0.0", "keep_declined": given}, given == "on") for given in ("auto", "on")],
)
def test_whether_declined_questions_are_counted(
    library: Library, tmp_path: Path, flags: dict[str, object], counted: bool
) -> None:
    desk = desk_of(library, tmp_path, **flags)
    desk.note(refusal("Where is the zeppelin?"))
    who = Asked(password=desk.allowed.password)
    assert ("where is the zeppelin" in str(last(desk.look(who)).declined)) is counted
    assert "where is the zeppelin" not in desk.forget(who)


def test_a_file_of_verdicts_that_is_broken_is_a_sentence(library: Library, six: Path, tmp_path: Path) -> None:
    (tmp_path / "verdicts").write_text("no database, and long enough to be looked at as one")
    desk = desk_of(library, tmp_path, feedback=str(tmp_path / "verdicts"))
    assert "set feedback to another file" in str(last(desk.look(HERE)).declined)
    assert "set feedback to another file" in desk.forget(HERE)
