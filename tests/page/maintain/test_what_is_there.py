"""What the index holds, in words: every state that a maintainer meets, and nothing hostile."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder

from rag.config import Config, load_settings
from rag.errors import IndexMismatch, IndexUnavailable
from rag.library import Library
from rag.page.maintain.in_force import in_force
from rag.page.maintain.what_is_there import EMPTY, NOTHING, what_is_there

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.records import ArticleInfo
    from rag.status import LibraryStatus

COPY = """---
title: Korea bans seafood, agency says
publisher: {publisher}
published_at: 2013-09-10
---
South Korea banned seafood from eight Japanese prefectures. The ban followed leaks at the Fukushima plant.
Officials said that the ban covers fish from the sea and from rivers, and that it will stay for as long as it is needed.
Fishermen in the north of the country, who had asked for it, were glad; their colleagues abroad were less so on Monday.
"""
HOSTILE = "</bdi><script>alert(1)</script> ${alert(2)} {{constructor}} `"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        yield library


def without_tags(shown: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", re.sub("</?bdi>", "", shown)).split())


def test_before_the_first_sync_it_says_what_to_do(library: Library) -> None:
    assert without_tags(what_is_there(library)) == NOTHING


@pytest.mark.parametrize(
    "error", [IndexMismatch("built with <b>; run it"), IndexUnavailable("http://127.0.0.1:1 does not answer")]
)
def test_an_index_that_cannot_be_used_says_why(error: Exception) -> None:
    class Broken:
        def status(self) -> LibraryStatus:
            raise error

        def articles(self) -> list[ArticleInfo]:
            raise error

    shown = what_is_there(Broken())
    assert 'role="alert"' in shown
    assert without_tags(shown).replace("&#60;", "<").replace("&#62;", ">") == str(error)


def test_an_index_whose_articles_are_all_gone(library: Library, six: Path) -> None:
    library.sync([six])
    for file in six.iterdir():
        file.unlink()
    (six / "only.txt").write_text("Title\n\nText.", encoding="utf-8")
    library.sync([six])
    assert "Articles 1 (1 undated, 0 near copies of another)" in without_tags(what_is_there(library))

    class Emptied:
        def status(self) -> LibraryStatus:
            return library.status()

        def articles(self) -> list[ArticleInfo]:
            return []

    assert EMPTY in without_tags(what_is_there(Emptied()))


def test_the_six(library: Library, six: Path) -> None:
    (six / "wire.md").write_text(COPY.format(publisher="The Wire"), encoding="utf-8")
    (six / "copy.md").write_text(COPY.format(publisher="Daily Tide"), encoding="utf-8")
    (six / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    report = library.sync([six])
    assert len(report.skipped) == 1
    shown = without_tags(what_is_there(library))
    assert "Articles 8 (2 undated, 1 near copy of another)" in shown
    assert "Publishers 3; 1 article without one" in shown
    assert "Days 9 September 2013 to 15 December 2024" in shown
    assert "Articles by year and publisher; most in one year: 3 (2013)" in shown
    newest = shown[shown.index("Newest") :]
    assert newest.startswith("Newest Britain joins the trade pact Trade Post, 15 December 2024 Water release begins")
    assert "2 articles without a day, which no question that names days is answered from" in shown
    assert f"Seoul weighs an application Trade Post, undated {six / 'talks.md'}" in shown
    assert "1 near copy of another, counted once in an answer" in shown
    assert "8 added, 0 changed, 0 removed, 0 unchanged." in shown
    assert f"1 left out {six / 'broken.csv'}" in shown


def test_hostile_names_are_text(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / HOSTILE.replace("/", "") / "corpus"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"---\ntitle: '{HOSTILE}'\npublisher: '{HOSTILE}'\n---\nSome text.", encoding="utf-8")
    (folder / f"{HOSTILE.replace('/', '')}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    library.sync([folder])
    shown = what_is_there(library)
    assert "alert(1)" in shown
    assert not re.search(r"<script|\$\{|\{\{|`", shown)


def test_the_settings_with_their_origin_and_without_keys(tmp_path: Path) -> None:
    environ = {"FOOTNOTE_API_KEY": "hunter2", "FOOTNOTE_MODEL": "<b>${1}"}
    shown = in_force(load_settings({"profile": "fast"}, environ, tmp_path))
    words = without_tags(shown)
    assert "Settings in force, 4 of " in words
    assert "hunter2" not in shown
    assert "api_key (set) FOOTNOTE_API_KEY" in words
    assert "profile fast --profile" in words
    assert "rerank 5 profile fast" in words
    assert f"corpus {Config().corpus} default" in words
    assert words.index("rerank 5") < words.index("corpus ")
    assert not any(harm in shown for harm in ("<b>", "${"))
