"""What a page says of itself is taken down in a written order, and never passes the page off as another site's."""

from __future__ import annotations

import pytest

from rag.reading.pages.jsonld import JsonLd
from rag.reading.pages.markup import parse
from rag.reading.pages.metadata import page_fields

ADDRESS = "https://www.herald.example/2025/ship?page=2"


def fields(head: str = "", body: str = "", address: str = "") -> dict[str, object]:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>", "page")
    return page_fields(tree, JsonLd(tree), address)[0]


def notes(head: str, address: str) -> list[str]:
    tree = parse(f"<html><head>{head}</head><body></body></html>", "page")
    return page_fields(tree, JsonLd(tree), address)[1]


def canonical(href: str) -> str:
    return f'<link rel="canonical" href="{href}">'


# ---------------------------------------------------------------- address


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (canonical("https://herald.example/ship"), "https://herald.example/ship"),
        (canonical("/ship"), "https://www.herald.example/ship"),
        (canonical(" //amp.herald.example/ship "), "https://amp.herald.example/ship"),
        (canonical("https://news.herald.example/ship"), "https://news.herald.example/ship"),
        ('<meta property="og:url" content="https://herald.example/ferry">', "https://herald.example/ferry"),
        (canonical("https://herald.example/"), ADDRESS),
        (canonical("https://herald.example/index.html"), ADDRESS),
        (canonical("https://herald.example/en-gb/"), ADDRESS),
        (canonical("https://herald.example/?p=41"), "https://herald.example/?p=41"),
        (canonical("javascript:alert(1)"), ADDRESS),
        (canonical("http://["), ADDRESS),
        (canonical(""), ADDRESS),
        ('<base href="https://evil.example/">' + canonical("/ship"), "https://www.herald.example/ship"),
        (canonical("https://herald.example/" + "x" * 3_000), ADDRESS),
        (canonical("https://other.example/ship"), ADDRESS),
        ("", ADDRESS),
    ],
)
def test_the_address(head: str, url: str) -> None:
    assert fields(head, address=ADDRESS)["url"] == url


def test_without_an_address_of_its_own_a_page_may_name_any_but_not_half_of_one() -> None:
    assert fields(canonical("https://other.example/ship"))["url"] == "https://other.example/ship"
    assert "url" not in fields(canonical("/ship"))
    assert fields(canonical("/ship"), address="http://[")["url"] == "http://["


def test_a_page_that_names_another_site_as_its_address_is_reported() -> None:
    assert notes(canonical("https://other.example/ship"), ADDRESS) == [
        "says that its address is https://other.example/ship, on another site; the one it was read from is kept"
    ]
    assert notes(canonical("https://herald.example/ship"), ADDRESS) == []


# ---------------------------------------------------------------- title and publisher


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        ('<meta property="og:title" content="A"><title>B</title>', "<h1>C</h1>", "A", ""),
        ("<title>B</title>", "<h1>Logo</h1><article><h1>C <b>d</b></h1></article>", "C d", ""),
        ('<meta property="og:site_name" content="Herald"><title>B | Herald</title>', "<h1>Herald</h1>", "B", "Herald"),
        ('<meta property="og:site_name" content="H"><meta property="og:title" content="B - H">', "", "B", "H"),
        ("<title>Ship — and more — The Herald</title>", "<h1>Ship</h1>", "Ship", "The Herald"),
        ("<title>Ship - The Herald</title>", "<a href=/>The Herald</a>", "Ship", "The Herald"),
        ("<title>Man dies - police</title>", "<p>It was said.</p>", "Man dies - police", ""),
        ('<script type="application/ld+json">{"@type": "Article", "headline": "L", "publisher": "P"}</script>', "",
         "L", "P"),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_the_title_and_the_publisher(head: str, body: str, title: str, publisher: str) -> None:
    found = fields(head, body)
    assert (found.get("title", ""), found.get("publisher", "")) == (title, publisher)


def test_the_host_stands_for_a_publisher_that_is_not_named() -> None:
    assert fields(address=ADDRESS)["publisher"] == "herald.example"


# ---------------------------------------------------------------- authors


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (meta("author", "Ann Low"), "", ("Ann Low",)),
        (meta("author", "By Ann Low, Bo Ek and Ann Low"), "", ("Ann Low", "Bo Ek")),
        (meta("author", "Ann Low, Health Editor"), "", ("Ann Low",)),
        (meta("author", "Ann Low (ann@herald.example)"), "", ("Ann Low",)),
        (meta("author", "https://social.example/annlow"), "<a rel=author href=/a>Ann Low</a>", ("Ann Low",)),
        (meta("author", "Herald") + '<meta property="og:site_name" content="Herald">', "<p class=byline>By Ann Low</p>",
         ("Ann Low",)),
        (meta("author", "Staff"), "<p class=byline>By Ann Low</p>", ("Ann Low",)),
        (meta("author", "Staff"), "", ("Staff",)),
        (meta("author", "Ann Low, Staff"), "", ("Ann Low",)),
        ("", "<div class='article__byline'>By <a href='/authors/low'>Ann Low</a>, <a href=/x>Follow</a></div>",
         ("Ann Low",)),
        ("", "<div class=by>By Ann Low | 4 March 2025</div>", ("Ann Low",)),
        ("", "<span itemprop=author><span itemprop=name>Ann Low</span> in Osk</span>", ("Ann Low",)),
        ("", "<div class=comment><span class=comment-author>walter99</span></div>", ()),
        (meta("author", "x" * 200), "", ()),
        ("", "", ()),
    ],
)  # fmt: skip
def test_the_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert fields(head, body).get("authors", ()) == authors


# ---------------------------------------------------------------- dates and the rest


def test_dates_are_taken_in_order_as_they_are_written() -> None:
    first = '<meta property="article:published_time" content="4 March 2025">'
    others = meta("dc.date", "2024-01-01") + meta("date", "2023-01-01")
    assert fields(others + first)["published_at"] == "4 March 2025"
    assert fields(others)["published_at"] == "2024-01-01"
    assert fields('<meta itemprop="dateModified" content="2025-03-05">')["updated_at"] == "2025-03-05"


def test_a_time_counts_where_it_says_which_it_is_and_no_reader_wrote_it() -> None:
    comment = "<div class=comments><time itemprop=datePublished datetime=2020-01-01>old</time></div>"
    assert "published_at" not in fields(body=comment + "<time datetime=2021-01-01>x</time>")
    assert fields(body=comment + "<time pubdate datetime=2025-03-04>x</time>")["published_at"] == "2025-03-04"
    assert fields(body=comment + "<span itemprop=datePublished>4 March</span>")["published_at"] == "4 March"


def test_language_section_and_type() -> None:
    head = '<meta property="og:locale" content="de_AT"><meta property="article:section" content="Reise">'
    head += '<meta property="og:type" content="article">'
    assert fields(head) == {"language": "de_AT", "section": "Reise", "og_type": "article"}


def test_what_is_said_is_capped() -> None:
    found = fields(f'<meta property="og:title" content="{"x " * 9_000}"><meta name="date" content="{"1" * 9_000}">')
    assert (len(str(found["title"])), len(str(found["published_at"]))) == (500, 200)
