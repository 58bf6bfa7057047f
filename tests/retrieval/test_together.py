"""Evidence for several questions becomes one, numbered anew, each question's best in turn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rag.reading.chunk import chunk
from rag.records import Article, Evidence, IndexedChunk, Query, ScoredChunk
from rag.retrieval.evidence import Limits, evidence
from rag.retrieval.together import together

if TYPE_CHECKING:
    from fakes import OverlapCrossEncoder

FISH = Article(doc_id="fish", title="Fish", text="Fishers in Busan were glad. Korea will ban all seafood.")
RICE = Article(doc_id="rice", title="Rice", text="Rice rose in all markets today. Traders blamed the long rain.")
LIMITS = Limits(4, 1000)


def of(question: str, *articles: Article, cross_encoder: OverlapCrossEncoder) -> Evidence:
    items = [IndexedChunk(part, article.info) for article in articles for part in chunk(article, 400)]
    ranking = tuple(ScoredChunk(item, 1.0, rank) for rank, item in enumerate(items, 1))
    return evidence(Query(text=question, asked_at=date(2025, 1, 1)), ranking, cross_encoder, LIMITS)


def test_one_stays_as_it_is(cross_encoder: OverlapCrossEncoder) -> None:
    only = of("Korea ban seafood", FISH, cross_encoder=cross_encoder)
    assert together([only]) is only


def test_two_stand_side_by_side(cross_encoder: OverlapCrossEncoder) -> None:
    fish = of("Korea ban seafood", FISH, cross_encoder=cross_encoder)
    rice = of("rice markets", RICE, cross_encoder=cross_encoder)
    both = together([fish, rice])
    assert [item.number for item in both.sentences] == [1, 2, 3, 4]
    assert [item.sentence.text.split()[0] for item in both.sentences] == ["Fishers", "Korea", "Rice", "Traders"]
    texts = {item.number: item.sentence.text.split()[0] for item in both.sentences}
    assert [texts[number] for number in both.best] == ["Korea", "Rice", "Fishers", "Traders"]
    assert (both.top_score, both.tokens) == (max(fish.top_score, rice.top_score), fish.tokens + rice.tokens)
    assert [info.doc_id for info in both.articles] == ["fish", "rice"]


def test_a_sentence_for_both_stands_once_with_its_higher_score(cross_encoder: OverlapCrossEncoder) -> None:
    low = of("seafood", FISH, cross_encoder=cross_encoder)
    high = of("Korea will ban all seafood", FISH, RICE, cross_encoder=cross_encoder)
    both = together([low, high])
    places = [(item.sentence.doc_id, item.sentence.number) for item in both.sentences]
    assert len(places) == len(set(places))
    scores = {(item.sentence.doc_id, item.sentence.number): item.score for item in high.sentences}
    assert all(item.score >= scores.get(place, item.score) for place, item in zip(places, both.sentences, strict=True))
    assert set(both.best) == {item.number for item in both.sentences if not item.neighbour}


def test_nothing_and_nothing_is_nothing() -> None:
    nothing = Evidence((), (), float("-inf"), 0)
    assert together([nothing, nothing]) == nothing
