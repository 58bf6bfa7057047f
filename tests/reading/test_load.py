"""Each blob goes to the reader of its suffix or of its first bytes, and whatever a reader does, the others are read."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.archives import SUFFIXES
from rag.reading.files import files_below
from rag.reading.load import guarded, load, readers
from rag.records import Blob, SourceText

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    "The ferry to the northern islands will sail again from Monday, the harbour master said. "
    "Storms had kept it in port for nine days, and food had run short in two villages. "
    "The first crossing will carry flour, fuel and the post, he said, and no passengers. "
)
PAGE = f"""<!DOCTYPE html><html><head><title>Ferry sails again</title></head><body><article><h1>Ferry sails again</h1>
<p>{BODY}</p><p>{BODY.replace("ferry", "boat")}</p></article></body></html>"""
MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/ferry\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n------b\r\nContent-Type: text/html\r\n'
    f"Content-Location: https://a.example/ferry\r\n\r\n{PAGE}\r\n------b--\r\n"
)
ROW = json.dumps({"title": "Ferry sails again", "text": BODY})
TABLE = f'title,text\nFerry sails again,"{BODY}"\n'


def pdf() -> bytes:
    import fpdf

    document = fpdf.FPDF()
    document.add_page()
    document.set_font("Helvetica", size=24)
    document.multi_cell(0, 12, "Ferry sails again", new_x="LMARGIN", new_y="NEXT")
    document.set_font("Helvetica", size=11)
    document.multi_cell(0, 6, BODY)
    return bytes(document.output())


def blob(content: str | bytes, name: str = "", **fields: object) -> Blob:
    data = content if isinstance(content, bytes) else content.encode()
    return Blob("/news/a", "news/a", name, lambda: io.BytesIO(data), len(data), fields)


def only(found: Blob) -> SourceText:
    (source,) = load(found)
    assert isinstance(source, SourceText), source
    return source


def refused(found: Blob) -> str:
    (error,) = load(found)
    assert isinstance(error, CorpusError)
    return str(error)


# ---------------------------------------------------------------- which reader


def test_there_is_a_reader_for_every_suffix_that_is_read() -> None:
    assert sorted(readers()) == sorted(SUFFIXES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", f"# Ferry sails again\n\n{BODY}"),
        ("a.txt", f"Ferry sails again\n\n{BODY}"),
        ("A.HTML", PAGE),
        ("a.htm", PAGE),
        ("a.mhtml", MHTML),
        ("a.mht", MHTML),
        ("a.pdf", pdf()),
        ("a.jsonl", ROW),
        ("a.NDJSON", ROW),
        ("a.json", f"[{ROW}]"),
        ("a.csv", TABLE),
    ],
)
def test_the_suffix_picks_the_reader(name: str, content: str | bytes) -> None:
    source = only(blob(content, name))
    assert source.fields["title"] == "Ferry sails again"
    assert "The ferry to the northern islands will sail again from Monday" in source.text
    assert "#" not in source.text
    assert "<" not in source.text


@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        f"\n\n  {PAGE}",
        f"\ufeff{PAGE}",
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-be"),
        MHTML,
        pdf(),
        b"\n" * 20 + pdf(),
        ROW,
        f"{ROW}\n",
        f"\n[{ROW}]",
        json.dumps({"articles": [{"title": "Ferry sails again", "text": BODY}]}, indent=1),
        f"# Ferry sails again\n\n{BODY}",
        f"---\ntitle: Ferry sails again\n---\n{BODY}",
        f"---\r\ntitle: Ferry sails again\r\n---\r\n{BODY}",
        f"Ferry sails again\n\n{BODY}",
    ],
    ids=lambda content: content[:20].encode() if isinstance(content, str) else content[:10],
)
def test_without_a_known_suffix_the_first_bytes_do(content: str | bytes) -> None:
    for name in ("", "article.php"):
        source = only(blob(content, name))
        assert source.fields["title"] == "Ferry sails again"
        assert "The ferry to the northern islands will sail again from Monday" in source.text


def test_json_lines_without_a_suffix() -> None:
    found = list(load(blob(f"{ROW}\n{ROW.replace('Ferry', 'Boat')}\n")))
    assert [source.fields["title"] for source in found if isinstance(source, SourceText)] == [
        "Ferry sails again",
        "Boat sails again",
    ]


def test_what_is_looked_at_is_fetched_once() -> None:
    opened: list[str] = []

    def fetch() -> BinaryIO:
        opened.append("")
        return io.BytesIO(ROW.encode())

    assert only(Blob("https://a.example/", "https://a.example/", "", fetch)).fields["title"] == "Ferry sails again"
    assert len(opened) == 1


def test_packed_files_are_read_by_the_suffix_inside(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(ROW.encode()))
    found = [only(item) for item in files_below(tmp_path) if isinstance(item, Blob)]
    assert [source.fields["title"] for source in found] == ["Ferry sails again"] * 2


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.md", f"# Title\n\n{BODY}"), ("a.txt", f"Title\n{BODY}"), ("a.html", PAGE), ("a.pdf", pdf()), ("a.jsonl", ROW)],
)
def test_what_is_known_before_reading_goes_with_the_text(name: str, content: str | bytes) -> None:
    feed = {"title": "In the feed"}
    source = only(blob(content, name, url="https://a.example/1", feed=feed))
    assert (source.fields["url"], source.fields["feed"]) == ("https://a.example/1", feed)


def test_what_the_file_says_of_itself_wins() -> None:
    source = only(blob(f"---\nurl: https://own.example/\n---\n{BODY}", "a.md", url="https://a.example/1"))
    assert source.fields == {"url": "https://own.example/"}


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "a.html", "/news/a: is empty; add the article's text or remove the file"),
        ("", "", "/news/a: is empty; add the article's text or remove the file"),
        ("One line", "", "/news/a: has no text besides its headline; add the article's text or remove the file"),
        (b"\x89PNG\0", "", "/news/a: is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
        ("---\n- a\n---\n", "a.md", "/news/a:2: front matter is not a list of `name: value` lines"),
    ],
)
def test_an_error_of_a_reader_is_yielded(content: str | bytes, name: str, message: str) -> None:
    assert refused(blob(content, name)) == message


def test_rows_before_an_error_are_kept() -> None:
    class Breaking(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise CorpusError("/news/a.jsonl", "breaks off")
            return super().readline(size)

    breaking = Blob("/news/a.jsonl", "a", "a.jsonl", lambda: Breaking(f"{ROW}\n{ROW}\n".encode()))
    row, error = load(breaking)
    assert isinstance(row, SourceText)
    assert str(error) == "/news/a.jsonl: breaks off"


def opening(error: BaseException) -> Blob:
    def fail() -> BinaryIO:
        raise error

    return Blob("/news/a.md", "news/a.md", "a.md", fail)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CorpusError("/news/a.md", "answers 404"), "answers 404"),
        (PermissionError(13, "Permission denied"), "cannot be read (Permission denied)"),
        (OSError("broken"), "cannot be read (broken)"),
        (
            RecursionError("maximum recursion depth exceeded"),
            "cannot be read (RecursionError: maximum recursion depth exceeded); save it in another format or remove it",
        ),
        (AssertionError(), "cannot be read (AssertionError); save it in another format or remove it"),
        (KeyError("x" * 900), f"cannot be read (KeyError: '{'x' * 199}); save it in another format or remove it"),
    ],
)
def test_whatever_a_reader_raises_is_an_error_of_its_blob(error: Exception, reason: str) -> None:
    assert refused(opening(error)) == f"/news/a.md: {reason}"


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt()])
def test_what_is_no_fault_of_the_file_ends_the_run(error: BaseException) -> None:
    with pytest.raises(type(error)):
        list(load(opening(error)))
    with pytest.raises(type(error)), guarded("a"):
        raise error


def test_a_disk_that_fails_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("/proc/self/mem")  # cannot be read from its beginning, by nobody
    (found,) = files_below(tmp_path)
    assert isinstance(found, Blob)
    assert refused(found) == f"{tmp_path}/a.md: cannot be read (Input/output error)"


@settings(max_examples=120, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    st.sampled_from([b"", b"<html><body><p>", b"{", b"[", b"%PDF-1.4\n", b"---\n", MHTML.encode()[:260]]),
    st.sampled_from(["", *SUFFIXES]),
)
def test_any_bytes_give_articles_or_errors(content: bytes, begin: bytes, suffix: str) -> None:
    for found in load(blob(begin + content, f"a{suffix}" if suffix else "")):
        assert isinstance(found, SourceText | CorpusError)
