"""Half of the evidence, for a model whose context is too short for all of it."""

from __future__ import annotations

from dataclasses import replace

from ...records import Evidence


def shortened(evidence: Evidence) -> Evidence:
    """The better half of the sentences, at least one; each keeps its number."""
    numbers = evidence.best or tuple(item.number for item in evidence.sentences)
    best = set(numbers[: max(1, len(numbers) // 2)])
    kept = tuple(item for item in evidence.sentences if item.number in best)
    return replace(evidence, sentences=kept, tokens=evidence.tokens // 2)
