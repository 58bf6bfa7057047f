"""Evidence is the few sentences that matter, numbered in reading order, within a budget, with what may not be parted.

The fake cross-encoder counts shared words, less 2; a sentence's score is that and CHUNK_SHARE of its chunk's.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_articles import articles_below

from rag.reading.chunk import chunk
from rag.records import Article, Evidence, IndexedChunk, Query, Ranking, ScoredChunk
from rag.retrieval.evidence import Limits, evidence
from rag.retrieval.pool import CHUNK_SHARE

if TYPE_CHECKING:
    from fakes import OverlapCrossEncoder

CORPUS = Path(__file__).parents[2] / "corpus"
QUERY = Query(text="Korea ban seafood", asked_at=date(2025, 1, 1))
PLENTY = Limits(8, 1000)


def ranked(*articles: Article, score: float = 0.0, words: int = 400) -> Ranking:
    """The chunks of the articles, in this order, all with the same score."""
    items = [IndexedChunk(part, article.info) for article in articles for part in chunk(article, words)]
    return tuple(ScoredChunk(item, score, rank) for rank, item in enumerate(items, 1))


def article(doc_id: str, text: str) -> Article:
    return Article(doc_id=doc_id, title=doc_id, text=text, language="en", content_hash="h")


def shown(found: Evidence) -> list[str]:
    """Number, first word, and a plus for neighbours."""
    return [f"{item.number} {item.sentence.text.split()[0]}{'+' * item.neighbour}" for item in found.sentences]


FISH = article(
    "fish", "Fishers in Busan were glad. Korea will ban all seafood. Ships stayed in the harbour. Rain fell."
)
TRADE = article("trade", "Ministers met in Seoul today. Korea sold seafood to others. Nobody asked them about it.")


def test_scores_are_those_of_sentence_and_chunk(cross_encoder: OverlapCrossEncoder) -> None:
    found = evidence(QUERY, ranked(FISH, score=0.5), cross_encoder, PLENTY)
    share = CHUNK_SHARE * 0.5
    assert [item.score for item in found.sentences] == [-2 + share, 1 + share, -2 + share]
    assert found.top_score == 1
    assert found.best == (2, 1, 3)


def test_the_best_article_comes_first_and_each_is_in_reading_order(cross_encoder: OverlapCrossEncoder) -> None:
    found = evidence(QUERY, ranked(TRADE, FISH), cross_encoder, PLENTY)
    assert shown(found) == ["1 Fishers", "2 Korea", "3 Ships", "4 Ministers", "5 Korea", "6 Nobody"]
    assert [info.doc_id for info in found.articles] == ["trade", "fish"]
    assert found.best[:2] == (2, 5)


def test_no_more_sentences_than_asked_for_neighbours_not_counted(cross_encoder: OverlapCrossEncoder) -> None:
    found = evidence(QUERY, ranked(TRADE, FISH), cross_encoder, Limits(1, 1000))
    assert [item.sentence.text for item in found.sentences if not item.neighbour] == ["Korea will ban all seafood."]
    assert found.best == tuple(item.number for item in found.sentences if not item.neighbour)


def test_a_sentence_keeps_its_however(cross_encoder: OverlapCrossEncoder) -> None:
    text = "Ministers met in Seoul today. Korea will ban all seafood. However, the courts may object."
    found = evidence(QUERY, ranked(article("a", text)), cross_encoder, Limits(1, 1000))
    assert [item.sentence.text for item in found.sentences if item.neighbour][-1] == "However, the courts may object."


def test_a_sentence_that_leans_brings_its_predecessor(cross_encoder: OverlapCrossEncoder) -> None:
    text = "Ministers met in Seoul today. It said Korea will ban seafood. Rain fell over the harbour."
    found = evidence(QUERY, ranked(article("a", text)), cross_encoder, Limits(1, 1000))
    assert shown(found)[:2] == ["1 Ministers+", "2 It"]


@pytest.mark.parametrize(
    "not_one", ["Korea seafood ban", "Does Korea ban any seafood now?", "Seafood ban here:", "Ban it."]
)
def test_headings_questions_leads_and_scraps_are_not_evidence(cross_encoder: OverlapCrossEncoder, not_one: str) -> None:
    text = f"{not_one}\n\nFishers in Busan were glad about that."
    found = evidence(QUERY, ranked(article("a", text)), cross_encoder, PLENTY)
    assert [item.sentence.text for item in found.sentences] == ["Fishers in Busan were glad about that."]


def test_what_another_article_says_in_the_same_words_is_said_once(cross_encoder: OverlapCrossEncoder) -> None:
    copy = article("copy", FISH.text.replace("Fishers in Busan", "Busan (Wire) — Fishers in Busan"))
    other = article("other", "Korea will ban all seafood from 12 ports.")
    found = evidence(QUERY, ranked(FISH, copy, other), cross_encoder, PLENTY)
    texts = [item.sentence.text for item in found.sentences]
    assert texts.count("Korea will ban all seafood.") == 1
    assert "Korea will ban all seafood from 12 ports." in texts
    assert {info.doc_id for info in found.articles} == {"fish", "copy", "other"}


def test_what_scores_far_below_the_best_is_left_out(cross_encoder: OverlapCrossEncoder) -> None:
    wide, narrow = (evidence(QUERY, ranked(FISH), cross_encoder, Limits(8, 1000, margin)) for margin in (3.0, 0.5))
    assert shown(wide) == ["1 Fishers", "2 Korea", "3 Ships"]
    assert shown(narrow) == ["1 Fishers+", "2 Korea", "3 Ships+"]


def test_nothing_found_is_no_evidence(cross_encoder: OverlapCrossEncoder) -> None:
    assert evidence(QUERY, (), cross_encoder, PLENTY) == Evidence((), (), float("-inf"), 0)


def test_tokens_are_estimated_from_characters(cross_encoder: OverlapCrossEncoder) -> None:
    found = evidence(QUERY, ranked(article("a", "Korea will ban all seafood.")), cross_encoder, PLENTY)
    assert found.tokens == 6 + 4  # 27 characters / 4.3, and the mark


@pytest.mark.parametrize("tokens", [1, 20, 60, 200, 1000])
@pytest.mark.parametrize("sentences", [1, 3, 8])
def test_what_always_holds(cross_encoder: OverlapCrossEncoder, sentences: int, tokens: int) -> None:
    draw = random.Random(7)
    corpus = articles_below(CORPUS)
    texts = {item.doc_id: item.text for item in corpus}
    for _ in range(20):
        ranking = tuple(
            ScoredChunk(item.indexed, draw.uniform(-2, 2), rank)
            for rank, item in enumerate(draw.sample(ranked(*corpus, words=120), 10), 1)
        )
        found = evidence(QUERY, ranking, cross_encoder, Limits(sentences, tokens))
        assert [item.number for item in found.sentences] == list(range(1, len(found.sentences) + 1))
        places = [(item.article.doc_id, item.sentence.number) for item in found.sentences]
        assert len(set(places)) == len(places)
        doc_ids = list(dict.fromkeys(doc_id for doc_id, _ in places))
        assert places == sorted(places, key=lambda place: (doc_ids.index(place[0]), place[1]))
        assert len([item for item in found.sentences if not item.neighbour]) <= sentences
        assert found.tokens <= tokens or len(found.sentences) == 1
        assert found.sentences
        for item in found.sentences:
            assert texts[item.article.doc_id][item.sentence.start : item.sentence.end] == item.sentence.text
