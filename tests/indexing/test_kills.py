"""Processes that are killed, read while they write, or run out of disk: nothing is lost, nothing is seen by half."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes import HashEmbedder

from rag.errors import RagError
from rag.indexing.embedded import ROOM
from rag.library import Library

SCRIPT = Path(__file__).parent / "kills.py"
KILLS = 30
SYNCS = 12


def run(what: str, folder: Path, tries: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), what, str(folder), str(tries)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_at_random_moments_the_next_run_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    tries = run("kill", tmp_path, KILLS)
    assert [row for row in tries if not row["equal"]] == []
    # What readers see between the kill and the next run is the one state or the other.
    assert {row["seen"] for row in tries} <= {"before", "after"}
    assert sum(row["killed"] for row in tries) == KILLS


def test_a_reader_sees_one_state_or_the_other_and_never_an_error(tmp_path: Path) -> None:
    (looks,) = run("read", tmp_path, SYNCS)
    assert looks["mixed"] == 0
    assert min(looks["state0"], looks["state1"]) > 0
    assert looks["looks"] > SYNCS


# ---------------------------------------------------------------- a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("a disk can only be mounted by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_where_the_disk_is_full_the_old_state_stays_and_is_read(small_disk: Path, six: Path) -> None:
    index = small_disk / "index"
    with closing(Library(index, HashEmbedder(), 120)) as library:
        library.sync([six])
        articles = [library.article(info.doc_id) for info in library.articles()]
        filler = small_disk / "filler"
        filler.write_bytes(os.urandom(20_000_000))
        (six / "new.txt").write_text("New\n\nBrand new text.", encoding="utf-8")
        free = shutil.disk_usage(small_disk).free
        assert free < ROOM
        with pytest.raises(RagError) as caught:
            library.sync([six])
        assert str(caught.value).startswith(f"the disk of {index} has ")
        assert str(caught.value).endswith(
            " MB free, and 32 MB are needed to write safely; free some space or set index to another folder, "
            "then sync again; what it held before is as it was"
        )
        assert [library.article(info.doc_id) for info in library.articles()] == articles
        filler.unlink()
        assert len(library.sync([six]).added) == 1
        assert len(library.articles()) == 7
