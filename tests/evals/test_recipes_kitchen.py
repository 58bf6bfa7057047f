"""What a recipe makes of a set: days, near copies, age and parts change the order as they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder

from evals.recipes.grid import Recipe, recipes, two_questions
from evals.recipes.kitchen import Kitchen
from evals.recipes.orders import Order, in_turns
from evals.recipes.shelf import MOST, USUAL, Cut, drawn, shelve
from evals.recipes.twofold import joined, twofold
from evals.records import Document, EvalSet, Gold, Question
from evals.sets import planted
from rag.reading.chunk import chunk
from rag.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ICE = "The harbour of Osk froze on Monday, and no boat left it for three days, the master of the port said there."
RICE = "Rice rose by a tenth in the markets of Osk this week, the traders said there on Monday, and fish did not."
DOCUMENTS = (
    Document("old", "The harbour", ICE, "One", date(2024, 1, 1)),
    Document("copy", "Ice", ICE, "Two", date(2024, 1, 2)),
    Document("new", "Rice", RICE, "One", date(2025, 1, 1)),
)


@pytest.fixture
def kitchen(tmp_path: Path) -> Callable[..., Kitchen]:
    def of(text: str, **fields: Any) -> Kitchen:
        question = Question(query_id="q", text=text, category="x", relevant=("old",), answers=("froze",), **fields)
        made = EvalSet(name="made", documents=DOCUMENTS, questions=(question,))
        return Kitchen(made, tmp_path, {"hash": HashEmbedder()}, {"cross-encoder": OverlapCrossEncoder()})

    return of


def recipe(**fields: Any) -> Recipe:
    return Recipe("section", "name", embedder="hash", **fields)


def order(kitchen: Kitchen, **fields: Any) -> list[str]:
    wanted = recipe(**fields)
    shelf = kitchen.shelf(wanted.cut)
    found = in_turns(list(kitchen.orders(wanted, kitchen.questions[0]).values()))
    return [shelf.chunks[place].doc_id for place in found.places]


def test_every_recipe_can_be_made(kitchen: Callable[..., Kitchen]) -> None:
    one = kitchen("When did the harbour of Osk freeze?")
    every = [*recipes(("hash",), ("cross-encoder",)), *two_questions()]
    rows = [one.row(replace(item, embedder=item.embedder and "hash")) for item in every]
    assert len(rows) > 60
    assert all(row.figures["R@10"].value == 1.0 for row in rows)


def test_days_leave_out_articles(kitchen: Callable[..., Kitchen]) -> None:
    one = kitchen("What do the articles from January 2024 say of the harbour and rice?", as_of=date(2025, 2, 1))
    assert set(order(one)) == {"old", "copy", "new"}
    assert set(order(one, days="of the question")) == {"old", "copy"}
    early = kitchen("the harbour", as_of=date(2024, 1, 1))
    assert (set(order(early)), set(order(early, days="all"))) == ({"old"}, {"old", "copy", "new"})


def test_a_copy_takes_no_place_of_its_own(kitchen: Callable[..., Kitchen]) -> None:
    one = kitchen("Which harbour froze?")
    assert (len(order(one)), set(order(one, fold=True))) == (3, {"old", "new"})


def test_age_counts_where_a_question_is_about_the_present(kitchen: Callable[..., Kitchen]) -> None:
    now, then = "What is frozen now in the harbour of Osk?", "What froze in the harbour of Osk?"
    day = date(2025, 1, 1)
    for found in ({"age": 9.0}, {"age_read": 9.0, "depth": 3}):
        assert order(kitchen(then, as_of=day), **{**found, "age": 0.0}) == order(kitchen(then, as_of=day), **found)
        assert order(kitchen(now, as_of=day), **found)[0] == "new"
    assert order(kitchen(now, as_of=day))[0] != "new"


def test_parts_take_turns(kitchen: Callable[..., Kitchen]) -> None:
    one = kitchen("Which harbour of Osk froze on Monday? How much did rice in the markets rise?")
    assert order(one, apart="chunks", depth=4)[:2] in (["old", "new"], ["copy", "new"])


def test_of_a_large_set_the_wanted_articles_and_as_many_others_are_taken() -> None:
    documents = tuple(Document(f"d{place}", "T", "Text.") for place in range(MOST + 1))
    question = Question(query_id="q", text="ice", category="x", relevant=("d3", "d5"))
    made = EvalSet(name="made", documents=documents, questions=(question,))
    taken = [item.doc_id for item in drawn(made).documents]
    assert len(taken) == 4
    assert {"d3", "d5"} < set(taken)
    assert drawn(made) == drawn(made)
    assert drawn(replace(made, documents=documents[1:])).documents == documents[1:]


def test_orders_in_turns() -> None:
    found = in_turns([Order((1, 2), 0.5, {1: 3.0, 2: 1.0}), Order((2, 3, 4), 0.25, {2: 2.0})])
    assert found == Order((1, 2, 3, 4), 0.75, {1: 3.0, 2: 2.0})


@pytest.mark.parametrize("apart", ["", "chunks", "sentences"])
@pytest.mark.parametrize(("start", "expected"), [(0, 1.0), (len(RICE), 0.5)])
def test_facts_whose_sentence_is_chosen(tmp_path: Path, apart: Any, start: int, expected: float) -> None:
    question = Question(
        query_id="q",
        text="Which harbour of Osk froze on Monday? How much did rice rise in the markets of Osk?",
        category="x",
        must=(("froze",), ("a tenth",)),
        gold=(Gold(0, "old", 0, 20, ICE[:20]), Gold(1, "new", start, start + 20, "")),
    )
    made = EvalSet(name="made", documents=DOCUMENTS, questions=(question,))
    kitchen = Kitchen(made, tmp_path, {"hash": HashEmbedder()}, {"cross-encoder": OverlapCrossEncoder()})
    row = kitchen.row(recipe(apart=apart, depth=2, fold=True, evidence=True))
    assert row.figures["evidence_hit"].value == expected


def test_pieces_of_the_usual_way_are_the_articles_own_words() -> None:
    article = Article(doc_id="a", title="A", text=" ".join(f"Sentence number {place} is here." for place in range(90)))
    shelf = shelve([article], Cut(USUAL, "text"))
    assert (len(shelf.chunks), len(chunk(article, 120))) == (3, 4)
    assert all(article.text[item.start : item.end] == item.text for item in shelf.chunks)
    assert all(len(text) <= 1000 for text in shelf.texts)


def test_of_a_pair_both_answers_are_wanted() -> None:
    one = Question(query_id="a", text="Who?", category="x", must=(("x",),), gold=(Gold(0, "d", 0, 1, "x"),))
    two = Question(query_id="b", text="When?", category="x", must=(("y",), ("z",)), gold=(Gold(1, "e", 0, 1, "z"),))
    pair = joined(one, two)
    assert (pair.text, pair.must, pair.doc_ids) == ("Who? When?", (("x",), ("y",), ("z",)), ("d", "e"))
    assert [gold.fact for gold in pair.gold] == [0, 2]


def test_planted_questions_that_ask_two_things() -> None:
    found = twofold(planted.read("dev")).questions
    assert sum(item.category == "two questions" for item in found) == 20
    assert len(found) > 40
