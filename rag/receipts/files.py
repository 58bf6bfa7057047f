"""Receipts as files: .json, or .md with the same JSON in it. A file is written whole or not at all."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidQuery, RagError, ReceiptUnreadable
from .form import to_json
from .markdown import parts, readable, to_markdown
from .parse import from_json
from .receipt import Receipt, receipt_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..records import Answer, Filters

FORMS = {".json": to_json, ".md": to_markdown}
MOST_BYTES = 2_000_000
"""Size of a file that is read; a receipt of the local model has 6 kB, with 40 evidence sentences 25."""


def check_target(path: Path | str) -> Path:
    """The path, if a receipt can be saved there as far as can be told beforehand.

    Raises:
        InvalidQuery: its ending is neither .json nor .md, or its folder is not there.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMS:
        raise InvalidQuery(f"a receipt is saved as .json or .md, and {str(path)!r} ends in neither; change the name")
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else "is in a folder that is not there"
        raise InvalidQuery(f"{str(path)!r} {what}; name a file to save the receipt in")
    return path


def save_receipt(answer: Answer, path: Path | str, **filters: Unpack[Filters]) -> Receipt:
    """Save the answer as a receipt, in the form that the file's ending says; a file that is there is replaced.

    Args:
        answer: with its evidence, as `ask` returns it.
        path: ends in .json or .md.
        **filters: those the answer was asked for with, to be kept with it.

    Raises:
        InvalidQuery: see `check_target`.
        RagError: the file cannot be written.
    """
    path, receipt = check_target(path), receipt_of(answer, filters)
    text = FORMS[path.suffix.lower()](receipt)
    from_json(to_json(receipt))  # what is saved can be read
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise RagError(f"the receipt cannot be saved as {str(path)!r}: {error.strerror}") from error
    return receipt


def read_receipt(path: Path | str) -> Receipt:
    """The receipt in a file; whether it is true is what `replay` finds out.

    Raises:
        ReceiptUnreadable: there is none; the message says what is wrong and where.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReceiptUnreadable(f"{str(path)!r} cannot be read: {error.strerror}") from error
    try:
        if len(data) > MOST_BYTES:
            raise ReceiptUnreadable(f"it has more than {MOST_BYTES:,} bytes, which no receipt has")
        return _receipt(data)
    except ReceiptUnreadable as error:
        raise ReceiptUnreadable(f"{str(path)!r} cannot be verified: {error}") from None


def _receipt(data: bytes) -> Receipt:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")  # an editor may have put both in
    except UnicodeDecodeError as error:
        raise ReceiptUnreadable(f"it is not UTF-8 text, at byte {error.start}") from None
    if not text.strip():
        raise ReceiptUnreadable("it is empty")
    if text.lstrip()[0] in "{[":
        return from_json(text)
    above, block = parts(text)
    receipt = from_json(block)
    return replace(receipt, retold=above.split() != readable(receipt).split())
