"""The diff is worked out as articles are met, by hand on made-up holdings; the lock lets one process write."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.errors import CorpusError, IndexBusy
from rag.indexing.rows import Held
from rag.indexing.sync import Diff, writing
from rag.records import Article, ArticleInfo

SCRIPT = Path(__file__).parent / "second_process.py"
NEWS = Path("/news")


def article(doc_id: str, version: str = "1", origin: str | None = None, **fields: Any) -> Article:
    origin = origin or f"/news/{doc_id}.md"
    return Article(doc_id=doc_id, title=doc_id, text=doc_id, content_hash=version, origin=origin, **fields)


def held(doc_id: str, version: str = "1", origin: str | None = None, **fields: Any) -> dict[str, Held]:
    origin = origin or f"/news/{doc_id}.md"
    info = ArticleInfo(doc_id=doc_id, title=doc_id, content_hash=version, origin=origin, **fields)
    return {doc_id: Held(info=info, since=1, chunks=1, added=date(2025, 1, 1))}


def summary(diff: Diff) -> dict[str, Any]:
    """The doc_ids of each part of a diff that is not empty."""
    parts = {
        "added": diff.added,
        "changed": diff.changed,
        "unchanged": diff.unchanged,
        "moved": [f"{item.info.doc_id} {item.info.origin}" for item in diff.moved],
        "removed": [*diff.removed()],
    }
    return {name: part for name, part in parts.items() if part}


A, B, C = held("a"), held("b"), held("c")


@pytest.mark.parametrize(
    ("articles", "holdings", "expected"),
    [
        ([article("a"), article("b")], {}, {"added": ["a", "b"]}),
        ([article("a"), article("b")], A | B, {"unchanged": ["a", "b"]}),
        ([article("a", "2")], A, {"changed": ["a"]}),
        ([article("a")], A | B | C, {"unchanged": ["a"], "removed": ["b", "c"]}),
        ([article("b")], A, {"added": ["b"], "removed": ["a"]}),
        ([article("a", origin="/news/new.md")], A, {"unchanged": ["a"], "moved": ["a /news/new.md"]}),
        ([article("a", "2", origin="/news/new.md")], A, {"changed": ["a"]}),
    ],
)
def test_the_diff_is_what_differs(
    articles: list[Article], holdings: dict[str, Held], expected: dict[str, list[str]]
) -> None:
    diff = Diff(holdings, [NEWS])
    clashes = [diff.meet(item)[1] for item in articles]
    assert set(clashes) == {""}
    assert summary(diff) == expected
    assert diff.dirty is (expected.keys() & {"added", "changed", "moved"} != set())


def test_of_two_with_one_address_the_first_counts() -> None:
    diff = Diff({}, [NEWS])
    assert diff.meet(article("a", origin="/news/dump.jsonl"), line=3) == ("new", "")
    assert diff.meet(article("a", "2", origin="/news/copy.md")) == ("clash", "/news/dump.jsonl:3")
    assert summary(diff) == {"added": ["a"]}


def test_where_nothing_was_met_nothing_is_removed() -> None:
    assert summary(Diff(A, [NEWS])) == {}


def test_what_came_from_another_root_or_an_address_stays() -> None:
    holdings = A | held("b", origin="/newspaper/b.md") | held("c", origin="https://c.example/c") | held("d")
    diff = Diff(holdings, [NEWS])
    diff.meet(article("d"))
    assert summary(diff) == {"unchanged": ["d"], "removed": ["a"]}


@pytest.mark.parametrize("place", ["/news/a.md", "/news/sub", "/news"])
def test_what_could_not_be_read_stays(place: str) -> None:
    holdings = held("a", origin="/news/a.md" if place == "/news/a.md" else "/news/sub/a.zip/a.md") | B
    diff = Diff(holdings, [NEWS])
    diff.meet(article("b"))
    diff.fail(CorpusError(place, "cannot be read"))
    assert summary(diff) == {"unchanged": ["b"]}


def test_an_article_of_a_dump_with_a_broken_line_stays() -> None:
    diff = Diff(held("a", origin="/news/dump.jsonl") | B, [NEWS])
    diff.meet(article("b"))
    diff.fail(CorpusError("/news/dump.jsonl", "is not JSON", line=7))
    assert summary(diff) == {"unchanged": ["b"]}


def test_a_page_that_is_gone_for_good_is_removed_even_alone() -> None:
    diff = Diff(held("a", origin="https://a.example/a") | held("b", origin="https://a.example/b"), [])
    diff.fail(CorpusError("https://a.example/a", "is gone", gone=True))
    diff.fail(CorpusError("https://a.example/b", "cannot be reached"))
    assert summary(diff) == {"removed": ["a"]}


def test_one_file_can_be_the_root() -> None:
    diff = Diff(A | B | C, [NEWS / "a.md", NEWS / "c.md"])
    diff.meet(article("c"))
    assert summary(diff) == {"unchanged": ["c"], "removed": ["a"]}


@pytest.mark.parametrize("member", ["", "/inner/other.html"])
def test_an_article_of_another_root_is_not_taken_over_while_its_file_is_there(tmp_path: Path, member: str) -> None:
    there = tmp_path / "other.zip"
    there.touch()
    holdings = held("a", origin=f"{there}{member}", published_at=date(2025, 1, 2))
    assert Diff(holdings, [NEWS]).meet(article("a", "2")) == ("clash", f"{there}{member}")
    assert Diff(holdings, [NEWS]).meet(article("a", "2", published_at=date(2025, 1, 3))) == ("changed", "")
    assert Diff(holdings, [NEWS]).meet(article("a", "2", updated_at=date(2025, 1, 3))) == ("changed", "")
    assert Diff(holdings, [NEWS]).meet(article("a", "2", published_at=date(2025, 1, 2)))[0] == "clash"
    there.unlink()
    assert Diff(holdings, [NEWS]).meet(article("a", "2")) == ("changed", "")


# ---------------------------------------------------------------- the lock


def test_another_process_that_writes_is_named(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), "hold", str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        pid = int(other.stdout.readline())
        with pytest.raises(IndexBusy) as caught, writing(tmp_path):
            pass
        other.communicate()
    assert pid == other.pid
    assert str(caught.value) == (
        f"process {pid} is writing the index in {tmp_path}; wait until it ends, then run it again"
    )
    with writing(tmp_path):
        pass


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), "hold", str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
    with writing(tmp_path):
        pass


def test_the_lock_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "new" / "index"):
        _ = 1 / 0
    with writing(tmp_path / "new" / "index"):
        pass
