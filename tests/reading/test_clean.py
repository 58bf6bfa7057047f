"""Page furniture goes, the body stays word for word, fields get their types, ids and addresses are derived."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.reading.clean import canonical_url, clean, doc_id
from rag.reading.load import load
from rag.records import Article, SourceText

SEED = Path(__file__).parents[3] / "shared" / "seed"
LEE = Path(__file__).parents[2] / "corpus" / "articles" / "lee-nhk-interview.md"
BODY = "Lee spoke to NHK. He was brief."


def cleaned(text: str, **fields: object) -> Article:
    lines = {name: place for place, name in enumerate(fields, 2)}
    return clean(SourceText("/news/a.md", "news/a.md", text, {"title": "Title", **fields}, lines))


# ---------------------------------------------------------------- furniture


@pytest.mark.parametrize(
    "furniture",
    [
        "Did you know? Fish swim.",
        "Pro Tip: Stay informed.",
        "• Pro tip – stay informed.",
        "Subscribe to our newsletter.",
        "Sign up for our daily mail.",
        "Discover more recipes here. Join the newsletter.",
        "Get our newsletter for more stories about the region.",
        "Share this article",
        "Follow us",
        "Follow us on Mastodon",
        "ADVERTISEMENT",
        "Read more: Seoul waits",
        "Related: Seoul waits",
        "Photo: A. Reporter",
        "Tags: trade, fish",
        "© 2024 Daily Tide",
        "Copyright 2024 Daily Tide",
        "This site uses cookies.",
        "FAQ",
        "FAQ\n\n• What is it? A pact.\n\n• Who is in it? Twelve.",
        "Frequently Asked Questions:\n\nWhat is it?\n\nA pact.",
    ],
)
def test_furniture_goes_and_the_body_stays(furniture: str) -> None:
    assert cleaned(f"{BODY}\n\n{furniture}\n\nMore body.").text == f"{BODY}\n\nMore body."


@pytest.mark.parametrize(
    "tail", ["You may also like", "Leave a Comment", "Related articles:", "Recommended for you", "Comments (3)"]
)
def test_nothing_after_a_tail_is_body(tail: str) -> None:
    assert cleaned(f"{BODY}\n\n{tail}\n\nFish prices doubled overnight.").text == BODY


@pytest.mark.parametrize(
    "body",
    [
        "Readers did not subscribe to that view. Did you know? he asked.",
        "Follow US guidance, the minister told exporters.",
        "Sharing this burden is hard.",
        "Comments by the minister were brief.",
        "You may also like fish, said Lee.",
        "Advertisement spending rose by 4 per cent.",
        "FAQ pages are common.",
    ],
)
def test_body_that_resembles_furniture_stays(body: str) -> None:
    assert cleaned(f"{BODY}\n\n{body}\n\nMore body.").text == f"{BODY}\n\n{body}\n\nMore body."


def test_after_the_faq_the_body_goes_on() -> None:
    text = "FAQ\n\n• What is it? A pact.\n\nThe pact has twelve members."
    assert cleaned(f"{BODY}\n\n{text}").text == f"{BODY}\n\nThe pact has twelve members."


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("by Chief Editor", ("Chief Editor",)),
        ("By Jane Doe, Seoul", ("Jane Doe, Seoul",)),
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


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed page is not part of the repository ({SEED} is absent)")
def test_the_seed_page_keeps_its_body_and_loses_its_furniture() -> None:
    (page,) = SEED.glob("*.txt")
    article = clean(load(page, SEED))
    raw = page.read_text(encoding="utf-8")
    lines = [line for line in raw.splitlines() if line.strip()]
    assert article.title == lines[0]
    assert (article.authors, article.published_at, article.kind) == (("Chief Editor",), None, "unknown")
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0] == lines[2]  # after headline and byline
    assert paragraphs[-1] == [line.strip() for line in lines if line.strip().startswith("•")][3]  # the FAQ's come later
    assert len(paragraphs) == 21
    gone = ["Did you know", "Pro Tip", "FAQ", "primary foreign policy goal", "newsletter", "You may also", "Comment"]
    assert [phrase for phrase in gone if phrase in article.text] == []
    assert [paragraph for paragraph in paragraphs if paragraph.removeprefix("• ") not in raw] == []


def test_the_shipped_page_that_looks_scraped_loses_its_furniture() -> None:
    article = clean(load(LEE, LEE.parent))
    assert article.authors == ("Footnote project",)
    gone = ["Did you know", "Pro Tip", "FAQ", "What weighs most", "newsletter", "You may also", "Comment", "by Sample"]
    assert [phrase for phrase in gone if phrase in article.text] == []
    assert "However, Japan has pressed for the seafood import restrictions to be kept" in article.text


@pytest.mark.parametrize("text", ["Subscribe now", "***\n\n• •\n\n—", "Leave a comment\n\nFirst!"])
def test_an_article_of_nothing_but_furniture_is_refused(text: str) -> None:
    with pytest.raises(CorpusError) as caught:
        cleaned(text)
    reason = "nothing is left once page furniture is taken away; remove the file"
    assert str(caught.value) == f"/news/a.md: {reason}"


# ---------------------------------------------------------------- paragraphs and signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree."),
        (f"{'A line that an editor wrapped at some seventy signs,':<60}\nand its end.", None),
        ("One.\n \t\nTwo.", "One.\n\nTwo."),
        ("  • one\n  • two", "• one\n\n• two"),
        ("a\u00a0b\u2028c\u0085d\te", "a b c d e"),
        ("Fuku\u200bshi\u00adma \ufeff\u202eebb\u0007", "Fukushima ebb"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("👩\u200d🚀 東京", "👩🚀 東京"),
    ],
)
def test_a_paragraph_is_one_line_of_visible_signs(text: str, expected: str | None) -> None:
    joined = "A line that an editor wrapped at some seventy signs, and its end."
    assert cleaned(text).text == (joined if expected is None else expected)


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
        author="Jane Doe and John Roe; Third, Fourth",
        kind="Opinion",
        language="ko",
        url="https://tide.example/a/?utm_source=x",
        published_at="2024-12-31",
        updated_at=date(2025, 1, 1),
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
        text=BODY,
    )


def test_without_fields_all_is_unknown_but_the_language() -> None:
    article = clean(SourceText("/news/a.txt", "news/a.txt", f"First line.\n\n{BODY}", {}))
    assert (article.title, article.text, article.doc_id) == ("First line.", BODY, doc_id("news/a.txt"))
    assert (article.publisher, article.authors, article.published_at, article.kind) == ("", (), None, "unknown")
    assert article.language == "en"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("published_at", "soon", "'soon' is not a date; write it as 2024-12-31 or leave the field out"),
        ("updated_at", 2024, "2024 is not a date; write it as 2024-12-31 or leave the field out"),
        (
            "kind",
            "Gossip",
            "'gossip' is not a kind of article; the kinds are news, opinion, live, interview, unknown",
        ),
    ],
)
def test_a_field_that_cannot_be_used_names_file_line_and_field(field: str, value: object, reason: str) -> None:
    with pytest.raises(CorpusError) as caught:
        cleaned(BODY, publisher="P", **{field: value})
    assert str(caught.value) == f"/news/a.md:3: {field}: {reason}"
    assert (caught.value.line, caught.value.field) == (3, field)


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
def test_the_hash_covers_every_field_that_is_kept(change: dict[str, object]) -> None:
    assert cleaned(BODY, **change).content_hash != cleaned(BODY).content_hash
    assert cleaned(BODY, basis="dropped").content_hash == cleaned(BODY).content_hash


# ---------------------------------------------------------------- ids and addresses


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("https://example.com/a/b", "b-ed1d4137"),
        ("six/ban.md", "ban-4b8c941d"),
        ("https://x.example", "article-"),
        ("news/Ünïcode Näme!.md", "unicode-name-"),
        ("六/新聞.md", "article-"),
        ("news/" + "long-" * 20 + ".md", "long-long-long-long-long-long-long-long-"),
    ],
)
def test_a_doc_id_can_be_read_and_typed(place: str, expected: str) -> None:
    found = doc_id(place)
    assert found.startswith(expected)
    assert len(found.removeprefix(expected)) in (0, 8)
    assert len(found) <= 49


def test_equal_names_in_other_places_have_other_ids() -> None:
    assert doc_id("a/news.md") != doc_id("b/news.md")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://tide.example/a", "https://tide.example/a"),
        ("HTTPS://Tide.Example/A/", "https://tide.example/A"),
        ("https://tide.example/a#top", "https://tide.example/a"),
        ("https://tide.example/a?id=3&utm_source=x&fbclid=y&ref=z", "https://tide.example/a?id=3"),
        ("https://tide.example/?reference=1", "https://tide.example?reference=1"),
        (" http://tide.example ", "http://tide.example"),
        ("javascript:alert(1)", ""),
        ("ftp://tide.example/a", ""),
        ("tide.example/a", ""),
        ("http://[half-an-address/", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected
