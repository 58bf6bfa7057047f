"""Train the cross-encoder to tell which sentences answer: `python -m evals.tuning`.

It writes `rag/models/answering.npz`, in a minute and a half on a graphics processor and six hours on two cores. For the
former: `--dump FILE` here, then `--given FILE --model FOLDER --out FILE` there, where nothing else is needed of this
project.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .train import Group, Logits, groups, held_out, trained

OUT = Path(__file__).parents[2] / "rag" / "models" / "answering.npz"


def main() -> None:
    """Train on all stories, or tell what comes of it with stories held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dump", type=Path, help="write the questions and their stories here, and stop")
    parser.add_argument("--given", type=Path, help="take them from such a file")
    parser.add_argument("--model", type=Path, help="folder of the published model; by default the one that is in use")
    parser.add_argument("--folds", type=int, help="train so many times without a part of the stories, and measure")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    if given.dump:
        given.dump.write_text(_dumped(), encoding="utf-8")
        return
    known = json.loads(given.given.read_text(encoding="utf-8") if given.given else _dumped())
    folder = given.model or _in_use()
    asked = [(row["text"], row["story"], row["right"]) for row in known["questions"]]
    found = groups(known["stories"], asked, folder)
    if given.folds:
        print("| who reads | right one first | average precision | n |\n| --- | --- | --- | --- |")
        for name, logits in held_out(found, folder, given.folds).items():
            first, precise, n = measured(found, logits)
            print(f"| {name} | {first:.3f} | {precise:.3f} | {n} |")
        return
    np.savez_compressed(given.out, allow_pickle=False, **trained(found, folder, _report).learnt())
    print(f"\nwrote {given.out}")


def measured(found: Sequence[Group], logits: Sequence[Logits]) -> tuple[float, float, int]:
    """How often a right sentence comes first, mean average precision, and of how many answered questions."""
    first, precise = [], []
    for group, read in zip(found, logits, strict=True):
        if any(group.right):
            ranked = np.array(group.right)[np.argsort(-np.array(read), kind="stable")]
            first.append(ranked[0])
            precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
            precise.append(precision[ranked].mean())
    return float(np.mean(first)), float(np.mean(precise)), len(first)


def _dumped() -> str:
    from .examples import dumped

    return dumped()


def _in_use() -> Path:
    from rag.config import load_settings

    config = load_settings().config
    return config.models / config.cross_encoder


def _report(done: int, of: int) -> None:
    print(f"\rstep {done} of {of}", end="", flush=True)


if __name__ == "__main__":
    main()
