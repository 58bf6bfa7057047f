"""Run the recipes on sets and print their tables: `python -m evals.recipes time planted --data FOLDER`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from platformdirs import user_cache_path

from rag.config import load_settings
from rag.errors import ModelMissing, RagError
from rag.opening import assemble, open_library

from .. import sets
from .colbert import LateInteraction
from .curve import draw
from .grid import recipes, two_questions
from .kitchen import Kitchen
from .table import Row, markdown
from .twofold import twofold

if TYPE_CHECKING:
    from rag.records import CrossEncoder, Embedder

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
EMBEDDERS = ("all-MiniLM-L6-v2-int8", "all-MiniLM-L6-v2", "bge-small-en-v1.5-int8", "wordllama-l2-supercat-256")
TWOFOLD = "twofold"
"""The planted questions that ask two things."""
LARGE = ("realtimeqa",)
"""Sets whose articles are embedded by the default embedder only, and cut in two ways: in ours and in the usual way."""


def known(names: Sequence[str]) -> dict[str, Embedder]:
    """The embedders whose weights are there."""
    found = {}
    for name in names:
        try:
            found[name] = open_library(load_settings({"embedder": name}).config)[1]
        except ModelMissing:
            print(f"without {name}: its weights are not there", file=sys.stderr)
    return found


def measured(
    names: Sequence[str], data: Path, cache: Path, sections: Sequence[str], colbert: Path | None
) -> Iterator[tuple[str, list[Row]]]:
    """Each set and its rows."""
    embedders = known(EMBEDDERS[:1] if set(names) <= set(LARGE) else EMBEDDERS)
    readers: dict[str, CrossEncoder] = {
        "cross-encoder": assemble(load_settings({"provider": "none"}).config).cross_encoder
    }
    if colbert:
        readers["colbert"] = LateInteraction(colbert)
    for name in names:
        eval_set = twofold(sets.read("planted", data, "dev")) if name == TWOFOLD else sets.read(name, data, "dev")
        kitchen = Kitchen(eval_set, cache, embedders, readers)
        rows = []
        every = recipes(tuple(embedders), tuple(readers), large=name in LARGE)
        for recipe in two_questions() if name == TWOFOLD else every:
            if not sections or any(part.lower() in recipe.section.lower() for part in sections):
                start = time.perf_counter()
                rows.append(kitchen.row(recipe))
                print(f"{name}: {recipe.section}: {recipe.name} ({time.perf_counter() - start:.1f} s)", file=sys.stderr)
        yield name, rows


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", metavar="[SET]...", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="folder of the public sets")
@click.option("--section", "sections", multiple=True, help="only sections whose name holds this; may be repeated")
@click.option("--cache", type=click.Path(path_type=Path), help="folder of vectors and scores that are kept")
@click.option("--colbert", type=click.Path(path_type=Path), help="folder of a late interaction model to compare with")
@click.option("--plot", type=click.Path(path_type=Path), help="file for the curve of evidence against tokens, a PNG")
def main(names: tuple[str, ...], cache: Path | None, plot: Path | None, **given: Any) -> None:
    """Compare recipes of retrieval on the dev split of the SETs (time, planted, twofold, realtimeqa)."""
    try:
        kept = cache or user_cache_path("footnote") / "recipes"
        for name, rows in measured(names or ("time", "planted"), cache=kept, **given):
            click.echo(markdown(name, rows))
            if plot and not draw(rows, plot):
                click.echo(f"{name} has no recipe that varies the evidence, so {plot} was not written", err=True)
    except RagError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
