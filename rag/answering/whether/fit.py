"""How well a question has to fit before it is answered: the threshold, lower where the logit is known to run low.

A cross-encoder trained on short search queries gives long and many-part questions low logits whatever it reads. Planted
dev and evals/refusal.jsonl, questions between 0 and 2: answerable ones have 6 terms or more in 12 of 17, unanswerable
ones in 1 of 8. Where a single passage has every term of a question, the logit says little: "Who called the first pay
offer a tip?" gets -6.1 from the passage that says it. The figures are those of a threshold of 2; at -2 planted dev
declines 5 of 217 without either rule, and 1 with both, off-topic questions all the same.
"""

from __future__ import annotations

from ...records import Ranking
from .terms import lacking, stems, terms

LONG = 6
"""Terms from which a question is long. Planted dev declines 7, 9, 14 and 22 of 217 answerable questions at 5, 6, 7 and
never; of 30 in evals/refusal.jsonl that are off topic or of the same field, 3 are answered at 5, 1 at the others."""
LONG_MAY = 2.0
"""Logits by which a long question may stay below the threshold: 22, 15, 9, 8 of 217 declined at 0, 1, 2, 4."""
COVERED_MAY = 10.0
"""The same where all terms stand in one passage: 12, 10, 9 of 217 declined at 0, 4, 10. No off-topic or same-field
question has more than 0.67 of them there."""
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
