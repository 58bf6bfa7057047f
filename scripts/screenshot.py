"""The pictures of the docs, taken from the real page: `python -m scripts.screenshot`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from benchmarks.page import ask, browser_page, served
from evals.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "img"
WITHOUT_PATHS = """() => {
  for (const [where, path, shown] of [["#do bdi", /.*[/]corpus/, "corpus"], ["#held dd", /^[/][^ ]+,/, "index,"]])
    document.querySelectorAll(where).forEach((each) => { each.textContent = each.textContent.replace(path, shown); });
}"""
"""Folders of the machine the picture is taken on do not belong into it."""
QUESTION = "Why does the Fukushima issue affect CPTPP?"
REFUSED = "What did Norway say about the price of salmon?"
COLOURS = 48
"""Colours of a picture, which makes it a third as large; text keeps its smooth edges."""


def main() -> None:
    """A first visit, then one conversation in all its states; the answer by night and on a phone; the second tab."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as (address, _, _):
        with browser_page(address) as page:  # once for nothing: at the start the models are still loading
            ask(page, QUESTION, 1)
        with browser_page(address, 1200, 860) as page:
            _conversation(page)
        with browser_page(address, 1200, 860) as page:
            page.emulate_media(color_scheme="dark")
            page.reload()
            _answer(page, "dark")
        with browser_page(address, 390, 844) as page:
            _answer(page, "phone")
        with browser_page(address, 1200, 820) as page:
            page.get_by_role("tab", name="The collection").click()
            page.locator("#held dl").wait_for()
            page.evaluate(WITHOUT_PATHS)
            _take(page, "maintain")


def _conversation(page: Page) -> None:
    """First visit, streaming, answer, open article, disagreement, refusal."""
    page.wait_for_selector(".example")
    _take(page, "first")
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".said")
    _take(page, "streaming")
    page.wait_for_selector("#next button", timeout=120_000)
    _follow(page)
    _take(page, "answer")
    page.click("#sources .card.used button.do")
    page.wait_for_selector("#reader mark.here")
    _take(page, "article")
    page.keyboard.press("Escape")
    _to_the_top(page, ".disagreement")
    _take(page, "disagreement")
    page.fill("#question textarea", REFUSED)
    page.keyboard.press("Enter")
    page.wait_for_selector(".refusal", timeout=120_000)
    page.wait_for_selector("#next button", timeout=120_000)
    _to_the_top(page, "#t2-question")
    _take(page, "refusal")


def _answer(page: Page, name: str) -> None:
    """The answer with the words behind its second mark."""
    ask(page, QUESTION, 1)
    _follow(page)
    _take(page, name)


def _follow(page: Page) -> None:
    page.get_by_role("link", name="[1]").nth(1).click()
    page.wait_for_timeout(1000)  # the page scrolls to the words


def _to_the_top(page: Page, selector: str) -> None:
    page.eval_on_selector(selector, "part => part.scrollIntoView({ block: 'start' })")


def _take(page: Page, name: str) -> None:
    """Write the picture, in few colours."""
    page.wait_for_timeout(300)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    print(f"wrote {file.relative_to(ROOT)}, {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
