"""Bytes of a feed or sitemap → text that is safe to parse as XML, and what its outermost element is.

The document type goes, and with it every entity a file declares: none can grow ("billion laughs") or name another file.
Reads no elements: that is for `feed_tree.py`.
"""

from __future__ import annotations

import codecs
import html
import re

from ...errors import CorpusError
from ..unpack import MAGIC, gunzip

MOST_BYTES = 20_000_000
"""Unpacked; the limit of a page, which the fetcher holds, goes for what was packed inside its body too."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_STATEFUL = ("iso2022", "hz")
"""Encodings whose bytes are also valid UTF-8, so that what is declared must be asked first."""
_NEVER = ("punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined")
"""Codecs that Python knows and no feed uses; punycode takes minutes for a megabyte."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_IN_DOCTYPE = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?(?:-->|\Z)|\[|\]|>", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:(#?\w{1,32});)?", re.DOTALL)
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def unzipped(origin: str, data: bytes) -> bytes:
    """The bytes as they are, or what is in them if they are packed with gzip, as sitemaps often are.

    Raises:
        CorpusError: they cannot be unpacked, or hold more than `MOST_BYTES`.
    """
    if not data.startswith(MAGIC):
        return data
    pieces, size = [], 0
    try:
        for piece in gunzip([data]):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise CorpusError(origin, f"is longer than {MOST_BYTES / 1e6:g} MB unpacked; unpack it and split it")
    except ValueError as error:
        raise CorpusError(origin, f"cannot be unpacked as gzip ({error}); run it again later") from error
    return b"".join(pieces)


def text_of(data: bytes, content_type: str) -> str:
    """The text, without characters that XML forbids; bytes that no encoding explains are read as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _NOT_XML.sub("", data.decode(encoding, "replace").removeprefix("\ufeff"))
    declared = [found[1].decode("ascii")] if (found := _DECLARED.match(data[:400])) else []
    charset = [found_type[1]] if (found_type := _CHARSET.search(content_type[:400])) else []
    usable = [name for name in (_codec(name) for name in charset + declared) if name]
    first = [name for name in usable if name.startswith(_STATEFUL)]
    for encoding in [*first, "utf-8", *usable]:
        try:
            return _NOT_XML.sub("", data.decode(encoding))
        except (UnicodeError, LookupError):  # a codec that gives no text is a LookupError
            continue
    return _NOT_XML.sub("", data.decode("cp1252", "replace"))


def without_prolog(text: str) -> tuple[str, str]:
    """The outermost element's name (lower case, no prefix) and the text from there on; "" and "" if it is no XML.

    Line breaks before it stay, so that lines keep their numbers.
    """
    place = 0
    while True:
        if found := _BEFORE_ROOT.match(text, place):
            place = found.end()
        elif text[place : place + 9].upper() == "<!DOCTYPE":
            place = _end_of_doctype(text, place + 9)
        else:
            break
    root = _ROOT.match(text, place)
    return (root[1].lower(), "\n" * text.count("\n", 0, place) + text[place:]) if root else ("", "")


def mended(xml: str) -> str:
    """The text with each "&" that is a mistake written as one: named characters of HTML, bare ones, unknown names."""
    return _REFERENCE.sub(_mended_reference, xml)


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    return "" if known in _NEVER else known


def _end_of_doctype(text: str, place: int) -> int:
    """Where the declaration ends; the end of the text if it does not."""
    inside = False
    for found in _IN_DOCTYPE.finditer(text, place):
        if found[0] == ">" and not inside:
            return found.end()
        if found[0] in "[]":
            inside = found[0] == "["
    return len(text)


def _mended_reference(found: re.Match[str]) -> str:
    name = found[1]
    if not found[0].startswith("&") or name in _OF_XML:
        return found[0]
    if name is None:
        return "&amp;"
    character = html.unescape(f"&{name};")
    if character.startswith("&") and len(character) > 1:  # no name of HTML
        return f"&amp;{name};"
    return html.escape(_NOT_XML.sub("", character), quote=False)
