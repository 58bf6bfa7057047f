"""Names of encodings are understood as browsers understand them, and guesses are ranked."""

from __future__ import annotations

import time

import pytest

from rag.reading.plain.charset import is_latin, likely, meant, shown


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("UTF-8", "utf_8"),
        ("utf8", "utf_8"),
        ("latin1", "cp1252"),
        ("US-ASCII", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("ISO_8859-15", "iso8859_15"),
        ("x-sjis", ""),
        ("sjis", "cp932"),
        ("GBK", "gb18030"),
        ("big5", "big5hkscs"),
        ("ks_c_5601-1987", "cp949"),
        ("utf-16", ""),  # said in bytes that are not UTF-16
        ("punycode", ""),
        ("hex", ""),
        ("", ""),
        ("no such", ""),
        ("a\0b", ""),
        ("ü", ""),
        ("\udc80", ""),
        ("../os", ""),
    ],
)
def test_what_a_name_means(declared: str, codec: str) -> None:
    assert meant(declared) == codec


@pytest.mark.parametrize(("codec", "name"), [("cp1252", "Windows-1252"), ("gb18030", "gb18030"), ("koi8_r", "koi8-r")])
def test_how_a_codec_is_called(codec: str, name: str) -> None:
    assert shown(codec) == name


def test_of_equal_guesses_the_western_one_comes_first() -> None:
    data = b"Regeringen f\xf6resl\xe5r nya \xe5tg\xe4rder f\xf6r att st\xf6dja ekonomin."
    assert likely(data)[:2] == ["cp1252", "cp1250"]
    assert is_latin(data)


def test_markup_does_not_make_a_text_latin() -> None:
    data = f"<p class='a-long-name-of-a-class'>{'政府宣布了新的措施。'}</p>".encode("gbk") * 3
    assert not is_latin(data)
    assert likely(data)[0] == "gb18030"


@pytest.mark.parametrize("data", [b"\xe9", b"<" * 10**7 + b"\xe9", b"\xe9" * 10**7, b"<\xe9>" * 10**6])
def test_a_guess_takes_no_time(data: bytes) -> None:
    start = time.monotonic()
    likely(data)
    assert time.monotonic() - start < 2
