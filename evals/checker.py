"""A sentence checker that is trained here: all-MiniLM-L6-v2 with one output, read with a claim and its cited words.

It is judged on documents that it was not trained on, and is one more signal of `python -m evals.ladder --trained`. The
product has none: docs/decisions.md says what it would bring. Seeds are fixed: the same machine makes the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor
    from transformers import BatchEncoding

    from rag.records import Progress

EPOCHS = 3
BATCH = 16
RATE = 5e-5
"""Learning rate of AdamW, falling to 0 over the steps."""
LONGEST = 192
"""Tokens of a pair; of a longer one the cited words are cut at the end."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the words it is held against, whether they support it, and the document both belong to."""

    claim: str
    words: str
    supported: bool
    group: str


def held_out_logits(pairs: Sequence[Pair], weights: Path, folds: int, report: Progress) -> NDArray[np.float32]:
    """Logit of support of each pair by a checker that was trained on the pairs of other documents.

    Args:
        pairs: labelled pairs of several sets; those of one group are never parted.
        weights: folder of all-MiniLM-L6-v2 in float32.
        folds: number of checkers that are trained, each on the other folds.
        report: is told of every batch.
    """
    from sklearn.model_selection import GroupKFold

    groups = [pair.group for pair in pairs]
    logits = np.zeros(len(pairs), dtype=np.float32)
    splits = GroupKFold(folds, shuffle=True, random_state=SEED).split(pairs, groups=groups)
    for fold, (train, test) in enumerate(splits, 1):
        checker = _Checker(weights)
        checker.train([pairs[at] for at in train], partial(report, f"fold {fold}"))
        logits[test] = checker.logits([pairs[at] for at in test])
    return logits


class _Checker:
    def __init__(self, weights: Path) -> None:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        torch.manual_seed(SEED)
        self._tokenizer = AutoTokenizer.from_pretrained(weights)
        self._model = AutoModelForSequenceClassification.from_pretrained(weights, num_labels=1)

    def train(self, pairs: Sequence[Pair], report: Callable[[int, int], None]) -> None:
        """Three epochs; both labels weigh the same in all."""
        import torch

        share = sum(pair.supported for pair in pairs) / len(pairs)
        loss = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor((1 - share) / share))
        optimizer = torch.optim.AdamW(self._model.parameters(), lr=RATE)
        batches = [batch for epoch in range(EPOCHS) for batch in _batches(pairs, SEED + epoch)]
        falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, len(batches))
        self._model.train()
        for done, batch in enumerate(batches, 1):
            labels = torch.tensor([float(pair.supported) for pair in batch])
            optimizer.zero_grad()
            loss(self._read(batch), labels).backward()
            optimizer.step()
            falling.step()
            report(done, len(batches))

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Above 0: more likely supported than not."""
        import torch

        self._model.eval()
        with torch.no_grad():
            found = [self._read(pairs[at : at + BATCH]).numpy() for at in range(0, len(pairs), BATCH)]
        return np.concatenate(found).astype(np.float32)

    def _read(self, pairs: Sequence[Pair]) -> Tensor:
        encoded: BatchEncoding = self._tokenizer(
            [pair.claim for pair in pairs],
            [pair.words for pair in pairs],
            truncation="only_second", max_length=LONGEST, padding=True, return_tensors="pt",
        )  # fmt: skip
        logits: Tensor = self._model(**encoded).logits[:, 0]
        return logits


def _batches(pairs: Sequence[Pair], seed: int) -> list[list[Pair]]:
    """Pairs of like length together, the batches in any order."""
    draw = np.random.default_rng(seed)
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at].claim) + len(pairs[at].words) + 20 * draw.random())
    batches = [[pairs[at] for at in order[start : start + BATCH]] for start in range(0, len(order), BATCH)]
    draw.shuffle(batches)
    return batches
