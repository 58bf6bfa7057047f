"""Uploaded files → the folder `uploads` in the corpus folder, where every later sync finds them as it finds others.

There they stay articles for as long as the file is there: what takes articles away is a file that has gone from a
folder that is read, so a file that came from elsewhere has to be put where it is read again. Names are made harmless, a
file of the same name is only replaced where that is asked for, and each file is there whole or not at all.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...errors import InvalidQuery
from ...reading.archives import PACKED, SUFFIXES, is_read
from ...records import is_address
from ..escape import as_html
from ..words import count, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "uploads"
LONGEST_NAME = 120
"""Bytes of a name; file systems take 255, and a doc_id and a report are to be read."""
HARMFUL = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*`${}&\']')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, where a checkout may lie."""
MOST_ADDRESSES, LONGEST_ADDRESS = 100, 2000
"""Addresses that are named at once; one of a feed or sitemap names the others."""
KINDS = (*SUFFIXES, *PACKED)
"""Suffixes of files that are taken."""
READ = f"what is read: {', '.join(SUFFIXES)}, and {' and '.join(PACKED)} of these"
_taking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Taken:
    """What has become of an uploaded file."""

    name: str
    """The name it was sent under."""
    words: str
    there: bool
    """Whether the folder holds it now."""


def take(files: Sequence[Path], corpus: Path, most_bytes: int, *, replace: bool) -> list[Taken]:
    """Put the files into the corpus folder, in their order; each is told of, none raises.

    Args:
        files: where they were received; they stay there.
        corpus: the corpus folder; it is made if it is not there.
        most_bytes: size of a file at most.
        replace: whether a file takes the place of another one of its name.
    """
    with _taking:
        return [_take(file, corpus / FOLDER, most_bytes, replace=replace) for file in files]


def _take(file: Path, folder: Path, most_bytes: int, *, replace: bool) -> Taken:
    name = safe_name(file.name)
    if (why := _not_read(name)) or (why := _too_large(file, most_bytes)):
        return Taken(file.name, why, there=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        if target.is_dir():
            return Taken(file.name, "there is a folder of that name; rename the file", there=False)
        before = os.path.lexists(target)
        if before and target.is_file() and filecmp.cmp(file, target, shallow=False):
            return Taken(file.name, "is there already, word for word", there=True)
        if before and not replace:
            why = f"{name} is there already with other contents; rename the file, or tick “Replace” and send it again"
            return Taken(file.name, why, there=False)
        _copy(file, target)
    except OSError as error:
        why = f"{folder} cannot be written ({error.strerror or error}); give it rights and space"
        return Taken(file.name, why, there=False)
    as_name = "" if name == file.name else f" as {name}"
    return Taken(file.name, f"replaced the one before{as_name}" if before else f"taken{as_name}", there=True)


def _not_read(name: str) -> str:
    """Why a file of that name would give no article; "" if it may."""
    if not is_read(name):
        return f"its kind is not read; {READ}"
    if name.split(".", maxsplit=1)[0].upper() == "README":
        return "files named README are not read as articles; rename it"
    return ""


def _too_large(file: Path, most_bytes: int) -> str:
    size = file.stat().st_size
    if not size:
        return "is empty"
    if size <= most_bytes:
        return ""
    return (
        f"has {size / 1e6:,.1f} MB, more than the {most_bytes / 1e6:,.0f} of upload_megabytes; copy it into the folder"
    )


def _copy(file: Path, target: Path) -> None:
    """The file under its name, at once and whole: a sync that runs meanwhile must not meet half of it."""
    handle, name = tempfile.mkstemp(prefix=".upload-", dir=target.parent)  # hidden, so that no sync reads it
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, file.open("rb") as given:
            shutil.copyfileobj(given, out)
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def safe_name(name: str) -> str:
    """A name that is only a name: no folder, no hidden file, nothing that a shell or Windows reads otherwise."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    harmless = HARMFUL.sub("_", last).strip(" .") or "file"
    if RESERVED.fullmatch(harmless):
        harmless = f"_{harmless}"
    suffixes = "".join(PurePosixPath(harmless).suffixes[-2:])[-20:]
    stem = harmless[: len(harmless) - len(suffixes)]
    while len((stem + suffixes).encode()) > LONGEST_NAME and stem:
        stem = stem[:-1]
    return stem + suffixes


def as_list(taken: Sequence[Taken], folder: Path) -> str:
    """What has become of the files, as HTML."""
    items = "".join(
        f'<li class="{"there" if each.there else "refused"}"><bdi>{as_html(shortened(each.name, 100))}</bdi>: '
        f"{as_html(each.words)}</li>"
        for each in taken
    )
    there = sum(each.there for each in taken)
    next_step = "They are read by the next sync: press “Sync the folder”." if there else "None was taken."
    where = f"{count(there, 'file')} in {as_html(str(folder / FOLDER))}. {next_step}"
    return f'<p role="status">{where}</p><ul>{items}</ul>'


def addresses(text: str) -> list[str]:
    """The addresses in a text, one a line; blank lines and those that begin with "#" are passed over.

    Raises:
        InvalidQuery: there are none or too many, or a line is no address. A path is none: nothing here reads files.
    """
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise InvalidQuery("no address is named; write one a line, each beginning with http:// or https://")
    if len(found) > MOST_ADDRESSES:
        raise InvalidQuery(f"{len(found):,} addresses are named, and {MOST_ADDRESSES} are fetched at once; name fewer")
    for line in found:
        if not is_address(line) or len(line) > LONGEST_ADDRESS:
            raise InvalidQuery(
                f"{line[:100]!r} is no address; write one a line, each beginning with http:// or https://"
            )
    return list(dict.fromkeys(found))


def discard(files: Iterable[Path], received: Path) -> None:
    """Delete files where they were received; what lies elsewhere is left alone."""
    for file in files:
        if file.resolve().is_relative_to(received.resolve()):
            with suppress(OSError):
                file.unlink()
