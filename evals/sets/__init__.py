"""The sets of questions and claims that the evals are run on, each read by the module of its name.

The public ones lie in a folder given with `--data DIR`, one folder a set, and are never copied into the repository;
`README.md` says what each is, how it is read and what its figures may be compared with.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ..records import EvalSet, Split
from .lines import SetError, SetMissing

__all__ = ["NAMES", "SetError", "SetMissing", "read"]

NAMES: tuple[str, ...] = (
    "planted", "wary", "sides", "time", "realtimeqa", "summedits", "wice", "mtrag", "rgb", "bipia"
)  # fmt: skip

OWN = ("planted", "wary", "sides")
"""Those that are part of the repository."""


def read(name: str, data: Path, split: Split) -> EvalSet:
    """The set of that name.

    Args:
        name: one of NAMES.
        data: folder that holds a folder per public set; of no matter for those of OWN.
        split: `dev` to choose settings on, `test` to report. The attacks of either are planted in dev articles.

    Raises:
        SetMissing: the set is not below `data`.
        SetError: there is no set of that name, or a line of it cannot be used.
    """
    if name not in NAMES:
        raise SetError(f"unknown set {name!r}; the sets are: {', '.join(NAMES)}")
    reader = import_module(f".{name}", __name__)
    found: EvalSet
    if name in OWN:
        found = reader.read(split)
    elif name == "bipia":
        found = reader.read(data / name, split, import_module(".planted", __name__).pairs("dev"))
    else:
        found = reader.read(data / name, split)
    return found
