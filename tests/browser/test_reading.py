"""A whole article inside the page, questions to ask next, and a turn by keyboard alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from fake_assistant import HOSTILE_TEXT, LONG

from browser.conftest import answered, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

BAN = "Does Seoul keep its ban?"
WEATHER = "What will the weather be?"
FOCUSED = "document.activeElement.id"
IN_DIALOG = "document.querySelector('#reader').contains(document.activeElement)"
SEEN = """() => {
  const box = document.querySelector("#reader mark.here").getClientRects()[0]; // its first line
  return document.elementFromPoint(box.x + 4, box.y + box.height / 2).closest("mark.here") !== null;
}"""
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth && window.scrollX === 0"


def opened(page: Page) -> str:
    """Wait until an article is open at its cited words; those words."""
    page.wait_for_selector("#reader[open]")
    page.wait_for_function(SEEN)
    return page.inner_text("#reader mark.here")


def tab_to(page: Page, focused: str, most: int = 80) -> None:
    """Press Tab until this holds."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(focused):
            return
    raise AssertionError(f"{focused} does not hold after {most} tabs")


def test_a_long_article_opens_at_once_at_its_words_and_closes_again(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, f"{BAN} Tell it at length.")
    assert len(page.inner_text("#sources")) < 3000  # the article itself is sent when it is opened
    begun = time.monotonic()
    page.click("#t1-do-open1")
    assert opened(page) == "Officials said on Monday that it will stay."
    assert time.monotonic() - begun < 5  # half a second where the machine has nothing else to do
    assert page.evaluate("document.querySelector('#reader .body').textContent.length") > 200_000
    assert page.locator("#reader .body p").count() == LONG.text.count("\n\n") + 1
    page.click("#reader .words")
    page.wait_for_function("document.querySelector('#reader mark.here').innerText.startsWith('Tokyo says')")
    page.wait_for_function(SEEN)
    page.keyboard.press("Escape")
    page.wait_for_selector("#reader", state="hidden")
    assert page.evaluate(FOCUSED) == "t1-do-open1"


def test_the_article_opens_at_the_words_that_the_reader_had_followed(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BAN)
    page.click("#t1-s2-c1-mark")
    page.wait_for_function(f"{FOCUSED} === 't1-s1-c2' || {FOCUSED} === 't1-s2-c1'")
    page.click("#t1-do-open1")
    assert opened(page).startswith("Tokyo says that lifting the ban")
    assert page.locator("#reader mark").count() == 2
    page.mouse.click(5, 5)  # beside it
    page.wait_for_selector("#reader", state="hidden")


def test_a_whole_turn_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type(BAN)
    page.keyboard.press("Enter")
    page.wait_for_selector(".question")
    answered(page)
    page.wait_for_selector("#next button")
    page.keyboard.press("Shift+Tab")  # the questions to ask next stand before the box
    assert page.evaluate(FOCUSED) == "do-ask3"
    page.focus("#chat .panel-wrap a.mark >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{FOCUSED} === 't1-s1-c1'")
    tab_to(page, f"{FOCUSED} === 't1-do-open1'")
    page.keyboard.press("Enter")
    assert opened(page).startswith("Officials said")
    reached = set()
    for _ in range(6):  # all that can be reached is in the dialog
        page.keyboard.press("Tab")
        assert page.evaluate(IN_DIALOG)
        reached.add(page.evaluate("document.activeElement.className"))
    assert {"do words", "do shut", "text"} <= reached
    tab_to(page, "document.activeElement.matches('.shut')")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(IN_DIALOG)
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "t1-do-open1"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # back to the sentence
    page.wait_for_function(f"{FOCUSED}.endsWith('-mark')")
    tab_to(page, "document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type("And Tokyo?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#t2-question")
    answered(page)
    assert page.locator(".said").count() == 6


def test_on_a_low_window_what_to_ask_next_leaves_the_room_to_the_answer(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 600})
    ask(page, BAN)
    page.wait_for_selector("#next button")
    chat, following = page.locator("#chat").bounding_box(), page.locator("#next").bounding_box()
    assert chat and following
    assert (following["height"] < 40, chat["height"] > 350) == (True, True)
    page.focus("#do-ask3")  # the last of the line comes into view
    last, talk = page.locator("#do-ask3").bounding_box(), page.locator("#talk").bounding_box()
    assert last and talk
    assert last["x"] < talk["x"] + talk["width"]


def test_who_has_followed_an_answer_to_its_end_goes_on_seeing_the_end(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 720})
    ask(page, BAN)
    page.wait_for_selector("#next button")
    left = "() => (({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight)"
    page.wait_for_function(f"({left})()(document.querySelector('#chat .panel-wrap')) < 4", timeout=5000)


def test_what_is_offered_next_is_asked_by_a_click_and_the_box_keeps_its_text(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BAN)
    page.wait_for_selector("#next button")
    assert page.locator("#next button").all_inner_texts() == [
        "What does the article “Lee speaks of balance” report?",
        "What do the articles say about the CPTPP?",
        "What does the article “Opinion: Join the pact, and soon” report?",
    ]
    page.fill("#question textarea", "half a question")
    page.click("#do-ask2")
    page.wait_for_selector("#t2-question")
    assert not page.is_visible("#next")
    answered(page)
    assert page.inner_text("#t2-question") == "What do the articles say about the CPTPP?"
    assert page.input_value("#question textarea") == "half a question"
    page.wait_for_selector("#next button")
    assert "What do the articles say about the CPTPP?" not in page.locator("#next button").all_inner_texts()
    page.reload()
    page.wait_for_selector("#next button")
    page.click("#new")
    page.wait_for_selector(".example")
    assert not page.is_visible("#next")


def test_the_nearest_articles_of_a_refusal_open(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, WEATHER)
    page.click("#t1-do-near2")
    page.wait_for_selector("#reader[open]")
    assert page.inner_text("#reader h2") == "Lee speaks of balance"
    assert not page.is_visible("#reader .words")
    assert page.evaluate("document.activeElement.className") == "text"
    page.click("#reader .shut")
    assert page.evaluate(FOCUSED) == "t1-do-near2"
    page.wait_for_selector("#next button")
    assert page.inner_text("#do-ask1") == "What does the article “Seoul keeps its seafood ban” report?"


def test_a_hostile_article_stays_text_when_it_is_opened(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, f"hostile {HOSTILE_TEXT}")
    page.click("#t1-do-open1")
    assert opened(page) == HOSTILE_TEXT
    assert page.inner_text("#reader h2").startswith(
        "<img src=http://evil.example/t.png onerror=alert(9)>${alert(10)}AAA"
    )
    assert page.inner_text("#reader .address") == "javascript:alert(11)"
    assert page.inner_text("#reader .publisher").startswith("[1] </bdi><script>alert(12)</script> {{#each this}}")
    assert page.locator("#reader :is(a, img, script, style, iframe, form, input)").count() == 0
    assert page.evaluate(FITS)
    page.wait_for_timeout(300)  # a picture or script that got through would be asked for by now


def test_an_article_on_a_phone_fills_it_and_needs_no_sideways_scroll(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    ask(page, "hostile" + "x" * 300)
    page.wait_for_selector("#t1-do-open1")
    page.tap("#t1-do-open1")
    opened(page)
    box = page.locator("#reader").bounding_box()
    assert box and (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert page.evaluate("document.querySelector('#reader .text').scrollWidth") <= 390
    assert page.evaluate(FITS)
    page.tap("#reader .shut")
    page.wait_for_selector("#reader", state="hidden")


def test_five_readers_at_once_have_their_own_answers(open_page: OpenPage) -> None:
    pages = [open_page() for _ in range(5)]
    asked = [f"Reader {number}: does Seoul keep its ban?" for number in range(5)]
    for page, question in zip(pages, asked, strict=True):
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
    for page, question in zip(pages, asked, strict=True):
        page.wait_for_selector(".status")
        assert page.locator(".question").all_inner_texts() == [question]
        assert page.locator(".said").count() == 3
