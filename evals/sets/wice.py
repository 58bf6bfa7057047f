"""Wikipedia sentences against their source pages, as claims of two kinds: "full" and "oracle".

A full claim comes once, with every sentence of the page. An oracle claim comes in several rows, mostly three, each
with the annotated sentences and some random ones; all rows of a claim have its id as group, and it counts as supported
if any of them is found supported: take the highest score. Partly supported counts as not supported. Blank sentences
of the evidence are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..records import Claim, EvalSet, Split
from .lines import find, made

LABELS = ("supported", "partially_supported", "not_supported")
ROW = {"item_id": str, "claim": str, "evidence": list[str], "label": str}


def read(folder: Path, split: Split) -> EvalSet:
    """The full claims, then the oracle rows, numbered from 1 within their claim."""
    full = list(
        made(
            find(folder, "items.jsonl", split),
            {**ROW, "claim_title": str},
            lambda _, row: _claim(row, row["item_id"], row["claim_title"], "full"),
        )
    )
    titles = {claim.claim_id: claim.title for claim in full}
    seen: Counter[str] = Counter()

    def oracle(_: int, row: Mapping[str, Any]) -> Claim:
        item_id = row["item_id"]
        seen[item_id] += 1
        return _claim(row, f"{item_id}#{seen[item_id]}", titles.get(item_id, ""), "oracle")

    rows = made(find(folder, "oracle.jsonl", split), ROW, oracle)
    return EvalSet(name="wice", headline="oracle", claims=(*full, *rows))


def _claim(row: Mapping[str, Any], claim_id: str, title: str, kind: str) -> Claim:
    if row["label"] not in LABELS:
        raise ValueError(f"its label is {row['label']!r}; the labels are {', '.join(LABELS)}")
    return Claim(
        claim_id=claim_id,
        text=row["claim"],
        evidence=tuple(sentence for sentence in row["evidence"] if sentence.strip()),
        supported=row["label"] == "supported",
        title=title,
        kind=kind,
        group=row["item_id"],
    )
