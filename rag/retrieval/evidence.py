"""From a ranking of chunks to the few sentences that matter, which is what the answer may rest on.

The unit changes here: sentences are scored on their own, so that the evidence is small (prompt reading dominates on a
CPU) and a citation is exact. A sentence that leans on the one before it ("He also …", "This …") is shown with it; a
sentence is never parted from the "However, …" that soon follows and takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..records import ArticleInfo, CrossEncoder, Evidence, EvidenceSentence, Query, Ranking, Sentence

LEANS = re.compile(
    r"(he|she|it|they|his|her|its|their|this|that|these|those|such|both|the (ban|ruling|move|decision|plan|deal|talks|"
    r"agreement|statement|measure|measures|figure|other|two|same|latter|former|issue|dispute|restrictions))\b",
    re.IGNORECASE,
)
CONTRAST = re.compile(
    r"(however|but|yet|still|nevertheless|nonetheless|by contrast|in contrast|on the other hand)\b", re.IGNORECASE
)
ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
# A sentence's score is its own logit and this many of its chunk's. On the 45 answerable questions of
# evals/refusal.jsonl the sentence with the answer is among the first 8 for 31 at 0, 35 at 0.5, 38 at 1.5, 40 at 3
# (`python -m evals.calibrate`); reading a leaning sentence together with its predecessor brought nothing.
CHUNK_SHARE = 3.0
# What scores this far below the best sentence is left out: 39 of those 40 stay, and a quarter of the sentences goes.
MARGIN = 12.0
LOOK_AHEAD = 2
"""Sentences after a chosen one in which a "However, …" is still its other side."""
CHARACTERS_A_TOKEN = 4.3
"""English news text in the tokens of the Qwen2.5 family."""
SHORTEST = 5
"""Words; what is shorter and does not end like a sentence is a heading."""


def evidence(query: Query, ranking: Ranking, cross_encoder: CrossEncoder, sentences: int, tokens: int) -> Evidence:
    """Choose at most `sentences` sentences (neighbours not counted) within about `tokens` tokens.

    Args:
        query: the stand-alone question.
        ranking: reranked chunks, best first, with logits as scores.
        cross_encoder: scores the sentences.
        sentences: number of sentences that are chosen for their own score.
        tokens: estimated length the evidence may have.
    """
    pool = pool_of(ranking)
    logits = [float(logit) for logit in cross_encoder.score(query.text, [item.text for item in pool.values()])]
    chunk_scores = {_key(sentence): item.score for item in reversed(ranking) for sentence in item.chunk.sentences}
    scores = {key: logit + CHUNK_SHARE * chunk_scores[key] for key, logit in zip(pool, logits, strict=True)}
    chosen = _choose(pool, scores, sentences, tokens)
    articles = tuple({item.article.doc_id: item.article for item in ranking}.values())
    numbered = _number(pool, scores, chosen, articles)
    by_score = sorted(numbered, key=lambda item: (-item.score, item.number))
    return Evidence(
        sentences=numbered,
        articles=articles,
        top_score=max([item.score for item in ranking[:1]] + logits, default=float("-inf")),
        tokens=sum(_tokens(item.sentence) for item in numbered),
        best=tuple(item.number for item in by_score if not item.neighbour),
    )


_Key = tuple[str, int]


def _key(sentence: Sentence) -> _Key:
    return (sentence.doc_id, sentence.number)


def pool_of(ranking: Ranking) -> dict[_Key, Sentence]:
    """Every sentence of the ranked chunks that is one: no headings, no leads to lists, no questions."""
    pool = {}
    for item in ranking:
        for sentence in item.chunk.sentences:
            whole = ENDS.search(sentence.text) and not sentence.text.endswith("?")
            if whole and len(sentence.text.split()) >= SHORTEST:
                pool[_key(sentence)] = sentence
    return pool


def _tokens(sentence: Sentence) -> int:
    return int(len(sentence.text) / CHARACTERS_A_TOKEN) + 4  # the mark and the line end


@dataclass(slots=True)
class _Basket:
    """Keys of the chosen sentences (True for a neighbour) within a budget of tokens."""

    pool: dict[_Key, Sentence]
    tokens: int
    chosen: dict[_Key, bool] = field(default_factory=dict)

    def take(self, group: Sequence[_Key], own: _Key | None = None) -> None:
        """All of the group or, where the budget is spent, none; everything in it but `own` is a neighbour."""
        if not self.chosen and self._cost(group) > self.tokens:
            group = group[:1]  # the best sentence is there whatever it costs
        elif self._cost([*self.chosen, *group]) > self.tokens:
            return
        self.chosen.update({key: key != own and self.chosen.get(key, True) for key in group})

    def _cost(self, keys: Iterable[_Key]) -> int:
        return sum(_tokens(self.pool[key]) for key in set(keys))


def _choose(pool: dict[_Key, Sentence], scores: dict[_Key, float], sentences: int, tokens: int) -> dict[_Key, bool]:
    """Keys of the chosen sentences; True for one taken as a neighbour."""
    basket = _Basket(pool, tokens)
    order = sorted(scores, key=lambda key: (-scores[key], key))
    for key in order[:sentences]:
        if scores[key] < scores[order[0]] - MARGIN:
            break
        basket.take([key, *_neighbours(pool[key], pool)], own=key)
        if key == order[0]:  # the best one is read in its surroundings
            for beside in _there([(key[0], key[1] - 1), (key[0], key[1] + 1)], pool):
                basket.take([beside])
    # A single sentence left out between two that were chosen would tear the thread of the passage.
    chosen = basket.chosen
    for between in _there([(doc_id, number + 1) for doc_id, number in chosen if (doc_id, number + 2) in chosen], pool):
        basket.take([between])
    return chosen


def _there(keys: Iterable[_Key], pool: dict[_Key, Sentence]) -> list[_Key]:
    return [key for key in keys if key in pool]


def _neighbours(sentence: Sentence, pool: dict[_Key, Sentence]) -> list[_Key]:
    """What must stand beside the sentence."""
    found = []
    place = sentence.number
    before = (sentence.doc_id, place - 1)
    if before in pool and (LEANS.match(sentence.text) or CONTRAST.match(sentence.text)):
        found.append(before)
    following = [(sentence.doc_id, place + step) for step in range(1, LOOK_AHEAD + 1)]
    for reach, key in enumerate(following, 1):
        if key in pool and CONTRAST.match(pool[key].text):
            return found + [other for other in following[:reach] if other in pool]
    return found


def _number(
    pool: dict[_Key, Sentence], scores: dict[_Key, float], chosen: dict[_Key, bool], articles: Sequence[ArticleInfo]
) -> tuple[EvidenceSentence, ...]:
    """Number the chosen sentences: article by article in order of their best sentence, in reading order within."""
    by_id = {article.doc_id: article for article in articles}
    best: dict[str, float] = {}
    for key in chosen:
        best[key[0]] = max(best.get(key[0], float("-inf")), scores[key])
    order = sorted(chosen, key=lambda key: (-best[key[0]], key))
    return tuple(
        EvidenceSentence(number, pool[key], by_id[key[0]], scores[key], chosen[key])
        for number, key in enumerate(order, 1)
    )
