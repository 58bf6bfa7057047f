"""Front matter keeps its types and lines, Markdown becomes plain paragraphs, and no file takes long or loses words."""

from __future__ import annotations

import io
import random
import time
from datetime import date, datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.plain.markdown import MOST_LINES, MOST_MARKS, read_markdown, read_text
from rag.records import Blob, SourceText


def blob(content: str | bytes, name: str = "a.md") -> Blob:
    data = content if isinstance(content, bytes) else content.encode()
    return Blob(f"/news/{name}", f"news/{name}", name, lambda: io.BytesIO(data), len(data))


def read(content: str | bytes, name: str = "a.md") -> SourceText:
    (source,) = read_text(blob(content, name)) if name.endswith(".txt") else read_markdown(blob(content, name))
    return source


# ---------------------------------------------------------------- what cannot be read

EMPTY = "is empty; add the article's text or remove the file"
HEADLINE = "has no text besides its headline; add the article's text or remove the file"
YAML = "front matter is not valid YAML"
QUOTE = "quote values that hold a colon"
REFUSED = {
    "empty.md": (b"", 0, EMPTY),
    "blank.txt": (b" \n\t\n", 0, EMPTY),
    "binary.txt": (b"PK\3\4\0\0", 0, "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
    "open.md": (b"---\ntitle: A\n\nText.", 1, "front matter is not closed; end it with a line ---"),
    "colon.md": (
        b"---\nkind: news\ntitle: A: b\n---\nText.",
        3,
        f"{YAML} (mapping values are not allowed here); {QUOTE}",
    ),
    "no-day.md": (
        b"---\npublished_at: 2024-02-31\n---\nText.",
        1,
        f"{YAML} (day is out of range for month); {QUOTE}",
    ),
    "no-number.md": (
        b"---\ntitle: !!int one\n---\nText.",
        1,
        f"{YAML} (invalid literal for int() with base 10: 'one'); {QUOTE}",
    ),
    "object.md": (
        b"---\ntitle: !!python/object/apply:os.system [ls]\n---\nText.",
        2,
        f"{YAML} (could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'); "
        f"{QUOTE}",
    ),
    "alias.md": (
        b"---\na: &a [1, 1]\nb: &b [*a, *a]\n---\nText.",
        3,
        f"{YAML} (*a repeats what stands elsewhere); {QUOTE}",
    ),
    "list.md": (b"---\n- a\n- b\n---\nText.", 2, "front matter is not a list of `name: value` lines"),
    "word.md": (b"---\nword\n---\nText.", 2, "front matter is not a list of `name: value` lines"),
    "long.md": (
        b"---\ntitle: A\n" + b"#" * 20_000 + b"\n---\nText.",
        1,
        "front matter has 20,009 characters; at most 20,000 are read, so close it earlier",
    ),
    "headline.txt": (b"Only a headline\n", 0, HEADLINE),
    "line.txt": (b"Only a line without an end", 0, HEADLINE),
    "headline.md": (b"# Only a headline\n", 0, HEADLINE),
    "fields.md": (b"---\ntitle: A\n---\n", 0, HEADLINE),
    "image.md": (b"# A\n\n![a chart](chart.png)\n", 0, HEADLINE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_gives_no_article_says_why_and_where(name: str) -> None:
    content, line, reason = REFUSED[name]
    with pytest.raises(CorpusError) as caught:
        read(content, name)
    assert str(caught.value) == f"/news/{name}:{line}: {reason}".replace(":0:", ":")
    assert (caught.value.path, caught.value.line, caught.value.reason) == (f"/news/{name}", line, reason)


# ---------------------------------------------------------------- what is read


def test_front_matter_keeps_types_and_line_numbers() -> None:
    source = read(
        "---\ntitle: One\npublished_at: 2024-12-31\nupdated_at: 2025-01-01T09:00:00Z\nauthors:\n  - Jane\n"
        "  - John\n---\n\nText.\n"
    )
    assert source.fields == {
        "title": "One",
        "published_at": date(2024, 12, 31),
        "updated_at": datetime(2025, 1, 1, 9, tzinfo=timezone.utc),
        "authors": ["Jane", "John"],
    }
    lines = {name: source.field_lines[name] for name in source.fields}
    assert lines == {"title": 2, "published_at": 3, "updated_at": 4, "authors": 5}
    assert (source.origin, source.relative, source.text, source.notes) == ("/news/a.md", "news/a.md", "Text.", ())


def test_values_of_fields_are_not_judged() -> None:
    source = read("---\npublished_at: soon\ntitle: [1, {a: b}]\nkind: 7\n3: null\n---\nText.")
    assert source.fields == {"published_at": "soon", "title": "1", "kind": "7"}


def test_fields_come_under_our_names() -> None:
    source = read("---\nheadline: One\ndate: 2024-12-31\nauthor: Jane\noutlet: Tide\nmood: calm\n---\n\nText.\n")
    assert source.fields == {
        "title": "One",
        "published_at": date(2024, 12, 31),
        "authors": "Jane",
        "publisher": "Tide",
        "mood": "calm",
    }


@pytest.mark.parametrize(
    ("name", "content", "title", "text"),
    [
        ("a.txt", "Headline\n\nText.\n", "Headline", "\nText."),
        ("a.txt", "\n\n  Headline  \nText.", "Headline", "Text."),
        ("a.txt", "# Headline\n*Text.*", "# Headline", "*Text.*"),
        ("a.md", "# Headline\n\nText.", "Headline", "Text."),
        ("a.md", "Intro.\n\n# Headline\n\nText.", "Headline", "Intro.\n\nText."),
        ("a.md", "---\n---\n# Headline\n\nText.", "Headline", "Text."),
        ("a.md", "---\ntitle: Field\n---\n# Field\n\nText.", "Field", "Text."),
        ("a.md", "---\ntitle: Field\n---\n# Heading\n\nText.", "Field", "Heading\n\nText."),
        ("a.md", "---\ntitle:\n---\n# Heading\n\nText.", "Heading", "Text."),
        ("a.md", "Text without a headline.", None, "Text without a headline."),
    ],
)
def test_the_title_is_the_field_or_the_heading_or_the_first_line(
    name: str, content: str, title: str | None, text: str
) -> None:
    source = read(content, name)
    assert (source.fields.get("title"), source.text) == (title, text)


def test_where_the_title_stands_is_known() -> None:
    assert read("Headline\nText.", "a.txt").field_lines == {"title": 1}
    assert read("# Headline\n\nText.").field_lines == {"title": 1}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_leave_no_trace(mark: bytes, end: bytes) -> None:
    content = mark + end.join([b"---", b"title: One", b"---", b"", b"First.", b"", "Zweitens: fünf.".encode()])
    source = read(content)
    assert (source.fields["title"], source.text) == ("One", "First.\n\nZweitens: fünf.")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One *two* **three** `four`.", "One two three four."),
        ("See [the report](https://a.example/x) now.", "See the report now."),
        ("Before ![a chart](chart.png) after.", "Before  after."),
        ("Line one\nline two\\\nline three", "Line one line two line three"),
        ("A &amp; B \\*starred\\*", "A & B *starred*"),
        ("## Part\n\nText.", "Part\n\nText."),
        ("- one\n- two\n\n1. three", "• one\n\n• two\n\n• three"),
        ("> said so", "said so"),
        ("```\ncode\n```\n\nText.", "code\n\nText."),
        ("<b>bold</b> <script>alert(1)</script>", "<b>bold</b> <script>alert(1)</script>"),
        ("Above.\n\n---\n\nBelow.", "Above.\n\nBelow."),
        ("مرحبا *بالعالم*", "مرحبا بالعالم"),
    ],
)
def test_markdown_becomes_plain_paragraphs(markdown: str, text: str) -> None:
    assert read(markdown).text == text


def test_a_guessed_encoding_is_noted() -> None:
    note = (
        "does not say its encoding, which was guessed as Windows-1252; if letters look wrong, save it as UTF-8, as "
        "with `iconv -f Windows-1252 -t UTF-8`"
    )
    for name, content in (("a.md", b"# Title\n\nf\xfcnf"), ("a.txt", b"Title\n\nf\xfcnf")):
        source = read(content, name)
        assert (source.text.strip(), source.notes) == ("fünf", (note,))


# ---------------------------------------------------------------- hostile Markdown


def nested(mark: str, depth: int) -> str:
    return "\n".join(f"{' ' * (len(mark) * level)}{mark}item{level}" for level in range(depth))


@pytest.mark.parametrize("depth", [1, 12, 24, 25, 26, 60, 200])
@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "-\t"])
def test_no_words_are_lost_however_deep_a_list_nests(mark: str, depth: int) -> None:
    source = read(nested(mark, depth))
    assert [word for level in range(depth) if (word := f"item{level}") not in source.text] == []
    for line in (mark * depth + "deep", ">" * depth + " deep", "> - " * depth + "deep"):
        assert "deep" in read(line + "\n\nText.").text


def test_what_nests_too_deeply_is_plain_text_and_noted() -> None:
    deep = f"Words.\n\n{'> ' * 60}*deep*"
    assert read(deep).text == deep
    assert read(deep).notes == ("nests lists or quotes too deeply, so it was read as plain text, marks included",)


@pytest.mark.parametrize(
    "line", ["-" * 100, "=" * 100, " " * 80 + "centred", "* " * 20, "1.2.3." * 30, "\t" * 20 + "x"]
)
def test_long_lines_of_marks_are_no_nesting(line: str) -> None:
    assert read(f"Words *here*.\n\n{line}\n\nMore.").notes == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("*a* " * MOST_MARKS, "50,000 marks of Markdown"),
        ("line\n" * (MOST_LINES + 2), "50,000 lines"),
        ("word " * 1_000_000, "4,000,000 characters"),
    ],
    ids=["marks", "lines", "characters"],
)
def test_too_much_markdown_is_plain_text_and_noted(content: str, what: str) -> None:
    source = read(content)
    assert source.text == content
    assert source.notes == (f"has more than {what}, so it was read as plain text, marks included",)


def test_an_article_of_300_000_words_is_read_as_markdown() -> None:
    paragraph = "The minister said on *Monday* that " + "prices rose again as they had in the year before, " * 9
    source = read(f"{paragraph} [more](http://a.example/).\n\n" * 3125)
    assert (len(source.text.split()), source.notes) == (97 * 3125, ())


SHAPES = [
    *"[ ![ []( *a ** _a ` < <a &amp; \\ [a]( *a_ [x [a][b] <!-- <http://a> ] (".split(),
    *("> ", "- ", "1. ", "# ", "\n", "\t", "x\n", "x\n\n", "- x\n", "1. x\n", "> - x\n", "[a]: b\n", "x\n=\n", "# x\n"),
    *("```\n", "~~~\n", "|a|\n", "a:b!c"),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_repeated_takes_long(shape: str) -> None:
    start = time.monotonic()
    read(f"Words.\n\n{shape * (30_000 // len(shape))}")
    assert time.monotonic() - start < 10  # alone, the worst takes 1 s


@pytest.mark.parametrize(
    "shape", ["[", "{", "- ", "? ", "!!map {", "a: &a {b: *a}\n", "'", "- &a [*a]\n", "<<: {a: b}\n"]
)
def test_front_matter_of_any_shape_ends_soon(shape: str) -> None:
    start = time.monotonic()
    try:
        (source,) = read_markdown(blob(f"---\na: {shape * (19_000 // len(shape))}\n---\nText."))
        str(source.fields)
    except CorpusError as error:
        assert error.reason.startswith(YAML)
    assert time.monotonic() - start < 10  # alone, the worst takes 2 s


def test_aliases_cannot_grow() -> None:
    lines = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    with pytest.raises(CorpusError, match="a0 repeats what stands elsewhere"):
        read("---\n" + "\n".join(lines) + "\n---\nText.")


ALPHABET = st.sampled_from(
    [*"[]()!*_`<>&#-+1.= \n\t\"'\\:;/ax|~{}", "\r\n", "---\n", "title: ", "```", "ü", "\0", "\ud7ff"]
)


@settings(max_examples=250, deadline=2000)
@given(st.one_of(st.binary(max_size=300), st.lists(ALPHABET, max_size=200).map("".join)), st.booleans())
def test_any_bytes_give_one_article_or_an_error(content: bytes | str, front: bool) -> None:
    data = content.encode() if isinstance(content, str) else content
    for name in ("a.md", "a.txt"):
        try:
            source = read(b"---\n" * front + data, name)
        except CorpusError as error:
            assert error.reason
        else:
            assert source.text.strip()
            assert all(isinstance(field, str) for field in source.fields)


def test_words_survive_any_mix_of_marks() -> None:
    dice = random.Random(4)
    for _ in range(200):
        marks = ["> ", "- ", "1. ", "  ", "    ", "\n", "\n\n", "*", "# ", "\t"]
        text = "".join(dice.choice([*marks, f"word{number} "]) for number in range(60))
        words = {word for word in text.split() if word.startswith("word")}
        if words:
            source = read(f"First.\n\n{text}")
            found = f"{source.fields.get('title', '')} {source.text}"
            assert [word for word in words if word.strip("*") not in found] == []
