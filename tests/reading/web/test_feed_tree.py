"""Broken feeds give what is there; feeds made to do harm do none: they take no time, no memory, no other file."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.web.feed_tree import MOST_ENTRIES
from rag.reading.web.feeds import Entry, entries
from rag.reading.web.fetch import Fetched

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://tide.example/feed"


def read(text: str | bytes, content_type: str = "") -> list[Entry] | None:
    return entries(Fetched(FEED, content_type, text if isinstance(text, bytes) else text.encode()))


def item(inner: str, before: str = "") -> str:
    link = "<link>https://tide.example/1</link>"
    return f'{before}<rss version="2.0"><channel><item>{link}{inner}</item></channel></rss>'


def only(text: str | bytes, content_type: str = "") -> Entry:
    (entry,) = read(text, content_type) or []
    return entry


def broken(why: str) -> str:
    return f"is broken XML ({why}), of which was taken what can be read"


# ---------------------------------------------------------------- broken


def test_a_feed_that_is_cut_off() -> None:
    text = (
        '<rss version="2.0"><channel><title>T</title>\n<item><title>One</title><link>/1</link></item>\n<item><title>Tw'
    )
    (entry,) = read(text) or []
    assert entry.url == "https://tide.example/1"
    assert entry.fields == {"title": "One", "publisher": "T"}
    assert entry.note == (
        "has entries with neither an address nor a text, which were left out: 1; "
        + broken("Premature end of data in tag title line 3, line 3, column 16")
    )


def test_characters_that_html_knows_and_xml_does_not() -> None:
    text = item(
        "<title>Caf&eacute;&nbsp;& bar&#0; &lol; &copy</title><description><![CDATA[a & &eacute;]]></description>"
    )
    assert only(text) == Entry(
        "https://tide.example/1",
        {"title": "Café & bar\ufffd &lol; &copy", "summary": "a & &eacute;"},
        note=broken("Entity 'eacute' not defined, line 1, column 88"),
    )


def test_prefixes_that_nobody_declared() -> None:
    text = item("<dc:creator>Ada</dc:creator><content:encoded>All.</content:encoded><media:title>No</media:title>")
    assert only(text).fields == {"authors": ["Ada"], "content": "All."}


def test_control_characters_and_blank_lines_before_the_declaration() -> None:
    text = "\n\n" + item("<title>One\x0b\x00 two\ufffe</title>", '<?xml version="1.0"?>')
    assert only(text) == Entry("https://tide.example/1", {"title": "One two"})


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    text = item("<title>Zölle</title>", f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>')
    assert only(text.encode(encoding)).fields == {"title": "Zölle"}


@pytest.mark.parametrize(
    ("title", "encoding", "content_type", "declared"),
    [
        ("Привет", "cp1251", "text/xml; charset=windows-1251", ""),
        ("Привет", "cp1251", 'text/xml; Charset="cp1251"', "utf-8"),
        ("Привет", "koi8-r", "text/xml", "koi8-r"),
        ("Привет", "utf-8", "text/xml; charset=iso-8859-1", "iso-8859-1"),  # a claim that is often wrong
        ("日本", "iso-2022-jp", "", "iso-2022-jp"),
        ("日本", "shift_jis", "", "shift_jis"),
        ("“Zölle”", "cp1252", "", "us-ascii"),
        ("“Zölle”", "cp1252", "", "no such encoding"),
        ("ÿ", "cp1252", "", "zlib"),
    ],
)
def test_encodings_that_are_said(title: str, encoding: str, content_type: str, declared: str) -> None:
    text = item(f"<title>{title}</title>", f'<?xml version="1.0" encoding="{declared}"?>' if declared else "")
    assert only(text.encode(encoding), content_type).fields == {"title": title}


# ---------------------------------------------------------------- entities

LAUGHS = "<!DOCTYPE rss [" + '<!ENTITY l0 "lol">'
LAUGHS += "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12)) + "]>"
ONE_LONG = f"<!DOCTYPE rss [<!ENTITY x '{'A' * 100_000}'>]>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_billion_laughs_are_none(encoding: str) -> None:
    text = item("<title>&l11;</title><description a='&l11;'>&l11;</description>", LAUGHS)
    assert only(text.encode(encoding)).fields == {"title": "&l11;", "summary": "&l11;"}
    sitemap = LAUGHS + "<urlset><url a='&l11;'><loc>https://tide.example/?a&l11;</loc></url></urlset>"
    assert only(sitemap.encode(encoding)).url == "https://tide.example/?a&l11;"


def test_a_long_entity_named_often_does_not_grow() -> None:
    tracemalloc.start()
    text = item(f"<description>{'&x;' * 20_000}</description>", ONE_LONG)
    assert only(text).fields == {"summary": "&x;" * 20_000}
    assert tracemalloc.get_traced_memory()[1] < 50_000_000  # 2 GB if they were put in
    tracemalloc.stop()


@pytest.mark.parametrize("comment", ["", "<!-- <a -->", "<!-- <!DOCTYPE rss> -->", "<?x <rss?>"])
def test_no_other_file_is_read(tmp_path: Path, comment: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password", encoding="utf-8")
    declared = f"<!ENTITY x SYSTEM '{secret.as_uri()}'><!ENTITY % p SYSTEM '{secret.as_uri()}'>%p;"
    for kind in (f"[{declared}]", f"SYSTEM '{secret.as_uri()}'", f"PUBLIC '>' '{secret.as_uri()}' [{declared}]"):
        entry = only(item("<title>&x;</title>", f"{comment}<!DOCTYPE rss {kind}>"))
        assert entry.fields == {"title": "&x;"}


def test_a_second_document_type_declares_nothing() -> None:
    assert "A" * 100 not in str(read(item("<title>&x;</title>", f"<!DOCTYPE rss>{ONE_LONG}")))
    assert "A" * 100 not in str(read(item(f"<title>{ONE_LONG}&x;</title>")))


# ---------------------------------------------------------------- time and memory

N = 10_000
HOSTILE = {
    "deep": "<a>" * N + "</a>" * N,
    "deep and broken": "&" + "<a>" * N,
    "deep content": "<content type='xhtml'>" + "<a>" * N + "</a>" * N + "</content>",
    "attributes": "<a " + "".join(f"a{number}='1' " for number in range(N)) + "/>",
    "categories": "".join(f"<category>a{number}</category>" for number in range(N)),
    "nested bases": "<b xml:base='aaaaaaaaaaaaaaaaaaaa/'>" * N + "</b>" * N,
    "a long base": f"<a xml:base='http://b.example/{'a' * 500_000}'/>",
    "name spaces": "".join(f"<b xmlns:a{number}='http://a/{number}'>" for number in range(N)),
    "persons": f"<author>{'a' * N}</author>" * 20 + f"<dc:publisher>{'a' * N}</dc:publisher>" * 20,
    "many persons": "<author>a@b (c)</author>" * N,
    "dates": f"<pubDate>{'1' * N}</pubDate>" * 20 + f"<pubDate>{' 1' * N}</pubDate>" * 20,
    "links": "<link>../a</link>" * N,
    "ampersands": "<description>" + "&" * 10 * N + "</description>",
    "less than": "<description>" + "<" * 10 * N + "</description>",
    "open sections": "<description>&" + "<![CDATA[" * N + "</description>",
    "open comments": "<description>&" + "<!--" * N + "</description>",
    "open declarations": "<description>&" + "<!a " * N + "</description>",
    "open values": "<description>&" + "<a b='" * 3 * N + "</description>",
    "escaped": "<description>" + "&#38;lt;" * 3 * N + "</description>",
    "wrong ends": "&" + "<b>" * N + "</c>" * N,
    "keywords": "<itunes:keywords>" + ",".join(map(str, range(N))) + "</itunes:keywords>",
    "base64": "<content type='image/x'>" + "AAAA" * 10 * N + "</content>",
}


@pytest.mark.parametrize("inner", HOSTILE.values(), ids=HOSTILE)
def test_hostile_feeds_take_little_time(inner: str) -> None:
    texts = [
        item(inner),
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inner}</entry></feed>",
        f"<urlset><url>{inner}",
    ]
    for text in texts:
        begun = time.process_time()
        try:
            read(text)
        except CorpusError as error:
            assert len(str(error)) < 500
        assert time.process_time() - begun < 2


@pytest.mark.parametrize("kind", ["nested bases", "a long base"])
def test_bases_do_not_add_up(kind: str) -> None:
    items = "<item><link>x</link></item>" * 1000
    tracemalloc.start()
    for text in (item(HOSTILE[kind] + items), item(HOSTILE[kind]).replace("/>", f">{items}</a>")):
        assert only(text).url
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000  # 500 MB and more before they were cut


@pytest.mark.parametrize(
    "before",
    ["<!DOCTYPE rss [" + "<!--" * N, "<!DOCTYPE rss " + "\"'" * N, "<?a " * N, "<!--" * N, "<!DOCTYPE rss " * N],
)
def test_hostile_beginnings(before: str) -> None:
    begun = time.process_time()
    assert read(item("", before)) is None
    assert time.process_time() - begun < 1


def test_an_encoding_that_takes_minutes_is_not_used() -> None:
    begun = time.process_time()
    text = item(f"<title>ok</title><description>a-{'9' * 300_000}\xff</description>", '<?xml encoding="punycode"?>')
    assert only(text.encode("latin-1")).fields["title"] == "ok"
    assert time.process_time() - begun < 1


def test_refusals_in_words() -> None:
    with pytest.raises(CorpusError) as caught:
        read(item(HOSTILE["attributes"]))
    assert str(caught.value) == f"{FEED}: has more elements or attributes than any real feed; check the address"
    with pytest.raises(CorpusError) as caught:
        read(gzip.compress(b"<rss>" + bytes(20_000_000)))
    assert str(caught.value) == f"{FEED}: is longer than 20 MB unpacked; unpack it and split it"
    with pytest.raises(CorpusError) as caught:
        read(gzip.compress(item("").encode())[:-3])
    assert str(caught.value) == f"{FEED}: cannot be unpacked as gzip (the end is missing); run it again later"


def test_only_the_first_entries_are_taken() -> None:
    note = "has more than 10,000 entries, of which the first were taken"
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(MOST_ENTRIES + 1))
    urls = "".join(f"<url><loc>/{number}</loc></url>" for number in range(5 * MOST_ENTRIES))
    for text in (f"<rss version='2.0'><channel>{items}</channel></rss>", f"<urlset>{urls}</urlset>"):
        found = read(text) or []
        assert len(found) == MOST_ENTRIES
        assert found[0] == Entry("https://tide.example/0")
        assert found[-1] == Entry("https://tide.example/9999", note=note)


# ---------------------------------------------------------------- anything

WORDS = (
    "<rss version='2.0'>|<channel>|<item>|</item>|<feed xmlns='http://www.w3.org/2005/Atom'>|<entry>|</entry>|<urlset>|"
    "<url>|<loc>|</loc>|<link>|</link>|<link href='|'/>|http://a.example/|<title type='xhtml'>|</title>|<![CDATA[|]]>|"
    "<content:encoded>|&amp;|&|&#x0;|<!--|-->|<?xml encoding='utf-16'?>|<!DOCTYPE rss [|]>|<!ENTITY a '|<dc:date>|"
    "<author>|2024-13-45|</author>|<source>|<rdf:RDF>|<sitemapindex>|}]}|\0|"
    '{"version": "https://jsonfeed.org/version/1", "items": [{'
).split("|")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_gives_entries_or_a_sentence(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xfe", b"\x1f\x8b", b"<rss>", b"<feed><entry>", b"<urlset>", b"{"]),
)
def test_any_bytes_give_entries_or_a_sentence(data: bytes, start: bytes) -> None:
    check(start + data)


def check(data: bytes) -> None:
    try:
        found = read(data) or []
    except CorpusError as error:
        assert error.path == FEED
    else:
        assert all(entry.url.lower().startswith(("http://", "https://")) or entry.fields["content"] for entry in found)
