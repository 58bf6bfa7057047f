"""What is left unread could not have been chosen."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_articles import articles_below

from rag.reading.chunk import chunk
from rag.records import IndexedChunk, ScoredChunk
from rag.retrieval.pool import CHUNK_SHARE, key_of, scored

if TYPE_CHECKING:
    from fakes import OverlapCrossEncoder

CORPUS = Path(__file__).parents[2] / "corpus"
QUESTION = "Korea ban seafood"


ALL = 1000


@pytest.mark.parametrize("most", [1, 8, ALL])
@pytest.mark.parametrize("margin", [0.0, 5.0, 20.0, 1000.0])
def test_all_within_the_margin_that_are_among_the_best_are_read(
    cross_encoder: OverlapCrossEncoder, margin: float, most: int
) -> None:
    draw = random.Random(3)
    chunks = [IndexedChunk(part, item.info) for item in articles_below(CORPUS) for part in chunk(item, 120)]
    for _ in range(20):
        drawn = draw.sample(chunks, 12)
        logits = sorted((draw.uniform(-11, 9) for _ in drawn), reverse=True)
        ranking = tuple(
            ScoredChunk(item, logit, rank) for rank, (item, logit) in enumerate(zip(drawn, logits, strict=True), 1)
        )
        found = scored(QUESTION, ranking, cross_encoder, margin, most)
        whole = scored(QUESTION, ranking, cross_encoder, float("inf"), ALL)
        assert set(whole.own) == set(whole.pool)
        order = sorted(whole.own, key=lambda key: -whole[key])
        assert {key for key in order[:most] if whole[key] >= whole[order[0]] - margin} <= set(found.own)
        assert all(found[key] == whole[key] for key in found.own)


def test_what_lies_far_below_is_not_read(cross_encoder: OverlapCrossEncoder) -> None:
    one, two = (IndexedChunk(chunk(item, 120)[0], item.info) for item in articles_below(CORPUS)[:2])
    found = scored(QUESTION, (ScoredChunk(one, 5.0, 1), ScoredChunk(two, -11.0, 2)), cross_encoder, 10.0, ALL)
    assert set(found.own) == {key_of(sentence) for sentence in one.chunk.sentences} & set(found.pool)
    assert max(found[key] for key in found.own) <= 5.0 * CHUNK_SHARE + 10


def test_nothing_found_has_no_scores(cross_encoder: OverlapCrossEncoder) -> None:
    assert not scored(QUESTION, (), cross_encoder, 10.0, ALL).own


def test_what_cannot_be_among_the_best_is_not_read(cross_encoder: OverlapCrossEncoder) -> None:
    one, two = (IndexedChunk(chunk(item, 120)[0], item.info) for item in articles_below(CORPUS)[:2])
    ranking = (ScoredChunk(one, 9.0, 1), ScoredChunk(two, -11.0, 2))
    assert set(scored(QUESTION, ranking, cross_encoder, float("inf"), 1).own) < set(
        scored(QUESTION, ranking, cross_encoder, float("inf"), ALL).own
    )
