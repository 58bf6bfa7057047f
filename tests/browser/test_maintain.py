"""The maintainers' tab in a browser, over a real library: an upload is asked about; no name is more than text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_server import ROOT, Server

from browser.conftest import Watch, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.models]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)<script> ${alert(3)} {{constructor.constructor('alert(4)')()}} `"
PUBLISHER = "&lt;script> ${alert(5)} {{constructor.constructor('alert(6)')()}} ` <img src=x onerror=alert(7) "
"""Whole tags are taken out as it is read; these are left."""
VOLCANO = """---
title: Volcano erupts on Mount Kesra
publisher: The Harbour Post
published_at: 2026-03-02
---
The volcano on Mount Kesra erupted on Monday. Rangers closed the road to the village of Odrin for three days.
"""
QUESTION = "When did the volcano on Mount Kesra erupt?"
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"


class Served:
    """The real page over a corpus of its own, without a chat model, in a process of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Start it; `folder` gets corpus, index and log."""
        self.corpus, self._folder = folder / "corpus", folder
        (self.corpus / "articles").mkdir(parents=True)
        shutil.copy(ROOT / "corpus" / "articles" / "lee-nhk-interview.md", self.corpus / "articles")
        hostile = (
            f'---\ntitle: "{PUBLISHER}"\npublisher: "{PUBLISHER}"\npublished_at: 2026-01-05\n---\nThe words of it.\n'
        )
        (self.corpus / "articles" / "hostile.md").write_text(hostile, encoding="utf-8")
        (self.corpus / f"{HOSTILE}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        given = {"corpus": str(self.corpus), "index": str(folder / "index"), "provider": "none", **settings}
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.environment |= {f"FOOTNOTE_{name.upper()}": value for name, value in given.items()}

    @contextmanager
    def running(self) -> Iterator[Server]:
        """The page, until the end of the block."""
        server = Server(self._folder / "log.txt", ("-m", "rag", "chat", "--port"), **self.environment)
        try:
            yield server
        finally:
            server.stop()

    def sync(self) -> None:
        """As a maintainer does it on the command line."""
        command = [sys.executable, "-m", "rag", "sync"]
        subprocess.run(command, env=self.environment, cwd=self._folder, check=True, capture_output=True)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a context of its own; the test fails on anything the page must never do."""
    opened: list[Watch] = []

    def open_it(address: str, **options: object) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        opened.append(Watch(context))
        page = context.new_page()
        page.goto(address)
        return page

    yield open_it
    assert [misdeed for watch in opened for misdeed in watch.misdeeds] == []


def open_tab(page: Page) -> None:
    page.get_by_role("tab", name="The collection").click()
    page.wait_for_selector("#held :is(dl, .problem)")


def sync(page: Page) -> str:
    """Press the button; what the sync came to."""
    result = "#progress :is(.done, .problem)"
    page.eval_on_selector_all(result, "found => found.forEach(each => each.classList.add('old'))")
    page.click("#sync")
    return page.wait_for_selector(f"{result}:not(.old)").inner_text()  # type: ignore[union-attr]


def articles(page: Page) -> str:
    return page.inner_text("#held .facts dd >> nth=0").split()[0]


def test_what_is_uploaded_is_synced_and_answers_a_question(tmp_path: Path, visit: Callable[..., Page]) -> None:
    served = Served(tmp_path)
    with served.running() as server:
        page = visit(server.address, viewport={"width": 1280, "height": 900})
        open_tab(page)
        assert "There is no index yet." in page.inner_text("#held")
        assert sync(page).startswith("Done: 2 added, 0 changed, 0 removed, 0 unchanged;")
        assert articles(page) == "2"
        page.get_by_role("tab", name="Ask").click()
        assert "2 articles of 2 publishers" in page.inner_text("#library")
        ask(page, QUESTION)
        assert page.locator(".refusal").count() == 1

        open_tab(page)
        assert page.inner_text("#declined td >> nth=0") == QUESTION.lower().rstrip("?")
        (tmp_path / "kesra.md").write_text(VOLCANO, encoding="utf-8")
        page.set_input_files("#files input[type=file]", tmp_path / "kesra.md")
        page.wait_for_selector("#taken li")
        assert page.inner_text("#taken li") == "kesra.md: taken"
        assert (served.corpus / "uploads" / "kesra.md").read_text(encoding="utf-8") == VOLCANO
        assert sync(page).startswith("Done: 1 added, 0 changed, 0 removed, 2 unchanged;")
        assert articles(page) == "3"
        assert "Volcano erupts on Mount Kesra" in page.inner_text("#held")
        page.get_by_role("tab", name="Ask").click()
        assert "3 articles of 3 publishers" in page.inner_text("#library")
        ask(page, QUESTION)
        assert "erupted on Monday" in page.inner_text(".bot-row:last-of-type")
        assert page.inner_text("#t2 .card h3 >> nth=0") == "Volcano erupts on Mount Kesra"

        open_tab(page)
        page.click("#forget")
        page.wait_for_selector("#declined .none")
        served.sync()  # what was uploaded is met again, and so stays
        page.reload()
        open_tab(page)
        assert articles(page) == "3"


def test_hostile_names_and_publishers_stay_text_also_on_a_phone(tmp_path: Path, visit: Callable[..., Page]) -> None:
    served = Served(tmp_path)
    served.sync()
    with served.running() as server:
        page = visit(server.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        open_tab(page)
        sync(page)
        while page.locator("#held details:not([open])").count():
            page.click("#held details:not([open]) > summary >> nth=0")
        assert HOSTILE in page.inner_text("#progress")
        assert page.inner_text("#held li >> nth=0").startswith(PUBLISHER.strip())  # headline
        assert page.locator("#held .plot th").all_inner_texts() == [PUBLISHER[:59] + "…"]
        assert f"{HOSTILE}.csv" in page.inner_text("#held")
        inside = "#maintain :is(#held, #progress, #taken, #declined)"
        assert page.locator(f"{inside} :is(img, script, iframe, form, object, style, a)").count() == 0
        assert page.evaluate(FITS)
        page.fill("#addresses textarea", "http://127.0.0.1:8000/private\n")
        page.click("#fetch")
        page.wait_for_selector("#progress .problem")
        assert "only public ones are asked" in page.inner_text("#progress")
        page.fill("#addresses textarea", HOSTILE)
        page.click("#fetch")
        page.wait_for_function("() => document.querySelector('#progress').innerText.includes('is no address')")
        assert "<img src=x" in page.inner_text("#progress")
        page.wait_for_timeout(300)  # a picture or script that got through would be asked for by now


def test_beyond_loopback_only_the_maintainer_has_the_tab(tmp_path: Path, visit: Callable[..., Page]) -> None:
    served = Served(tmp_path, host="0.0.0.0", maintain="on")
    with served.running() as server:
        said = server.said()
        for user, tabs in (("reader", 0), ("maintainer", 1)):
            password = said.split(f"user {user}, password ")[1].split(")")[0]
            page = visit(server.address, http_credentials={"username": user, "password": password})
            page.wait_for_selector("#question textarea")
            page.wait_for_timeout(1000)  # the tab comes once the server has said who this is
            assert page.get_by_role("tab", name="The collection").count() == tabs
        open_tab(page)
        assert "There is no index yet." in page.inner_text("#held")


@pytest.mark.parametrize("maintain", ["off", "auto"])
def test_switched_off_or_asked_by_another_name_there_is_no_tab(
    tmp_path: Path, visit: Callable[..., Page], maintain: str
) -> None:
    served = Served(tmp_path, maintain=maintain)
    with served.running() as server:
        headers = {} if maintain == "off" else {"X-Forwarded-For": "203.0.113.9"}
        page = visit(server.address, extra_http_headers=headers)
        page.wait_for_selector("#question textarea")
        page.wait_for_timeout(1000)
        assert page.get_by_role("tab", name="The collection").count() == 0
        assert page.locator("#sync").count() == 0
        ask(page, QUESTION)
