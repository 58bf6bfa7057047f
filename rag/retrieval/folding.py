"""Near copies in a ranking: what the articles of one cluster say alike takes one place, not one an article.

A cluster is an original with its near copies (`ArticleInfo.copy_of`, found when articles are synced). Articles of
different clusters are never compared: that two outlets report the same by themselves is worth knowing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..records import Ranking, ScoredChunk, Sentence
from .alike import told, words

SHORTEST = 5
"""Different words; what has fewer is a heading or a dateline, and says nothing of its own."""


def folded(ranking: Ranking) -> Ranking:
    """The ranking without chunks whose sentences all stand in better chunks of other articles of their cluster.

    A chunk with a sentence of its own stays, with those of its sentences that are not told yet. Where the original's
    chunk says the same as a better one of a copy, it takes over that place and score: it is what an answer leads to.

    Args:
        ranking: best first, so that the best of a cluster stands for the others. Ranks are counted anew.
    """
    kept: list[ScoredChunk] = []
    clusters: dict[str, list[int]] = {}
    for item in ranking:
        places = clusters.setdefault(item.article.copy_of or item.article.doc_id, [])
        others = [place for place in places if kept[place].article.doc_id != item.article.doc_id]
        new = untold(item, [kept[place] for place in others])
        if not others or any(map(_tells, new)):
            places.append(len(kept))
            chunk = replace(item.chunk, sentences=new)
            kept.append(replace(item, indexed=replace(item.indexed, chunk=chunk)) if others else item)
        elif not item.article.copy_of:
            for place in others:
                if not any(map(_tells, untold(kept[place], [item]))):
                    kept[place] = replace(item, score=kept[place].score)
                    break
    return tuple(replace(item, rank=rank) for rank, item in enumerate(kept, 1))


def untold(item: ScoredChunk, others: Iterable[ScoredChunk]) -> tuple[Sentence, ...]:
    """The sentences of the chunk that stand in none of the others, not even nearly."""
    there = [words(sentence.text) for other in others for sentence in other.chunk.sentences]
    return tuple(sentence for sentence in item.chunk.sentences if not told(sentence.text, there))


def _tells(sentence: Sentence) -> bool:
    return len(words(sentence.text)) >= SHORTEST
