"""Orders of chunks from made-up scores, worked out by hand; chunks cut and described as a recipe says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from fakes import OverlapCrossEncoder

from evals.recipes.curve import draw
from evals.recipes.grid import Recipe, recipes
from evals.recipes.orders import Order, joined, read_closely
from evals.recipes.scoring import Kept, Keyword, Words, dense
from evals.recipes.shelf import SENTENCE, Cut, Shelf, described, heading, shelve
from evals.recipes.table import markdown, measured, with_scores
from evals.records import EvalSet, Question
from rag.records import Article
from rag.retrieval.evidence import Limits

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = Article(
    doc_id="a",
    title="A Title",
    published_at=date(2025, 3, 1),
    text="Background\n\nOne is said here. Two is said there. Three is said nowhere.",
)


def recipe(**fields: Any) -> Recipe:
    return Recipe("section", "name", **fields)


def vector(*values: float) -> Any:
    return np.array(values, np.float32)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"join": "rank"}, [(0, 1 / 61 + 1 / 62), (2, 1 / 61), (1, 1 / 62)]),
        ({}, [(0, 0.5), (2, 0.5), (1, 0.0)]),
        ({"weight": 0.6}, [(0, 0.6), (2, 0.4), (1, 0.0)]),
        # of all that is found: dense 1, 0.5, 0; words 0.25, 0, 1
        ({"join": "whole score"}, [(0, 0.625), (2, 0.5), (1, 0.25)]),
    ],
)
def test_channels_are_joined(fields: dict[str, Any], expected: list[tuple[int, float]]) -> None:
    # The second of three is found by no word; each channel gives two chunks.
    found = joined(recipe(pool=2, **fields), vector(0.9, 0.5, 0.1), vector(1.0, 0.0, 4.0))
    assert [place for place, _ in found] == [place for place, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])


def test_one_channel_alone_keeps_its_order() -> None:
    assert [place for place, _ in joined(recipe(embedder=""), None, vector(1.0, 0.0, 4.0))] == [2, 0]
    assert [place for place, _ in joined(recipe(words=None), vector(0.1, 0.9, 0.5), None)] == [1, 2, 0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"depth": 0}, (5, 6, 7, 8)),
        ({"depth": 3}, (7, 5, 6, 8)),
        ({"depth": 3, "head": "with rank"}, (5, 7, 6, 8)),  # ranks 1 + 2, 3 + 1, 2 + 3
        ({"depth": 3, "head": "with score"}, (7, 5, 6, 8)),  # 0.7 · 1 + 0.06, 0.7 · 0.5 + 0.3, 0 + 0.15
    ],
)
def test_the_head_is_read_closely(fields: dict[str, Any], expected: tuple[int, ...]) -> None:
    before = [(5, 1.0), (6, 0.5), (7, 0.2), (8, 0.1)]
    logits = {5: 1.0, 6: 0.0, 7: 2.0}
    order = read_closely(recipe(**fields), before, lambda places: [(logits[place], 0.25) for place in places])
    assert order.places == expected
    assert order.seconds == 0.25 * fields["depth"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "Body."),
        ("title", "A Title\nBody."),
        ("title and day", "A Title (01 March 2025)\nBody."),
        ("title, day and section", "A Title (01 March 2025)\nUnder\nBody."),
    ],
)
def test_what_is_read_of_a_chunk(form: Any, expected: str) -> None:
    (chunk,) = shelve([Article(doc_id="a", title="A Title", text="Body.")], Cut()).chunks
    assert described(ARTICLE, chunk, form, "Under") == expected


def test_sentences_are_cut_with_their_neighbours() -> None:
    shelf = shelve([ARTICLE], Cut(SENTENCE, "text"))
    assert len(shelf.chunks) == len(shelve([ARTICLE], Cut()).chunks[0].sentences)
    assert shelf.texts[-1] == "Two is said there. Three is said nowhere."
    assert all(ARTICLE.text[chunk.start : chunk.end] == chunk.text for chunk in shelf.chunks)
    assert heading(shelf.chunks[0]) == "Background"


def shelf_of(*texts: str) -> Shelf:
    return shelve(
        [Article(doc_id=f"d{place}", title="", text=text) for place, text in enumerate(texts)], Cut(120, "text")
    )


def test_words_of_the_first_chunks_are_added() -> None:
    keyword = Keyword(shelf_of("The harbour froze.", "Ice closed the harbour.", "Ice everywhere.", "Rice."), Words())
    plain, more = keyword.scores("frozen harbour"), keyword.with_feedback("frozen harbour")
    assert plain[2] == 0 < more[2]
    assert plain[3] == more[3] == 0
    assert keyword.scores("of the").tolist() == [0, 0, 0, 0]


def test_the_query_moves_towards_the_first_chunks() -> None:
    chunks = np.eye(4, dtype=np.float32)
    query = vector(0.8, 0.6, 0.0, 0.0)
    assert dense(chunks, query).tolist() == pytest.approx([0.8, 0.6, 0.0, 0.0])
    moved = dense(chunks, query, feedback=True)
    assert moved[2] > 0 == moved[3]


def test_scores_of_pairs_are_kept(tmp_path: Path) -> None:
    model = OverlapCrossEncoder()
    kept = Kept(tmp_path / "pairs.jsonl", model)
    first = kept.timed("one two", ["one", "two three"])
    assert [score for score, _ in Kept(tmp_path / "pairs.jsonl", model).timed("one two", ["two three", "one"])] == [
        score for score, _ in first[::-1]
    ]
    assert len(model.pairs) == 2


def test_a_table_names_the_best_and_counts_the_questions() -> None:
    shelf = shelf_of("Ice closed the harbour.", "Rice.")
    question = Question(query_id="q", text="ice", category="x", relevant=("d0",))
    asked = EvalSet(name="set", questions=(question,))
    good = measured(recipe(), asked, [question], {"q": Order((0, 1), 0.5)}, shelf)
    bad = measured(recipe(), asked, [question], {"q": Order((1, 0))}, shelf)
    assert (good.query_ms, good.figures["RR"].value, bad.figures["RR"].value) == (500, 1.0, 0.5)
    assert "nDCG@10 n = 1" in markdown("set", [good, bad])
    assert "| **1.000** [1.00, 1.00] | 500 |" in markdown("set", [good, bad])


def test_differences_are_those_of_the_same_questions() -> None:
    shelf = shelf_of("Ice closed the harbour.", "Rice.")
    questions = [
        Question(query_id=name, text="ice", category="x", relevant=(wanted,))
        for name, wanted in (("q", "d0"), ("r", "d1"))
    ]
    asked = EvalSet(name="set", questions=tuple(questions))
    first = measured(recipe(paired=("RR",)), asked, questions, {"q": Order((0, 1)), "r": Order((0, 1))}, shelf)
    other = measured(recipe(paired=("RR",)), asked, questions, {"q": Order((0, 1)), "r": Order((1, 0))}, shelf)
    lines = markdown("set", [first, other]).splitlines()[-2:]
    assert lines[0].endswith("| 0 |  |")
    assert lines[1].endswith("| 0 | +0.250 [+0.000, +0.500] |")


def test_copies_count_as_their_original() -> None:
    shelf = shelf_of("Ice closed the harbour.", "Rice.", "Ice closed the harbour, again.")
    question = Question(query_id="q", text="ice", category="x", relevant=("d0", "d2"))
    asked = EvalSet(name="set", questions=(question,), copies=(("d0", "d2"),))
    row = measured(recipe(), asked, [question], {"q": Order((2, 1))}, shelf)
    assert (row.figures["R@10"].value, row.figures["RR"].value) == (1.0, 1.0)


def test_every_recipe_has_a_name_of_its_own() -> None:
    every = list(recipes(("one", "two")))
    assert len({(each.section, each.name) for each in every}) == len(every) > 40


def test_the_curve_is_drawn_of_what_varies_the_evidence(tmp_path: Path) -> None:
    shelf, file = shelf_of("Ice closed the harbour."), tmp_path / "curve.png"
    question = Question(query_id="q", text="ice", category="x", relevant=("d0",))
    plain = measured(recipe(), EvalSet(name="set", questions=(question,)), [question], {"q": Order((0,))}, shelf)
    assert not draw([plain], file)
    assert not file.exists()
    rows = []
    for tokens, hit, used in ((50, 0.5, 40.0), (90, 1.0, 80.0)):
        row = replace(plain, recipe=recipe(limits=Limits(4, tokens)))
        rows.append(with_scores(row, {"evidence_hit": {"q": hit}, "evidence_tokens": {"q": used}}))
    assert draw(rows, file)
    assert file.read_bytes().startswith(b"\x89PNG")
