"""RSS, Atom, RDF, JSON Feed and sitemaps give their entries, to the letter."""

from __future__ import annotations

import gzip
import json

import pytest

from rag.errors import CorpusError
from rag.reading.web.feeds import Entry, entries
from rag.reading.web.fetch import Fetched

FEED = "https://tide.example/rss/feed.xml"


def read(text: str | bytes, content_type: str = "text/xml") -> list[Entry] | None:
    data = text if isinstance(text, bytes) else text.encode()
    return entries(Fetched(FEED, content_type, data))


def first(text: str | bytes, content_type: str = "text/xml") -> Entry:
    found = read(text, content_type)
    assert found
    return found[0]


def rss(inner: str, channel: str = "") -> str:
    return f'<rss version="2.0"><channel>{channel}{inner}</channel></rss>'


def item(inner: str, link: str = "<link>https://tide.example/1</link>") -> str:
    return rss(f"<item>{link}{inner}</item>")


def failure(text: str | bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        read(text)
    assert caught.value.path == FEED
    return caught.value.reason


# ---------------------------------------------------------------- RSS

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel>
  <title>Daily Tide</title><link>https://tide.example/</link><language>en-gb</language>
  <atom:link href="https://tide.example/feed" rel="self"/>
  <image><url>https://tide.example/logo.png</url><title>Logo</title></image>
  <item>
    <title>Harbour &amp; <![CDATA[sea <b>wall</b>]]></title>
    <link>../2024/harbour?a=1&amp;b=2</link>
    <guid isPermaLink="false">t1</guid>
    <pubDate>Wed, 01 May 2024 23:30:00 -0200</pubDate>
    <dc:creator>Ada Berg</dc:creator><dc:creator>Ben Cho</dc:creator>
    <category>News</category>
    <description>The wall &lt;em&gt;held&lt;/em&gt;.</description>
    <content:encoded><![CDATA[<p>The wall held. AT&amp;T said so.</p>]]></content:encoded>
    <media:content url="https://tide.example/a.jpg"><media:title>Photo</media:title></media:content>
  </item>
  <item>
    <guid>https://tide.example/2024/guid</guid>
    <title>AT&amp;amp;T wins 5 &lt; 6</title>
    <author>desk@tide.example (Cleo Diaz)</author>
    <pubDate>01 May 2024</pubDate>
    <source url="https://post.example/rss">Trade Post</source>
  </item>
  <item>
    <title>Origin</title><link>https://proxy.example/x</link>
    <feedburner:origLink>https://tide.example/2024/origin</feedburner:origLink>
  </item>
  <item><title>The same again</title><link>https://tide.example/2024/origin</link></item>
  <item>
    <title>Text only</title><guid isPermaLink="false">t5</guid>
    <content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>
  </item>
  <item><title>Mail</title><link>mailto:desk@tide.example</link><description>Write to us.</description></item>
</channel></rss>"""


def test_rss() -> None:
    of_feed = {"publisher": "Daily Tide", "language": "en-gb"}
    assert read(RSS) == [
        Entry(
            "https://tide.example/2024/harbour?a=1&b=2",
            {
                "title": "Harbour & sea wall",
                "authors": ["Ada Berg", "Ben Cho"],
                "published": "2024-05-02T01:30:00+00:00",
                "content": "<p>The wall held. AT&amp;T said so.</p>",
                "summary": "The wall <em>held</em>.",
                **of_feed,
            },
        ),
        Entry(
            "https://tide.example/2024/guid",
            {
                "title": "AT&T wins 5 < 6",
                "authors": ["Cleo Diaz"],
                "published": "2024-05-01",
                "publisher": "Trade Post",
                "language": "en-gb",
            },
        ),
        Entry("https://tide.example/2024/origin", {"title": "Origin", **of_feed}),
        Entry(
            "",
            {"title": "Text only", "content": "<p>All of it.</p>", "id": "t5", **of_feed},
            note="has entries with neither an address nor a text, which were left out: 1",
        ),
    ]


def test_rss_of_1999() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    text = rss("<item><link>1.html</link></item>", "<title>T</title>").replace("2.0", "0.91")
    assert read(f'<?xml version="1.0"?>{old}{text}') == [Entry("https://tide.example/rss/1.html", {"publisher": "T"})]


def test_rdf() -> None:
    text = """<?xml version="1.0"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://old.example/"><title>Old Post</title><link>https://old.example/</link>
      <items><rdf:Seq><rdf:li resource="https://old.example/1"/></rdf:Seq></items></channel>
    <item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>
      <description>First.</description><dc:date>2003-05-01T12:00:00Z</dc:date><dc:creator>Gus</dc:creator>
      <dc:language>en</dc:language></item>
    </rdf:RDF>"""
    assert read(text) == [
        Entry(
            "https://old.example/1",
            {
                "title": "One",
                "authors": ["Gus"],
                "published": "2003-05-01T12:00:00+00:00",
                "publisher": "Old Post",
                "summary": "First.",
                "language": "en",
            },
        )
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Wed, 01 May 2024 12:00:00 GMT", "2024-05-01T12:00:00+00:00"),
        ("Wed, 01 May 2024 12:00:00 EST", "2024-05-01T17:00:00+00:00"),
        ("Wed, 01 May 2024 00:00:00 +0200", "2024-04-30T22:00:00+00:00"),
        ("2024-05-01T12:00:00.5+02:00", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01 12:00", "2024-05-01T12:00:00+00:00"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("Wed, 1 May 2024", "2024-05-01"),
        ("Wed, 01 May 2024 12:00:00 CEST", "Wed, 01 May 2024 12:00:00 CEST"),  # a zone feedparser does not know
        ("yesterday", "yesterday"),
        ("31 Feb 2024 10:00:00 GMT", "31 Feb 2024 10:00:00 GMT"),
        ("9999-12-31T23:59:59-99:99", "9999-12-31T23:59:59-99:99"),
    ],
)
def test_dates(raw: str, said: str) -> None:
    assert first(item(f"<pubDate>{raw}</pubDate>")).fields["published"] == said


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("A &lt;i&gt;b&lt;/i&gt; c", "A b c"),
        ("<![CDATA[A <i>b</i> &#8217; c]]>", "A b ’ c"),
        ("A <i>b</i> c", "A b c"),
        ("  A\n  b ", "A b"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("Zölle – “ja”", "Zölle – “ja”"),
    ],
)
def test_titles_are_plain_text(raw: str, title: str) -> None:
    assert first(item(f"<title>{raw}</title>")).fields["title"] == title


@pytest.mark.parametrize(
    ("raw", "authors"),
    [
        ("Ada Berg", ["Ada Berg"]),
        ("desk@tide.technology (Cleo Diaz)", ["Cleo Diaz"]),
        ("Cleo Diaz &lt;desk@tide.example&gt;", ["Cleo Diaz"]),
        ("Ada Berg (Trade Post)", ["Ada Berg (Trade Post)"]),
        ("desk@tide.example", None),
    ],
)
def test_authors(raw: str, authors: list[str] | None) -> None:
    assert first(item(f"<author>{raw}</author>")).fields.get("authors") == authors


def test_content_that_is_the_description_too_is_said_once() -> None:
    text = "<description>All.</description><content:encoded>All.</content:encoded>"
    assert first(item(text)).fields == {"content": "All."}  # and a prefix that was not declared


def test_markup_that_is_not_escaped_is_markup_all_the_same() -> None:
    text = "<description>One <b>two</b> &amp; three<br/> four</description>"
    assert first(item(text)).fields == {"summary": "One <b>two</b> &amp; three<br> four"}


# ---------------------------------------------------------------- Atom

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://post.example/de/">
  <title type="html">Trade &amp;amp; Post</title><link rel="self" href="feed.atom"/>
  <author><name>Desk</name></author><updated>2024-05-02T10:00:00Z</updated>
  <entry>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Zölle <em>steigen</em></div></title>
    <link rel="enclosure" href="a.mp3"/><link rel="alternate" href="zoelle"/><id>tag:1</id>
    <published>2024-05-01T08:00:00+02:00</published><updated>2024-05-01T09:30:00+02:00</updated>
    <summary>Kurz &amp; gut.</summary>
    <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>Die Zölle steigen.</x:p>
<x:p>Um 5 &lt; 6 Prozent.</x:p></x:div></content>
  </entry>
  <entry>
    <title>Text</title><id>tag:2</id><updated>2024-05-02</updated>
    <author><name>Eva</name><email>e@post.example</email></author><author><name>Finn</name></author>
    <content type="text">Eins &lt; zwei.

Drei.</content>
  </entry>
</feed>"""


def test_atom() -> None:
    of_feed = {"publisher": "Trade & Post", "language": "de"}
    assert read(ATOM) == [
        Entry(
            "https://post.example/de/zoelle",
            {
                "title": "Zölle steigen",
                "authors": ["Desk"],
                "published": "2024-05-01T06:00:00+00:00",
                "updated": "2024-05-01T07:30:00+00:00",
                "content": "<div><p>Die Zölle steigen.</p>\n<p>Um 5 &lt; 6 Prozent.</p></div>",
                "summary": "<p>Kurz &amp; gut.</p>",
                **of_feed,
            },
        ),
        Entry(
            "",
            {
                "title": "Text",
                "authors": ["Eva", "Finn"],
                "updated": "2024-05-02",
                "content": "<p>Eins &lt; zwei.</p><p>Drei.</p>",
                "id": "tag:2",
                **of_feed,
            },
        ),
    ]


def test_atom_03() -> None:
    text = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry>
    <title mode="escaped" type="text/html">a &amp;lt; b</title><link rel="alternate" href="http://old.example/x"/>
    <issued>2003-01-01T10:00:00Z</issued><modified>2003-01-02T10:00:00Z</modified>
    <content mode="xml" type="application/xhtml+xml"><div xmlns="http://www.w3.org/1999/xhtml">Hi</div></content>
    </entry></feed>"""
    assert read(text) == [
        Entry(
            "http://old.example/x",
            {
                "title": "a < b",
                "published": "2003-01-01T10:00:00+00:00",
                "updated": "2003-01-02T10:00:00+00:00",
                "publisher": "T",
                "content": "<div>Hi</div>",
            },
        )
    ]


# ---------------------------------------------------------------- sitemaps

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>
  https://tide.example/1?x=1&amp;y=2 </loc><lastmod>2024-05-01</lastmod>
  <image:image><image:loc>https://tide.example/i.jpg</image:loc><image:title>Photo</image:title></image:image>
  <news:news><news:publication><news:name>Tide</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2024-05-01T10:00:00+01:00</news:publication_date>
    <news:title>Wall &amp; sea</news:title></news:news></url>
<url><loc>/2</loc></url>
<url><loc>/2</loc><lastmod>2024</lastmod></url>
<url><loc>ftp://tide.example/3</loc></url>
</urlset>"""


@pytest.mark.parametrize("data", [SITEMAP.encode(), gzip.compress(SITEMAP.encode()), SITEMAP.encode("utf-16")])
def test_a_sitemap_of_news(data: bytes) -> None:
    assert read(data, "application/octet-stream") == [
        Entry(
            "https://tide.example/1?x=1&y=2",
            {
                "title": "Wall & sea",
                "published": "2024-05-01T10:00:00+01:00",
                "updated": "2024-05-01",
                "publisher": "Tide",
                "language": "en",
            },
        ),
        Entry(
            "https://tide.example/2",
            note="has entries with neither an address nor a text, which were left out: 1",
        ),
    ]


def test_an_index_of_sitemaps() -> None:
    text = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
    <loc>https://tide.example/s.xml.gz</loc><lastmod>2024-05-01T00:00:00Z</lastmod></sitemap></sitemapindex>"""
    assert read(text) == [Entry("https://tide.example/s.xml.gz", {"updated": "2024-05-01T00:00:00Z"}, sitemap=True)]


# ---------------------------------------------------------------- JSON Feed


def test_json_feed() -> None:
    one = {
        "id": "1",
        "url": "/j1",
        "title": "One",
        "content_text": "A <b\n \nB",
        "summary": "S",
        "date_published": "2024-05-01T10:00:00Z",
        "date_modified": "2024-05-02T10:00:00Z",
        "authors": [{"name": "Ada"}, {"url": "x"}, 7],
        "language": "fr",
    }
    items = [one, {"id": "2", "content_html": "<p>x</p>", "url": 5}, {"id": 3, "external_url": "http://b.example/"}, 7]
    feed = {"version": "https://jsonfeed.org/version/1", "title": "J", "author": {"name": "Bo"}, "items": items}
    expected = [
        Entry(
            "https://tide.example/j1",
            {
                "title": "One",
                "authors": ["Ada"],
                "published": "2024-05-01T10:00:00Z",
                "updated": "2024-05-02T10:00:00Z",
                "publisher": "J",
                "content": "<p>A &lt;b</p><p>B</p>",
                "summary": "S",
                "language": "fr",
            },
        ),
        Entry("", {"content": "<p>x</p>", "publisher": "J", "authors": ["Bo"], "id": "2"}),
        Entry("http://b.example/", {"publisher": "J", "authors": ["Bo"]}),
    ]
    assert read(json.dumps(feed), "application/feed+json") == expected
    assert read(json.dumps(feed).replace("/", "\\/").encode("utf-16")) == expected


# ---------------------------------------------------------------- what is none


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text",
        "<!DOCTYPE html><html><body><rss><channel/></rss></body></html>",
        "  <!-- x --><HTML lang=en><head>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "%PDF-1.7",
        '{"a": 1}',
        '{"version": "jsonfeed.org"}',
        '{"version": "https://jsonfeed.org/version/1", "items": [',
        '{"jsonfeed.org":' * 100_000,
        "<!-- never closed",
        "<!DOCTYPE rss [ <!-- never closed <rss>",
    ],
)
def test_what_is_neither_feed_nor_sitemap(text: str) -> None:
    assert read(text, "application/rss+xml") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rss(""), "is a feed without entries; check the address"),
        ("<urlset/>", "is a sitemap without entries; check the address"),
        (
            '{"version": "https://jsonfeed.org/version/1", "items": {"url": "http://a.example"}}',
            "is a feed without entries; check the address",
        ),
        (
            rss("<item><title>Only a title</title></item>"),
            "is a feed without entries; has entries with neither an address nor a text, which were left out: 1;"
            " check the address",
        ),
        (
            "<rss><chan",
            "is a feed without entries; is broken XML (Couldn't find end of Start Tag chan line 1, line 1, column 11),"
            " of which was taken what can be read; check the address",
        ),
    ],
)
def test_feeds_without_entries(text: str, expected: str) -> None:
    assert failure(text) == expected
