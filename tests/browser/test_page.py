"""The page in a browser: asking, following marks to the exact words, refusals, errors, hostile articles, a phone."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fake_assistant import HOSTILE_TEXT, UNAVAILABLE

import ui
from browser.conftest import Watch, ask
from rag.config import Config
from rag.errors import RagError

if TYPE_CHECKING:
    from collections.abc import Callable

    from page_server import Server
    from playwright.sync_api import Browser, Page

    OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

IN_VIEW = """id => {
  const box = document.getElementById(id).getClientRects()[0];
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return seen !== null && seen.closest("mark, a") === document.getElementById(id).closest("mark, a");
}"""
HERE = "id => document.getElementById(id).classList.contains('here') && document.activeElement.id === id"
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth && window.scrollX === 0"


def led_to(page: Page, place: str) -> str:
    """Wait until the words are highlighted, focused and in view; their text."""
    page.wait_for_function(HERE, arg=place)
    page.wait_for_function(IN_VIEW, arg=place)
    return page.inner_text(f"#{place}")


def test_a_question_is_answered_with_marks_and_sources(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Does Seoul keep its ban?")
    assert page.inner_text(".question") == "Does Seoul keep its ban?"
    assert page.locator(".said").all_inner_texts() == [
        "South Korea keeps its ban on Japanese seafood, officials said.[1][1]",
        "Tokyo holds that lifting it would ease Seoul’s way into the trade pact.[1]",
        "A former negotiator disagrees, in an opinion piece.[2]",
    ]
    assert page.inner_text(".status") == (
        "Supported by 2 articles · dated 20 November 2024 to 2 March 2026 · as of 14 March 2026 · "
        "written by qwen2.5-1.5b."
    )
    assert page.locator("#sources .card h3").all_inner_texts() == [
        "Seoul keeps its seafood ban",
        "Opinion: Join the pact, and soon",
        "Lee speaks of balance",
    ]
    assert page.input_value("#question textarea") == ""
    page.click(".removed summary")
    assert "Removed by the check of names: not in the cited words: Kim" in page.inner_text(".removed")


def test_a_mark_leads_to_its_words_and_back(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1100, "height": 420})
    ask(page, "Does Seoul keep its ban?")
    page.click("#t1-s3-c1-mark")
    words = "Lifting the ban on seafood is not needed for membership, a former negotiator argues."
    assert led_to(page, "t1-s3-c1") == words
    page.click("#sources a[href='#t1-s3-c1-mark']")
    page.wait_for_function("document.activeElement.id === 't1-s3-c1-mark'")
    page.wait_for_function(IN_VIEW, arg="t1-s3-c1-mark")


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1100, "height": 420}, reduced_motion="no-preference")
    ask(page, "Does Seoul keep its ban?")
    page.focus("#t1-s1-c1-mark")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert led_to(page, "t1-s1-c2").startswith("Tokyo says that lifting the ban")


def test_an_example_fills_and_sends(open_page: OpenPage) -> None:
    page = open_page()
    page.click(".example >> nth=0")
    page.wait_for_selector(".status")
    assert page.inner_text(".question") == "Does Seoul keep its seafood ban?"


def test_numbers_and_marks_of_both_turns_hold(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Does Seoul keep its ban?")
    ask(page, "And what does Tokyo want?")
    assert page.inner_text(".understood").startswith("Understood as: ")
    for turn in ("t1", "t2"):
        assert page.inner_text(f"#{turn}-s1-c1-mark") == "[1]"
        assert page.inner_text(f"#{turn}-s3-c1-mark") == "[2]"
    assert page.locator("#t2").get_attribute("open") is not None
    page.click("#t1-s3-c1-mark")
    assert led_to(page, "t1-s3-c1").startswith("Lifting the ban")
    assert page.locator("#t2").get_attribute("open") is None
    page.click("#t2-s1-c1-mark")
    assert led_to(page, "t2-s1-c1") == "Officials said on Monday that it will stay."
    assert page.locator("#t1").get_attribute("open") is None
    assert page.locator(".question").count() == 2
    ids = page.eval_on_selector_all("[id^=t1-], [id^=t2-], [id^=do-]", "found => found.map(one => one.id)")
    assert len(ids) > 30
    assert len(set(ids)) == len(ids)


def test_what_the_reader_opened_stays_open_while_the_answer_is_written(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#question textarea", "slow ban?")
    page.press("#question textarea", "Enter")
    page.click("#t1-do-open1")
    page.wait_for_selector("#reader[open]")
    page.wait_for_selector(".said")
    assert page.is_visible("#reader")
    page.keyboard.press("Escape")
    page.click("#t1-s1-c1-mark")
    page.wait_for_selector(".said >> nth=1")
    assert led_to(page, "t1-s1-c1").startswith("Officials said")
    page.click("#stop")


def test_a_disagreement_shows_both_quotes_and_leads_to_them(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Does Seoul keep its ban?")
    assert page.inner_text(".disagreement caption") == "The articles do not agree about CPTPP, Seoul"
    assert page.locator(".disagreement q").all_inner_texts() == [
        "Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.",
        "Lifting the ban on seafood is not needed for membership, a former negotiator argues.",
    ]
    assert page.locator(".disagreement thead th").all_inner_texts() == ["Outlet", "Date", "Value", "Exact words"]
    assert page.locator(".disagreement mark").all_inner_texts() == ["would smooth", "is not needed"]
    assert page.inner_text(".agreed") == "All of them say: “lifting the ban”."
    page.click("#t1-d1-c2-mark")
    assert led_to(page, "t1-d1-c2").startswith("Lifting the ban")


def test_a_refusal_and_errors_are_states_of_the_turn(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Does Seoul keep its ban?")
    ask(page, "What will the weather be?")
    refusal = page.inner_text(".refusal")
    assert "The articles that come nearest do not mention the weather." in refusal
    assert "What to try: Ask about what the articles report" in refusal
    assert page.locator("#t2 .use").all_inner_texts() == ["near to the question, not used"] * 2
    assert page.locator("#t1").get_attribute("open") is None
    ask(page, "Is the provider there?")
    assert UNAVAILABLE in page.inner_text(".trouble")
    ask(page, "crash")
    assert "Traceback" not in page.inner_text("#talk")
    assert "Please ask again." in page.inner_text(".trouble >> nth=1")
    ask(page, "And now?")
    assert page.locator(".said").count() == 6


def test_stop_closes_the_stream_and_a_new_conversation_is_empty(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.fill("#question textarea", "slow ban?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".key")
    page.click("#stop")
    page.wait_for_selector(".status")
    assert page.inner_text(".status") == "Stopped. Nothing had been written yet."
    server.wait_for("stream closed", 10)
    ask(page, "And now?")
    assert page.inner_text("#t2-s1-c1-mark") == "[1]"
    page.click("#new")
    page.wait_for_selector(".example")
    assert page.locator("#sources .card").count() == 0


def test_the_watch_over_the_page_notices_each_misdeed(browser: Browser) -> None:
    context = browser.new_context()
    watch = Watch(context)
    page = context.new_page()
    page.set_content("<img src=http://evil.example/x.png><script>alert(1); throw new Error('x')</script>")
    page.wait_for_timeout(300)
    context.close()
    assert {"dialog: 1", "error: x", "request: http://evil.example/x.png"} <= set(watch.misdeeds)


def test_a_hostile_article_stays_text(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, f"hostile {HOSTILE_TEXT}")
    page.click("#t1-s1-c1-mark")
    assert led_to(page, "t1-s1-c1") == HOSTILE_TEXT
    page.click(".removed summary")
    assert page.inner_text(".question") == f"hostile {HOSTILE_TEXT}"
    assert HOSTILE_TEXT in page.inner_text(".said >> nth=0")
    for inside in ("#chat .md", "#sources"):
        harmful = f"{inside} :is(img, script, iframe, form, input, object, style, pre, code, h1)"
        assert page.locator(harmful).count() == 0
        hrefs = page.eval_on_selector_all(f"{inside} a", "links => links.map(link => link.getAttribute('href'))")
        assert hrefs and all(href.startswith("#t1-") for href in hrefs)
    assert page.evaluate(FITS)
    page.wait_for_timeout(300)  # a picture or script that got through would be asked for by now


def test_a_phone_needs_no_sideways_scroll(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate(FITS)
    ask(page, "Does Seoul keep its ban?")
    ask(page, "hostile" + "x" * 400)
    assert page.evaluate(FITS)
    chat, sources = page.locator("#chat").bounding_box(), page.locator("#sources").bounding_box()
    assert chat and sources and sources["y"] > chat["y"] + chat["height"]
    page.tap("#t1-s3-c1-mark")
    assert led_to(page, "t1-s3-c1").startswith("Lifting the ban")
    assert page.evaluate(FITS)


def test_dark_mode_is_dark(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    ask(page, "Does Seoul keep its ban?")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"
    assert page.evaluate("getComputedStyle(document.querySelector('.said')).color") == "rgb(235, 230, 220)"


def test_a_screen_reader_hears_sentences_not_source_text(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "Does Seoul keep its ban?")
    assert page.locator("#chat [role=log][aria-live=polite]").count() == 1
    page.wait_for_function("() => !document.querySelector('#chat [data-testid][aria-label]')")
    assert page.get_by_label("Your question").count() == 1


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RagError) as error:
            ui.launch(None, Config(port=port))  # type: ignore[arg-type]
    assert str(error.value) == (
        f"port {port} on 127.0.0.1 cannot be used (Address already in use); "
        f"choose another with `--port {port + 1}` or FOOTNOTE_PORT"
    )


def test_an_unknown_host_is_told_in_one_sentence() -> None:
    with pytest.raises(RagError) as error:
        ui.launch(None, Config(host="not a host"))  # type: ignore[arg-type]
    assert str(error.value) == "not a host is not an address of this machine; use `--host 127.0.0.1`"


def test_gradio_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, ui; assert not {'gradio', 'torch', 'chromadb'} & set(sys.modules), 'heavy'"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
