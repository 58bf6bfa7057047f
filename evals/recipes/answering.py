"""The sentences that an answer would rest on after a recipe, and how many of the wanted facts they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rag.config import Config
from rag.records import CrossEncoder, EvidenceSentence, IndexedChunk, Query, ScoredChunk
from rag.retrieval.evidence import Limits, evidence

from ..records import Question
from .orders import Order, in_turns

CONFIG = Config()
"""The product's own limits."""


def evidence_hit(
    question: Question,
    orders: Mapping[str, Order],
    chunks: Mapping[int, IndexedChunk],
    reader: CrossEncoder,
    *,
    apart: bool,
) -> float:
    """Share of the facts of which a gold sentence is chosen.

    Args:
        question: with gold sentences.
        orders: what was found, by the part of the question that it was found for.
        chunks: what is held at a place that was read.
        reader: scores sentences.
        apart: choose for each part by itself, with its share of sentences and tokens.
    """
    if not apart:
        orders = {question.text: in_turns(list(orders.values()))}
    chosen: list[EvidenceSentence] = []
    for text, order in orders.items():
        read = [place for place in order.places if place in order.logits]
        ranking = tuple(ScoredChunk(chunks[place], order.logits[place], rank) for rank, place in enumerate(read, 1))
        limits = Limits(CONFIG.evidence_sentences // len(orders), CONFIG.evidence_tokens // len(orders))
        chosen += evidence(Query(text=text, asked_at=date.today()), ranking, reader, limits).sentences
    there = {
        gold.fact
        for gold in question.gold
        for item in (item.sentence for item in chosen)
        if item.doc_id == gold.doc_id and item.start < gold.end and gold.start < item.end
    }
    return len(there) / len(question.must)
