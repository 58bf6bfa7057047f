"""Summaries, some edited so that they contradict their source: claims, each against every sentence of its document.

A (document, summary) pair that is repeated is read once, the first. Few documents stand behind the claims, so the
document is the group to resample.
"""

from __future__ import annotations

from pathlib import Path

from ..records import Claim, EvalSet, Split
from .lines import find, rows

FIELDS = {"item_id": str, "domain": str, "doc_id": str, "doc": str, "summary": str, "label": int}


def read(folder: Path, split: Split) -> EvalSet:
    """The claims of the news domain, then those of the others; `kind` is the domain."""
    claims: dict[tuple[str, str], Claim] = {}
    sentences: dict[str, tuple[str, ...]] = {}
    for name in ("items.jsonl", "items_other.jsonl"):
        for row in rows(find(folder, name, split), FIELDS):
            doc = row["doc"]
            if doc not in sentences:
                sentences[doc] = _sentences(doc)
            claim = Claim(
                claim_id=row["item_id"],
                text=row["summary"],
                evidence=sentences[doc],
                supported=row["label"] == 1,
                kind=row["domain"],
                group=row["doc_id"],
            )
            claims.setdefault((doc, claim.text), claim)
    return EvalSet(name="summedits", headline="news", claims=tuple(claims.values()))


def _sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, of which none goes past the end of a line."""
    from sentencex import segment

    pieces = (piece.strip() for line in text.splitlines() for piece in segment("en", line))
    return tuple(filter(None, pieces))
