"""Whatever encoding a text is in, its words come out; a guess is said to be one; what is no text is refused."""

from __future__ import annotations

import io
import random
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import CorpusError
from rag.reading.plain.decode import Decoded, decode, read_bytes
from rag.records import Blob

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

FIVE = "Fünf Länder – „einig“ – zahlen 5 €.\nAlle außer Österreich.\n"
RUSSIAN = "Правительство объявило о новых мерах поддержки экономики. Президент заявил, что цены снизятся.\n"
POLISH = (
    "Rząd ogłosił wczoraj nowe przepisy dotyczące żywności. Sąd Najwyższy zajmie się sprawą w przyszłym tygodniu, "
    "powiedział rzecznik.\n"
)
JAPANESE = "政府は月曜日に新しい経済対策を発表した。首相は会見で、物価の上昇に対応すると述べた。\n"
CHINESE = "政府周一宣布了新的经济措施。总理在记者会上表示，将应对物价上涨问题。\n"
KOREAN = "정부는 월요일 새로운 경제 대책을 발표했다. 총리는 기자회견에서 물가 상승에 대응하겠다고 말했다.\n"


def blob(opened: Callable[[], BinaryIO], size: int = 0) -> Blob:
    return Blob("/news/a.txt", "news/a.txt", "a.txt", opened, size)


# ---------------------------------------------------------------- bytes


def test_the_bytes_of_a_blob_and_its_stream_closed() -> None:
    stream = io.BytesIO(b"Text.")
    assert read_bytes(blob(lambda: stream)) == b"Text."
    assert stream.closed


def never() -> BinaryIO:
    raise AssertionError("was opened")


def denied() -> BinaryIO:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("opened", "size", "reason"),
    [
        (never, 200_000_000, "has 200.0 MB; at most 20 MB are read, so split it"),
        (never, 20_500_000_000, "has 20,500.0 MB; at most 20 MB are read, so split it"),
        (lambda: io.BytesIO(b"x" * 20_000_001), 0, "has more than 20 MB, which is as much as is read, so split it"),
        (denied, 0, "cannot be read (Permission denied)"),
        (io.BytesIO, 0, "is empty; add the article's text or remove the file"),
        (lambda: io.BytesIO(b" \r\n\t"), 4, "is empty; add the article's text or remove the file"),
    ],
)
def test_bytes_that_cannot_be_had(opened: Callable[[], BinaryIO], size: int, reason: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_bytes(blob(opened, size))
    assert str(caught.value) == f"/news/a.txt: {reason}"


def test_as_many_bytes_as_are_allowed() -> None:
    assert read_bytes(blob(lambda: io.BytesIO(b"12345"), 5), most=5) == b"12345"


def test_a_stream_without_end_is_left_at_the_limit() -> None:
    with Path("/dev/zero").open("rb") as zeros, pytest.raises(CorpusError, match="has more than 3 MB"):
        read_bytes(blob(lambda: zeros), 3_000_000)


# ---------------------------------------------------------------- encodings without a doubt


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_leaves_neither_marks_nor_line_ends(encoding: str, end: str) -> None:
    assert decode(FIVE.replace("\n", end).encode(encoding), "a.txt") == Decoded(FIVE)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_marks_of_the_other_order_of_bytes(encoding: str) -> None:
    assert decode(("\ufeff" + FIVE).encode(encoding), "a.txt") == Decoded(FIVE)


@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE, CHINESE, KOREAN])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_in_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == Decoded(text)


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("cp1252", "windows-1252", "Fünf €"),
        ("cp1252", "ISO-8859-1", "“Fünf”"),  # the quotation marks are not in it; browsers take it for windows-1252
        ("cp1252", " us-ascii ", "Fünf"),
        ("cp1250", "Windows-1250", "Příští rok klesnou"),
        ("iso8859-2", "iso-8859-2", "Rząd ogłosił"),
        ("iso8859-15", "ISO-8859-15", "5 €"),
        ("cp1251", "cp1251", "Цены снизятся"),
        ("koi8-r", "KOI8-R", "Цены снизятся"),
        ("cp932", "Shift_JIS", "①政府"),
        ("euc-jp", "EUC-JP", "政府"),
        ("iso2022-jp", "ISO-2022-JP", "政府は月曜日に発表した"),  # its bytes are ASCII, and so valid UTF-8
        ("gb18030", "gb2312", "政府宣布"),
        ("big5", "Big5", "政府"),
        ("cp949", "EUC-KR", "정부는 똠"),
        ("cp874", "TIS-620", "รัฐบาล"),
    ],
)
def test_a_declared_encoding_is_believed(encoding: str, declared: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.html", declared) == Decoded(text)


@pytest.mark.parametrize("declared", ["iso-8859-1", "shift_jis", "utf-16", "no-such-thing", "", "\0", "ü", "utf-8"])
def test_what_is_utf_8_is_utf_8_whatever_it_declares(declared: str) -> None:
    assert decode(FIVE.encode(), "a.html", declared) == Decoded(FIVE)


@pytest.mark.parametrize(
    "declared", ["punycode", "idna", "unicode_escape", "utf-7", "hex", "zlib", "rot13", "undefined"]
)
def test_codecs_that_no_page_is_written_in_are_not_used(declared: str) -> None:
    start = time.monotonic()
    assert decode(b"plain-+ACI- \\x41 " * 20_000, "a.html", declared).text.startswith("plain-+ACI- \\x41 plain")
    assert time.monotonic() - start < 1  # punycode takes minutes


# ---------------------------------------------------------------- encodings with a note


@pytest.mark.parametrize(
    ("data", "text", "number"),
    [
        (
            "Fünf\r\nLänder\r\n".encode() + b"He said: \x93Caf\xe9\x94.\n",
            "Fünf\nLänder\nHe said: “Café”.\n",
            "3 bytes read as Windows-1252 (first on line 3)",
        ),
        ("ä ö ".encode() + b"\xfc", "ä ö ü", "1 byte read as Windows-1252 (first on line 1)"),
        (b"\xef\xbb\xbfMunich: M\xfcnchen", "Munich: München", "1 byte read as Windows-1252 (first on line 1)"),
        ("ä\rö\r".encode() + b"\x81", "ä\nö\n\ufffd", "1 byte read as Windows-1252 (first on line 3)"),
        (JAPANESE.encode() + b"\x96", f"{JAPANESE}–", "1 byte read as Windows-1252 (first on line 2)"),
    ],
)
def test_bytes_of_windows_1252_amid_utf_8(data: bytes, text: str, number: str) -> None:
    assert decode(data, "a.txt") == Decoded(text, f"is UTF-8 but for {number}; save it as UTF-8")


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("cp1252", FIVE, "Windows-1252"),
        ("cp1252", "Title\n\nIt’s late.", "Windows-1252"),
        ("cp1252", "Prix : 5 €, « à peu près »", "Windows-1252"),
        ("cp1252", "Le président a annoncé que les élections auraient lieu à l’été.", "Windows-1252"),
        ("cp1252", f"{'English text that goes on and on. ' * 3000}\nThe café.", "Windows-1252"),
        ("cp1250", POLISH, "Windows-1250"),
        ("cp1254", "Hükümet dün yeni ekonomi önlemlerini açıkladı. Cumhurbaşkanı düşeceğini söyledi.", "Windows-1254"),
        ("cp1251", RUSSIAN, "Windows-1251"),
        ("koi8-r", RUSSIAN, "koi8-r"),
        ("cp932", JAPANESE, "cp932"),
        ("euc-jp", JAPANESE, "euc-jp"),
        ("gbk", CHINESE, "gb18030"),
        ("gbk", f"<p class='a-class-of-many-letters' id='and-an-id'>{CHINESE.strip()}</p>", "gb18030"),
        ("gbk", CHINESE * 2000, "gb18030"),
        ("gbk", CHINESE.strip() * 2000, "gb18030"),
        ("euc-kr", KOREAN, "cp949"),
    ],
)
def test_an_encoding_that_is_not_declared_is_guessed_and_said(encoding: str, text: str, name: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == Decoded(
        text,
        f"does not say its encoding, which was guessed as {name}; if letters look wrong, save it as UTF-8, as with "
        f"`iconv -f {name} -t UTF-8`",
    )


@pytest.mark.parametrize(
    ("data", "declared", "name", "line"),
    [
        (FIVE.encode("utf-16") + b"\n", "", "utf-16-le", 3),  # half a sign at the end
        ("\ufeff".encode("utf-16-be") + b"\xd8\0" + FIVE.encode("utf-16-be"), "", "utf-16-be", 1),
        (("政府は月曜日\n" * 300).encode("cp932") + b"\x85", "shift_jis", "cp932", 301),
    ],
)
def test_a_sign_that_is_broken_is_shown_as_such(data: bytes, declared: str, name: str, line: int) -> None:
    found = decode(data, "a.txt", declared)
    assert found.text.count("\ufffd") == 1
    place = f"first on line {line}, 1 in all"
    assert found.note == f"is not {name} throughout; what is broken is shown as \ufffd ({place}); save it as UTF-8"


# ---------------------------------------------------------------- what is no text

NOISE = random.Random(3).randbytes(20_000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\3\4\0\0", "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "is not a text file (it has zero bytes); remove it or save it as UTF-8 text",
        ),
        (b"Some text\0\n", "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
        (b"\1\0\2\0 \0" * 50, "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
        (NOISE, "is not a text file (it has zero bytes); remove it or save it as UTF-8 text"),
        (
            b"ab\1 \2\3\4\5 a\n" * 9,
            "is not a text file (45 % of it are control characters); remove it or save it as UTF-8 text",
        ),
        (NOISE.replace(b"\0", b""), "is text in no encoding that is known; save it as UTF-8"),
        (b"\xef\xbb\xbf", "is empty; add the article's text or remove the file"),
        ("\ufeff \r\n".encode("utf-16"), "is empty; add the article's text or remove the file"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decode(data, "/news/a.txt")
    assert str(caught.value) == f"/news/a.txt: {reason}"


def test_an_odd_control_character_does_no_harm() -> None:
    text = "The ship sailed.\x0c Then came\x1b a storm. " + "It blew all night. " * 5
    assert decode(text.encode(), "a.txt") == Decoded(text)


# ---------------------------------------------------------------- any bytes at all


@settings(max_examples=300, deadline=2000)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.tuples(st.text(max_size=100), st.sampled_from(["utf-16", "cp1252", "gb18030", "utf-32"])).map(
            lambda each: each[0].encode(each[1], "replace")
        ),
        st.lists(st.sampled_from([b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"<", b"\n", b"\xc3", b"\xa4", b"a"])).map(
            b"".join
        ),
    ),
    st.sampled_from(["", "utf-8", "latin-1", "shift_jis", "gb2312", "utf-16", "iso-2022-jp", "x"]),
)
def test_any_bytes_give_text_or_an_error(data: bytes, declared: str) -> None:
    try:
        found = decode(data, "a.txt", declared)
    except CorpusError:
        return
    assert found.text.strip()
    assert "\r" not in found.text
    found.text.encode()  # no half signs


@pytest.mark.parametrize(
    "data",
    [b"\xff" + b"<" * 19_999_999, b"a\x80" * 10_000_000, "ü\n".encode() * 5_000_000 + b"\x80" * 4_000_000],
    ids=["a tag without end", "half of it high", "strays"],
)
def test_the_largest_bytes_take_seconds(data: bytes) -> None:
    start = time.monotonic()
    with suppress(CorpusError):
        decode(data, "a.txt")
    assert time.monotonic() - start < 10  # alone it takes 1 to 3 s
