"""JSON-LD is read wherever the article stands in it, as far as it can be parsed, and never beyond its caps."""

from __future__ import annotations

import json

import pytest

from rag.reading.pages.jsonld import JsonLd
from rag.reading.pages.markup import parse


def said(*scripts: object) -> JsonLd:
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    html = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return JsonLd(parse(f"<html><head>{html}</head><body></body></html>", "page"))


ARTICLE = {"@type": "NewsArticle", "headline": "Ferry stops", "datePublished": "2025-03-04"}
FIELDS = {"@type": "NewsArticle", "headline": "Ferry stops", "datePublished": "2025-03-04"}


@pytest.mark.parametrize(
    "scripts",
    [
        [ARTICLE],
        [[{"@type": "WebSite"}, ARTICLE]],
        [{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, ARTICLE]}],
        [{"@type": "WebPage", "mainEntity": ARTICLE}],
        [{"@type": "BreadcrumbList"}, ARTICLE],
        ["{broken", ARTICLE],
        [f"<!--\n{json.dumps(ARTICLE)}\n-->"],
        [f"//<![CDATA[\n{json.dumps(ARTICLE)};\n//]]>"],
        [json.dumps(ARTICLE)[:-1] + ",}"],
        [json.dumps(ARTICLE).replace('"', "&quot;")],
        [json.dumps(ARTICLE)[:-1] + ', "author": {"name": }'],
        [json.dumps(ARTICLE).replace("Ferry stops", "Ferry\nstops")],
        [
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another", "author": "X"}]},
            ARTICLE,
        ],
        [{"@type": "Article"}, ARTICLE],
    ],
    ids=str,
)
def test_the_article_is_found_in_every_form(scripts: list[object]) -> None:
    assert said(*scripts).fields() == FIELDS


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("author", "Ann Low", ["Ann Low"]),
        ("author", {"name": " Ann  Low "}, ["Ann Low"]),
        ("author", [{"@type": "Person", "name": "Ann Low"}, "Bo &amp; Ek"], ["Ann Low", "Bo & Ek"]),
        ("author", [{"@id": "#low"}], ["Ann Low"]),
        ("publisher", {"@id": "#site"}, "Herald"),
        ("publisher", [{"name": ["Herald", "The Herald"]}], "Herald"),
        ("articleSection", ["World", "Ships"], ["World", "Ships"]),
        ("inLanguage", {"@type": "Language", "alternateName": "en"}, "en"),
        ("isAccessibleForFree", "http://schema.org/False", False),
        ("isAccessibleForFree", True, True),
        ("dateModified", 20250304, "20250304"),
        ("@type", ["NewsArticle", "ReportageNewsArticle"], ["NewsArticle", "ReportageNewsArticle"]),
    ],
)
def test_values_become_flat(key: str, value: object, told: object) -> None:
    things = [{"@id": "#low", "name": "Ann Low"}, {"@id": "#site", "name": "Herald"}]
    assert said({"@graph": [{**ARTICLE, key: value}, *things]}).fields()[key] == told


@pytest.mark.parametrize(
    "value", [None, [], {}, {"name": None}, {"@id": "#none"}, [[["x"]]], {"name": {"name": "x"}}, True, 1.5]
)
def test_odd_values_are_nothing(value: object) -> None:
    assert said({**ARTICLE, "author": value}).fields() == FIELDS


def test_a_page_whose_json_ld_has_no_article_says_nothing() -> None:
    assert said({"@type": "Organization", "name": "Herald"}, "[1, 2", "null", '"text"').fields() == {}
    assert said().body() == ""


def test_long_values_and_lists_are_cut() -> None:
    fields = said({**ARTICLE, "headline": "x" * 9_000, "author": [f"Name {n}" for n in range(99)]}).fields()
    assert len(str(fields["headline"])) == 500
    assert fields["author"] == [f"Name {n}" for n in range(20)]


def test_the_body_of_an_article_and_of_a_live_page() -> None:
    assert said({**ARTICLE, "articleBody": "One.\n\nTwo."}).body() == "One.\n\nTwo."
    updates = [{"headline": "08:00", "articleBody": "One."}, {"articleBody": "Two."}, "odd"]
    assert said({"@type": "LiveBlogPosting", "liveBlogUpdate": updates}).body() == "08:00\n\nOne.\n\nTwo."


def test_scripts_of_four_million_characters_are_as_much_as_is_read() -> None:
    assert said({**ARTICLE, "articleBody": "x" * 4_000_000}, ARTICLE).fields() == FIELDS
    assert said({**ARTICLE, "articleBody": "x" * 4_000_000}).body() == ""
