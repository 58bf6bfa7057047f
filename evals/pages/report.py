"""From results to figures, tables in Markdown, and the list of what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from ..figures import figure
from ..records import Figure
from .labels import Labelled
from .measure import Comparison

FIELDS = ("title", "url", "publisher", "authors", "published_at", "updated_at", "kind")
MEASURES = {
    "precision": "Body precision",
    "recall": "Body recall",
    "through": "Furniture sentences told, a page ↓",
    "apart": "Paragraphs kept apart",
    "whole": "Exactly the body",
}

Table: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Figure]]]
"""Figures by group, system and measure or field."""


@dataclass(frozen=True, slots=True)
class Result:
    """A page or text, and what a system made of it."""

    labelled: Labelled
    comparison: Comparison
    fields: Mapping[str, bool] = field(default_factory=dict)
    """Whether each field is right; empty for a text."""
    told: Mapping[str, object] = field(default_factory=dict)
    """The fields as they were told."""
    error: str = ""
    """Why there is no text."""


def tabulate(results: Mapping[str, Sequence[Result]], kind: str) -> Table:
    """Figures over all, each split, and each layout or publisher: means over pages, each page counting the same."""
    some = next(iter(results.values()))
    groups: dict[str, Callable[[Result], bool]] = {f"{kind}, all": lambda _: True}
    groups |= {f"{kind}, {split}": partial(_of, "split", split) for split in ("dev", "test")}
    groups |= {name: partial(_of, "group", name) for name in sorted({result.labelled.group for result in some})}
    return {
        group: {system: _figures([one for one in own if chosen(one)]) for system, own in results.items()}
        for group, chosen in groups.items()
    }


def markdown(table: Table, titles: Mapping[str, str], column: str) -> list[str]:
    """A row for each group and system, a column for each measure of `titles` that has a value somewhere."""
    rows = [(group, system, own) for group, systems in table.items() for system, own in systems.items()]
    there = {measure: title for measure, title in titles.items() if any(measure in own for *_, own in rows)}
    lines = [[column, "System", "n", *there.values()], ["---"] * (len(there) + 3)]
    for group, system, own in rows:
        count = max((found.n for found in own.values()), default=0)
        cells = [_shown(measure, own[measure]) if measure in own else "" for measure in there]
        lines.append([group, system, str(count), *cells])
    return ["| " + " | ".join(line) + " |" for line in lines]


def of_fields(table: Table) -> list[str]:
    """A row for each field: over all pages, over each split, the product and what it is held against."""
    groups = [group for group in table if ", " in group]
    heads = [f"{system}, {group.rpartition(', ')[2]}" for group in groups for system in table[group]]
    lines = [["Field", *heads], ["---"] * (len(heads) + 1)]
    for name in FIELDS:
        cells = [own.get(name) for group in groups for own in table[group].values()]
        lines.append([name, *(f"{_shown(name, found)}, n {found.n}" if found else "" for found in cells)])
    return ["| " + " | ".join(line) + " |" for line in lines]


def errors(results: Sequence[Result]) -> list[str]:
    """What went wrong on the pages and texts of the dev split, worst first; those of the test split are not told."""
    wrong = [one for one in results if one.labelled.split == "dev" and _amount(one)]
    lines = []
    for one in sorted(wrong, key=lambda one: (-_amount(one), one.labelled.name)):
        lines.append(f"\n### {one.labelled.name} ({one.labelled.group})\n")
        lines += [f"- no text: {one.error}"] * bool(one.error)
        lines += [f"- body lost: {sentence}" for sentence in one.comparison.lost]
        lines += [f"- told, no body sentence: {sentence}" for sentence in one.comparison.extra]
        lines += [f"- {100 * (1 - one.comparison.apart):.0f} % of the paragraph borders lost"] * (
            one.comparison.apart < 1
        )
        lines += [f"- {name} wrong: {one.told[name]!r}" for name, right in one.fields.items() if not right]
    return lines


def _amount(one: Result) -> int:
    """How much went wrong: sentences, fields, and one for borders."""
    wrong_fields = sum(not right for right in one.fields.values())
    return len(one.comparison.lost) + len(one.comparison.extra) + wrong_fields + (one.comparison.apart < 1)


def _of(name: str, value: str, result: Result) -> bool:
    return bool(getattr(result.labelled, name) == value)


def _figures(results: Sequence[Result]) -> dict[str, Figure]:
    by_name = {result.labelled.name: result for result in results}
    values: dict[str, dict[str, float]] = {
        measure: {name: float(getattr(one.comparison, measure)) for name, one in by_name.items()}
        for measure in MEASURES
    }
    for field_name in FIELDS:
        values[field_name] = {
            name: float(one.fields[field_name]) for name, one in by_name.items() if field_name in one.fields
        }
    return {measure: figure(own) for measure, own in values.items() if own}


def _shown(measure: str, found: Figure) -> str:
    decimals = 1 if measure == "through" else 3
    return f"{found.value:.{decimals}f} ({found.low:.{decimals}f}–{found.high:.{decimals}f})"
