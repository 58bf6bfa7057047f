"""The page behind a password, as a browser meets it; and what its policy keeps a browser from."""

from __future__ import annotations

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
    """With a password and five requests a minute: two questions, and what is offered before and after them."""
    settings = {"PASSWORD": SECRET, "HOSTS": "news.example", "REQUESTS": "5"}
    log = tmp_path_factory.mktemp("guarded") / "log.txt"
    running = Server(log, **{f"FOOTNOTE_PAGE_{name}": value for name, value in settings.items()})
    yield running
    running.stop()


def test_with_the_password_the_page_answers_until_it_is_asked_too_often(browser: Browser, guarded: Server) -> None:
    context = browser.new_context(http_credentials={"username": "reader", "password": SECRET})
    watch = Watch(context)
    page = context.new_page()
    page.goto(guarded.address)
    page.wait_for_selector("#question textarea")
    for _ in range(2):
        ask(page, BAN)
        page.wait_for_timeout(1500)  # what is offered next is asked for
    assert page.locator(".said").count() == 6
    assert watch.misdeeds == []
    page.fill("#question textarea", BAN)
    page.press("#question textarea", "Enter")
    page.get_by_text("more than 5 requests a minute came from your address").wait_for()
    page.click("#stop")
    page.wait_for_selector("#ask", state="visible")
    assert page.locator(".said").count() == 6
    context.close()


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
