"""From a ranking of chunks to the few sentences that matter, which is what the answer may rest on.

The unit changes here: sentences are scored on their own, so that the evidence is small (prompt reading dominates on a
CPU) and a citation is exact. A sentence that leans on the one before it ("He also …", "This …") is shown with it; a
sentence is never parted from the "However, …" that soon follows and takes it back; what another article says in the
same words is said once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..records import ArticleInfo, CrossEncoder, Evidence, EvidenceSentence, Query, Ranking, Sentence
from .alike import told, words
from .pool import Key, Scores, scored

LEANS = re.compile(
    r"(he|she|it|they|his|her|its|their|this|that|these|those|such|both|the (ban|ruling|move|decision|plan|deal|talks|"
    r"agreement|statement|measure|measures|figure|other|two|same|latter|former|issue|dispute|restrictions))\b",
    re.IGNORECASE,
)
CONTRAST = re.compile(
    r"(however|but|yet|still|nevertheless|nonetheless|by contrast|in contrast|on the other hand)\b", re.IGNORECASE
)
# What scores this far below the best sentence is left out. 30 finds 0.934 of the gold sentences in 407 tokens, 20 0.921
# in 340; docs/retrieval.md has the curve (`python -m evals.recipes planted --section sentences`).
MARGIN = 30.0
LOOK_AHEAD = 2
"""Sentences after a chosen one in which a "However, …" is still its other side."""
CHARACTERS_A_TOKEN = 4.3
"""English news text in the tokens of the Qwen2.5 family."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much evidence there may be."""

    sentences: int
    """Chosen for their own score; neighbours are not counted."""
    tokens: int
    """Estimated length of all."""
    margin: float = MARGIN
    """Logits below the best sentence."""


def evidence(query: Query, ranking: Ranking, cross_encoder: CrossEncoder, limits: Limits) -> Evidence:
    """Choose sentences within the limits.

    Args:
        query: the stand-alone question.
        ranking: reranked chunks, best first, with logits as scores.
        cross_encoder: scores the sentences.
        limits: how many there may be.
    """
    scores = scored(query.text, ranking, cross_encoder, limits.margin, limits.sentences)
    chosen = _choose(scores, limits)
    scores.read(chosen)
    articles = tuple({item.article.doc_id: item.article for item in ranking}.values())
    numbered = _number(scores, chosen, articles)
    by_score = sorted(numbered, key=lambda item: (-item.score, item.number))
    return Evidence(
        sentences=numbered,
        articles=articles,
        top_score=max([item.score for item in ranking[:1]] + list(scores.own.values()), default=float("-inf")),
        tokens=sum(tokens_of(item.sentence) for item in numbered),
        best=tuple(item.number for item in by_score if not item.neighbour),
    )


def tokens_of(sentence: Sentence) -> int:
    """Estimated length of a numbered sentence in the prompt."""
    return int(len(sentence.text) / CHARACTERS_A_TOKEN) + 4  # the mark and the line end


@dataclass(slots=True)
class _Basket:
    """Keys of the chosen sentences (True for a neighbour) within a budget of tokens."""

    scores: Scores
    tokens: int
    chosen: dict[Key, bool] = field(default_factory=dict)

    def take(self, group: Sequence[Key], own: Key | None = None) -> None:
        """All of the group or, where the budget is spent, none; everything in it but `own` is a neighbour."""
        if not self.chosen and self._cost(group) > self.tokens:
            group = group[:1]  # the best sentence is there whatever it costs
        elif self._cost([*self.chosen, *group]) > self.tokens:
            return
        self.chosen.update({key: key != own and self.chosen.get(key, True) for key in group})

    def _cost(self, keys: Iterable[Key]) -> int:
        return sum(tokens_of(self.scores.pool[key]) for key in set(keys))

    def holds(self, key: Key) -> bool:
        """Whether a chosen sentence of another article says the same."""
        pool = self.scores.pool
        return told(pool[key].text, (words(pool[other].text) for other in self.chosen if other[0] != key[0]))


def _choose(scores: Scores, limits: Limits) -> dict[Key, bool]:
    """Keys of the chosen sentences; True for one taken as a neighbour."""
    basket = _Basket(scores, limits.tokens)
    order = sorted(scores.own, key=lambda key: (-scores[key], key))
    left = limits.sentences
    for key in order:
        if not left or scores[key] < scores[order[0]] - limits.margin:
            break
        if basket.holds(key):
            continue
        left -= 1
        basket.take([key, *_neighbours(scores.pool[key], scores)], own=key)
        if key == order[0]:  # the best one is read in its surroundings
            for beside in _there([(key[0], key[1] - 1), (key[0], key[1] + 1)], scores):
                basket.take([beside])
    # A single sentence left out between two that were chosen would tear the thread of the passage.
    chosen = basket.chosen
    between = [(doc_id, number + 1) for doc_id, number in chosen if (doc_id, number + 2) in chosen]
    for key in _there(between, scores):
        basket.take([key])
    return chosen


def _there(keys: Iterable[Key], scores: Scores) -> list[Key]:
    return [key for key in keys if key in scores.pool]


def _neighbours(sentence: Sentence, scores: Scores) -> list[Key]:
    """What must stand beside the sentence."""
    pool, found = scores.pool, []
    place = sentence.number
    before = (sentence.doc_id, place - 1)
    if before in pool and (LEANS.match(sentence.text) or CONTRAST.match(sentence.text)):
        found.append(before)
    following = [(sentence.doc_id, place + step) for step in range(1, LOOK_AHEAD + 1)]
    for reach, key in enumerate(following, 1):
        if key in pool and CONTRAST.match(pool[key].text):
            return found + [other for other in following[:reach] if other in pool]
    return found


def _number(scores: Scores, chosen: dict[Key, bool], articles: Sequence[ArticleInfo]) -> tuple[EvidenceSentence, ...]:
    """Number the chosen sentences: article by article in order of their best sentence, in reading order within."""
    by_id = {article.doc_id: article for article in articles}
    best: dict[str, float] = {}
    for key in chosen:
        best[key[0]] = max(best.get(key[0], float("-inf")), scores[key])
    order = sorted(chosen, key=lambda key: (-best[key[0]], key))
    return tuple(
        EvidenceSentence(number, scores.pool[key], by_id[key[0]], scores[key], chosen[key])
        for number, key in enumerate(order, 1)
    )
