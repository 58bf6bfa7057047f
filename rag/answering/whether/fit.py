"""How well a question has to fit before it is answered: the threshold, lower where the logit is known to run low.

A cross-encoder trained on short search queries gives long and many-part questions low logits whatever it reads. Planted
dev and evals/refusal.jsonl, questions between 0 and 2: answerable ones have 6 terms or more in 13 of 20, unanswerable
ones in 1 of 8. Where a single passage has every term of a question, the logit says little: "Who called the first pay
offer a tip?" gets -6.1 from the passage that says it.
"""

from __future__ import annotations

from ...records import Ranking
from .terms import lacking, stems, terms

LONG = 6
"""Terms from which a question is long."""
LONG_MAY = 2.0
"""Logits by which a long question may stay below the threshold."""
COVERED_MAY = 10.0
"""The same for a question whose terms all stand in one passage; off-topic questions have at most 0.75 there."""
FEWEST = 4
"""Terms below which their being there is an accident."""
BEST = 5
"""Passages that are looked through."""


def needed(question: str, ranking: Ranking, threshold: float) -> float:
    """Logit from which the question is answered, `threshold` or less."""
    wanted = terms(question)
    if len(wanted) >= FEWEST and any(not lacking(wanted, stems(item.chunk.embedding_text)) for item in ranking[:BEST]):
        return threshold - COVERED_MAY
    return threshold - LONG_MAY if len(wanted) >= LONG else threshold
