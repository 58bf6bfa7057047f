"""Articles by day and publisher as SVG: spans worked out by hand, a row for each publisher, nothing hostile."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from rag.page.maintain.plot import plot
from rag.records import ArticleInfo

if TYPE_CHECKING:
    from collections.abc import Sequence


def articles(*days: date | None, publisher: str = "Daily Tide") -> list[ArticleInfo]:
    return [
        ArticleInfo(doc_id=f"{publisher}-{at}", title="A title", publisher=publisher, published_at=when)
        for at, when in enumerate(days)
    ]


def titles(shown: str) -> list[str]:
    return re.findall("<title>(.*?)</title>", shown)


def rows(shown: str) -> list[str]:
    return re.findall("<bdi>(.*?)</bdi>", shown)


def test_no_dated_article_no_plot() -> None:
    assert plot([]) == plot(articles(None)) == ""


def test_each_day_has_a_bar_and_its_words() -> None:
    noon = datetime(2026, 3, 14, 12, tzinfo=timezone.utc)
    shown = plot(articles(date(2026, 3, 14), noon, date(2026, 3, 12), None))
    assert titles(shown) == ["12 March 2026: 1 article", "14 March 2026: 2 articles"]
    assert rows(shown) == ["Daily Tide"]
    assert 'aria-label="Daily Tide: 3 articles, most in one day: 2 (14 March 2026)"' in shown
    assert "Articles by day and publisher; most in one day: 2 (14 March 2026)" in shown
    # Twelve spans at least: 3 to 14 March; the bar of the 12th is the tenth, half as high as the last.
    assert 'viewBox="0 0 120 100"' in shown
    assert '<rect x="91" y="50" width="8" height="50">' in shown
    assert '<rect x="111" y="0" width="8" height="100">' in shown
    assert "<span>3 March 2026</span><span>14 March 2026</span>" in shown


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (91, ["16 December 2025: 1 article", "17 March 2026: 1 article"]),
        (92, ["week of 15 December 2025: 1 article", "week of 16 March 2026: 1 article"]),
        (800, ["January 2024: 1 article", "March 2026: 1 article"]),
        (4000, ["2015: 1 article", "2026: 1 article"]),
        (100_000, ["1752: 1 article", "2026: 1 article"]),
    ],
)
def test_the_longer_the_time_the_longer_the_spans(days: int, expected: list[str]) -> None:
    last = date(2026, 3, 17)
    shown = plot(articles(last - timedelta(days), last))
    assert titles(shown) == expected
    assert int(re.findall(r'viewBox="0 0 (\d+)0 100"', shown)[0]) <= 300


def test_publishers_by_number_and_the_rest_together() -> None:
    found: Sequence[ArticleInfo] = [
        info
        for at in range(10)
        for info in articles(*[date(2026, 3, 1)] * (11 - at), publisher=f"Paper {at}" if at else "")
    ]
    assert rows(plot(found)) == ["all", "not named", *(f"Paper {at}" for at in range(1, 8)), "2 others"]
    assert re.findall(r"<td>([\d,]+)</td>", plot(found)) == [*map(str, (65, 11, 10, 9, 8, 7, 6, 5, 4, 5))]


def test_a_single_article_among_many_is_seen() -> None:
    shown = plot(articles(*[date(2026, 3, 1)] * 5000, date(2026, 3, 2)))
    assert 'height="6"><title>2 March 2026: 1 article</title>' in shown


def test_a_hostile_publisher_is_text() -> None:
    name = "</bdi><script>alert(1)</script>${alert(2)}{{constructor}}`\"'"
    shown = plot(articles(date(2026, 3, 1), publisher=name))
    assert not re.search(r"<script|\$\{|\{\{|`", shown)
    tree = ElementTree.fromstring(shown)
    assert "".join(tree.find(".//bdi").itertext()) == name[:60]  # type: ignore[union-attr]
    assert tree.find(".//svg").get("aria-label", "").startswith(name)  # type: ignore[union-attr]
