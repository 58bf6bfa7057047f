"""Training: biases of the cross-encoder, on each question's sentences together; and what comes of it, stories held out.

Needs torch, transformers, tokenizers, onnx and numpy, and nothing else of this project, so that it also runs where
there is a graphics processor: a minute and a half there, some six hours on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from .encoder import TrainableEncoder

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

EPOCHS = 6
RATE = 1e-3
"""Highest learning rate of AdamW: reached after a tenth of the steps, falling to 0 from there."""
TOGETHER = 24
"""Questions a step."""
HARDEST, ELSEWHERE = 20, 4
"""Sentences a question is trained with besides those that answer: the ones of its story that the published model
finds best, and some of other stories."""
LISTWISE = 0.5
"""Weight of the second loss, which asks for one of the right sentences to come first."""
SEED = 7

Logits: TypeAlias = "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the sentences that it is trained with."""

    question: str
    story: str
    sentences: tuple[str, ...]
    right: tuple[bool, ...]


def groups(
    stories: Mapping[str, Sequence[str]],
    asked: Sequence[tuple[str, str, Sequence[int]]],
    folder: Path,
) -> list[Group]:
    """The questions with the sentences they are trained with.

    Args:
        stories: sentences of each story.
        asked: question, story and places of the sentences that answer.
        folder: the published model.
    """
    encoder, draw = TrainableEncoder(folder), random.Random(SEED)
    everywhere = [text for told in stories.values() for text in told]
    scores = _scores(encoder, [(question, stories[story]) for question, story, _ in asked])
    found = []
    for (question, story, right), logits in zip(asked, scores, strict=True):
        told = stories[story]
        wrong = [place for place in np.argsort(-logits, kind="stable") if place not in right][:HARDEST]
        texts = [told[place] for place in (*right, *wrong)] + draw.sample(everywhere, ELSEWHERE)
        labels = [True] * len(right) + [False] * (len(texts) - len(right))
        found.append(Group(question, story, tuple(texts), tuple(labels)))
    return found


def held_out(given: Sequence[Group], folder: Path, folds: int) -> dict[str, list[Logits]]:
    """Logits of each group's sentences by the published model, and by one trained on the other stories' groups."""
    stories = sorted({group.story for group in given})
    random.Random(SEED).shuffle(stories)
    read = [(group.question, group.sentences) for group in given]
    found: list[Logits] = [np.zeros(0, np.float32)] * len(given)
    for fold in range(folds):
        out = set(stories[fold::folds])
        encoder = trained([group for group in given if group.story not in out], folder)
        places = [place for place, group in enumerate(given) if group.story in out]
        for place, logits in zip(places, _scores(encoder, [read[place] for place in places]), strict=True):
            found[place] = logits
    return {"as published": _scores(TrainableEncoder(folder), read), "trained": found}


def _scores(encoder: TrainableEncoder, asked: Sequence[tuple[str, Sequence[str]]]) -> list[Logits]:
    """Logits of each question's sentences."""
    questions = [question for question, texts in asked for _ in texts]
    logits = encoder.score(questions, [text for _, texts in asked for text in texts])
    return np.split(logits, np.cumsum([len(texts) for _, texts in asked])[:-1])


def trained(
    given: Sequence[Group], folder: Path, report: Callable[[int, int], None] = lambda done, of: None
) -> TrainableEncoder:
    """The encoder after training on the groups."""
    import torch

    torch.manual_seed(SEED)
    encoder = TrainableEncoder(folder)
    free = [item for item in encoder.model.parameters() if item.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=RATE, weight_decay=0.01)
    steps = list(_steps(given))
    rising = len(steps) // 10 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, max(0.02, 1 - step / len(steps)))
    )
    encoder.model.train()
    for done, step in enumerate(steps, 1):
        optimizer.zero_grad()
        torch.autograd.backward(_loss(encoder, step))
        torch.nn.utils.clip_grad_norm_(free, 1.0)
        optimizer.step()
        schedule.step()
        report(done, len(steps))
    return encoder


def _steps(given: Sequence[Group]) -> Iterator[list[Group]]:
    draw = random.Random(SEED)
    for _ in range(EPOCHS):
        order = draw.sample(given, len(given))
        yield from (order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER))


def _loss(encoder: TrainableEncoder, step: Sequence[Group]) -> Tensor:
    """Whether each sentence answers, and whether one that does comes first."""
    import torch
    from torch.nn import functional

    questions = [group.question for group in step for _ in group.sentences]
    logits = encoder.read(questions, [text for group in step for text in group.sentences])
    right = torch.tensor([label for group in step for label in group.right], device=logits.device)
    loss = functional.binary_cross_entropy_with_logits(logits, right.float())
    sizes = [len(group.sentences) for group in step]
    first = [
        logits_of.logsumexp(0) - logits_of[right_of].logsumexp(0)
        for logits_of, right_of in zip(torch.split(logits, sizes), torch.split(right, sizes), strict=True)
        if right_of.any()
    ]
    return loss + LISTWISE * torch.stack(first).mean() if first else loss
