"""Dumps of articles: .jsonl and .csv, read row by row and never whole, and .json, which is read whole.

Each row is an article; a row that gives none is yielded as its error, and the next is read. What the fields of a row
mean is told in rows.py and fields.py.
"""

from __future__ import annotations

import codecs
import dataclasses
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..plain.decode import decode, read_bytes
from .lines import MOST_ROW, beginning, bounded_lines, is_utf8, opened
from .rows import Place, has_text, source_text
from .table import articles_of_table

# What is read whole: JSON as objects takes 3 to 6 times its size of memory, here a gigabyte. JSON Lines and tables in
# UTF-8 have no such limit.
MOST_WHOLE = 200_000_000
# Lines that are not JSON, before the first that is, after which the file is taken for something else.
MOST_BROKEN = 1000
# Where lists of articles stand in the answers of news APIs and search servers, and in exports.
LISTS = (
    *("articles", "data", "items", "results", "docs", "documents", "hits", "value", "entries", "posts", "stories"),
    *("news", "response", "result", "content"),
)
EMPTY = "is empty; add articles or remove the file"


def read_jsonl(blob: Blob) -> Iterator[SourceText | CorpusError]:
    """The articles of a file with an object a line, in UTF-8 (or UTF-16 that says so).

    Raises:
        CorpusError: the file cannot be read, is empty, or is not JSON Lines at all.
    """
    begins = beginning(blob)
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = decode(read_bytes(blob, MOST_WHOLE), blob.origin)
        yield from _noted(_json_lines(blob, _encoded(decoded.text)), decoded.note)
    elif begins.strip() in (b"[", b"{"):  # JSON on many lines, under another name
        yield from read_json(blob)
    else:
        with opened(blob) as stream:
            yield from _json_lines(blob, bounded_lines(stream))


def read_json(blob: Blob) -> Iterator[SourceText | CorpusError]:
    """The articles of a list, of an object that has such a list under a usual name, or the one article of an object.

    Raises:
        CorpusError: the file cannot be read, is too long, is not JSON, or holds no articles.
    """
    decoded = decode(read_bytes(blob, MOST_WHOLE), blob.origin)
    try:
        value = _parsed(decoded.text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise CorpusError(blob.origin, _why(error), line=error.lineno) from None
        yield from _noted(_json_lines(blob, _encoded(decoded.text)), decoded.note)  # JSON Lines under another name
    except (ValueError, RecursionError) as error:
        raise CorpusError(blob.origin, _why(error)) from None
    else:
        yield from _noted(_items(blob, value), decoded.note)


def read_csv(blob: Blob) -> Iterator[SourceText | CorpusError]:
    """The articles of a table whose first line names its columns, parted by comma, semicolon, tab or "|".

    Raises:
        CorpusError: the file cannot be read, is empty, has no column with a text, or has a row without end.
    """
    old_mac = b"\r" in beginning(blob).replace(b"\r\n", b"")
    if is_utf8(blob) and not old_mac:
        with opened(blob) as stream:
            yield from articles_of_table(
                blob, (None if line is None else line.decode() for line in bounded_lines(stream))
            )
    else:
        decoded = decode(read_bytes(blob, MOST_WHOLE), blob.origin)
        yield from _noted(articles_of_table(blob, io.StringIO(decoded.text, newline="")), decoded.note)


def _encoded(text: str) -> Iterator[bytes]:
    return (line.encode(errors="replace") for line in text.split("\n"))


def _noted(found: Iterator[SourceText | CorpusError], note: str) -> Iterator[SourceText | CorpusError]:
    """The same, with a note about the whole file on the first article."""
    for source in found:
        if note and isinstance(source, SourceText):
            yield dataclasses.replace(source, notes=(note, *source.notes))
            note = ""
        else:
            yield source


def _json_lines(blob: Blob, lines: Iterable[bytes | None]) -> Iterator[SourceText | CorpusError]:
    parsed = broken = 0
    for number, line in enumerate(lines, 1):
        place = Place(blob, line=number)
        try:
            if line is None:
                raise ValueError(f"is longer than {MOST_ROW // 10**6} MB, which no article is")
            if not line.strip():
                continue
            row = _parsed(line.decode().rstrip())
        except (ValueError, RecursionError) as error:
            broken += 1
            yield place.error(_why(error))
            if broken == MOST_BROKEN and not parsed:
                raise CorpusError(
                    blob.origin, f"is not JSON Lines; none of its first {broken:,} lines is JSON"
                ) from None
        else:
            parsed += 1
            yield source_text(place, row)
    if not parsed and not broken:
        raise CorpusError(blob.origin, EMPTY)


def _items(blob: Blob, value: object) -> Iterator[SourceText | CorpusError]:
    if has_text(value):
        yield source_text(Place(blob), value)
        return
    rows = _list_in(value)
    if not rows:
        names = ", ".join(LISTS[:5])
        raise CorpusError(
            blob.origin, f"holds no articles; give a list of them, by itself or under a name such as {names}"
        )
    for number, row in enumerate(rows, 1):
        yield source_text(Place(blob, item=number), row)


def _list_in(value: object, steps: int = 2) -> list[object]:
    """The list of articles in a parsed file; empty if there is none."""
    if isinstance(value, list):
        return value if any(isinstance(row, Mapping) for row in value) else []
    if not isinstance(value, Mapping):
        return []
    inner = (_list_in(value[name], steps - 1) for name in LISTS if name in value and steps)
    by_id = [{"id": name, **row} for name, row in value.items() if has_text(row)]
    return next(filter(None, inner), list(by_id))


def _parsed(text: str) -> object:
    """JSON as objects.

    Raises:
        ValueError: it is not JSON, or not JSON that says one thing.
        RecursionError: it is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, strict=False)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"has the key {twice[:50]!r} twice; keep one")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"holds {name}, which is not JSON; write null")


def _why(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not valid JSON ({error.msg} at character {error.colno})"
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 text (byte 0x{error.object[error.start]:02x}); save it as UTF-8"
    if isinstance(error, RecursionError):
        return "is nested too deeply to be an article"
    if str(error).startswith("Exceeds the limit"):
        return "holds a number of thousands of digits; write it as text"
    return str(error)
