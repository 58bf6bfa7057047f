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


@pytest.mark.parametrize("margin", [0.0, 5.0, 20.0, 1000.0])
def test_all_within_the_margin_are_read(cross_encoder: OverlapCrossEncoder, margin: float) -> None:
    draw = random.Random(3)
    chunks = [IndexedChunk(part, item.info) for item in articles_below(CORPUS) for part in chunk(item, 120)]
    for _ in range(20):
        drawn = draw.sample(chunks, 12)
        logits = sorted((draw.uniform(-11, 9) for _ in drawn), reverse=True)
        ranking = tuple(
            ScoredChunk(item, logit, rank) for rank, (item, logit) in enumerate(zip(drawn, logits, strict=True), 1)
        )
        found, whole = (scored(QUESTION, ranking, cross_encoder, limit) for limit in (margin, float("inf")))
        assert set(whole.own) == set(whole.pool)
        best = max(map(whole.__getitem__, whole.own))
        assert {key for key in whole.own if whole[key] >= best - margin} <= set(found.own)
        assert all(found[key] == whole[key] for key in found.own)


def test_what_lies_far_below_is_not_read(cross_encoder: OverlapCrossEncoder) -> None:
    one, two = (IndexedChunk(chunk(item, 120)[0], item.info) for item in articles_below(CORPUS)[:2])
    found = scored(QUESTION, (ScoredChunk(one, 5.0, 1), ScoredChunk(two, -11.0, 2)), cross_encoder, 10.0)
    assert set(found.own) == {key_of(sentence) for sentence in one.chunk.sentences} & set(found.pool)
    assert max(found[key] for key in found.own) <= 5.0 * CHUNK_SHARE + 10


def test_nothing_found_has_no_scores(cross_encoder: OverlapCrossEncoder) -> None:
    assert not scored(QUESTION, (), cross_encoder, 10.0).own
