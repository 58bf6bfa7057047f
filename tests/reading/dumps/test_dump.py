"""Each row of a dump is an article or says why not, and the others go on; nothing else comes out of any bytes."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.dumps.dump import MOST_BROKEN, read_csv, read_json, read_jsonl
from rag.reading.dumps.lines import MOST_ROW
from rag.records import Blob, SourceText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reader = Callable[[Blob], Iterator[SourceText | CorpusError]]

NO_TEXT = (
    "has no text among its fields ({}); the text is looked for as text, content, body and other names"
    " that corpus/README.md lists"
)

NO_LIST = (
    "holds no articles; give a list of them, by itself or under a name such as articles, data, items, results, docs"
)


def blob(data: bytes | str, name: str = "d.jsonl") -> Blob:
    stored = data if isinstance(data, bytes) else data.encode()
    return Blob(f"/news/{name}", f"news/{name}", name, lambda: io.BytesIO(stored), len(stored))


def read(reader: Reader, data: bytes | str) -> list[SourceText | str]:
    """What comes out, an error as its message without the path."""
    return [
        item if isinstance(item, SourceText) else str(item).removeprefix("/news/d.jsonl").removeprefix(": ")
        for item in reader(blob(data))
    ]


def only(reader: Reader, data: bytes | str) -> SourceText:
    (found,) = reader(blob(data))
    assert isinstance(found, SourceText), found
    return found


def texts(reader: Reader, data: bytes | str) -> list[str]:
    return [item.text if isinstance(item, SourceText) else item for item in read(reader, data)]


def refused(reader: Reader, data: bytes | str) -> str:
    with pytest.raises(CorpusError) as caught:
        list(reader(blob(data)))
    return str(caught.value).removeprefix("/news/d.jsonl").removeprefix(": ")


# ---------------------------------------------------------------- a row


def test_a_row_becomes_a_source_text() -> None:
    row = {"id": 7, "headline": "A ban", "body": "Text.", "pub_date": 1710406800, "tags": ["fish"]}
    assert only(read_jsonl, f"\n{json.dumps(row)}\n") == SourceText(
        origin="/news/d.jsonl",
        relative="news/d.jsonl#7",
        text="Text.",
        fields={"id": 7, "title": "A ban", "published_at": 1710406800, "tags": ["fish"]},
        field_lines={"id": 2, "title": 2, "published_at": 2, "tags": 2},
        line=2,
    )


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"id": 7, "uuid": "u"}, "7"),
        ({"id": " ", "uuid": "u"}, "u"),
        ({"_id": {"$oid": "65f2"}}, "65f2"),
        ({"guid": {"rendered": "https://tide.example/?p=7"}}, "https://tide.example/?p=7"),
        ({"title": "A ban", "date": "2024-03-14"}, "A ban 2024-03-14"),
        ({"title": "A\n ban"}, "A ban"),
        ({}, "Text."),
        ({"id": "x" * 101}, "x" * 100 + "…c675a2e6"),
    ],
)
def test_a_row_is_told_from_others_by_its_id_or_by_what_it_says(row: dict[str, object], key: str) -> None:
    assert only(read_jsonl, json.dumps({**row, "text": "Text."})).relative == f"news/d.jsonl#{key}"


def test_rows_put_in_before_do_not_change_a_row() -> None:
    row = '{"title": "A ban", "date": "2024-03-14", "text": "Text."}\n'
    alone = only(read_jsonl, row)
    _, second = read(read_jsonl, '{"title": "Other", "text": "Other."}\n' + row)
    assert isinstance(second, SourceText)
    assert (second.relative, second.fields, second.line) == (alone.relative, alone.fields, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One <b>bold</b>.</p><p>Two &amp; three.</p>", "One bold.\n\nTwo & three."),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<p>O\x01n\ufffee\ud800.</p>", "One."),
        ("One&#8217;s &amp; two.\n\nThree.", "One’s & two.\n\nThree."),
        ("If a < b and c > d.", "If a < b and c > d."),
        ("Write &lt;p&gt; here.", "Write &lt;p&gt; here."),
    ],
)
def test_tags_in_a_text_become_paragraphs(text: str, expected: str) -> None:
    assert only(read_jsonl, json.dumps({"text": text})).text == expected


def test_a_text_that_was_cut_off_says_so() -> None:
    found = only(read_jsonl, json.dumps({"content": "The ban stays and… [+1234 chars]"}))
    assert found.text == "The ban stays and…"
    assert found.notes == ("its text was cut off before it came here; 1234 characters are missing",)


def test_a_long_summary_stands_for_a_text_and_says_so() -> None:
    summary = "word " * 49 + "end."
    found = only(read_jsonl, json.dumps({"title": "A ban", "Summary": summary, "content": ""}))
    assert (found.text, dict(found.fields)) == (summary, {"title": "A ban"})
    assert found.notes == ("has no text but a Summary, which was taken for it",)
    (short,) = read(read_jsonl, json.dumps({"title": "A ban", "summary": "word " * 49, "content": None}))
    assert short == f":1: {NO_TEXT.format('title, summary, content')}"


@pytest.mark.parametrize(
    ("wrapped", "title"),
    [
        ({"_id": "7", "_source": {"title": "A ban", "body": "Text."}}, "A ban"),
        ({"id": "7", "webTitle": "A ban", "fields": {"headline": "Not this", "bodyText": "Text."}}, "Not this"),
        ({"id": "7", "type": "articles", "attributes": {"title": "A ban", "body": "Text."}}, "A ban"),
    ],
)
def test_an_article_may_be_wrapped_in_an_object(wrapped: dict[str, object], title: str) -> None:
    found = only(read_jsonl, json.dumps(wrapped))
    assert (found.relative, found.text, found.fields["title"]) == ("news/d.jsonl#7", "Text.", title)


# ---------------------------------------------------------------- JSON Lines

BROKEN = {
    '{"text": "a"': "is not valid JSON (Expecting ',' delimiter at character 13)",
    '["a"]': "is a list, not an object with the fields of an article",
    "3": "is a number, not an object with the fields of an article",
    "null": "is null, not an object with the fields of an article",
    '{"title": "A ban"}': NO_TEXT.format("title"),
    "{}": NO_TEXT.format(""),
    '{"text": " "}': NO_TEXT.format("text"),
    '{"text": "<p> </p>"}': "has no words in its text, only tags; remove it or give it a text",
    '{"text": "'
    + "<div>" * 5000
    + 'x"}': "has tags in its text that cannot be read (is nested too deeply to be a page of news;"
    " remove it or save the article by itself)",
    '{"text": "a", "x": NaN}': "holds NaN, which is not JSON; write null",
    '{"text": "a", "x": -Infinity}': "holds -Infinity, which is not JSON; write null",
    '{"text": "a", "text": "b"}': "has the key 'text' twice; keep one",
    '{"text": "a", "x": ' + "[" * 200_000: "is nested too deeply to be an article",
    '{"text": "a", "x": ' + "1" * 5000 + "}": "holds a number of thousands of digits; write it as text",
}


@pytest.mark.parametrize("line", BROKEN, ids=lambda line: line[:24])
def test_a_broken_line_is_an_error_and_the_others_go_on(line: str) -> None:
    found = read(read_jsonl, f'{{"text": "One."}}\n{line}\n\n{{"text": "Two."}}')
    assert [item.text if isinstance(item, SourceText) else item for item in found] == [
        "One.",
        f":2: {BROKEN[line]}",
        "Two.",
    ]
    assert isinstance(found[2], SourceText)
    assert found[2].line == 4


def test_a_line_that_is_not_utf8_is_an_error() -> None:
    found = texts(read_jsonl, b'{"text": "One."}\n{"text": "f\xfcnf"}\n{"text": "Two."}\n')
    assert found == ["One.", ":2: is not UTF-8 text (byte 0xfc); save it as UTF-8", "Two."]


@pytest.mark.parametrize("end", ["\n", "", "\n{}\n"])
def test_a_line_without_end_is_an_error_and_does_not_fill_the_memory(end: str) -> None:
    def stream() -> BinaryIO:
        return cast("BinaryIO", io.BufferedReader(Long(end.encode())))

    tracemalloc.start()
    found = list(read_jsonl(Blob("/d.jsonl", "d.jsonl", "d.jsonl", stream)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(found[0]) == "/d.jsonl:1: is longer than 20 MB, which no article is"
    assert len(found) == (2 if end.strip() else 1)
    assert peak < 3 * MOST_ROW


class Long(io.RawIOBase):
    """Three times the longest row, then an end."""

    def __init__(self, end: bytes) -> None:
        self._left, self._end = 3 * MOST_ROW, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b"x" * min(len(buffer), self._left) or self._end[: len(buffer)]
        self._left, self._end = self._left - len(data), self._end if self._left else b""
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_byte_order_mark_leaves_no_trace(encoding: str) -> None:
    assert texts(read_jsonl, '{"text": "Fünf."}\r\n{"text": "六。"}\r\n'.encode(encoding)) == ["Fünf.", "六。"]


def test_control_signs_in_a_text_are_forgiven() -> None:
    assert texts(read_jsonl, '{"text": "One.\tTwo."}') == ["One.\tTwo."]


def test_a_list_on_many_lines_is_read_whatever_the_file_is_called() -> None:
    rows = [{"text": "One."}, {"text": "Two."}]
    assert texts(read_jsonl, json.dumps(rows, indent=2)) == ["One.", "Two."]
    assert texts(read_json, "\n".join(map(json.dumps, rows))) == ["One.", "Two."]


def test_a_file_that_is_something_else_is_given_up() -> None:
    with pytest.raises(CorpusError) as caught:
        list(read_jsonl(blob("not JSON\n" * 10 * MOST_BROKEN)))
    assert str(caught.value) == "/news/d.jsonl: is not JSON Lines; none of its first 1,000 lines is JSON"
    found = list(read_jsonl(blob('{"text": "One."}\n' + "not JSON\n" * 2 * MOST_BROKEN)))
    assert len(found) == 2 * MOST_BROKEN + 1


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes) -> None:
    assert refused(read_jsonl, data) == "is empty; add articles or remove the file"


@pytest.mark.parametrize(
    ("reader", "head", "row"), [(read_jsonl, b"", b'{"text": "One."}\n'), (read_csv, b"text\n", b"One.\n")]
)
def test_rows_are_read_one_by_one(reader: Reader, head: bytes, row: bytes) -> None:
    streams = []

    def stream() -> BinaryIO:
        streams.append(io.BytesIO(head + row * 100_000))
        return streams[-1]

    found = reader(Blob("/d", "d", "d", stream))
    first = next(found)
    assert isinstance(first, SourceText)
    assert (first.text, streams[-1].tell()) == ("One.", len(head + row))


def test_a_file_that_breaks_off_says_so() -> None:
    def stream() -> BinaryIO:
        raise OSError(5, "Input/output error")

    with pytest.raises(CorpusError) as caught:
        list(read_jsonl(Blob("/d.jsonl", "d.jsonl", "d.jsonl", stream)))
    assert str(caught.value) == "/d.jsonl: cannot be read (Input/output error); check the file or fetch it again"


# ---------------------------------------------------------------- JSON

ONE, TWO = {"id": 1, "text": "One."}, {"id": 2, "text": "Two."}


@pytest.mark.parametrize(
    "value",
    [
        [ONE, TWO],
        {"status": "ok", "articles": [ONE, TWO]},
        {"response": {"docs": [ONE, TWO]}},
        {"hits": {"total": 2, "hits": [{"_source": ONE}, {"_source": TWO}]}},
        {"title": "A feed", "items": [ONE, TWO]},
        {"content": [ONE, TWO], "page": 1},
        {"a": ONE, "b": TWO},
    ],
)
def test_lists_of_articles_are_found(value: object) -> None:
    found = read(read_json, json.dumps(value))
    assert [item.text for item in found if isinstance(item, SourceText)] == ["One.", "Two."]


def test_items_are_named_by_id_and_counted_in_messages() -> None:
    found = read(read_json, json.dumps([TWO, {"title": "A ban"}, "x", ONE]))
    assert found[1:3] == [
        f"item 2 {NO_TEXT.format('title')}",
        "item 3 is a text, not an object with the fields of an article",
    ]
    assert [item.relative for item in found if isinstance(item, SourceText)] == ["news/d.jsonl#2", "news/d.jsonl#1"]


def test_a_single_article_is_known_by_its_file() -> None:
    article = {"title": "A ban", "body": "Text.", "items": [{"text": "Something else."}]}
    found = only(read_json, json.dumps(article, indent=1))
    assert (found.relative, found.text, found.line) == ("news/d.jsonl", "Text.", 0)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('[\n{"text": a}]', ":2: is not valid JSON (Expecting value at character 10)"),
        ("[" * 200_000, "is nested too deeply to be an article"),
        ('[{"text": "a", "text": "b"}]', "has the key 'text' twice; keep one"),
        ('{"x": NaN}', "holds NaN, which is not JSON; write null"),
        *((data, NO_LIST) for data in ("[]", "{}", "3", '{"articles": []}', '{"articles": [1, 2]}', '{"a": {"b": 1}}')),
    ],
)
def test_json_that_holds_no_articles(data: str, message: str) -> None:
    assert refused(read_json, data) == message


# ---------------------------------------------------------------- CSV


def table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_parts_its_columns(delimiter: str, encoding: str) -> None:
    rows = [["ID", "Headline, or title", "Title", "Content"], ["1", "x", "A; ban", 'Fünf "Fische"\n\nsind, so | da.']]
    found = only(read_csv, table(*rows, delimiter=delimiter).encode(encoding))
    assert found.text == 'Fünf "Fische"\n\nsind, so | da.'
    assert dict(found.fields) == {"ID": "1", "Headline, or title": "x", "title": "A; ban"}
    assert (found.relative, found.line) == ("news/d.jsonl#A; ban", 2)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    rows = end.join(["title,text", f'A,"One.{end}{end}Two."', "B,Three.", ""])
    assert texts(read_csv, rows) == ["One.\n\nTwo.", "Three."]
    assert texts(read_jsonl, json.dumps({"text": f"One.{end}{end}Two."})) == ["One.\n\nTwo."]


def test_a_guessed_encoding_is_noted_once() -> None:
    rows = table(["title", "text"], ["A", "Fünf schöne Fische für Zürich."], ["B", "Zwölf größere Vögel."]).encode(
        "cp1252"
    )
    first, second = read_csv(blob(rows))
    assert isinstance(first, SourceText)
    assert isinstance(second, SourceText)
    assert (len(first.notes), second.notes) == (1, ())


def test_rows_say_where_they_begin_and_what_is_wrong_with_them() -> None:
    rows = [
        "",
        "title,text,text",
        '"A","One',
        "",
        'line.",x',
        "B,Two.",
        "C,,",
        "D,a,b,c",
        ",,",
        'E,"say "hi"",x',
        "F,Three.,y",
        'G,"never closed',
        "H,Four.,z",
    ]
    found = read(read_csv, "\n".join(rows))
    assert [(item.text, item.line) if isinstance(item, SourceText) else item for item in found] == [
        ("One\n\nline.", 3),
        ("Two.", 6),
        f":7: {NO_TEXT.format('title, text, text (2)')}",
        ":8: has 4 cells for 3 columns; put quotation marks around the text",
        ":10: has a quotation mark inside a cell; write it twice",
        ("Three.", 11),
        ":12: opens a quotation mark that is never closed; close it, or the rows after it are lost",
    ]
    assert isinstance(found[0], SourceText)
    assert dict(found[0].fields) == {"title": "A", "text (2)": "x"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a,b\n1,2\n", ":1: names no column with a text (a, b); name the columns as corpus/README.md lists"),
        (
            "\n\ntitle;date\n",
            ":3: names no column with a text (title, date); name the columns as corpus/README.md lists",
        ),
        ("\n \n", "is empty; add articles or remove the file"),
    ],
)
def test_a_table_without_a_text(data: str, message: str) -> None:
    assert refused(read_csv, data) == message


@pytest.mark.parametrize("filler", ["x" * 1000, ("x" * 99 + "\n") * 10, '","' * 300])
def test_a_row_without_end_does_not_fill_the_memory(filler: str) -> None:
    rows = 'title,text\n"A","' + filler * (2 * MOST_ROW // len(filler))
    line = 2 if "\n" not in filler else 2 + MOST_ROW // 100
    message = refused(read_csv, rows)
    assert message.endswith("belongs to a row longer than 20 MB; close the quotation mark before it")
    assert abs(int(message.split(":")[1]) - line) < 10


def test_a_long_text_is_read_from_a_table() -> None:
    text = "word " * 300_000
    assert only(read_csv, table(["text"], [text])).text == text.strip()


# ---------------------------------------------------------------- whatever comes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "text", "items"]), inner),
    max_leaves=6,
)
NAMED = st.dictionaries(
    st.sampled_from(["id", "title", "text", "content", "articles", "date", "x"]), VALUES, max_size=5
)


def check(reader: Reader, data: bytes) -> None:
    """Only articles with a text, or errors with a reason, come out."""
    try:
        for item in reader(blob(data)):
            assert isinstance(item, CorpusError) or item.text.strip()
    except CorpusError as error:
        assert error.reason


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES | NAMED, max_size=4))
def test_any_json_gives_articles_or_errors(rows: list[object]) -> None:
    check(read_jsonl, "\n".join(map(json.dumps, rows)).encode())
    check(read_json, json.dumps(rows).encode())
    check(read_json, json.dumps(rows[0] if rows else None).encode())


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([read_jsonl, read_json, read_csv]), st.binary(max_size=60) | st.text(max_size=60).map(str.encode)
)
def test_any_bytes_give_articles_or_errors(reader: Reader, data: bytes) -> None:
    check(reader, data)
    check(reader, b"text,title\n" + data)
    check(reader, b'{"text": "' + data + b'"}')
