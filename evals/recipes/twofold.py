"""Questions that ask two things: those of a set that do, and pairs of its others put together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from rag.retrieval.parts import parts

from ..records import EvalSet, Question

MADE = 20
"""Pairs; half are of one story, half of two."""


def twofold(eval_set: EvalSet) -> EvalSet:
    """The set with such questions only; of a pair both answers and all articles are wanted."""
    usable = [item for item in eval_set.questions if item.gold and item.must and item.turn == 1 and not item.as_of]
    own = [item for item in usable if len(parts(item.text)) > 1]
    return replace(eval_set, questions=(*own, *_pairs([item for item in usable if item not in own])))


def _pairs(questions: list[Question]) -> Iterator[Question]:
    draw = random.Random(7)
    counts = {True: 0, False: 0}
    while min(counts.values()) < MADE // 2:
        one, two = draw.sample(questions, 2)
        pair = joined(one, two)
        alike = one.group == two.group
        if counts[alike] < MADE // 2 and parts(pair.text) == (one.text, two.text):
            counts[alike] += 1
            yield pair


def joined(one: Question, two: Question) -> Question:
    """One question that asks both; its group is that of the first."""
    second = tuple(replace(gold, fact=gold.fact + len(one.must)) for gold in two.gold)
    return replace(
        one,
        query_id=f"{one.query_id}+{two.query_id}",
        text=f"{one.text} {two.text}",
        category="two questions",
        must=(*one.must, *two.must),
        gold=(*one.gold, *second),
        relevant=tuple(dict.fromkeys((*one.doc_ids, *two.doc_ids))),
    )
