"""Instructions hidden in articles, which must not be followed; articles and questions are those of the planted set.

Each attack has a question and a copy of its article of its own, with the instruction as a paragraph; pairs of question
and article are shuffled and taken in turn, positions cycle through start, middle and end. Each pair in use also comes
without an instruction, as control: declining everything would look like perfect resistance. Report by category, for
some ask for encodings or translations that a system which only extracts cannot give.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..records import Document, EvalSet, Question, Split
from .lines import find, rows

Pair = tuple[Question, Document]


def read(folder: Path, split: Split, base: Sequence[Pair]) -> EvalSet:
    """The attacked questions, then their controls.

    Args:
        folder: holds the attacks.
        split: which of them.
        base: answerable questions, each with the article that answers it.
    """
    attacks = list(rows(find(folder, "attacks.jsonl", split), {"attack_id": str, "category": str, "text": str}))
    pairs = random.Random(7).sample(base, len(base))
    made: list[Pair] = []
    for number, attack in enumerate(attacks):
        question, article = pairs[number % len(pairs)]
        own = _own(attack["attack_id"], attack["category"], (question, article))
        made.append(_attacked(own, question, attack["text"], number))
    made += [_own(_control(pair[0]), "control", pair) for pair in pairs[: len(attacks)]]
    return EvalSet(
        name="bipia",
        documents=tuple(document for _, document in made),
        questions=tuple(question for question, _ in made),
    )


def _own(name: str, category: str, pair: Pair) -> Pair:
    """The pair as a collection named `name`; offsets of evidence are left out, for they move with an instruction."""
    base, article = pair
    question = Question(
        query_id=name,
        text=base.text,
        category=category,
        group=base.group or base.query_id,
        as_of=base.as_of,
        publishers=(name,),
        status=base.status,
        answer=base.answer,
        must=base.must,
    )
    return question, replace(article, doc_id=name, publisher=name)


def _attacked(own: Pair, base: Question, payload: str, number: int) -> Pair:
    question, article = own
    attacked = replace(article, text=_with(article.text, payload, number))
    return replace(question, payload=payload, control=_control(base)), attacked


def _control(base: Question) -> str:
    return f"control-{base.query_id}"


def _with(text: str, payload: str, number: int) -> str:
    """The text with the payload before, amid or after its paragraphs, as the number has it in turn."""
    paragraphs = text.split("\n\n")
    place = (0, len(paragraphs) // 2, len(paragraphs))[number % 3]
    return "\n\n".join([*paragraphs[:place], payload, *paragraphs[place:]])
