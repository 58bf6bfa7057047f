"""The page behind a password, as a browser meets it; and what its policy keeps a browser from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from page_server import Server

from browser.conftest import Watch, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SECRET = "a-word-of-our-own"
BAN = "Does Seoul keep its seafood ban?"


@pytest.fixture(scope="module")
def guarded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With a password and three requests a minute: three questions; what the page offers after them does not count."""
    settings = {"PASSWORD": SECRET, "HOSTS": "news.example", "REQUESTS": "3"}
    log = tmp_path_factory.mktemp("guarded") / "log.txt"
    running = Server(log, **{f"FOOTNOTE_PAGE_{name}": value for name, value in settings.items()})
    yield running
    running.stop()


@pytest.fixture(scope="module")
def crowded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With one question in the line at most, behind the one that is answered."""
    running = Server(tmp_path_factory.mktemp("crowded") / "log.txt", FOOTNOTE_WAITING="1")
    yield running
    running.stop()


def test_with_the_password_the_page_answers_until_it_is_asked_too_often(browser: Browser, guarded: Server) -> None:
    context = browser.new_context(http_credentials={"username": "reader", "password": SECRET})
    watch = Watch(context)
    page = context.new_page()
    page.goto(guarded.address)
    page.wait_for_selector("#question textarea")
    for _ in range(3):
        ask(page, BAN)
        page.wait_for_selector("#next button")
    assert page.locator(".said").count() == 9
    assert watch.misdeeds == []
    for _ in range(2):
        page.fill("#question textarea", "And Tokyo?")
        with page.expect_response(lambda reply: "/queue/join" in reply.url and reply.status == 429):
            page.press("#question textarea", "Enter")
        told = page.locator("#notice .problem")
        told.wait_for()
        assert re.fullmatch(
            r"Your question was not taken: more than 3 requests a minute came from your address; "
            r"ask again in \d+ seconds?\.",
            told.inner_text(),
        )
        assert page.is_visible("#ask") and not page.is_visible("#stop")
        assert page.input_value("#question textarea") == "And Tokyo?"
        assert page.locator(".question").all_inner_texts() == [BAN, BAN, BAN]
    page.wait_for_selector(".toast-body", state="detached", timeout=5000)
    assert page.locator(".said").count() == 9
    context.close()


def test_who_finds_the_line_full_is_told_so_and_has_the_question_back(browser: Browser, crowded: Server) -> None:
    pages = [browser.new_context().new_page() for _ in range(3)]
    for page, question in zip(pages, ("silent ban?", BAN, BAN), strict=True):  # answered; in the line; turned away
        page.goto(crowded.address)
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_selector(".key, #notice .problem, #place:has-text('next in line')")
    first, second, last = pages
    assert second.input_value("#question textarea") == BAN and not second.locator(".question").count()
    second.press("#question textarea", "x")  # what is in line stays as it is, and is asked once
    second.press("#question textarea", "Enter")
    second.click("#ask")
    assert second.input_value("#question textarea") == BAN
    last.wait_for_selector("#notice .problem")
    assert last.inner_text("#notice .problem") == (
        "Your question was not taken: too many questions are waiting already; ask again in a minute."
    )
    assert last.input_value("#question textarea") == BAN
    last.wait_for_selector(".toast-body", state="detached", timeout=5000)
    first.click("#stop")
    second.wait_for_selector(".said")
    second.wait_for_selector("#ask")
    second.fill("#question textarea", "And Tokyo?")
    assert second.locator(".question").all_inner_texts() == [BAN]
    last.press("#question textarea", "Enter")
    last.wait_for_selector(".said")
    assert not last.inner_text("#notice")
    for page in pages:
        page.context.close()


def test_without_it_there_is_nothing_of_the_page(browser: Browser, guarded: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.request.get(guarded.address)
    assert (answer.status, "gradio" in answer.text()) == (401, False)
    context.close()


def test_a_script_that_got_into_the_page_does_not_run(browser: Browser, server: Server) -> None:
    page = browser.new_page()  # which may complain, and will
    page.goto(server.address)
    page.wait_for_selector("#question textarea")
    page.evaluate("window.told = []; addEventListener('securitypolicyviolation', e => told.push(e.effectiveDirective))")
    # An element with text of somebody else's, put there without any care; and one that would ask another machine.
    page.evaluate("""() => {
        const box = document.createElement("div");
        box.innerHTML = '<img src="data:," onerror="window.broken = 1"><a href="javascript:window.broken = 2">x</a>';
        document.body.append(box);
        box.querySelector("a").click();
        const script = document.createElement("script");
        script.textContent = "window.broken = 3";
        document.body.append(script);
    }""")
    page.wait_for_function("told.length >= 3")
    assert page.evaluate("window.broken") is None
    found = set(page.evaluate("told"))
    page.close()
    assert found <= {"script-src-attr", "script-src-elem", "script-src"}
