"""The sentences of a ranking that evidence is chosen from, and their scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ..records import CrossEncoder, Ranking, Sentence

Key: TypeAlias = tuple[str, int]
"""doc_id, and number of the sentence in its article."""

# A sentence's score is its own logit and this many of its chunk's. On the 45 answerable questions of
# evals/refusal.jsonl the sentence with the answer is among the first 8 for 31 at 0, 35 at 0.5, 38 at 1.5, 40 at 3
# (`python -m evals.calibrate`); reading a leaning sentence together with its predecessor brought nothing. On planted
# dev a weighting fitted to sixteen signs of a sentence found no more (docs/retrieval.md).
CHUNK_SHARE = 3.0
HIGHEST = 11.0
"""Logit that no pair exceeds: of 58,000 pairs of a planted question and a chunk or sentence the highest had 10.6."""
ENDS = re.compile(r"[.!?…][\"”’)\]]*$")
SHORTEST = 5
"""Words; what is shorter and does not end like a sentence is a heading."""


def key_of(sentence: Sentence) -> Key:
    """What tells the sentence from all others."""
    return (sentence.doc_id, sentence.number)


def pool_of(ranking: Ranking) -> dict[Key, Sentence]:
    """Every sentence of the ranked chunks that is one: no headings, no leads to lists, no questions."""
    pool = {}
    for item in ranking:
        for sentence in item.chunk.sentences:
            if is_whole(sentence.text):
                pool[key_of(sentence)] = sentence
    return pool


def is_whole(text: str) -> bool:
    """Whether it is a sentence that may answer: no heading, no lead to a list, no question."""
    return bool(ENDS.search(text)) and not text.endswith("?") and len(text.split()) >= SHORTEST


@dataclass(slots=True)
class Scores:
    """Logits of sentences, read when they are needed, and what each comes to with its chunk's."""

    question: str
    cross_encoder: CrossEncoder
    pool: Mapping[Key, Sentence]
    chunk_logits: Mapping[Key, float]
    own: dict[Key, float] = field(default_factory=dict)

    def read(self, keys: Iterable[Key]) -> None:
        """Read those that are not read yet."""
        new = [key for key in keys if key not in self.own]
        logits = self.cross_encoder.score(self.question, [self.pool[key].text for key in new])
        self.own.update(zip(new, map(float, logits), strict=True))

    def __getitem__(self, key: Key) -> float:
        return self.own[key] + CHUNK_SHARE * self.chunk_logits[key]


def scored(question: str, ranking: Ranking, cross_encoder: CrossEncoder, margin: float, most: int) -> Scores:
    """The scores of all sentences that may come within `margin` of the best and among the `most` best.

    The chunks are read best first. Once even the highest logit could not bring a sentence of the next one there, the
    rest is left unread. At a margin of 30 and 24 sentences that leaves 70 pairs of a planted question instead of 102,
    and the same is chosen (100 questions; 76 by the margin alone).
    """
    pool = pool_of(ranking)
    order = sorted(ranking, key=lambda item: -item.score)
    chunk_logits = {key_of(sentence): item.score for item in reversed(order) for sentence in item.chunk.sentences}
    scores = Scores(question, cross_encoder, pool, chunk_logits)
    best = float("-inf")
    for item in order:
        bound = CHUNK_SHARE * item.score + HIGHEST
        if bound < best - margin or sum(scores[key] >= bound for key in scores.own) >= most:
            break
        keys = [key for key in map(key_of, item.chunk.sentences) if key in pool]
        scores.read(keys)
        best = max([best, *(scores[key] for key in keys)])
    return scores
