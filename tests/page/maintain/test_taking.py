"""Uploaded files: harmless names, nothing overwritten in silence, whole or not at all; which lines are addresses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.errors import InvalidQuery
from rag.page.maintain.taking import LONGEST_NAME, MOST_ADDRESSES, Taken, addresses, as_list, discard, safe_name, take

MOST = 1000


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


def sent(tmp_path: Path, name: str, text: str = "Title\n\nText.") -> Path:
    folder = tmp_path / "received" / str(len(list(tmp_path.rglob("*"))))
    folder.mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def below(corpus: Path) -> list[str]:
    return sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())


def taken(corpus: Path, *files: Path, replace: bool = False) -> list[str]:
    return [each.words for each in take(files, corpus, MOST, replace=replace)]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("article.md", "article.md"),
        ("Die Brücke von Kertsch.txt", "Die Brücke von Kertsch.txt"),
        ("../../etc/passwd.md", "passwd.md"),
        ("..\\..\\windows\\x.md", "x.md"),
        ("/etc/x.md", "x.md"),
        ("..", "file"),
        ("", "file"),
        (".hidden.md", "hidden.md"),
        (" a.md. ", "a.md"),
        ("a\x00b\n\u0085.md", "a_b__.md"),
        ("\ud800.md", "_.md"),
        ("<img src=x onerror=alert(1)>${1}{{2}}`.md", "_img src=x onerror=alert(1)___1___2___.md"),
        ("CON.md", "_CON.md"),
        ("lpt1", "_lpt1"),
        ("console.md", "console.md"),
    ],
)
def test_a_name_is_only_a_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("suffix", [".md", ".jsonl.gz"])
def test_a_long_name_keeps_its_suffix(suffix: str) -> None:
    short = safe_name("ä" * 300 + suffix)
    assert len(short.encode()) <= LONGEST_NAME
    assert short.endswith("ä" + suffix)


def test_files_are_put_below_the_corpus_folder_which_is_made(tmp_path: Path, corpus: Path) -> None:
    files = [sent(tmp_path, "a.md"), sent(tmp_path, ".b.txt"), sent(tmp_path, "dump.jsonl.gz")]
    assert taken(corpus, *files) == ["taken", "taken as b.txt", "taken"]
    assert below(corpus) == ["uploads/a.md", "uploads/b.txt", "uploads/dump.jsonl.gz"]
    assert os.access(corpus / "uploads" / "a.md", os.R_OK)
    assert all(file.is_file() for file in files)


def test_what_is_not_read_is_not_taken(tmp_path: Path, corpus: Path) -> None:
    names = ("program.exe", "list.urls", "readme.txt", "README.de.md", "archive.gz")
    words = taken(corpus, *[sent(tmp_path, name) for name in names], sent(tmp_path, "empty.md", ""))
    unread = "its kind is not read; what is read: .md, .txt, "
    assert [each.startswith(unread) for each in words[:2] + words[4:5]] == [True] * 3
    assert words[2:4] == ["files named README are not read as articles; rename it"] * 2
    assert words[5] == "is empty"
    assert not corpus.exists()


def test_a_file_that_is_too_large_says_where_else_to_put_it(tmp_path: Path, corpus: Path) -> None:
    [words] = taken(corpus, sent(tmp_path, "a.md", "x" * (MOST + 1)))
    assert "of upload_megabytes; copy it into the folder" in words
    assert taken(corpus, sent(tmp_path, "a.md", "x" * MOST)) == ["taken"]


def test_nothing_is_overwritten_without_being_asked_for(tmp_path: Path, corpus: Path) -> None:
    assert taken(corpus, sent(tmp_path, "a.md", "one")) == ["taken"]
    assert taken(corpus, sent(tmp_path, "a.md", "one")) == ["is there already, word for word"]
    [words] = taken(corpus, sent(tmp_path, "a.md", "two"))
    assert words.startswith("a.md is there already with other contents; rename the file, or tick “Replace”")
    assert (corpus / "uploads" / "a.md").read_text() == "one"
    assert taken(corpus, sent(tmp_path, "a.md", "two"), replace=True) == ["replaced the one before"]
    assert (corpus / "uploads" / "a.md").read_text() == "two"
    assert below(corpus) == ["uploads/a.md"]


def test_a_link_in_the_folder_leads_nowhere_else(tmp_path: Path, corpus: Path) -> None:
    (corpus / "uploads").mkdir(parents=True)
    (tmp_path / "precious.md").write_text("precious")
    (corpus / "uploads" / "a.md").symlink_to(tmp_path / "precious.md")
    (corpus / "uploads" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (corpus / "uploads" / "b.md").mkdir()
    assert taken(corpus, sent(tmp_path, "a.md", "new"), replace=True) == ["replaced the one before"]
    assert (tmp_path / "precious.md").read_text() == "precious"
    assert "is there already" in taken(corpus, sent(tmp_path, "gone.md"))[0]
    assert not (tmp_path / "nowhere.md").exists()
    words = taken(corpus, sent(tmp_path, "b.md"), replace=True)
    assert words == ["there is a folder of that name; rename the file"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, corpus: Path) -> None:
    corpus.write_text("a file where a folder should be")
    [words] = taken(corpus, sent(tmp_path, "a.md"))
    assert words.startswith(f"{corpus / 'uploads'} cannot be written (")
    assert words.endswith("); give it rights and space")


def test_what_was_received_is_deleted_there_and_nowhere_else(tmp_path: Path) -> None:
    received, outside = sent(tmp_path, "a.md"), tmp_path / "outside.md"
    outside.write_text("stays")
    discard([received, outside, tmp_path / "received" / ".." / "outside.md"], tmp_path / "received")
    assert not received.exists()
    assert outside.exists()


def test_the_list_escapes_and_says_what_comes_next(tmp_path: Path) -> None:
    shown = as_list([Taken("<b>${1}.md", "taken as _b__1.md", True), Taken("x.exe", "its kind", False)], tmp_path)
    assert "<b>" not in shown
    assert "${" not in shown
    assert "1 file in " in shown
    assert "press “Sync the folder”" in shown
    assert "None was taken." in as_list([Taken("x.exe", "its kind", False)], tmp_path)


def test_addresses_one_a_line() -> None:
    text = "\n https://a.example/x \n# later\nHTTP://b.example\nhttps://a.example/x\n"
    assert addresses(text) == ["https://a.example/x", "HTTP://b.example"]


@pytest.mark.parametrize("line", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example", "a.example", "../x.md"])
def test_a_path_is_no_address(line: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        addresses(f"https://a.example\n{line}")
    assert str(caught.value) == f"{line!r} is no address; write one a line, each beginning with http:// or https://"


def test_none_and_too_many_addresses() -> None:
    with pytest.raises(InvalidQuery, match="no address is named"):
        addresses(" \n# x\n")
    with pytest.raises(InvalidQuery, match=f"{MOST_ADDRESSES + 1} addresses are named"):
        addresses("\n".join(f"https://a.example/{at}" for at in range(MOST_ADDRESSES + 1)))
    with pytest.raises(InvalidQuery, match="is no address"):
        addresses("https://a.example/" + "x" * 2000)
