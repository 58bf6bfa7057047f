"""Files below a folder → blobs, in the order of their paths; nothing is read yet.

Links are followed, and every real folder is visited once. What is in .zip and .gz is told by archives.py. Which reader
reads a file, and whether it holds an article, is for others.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..errors import CorpusError
from ..records import Blob
from .archives import PACKED, SUFFIXES, is_read, members, packed_file

WHAT = "give a folder with articles, a file, or an address that begins with http:// or https://"


def files_below(root: Path) -> Iterator[Blob | CorpusError]:
    """The files under `root`, or `root` itself if it is a file, each once for every path that leads to it.

    Hidden files and folders, files named README and files with other suffixes are passed over below a folder. What
    cannot be read is yielded as its error; nothing is raised.
    """
    try:
        top = Path(os.path.realpath(root))
        is_folder = stat.S_ISDIR(top.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a path with a zero byte is a ValueError
        yield CorpusError(shown(Path(os.path.abspath(root))), f"no such file or folder; {WHAT}")  # noqa: PTH100
        return
    except OSError as error:
        yield _unreadable(Path(os.path.abspath(root)), error)  # noqa: PTH100
        return
    if not is_folder and not is_read(top.name):
        reason = f"cannot be read as an article; the suffixes read are {', '.join(SUFFIXES)}, and {', '.join(PACKED)}"
        yield CorpusError(shown(top), f"{reason} of these")
        return
    base = top if is_folder else top.parent
    for found in _files(top):
        if isinstance(found, CorpusError):
            yield found
        else:
            path, size = found
            yield from _blobs(path, size, f"{base.name}/{path.relative_to(base).as_posix()}")


def shown(path: Path) -> str:
    r"""The path as text that can be written anywhere: bytes of its name that are not UTF-8 become such as \xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def open_file(path: Path) -> BinaryIO:
    """The bytes of a file.

    Raises:
        CorpusError: it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None


def _files(top: Path) -> Iterator[tuple[Path, int] | CorpusError]:
    """Paths and sizes. The folders that wait are held here, not on Python's stack, so that no depth is too deep."""
    met: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                folder = (status.st_dev, status.st_ino)
                inside = [] if folder in met else sorted(path.iterdir(), reverse=True)
                met.add(folder)
                waiting += [each for each in inside if not each.name.startswith(".")]
            elif path == top or (is_read(path.name) and path.name.split(".")[0].upper() != "README"):
                if stat.S_ISREG(status.st_mode):
                    yield path, status.st_size
                else:
                    yield CorpusError(shown(path), "is no file but a pipe or device; remove it")
        except OSError as error:
            yield _unreadable(path, error)


def _blobs(path: Path, size: int, place: str) -> Iterator[Blob | CorpusError]:
    origin, relative = shown(path), os.fsencode(place).decode("utf-8", "backslashreplace")
    if path.suffix.lower() == ".zip":
        yield from members(path, origin, relative)
    elif path.suffix.lower() == ".gz":
        yield packed_file(path, origin, relative)
    else:
        yield Blob(origin, relative, path.name, partial(open_file, path), size)


def _unreadable(path: Path, error: OSError) -> CorpusError:
    return CorpusError(shown(path), f"cannot be read ({error.strerror or error})")
