"""The gate of the continuous integration: no measure of the planted dev set may fall below its floor.

Needs no chat model: retrieval, refusal, answers in the articles' own words, and the support ladder on mutations.
`python -m evals.gate` compares, `--update` raises the floors to what was measured; it lowers one, or takes over floors
for another corpus or other questions, only with `--lower`, and the commit then says why.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from rag.config import Config

from .measuring import Figures
from .progress import progress
from .records import EvalSet
from .sets import planted
from .workspace import digest_of

FLOORS = Path(__file__).parent / "floors.json"
# Two runs on one machine give the same figures. Other processors round differently in the int8 cross-encoder, which can
# turn a question or two of the 250: 1 / 250 = 0.004 each.
MARGIN = 0.015
RISING = (
    "nDCG@10", "R@10", "RR", "answer_hit@10", "evidence_hit", "follow_up_R@10", "facts_said", "citation_precision",
    "citation_recall", "quote_valid", "support_rate", "status_accuracy", "near_miss_declined", "balanced_accuracy",
    "mutation_caught.number", "mutation_caught.name", "mutation_caught.date", "mutation_caught.speaker",
    "mutation_caught.stitched_quote", "mutation_caught.quote_other_article", "mutation_caught.negation",
    "mutation_caught.direction", "gold_answer_supported", "gold_sentence_supported",
)  # fmt: skip
FALLING = ("answerable_declined", "evidence_tokens")
"""Measures whose floor is a ceiling."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What was measured when the floors were set, and on what."""

    digests: Mapping[str, str]
    values: Mapping[str, float]

    @classmethod
    def read(cls, file: Path) -> Floors:
        """Read a file that `write` made; no file means no floors."""
        if not file.is_file():
            return cls({}, {})
        row: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return cls(row["digests"], row["values"])

    def write(self, file: Path) -> None:
        """Write them for people to read and diff."""
        row = {"margin": MARGIN, "digests": dict(self.digests), "values": dict(self.values)}
        file.write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")


def digests(eval_set: EvalSet, config: Config) -> dict[str, str]:
    """Digests of the articles, the questions and the settings."""
    texts = sorted((article.doc_id, article.content_hash) for article in planted.articles().values())
    return {"corpus": digest_of(texts), "questions": digest_of(eval_set.questions), "config": config.digest()}


def below(floors: Floors, measured: Mapping[str, float], there: Mapping[str, str]) -> list[str]:
    """What is wrong, a sentence each; empty if the gate is passed."""
    found = [
        f"the floors are for {name} {floors.digests.get(name, 'unknown')}, and this is {there[name]}; "
        "run python -m evals.gate --update --lower and say in the commit what was changed"
        for name in ("corpus", "questions")
        if floors.digests.get(name) != there[name]
    ]
    for name, floor in floors.values.items():
        if name not in measured:
            found.append(f"{name} was not measured; its floor is {floor}")
        elif _worse(name, measured[name], floor):
            side = "above its ceiling" if name in FALLING else "below its floor"
            found.append(f"{name} = {measured[name]:.4f} is {side} {floor} by more than {_margin(floor)}")
    return found


def _margin(floor: float) -> float:
    """Of shares the margin as it is, of counts (tokens) that part of the floor."""
    return MARGIN if floor <= 1 else round(MARGIN * floor, 2)


def _worse(name: str, value: float, floor: float) -> bool:
    return value > floor + _margin(floor) if name in FALLING else value < floor - _margin(floor)


def raised(floors: Floors, measured: Mapping[str, float], there: Mapping[str, str], *, lower: bool) -> Floors:
    """The floors after a run: the better of old and new, or the new ones where lowering is allowed."""

    def best(name: str) -> float:
        old, new = floors.values.get(name), round(measured[name], 4)
        if old is None or lower:
            return new
        return min(old, new) if name in FALLING else max(old, new)

    return Floors(dict(there), {name: best(name) for name in (*RISING, *FALLING) if name in measured})


def measure(eval_set: EvalSet, config: Config) -> Figures:
    """Every figure of the set, in an index of its own."""
    from .running import Options, evaluate

    with TemporaryDirectory() as cache, progress("gate") as report:
        options = Options(split="dev", systems=("footnote",), limit=None, written=1, cache=Path(cache))
        return evaluate(eval_set, config, options, None, report).figures["footnote"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--update", is_flag=True, help="raise the floors to what is measured now")
@click.option("--lower", is_flag=True, help="with --update: lower them, too")
def main(update: bool, lower: bool) -> None:
    """Measure the planted dev set without a chat model and compare it with evals/floors.json.

    Exit codes: 0 passed or updated, 1 below a floor.
    """
    from rag.config import load_settings

    if lower and not update:
        raise click.UsageError("--lower changes nothing by itself; give it with --update")
    start = time.monotonic()
    config = load_settings({"provider": "none"}).config
    eval_set = planted.read("dev")
    there = digests(eval_set, config)
    figures = measure(eval_set, config)
    measured = {name: figure.value for name, figure in figures.items()}
    floors = Floors.read(FLOORS)
    for name in (*RISING, *FALLING):
        if name in figures:
            floor = floors.values.get(name, "none")
            click.echo(f"{name:36} {figures[name].value:9.4f}  n {figures[name].n:5}  floor {floor}")
    click.echo(f"{time.monotonic() - start:.0f} s")
    problems = below(floors, measured, there)
    if update and (lower or not problems):
        raised(floors, measured, there, lower=lower).write(FLOORS)
        click.echo(f"wrote {FLOORS.name}")
        return
    for problem in problems:
        click.echo(f"Error: {problem}", err=True)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
