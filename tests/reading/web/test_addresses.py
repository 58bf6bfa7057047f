"""An address leads to its page or to what its feed names, so far and no further, and each host has its turn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_web import Web, page, rss, sitemap

from rag.errors import CorpusError
from rag.reading.web import addresses
from rag.reading.web.addresses import Addresses, feed_text, in_turn
from rag.records import Blob, SourceText, is_address

A, B, C = "https://a.example", "https://b.example", "https://c.example"


def origins(web: Web, *urls: str) -> list[str]:
    """Where what is found comes from; an error by its message."""
    found = Addresses(web).blobs(urls)
    return [str(item) if isinstance(item, CorpusError) else item.origin for item in found]


def only(web: Web, url: str) -> Blob:
    (blob,) = Addresses(web).blobs([url])
    assert isinstance(blob, Blob), blob
    return blob


def read(blob: Blob) -> bytes:
    with blob.open() as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("http://a.example/", True),
        ("https://a.example", True),
        ("HTTPS://a.example/", True),
        ("ftp://a.example/", False),
        ("file:///etc/passwd", False),
        ("https:/a.example", False),
        ("news", False),
        ("", False),
        (Path("https://a.example/"), False),
    ],
)
def test_what_is_an_address(source: object, expected: bool) -> None:
    assert is_address(source) is expected


# ---------------------------------------------------------------- single pages


def test_a_page_is_fetched_once_and_kept_until_it_is_read() -> None:
    web = Web({f"{A}/1": page("One", "<p>Text.</p>")})
    blob = only(web, f"{A}/1")
    assert (blob.origin, blob.relative, blob.name, blob.fields) == (f"{A}/1", f"{A}/1", "", {"url": f"{A}/1"})
    assert read(blob) == page("One", "<p>Text.</p>").encode()
    assert blob.size == len(read(blob))
    assert web.asked == [f"{A}/1"]


def test_beyond_what_is_kept_pages_are_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_HELD", 5)
    web = Web({f"{A}/1": "12345", f"{A}/2": "1"})
    first, second = (blob for blob in Addresses(web).blobs([f"{A}/1", f"{A}/2"]) if isinstance(blob, Blob))
    assert (read(first), read(second)) == (b"12345", b"1")
    assert web.asked == [f"{A}/1", f"{A}/2", f"{A}/2"]


def test_the_url_of_a_page_is_where_it_leads_to() -> None:
    blob = only(Web({f"{A}/short": f"{A}/long", f"{A}/long": "Text."}), f"{A}/short")
    assert (blob.origin, blob.fields) == (f"{A}/short", {"url": f"{A}/long"})


def test_passwords_are_asked_with_but_not_kept() -> None:
    secret = "https://user:s3cret@a.example"
    web = Web({f"{secret}/1": "Text.", f"{secret}/feed": rss(f"{secret}/2@x")})
    for blob in Addresses(web).blobs([f"{secret}/1", f"{secret}/feed"]):
        assert isinstance(blob, Blob)
        assert "s3cret" not in f"{blob.origin} {blob.relative} {blob.fields}"
    assert only(web, f"{secret}/1").origin == f"{A}/1"
    assert only(web, f"{secret}/feed").origin == f"{A}/2@x"


def test_what_cannot_be_had_does_not_cost_the_others() -> None:
    web = Web({f"{A}/1": "Text.", f"{A}/3": CorpusError(f"{A}/3", "is no more", gone=True)})
    found = Addresses(web).blobs([f"{A}/2", f"{A}/1", f"{A}/3"])
    assert [str(item) for item in found if isinstance(item, CorpusError)] == [
        f"{A}/2: answers 404 Not Found; check the address",
        f"{A}/3: is no more",
    ]
    assert [item.gone for item in found if isinstance(item, CorpusError)] == [False, True]


# ---------------------------------------------------------------- feeds and sitemaps


def test_pages_of_a_feed_are_fetched_as_they_are_read() -> None:
    item = f"<link>{A}/1</link><title>One</title><pubDate>Tue, 03 Jun 2025 10:00:00 GMT</pubDate>"
    web = Web({f"{A}/feed": rss(item), f"{A}/1": "Text."})
    blob = only(web, f"{A}/feed")
    assert web.asked == [f"{A}/feed"]
    assert (blob.origin, blob.relative, blob.name, blob.size) == (f"{A}/1", f"{A}/1", "", 0)
    assert blob.fields == {
        "url": f"{A}/1",
        "feed": {"title": "One", "published": "2025-06-03T10:00:00+00:00", "publisher": "Daily Tide"},
    }
    assert read(blob) == b"Text."
    assert web.asked == [f"{A}/feed", f"{A}/1"]


def test_a_broken_feed_is_used_and_said() -> None:
    web = Web({f"{A}/feed": rss(f"{A}/1", f"{A}/2").replace("</channel></rss>", "")})
    one, *others = origins(web, f"{A}/feed")
    assert one == f"{A}/1"
    assert [line for line in others if line.startswith(f"{A}/feed: is broken XML (")] != []


def test_a_feed_without_entries() -> None:
    assert origins(Web({f"{A}/feed": rss()}), f"{A}/feed") == [
        f"{A}/feed: is a feed without entries; check the address"
    ]


def test_sitemaps_of_sitemaps_are_followed_in_order() -> None:
    web = Web(
        {
            f"{A}/index": sitemap(f"{A}/may", f"{A}/june", f"{A}/may", index=True),
            f"{A}/may": sitemap(f"{A}/1", f"{A}/2"),
            f"{A}/june": sitemap(f"{A}/3", f"{A}/gone.xml"),
        }
    )
    assert origins(web, f"{A}/index") == [f"{A}/1", f"{A}/2", f"{A}/3", f"{A}/gone.xml"]
    assert web.asked == [f"{A}/index", f"{A}/may", f"{A}/june"]


def test_sitemaps_that_name_each_other_end() -> None:
    web = Web({f"{A}/a": sitemap(f"{A}/b", index=True), f"{A}/b": sitemap(f"{A}/a", f"{A}/c", index=True)})
    assert origins(web, f"{A}/a") == [f"{A}/c: answers 404 Not Found; check the address"]


def test_sitemaps_are_followed_three_deep() -> None:
    web = Web({f"{A}/{level}": sitemap(f"{A}/{level + 1}", index=True) for level in range(9)})
    assert origins(web, f"{A}/0") == [f"{A}/4: is a sitemap more than 3 indexes deep; name it by itself"]
    assert web.asked == [f"{A}/{level}" for level in range(4)]
    web.pages[f"{A}/3"] = sitemap(f"{A}/page")
    assert origins(web, f"{A}/0") == [f"{A}/page"]


def test_a_sitemap_that_is_none() -> None:
    web = Web(
        {f"{A}/index": sitemap(f"{A}/page", f"{A}/b", index=True), f"{A}/page": "Text.", f"{A}/b": sitemap(f"{A}/1")}
    )
    assert origins(web, f"{A}/index") == [
        f"{A}/page: is named as a sitemap but is none; check the address",
        f"{A}/1",
    ]


def test_pages_without_end() -> None:
    urls = [[f"{A}/{part}/{number}" for number in range(6000)] for part in range(3)]
    web = Web({f"{A}/{part}": sitemap(*urls[part]) for part in range(3)})
    web.pages[f"{A}/index"] = sitemap(*(f"{A}/{part}" for part in range(3)), index=True)
    found = origins(web, f"{A}/index")
    assert found[:-1] == [*urls[0], *urls[1][:4000]]
    assert found[-1] == f"{A}/index: leads to more than 10,000 pages, of which the first were taken; name parts of it"
    assert web.asked == [f"{A}/index", f"{A}/0", f"{A}/1"]


def test_exactly_as_many_pages_as_are_taken() -> None:
    web = Web({f"{A}/all": sitemap(*(f"{A}/{number}" for number in range(10_000)))})
    assert len(origins(web, f"{A}/all")) == 10_000
    assert all(not line.startswith(f"{A}/all") for line in origins(web, f"{A}/all"))


def test_sitemaps_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_SITEMAPS", 3)
    web = Web({f"{A}/{number}": sitemap(f"{A}/page{number}") for number in range(9)})
    web.pages[f"{A}/index"] = sitemap(*(f"{A}/{number}" for number in range(9)), index=True)
    assert origins(web, f"{A}/index") == [
        f"{A}/page0",
        f"{A}/page1",
        f"{A}/page2",
        f"{A}/index: leads to more than 3 sitemaps, of which the first were taken; name parts of it",
    ]


# ---------------------------------------------------------------- turns


def test_each_host_has_its_turn() -> None:
    urls = [f"{A}/1", f"{A}/2", f"{A}/3", f"{B}/1", "https://B.example/2", f"{C}?x", f"{C}#y"]
    assert in_turn(urls, str) == [f"{A}/1", f"{B}/1", f"{C}?x", f"{A}/2", "https://B.example/2", f"{C}#y", f"{A}/3"]
    assert in_turn(["[", "", "https://["], str) == ["[", "https://[", ""]


def test_hosts_take_turns_in_looking_and_in_reading() -> None:
    web = Web(
        {
            f"{A}/feed": rss(f"{A}/1", f"{A}/2", f"{B}/9"),
            f"{B}/feed": rss(f"{B}/1", f"{B}/2"),
            f"{A}/page": "Text.",
        }
    )
    assert origins(web, f"{A}/feed", f"{A}/page", f"{B}/feed", f"{A}/feed") == [
        f"{A}/1",
        f"{B}/9",
        f"{A}/2",
        f"{B}/1",
        f"{B}/2",
        f"{A}/page",
    ]
    assert web.asked == [f"{A}/feed", f"{B}/feed", f"{A}/page"]


# ---------------------------------------------------------------- the feed's own text

WORDS = " ".join(f"word{number}" for number in range(48))
LONG = f"<p>It began on Monday.</p><p>{WORDS} end.</p>"
ERROR = CorpusError(f"{A}/1", "answers 403 Forbidden")


def blob(content: object, url: str = f"{A}/1") -> Blob:
    return Blob(
        url, url, "", lambda: pytest.fail("opened"), fields={"url": url, "feed": {"title": "One", "content": content}}
    )


def test_the_text_of_the_feed_stands_in_for_a_page() -> None:
    assert feed_text(blob(LONG), ERROR) == SourceText(
        f"{A}/1",
        f"{A}/1",
        f"It began on Monday.\n\n{WORDS} end.",
        {"url": f"{A}/1", "feed": {"title": "One", "content": LONG}},
        notes=("answers 403 Forbidden; its text was taken from the feed",),
    )


@pytest.mark.parametrize(
    "content",
    [
        "<p>Short.</p>",
        f"<p>{WORDS}</p>",
        f"{LONG}<p>And then …</p>",
        f"{LONG}<a href='x'>Read more »</a>",
        f"{LONG}<p>Continue reading</p>",
        f"{LONG} [...]",
        "<div>" * 5000 + LONG,
        None,
        7,
    ],
    ids=lambda content: str(content)[-20:],
)
def test_a_teaser_does_not(content: object) -> None:
    assert feed_text(blob(content), ERROR) is ERROR


def test_nor_the_text_of_a_page_that_was_withdrawn() -> None:
    gone = CorpusError(f"{A}/1", "is no more", gone=True)
    assert feed_text(blob(LONG), gone) is gone


def test_nor_where_there_is_no_feed() -> None:
    assert feed_text(Blob("/a.md", "a.md", "a.md", lambda: pytest.fail("opened")), ERROR) is ERROR


def test_an_entry_without_an_address_is_its_text() -> None:
    items = [{"id": "n7", "content_html": LONG}, {"content_html": f"{LONG}<p>More.</p>"}]
    web = Web({f"{A}/feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})})
    first, second = (found for found in Addresses(web).blobs([f"{A}/feed"]) if isinstance(found, Blob))
    assert (first.origin, second.origin) == (f"{A}/feed#n7", f"{A}/feed#{second.origin[-12:]}")
    with pytest.raises(CorpusError) as caught:
        first.open()
    assert str(caught.value) == f"{A}/feed#n7: has no address of its own, only what the feed says"
    source = feed_text(first, caught.value)
    assert isinstance(source, SourceText)
    assert (source.relative, source.text) == (f"{A}/feed#n7", f"It began on Monday.\n\n{WORDS} end.")
