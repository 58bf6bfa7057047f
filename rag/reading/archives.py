"""What is in .zip and .gz → blobs, unpacked piece by piece as they are read; nothing is written to disk.

Names inside an archive are names only: where they would lead on a disk does not matter. Archives inside archives are
not opened.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..errors import CorpusError
from ..records import Blob
from .unpack import PIECE, gunzip

SUFFIXES = (".md", ".txt", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".jsonl", ".ndjson", ".json", ".csv")
"""What is read, by itself or packed."""
PACKED = (".zip", ".gz")
# Of a packed file. A dump of 200,000 articles has 1.8 GB; what is read whole has a far lower limit (see decode.py), and
# that counts unpacked bytes as well. A zip gives no more of a member than its list of files says.
MOST_UNPACKED = 2_000_000_000
# Of a zip: what its list of files may have in bytes, for zipfile reads it whole and makes 10 times as much of it, and
# how many files are in it. A page each, 100,000 files are 10 GB.
MOST_LISTED = 20_000_000
MOST_MEMBERS = 100_000
# Deflate cannot do better, so that a size that says more is wrong.
MOST_RATIO = 1032
# Of the others lzma and bzip2 make a gigabyte of a kilobyte, so that a small archive could take hours.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1  # bit of a member's flags
LOCAL_HEADER = struct.Struct("<4s22xHH")

# What zipfile, struct and zlib raise on broken archives.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    OverflowError,
)


def is_read(name: str) -> bool:
    """Whether a file of that name is read, by its suffix."""
    path = PurePosixPath(name.lower())
    return path.suffix in (*SUFFIXES, ".zip") or (path.suffix == ".gz" and path.with_suffix("").suffix in SUFFIXES)


def packed_file(path: Path, origin: str, relative: str) -> Blob:
    """What is in a .gz, under the file's name without that suffix."""
    return Blob(origin, relative, path.name[: -len(".gz")], partial(_open_packed, path, origin), _size_unpacked(path))


def members(path: Path, origin: str, relative: str) -> Iterator[Blob | CorpusError]:
    """What is in a .zip, in the order of the names; what cannot be read is yielded as its error.

    Hidden members, those named README and those with other suffixes are passed over, as below a folder.
    """
    try:
        with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
            listed, size = archive.infolist(), path.stat().st_size
    except BROKEN as error:
        yield CorpusError(origin, f"cannot be opened as a zip archive ({_why(error)}); fetch or pack it again")
        return
    if len(listed) > MOST_MEMBERS:
        yield CorpusError(origin, f"holds {len(listed):,} files; at most {MOST_MEMBERS:,} are read, so split it")
        return
    if sum(info.compress_size for info in listed) > size:
        yield CorpusError(origin, "holds files that overlap, as zip bombs do, and was not opened; pack it again")
        return
    named = {_inside(info.filename): info for info in listed if not info.is_dir()}  # as when unpacked, the last counts
    for info in listed:
        name = _inside(info.filename)
        if not info.is_dir() and named[name] is not info:
            yield CorpusError(f"{origin}/{name}", "is in the archive twice; the last one is read")
    for name, info in sorted(named.items()):
        hidden = any(part.startswith(".") for part in name.split("/"))
        last = name.rpartition("/")[2]
        if not hidden and is_read(last) and last.split(".")[0].upper() != "README":
            yield _member(path, info, f"{origin}/{name}", f"{relative}/{name}")


def _member(path: Path, info: zipfile.ZipInfo, origin: str, relative: str) -> Blob | CorpusError:
    name = origin.rpartition("/")[2]
    if name.lower().endswith(PACKED):
        return CorpusError(origin, "is an archive inside an archive, which is not opened; unpack the outer one")
    if info.flag_bits & ENCRYPTED:
        return CorpusError(origin, "is encrypted; unpack the archive with its password")
    if info.compress_type not in METHODS:
        method = {zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "lzma"}.get(info.compress_type, info.compress_type)
        return CorpusError(origin, f"is packed by a method that is not read ({method}); pack it as an ordinary zip")
    return Blob(origin, relative, name, partial(_open_member, path, info, origin), info.file_size)


def _inside(name: str) -> str:
    return "/".join(part for part in re.split(r"[/\\]", name) if part not in ("", ".", ".."))


def _size_unpacked(path: Path) -> int:
    """What the end of a .gz says (modulo 4 GB, and of the last of several members only); 0 if it cannot be so."""
    try:
        with path.open("rb") as file:
            packed = file.seek(0, io.SEEK_END)
            file.seek(-min(4, packed), io.SEEK_END)
            size = int.from_bytes(file.read(4), "little")
    except OSError:
        return 0
    return size if size <= packed * MOST_RATIO else 0


def _open_packed(path: Path, origin: str) -> BinaryIO:
    try:
        file = path.open("rb")
    except OSError as error:
        raise CorpusError(origin, f"cannot be read ({_why(error)})") from None
    return io.BufferedReader(_Unpacked(origin, file, gunzip(iter(lambda: file.read(PIECE), b""))))


def _open_member(path: Path, info: zipfile.ZipInfo, origin: str) -> BinaryIO:
    """A member, found by what the list of files said. To open the archive anew would read its list for each member."""
    try:
        with ExitStack() as opened:
            file = opened.enter_context(path.open("rb"))
            file.seek(info.header_offset)
            mark, name, extra = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
            if mark != b"PK\3\4":
                raise zipfile.BadZipFile("it is not where the list of files says")
            file.seek(name + extra, io.SEEK_CUR)
            member = zipfile.ZipExtFile(file, "r", info, None, True)
            opened.pop_all()
    except BROKEN as error:
        raise CorpusError(origin, f"cannot be unpacked ({_why(error)}); fetch or pack it again") from None
    return io.BufferedReader(_Unpacked(origin, member, iter(lambda: member.read1(PIECE), b"")))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


class _Bounded(io.FileIO):
    """A file of which zipfile cannot read more at once than a list of files may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_LISTED:
            raise zipfile.BadZipFile(f"its list of files has more than {MOST_LISTED / 1e6:g} MB")
        return super().read(-1 if size is None else size) or b""


class _Unpacked(io.RawIOBase):
    """The pieces as a stream, which ends in a CorpusError where they are broken or too many."""

    def __init__(self, origin: str, source: io.IOBase, pieces: Iterator[bytes]) -> None:
        self._origin, self._source, self._pieces = origin, source, pieces
        self._rest = memoryview(b"")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            self._rest = self._rest or memoryview(next(self._pieces, b""))
        except BROKEN as error:
            reason = (
                f"cannot be unpacked beyond its first {self._given:,} bytes ({_why(error)}); fetch or pack it again"
            )
            raise CorpusError(self._origin, reason) from None
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        self._given += size
        if self._given > MOST_UNPACKED:
            raise CorpusError(self._origin, f"has more than {MOST_UNPACKED / 1e9:g} GB unpacked; split it")
        return size

    def close(self) -> None:
        self._source.close()
        super().close()
