"""axe-core finds nothing serious or critical on the page, by day and by night; targets are large enough.

`axe/axe.min.js` is axe-core 4.14.1 as published, under the MPL-2.0 (axe/LICENSE); it is used here and shipped nowhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.conftest import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
GRADIO: dict[tuple[str, str], str] = {}
"""Findings in Gradio's own components that cannot be changed from outside: (rule, part of the selector) → reason."""
SMALL = """least => [...document.querySelectorAll("a[href], button, summary, input, textarea, [role=button]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((one) => [one.id || one.outerHTML.slice(0, 90), (one.closest("label") || one).getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && (box.height < least || box.width < 24))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


def found(page: Page) -> list[str]:
    """What axe-core finds serious or critical: rule, selector, why."""
    page.wait_for_timeout(150)  # colours of buttons fade in
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    result: dict[str, Any] = page.evaluate("() => window.axe.run({ resultTypes: ['violations'] })")
    assert "color-contrast" in {rule["id"] for rule in result["passes"]}, "axe-core looked at next to nothing"
    bad = []
    for rule in result["violations"]:
        for node in rule["nodes"] if rule["impact"] in ("serious", "critical") else ():
            where = " ".join(map(str, node["target"]))
            if not any(rule["id"] == name and part in where for name, part in GRADIO):
                bad.append(f"{rule['id']} at {where}: {node['failureSummary']}")
    return bad


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: OpenPage, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.wait_for_selector(".example")
    assert found(page) == []
    ask(page, "Does Seoul keep its ban?")
    page.wait_for_selector("#next button")
    assert page.locator(".disagreement").count() == 1
    page.click("#choice > button")
    page.click("#before summary")
    page.click(".removed summary")
    assert found(page) == []
    page.click("#t1-do-open1")
    page.wait_for_selector("#reader[open]")
    assert found(page) == []
    page.keyboard.press("Escape")
    page.click("#t1-do-wrong")
    page.wait_for_selector("#wrong", state="visible")
    ask(page, "What will the weather be?")
    assert page.locator(".refusal").count() == 1
    assert found(page) == []


def test_axe_is_at_work(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<button id=nameless></button>')")
    assert [line.split(":")[0] for line in found(page)] == ["button-name at #nameless"]


def test_targets_are_large_enough(open_page: OpenPage) -> None:
    desk = open_page()
    ask(desk, "Does Seoul keep its ban?")
    desk.wait_for_selector("#next button")
    assert desk.evaluate(SMALL, 24) == []
    desk.set_viewport_size({"width": 640, "height": 450})  # 1280 x 900 at 200 %
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    desk.click("#t1-do-open1")
    desk.wait_for_selector("#reader[open]")
    assert desk.evaluate("document.querySelector('#reader .text').clientHeight > 200")
    phone = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    ask(phone, "Does Seoul keep its ban?")
    phone.wait_for_selector("#next button")
    small = phone.evaluate(SMALL, 44)
    assert [line for line in small if "-mark:" not in line] == []
    assert phone.evaluate(SMALL, 30) == []  # marks stand in text, and taller ones would cover its next line
