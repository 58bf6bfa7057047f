"""What a maintainer names (paths, addresses, lists of addresses) → blobs, each once; reads them, saying how far along.

A list of addresses counts only where it is named itself. One that lies in a folder is a text like any other: a file
which somebody drops there must not make this machine fetch what its writer likes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..errors import CorpusError
from ..records import Blob, SourceText, is_address
from .fields import canonical_url
from .files import files_below, open_file, shown
from .load import load
from .plain.decode import decode, read_bytes
from .web.addresses import MOST_PAGES, Addresses, Getter, feed_text

LISTS = (".urls", ".list")
"""Suffixes of lists of addresses; a .txt is one if it holds nothing else."""
NOTHING = "holds no articles; put files there that are read, or name another folder; what it gave earlier stays"
ADDRESS = "write one a line, each beginning with http:// or https://"


def find(sources: Sequence[str | Path], fetcher: Getter | None) -> list[Blob | CorpusError]:
    """What the sources hold: files in the order of the sources, then pages; what cannot be found is there as its error.

    Addresses are fetched at once, the pages that feeds name when they are read. Of the same file or address met twice
    the first one stays.

    Args:
        sources: files and folders, lists of addresses, and addresses, as text that begins with http:// or https://.
        fetcher: fetches addresses; None refuses them.
    """
    found: list[Blob | CorpusError] = []
    urls: list[str] = []
    for source in sources:
        if is_address(source):
            urls.append(str(source))
        elif (listed := _listed(Path(source))) is not None:
            found += [each for each in listed if isinstance(each, CorpusError)]
            urls += [each for each in listed if isinstance(each, str)]
        else:
            found += list(files_below(Path(source))) or [CorpusError(shown(Path(source).resolve()), NOTHING)]
    if fetcher:
        found += Addresses(fetcher).blobs(urls)
    else:
        found += [CorpusError(url, "is not fetched here; save the page and name the file") for url in urls]
    return list({_identity(item): item for item in reversed(found)}.values())[::-1]


def read(found: Sequence[Blob | CorpusError]) -> Iterator[tuple[float, SourceText | CorpusError]]:
    """The articles of what was found, and errors in their place, one after the other, never more than one at once.

    Each comes with the part of all bytes that has been read with it, from 0 to 1 and never falling. What has no known
    size counts as much as others do on average.
    """
    blobs = [item for item in found if isinstance(item, Blob)]
    sizes = [blob.size for blob in blobs if blob.size]
    usual = sum(sizes) / len(sizes) if sizes else 1.0
    total = sum(blob.size or usual for blob in blobs) or 1.0
    done = told = 0.0
    for item in found:
        if isinstance(item, CorpusError):
            yield told, item
            continue
        weight = item.size or usual
        counter = _Counter(item)
        for article in _articles(replace(item, open=counter.open)):
            part = min(1.0, counter.read / item.size) if item.size else 1.0
            told = min(1.0, max(told, (done + part * weight) / total))
            yield told, article
        done += weight


def _articles(blob: Blob) -> Iterator[SourceText | CorpusError]:
    """What is in the blob, or in its place what a feed says that is in it."""
    some = False
    for article in load(blob):
        if isinstance(article, CorpusError) and not some:
            article = feed_text(blob, article)  # noqa: PLW2901
        some = True
        yield article


def _listed(path: Path) -> list[str | CorpusError] | None:
    """The addresses of a list, and an error for what else stands in it; None if the path is no list."""
    suffix = path.suffix.lower()
    if suffix not in (*LISTS, ".txt") or not os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises without rights
        return None
    origin = shown(path.resolve())
    try:
        text = decode(
            read_bytes(Blob(origin, origin, path.name, partial(open_file, path), path.stat().st_size)), origin
        ).text
    except CorpusError as error:
        return None if suffix == ".txt" else [error]
    numbered = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    lines = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    if suffix == ".txt" and not (lines and all(is_address(line) for _, line in lines)):
        return None
    listed: list[str | CorpusError] = [
        line if is_address(line) else CorpusError(origin, f"is no address: {line[:100]!r}; {ADDRESS}", line=number)
        for number, line in lines[:MOST_PAGES]
    ]
    if len(lines) > MOST_PAGES:
        listed.append(
            CorpusError(origin, f"names more than {MOST_PAGES:,} addresses; split it", line=lines[MOST_PAGES][0])
        )
    return listed or [CorpusError(origin, f"names no addresses; {ADDRESS}")]


def _identity(item: Blob | CorpusError) -> str:
    if isinstance(item, CorpusError):
        return str(item)
    if is_address(item.origin):
        return canonical_url(str(item.fields.get("url") or "")) or item.origin
    return os.path.realpath(item.origin)


class _Counter:
    """Opens a blob and counts what is read of it; from zero again for a reader that begins again."""

    def __init__(self, blob: Blob) -> None:
        self._blob, self.read = blob, 0

    def open(self) -> BinaryIO:
        self.read = 0
        return io.BufferedReader(_Counted(self._blob.open(), self))


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, counter: _Counter) -> None:
        # Some bytes at a time: what comes before a broken place would be lost with `read`, which goes on to the end.
        self._some: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._stream, self._counter = stream, counter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._some(len(buffer))
        buffer[: len(data)] = data
        self._counter.read += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
