"""The pictures of the docs, taken from the real page: `python -m scripts.screenshot`."""

from __future__ import annotations

from benchmarks.page import ask, browser_page, served
from evals.running import ROOT

FOLDER = ROOT / "docs" / "img"
WITHOUT_PATHS = """() => {
  for (const [where, path, shown] of [["#do bdi", /.*[/]corpus/, "corpus"], ["#held dd", /^[/][^ ]+,/, "index,"]])
    document.querySelectorAll(where).forEach((each) => { each.textContent = each.textContent.replace(path, shown); });
}"""
"""Folders of the machine the picture is taken on do not belong into it."""
QUESTION = "Why does the Fukushima issue affect CPTPP?"


def main() -> None:
    """Ask the question, follow the second mark, take the picture; the same on a phone; then the maintainers' tab."""
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
        with browser_page(address, 1200, 820) as page:
            page.get_by_role("tab", name="The collection").click()
            page.locator("#held dl").wait_for()
            page.evaluate(WITHOUT_PATHS)
            page.screenshot(path=FOLDER / "maintain.png")
            print("wrote docs/img/maintain.png")


if __name__ == "__main__":
    main()
