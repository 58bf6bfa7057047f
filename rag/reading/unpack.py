"""Gzip that is unpacked piece by piece, so that a small file which grows without end can be left at any size.

Knows nothing of where the bytes come from; how much is too much is for the caller to say.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAGIC = b"\x1f\x8b"
"""The first bytes of anything packed with gzip."""
PIECE = 64 * 1024
"""Bytes unpacked at a time; what a caller holds beyond its limit."""
_STEP = 4096
"""Packed bytes taken in at a time. What follows a member is copied: many empty members would take long otherwise."""


def gunzip(packed: Iterable[bytes]) -> Iterator[bytes]:
    """The unpacked bytes in pieces of at most `PIECE`; members are joined, what follows the last is left out.

    Nothing gives nothing.

    Raises:
        ValueError: these are not the bytes of a whole gzip file; pieces yielded before are right.
    """
    reader, begun = _member(), False
    for data in packed:
        begun = begun or bool(data)
        for start in range(0, len(data), _STEP):
            rest = data[start : start + _STEP]
            while rest:
                if reader.eof and not MAGIC.startswith(rest[:2]):
                    return
                reader = _member() if reader.eof else reader
                piece = _some(reader, rest)
                if piece:
                    yield piece
                rest = reader.unused_data if reader.eof else reader.unconsumed_tail
    if begun and not reader.eof:
        raise ValueError("the end is missing")


def _some(reader: zlib._Decompress, data: bytes) -> bytes:
    try:
        return reader.decompress(data, PIECE)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _member() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
