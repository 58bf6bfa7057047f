"""The measures of each recipe on a set, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..figures import figure
from ..records import EvalSet, Figure, Question, Scores
from ..retrieval import ranked
from ..spelling import says
from .grid import Recipe
from .orders import Order
from .shelf import Shelf

CUTS = (4, 10)
"""Passages in which an answer is looked for: what the usual way puts into its prompt, and what the product reads."""


@dataclass(frozen=True, slots=True)
class Row:
    """A recipe and what it gave on a set."""

    recipe: Recipe
    figures: Mapping[str, Figure]
    query_ms: float
    """Milliseconds a question, of the query's embedding and what was read closely; search itself is not in it."""
    scores: Scores
    groups: Mapping[str, str]
    """What each question belongs to, by query_id."""


def measured(
    recipe: Recipe, eval_set: EvalSet, questions: Sequence[Question], orders: Mapping[str, Order], shelf: Shelf
) -> Row:
    """The measures of a recipe's orders, which are given by query_id, over these questions of the set."""
    judged = [question for question in questions if question.doc_ids]
    documents = {
        question.query_id: list(dict.fromkeys(shelf.chunks[place].doc_id for place in orders[question.query_id].places))
        for question in judged
    }
    scores = (
        {name: dict(values) for name, values in ranked(judged, documents, eval_set.copies).items()} if judged else {}
    )
    for question in questions:
        facts = [question.answers] if question.answers else list(question.must)
        if facts and question.answerable:
            for cut in CUTS:
                passages = shelf.passages(orders[question.query_id].places, cut, recipe.passage)
                text = "\n".join(text for _, text in passages)
                hit = sum(says(text, forms) for forms in facts) / len(facts)
                scores.setdefault(f"answer_hit@{cut}", {})[question.query_id] = hit
                if question.answers:
                    own = "\n".join(text for doc_id, text in passages if doc_id in question.doc_ids)
                    scores.setdefault(f"judged_hit@{cut}", {})[question.query_id] = float(says(own, question.answers))
    groups = {question.query_id: question.group or question.query_id for question in questions}
    figures = {name: figure(values, groups) for name, values in scores.items()}
    read = sum(order.seconds for order in orders.values()) / max(1, len(orders))
    return Row(recipe, figures, 1000 * read, scores, groups)


def with_scores(row: Row, more: Scores) -> Row:
    """The row with further measures."""
    figures = {name: figure(values, row.groups) for name, values in more.items()}
    return replace(row, figures={**row.figures, **figures}, scores={**row.scores, **more})


def markdown(set_name: str, rows: Iterable[Row]) -> str:
    """The rows as tables, one a section; the best of each measure is set in bold."""
    by_section: dict[str, list[Row]] = {}
    for row in rows:
        by_section.setdefault(row.recipe.section, []).append(row)
    parts = [f"## {set_name}"]
    for section, own in by_section.items():
        compared = [name for name in own[0].recipe.paired if name in own[0].figures]
        hidden = {f"{name}_hit@{cut}" for name in ("answer", "judged") for cut in CUTS[1:]} - {*compared}
        names = [name for name in own[0].figures if all(name in row.figures for row in own) and name not in hidden]
        best = {name: max(row.figures[name].value for row in own) for name in names}
        counts = ", ".join(f"{name} n = {own[0].figures[name].n}" for name in names)
        parts += ["", f"### {section}", "", f"{counts}", ""]
        more = "".join(f" {name}, more than the first |" for name in compared)
        parts.append("| Recipe | " + " | ".join(names) + f" | ms a question |{more}")
        parts.append("| --- " * (len(names) + 2 + len(compared)) + "|")
        for row in own:
            cells = [_cell(row.figures[name], best[name]) for name in names]
            end = "".join(f" {difference(own[0], row, name)} |" for name in compared)
            parts.append(f"| {row.recipe.name} | {' | '.join(cells)} | {row.query_ms:.0f} |{end}")
    return "\n".join(parts) + "\n"


def difference(first: Row, row: Row, name: str) -> str:
    """How much more a row has of a measure than the first, with its interval over the same questions."""
    if row is first:
        return ""
    values = {key: value - first.scores[name][key] for key, value in row.scores[name].items()}
    found = figure(values, row.groups)
    return f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _cell(value: Figure, best: float) -> str:
    if value.high > 1:  # tokens, not a share
        return f"{value.value:.0f}"
    shown = f"{value.value:.3f}"
    shown = f"**{shown}**" if value.value == best else shown
    return f"{shown} [{value.low:.2f}, {value.high:.2f}]"
