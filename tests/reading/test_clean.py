"""Page furniture goes, the body stays word for word, and fields get their types and say what decided them."""

from __future__ import annotations

import time
import unicodedata
from contextlib import suppress
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.clean import clean
from rag.reading.fields import doc_id
from rag.reading.files import files_below
from rag.reading.load import load
from rag.records import Article, Blob, SourceText

SEED = Path(__file__).parents[3] / "shared" / "seed"
LEE = Path(__file__).parents[2] / "corpus" / "articles" / "lee-nhk-interview.md"
BODY = "Lee spoke to NHK. He was brief."
TODAY = date(2026, 4, 1)


def cleaned(text: str, **fields: object) -> Article:
    return clean(SourceText("/news/a.md", "news/a.md", text, {"title": "Title", **fields}), TODAY)


def read(path: Path) -> Article:
    (blob,) = files_below(path)
    assert isinstance(blob, Blob)
    (source,) = load(blob)
    assert isinstance(source, SourceText)
    return clean(source, TODAY)


# ---------------------------------------------------------------- body and headline


def test_furniture_goes_and_the_body_stays() -> None:
    text = f"Share\n\n{BODY}\n\nDid you know? Fish swim.\n\nMore body.\n\nYou may also like\n\nFish prices doubled"
    assert cleaned(text).text == f"{BODY}\n\nMore body."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("by Chief Editor", ("Chief Editor",)),
        ("By Jane Doe, Seoul", ("Jane Doe, Seoul",)),
        ("By Jane Doe | 3 March 2026", ("Jane Doe",)),
        ("by Ursula von der Leyen", ()),
        ("By the Numbers", ()),
        ("by the time it ended", ()),
        ("By then it was over.", ()),
    ],
)
def test_a_byline_becomes_the_author(line: str, authors: tuple[str, ...]) -> None:
    article = cleaned(f"{line}\n\n{BODY}")
    assert article.authors == authors
    assert article.text == (BODY if authors else f"{line}\n\n{BODY}")


def test_the_authors_field_outranks_the_byline_which_goes_all_the_same() -> None:
    article = cleaned(f"by Chief Editor\n\n{BODY}", authors=["Jane Doe"])
    assert (article.authors, article.text) == (("Jane Doe",), BODY)


def test_the_lines_above_the_body_are_read_and_go() -> None:
    article = cleaned(f"Trevor Hughes\n\nDaily Tide\n\nJan. 10, 2026, 7:33 p.m. ET\n\n{BODY}")
    assert (article.text, article.authors) == (BODY, ("Trevor Hughes",))
    assert article.published_at == datetime(2026, 1, 11, 0, 33, tzinfo=timezone.utc)
    assert article.rules["published_at"] == "dateline"


@pytest.mark.parametrize(
    ("text", "fields", "title", "rest"),
    [
        (f"First line.\n\n{BODY}", {"title": ""}, "First line.", BODY),
        (BODY, {"title": ""}, "", BODY),
        (BODY, {"title": "", "jsonld": {"headline": "Said"}, "feed": {"title": "Fed"}}, "Said", BODY),
        (BODY, {"title": "", "feed": {"title": "Fed"}}, "Fed", BODY),
        (f"TITLE\n\n{BODY}", {}, "Title", BODY),
        (f"Title\n\nBy Jane Doe\n\n{BODY}", {}, "Title", BODY),
        ("Title", {}, "Title", "Title"),
        (BODY, {"title": "Seoul waits for ..."}, "Seoul waits for ...", BODY),
    ],
)
def test_where_the_headline_comes_from(text: str, fields: dict[str, object], title: str, rest: str) -> None:
    article = cleaned(text, **fields)
    assert (article.title, article.text) == (title, rest)


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed page is not part of the repository ({SEED} is absent)")
def test_the_seed_page_keeps_its_body_and_loses_its_furniture() -> None:
    (page,) = SEED.glob("*.txt")
    article = read(page)
    raw = page.read_text(encoding="utf-8")
    lines = [line for line in raw.splitlines() if line.strip()]
    assert article.title == lines[0]
    assert (article.authors, article.published_at, article.kind) == (("Chief Editor",), None, "unknown")
    assert (article.rules, article.extra, article.notes) == ({"language": "text"}, {}, ())
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0] == lines[2]  # after headline and byline
    assert paragraphs[-1] == [line.strip() for line in lines if line.strip().startswith("•")][3]  # the FAQ's come later
    assert len(paragraphs) == 21
    gone = ["Did you know", "Pro Tip", "FAQ", "primary foreign policy goal", "newsletter", "You may also", "Comment"]
    assert [phrase for phrase in gone if phrase in article.text] == []
    assert [paragraph for paragraph in paragraphs if paragraph.removeprefix("• ") not in raw] == []


def test_the_shipped_page_that_looks_scraped_loses_its_furniture() -> None:
    article = read(LEE)
    assert article.authors == ("Footnote project",)
    gone = ["Did you know", "Pro Tip", "FAQ", "What weighs most", "newsletter", "You may also", "Comment", "by Sample"]
    assert [phrase for phrase in gone if phrase in article.text] == []
    assert "However, Japan has pressed for the seafood import restrictions to be kept" in article.text


@pytest.mark.parametrize("text", ["Subscribe now", "***\n\n• •\n\n—", "Leave a comment\n\nFirst!", "", " \u200b\n"])
def test_an_article_of_nothing_but_furniture_is_refused(text: str) -> None:
    with pytest.raises(CorpusError) as caught:
        cleaned(text)
    reason = "nothing is left once page furniture is taken away; remove the file"
    assert str(caught.value) == f"/news/a.md: {reason}"


# ---------------------------------------------------------------- paragraphs and signs

WRAPPED = "A line that an editor wrapped at some seventy signs, and its end."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree."),
        (f"{'A line that an editor wrapped at some seventy signs,':<60}\nand its end.", WRAPPED),
        ("One.\n \t\nTwo.", "One.\n\nTwo."),
        ("  • one\n  • two", "• one\n\n• two"),
        ("a\u00a0b\u2028c\u0085d\te", "a b c d e"),
        ("Fuku\u200bshi\u00adma \ufeff\u202eebb\u0007", "Fukushima ebb"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("👩\u200d🚀 東京", "👩\u200d🚀 東京"),
        ("Dr 👩🏽\u200d⚕\ufe0f", None),
        ("می\u200cخواهم، کتاب\u200cها", None),
        ("क्\u200dष और र्\u200d अंत", None),
        ("auf\u200clage a\u200db", "auflage ab"),
        ("می\u200c\u200c\u200cخواهم خواهم\u200c می", "می\u200cخواهم خواهم می"),
        ("\u200dabc 👩\u200d abc", "abc 👩 abc"),
        ("آیه \u06dd عدد \u202b\u200f\u2067", "آیه \u06dd عدد"),
        ("a" + "\u0316" * 100, "a" + "\u0316" * 30),
    ],
)
def test_a_paragraph_is_one_line_of_visible_signs(text: str, expected: str | None) -> None:
    assert cleaned(text).text == (text if expected is None else expected)


def test_no_control_or_invisible_sign_is_left() -> None:
    every_sign = "".join(map(chr, [*range(1, 0x500), *range(0x2000, 0x2100), *range(0xFE00, 0x10000)]))
    text = cleaned("a" + every_sign.replace("\n", "") + "z").text
    assert {unicodedata.category(sign) for sign in text.replace("\n", "")} & {"Cc", "Cf", "Co", "Cn", "Cs"} == set()
    assert unicodedata.is_normalized("NFC", text)


# ---------------------------------------------------------------- fields


def test_fields_get_their_types() -> None:
    article = cleaned(
        BODY,
        title=" A  title\u200b ",
        publisher="Daily Tide",
        authors="Jane Doe and John Roe; Third, Fourth",
        kind="Opinion",
        language="ko",
        url="https://tide.example/a/?utm_source=x",
        published_at="2024-12-31",
        updated_at=date(2025, 1, 1),
        words=7,
    )
    assert article == Article(
        doc_id="a-2bb07dba",
        title="A title",
        url="https://tide.example/a",
        publisher="Daily Tide",
        authors=("Jane Doe", "John Roe", "Third", "Fourth"),
        published_at=date(2024, 12, 31),
        updated_at=date(2025, 1, 1),
        kind="opinion",
        language="ko",
        content_hash=article.content_hash,
        origin="/news/a.md",
        rules={"published_at": "metadata", "updated_at": "metadata", "kind": "metadata", "language": "metadata"},
        extra={"words": "7"},
        text=BODY,
    )


def test_without_fields_all_is_unknown_but_the_language() -> None:
    article = clean(SourceText("/news/a.txt", "news/a.txt", f"First line.\n\n{BODY}", {}), TODAY)
    assert (article.title, article.text, article.doc_id) == ("First line.", BODY, doc_id("news/a.txt"))
    assert (article.publisher, article.authors, article.published_at, article.kind) == ("", (), None, "unknown")
    assert (article.language, article.rules) == ("en", {"language": "assumed"})


def test_json_ld_and_the_feed_fill_in_what_is_missing() -> None:
    jsonld = {
        "@type": "NewsArticle",
        "datePublished": "2026-03-14T09:00:00Z",
        "author": ["Jane Doe", "John Roe"],
        "publisher": "Daily Tide",
        "inLanguage": "ko-KR",
    }
    feed = {"updated": "Sun, 15 Mar 2026 10:00:00 GMT", "authors": [{"name": "Other"}], "publisher": "Other"}
    article = cleaned(BODY, jsonld=jsonld, feed=feed, section="World")
    assert (article.authors, article.publisher, article.language) == (("Jane Doe", "John Roe"), "Daily Tide", "ko")
    assert article.published_at == datetime(2026, 3, 14, 9, tzinfo=timezone.utc)
    assert article.updated_at == datetime(2026, 3, 15, 10, tzinfo=timezone.utc)
    assert article.kind == "news"
    assert article.rules == {
        "published_at": "JSON-LD",
        "updated_at": "feed",
        "kind": "JSON-LD NewsArticle",
        "language": "metadata",
    }
    assert article.extra == {"section": "World"}
    assert cleaned(BODY, feed=feed).authors == ("Other",)


def test_what_cannot_be_used_is_said_after_what_the_reader_noticed() -> None:
    fields = {"title": "T", "published_at": "yesterday", "updated_at": 0, "kind": "gossip", "language": "?"}
    article = clean(SourceText("/a.md", "a.md", BODY, fields, notes=("its encoding was guessed",)), TODAY)
    assert (article.published_at, article.updated_at, article.kind, article.language) == (None, None, "unknown", "en")
    assert article.notes == (
        "its encoding was guessed",
        "updated_at: 0 is not a date that can be read; write it as 2024-12-31",
        "published_at: 'yesterday' is not a date that can be read; write it as 2024-12-31",
        "kind: 'gossip' is not a kind of article (news, opinion, live, interview, unknown); the rules decide",
        "language: '?' is not a language code such as en; left out",
    )


def test_agencies_are_kept_as_credit() -> None:
    text = f"LONDON (AP) — {BODY}\n\nReporting by Jane Doe for Reuters; editing by John Roe"
    article = cleaned(text)
    assert (article.text, article.extra) == (f"LONDON (AP) — {BODY}", {"credit": "AP; Reuters"})
    assert (article.kind, article.rules["kind"]) == ("news", "credit AP")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"publisher": "P"},
        {"authors": "A"},
        {"kind": "news"},
        {"language": "ko"},
        {"published_at": "2024-12-31"},
        {"updated_at": "2024-12-31"},
        {"url": "https://a.example"},
    ],
)
def test_the_hash_covers_the_text_and_every_field_that_is_known(change: dict[str, object]) -> None:
    assert cleaned(BODY, **change).content_hash != cleaned(BODY).content_hash
    assert cleaned(BODY + " Then he left.").content_hash != cleaned(BODY).content_hash


def test_the_hash_leaves_out_what_is_told_about_the_article() -> None:
    told = cleaned(BODY, basis="other", published_at="soon", kind="gossip")
    assert told.notes and told.extra
    assert told.content_hash == cleaned(BODY).content_hash


# ---------------------------------------------------------------- hostile text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = "title url publisher authors published_at updated_at kind language section jsonld feed other".split()
PIECES = st.sampled_from(
    "• |By |— |(|) |: |\n|\n\n|Share|Related articles|FAQ|? |! |@a |/AP|March 3, 2026|10:30 |Q: |“|”|Sign up ".split(
        "|"
    )
)
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, fields=st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=6))
def test_any_text_gives_an_article_or_says_why_not(text: str, fields: dict[str, object]) -> None:
    try:
        article = clean(SourceText("/a", "a", text, fields), TODAY)
    except CorpusError as error:
        assert error.reason == "nothing is left once page furniture is taken away; remove the file"
    else:
        assert article.text.strip()
        signs = {sign for sign in article.text if unicodedata.category(sign) in ("Cc", "Co", "Cn", "Cs")}
        assert signs <= {"\n"}
        again = clean(SourceText("/a", "a", article.text, {**fields, "title": article.title or "Title"}), TODAY)
        assert set(again.text.split("\n\n")) <= set(article.text.split("\n\n"))


@pytest.mark.parametrize(
    "text",
    [
        " " * 10**6,
        "\n" * 10**6,
        "\n \t" * 333_333,
        "By " * 333_333,
        "— " * 500_000,
        "(" * 10**6,
        "@" * 10**6,
        "A/" * 500_000,
        "1" * 10**6,
        "a" + "\u0316\u0301" * 500_000,
        "\u200d" * 10**6,
        ("newsletter " * 45 + "\n\n") * 2_000,
        ("Aa. " * 120 + "\n\n") * 2_000,
        ("x" * 60 + "\n") * 16_000,
        "Comments\n" * 20_000 + f"{BODY} " * 9,
        ("Related articles\n\n" + "x y.\n\n" * 3) * 5_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(text: str) -> None:
    cleaned(f"{BODY} " * 9)  # loads the model of languages
    start = time.thread_time()
    with suppress(CorpusError):
        cleaned(text)
    assert time.thread_time() - start < 2
