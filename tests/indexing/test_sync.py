"""The plan is a diff, by hand on made-up holdings; the lock lets one process write and names the one that does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import IndexBusy
from rag.indexing.store import Holding
from rag.indexing.sync import Plan, plan, writing
from rag.records import Article

SCRIPT = Path(__file__).parent / "second_process.py"
NEWS = Path("/news")


def article(doc_id: str, version: str = "1", origin: str | None = None) -> Article:
    origin = origin or f"/news/{doc_id}.md"
    return Article(doc_id=doc_id, title=doc_id, text=doc_id, content_hash=version, origin=origin)


def held(**versions: str) -> dict[str, Holding]:
    return {doc_id: Holding(version, f"/news/{doc_id}.md", whole=True) for doc_id, version in versions.items()}


def summary(found: Plan) -> dict[str, list[str]]:
    """The doc_ids of each part of a plan that is not empty."""
    parts = {
        "added": [item.doc_id for item in found.added],
        "changed": [item.doc_id for item in found.changed],
        "unchanged": [*found.unchanged],
        "moved": [item.doc_id for item in found.moved],
        "removed": [*found.removed],
        "clashes": [f"{item.origin} {other}" for item, other in found.clashes],
    }
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize(
    ("articles", "holdings", "expected"),
    [
        ([], {}, {}),
        ([article("a"), article("b")], {}, {"added": ["a", "b"]}),
        ([article("a"), article("b")], held(a="1", b="1"), {"unchanged": ["a", "b"]}),
        ([article("a", "2")], held(a="1"), {"changed": ["a"]}),
        ([article("a")], held(a="1", b="1", c="1"), {"unchanged": ["a"], "removed": ["b", "c"]}),
        ([article("b")], held(a="1"), {"added": ["b"], "removed": ["a"]}),
        ([article("a")], {"a": Holding("1", "/news/a.md", whole=False)}, {"changed": ["a"]}),
        ([article("a", origin="/news/new.md")], held(a="1"), {"unchanged": ["a"], "moved": ["a"]}),
        ([article("a", "2", origin="/news/new.md")], held(a="1"), {"changed": ["a"]}),
        (
            [article("a"), article("a", "2", origin="/news/copy.md")],
            {},
            {"added": ["a"], "clashes": ["/news/copy.md /news/a.md"]},
        ),
    ],
)
def test_the_plan_is_what_differs(
    articles: list[Article], holdings: dict[str, Holding], expected: dict[str, list[str]]
) -> None:
    assert summary(plan(articles, holdings, [NEWS], [])) == expected


def test_what_came_from_another_root_stays() -> None:
    holdings = held(a="1") | {"b": Holding("1", "/newspaper/b.md", whole=True)}
    assert summary(plan([], holdings, [NEWS], [])) == {"removed": ["a"]}


def test_what_could_not_be_read_stays() -> None:
    assert summary(plan([], held(a="1", b="1"), [NEWS], ["/news/a.md"])) == {"removed": ["b"]}


def test_one_file_can_be_the_root() -> None:
    assert summary(plan([], held(a="1", b="1"), [NEWS / "a.md"], [])) == {"removed": ["a"]}


def test_an_article_of_another_root_is_not_taken_over_while_its_file_is_there(tmp_path: Path) -> None:
    there = tmp_path / "other.md"
    there.touch()
    holdings = {"a": Holding("1", str(there), whole=True)}
    assert summary(plan([article("a", "2")], holdings, [NEWS], [])) == {"clashes": [f"/news/a.md {there}"]}
    there.unlink()
    assert summary(plan([article("a", "2")], holdings, [NEWS], [])) == {"changed": ["a"]}


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
