"""The bytes of a dump as lines, one at a time and never longer than a row may be.

Knows nothing of what stands in a line.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from ...errors import CorpusError
from ...records import Blob

# A row holds one article. One of 300,000 words has 2 MB; what is ten times as long is none, and a file without line
# ends must not fill the memory.
MOST_ROW = 20_000_000
PIECE = 1 << 20


@contextmanager
def opened(blob: Blob) -> Iterator[BinaryIO]:
    """The bytes of a blob, closed afterwards.

    Raises:
        CorpusError: they cannot be opened, or break off while they are read.
    """
    try:
        with blob.open() as stream:
            yield stream
    except (OSError, EOFError, zlib.error) as error:  # a disk that fails, an archive that is cut off
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(blob.origin, f"cannot be read ({reason}); check the file or fetch it again") from error


def beginning(blob: Blob) -> bytes:
    """Its first line, or the first 100 bytes of that, without a byte order mark of UTF-8.

    Raises:
        CorpusError: it cannot be read.
    """
    with opened(blob) as stream:
        return stream.readline(100).removeprefix(codecs.BOM_UTF8)


def bounded_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Its lines with their ends; None stands for a line that is too long, whose rest is passed over."""
    mark: bytes = codecs.BOM_UTF8
    while line := stream.readline(MOST_ROW + 1):
        if len(line) <= MOST_ROW:
            yield line.removeprefix(mark)
        else:
            while line and not line.endswith(b"\n"):
                line = stream.readline(PIECE)
            yield None
        mark = b""


def is_utf8(blob: Blob) -> bool:
    """Whether all of it is UTF-8 text; it is read once for that, piece by piece.

    Raises:
        CorpusError: it cannot be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(blob) as stream:
        try:
            while piece := stream.read(PIECE):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
