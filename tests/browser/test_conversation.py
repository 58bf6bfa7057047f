"""What a reader does with a conversation: narrow, widen, ask again, stop, copy, save, judge, come back to it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_assistant import HOSTILE_TEXT

from browser.conftest import answered, ask
from rag.page.feedback import Feedback
from rag.receipts.files import read_receipt
from rag.receipts.form import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from page_server import Server
    from playwright.sync_api import Page, Route

    OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

BAN = "Does Seoul keep its ban?"
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"


def open_filters(page: Page) -> None:
    page.click("#choice > button")
    page.wait_for_selector("#published-after input[type=date]")


def questions(page: Page) -> list[str]:
    return page.locator(".question").all_inner_texts()


def past(page: Page) -> list[str]:
    """The titles of the kept conversations, newest first."""
    if page.locator("#before details[open]").count() == 0:
        page.click("#before summary")
    return [text.split("\n")[0] for text in page.locator("#past .open").all_inner_texts()]


# ------------------------------------------------------------ which articles


def test_filters_are_closed_then_sent_and_shown_above_the_answer(open_page: OpenPage) -> None:
    page = open_page()
    assert page.locator("#published-after input").count() == 0
    open_filters(page)
    page.click("#publishers input")
    page.click("ul[role=listbox] li:has-text('Morning Ledger')")
    page.fill("#published-after input", "2024-01-01")
    page.fill("#as-of input", "2026-03-14")
    ask(page, BAN)
    assert page.inner_text(".chosen") == (
        "Filters: only Morning Ledger · only articles from 1 January 2024 on · "
        "as of 14 March 2026: nothing published later, nothing undated"
    )
    assert page.inner_text("#choice > button span >> nth=0") == "Filters (3 in force)"
    page.fill("#published-after input", "")
    page.fill("#as-of input", "")
    page.click("#t1-do-again")
    page.wait_for_function("() => !document.querySelector('.chosen')?.innerText.includes('2024')")
    answered(page)
    assert page.inner_text(".chosen") == "Filters: only Morning Ledger"


def test_days_that_leave_nothing_are_told_at_the_fields_and_the_question_stays(open_page: OpenPage) -> None:
    page = open_page()
    open_filters(page)
    page.fill("#published-after input", "2026-05-01")
    page.fill("#published-before input", "2026-01-01")
    page.click("#choice > button")  # closed: the error opens it again
    page.fill("#question textarea", BAN)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#choice .problem", state="visible")
    assert page.inner_text("#choice .problem") == "From: 2026-05-01 is later than To: 2026-01-01; no day is left"
    assert page.input_value("#question textarea") == BAN
    assert questions(page) == []
    page.fill("#published-after input", "2025-05-01")
    ask(page, BAN)
    assert page.locator("#choice .problem").count() == 0


def test_the_days_of_the_question_are_shown_and_left_on_demand(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "What was said last March?")
    assert page.inner_text(".dates span") == "Only articles of 1 to 31 March 2026, from “last March”"
    page.focus("#t1-do-widen")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chosen")
    answered(page)
    assert page.inner_text(".chosen") == "Filters: all days, whatever time the question names"
    assert page.locator(".dates").count() == 0
    assert questions(page) == ["What was said last March?"]


# ------------------------------------------------------------ again, otherwise, no more


def test_a_question_is_asked_again_and_changed_in_its_place(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BAN)
    ask(page, "What will the weather be?")
    assert page.locator("[id$=-do-again]").count() == 1
    page.click("#t2-do-edit")
    page.wait_for_function("() => document.querySelector('#question textarea').value.startsWith('What will')")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.click("#do-leave")
    page.wait_for_selector("#notice .notice", state="detached")
    assert page.input_value("#question textarea") == ""
    page.click("#t2-do-edit")
    page.wait_for_selector("#notice .notice")
    page.fill("#question textarea", "And Tokyo?")
    page.press("#question textarea", "Enter")
    page.wait_for_function("() => document.querySelectorAll('.question')[1].innerText === 'And Tokyo?'")
    answered(page)
    assert questions(page) == [BAN, "And Tokyo?"]
    assert page.inner_text("#t2-s3-c1-mark") == "[2]"
    assert page.locator("#notice .notice").count() == 0


def test_a_stop_in_the_middle_of_a_sentence_reaches_the_model(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.fill("#question textarea", "silent ban?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".key")
    closed = server.said().count("stream closed")
    begun = time.monotonic()
    page.click("#stop")
    page.wait_for_selector(".status")
    assert page.inner_text(".status") == "Stopped. Nothing had been written yet."
    while server.said().count("stream closed") == closed:
        assert time.monotonic() - begun < 5, "the model went on writing"  # left alone it writes for half a minute
        time.sleep(0.02)
    ask(page, BAN)
    assert page.locator(".said").count() == 3


def test_a_question_asked_in_the_instant_of_stop_is_answered(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    for _ in range(4):  # the end of the stopped answer comes before the question, with it or after it
        page.fill("#question textarea", "silent ban?")
        page.press("#question textarea", "Enter")
        page.wait_for_selector(".bot-row:last-of-type .key")
        page.click("#stop")
        page.wait_for_selector(".bot-row:last-of-type .status")
        ask(page, BAN)
        assert page.locator(".bot-row:last-of-type .said").count() == 3


def test_a_question_asked_while_the_stop_is_on_its_way_is_answered(open_page: OpenPage) -> None:
    page = open_page()
    for gap, begun in ((0, "div.key"), (10, "#stop"), (10, "div.key"), (50, "#stop"), (100, "div.key")):
        page.fill("#question textarea", "silent ban?")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#stop", state="visible")
        page.wait_for_selector(begun)
        page.fill("#question textarea", BAN)
        page.evaluate("document.querySelector('#stop').click()")  # which waits for nothing
        page.wait_for_timeout(gap)
        page.keyboard.press("Enter")
        page.wait_for_function("q => [...document.querySelectorAll('.question')].at(-1).innerText === q", arg=BAN)
        answered(page)
        assert questions(page)[-1] == BAN
        assert page.locator(".bot-row:last-of-type .said").count() == 3


def test_a_question_asked_while_another_is_answered_stays_in_the_box(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#question textarea", "slow ban?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".key")
    page.fill("#question textarea", BAN)
    page.press("#question textarea", "Enter")
    answered(page)
    assert page.inner_text(".steps").count("30 passages found") == 1
    assert page.locator(".said").count() == 3
    assert page.input_value("#question textarea") == BAN
    page.press("#question textarea", "Enter")
    page.wait_for_function("() => document.querySelectorAll('.question').length === 2")
    answered(page)
    assert questions(page) == ["slow ban?", BAN]


def test_who_has_to_wait_is_told_so(open_page: OpenPage) -> None:
    first, second = open_page(), open_page()
    first.fill("#question textarea", "silent ban?")
    first.press("#question textarea", "Enter")
    first.wait_for_selector(".key")
    second.fill("#question textarea", BAN)
    second.press("#question textarea", "Enter")
    second.wait_for_selector(".steps:has-text('1 other answer is written before this one')")
    assert second.locator("#sources .card").count() == 3  # what was found is there to be read
    assert second.locator(".key blockquote").count() == 2
    third = open_page()
    third.fill("#question textarea", BAN)
    third.press("#question textarea", "Enter")
    third.wait_for_selector(".steps:has-text('2 other answers are written before this one')")
    second.click("#stop")
    third.wait_for_selector(".steps:has-text('1 other answer is written before this one')")
    first.click("#stop")
    answered(third)
    assert third.locator(".said").count() == 3
    assert second.inner_text(".status") == "Stopped. Nothing had been written yet."


def test_the_place_in_the_line_of_the_whole_page_is_put_in_words(open_page: OpenPage) -> None:
    page = open_page()
    for said, told in (
        ("queue: 1/3 | 1.5s", "Your question is next in line."),
        ("queue: 2/3 | 1.5s", "number 2 in line"),
    ):
        page.evaluate(
            "said => (document.querySelector('#line').innerHTML = `<p class=progress-text>${said}</p>`)", said
        )
        page.wait_for_selector(f"#place:has-text('{told}')")


def test_a_reader_who_leaves_lets_the_next_one_have_an_answer(open_page: OpenPage) -> None:
    first, second = open_page(), open_page()
    first.fill("#question textarea", "silent ban?")
    first.press("#question textarea", "Enter")
    first.wait_for_selector(".key")
    begun = time.monotonic()
    first.close()
    ask(second, BAN)
    assert time.monotonic() - begun < 15  # left alone the model writes for half a minute


# ------------------------------------------------------------ taking along


def test_an_answer_is_copied_and_saved_with_its_sources(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, BAN)
    page.click("#t1-do-copy")
    page.wait_for_selector("#t1-do-copy:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{BAN}\n\nSouth Korea keeps its ban on Japanese seafood, officials said. [1] Tokyo")
    source = (
        "[1] The Harbour Post, “Seoul keeps its seafood ban”, 2 March 2026, https://news.example/2026/seoul-keeps-ban"
    )
    assert source in copied.splitlines()
    page.wait_for_selector("#t1-do-copy:has-text('Copy with sources')")
    with page.expect_download() as saving:
        page.click("#t1-do-markdown")
    assert saving.value.suggested_filename == "does-seoul-keep-its-ban.md"
    saving.value.save_as(tmp_path / "does-seoul-keep-its-ban.md")
    assert "> Officials said on Monday that it will stay." in (tmp_path / "does-seoul-keep-its-ban.md").read_text()


def test_an_answer_is_saved_as_a_receipt_named_for_its_question(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    ask(page, BAN)
    ask(page, "And a hostile question?")
    for turn, name in ((1, "does-seoul-keep-its-ban.receipt.json"), (2, "and-a-hostile-question.receipt.json")):
        with page.expect_download() as saving:
            page.click(f"#t{turn}-do-receipt")
        assert saving.value.suggested_filename == name
        saving.value.save_as(tmp_path / name)
    receipt = read_receipt(tmp_path / "does-seoul-keep-its-ban.receipt.json")
    assert receipt.digest == digest(receipt)
    assert [source.number for source in receipt.articles] == [1, 2, 3]
    assert receipt.sentences[0].citations[0].quote == "Officials said on Monday that it will stay."
    hostile = read_receipt(tmp_path / "and-a-hostile-question.receipt.json")
    assert (hostile.digest, hostile.sentences[0].text) == (digest(hostile), HOSTILE_TEXT)
    page.reload()
    page.wait_for_selector("#t1-do-receipt")
    with page.expect_download() as saving:
        page.click("#t1-do-receipt")
    saving.value.save_as(tmp_path / "again.json")
    assert read_receipt(tmp_path / "again.json") == receipt


def test_a_whole_conversation_is_saved(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    assert not page.is_visible("#whole")
    ask(page, BAN)
    ask(page, "What will the weather be?")
    with page.expect_download() as saving:
        page.click("#whole")
    saving.value.save_as(tmp_path / "all.md")
    lines = (tmp_path / "all.md").read_text().splitlines()
    assert [line for line in lines if line.startswith("# ")] == [f"# {BAN}", "# What will the weather be?"]


# ------------------------------------------------------------ coming back


def test_a_question_asked_before_the_page_is_ready_stays(open_page: OpenPage) -> None:
    page = open_page()
    held: list[Route] = []
    ready = False

    def hold(route: Route) -> None:
        route.continue_() if ready else held.append(route)

    page.route("**/gradio_api/run/predict*", hold)
    page.reload()
    end = time.monotonic() + 20
    while len(held) < 2:  # the library and the kept conversation are asked for
        assert time.monotonic() < end
        page.wait_for_timeout(20)
    ready = True
    ask(page, BAN)
    for route in held:
        route.continue_()
    page.wait_for_selector("#library p")
    page.wait_for_timeout(500)
    assert questions(page) == [BAN]
    ask(page, "And Tokyo?")
    assert questions(page) == [BAN, "And Tokyo?"]


def test_what_is_said_of_loading_goes_with_the_first_answer(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_selector("#library p")
    page.evaluate("""() => {
        document.querySelector("#library p").innerHTML += '<span class="loading">The models are being loaded.</span>';
    }""")
    assert page.is_visible("#library .loading")
    ask(page, BAN)
    assert page.is_hidden("#library .loading") and page.is_visible("#library p")


def test_loading_the_page_anew_keeps_the_conversation(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BAN)
    ask(page, "What will the weather be?")
    page.reload()
    page.wait_for_selector(".refusal")
    assert questions(page) == [BAN, "What will the weather be?"]
    page.click("#t1-s3-c1-mark")
    page.wait_for_function("document.activeElement.id === 't1-s3-c1'")
    ask(page, "And Tokyo?")
    assert page.inner_text("#t3-s1-c1-mark") == "[1]"
    assert page.inner_text("#t3-s3-c1-mark") == "[2]"
    assert past(page) == [BAN]


def test_an_answer_that_was_cut_off_by_loading_anew_says_so(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#question textarea", "slow ban?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".steps")
    page.reload()
    page.wait_for_selector(".trouble")
    assert "Please ask again." in page.inner_text(".trouble")
    assert page.is_visible("#t1-do-again")


def test_two_conversations_at_once_do_not_mix(open_page: OpenPage) -> None:
    one = open_page()
    two = one.context.new_page()
    two.goto(one.url)
    two.wait_for_selector(".example")
    ask(one, BAN)
    ask(two, "What will the weather be?")
    ask(one, "And Tokyo?")
    for page in (one, two):
        page.reload()
        page.wait_for_selector(".question")
    assert questions(one) == [BAN, "And Tokyo?"]
    assert questions(two) == ["What will the weather be?"]
    assert past(one) == past(two) == [BAN, "What will the weather be?"]


def test_an_earlier_conversation_is_opened_and_deleted(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, f"hostile {HOSTILE_TEXT}")
    page.click("#new")
    page.wait_for_selector(".example")
    ask(page, BAN)
    assert past(page) == [BAN, f"hostile {HOSTILE_TEXT}"]
    assert page.locator("#past :is(img, script, a, style)").count() == 0
    page.click("#past .open >> nth=1")
    page.wait_for_selector(".question:has-text('hostile')")
    assert page.locator("#sources .card").count() == 1
    assert page.locator("#past [aria-current]").count() == 1
    page.click("#past .gone >> nth=0")
    page.wait_for_function("() => document.querySelectorAll('#past li').length === 1")
    assert questions(page) == [f"hostile {HOSTILE_TEXT}"]
    page.click("#past .gone")
    page.wait_for_selector(".example")
    assert page.inner_text("#past") == "None yet. They are kept in this browser only."
    page.reload()
    page.wait_for_selector(".example")


def test_only_so_many_conversations_are_kept(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        """() => { for (let n = 0; n < 35; n++) {
          localStorage["footnote.talk." + n] = JSON.stringify({ at: n, title: "old " + n, talk: "x" });
        } }"""
    )
    ask(page, BAN)
    titles = past(page)
    assert (len(titles), titles[0], titles[1], titles[-1]) == (30, BAN, "old 34", "old 6")


# ------------------------------------------------------------ judging


def test_what_the_reader_says_is_kept_with_a_reason(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    ask(page, BAN)
    ask(page, "And Tokyo?")
    page.click("#t1-do-right")
    page.wait_for_selector(".rate:has-text('You said: right.')")
    page.click("#t2-do-wrong")
    page.wait_for_selector("#wrong", state="visible")
    page.wait_for_function("document.activeElement.type === 'radio'")
    page.click("#reason label:has-text('Wrong source')")
    page.fill("#comment textarea", "It is in the other article.")
    page.click("#send")
    page.wait_for_selector(".rate:has-text('You said: wrong source.')")
    assert not page.is_visible("#wrong")
    first, second = Feedback(server.verdicts).verdicts()[-2:]
    assert {(first.question, first.reason), (second.question, second.reason)} == {
        (BAN, "right"),
        ("And Tokyo?", "source"),
    }
    assert "It is in the other article." in (first.comment, second.comment)


# ------------------------------------------------------------ a phone


def test_a_phone_has_all_of_it(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.tap("#choice > button")
    page.wait_for_selector("#published-after input[type=date]")
    page.tap("#before summary")
    assert page.evaluate(FITS)
    ask(page, "What was said last March?" + "x" * 300)
    page.tap("#t1-do-wrong")
    page.wait_for_selector("#wrong", state="visible")
    assert page.evaluate(FITS)
    for button in ("#t1-do-copy", "#t1-do-widen", "#new", "#past .gone"):
        box = page.locator(button).bounding_box()
        assert box and box["height"] >= 40
