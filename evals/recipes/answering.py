"""The sentences that an answer would rest on after a recipe, and how many of the wanted facts they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from rag.config import Config
from rag.records import CrossEncoder, IndexedChunk, Query, ScoredChunk, Sentence
from rag.retrieval.evidence import Limits, evidence, tokens_of
from rag.retrieval.pool import Key, key_of

from ..records import Question
from .grid import Recipe
from .orders import Order, in_turns

CONFIG = Config()
"""The product's own limits."""


def chosen(
    question: Question,
    orders: Mapping[str, Order],
    chunks: Mapping[int, IndexedChunk],
    reader: CrossEncoder,
    recipe: Recipe,
) -> dict[str, float]:
    """Share of the facts of which a gold sentence is chosen, of those of which one was read, and the tokens chosen.

    Args:
        question: with gold sentences.
        orders: what was found, by the part of the question that it was found for.
        chunks: what is held at a place that was read.
        reader: scores sentences.
        recipe: says how many there may be, and whether each part has its share of them.
    """
    if recipe.apart != "sentences":
        orders = {question.text: in_turns(list(orders.values()))}
    limits = recipe.limits or Limits(CONFIG.evidence_sentences, CONFIG.evidence_tokens)
    share = replace(limits, sentences=limits.sentences // len(orders), tokens=limits.tokens // len(orders))
    found: dict[Key, Sentence] = {}
    for text, order in orders.items():
        read = [place for place in order.places if place in order.logits]
        ranking = tuple(ScoredChunk(chunks[place], order.logits[place], rank) for rank, place in enumerate(read, 1))
        of_part = evidence(Query(text=text, asked_at=date.today()), ranking, reader, share).sentences
        found |= {key_of(item.sentence): item.sentence for item in of_part}
    every = [item for chunk in chunks.values() for item in chunk.chunk.sentences]
    return {
        "gold_read": _share(question, every),
        "evidence_hit": _share(question, found.values()),
        "evidence_tokens": float(sum(map(tokens_of, found.values()))),
    }


def _share(question: Question, sentences: Iterable[Sentence]) -> float:
    """Share of the facts of which a gold sentence is among these."""
    there = {
        gold.fact
        for item in sentences
        for gold in question.gold
        if item.doc_id == gold.doc_id and item.start < gold.end and gold.start < item.end
    }
    return len(there) / len(question.must)
