"""A folder of everything that goes wrong: each thing has its line in the report, everything else is taken in."""

from __future__ import annotations

import json
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashEmbedder
from fpdf import FPDF

from rag.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import Article, Notice, SyncReport

GOOD = "Ships wait\n\nNine ships wait off the harbour, the port said on Monday.\n"
ARABIC = (
    "\u0627\u0646\u062a\u0638\u0631\u062a \u0627\u0644\u0633\u0641\u0646"
    " \u062e\u0627\u0631\u062c \u0627\u0644\u0645\u064a\u0646\u0627\u0621."
)
FRENCH = "Le caf\u00e9 du port a \u00e9t\u00e9 ferm\u00e9 lundi."
CHINESE = "\u6e2f\u53e3\u5916\u6709\u4e5d\u8258\u8239\u5728\u7b49\u5f85\u3002"


def make(folder: Path) -> None:
    """Files that give an article in spite of all, and files that give none."""
    folder.mkdir()
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "latin.txt").write_bytes(
        "Caf\u00e9\n\nLe caf\u00e9 du port a \u00e9t\u00e9 ferm\u00e9 lundi.\n".encode("latin-1")
    )
    (folder / "utf16.txt").write_bytes(("Wide\n\n" + GOOD).encode("utf-16"))
    (folder / "mixed.txt").write_bytes(b"Mixed\n\nThe caf\xe9 said \xe2\x80\x9cno\xe2\x80\x9d on Monday.\n")
    (folder / "teasers.html").write_text(
        "<html><body><ul>" + "<li><a href='/x'>More</a></li>" * 50 + "</ul></body></html>"
    )
    (folder / "broken.jsonl").write_text(
        json.dumps({"url": "https://a.example/1", "title": "One", "text": "One ship waits at the quay."})
        + '\n{"title": \n'
        + json.dumps({"url": "https://a.example/2", "title": "No text"})
        + "\n"
        + json.dumps({"url": "https://a.example/1", "title": "One", "text": "Two ships wait at the quay."})
        + "\n"
    )
    for name, words in (("first.md", "The tug left."), ("second.md", "The tug came back.")):
        (folder / name).write_text(f"---\ntitle: Tug\nurl: https://a.example/tug\n---\n{words}\n")
    for year in (1969, 2099):
        (folder / f"y{year}.md").write_text(
            f"---\ntitle: Y{year}\npublished_at: {year}-12-31\n---\nA year passed by.\n"
        )
    (folder / "long.txt").write_text("Long\n\n" + "The sea is wide and long. " * 50_000)
    (folder / "arabic.txt").write_text(f"\u0633\u0641\u0646\n\n{ARABIC * 9}\n", encoding="utf-8")
    (folder / "chinese.txt").write_text(f"\u6e2f\u53e3\n\n{CHINESE * 300}\n", encoding="utf-8")
    (folder / 'na\'me "quoted" \u6e2f.txt').write_text(GOOD, encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    paper = FPDF()
    paper.add_page()
    paper.output(str(folder / "scan.pdf"))
    paper = FPDF()
    paper.set_encryption(owner_password="o", user_password="u")
    paper.add_page()
    paper.output(str(folder / "locked.pdf"))
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("inner.txt", GOOD)
        archive.writestr("inner.bin", b"\0\1")


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> tuple[SyncReport, dict[str, Article], Path]:
    """What a sync of that folder reports, the articles by title, and the folder."""
    place = tmp_path_factory.mktemp("bad")
    make(place / "news")
    with closing(Library(place / "index", HashEmbedder(), 120)) as library:
        report = library.sync([place / "news", place / "nowhere"])
        articles = {info.title: library.article(info.doc_id) for info in library.articles()}
    return report, articles, place


def said(notices: tuple[Notice, ...], name: str) -> list[tuple[int, str]]:
    return [(notice.line, notice.reason) for notice in notices if notice.file.endswith(name)]


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("empty.txt", 0, "is empty"),
        ("binary.txt", 0, "is not a text file"),
        ("huge.txt", 0, "200"),
        ("teasers.html", 0, "article"),
        ("broken.jsonl", 2, "JSON"),
        ("broken.jsonl", 3, "text"),
        ("broken.jsonl", 4, "is the same article as"),
        ("second.md", 0, "is the same article as"),
        ("scan.pdf", 0, "text"),
        ("locked.pdf", 0, "encrypted"),
        ("nowhere", 0, "no such file or folder"),
    ],
)
def test_what_gives_no_article_has_its_line(synced: Any, name: str, line: int, words: str) -> None:
    found = [reason for at, reason in said(synced[0].skipped, name) if at == line]
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [("latin.txt", "ncoding"), ("mixed.txt", "indows-1252"), ("y1969.md", "1969"), ("y2099.md", "2099")],
)
def test_what_is_odd_is_taken_in_and_has_its_line(synced: Any, name: str, words: str) -> None:
    (found,) = said(synced[0].warnings, name)
    assert words in found[1]


def test_everything_else_is_taken_in(synced: Any) -> None:
    report, articles, _ = synced
    assert len(report.skipped) == 11
    assert {*articles} == {
        *("Caf\u00e9", "Wide", "Mixed", "One", "Tug", "Y1969", "Y2099", "Long", "Ships wait"),
        *("\u0633\u0641\u0646", "\u6e2f\u53e3"),
    }
    assert articles["Caf\u00e9"].text == FRENCH
    assert articles["Mixed"].text == "The caf\u00e9 said \u201cno\u201d on Monday."
    assert articles["Tug"].text == "The tug left."
    assert articles["One"].text == "One ship waits at the quay."
    assert articles["Long"].text.split() == ("The sea is wide and long. " * 50_000).split()
    assert articles["\u0633\u0641\u0646"].text == ARABIC * 9
    assert articles["\u6e2f\u53e3"].text == CHINESE * 300
    assert [articles[name].published_at for name in ("Y1969", "Y2099")] == [None, None]
    assert sum(article.text.startswith("Nine ships wait") for article in articles.values()) >= 1
    assert len(report.added) == 12  # the packed one is of the same title as the quoted one


def test_a_second_run_says_the_same_and_does_nothing(synced: Any) -> None:
    report, _, place = synced
    with closing(Library(place / "index", HashEmbedder(), 120)) as library:
        again = library.sync([place / "news", place / "nowhere"])
    assert (again.added, again.changed, again.removed, again.chunks) == ((), (), (), 0)
    assert (again.skipped, again.warnings) == (report.skipped, report.warnings)
