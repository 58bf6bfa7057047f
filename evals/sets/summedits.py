"""Summaries, some edited so that they contradict their source: claims, each against every sentence of its document.

A (document, summary) pair that is repeated is read once, the first. Few documents stand behind the claims, so the
document is the group to resample.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..records import Claim, EvalSet, Split
from .lines import find, made

FIELDS = {"item_id": str, "domain": str, "doc_id": str, "doc": str, "summary": str, "label": int}


def read(folder: Path, split: Split) -> EvalSet:
    """The claims of the news domain, then those of the others; `kind` is the domain."""
    claims: dict[tuple[tuple[str, ...], str], Claim] = {}
    sentences: dict[str, tuple[str, ...]] = {}

    def claim(_: int, row: Mapping[str, Any]) -> Claim:
        if row["label"] not in (0, 1):
            raise ValueError(f"its label is {row['label']}; the labels are 0 and 1")
        doc = row["doc"]
        if doc not in sentences:
            sentences[doc] = _sentences(doc)
        return Claim(
            claim_id=row["item_id"],
            text=row["summary"],
            evidence=sentences[doc],
            supported=row["label"] == 1,
            kind=row["domain"],
            group=row["doc_id"],
        )

    for name in ("items.jsonl", "items_other.jsonl"):
        for made_of in made(find(folder, name, split), FIELDS, claim):
            claims.setdefault((made_of.evidence, made_of.text), made_of)
    return EvalSet(name="summedits", headline="news", claims=tuple(claims.values()))


def _sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, of which none goes past the end of a line."""
    from sentencex import segment

    pieces = (piece.strip() for line in text.splitlines() for piece in segment("en", line))
    return tuple(filter(None, pieces))
