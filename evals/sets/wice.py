"""Sentences of Wikipedia and the pages they cite, as claims of two kinds: "full" and "oracle".

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
from .lines import find, rows

ROW = {"item_id": str, "claim": str, "evidence": list[str], "label": str}


def read(folder: Path, split: Split) -> EvalSet:
    """The full claims, then the oracle rows, numbered from 1 within their claim."""
    items = list(rows(find(folder, "items.jsonl", split), {**ROW, "claim_title": str}))
    titles = {row["item_id"]: row["claim_title"] for row in items}
    claims = [_claim(row, row["item_id"], row["claim_title"], "full") for row in items]
    seen: Counter[str] = Counter()
    for row in rows(find(folder, "oracle.jsonl", split), ROW):
        item_id = row["item_id"]
        seen[item_id] += 1
        claims.append(_claim(row, f"{item_id}#{seen[item_id]}", titles.get(item_id, ""), "oracle"))
    return EvalSet(name="wice", headline="oracle", claims=tuple(claims))


def _claim(row: Mapping[str, Any], claim_id: str, title: str, kind: str) -> Claim:
    return Claim(
        claim_id=claim_id,
        text=row["claim"],
        evidence=tuple(sentence for sentence in row["evidence"] if sentence.strip()),
        supported=row["label"] == "supported",
        title=title,
        kind=kind,
        group=row["item_id"],
    )
