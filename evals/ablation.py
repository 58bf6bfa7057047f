"""Retrieval with parts of it left out: what dense and keyword search find alone, and what they find joined.

Quick, for nothing is read by the cross-encoder; the figure with it is the system's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.assistant import Assistant
from rag.records import Query, Ranking
from rag.retrieval.search import search

from .records import EvalSet, Outcomes, Question, Scores
from .retrieval import ranked
from .workspace import own_ids

DEPTH = 100
"""Chunks taken from each channel."""


def score(eval_set: EvalSet, assistant: Assistant, questions: Sequence[Question], outcomes: Outcomes) -> Scores:
    """nDCG@10, R@10 and RR as `<measure>.<part>` by query_id, for the parts dense, keyword and joined."""
    known = own_ids(eval_set, assistant.library.articles())
    judged = [question for question in questions if question.doc_ids]
    orders: dict[str, dict[str, list[str]]] = {"dense": {}, "keyword": {}, "joined": {}}
    for question in judged:
        query = Query(
            text=outcomes[question.query_id].query or question.text,
            asked_at=date.today(),
            as_of=question.as_of,
            publishers=question.publishers,
        )
        found = search(query, assistant.embedder, assistant.library.store, assistant.library.keyword, DEPTH)
        for part, order in orders.items():
            doc_ids = [item.chunk.doc_id for item in _by(found, part)]
            order[question.query_id] = list(dict.fromkeys(known[doc_id] for doc_id in doc_ids))
    return {
        f"{measure}.{part}": values
        for part, order in orders.items()
        for measure, values in ranked(judged, order, eval_set.copies).items()
    }


def _by(found: Ranking, part: str) -> Ranking:
    """The chunks that one channel found, in its own order; all of them as they were joined."""
    if part == "joined":
        return found
    return tuple(
        sorted((item for item in found if part in item.channel_ranks), key=lambda item: item.channel_ranks[part])
    )
