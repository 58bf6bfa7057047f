"""Run the recipes on sets and print their tables: `python -m evals.recipes time planted --data FOLDER`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from platformdirs import user_cache_path

from rag.config import load_settings
from rag.errors import ModelMissing, RagError
from rag.opening import assemble, open_library

from .. import sets
from ..records import EvalSet, Question
from .grid import Recipe, recipes
from .orders import Order, joined, read_closely
from .scoring import Kept, Keyword, Words, dense
from .shelf import Cut, Shelf, articles_of, shelve, vectors
from .table import Row, markdown, measured

if TYPE_CHECKING:
    from rag.records import CrossEncoder, Embedder, Vectors

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
EMBEDDERS = ("all-MiniLM-L6-v2-int8", "all-MiniLM-L6-v2", "bge-small-en-v1.5-int8", "wordllama-l2-supercat-256")
DEPTH = 100
"""Chunks of an order that are kept."""


class Kitchen:
    """A set with everything that is computed once: shelves, vectors, keyword scores, scores of pairs."""

    def __init__(self, eval_set: EvalSet, cache: Path, embedders: dict[str, Embedder], reader: CrossEncoder) -> None:
        self.questions = [question for question in eval_set.questions if usable(question)]
        self._articles, self._cache, self._embedders = articles_of(eval_set), cache, embedders
        self._reader = Kept(cache / f"pairs-{eval_set.name}-{reader.name}.jsonl", reader)
        self._shelves: dict[Cut, Shelf] = {}
        self._keywords: dict[tuple[Cut, Words], Keyword] = {}
        self._queries: dict[tuple[str, str], tuple[Vectors, float]] = {}

    def row(self, recipe: Recipe) -> Row:
        """What a recipe gives."""
        shelf = self._shelf(recipe.cut)
        orders = {question.query_id: self._order(recipe, question, shelf) for question in self.questions}
        times = sorted(seconds for (name, _), (_, seconds) in self._queries.items() if name == recipe.embedder)
        return measured(recipe, self.questions, orders, shelf, times[len(times) // 2] if times else 0.0)

    def _shelf(self, cut: Cut) -> Shelf:
        if cut not in self._shelves:
            self._shelves[cut] = shelve(self._articles, cut)
        return self._shelves[cut]

    def _order(self, recipe: Recipe, question: Question, shelf: Shelf) -> Order:
        found = joined(recipe, self._dense(recipe, question, shelf), self._keyword(recipe, question, shelf))

        def score(places: Sequence[int]) -> list[tuple[float, float]]:
            return self._reader.score(question.text, [shelf.texts[place] for place in places])

        return read_closely(recipe, found[:DEPTH], score)

    def _dense(self, recipe: Recipe, question: Question, shelf: Shelf) -> Vectors | None:
        if not recipe.embedder:
            return None
        embedder = self._embedders[recipe.embedder]
        key = (recipe.embedder, question.text)
        if key not in self._queries:
            start = time.perf_counter()
            vector = embedder.embed_query(question.text)
            self._queries[key] = (vector, time.perf_counter() - start)
        chunk_vectors, _ = vectors(shelf.texts, embedder, self._cache)
        return self._admitted(
            dense(chunk_vectors, self._queries[key][0], recipe.feedback == "vectors"), question, shelf, -1
        )

    def _keyword(self, recipe: Recipe, question: Question, shelf: Shelf) -> Vectors | None:
        if recipe.words is None:
            return None
        key = (recipe.cut, recipe.words)
        if key not in self._keywords:
            self._keywords[key] = Keyword(shelf, recipe.words)
        keyword = self._keywords[key]
        scores = keyword.with_feedback(question.text) if recipe.feedback == "words" else keyword.scores(question.text)
        return self._admitted(scores, question, shelf, 0)

    @staticmethod
    def _admitted(scores: Vectors, question: Question, shelf: Shelf, else_: float) -> Vectors:
        """The scores, with `else_` for chunks of articles that the question's as-of day rules out."""
        import numpy as np

        if question.as_of is None:
            return scores
        last = question.as_of.isoformat()
        good = [shelf.published.get(item.doc_id, "9999") <= last for item in shelf.chunks]
        admitted: Vectors = np.where(good, scores, np.float32(else_))
        return admitted


def usable(question: Question) -> bool:
    """Whether it can be searched for as it stands, and it is known what should be found."""
    return not question.earlier and question.turn == 1 and bool(question.doc_ids)


def known(names: Sequence[str]) -> dict[str, Embedder]:
    """The embedders whose weights are there."""
    found = {}
    for name in names:
        try:
            found[name] = open_library(load_settings({"embedder": name}).config)[1]
        except ModelMissing:
            print(f"without {name}: its weights are not there", file=sys.stderr)
    return found


def tables(names: Sequence[str], data: Path, cache: Path, sections: Sequence[str]) -> Iterator[str]:
    """The table of each set."""
    embedders = known(EMBEDDERS)
    reader = assemble(load_settings({"provider": "none"}).config).cross_encoder
    for name in names:
        kitchen = Kitchen(sets.read(name, data, "dev"), cache, embedders, reader)
        rows = []
        for recipe in recipes(tuple(embedders)):
            if not sections or any(part.lower() in recipe.section.lower() for part in sections):
                start = time.perf_counter()
                rows.append(kitchen.row(recipe))
                print(f"{name}: {recipe.section}: {recipe.name} ({time.perf_counter() - start:.1f} s)", file=sys.stderr)
        yield markdown(name, rows)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", metavar="[SET]...", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="folder of the public sets")
@click.option("--section", "sections", multiple=True, help="only sections whose name holds this; may be repeated")
@click.option("--cache", type=click.Path(path_type=Path), help="folder of vectors and scores that are kept")
def main(names: tuple[str, ...], data: Path, sections: tuple[str, ...], cache: Path | None) -> None:
    """Compare recipes of retrieval on the dev split of the SETs (time, planted, realtimeqa)."""
    try:
        for table in tables(
            names or ("time", "planted"), data, cache or user_cache_path("footnote") / "recipes", sections
        ):
            click.echo(table)
    except RagError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
