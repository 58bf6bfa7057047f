"""The trained checker is judged only on documents it was not trained on; training itself is `evals.ladder`'s."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from evals import checker
from evals.checker import BATCH, Pair, held_out_logits

PAIRS = [Pair(f"claim {n}", "words " * (n % 7), n % 3 == 0, f"document {n // 4}") for n in range(60)]


class Remembers:
    """Stands in for the model: its logit of a pair is 1 if the pair's document was trained on, else 0."""

    def __init__(self, weights: Path) -> None:
        self.groups: set[str] = set()

    def train(self, pairs: Sequence[Pair], report: Callable[[int, int], None]) -> None:
        self.groups = {pair.group for pair in pairs}
        report(1, 1)

    def logits(self, pairs: Sequence[Pair]) -> np.ndarray:
        return np.array([float(pair.group in self.groups) for pair in pairs], np.float32)


def test_no_document_is_in_both_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "_Checker", Remembers)
    told: list[tuple[str, int, int]] = []
    logits = held_out_logits(PAIRS, Path(), 3, lambda *progress: told.append(progress))
    assert logits.tolist() == [0.0] * len(PAIRS)
    assert told == [("fold 1", 1, 1), ("fold 2", 1, 1), ("fold 3", 1, 1)]


def test_a_batch_holds_pairs_of_like_length_and_every_pair_is_in_one() -> None:
    batches = checker._batches(PAIRS, seed=7)
    assert sorted(pair.claim for batch in batches for pair in batch) == sorted(pair.claim for pair in PAIRS)
    assert [len(batch) for batch in batches].count(BATCH) == len(PAIRS) // BATCH
    lengths = [[len(pair.words) for pair in batch] for batch in batches]
    assert max(max(batch) - min(batch) for batch in lengths) < max(map(max, lengths))
