"""The pictures of the docs, taken from the real page: `python -m scripts.screenshot`."""

from __future__ import annotations

from benchmarks.page import ask, browser_page, served
from evals.running import ROOT

FOLDER = ROOT / "docs" / "img"
QUESTION = "Why does the Fukushima issue affect CPTPP?"


def main() -> None:
    """Ask the question, follow the second mark, take the picture; the same on a phone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as (address, _, _):
        with browser_page(address) as page:  # once for nothing: at the start the models are still loading
            ask(page, QUESTION, 1)
        for name, width, height in (("answer", 1200, 860), ("phone", 390, 844)):
            with browser_page(address, width, height) as page:
                ask(page, QUESTION, 1)
                page.get_by_role("link", name="[1]").nth(1).click()
                page.wait_for_timeout(1000)  # the page scrolls to the words
                page.screenshot(path=FOLDER / f"{name}.png")
                print(f"wrote {(FOLDER / name).relative_to(ROOT)}.png")


if __name__ == "__main__":
    main()
