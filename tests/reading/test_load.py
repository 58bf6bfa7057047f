"""Files are found in order, decoded, and parted into fields and text; what cannot be read says why and where."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

import pytest

from rag.errors import CorpusError
from rag.reading.load import find, load

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import SourceText


def loaded(folder: Path, name: str, content: str | bytes) -> SourceText:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(path, folder)


# ---------------------------------------------------------------- finding


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ["b.md", "a.txt", "sub/c.MD", "README.md", "sub/readme.txt", ".hidden.md", ".git/d.md", "e.pdf", "f"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in find(tmp_path)] == ["a.txt", "b.md", "sub/c.MD"]


def test_a_hidden_folder_above_the_root_does_not_matter(tmp_path: Path) -> None:
    root = tmp_path / ".cache" / "articles"
    root.mkdir(parents=True)
    (root / "a.md").touch()
    assert list(find(root)) == [root / "a.md"]


def test_one_file_can_be_the_root(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.touch()
    assert list(find(file)) == [file]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "no such file or folder; give a folder with .md or .txt files"),
        ("page.pdf", "cannot be read as an article; the suffixes read are .md, .txt"),
    ],
)
def test_a_root_that_cannot_be_used(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "page.pdf").touch()
    with pytest.raises(CorpusError) as caught:
        list(find(tmp_path / name))
    assert str(caught.value) == f"{tmp_path / name}: {reason}"


# ---------------------------------------------------------------- what cannot be read

REFUSED = {
    "empty.md": (b"", 0, "is empty; add the article's text or remove the file"),
    "blank.txt": (b" \n\t\n", 0, "is empty; add the article's text or remove the file"),
    "binary.txt": (
        b"PK\x03\x04\0\0",
        0,
        "is not a text file (it has zero bytes); remove it or save it as UTF-8 text",
    ),
    "latin.txt": (b"Title\n\nf\xfcnf", 3, "is not UTF-8 text (byte 0xfc); save it as UTF-8"),
    "open.md": (b"---\ntitle: A\n\nText.", 1, "front matter is not closed; end it with a line ---"),
    "colon.md": (
        b"---\nkind: news\ntitle: A: b\n---\nText.",
        3,
        "front matter is not valid YAML (mapping values are not allowed here); quote values that hold a colon",
    ),
    "no-day.md": (
        b"---\npublished_at: 2024-02-31\n---\nText.",
        1,
        "front matter is not valid YAML (day is out of range for month); quote values that hold a colon",
    ),
    "list.md": (b"---\n- a\n- b\n---\nText.", 2, "front matter is not a list of `name: value` lines"),
    "headline.txt": (
        b"Only a headline\n",
        0,
        "has no text besides its headline; add the article's text or remove the file",
    ),
    "headline.md": (
        b"# Only a headline\n",
        0,
        "has no text besides its headline; add the article's text or remove the file",
    ),
    "fields.md": (
        b"---\ntitle: A\n---\n",
        0,
        "has no text besides its headline; add the article's text or remove the file",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_gives_no_article_says_why_and_where(tmp_path: Path, name: str) -> None:
    content, line, reason = REFUSED[name]
    with pytest.raises(CorpusError) as caught:
        loaded(tmp_path, name, content)
    place = f"{tmp_path / name}:{line}" if line else f"{tmp_path / name}"
    assert str(caught.value) == f"{place}: {reason}"
    assert (caught.value.path, caught.value.line, caught.value.reason) == (str(tmp_path / name), line, reason)


def test_a_file_that_has_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        load(tmp_path / "gone.md", tmp_path)
    assert str(caught.value) == f"{tmp_path / 'gone.md'}: cannot be read (No such file or directory)"


def test_front_matter_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="front matter is not valid YAML"):
        loaded(tmp_path, "deep.md", "---\ntitle: " + "[" * 5000 + "\n---\nText.")


# ---------------------------------------------------------------- what is read


def test_front_matter_keeps_types_and_line_numbers(tmp_path: Path) -> None:
    source = loaded(
        tmp_path / "news",
        "one.md",
        "---\ntitle: One\npublished_at: 2024-12-31\nupdated_at: 2025-01-01T09:00:00Z\nauthors:\n  - Jane\n"
        "  - John\n---\n\nText.\n",
    )
    assert source.fields == {
        "title": "One",
        "published_at": date(2024, 12, 31),
        "updated_at": datetime(2025, 1, 1, 9, tzinfo=timezone.utc),
        "authors": ["Jane", "John"],
    }
    lines = {name: source.field_lines[name] for name in source.fields}
    assert lines == {"title": 2, "published_at": 3, "updated_at": 4, "authors": 5}
    assert (source.text, source.relative, source.origin) == (
        "Text.",
        "news/one.md",
        str((tmp_path / "news" / "one.md").resolve()),
    )


@pytest.mark.parametrize(
    ("name", "content", "title", "text"),
    [
        ("a.txt", "Headline\n\nText.\n", "Headline", "\nText."),
        ("a.txt", "\n\n  Headline  \nText.", "Headline", "Text."),
        ("a.md", "# Headline\n\nText.", "Headline", "Text."),
        ("a.md", "Intro.\n\n# Headline\n\nText.", "Headline", "Intro.\n\nText."),
        ("a.md", "---\n---\n# Headline\n\nText.", "Headline", "Text."),
        ("a.md", "---\ntitle: Field\n---\n# Field\n\nText.", "Field", "Text."),
        ("a.md", "---\ntitle: Field\n---\n# Heading\n\nText.", "Field", "Heading\n\nText."),
        ("a.md", "Text without a headline.", None, "Text without a headline."),
    ],
)
def test_the_title_is_the_field_or_the_heading_or_the_first_line(
    tmp_path: Path, name: str, content: str, title: str | None, text: str
) -> None:
    source = loaded(tmp_path, name, content)
    assert (source.fields.get("title"), source.text) == (title, text)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_leave_no_trace(tmp_path: Path, mark: bytes, end: bytes) -> None:
    content = mark + end.join([b"---", b"title: One", b"---", b"", b"First.", b"", "Zweitens: fünf.".encode()])
    source = loaded(tmp_path, "a.md", content)
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
    ],
)
def test_markdown_becomes_plain_paragraphs(tmp_path: Path, markdown: str, text: str) -> None:
    assert loaded(tmp_path, "a.md", markdown).text == text
