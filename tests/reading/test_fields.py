"""Usual names become ours, whoever spelt them; an address has one form; what has no name is kept within bounds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.reading.fields import NAMES, canonical_url, doc_id, extra_fields, known_fields

README = Path(__file__).parents[2] / "corpus" / "README.md"

# ---------------------------------------------------------------- names

# As the services and programs named give them.
SPELT: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "newsapi.org": (
        {
            "source": {"id": None, "name": "Daily Tide"},
            "author": "Jane Doe",
            "title": "A ban",
            "description": "Short.",
            "url": "https://tide.example/a",
            "urlToImage": None,
            "publishedAt": "2024-03-14T09:00:00Z",
            "content": "Text.",
        },
        {
            "publisher": "Daily Tide",
            "authors": "Jane Doe",
            "title": "A ban",
            "description": "Short.",
            "url": "https://tide.example/a",
            "published_at": "2024-03-14T09:00:00Z",
            "text": "Text.",
        },
    ),
    "WordPress": (
        {
            "id": 7,
            "date": "2024-03-14T09:00:00",
            "guid": {"rendered": "https://tide.example/?p=7"},
            "modified": "2024-03-15T09:00:00",
            "link": "https://tide.example/a",
            "title": {"rendered": "Korea&#8217;s <em>ban</em>"},
            "content": {"rendered": "<p>Text.</p>", "protected": False},
            "author": 12,
        },
        {
            "id": 7,
            "published_at": "2024-03-14T09:00:00",
            "guid": {"rendered": "https://tide.example/?p=7"},
            "updated_at": "2024-03-15T09:00:00",
            "url": "https://tide.example/a",
            "title": "Korea’s ban",
            "text": "<p>Text.</p>",
        },
    ),
    "JSON Feed": (
        {
            "id": "https://tide.example/a",
            "content_html": "<p>Text.</p>",
            "authors": [{"name": "Jane Doe"}, {"name": "John Roe"}],
            "date_published": "2024-03-14",
        },
        {
            "url": "https://tide.example/a",
            "text": "<p>Text.</p>",
            "authors": ["Jane Doe", "John Roe"],
            "published_at": "2024-03-14",
        },
    ),
    "news-please": (
        {"maintext": "Text.", "source_domain": "tide.example", "date_publish": "2024-03-14", "authors": ["Jane Doe"]},
        {"text": "Text.", "publisher": "tide.example", "published_at": "2024-03-14", "authors": ["Jane Doe"]},
    ),
    "MongoDB": (
        {"_id": {"$oid": "65f2"}, "body": "Text.", "date": {"$date": "2024-03-14T09:00:00Z"}},
        {"_id": {"$oid": "65f2"}, "text": "Text.", "published_at": "2024-03-14T09:00:00Z"},
    ),
    "pandas": (
        {"Headline": "A ban", "Full Text": "Text.", "byline": "['Jane Doe', \"Ann O'Hara\"]", "Pub-Date": float("nan")},
        {"title": "A ban", "text": "Text.", "authors": ["Jane Doe", "Ann O'Hara"]},
    ),
    "numbers": ({"timestamp": 1710406800, "text": "Text."}, {"published_at": 1710406800, "text": "Text."}),
    "front matter": ({"date": date(2024, 3, 14)}, {"published_at": date(2024, 3, 14)}),
}


@pytest.mark.parametrize("service", SPELT)
def test_the_fields_of(service: str) -> None:
    row, expected = SPELT[service]
    assert known_fields(row) == expected


@pytest.mark.parametrize("ours", NAMES)
def test_each_name_is_understood_in_any_spelling_and_stands_in_the_readme(ours: str) -> None:
    value = "https://tide.example/a" if ours == "url" else "A"
    told = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{ours}` | `"))
    assert told == f"| `{ours}` | {', '.join(f'`{usual}`' for usual in NAMES[ours].split())} |"
    for usual in NAMES[ours].split():
        words = usual.split("_")
        for spelling in (usual, usual.upper(), " ".join(words).title(), words[0] + "".join(map(str.title, words[1:]))):
            assert known_fields({spelling: value}) == {ours: value}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"title": "", "headline": " \n", "name": "N"}, {"title": "N"}),
        ({"headline": "H", "title": "T"}, {"title": "T", "headline": "H"}),
        ({"Title": "A", "title": "B"}, {"title": "A"}),
        ({"text": "T", "content": "C", "body": "B"}, {"text": "T"}),
        ({"text": ["One.", "Two."]}, {"text": "One.\n\nTwo."}),
        ({"paragraphs": [{"text": "One."}, {"text": "Two."}]}, {"text": "One.\n\nTwo."}),
        ({"text": 5}, {"text": 5}),  # kept, though it is no text
        ({"link": "/a", "web_url": "https://tide.example/a"}, {"url": "https://tide.example/a", "link": "/a"}),
        ({"id": "7", "guid": "tag:7"}, {"id": "7", "guid": "tag:7"}),
        ({"source": "https://tide.example"}, {"url": "https://tide.example"}),
        ({"site": "https://tide.example", "domain": "tide.example"}, {"publisher": "tide.example"}),
        ({"byline": "By Jane Doe and John Roe"}, {"authors": "Jane Doe and John Roe"}),
        ({"provider": [{"_type": "Organization", "name": "Daily Tide"}]}, {"publisher": "Daily Tide"}),
        ({"category": ["Trade", "Fish"]}, {"section": "Trade, Fish"}),
        ({"a": None, "b": "", "c": [], "d": {}, "e": 0, "f": False}, {"e": 0, "f": False}),
        ({"my field": {"x": 1}}, {"my field": {"x": 1}}),
        ({1: "one"}, {"1": "one"}),
    ],
)
def test_the_first_name_with_a_value_wins_and_nothing_else_is_lost(
    row: dict[str, object], expected: dict[str, object]
) -> None:
    found = known_fields(row)
    assert {name: value for name, value in found.items() if name != "site"} == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "$date", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
ROWS = st.dictionaries(st.sampled_from([*" ".join(NAMES.values()).split(), "x", "Y y"]) | st.text(max_size=3), JSON)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_any_row_becomes_fields_of_the_right_shape(row: dict[str, object]) -> None:
    found = known_fields(row)
    for name in ("title", "url", "publisher", "kind", "language", "section"):
        value = found.get(name, "a")
        assert value == row.get(name) or (isinstance(value, str) and value.strip() and len(value) <= 1000)
    assert all(isinstance(value, str) and len(value) <= 500 for value in extra_fields(found).values())
    assert len(extra_fields(found)) <= 20


# ---------------------------------------------------------------- what has no name of ours


def test_fields_without_a_name_of_ours_are_kept_as_lines_of_text() -> None:
    fields = {
        "title": "T",
        "feed": {"title": "T"},
        "section": "Trade",
        "basis": " Two\nlines &amp; <b>more</b> ",
        "tags": ["fish", "지진"],
        "scores": {"a": 1.5, "b": None},
        "day": date(2024, 3, 14),
        "long": "x" * 501,
        "longer": ["y" * 600],
        "name\ud800": "a\udfff",
    }
    assert extra_fields(fields) == {
        "section": "Trade",
        "basis": "Two lines & more",
        "tags": '["fish", "지진"]',
        "scores": '{"a": 1.5, "b": null}',
        "day": '"2024-03-14"',
        "long": "x" * 499 + "…",
        "longer": '["' + "y" * 497 + "…",
        "name?": "a?",
    }


def test_no_more_than_twenty_fields_are_kept() -> None:
    assert list(extra_fields({f"f{number}": number for number in range(30)})) == [f"f{number}" for number in range(20)]


def test_a_value_that_never_ends_is_cut_off() -> None:
    endless: list[object] = ["a"]
    endless.append(endless)
    laughs: object = "ha"
    for _ in range(60):
        laughs = [laughs, laughs]  # 2 ** 60 of them
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    found = extra_fields({"endless": endless, "laughs": laughs, "deep": deep, "key": {(1, 2): 3}})
    assert found == {"endless": '["a", …', "laughs": found["laughs"], "deep": found["deep"], "key": "{…"}
    assert (len(found["laughs"]), found["laughs"][-1], found["deep"][-1]) == (500, "…", "…")


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("https://example.com/a/b", "b-ed1d4137"),
        ("six/ban.md", "ban-4b8c941d"),
        ("https://x.example", "article-"),
        ("news/Ünïcode Näme!.md", "unicode-name-"),
        ("六/新聞.md", "article-"),
        ("news/dump.jsonl#7", "dump-"),
        ("//[/half.md", "half-"),
        ("news/\udcff.md", "article-"),
        ("news/" + "long-" * 20 + ".md", "long-long-long-long-long-long-long-long-"),
    ],
)
def test_a_doc_id_can_be_read_and_typed(place: str, expected: str) -> None:
    found = doc_id(place)
    assert found.startswith(expected)
    assert len(found.removeprefix(expected)) in (0, 8)
    assert len(found) <= 49


@given(st.text(), st.text())
def test_other_places_have_other_ids(place: str, other: str) -> None:
    assert (doc_id(place) == doc_id(other)) == (place == other)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://tide.example/a", "https://tide.example/a"),
        ("HTTPS://Tide.Example/A/", "https://tide.example/A"),
        ("https://tide.example/a#top", "https://tide.example/a"),
        ("https://tide.example/a?id=3&utm_source=x&fbclid=y&ref=z", "https://tide.example/a?id=3"),
        ("https://tide.example/a?id=3&amp;utm_source=x&amp;UTM_Medium=y", "https://tide.example/a?id=3"),
        ("https://tide.example/a?amp=1&outputType=amp&gclid=1&mc_cid=2&at_medium=rss", "https://tide.example/a"),
        ("https://tide.example/a?amp=40&example=2", "https://tide.example/a?amp=40&example=2"),
        ("https://tide.example/?reference=1", "https://tide.example?reference=1"),
        (" http://tide.example ", "http://tide.example"),
        ("http://tide.example:80/a", "http://tide.example/a"),
        ("https://tide.example:443/a", "https://tide.example/a"),
        ("https://tide.example:80/a", "https://tide.example:80/a"),
        ("https://tide.example./a", "https://tide.example/a"),
        ("https://Jane:secret@tide.example/a", "https://tide.example/a"),
        ("https://www.tide.example/a", "https://www.tide.example/a"),
        ("https://amp.tide.example/a/amp", "https://amp.tide.example/a/amp"),
        ('https://tide.example/뉴스/a b"<c>', "https://tide.example/뉴스/a%20b%22%3Cc%3E"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("http://tide.example:port/a", ""),
        ("http://ti de.example/a", ""),
        ("https://tide.example/" + "a" * 2000, ""),
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


@given(st.text(alphabet="aB:/?#[]@&=.%;\\ \n\ud800é<", max_size=30))
def test_the_form_of_any_address_is_its_own_form(rest: str) -> None:
    found = canonical_url("http://" + rest)
    assert canonical_url(found) == found
    found.encode()
