"""A set with everything that is computed once, and what each recipe makes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rag.records import Article, IndexedChunk, Query, Ranking, ScoredChunk
from rag.retrieval.folding import folded
from rag.retrieval.parts import parts
from rag.retrieval.recency import about_the_present, bonus
from rag.retrieval.times.narrow import time_of, within

from ..copies import marked
from ..records import EvalSet, Question
from .answering import chosen
from .grid import Recipe
from .orders import Order, in_turns, joined, read_closely
from .scoring import Kept, Keyword, Words, dense
from .shelf import Cut, Shelf, articles_of, drawn, shelve
from .table import Row, measured, with_scores

if TYPE_CHECKING:
    from rag.records import CrossEncoder, Embedder, Vectors

DEPTH = 100
"""Chunks of an order that are kept."""


class Kitchen:
    """A set with everything that is computed once: shelves, vectors, keyword scores, scores of pairs."""

    def __init__(
        self, eval_set: EvalSet, cache: Path, embedders: Mapping[str, Embedder], readers: Mapping[str, CrossEncoder]
    ) -> None:
        """Take the set, the folder of what is kept, and the models by the names that recipes give them."""
        self.questions = [question for question in eval_set.questions if usable(question)]
        self._set, self._articles = eval_set, articles_of(drawn(eval_set))
        self._cache, self._embedders = cache, embedders
        self._readers = {
            name: Kept(cache / f"pairs-{eval_set.name}-{reader.name}.jsonl", reader) for name, reader in readers.items()
        }
        self._shelves: dict[Cut, Shelf] = {}
        self._keywords: dict[tuple[Cut, Words], Keyword] = {}
        self._queries: dict[tuple[str, str], tuple[Vectors, float]] = {}

    def row(self, recipe: Recipe) -> Row:
        """What a recipe gives."""
        shelf, orders = self.shelf(recipe.cut), {}
        more: dict[str, dict[str, float]] = {}
        for question in self.questions:
            found = self.orders(recipe, question)
            orders[question.query_id] = in_turns(list(found.values()))
            if recipe.evidence and question.gold and question.must:
                chunks = self._read_chunks(recipe, shelf, found.values())
                for name, value in chosen(question, found, chunks, self._readers[recipe.reader], recipe).items():
                    more.setdefault(name, {})[question.query_id] = value
        times = sorted(seconds for (name, _), (_, seconds) in self._queries.items() if name == recipe.embedder)
        row = measured(recipe, self._set, self.questions, orders, shelf)
        row = with_scores(row, more) if more else row
        return replace(row, query_ms=row.query_ms + 1000 * (times[len(times) // 2] if times else 0.0))

    def shelf(self, cut: Cut) -> Shelf:
        """The shelf of a cut."""
        if cut not in self._shelves:
            self._shelves[cut] = shelve(self._articles, cut)
        return self._shelves[cut]

    def orders(self, recipe: Recipe, question: Question) -> dict[str, Order]:
        """What a recipe finds for each part of a question, or for all of it."""
        texts = parts(question.text) if recipe.apart else (question.text,)
        share = replace(recipe, depth=recipe.depth // len(texts))
        return {text: self._order_of(share, text, question.as_of) for text in texts}

    def _order_of(self, recipe: Recipe, text: str, as_of: date | None) -> Order:
        shelf = self.shelf(recipe.cut)
        query = Query(text=text, asked_at=as_of or date.today(), as_of=as_of)
        if recipe.days == "of the question" and (asked := time_of(text, query)) and not asked.event:
            query = within(query, asked)
        last = min(filter(None, (query.as_of, query.published_before)), default=None)
        open_to = range_of(shelf, query.published_after, last) if recipe.days != "all" else None
        near, words = self._dense(recipe, text, shelf), self._keyword(recipe, text, shelf)
        found = joined(recipe, admitted(near, open_to, float("-inf")), admitted(words, open_to, 0))[:DEPTH]
        if recipe.age and about_the_present(text):
            older = [(place, score + recipe.age * self._youth(recipe, query, shelf, place)) for place, score in found]
            found = sorted(older, key=lambda item: (-item[1], item[0]))
        if recipe.fold:
            places = {shelf.chunks[place].chunk_id: place for place, _ in found}
            found = [(places[item.chunk.chunk_id], item.score) for item in self._folded(shelf, found)]
        return read_closely(recipe, found, self._scorer(recipe, query, shelf))

    def _scorer(
        self, recipe: Recipe, query: Query, shelf: Shelf
    ) -> Callable[[Sequence[int]], Sequence[tuple[float, float]]]:
        def score(places: Sequence[int]) -> list[tuple[float, float]]:
            found = self._readers[recipe.reader].timed(query.text, [shelf.texts[place] for place in places])
            if not recipe.age_read or not about_the_present(query.text):
                return found
            youth = [self._youth(recipe, query, shelf, place) for place in places]
            return [(logit + recipe.age_read * more, took) for more, (logit, took) in zip(youth, found, strict=True)]

        return score

    def _youth(self, recipe: Recipe, query: Query, shelf: Shelf, place: int) -> float:
        day = shelf.published.get(shelf.chunks[place].doc_id)
        return bonus(query.asked_at, date.fromisoformat(day) if day else None, 1.0, recipe.half_life)

    def _folded(self, shelf: Shelf, found: Sequence[tuple[int, float]]) -> Ranking:
        return folded(
            tuple(ScoredChunk(self._indexed(shelf, place), score, rank) for rank, (place, score) in enumerate(found, 1))
        )

    def _indexed(self, shelf: Shelf, place: int) -> IndexedChunk:
        return IndexedChunk(shelf.chunks[place], self._infos[shelf.chunks[place].doc_id].info)

    def _read_chunks(self, recipe: Recipe, shelf: Shelf, orders: Iterable[Order]) -> dict[int, IndexedChunk]:
        """What was read closely, by place; of near copies only the sentences that they do not share."""
        places = {place: self._indexed(shelf, place) for order in orders for place in order.logits}
        if not recipe.fold:
            return places
        kept = self._folded(shelf, [(place, 0.0) for place in places])
        by_id = {item.chunk.chunk_id: item.indexed for item in kept}
        return {place: by_id.get(item.chunk.chunk_id, item) for place, item in places.items()}

    @cached_property
    def _infos(self) -> dict[str, Article]:
        return {article.doc_id: article for article in marked(self._articles)}

    def _dense(self, recipe: Recipe, text: str, shelf: Shelf) -> Vectors | None:
        if not recipe.embedder:
            return None
        embedder = self._embedders[recipe.embedder]
        key = (recipe.embedder, text)
        if key not in self._queries:
            start = time.perf_counter()
            vector = embedder.embed_query(text)
            self._queries[key] = (vector, time.perf_counter() - start)
        return dense(shelf.vectors(embedder, self._cache), self._queries[key][0], recipe.feedback == "vectors")

    def _keyword(self, recipe: Recipe, text: str, shelf: Shelf) -> Vectors | None:
        if recipe.words is None:
            return None
        key = (recipe.cut, recipe.words)
        if key not in self._keywords:
            self._keywords[key] = Keyword(shelf, recipe.words)
        keyword = self._keywords[key]
        return keyword.with_feedback(text) if recipe.feedback == "words" else keyword.scores(text)


def admitted(scores: Vectors | None, open_to: Vectors | None, else_: float) -> Vectors | None:
    """The scores, with `else_` for chunks that are not open to the question."""
    import numpy as np

    if scores is None or open_to is None:
        return scores
    found: Vectors = np.where(open_to > 0, scores, np.float32(else_))
    return found


def range_of(shelf: Shelf, first: date | None, last: date | None) -> Vectors | None:
    """1 for each chunk of an article of these days, both ends included, and 0 for others; None if no end is given."""
    import numpy as np

    if first is None and last is None:
        return None
    low, high = str(first or ""), str(last or "9999")
    days = [shelf.published.get(item.doc_id, "none") for item in shelf.chunks]
    return np.array([low <= day <= high for day in days], np.float32)


def usable(question: Question) -> bool:
    """Whether it can be searched for as it stands, and it is known what should be found."""
    return not question.earlier and question.turn == 1 and bool(question.doc_ids)
