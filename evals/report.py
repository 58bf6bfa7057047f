"""The report of the evals: Markdown with plots, the figures as JSON, a text for the terminal, the tables of the README.

Only what was measured is shown: without a value a cell is empty, and a measure that no system has is left out.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import chain, groupby
from pathlib import Path
from typing import TypeAlias

from rag.config import Config

from . import plots
from .measuring import MEDIANS, Figures, SetResult
from .plots import called, known
from .records import Figure

ROOT = Path(__file__).parents[1]
REPORTS, README = ROOT / "evals" / "reports", ROOT / "README.md"
BEGIN, END = "<!-- evals: begin -->", "<!-- evals: end -->"
PASSWORD = re.compile(r"(?<=//)[^/@\s]*@")  # in an address, where it would be published
Rows: TypeAlias = list[list[str]]

GROUPS = {
    "retrieval": "nDCG@10 nDCG@10.dense nDCG@10.keyword nDCG@10.joined R@10 R@10.dense R@10.keyword R@10.joined RR "
    "RR.dense RR.keyword RR.joined follow_up_R@10 restored_recall answer_hit@4 answer_hit@10 evidence_hit",
    "answers": "facts_said accuracy accuracy.none_of_above wrong_facts decision_accuracy status_accuracy "
    "answerable_declined refusal_recall refusal_precision near_miss_declined as_of_accuracy "
    "independent_sources_accuracy disagreement_precision disagreement_recall attack_success attack_repeated "
    "attack_silenced",
    "grounding": "citation_precision citation_recall quote_valid support_rate support_rate.judge",
    "cost": "evidence_tokens prompt_tokens seconds_to_sources seconds_to_first_sentence seconds_to_end",
}
"""Measures in the order they are shown; all others are of a judge of support and come last."""
LOWER = {"wrong_facts", "answerable_declined", "attack_success", "attack_repeated", "attack_silenced"}
LOWER |= set(GROUPS["cost"].split())
BY_CATEGORY = ("facts_said", "decision_accuracy", "citation_precision", "citation_recall", "wrong_facts")
READER = {
    "facts_said": "Facts that had to be said and were",
    "accuracy": "Answers with every fact and no wrong one",
    "wrong_facts": "Answers with a wrong fact ↓",
    "citation_precision": "Citations that lead to the words that answer",
    "citation_recall": "Facts whose words are cited",
    "decision_accuracy": "Questions rightly answered or declined",
    "near_miss_declined": "Near misses declined",
    "answerable_declined": "Answerable questions declined ↓",
    "evidence_hit": "Facts whose words the model is given",
    "R@10": "Right articles among the first ten",
    "evidence_tokens": "Tokens of evidence ↓",
}
NOTHING = "Nothing was measured."
CELLS = "In brackets: 95 % interval, n. ↓: lower is better."
HEAD = """\
# Evals, {split} split

- Measured: {day}, on {processors} processors
- Who writes: {writer}
- Settings: config digest {digest}
- To repeat: `{command}`

A figure is the mean over the n questions it applies to. A missing answer counts zero; where lower is better it is left
out. In brackets stand n and the 95 % bootstrap interval, for which stories and documents are drawn whole (by category:
single questions). Seconds are medians with the range of the middle 95 %. balanced_accuracy is over n claims; 0.5 is
chance. ↑: higher is better, ↓: lower. “Difference” is Footnote less the usual way, question by question, over those
that both answered. “The usual way” is evals/baseline.py, “judge” a chat model judging support."""


def write(results: Sequence[SetResult], config: Config, split: str, folder: Path = REPORTS) -> str:
    """Write `report-<split>.md` and its plots into `folder`; gives a table for each set and the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"report-{split}.md"
    command = PASSWORD.sub("", shlex.join(["python", "-m", "evals", *sys.argv[1:]]))
    about = {"writer": _writer(config), "digest": config.digest(), "processors": os.cpu_count(), "command": command}
    told, lines = list[str](), [HEAD.format(split=split, day=date.today(), **about)]
    for result in results:
        name, measures = result.eval_set.name, [*" ".join(GROUPS.values()).split(), *chain(*result.figures.values())]
        rows = _with_difference(_measures(result, dict(zip(measures, measures, strict=True))), result)
        categories = _by_category(result, dict(zip(BY_CATEGORY, BY_CATEGORY, strict=True)))
        lines += [f"\n## {name}\n", _counts(result), *_markdown(_with_groups(rows)), *_markdown(categories)]
        lines += [f"\n![{title}]({png})" for title, png in plots.draw(result, folder, f"{file.stem}-{name}").items()]
        told += [name, *_aligned(rows), ""]
    file.write_text("\n".join(lines if results else [*lines, "", NOTHING]) + "\n", encoding="utf-8")
    return "\n".join([*told, f"Report: {file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}"])


def write_json(results: Sequence[SetResult], file: Path) -> None:
    """Write {set: {system: {measure: {value, n, low, high}}}}; a measure without a value is not there."""
    found = {
        result.eval_set.name: {
            system: {name: asdict(figure) for name, figure in known(figures).items()}
            for system, figures in result.figures.items()
        }
        for result in results
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def write_readme(results: Sequence[SetResult], config: Config, split: str = "", file: Path = README) -> None:
    """Put the tables of the planted set between the two marks of the README.

    Raises:
        ValueError: the planted set was not measured, or a mark is absent.
    """
    planted = next((result for result in results if result.eval_set.name == "planted"), None)
    if planted is None or not (table := _markdown(_measures(replace(planted, figures=_comparable(planted)), READER))):
        raise ValueError(f"{file.name} shows the planted set, which was not measured: python -m evals planted --readme")
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{file.name} has no {BEGIN} with {END} below it; put both where the tables belong")
    names = {"facts_said": "Facts said", "decision_accuracy": "Rightly answered or declined"}
    categories = _by_category(planted, names)
    about = f"Planted set{split and f', {split} split'}. {_counts(planted)} Who writes: {_writer(config)}. {CELLS}"
    lines = [begin, *table, *_markdown([[row[0].replace("_", " "), *row[1:]] for row in categories])]
    file.write_text(before + "\n".join([*lines, "", *textwrap.wrap(about, 120), "", end]) + after, encoding="utf-8")


def shown(measure: str, figure: Figure) -> str:
    """As `0.83 (0.78–0.88, n 120)`; tokens whole, seconds from 1 on with one decimal."""
    decimals = 0 if measure.endswith("_tokens") else 1 if measure in MEDIANS and figure.value >= 1 else 2
    value, low, high = (f"{number:.{decimals}f}" for number in (figure.value, figure.low, figure.high))
    return f"{value} ({low}–{high}, n {figure.n})"


def _measures(result: SetResult, titles: Mapping[str, str]) -> Rows:
    """A row for each of these measures that has a value, a column for each system that has one of them."""
    systems = {
        system: own
        for system, figures in result.figures.items()
        if (own := {name: shown(name, figure) for name, figure in known(figures).items() if name in titles})
    }
    rows = [[title, *(own.get(name, "") for own in systems.values())] for name, title in titles.items()]
    return [["Measure", *map(called, systems)], *(row for row in rows if any(row[1:]))]


def _with_difference(rows: Rows, result: SetResult) -> Rows:
    """The rows with a column for how far the first system is ahead of the second on the same questions."""
    if not result.ahead:
        return rows
    told = {name: shown(name, figure) for name, figure in known(result.ahead).items()}
    return [[*rows[0], "Difference"], *([*row, told.get(row[0], "")] for row in rows[1:])]


def _comparable(result: SetResult) -> dict[str, Figures]:
    """Figures over the same questions for every system: all where all were asked, else those all were to answer."""
    found: dict[str, Figures] = {}
    for system, figures in result.figures.items():
        for name, figure in figures.items():
            same = len({own[name].n for own in result.figures.values() if name in own}) == 1
            paired = result.paired.get(system, {}).get(name)
            found.setdefault(system, {})[name] = figure if same or paired is None else paired
    return found


def _with_groups(rows: Rows) -> Rows:
    """The rows with one before each group that names it, and a column with what is better."""
    groups = {name: group for group, names in GROUPS.items() for name in names.split()}
    found = [[rows[0][0], "", *rows[0][1:]]]
    for group, own in groupby(rows[1:], lambda row: groups.get(row[0], "judge")):
        found.append([f"**{group}**", *[""] * len(rows[0])])
        found += [[name, "↓" if name in LOWER else "↑", *cells] for name, *cells in own]
    return found


def _by_category(result: SetResult, titles: Mapping[str, str]) -> Rows:
    """A row for each category, a column for each of these measures and each system; only those with a value."""
    columns = {
        f"{title}, {called(system)}": own
        for name, title in titles.items()
        for system, categories in result.categories.items()
        if (
            own := {key: shown(name, found[name]) for key, all_ in categories.items() if name in (found := known(all_))}
        )
    }
    rows = dict.fromkeys(category for own in columns.values() for category in own)
    return [["Category", *columns], *([row, *(own.get(row, "") for own in columns.values())] for row in rows)]


def _counts(result: SetResult) -> str:
    written = [sum(outcome.written for outcome in outcomes.values()) for outcomes in result.outcomes.values()]
    numbers = {"Questions": len(result.questions), "Answers asked for": max(written, default=0)}
    numbers |= {"Answers that failed": result.failed, "Claims": len(result.eval_set.claims)}
    return " ".join(f"{what}: {number}." for what, number in numbers.items() if number) or NOTHING


def _writer(config: Config) -> str:
    from rag.opening import CHAT

    if config.provider in ("none", "local"):
        return f"{CHAT}, local" if config.provider == "local" else "nobody, the words are the articles' own"
    provider = Path(config.provider).name if config.provider.endswith(".gguf") else PASSWORD.sub("", config.provider)
    return f"{config.model}, {provider}" if config.model else provider


def _markdown(rows: Rows) -> list[str]:
    """The table after an empty line; nothing if it has no rows."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in [*cells[:1], ["---"] * len(cells[0]), *cells[1:]]]
    return ["", *lines] if len(rows) > 1 else []


def _aligned(rows: Rows) -> list[str]:
    """The table with columns of even width, or a line that says that there is nothing in it."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return lines if len(rows) > 1 else [NOTHING]
