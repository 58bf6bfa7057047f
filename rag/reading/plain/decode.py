"""Bytes → text, whatever the encoding: by its mark, by what it declares, as UTF-8, or by a guess that is said.

Line ends become newlines. What is no text at all, under whatever name, is refused; what the text means is for others.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import CorpusError
from .charset import SAMPLE, UTF_8, is_latin, likely, meant, not_ascii, shown

if TYPE_CHECKING:
    from ...records import Blob

# Of a text, page or PDF. An article of 300,000 words has 2 MB, its page at most a few more, a scanned PDF is refused
# for its lack of words whatever its size. The fetcher has the same limit.
MOST_BYTES = 20_000_000
PIECE = 1 << 20
EMPTY = "is empty; add the article's text or remove the file"

MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32_le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
# Of 1,000 signs. Text has none but an odd one, random bytes without zeros have over 100.
MOST_CONTROLS = 10
# Likewise; what is broken more often is not in the encoding that it names.
MOST_BROKEN = 1
# To a sign of UTF-8 that is not ASCII. By chance, pairs of bytes look like UTF-8 in other encodings too: in Japanese
# there were 2.6 strays to each, in Chinese 4; in eight languages of Latin script none looked so.
MOST_STRAYS, MOST_STRAYS_LATIN = 1, 10

CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f"]
STRAY = re.compile("[\udc80-\udcff]")
STRAYS = {0xDC00 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)}


@dataclass(frozen=True)
class Decoded:
    """A text, and what should be said of its encoding; "" if nothing is odd."""

    text: str
    note: str = ""


def read_bytes(blob: Blob, most: int = MOST_BYTES) -> bytes:
    """All bytes of a blob that is to be held as a whole.

    Raises:
        CorpusError: it cannot be read, is empty, or has more than `most` bytes, of which no more are read than that.
    """
    if blob.size > most:
        reason = f"has {blob.size / 1e6:,.1f} MB; at most {most / 1e6:g} MB are read, so split it"
        raise CorpusError(blob.origin, reason)
    data = bytearray()
    try:
        with blob.open() as stream:
            while len(data) <= most and (piece := stream.read(PIECE)):
                data += piece
    except OSError as error:
        raise CorpusError(blob.origin, f"cannot be read ({error.strerror or error})") from None
    if len(data) > most:
        raise CorpusError(blob.origin, f"has more than {most / 1e6:g} MB, which is as much as is read, so split it")
    if not data.strip():
        raise CorpusError(blob.origin, EMPTY)
    return bytes(data)


def decode(data: bytes, origin: str, declared: str = "") -> Decoded:
    """The text of these bytes.

    What is valid UTF-8 and not ASCII is UTF-8 whatever it declares: servers declare wrongly, chance does not do that.

    Args:
        data: all of a file or page.
        origin: where it is from, for errors.
        declared: the encoding that the page or its sender names; an unknown name counts as none.

    Raises:
        CorpusError: there is no text, or these are not the bytes of one.
    """
    found = _by_mark(data) or _by_zero_bytes(data)
    if not found and b"\0" in data:
        raise CorpusError(origin, "is not a text file (it has zero bytes); remove it or save it as UTF-8 text")
    found = found or _as_declared(data, declared) or _as_utf_8(data) or _guessed(data)
    if not found:
        raise CorpusError(origin, "is text in no encoding that is known; save it as UTF-8")
    text = _unified(found.text.removeprefix("\ufeff"))
    if not text.strip():
        raise CorpusError(origin, EMPTY)
    controls = sum(map(text.count, CONTROLS))
    if controls * 1000 > len(text) * MOST_CONTROLS:
        share = f"{max(1, controls * 100 // len(text))} % of it are control characters"
        raise CorpusError(origin, f"is not a text file ({share}); remove it or save it as UTF-8 text")
    return Decoded(text, found.note)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(data: bytes) -> Decoded | None:
    codec, mark = next(((codec, mark) for mark, codec in MARKS if data.startswith(mark)), ("", b""))
    return _nearly(data[len(mark) :], codec) if codec else None


def _by_zero_bytes(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in one order of its bytes there are spaces and line ends, and hardly a sign is unknown."""
    if b"\0" not in data:
        return None
    tried = []
    for codec in ("utf_16_le", "utf_16_be"):
        text = data[: SAMPLE - SAMPLE % 2].decode(codec, "replace")
        printable = sum(sign.isprintable() or sign in "\t\n\r" for sign in text)
        if printable >= 0.95 * len(text):
            tried.append((sum(map(text.count, " \n\r")), codec))
    spaces, codec = max(tried, default=(0, ""))
    return _nearly(data, codec) if spaces else None


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    codec = meant(declared)
    if codec in ("", UTF_8) or (not data.isascii() and _strictly(data, UTF_8)):
        return None
    return _nearly(data, codec)


def _as_utf_8(data: bytes) -> Decoded | None:
    """Strictly, or with a few bytes of Windows-1252 in between, as programs make it that paste texts together."""
    if found := _strictly(data, UTF_8):
        return found
    text = data.decode("utf-8", "surrogateescape")
    strays = len(data) - len(text.encode("utf-8", "ignore"))
    ascii_bytes = len(data) - len(not_ascii(data))
    most = MOST_STRAYS_LATIN if is_latin(data) else MOST_STRAYS
    if strays > most * (len(text) - ascii_bytes - strays):
        return None
    number = "1 byte" if strays == 1 else f"{strays:,} bytes"
    note = f"is UTF-8 but for {number} read as Windows-1252 ({_first(text, STRAY)}); save it as UTF-8"
    return Decoded(text.translate(STRAYS), note)


def _guessed(data: bytes) -> Decoded | None:
    for codec in likely(data):
        if found := _nearly(data, codec):
            name = shown(codec)
            hint = f"if letters look wrong, save it as UTF-8, as with `iconv -f {name} -t UTF-8`"
            return Decoded(found.text, f"does not say its encoding, which was guessed as {name}; {hint}")
    return None


def _strictly(data: bytes, codec: str) -> Decoded | None:
    try:
        return Decoded(data.decode(codec))
    except UnicodeDecodeError:
        return None


def _nearly(data: bytes, codec: str) -> Decoded | None:
    """The text if next to nothing of it is broken."""
    if found := _strictly(data, codec):
        return found
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    if broken * 1000 > 1000 + len(text) * MOST_BROKEN:
        return None
    place = _first(text, re.compile("\ufffd"))
    note = f"is not {shown(codec)} throughout; what is broken is shown as \ufffd ({place}, {broken:,} in all)"
    return Decoded(text, f"{note}; save it as UTF-8")


def _first(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    place = found.start() if found else 0
    return f"first on line {_unified(text[:place]).count(chr(10)) + 1}"
