"""Files are found in order, each once, under names that can be written anywhere; what cannot be read says so."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.archives import SUFFIXES
from rag.reading.files import files_below, open_file, shown
from rag.records import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


def made(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"This is " + os.fsencode(name) + b".")


def names(root: Path) -> list[str]:
    """What is found, by its relative name; an error by its message."""
    return [str(found) if isinstance(found, CorpusError) else found.relative for found in files_below(root)]


@pytest.fixture
def no_rights() -> Iterator[Path]:
    """A folder for the test of somebody who has no more rights than others; root would be let in everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    yield folder
    if root:
        os.seteuid(0)
    for path in folder.rglob("*"):
        with suppress(OSError):
            path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody() -> None:
    if os.geteuid() == 0:
        os.seteuid(NOBODY)


# ---------------------------------------------------------------- what is found


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    made(
        tmp_path / "news",
        *(
            "b.md",
            "a.txt",
            "a/z.md",
            "a.md",
            "sub/c.MD",
            "README.md",
            "sub/readme.txt",
            "readme.jsonl.gz",
            ".hidden.md",
        ),
        *(".git/d.md", "e.docx", "f", "g.gz", "h.tar.gz", "README/i.md", "j.urls"),
    )
    assert names(tmp_path / "news") == [
        "news/README/i.md",
        "news/a/z.md",
        "news/a.md",
        "news/a.txt",
        "news/b.md",
        "news/sub/c.MD",
    ]


def test_every_suffix_that_is_read(tmp_path: Path) -> None:
    made(tmp_path, *(f"a{suffix}" for suffix in SUFFIXES), *(f"b{suffix.upper()}.GZ" for suffix in SUFFIXES))
    found = [blob for blob in files_below(tmp_path) if isinstance(blob, Blob)]
    assert [blob.name for blob in found[: len(SUFFIXES)]] == sorted(f"a{suffix}" for suffix in SUFFIXES)
    assert [blob.name for blob in found[len(SUFFIXES) :]] == sorted(f"b{suffix.upper()}" for suffix in SUFFIXES)


def test_what_is_known_of_a_file_before_it_is_opened(tmp_path: Path) -> None:
    made(tmp_path / "news", "sub/a.md")
    (blob,) = files_below(tmp_path / "news")
    assert isinstance(blob, Blob)
    assert (blob.origin, blob.relative, blob.name, blob.size, blob.fields) == (
        str(tmp_path / "news/sub/a.md"),
        "news/sub/a.md",
        "a.md",
        17,
        {},
    )
    with blob.open() as stream:
        assert stream.read() == b"This is sub/a.md."


def test_a_hidden_folder_above_the_root_does_not_matter(tmp_path: Path) -> None:
    made(tmp_path / ".cache/articles", "a.md")
    assert names(tmp_path / ".cache/articles") == ["articles/a.md"]


@pytest.mark.parametrize("name", ["README.md", ".hidden.txt", "A.HTML", "empty.jsonl.gz"])
def test_one_file_can_be_the_root(tmp_path: Path, name: str) -> None:
    made(tmp_path, name, "other.md")
    assert names(tmp_path / name) == [f"{tmp_path.name}/{name}"]


def test_a_root_may_be_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "news", "a.md")
    monkeypatch.chdir(tmp_path / "news")
    assert names(Path()) == names(Path("../news")) == names(Path("a.md")) == ["news/a.md"]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


NOWHERE = (
    "no such file or folder; give a folder with articles, a file, or an address that begins with http:// or https://"
)
SUFFIX = (
    "cannot be read as an article; the suffixes read are .md, .txt, .html, .htm, .mhtml, .mht, .pdf, .jsonl, .ndjson, "
    ".json, .csv, and .zip, .gz of these"
)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", NOWHERE),
        ("page.docx/inside.md", NOWHERE),
        ("broken.md", NOWHERE),
        ("page.docx", SUFFIX),
        ("page.gz", SUFFIX),
        ("page", SUFFIX),
        ("pipe.md", "is no file but a pipe or device; remove it"),
        ("loop.md", "cannot be read (Too many levels of symbolic links)"),
    ],
)
def test_a_root_that_cannot_be_used(tmp_path: Path, name: str, reason: str) -> None:
    made(tmp_path, "page.docx", "page.gz", "page")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (found,) = names(tmp_path / name)
    assert found.partition(": ")[2] == reason


def test_a_root_with_a_zero_byte() -> None:
    assert names(Path("/a\0b")) == [f"/a\0b: {NOWHERE}"]


# ---------------------------------------------------------------- links


def test_links_are_followed_and_loops_met_once(tmp_path: Path) -> None:
    made(tmp_path / "news", "a.md", "sub/b.md")
    made(tmp_path / "elsewhere", "c.md", "deep/d.md")
    (tmp_path / "news/link.md").symlink_to("a.md")
    (tmp_path / "news/loop").symlink_to(".")
    (tmp_path / "news/sub/up").symlink_to(tmp_path / "news")
    (tmp_path / "news/twice").symlink_to("sub")
    (tmp_path / "news/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/back").symlink_to(tmp_path / "news")
    assert names(tmp_path / "news") == [
        "news/a.md",
        "news/link.md",
        "news/other/c.md",
        "news/other/deep/d.md",
        "news/sub/b.md",
    ]


def test_what_a_link_leads_to_lies_below_the_root(tmp_path: Path) -> None:
    made(tmp_path / "elsewhere", "c.md")
    made(tmp_path / "news", "a.md")
    (tmp_path / "news/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to("news")
    found = [(blob.origin, blob.relative) for blob in files_below(tmp_path / "link") if isinstance(blob, Blob)]
    assert found == [
        (str(tmp_path / "news/a.md"), "news/a.md"),
        (str(tmp_path / "news/other/c.md"), "news/other/c.md"),
    ]


def test_links_that_lead_nowhere_are_said(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "self").symlink_to("self")
    assert names(tmp_path) == [
        f"{tmp_path}/broken: cannot be read (No such file or directory)",
        f"{tmp_path}/self: cannot be read (Too many levels of symbolic links)",
    ]


def test_folders_may_be_nested_more_deeply_than_python_can_call(tmp_path: Path) -> None:
    for depth in range(100, 1200, 100):
        (tmp_path / "/".join("d" * depth)).mkdir(parents=True)
    deepest = tmp_path / "/".join("d" * 1100)
    made(deepest, "a.md")
    try:
        assert names(tmp_path) == [f"{tmp_path.name}/{'d/' * 1100}a.md"]
    finally:  # pytest clears its folders by calls in calls
        (deepest / "a.md").unlink()
        for folder in (deepest, *deepest.parents[:1099]):
            folder.rmdir()


# ---------------------------------------------------------------- what cannot be read


def test_files_and_folders_without_rights(no_rights: Path) -> None:
    made(no_rights, "a.md", "closed/b.md", "c.md", "secret.jsonl.gz")
    (no_rights / "closed").chmod(0)
    (no_rights / "c.md").chmod(0)
    (no_rights / "secret.jsonl.gz").chmod(0)
    as_nobody()
    first, unread, closed, packed = files_below(no_rights)
    assert isinstance(first, Blob)
    assert str(closed) == f"{no_rights}/closed: cannot be read (Permission denied)"
    for blob, name in ((unread, "c.md"), (packed, "secret.jsonl.gz")):
        assert isinstance(blob, Blob)
        with pytest.raises(CorpusError) as caught:
            blob.open()
        assert str(caught.value) == f"{no_rights}/{name}: cannot be read (Permission denied)"


def test_a_root_without_rights(no_rights: Path) -> None:
    made(no_rights, "closed/sub/b.md")
    (no_rights / "closed").chmod(0)
    as_nobody()
    assert names(no_rights / "closed") == [f"{no_rights}/closed: cannot be read (Permission denied)"]
    assert names(no_rights / "closed/sub") == [f"{no_rights}/closed/sub: cannot be read (Permission denied)"]


def test_a_folder_that_goes_while_it_is_read(tmp_path: Path) -> None:
    made(tmp_path, "a.md", "b/c.md", "d.md", "e.md")
    found = files_below(tmp_path)
    assert isinstance(next(found), Blob)
    shutil.rmtree(tmp_path / "b")
    (tmp_path / "d.md").unlink()
    assert [str(item) for item in found if isinstance(item, CorpusError)] == [
        f"{tmp_path}/b: cannot be read (No such file or directory)",
        f"{tmp_path}/d.md: cannot be read (No such file or directory)",
    ]


def test_a_file_that_goes_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        open_file(tmp_path / "gone.md")
    assert str(caught.value) == f"{tmp_path}/gone.md: cannot be read (No such file or directory)"


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "zeros.md").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "other")
    assert names(tmp_path) == [
        f"{tmp_path}/pipe.jsonl: is no file but a pipe or device; remove it",
        f"{tmp_path}/zeros.md: is no file but a pipe or device; remove it",
    ]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "name",
    [
        'it\'s "quoted".md',
        "two words .md",
        "line\nend.md",
        "日本語の記事.md",
        "مقال.md",
        "#1?a=b%20&c.md",
        "e\u0301.md",
        "-r.md",
        "\t.md",
    ],
)
def test_names_of_any_kind(tmp_path: Path, name: str) -> None:
    made(tmp_path / "news", name)
    (blob,) = files_below(tmp_path / "news")
    assert isinstance(blob, Blob)
    assert (blob.origin, blob.relative, blob.name) == (str(tmp_path / "news" / name), f"news/{name}", name)
    with blob.open() as stream:
        assert stream.read() == f"This is {name}.".encode()


def test_names_that_are_not_utf_8_are_shown_as_bytes(tmp_path: Path) -> None:
    made(tmp_path / os.fsdecode(b"f\xfcnf"), os.fsdecode(b"\xe9t\xe9.md"))
    (blob,) = files_below(tmp_path / os.fsdecode(b"f\xfcnf"))
    assert isinstance(blob, Blob)
    assert (blob.origin, blob.relative) == (f"{tmp_path}/f\\xfcnf/\\xe9t\\xe9.md", "f\\xfcnf/\\xe9t\\xe9.md")
    with blob.open() as stream:
        assert stream.read() == b"This is \xe9t\xe9.md."


@settings(max_examples=100)
@given(st.binary(max_size=20))
def test_any_name_can_be_shown(name: bytes) -> None:
    shown(Path(os.fsdecode(name))).encode()
