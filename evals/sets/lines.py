"""Finds the files of a set, reads them line by line, and says where a line is wrong.

Values are checked no deeper than the items of a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from reprlib import repr as short
from typing import Any, TypeVar, get_args

from ..records import Split

T = TypeVar("T")
OBJECTS: type = list[dict]  # type: ignore[type-arg]  # isinstance takes no dict[str, Any]
KINDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a day as YYYY-MM-DD",
    list[str]: "a list of texts",
    OBJECTS: "a list of objects",
}
"""What a field may be, in the words of messages."""


class SetError(Exception):
    """A set, or a line of it, cannot be used; the message is meant for people."""


class SetMissing(SetError):
    """The files of a set are not where they were looked for."""


def find(folder: Path, name: str, split: Split) -> Path:
    """The file of a split: of `queries.jsonl` for test, the first there is of the following.

    `queries.test.jsonl`, the split's own; `queries.jsonl`, which says no split; `queries.dev.jsonl`, so that a folder
    with one split can be read whichever is asked for. If there is none, the first of them.
    """
    stem, _, ending = name.partition(".")
    other = "dev" if split == "test" else "test"
    candidates = [folder / f"{stem}.{split}.{ending}", folder / name, folder / f"{stem}.{other}.{ending}"]
    return next((file for file in candidates if file.is_file()), candidates[0])


def rows(file: Path, fields: Mapping[str, type]) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, each with these fields and no others; a `date` is read from its text.

    Args:
        file: in the folder that is named like its set.
        fields: names, each with one of KINDS.

    Raises:
        SetMissing: there is no such file.
        SetError: a line is not an object, or a field is missing or of another kind.
    """
    return made(file, fields, lambda number, row: row)


def made(file: Path, fields: Mapping[str, type], make: Callable[[int, dict[str, Any]], T]) -> Iterator[T]:
    """What `make` makes of each row and its number (from 1, blank lines not counted); raises like `rows`.

    A row of which it can make nothing is malformed, too.
    """
    for count, (number, line) in enumerate(_lines(file), 1):
        place = f"{file}, line {number}"
        try:
            row = json.loads(line.strip())
        except ValueError as error:
            raise SetError(f"{place}: is not JSON ({error})") from None
        if not isinstance(row, dict):
            raise SetError(f"{place}: is {short(row)}, not an object")
        read = {name: _value(row, name, kind, place) for name, kind in fields.items()}
        try:
            thing = make(count, read)
        except KeyError as error:
            raise SetError(f"{place}: has no {error}, or a value that is not known") from None
        except (IndexError, TypeError, ValueError) as error:
            raise SetError(f"{place}: cannot be used ({error})") from None
        yield thing


def table(file: Path, columns: int) -> Iterator[list[str]]:
    """The rows of a tab-separated file without a head; raises like `rows`."""
    for number, line in _lines(file):
        cells = line.decode(errors="replace").rstrip("\r\n").split("\t")
        if len(cells) != columns:
            raise SetError(f"{file}, line {number}: has {len(cells)} columns, not {columns}")
        yield cells


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, numbered from 1; only a line feed ends one."""
    folder = file.parent
    if not folder.is_dir():
        raise SetMissing(f"no folder {folder} for the set {folder.name}; give the folder that holds it with --data")
    if not file.is_file():
        raise SetMissing(f"no file {file} for the set {folder.name}; give a folder that holds all of it with --data")
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def _value(row: Mapping[str, Any], name: str, kind: type, place: str) -> Any:
    if name not in row:
        raise SetError(f"{place}: field {name!r} is missing")
    value = row[name]
    if kind is date and isinstance(value, str):
        value = _day(value)
    if not _is(value, kind):
        raise SetError(f"{place}: field {name!r} is {short(row[name])}, not {KINDS[kind]}")
    return value


def _is(value: object, kind: type) -> bool:
    if inner := get_args(kind):
        return isinstance(value, list) and all(_is(item, inner[0]) for item in value)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
