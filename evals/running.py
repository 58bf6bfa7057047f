"""What the eval commands share: an assistant over some articles, and a whole set run through the systems.

`evaluate` is the way of a set: index → ask → measure → SetResult.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rag.assistant import Assistant
from rag.config import Config, load_settings
from rag.errors import IndexMismatch
from rag.opening import open_assistant, open_library
from rag.records import Progress

from . import ablation, grounding, measuring, mutations
from .asking import System, drawn_in_turn, outcomes, sample
from .footnote import Footnote
from .grounding import Ladder
from .measuring import SetResult
from .records import Claim, EvalSet, Question
from .workspace import Answers, Workspace

if TYPE_CHECKING:
    from .grounding import Judge
    from .measuring import Figures

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much of a set is run, through what."""

    split: str
    systems: tuple[str, ...]
    limit: int | None
    """Questions and claims at most; None: all."""
    written: int
    """Questions at most that a chat model answers."""
    cache: Path


@contextmanager
def assistant_over(*folders: Path, **settings: object) -> Iterator[tuple[Assistant, Config]]:
    """An assistant over the articles below `folders`, indexed from nothing; settings over those in the environment."""
    with TemporaryDirectory() as index:
        # Nothing is remembered, so that the seconds of every question are its own.
        config = load_settings({"remember": 0, **settings, "index": index, "index_url": ""}, os.environ).config
        with _opened(config, folders, lambda stage, done, total: None) as assistant:
            yield assistant, config


@contextmanager
def _opened(config: Config, folders: Sequence[Path], report: Progress) -> Iterator[Assistant]:
    library, _ = open_library(config)
    try:
        skipped = library.sync(folders, report).skipped
    except IndexMismatch:  # an index kept from before a change of form
        skipped = library.sync(folders, report, rebuild=True).skipped
    library.close()
    for told in dict.fromkeys(f"{Path(item.file).name}: {item.reason}" for item in skipped):
        print(f"not indexed: {told}", file=sys.stderr)
    assistant = open_assistant(config)
    assistant.warm_up()
    try:
        yield assistant
    finally:
        assistant.close()


def evaluate(eval_set: EvalSet, config: Config, options: Options, judge: Judge | None, report: Progress) -> SetResult:
    """Every figure of a set.

    Args:
        eval_set: what is asked, or claimed.
        config: settings of the product; its index folder is not used.
        options: how much, through what.
        judge: judges support besides the product's ladder, where one is configured.
        report: told of progress, as (stage, done, total).
    """
    result = SetResult(eval_set)
    if eval_set.questions:
        place = Workspace(options.cache, eval_set, options.split)
        own = replace(config, index=place.folder / "index", index_url="", remember=0)
        place.folder.mkdir(parents=True, exist_ok=True)
        with _opened(own, [place.articles()], report) as assistant:
            result = _asked(eval_set, assistant, own, options, (judge, report))
    for system, figures in _judged(eval_set, options, judge, report).items():
        result.figures.setdefault(system, {}).update(figures)
    return result


def _asked(
    eval_set: EvalSet, assistant: Assistant, config: Config, options: Options, told: tuple[Judge | None, Progress]
) -> SetResult:
    judge, report = told
    place = Workspace(options.cache, eval_set, options.split)
    systems: list[System] = []
    if "footnote" in options.systems:
        systems.append(Footnote(assistant, config, eval_set))
    if "baseline" in options.systems:
        from .baseline import Baseline

        systems.append(Baseline(assistant, config, eval_set, place.folder, report))
    result = SetResult(eval_set)
    for system in systems:
        questions, written = _chosen(eval_set, system, options)
        kept = Answers(place.folder / f"{system.name}.jsonl", system.digest)
        found = outcomes(system, questions, written, kept, report)
        more = {**ablation.score(eval_set, assistant, questions, found)} if system.name == "footnote" else {}
        if judge:
            more["support_rate.judge"] = grounding.score(questions, found, judge).get("support_rate", {})
        figures, categories = measuring.of_questions(eval_set, questions, found, Ladder(), more)
        result.figures[system.name], result.categories[system.name] = figures, categories
        result.outcomes[system.name] = found
        result.questions = max(result.questions, questions, key=len)  # a system that does not write needs no controls
        result.failed += sum(bool(outcome.error) for outcome in found.values())
    result.paired, result.ahead = measuring.compared(result)
    return result


def _chosen(eval_set: EvalSet, system: System, options: Options) -> tuple[list[Question], frozenset[str]]:
    """The questions that are run, and which of them are answered; with an attacked one goes its control."""
    own = [question for question in eval_set.questions if question.category != "control"]
    chosen = sample(own, options.limit or len(own))
    askable = [question for question in chosen if eval_set.ask and not question.category.startswith("rewrite")]
    written = askable
    if system.writes:
        written = sample(askable, options.written)
    elif system.name == "baseline":
        written = []
    controls = {question.control for question in written}
    every = {question.query_id for question in chosen} | controls
    run = [question for question in eval_set.questions if question.query_id in every]
    return run, frozenset(question.query_id for question in written) | controls


def _judged(eval_set: EvalSet, options: Options, judge: Judge | None, report: Progress) -> dict[str, Figures]:
    """Figures of the product's ladder, and of the configured judge, on the set's claims or on planted mutations."""
    claims: Sequence[Claim] = eval_set.claims
    of: Callable[[Sequence[Claim], Judge, Progress], Figures] = partial(measuring.of_claims, eval_set)
    if eval_set.name == "planted":
        from .sets.planted import info, sentences

        claims, of = mutations.claims(eval_set.questions, sentences, info), measuring.of_mutations
    if not claims:
        return {}
    figures = {"footnote": of(claims_drawn(claims, options.limit or len(claims)), Ladder(), report)}
    if judge:
        figures["judge"] = of(claims_drawn(claims, options.written), judge, report)
    return figures


def claims_drawn(claims: Sequence[Claim], count: int, seed: int = 7) -> list[Claim]:
    """At most `count` claims, drawn in turn from each kind and label, in the order they were given.

    The rows of one claim with other evidence count as one and are taken together.
    """
    by_kind: dict[tuple[str, bool], list[tuple[str, str, str]]] = {}
    for same, supported in dict.fromkeys((claim.same, claim.supported) for claim in claims):
        by_kind.setdefault((same[0], supported), []).append(same)
    taken = set(drawn_in_turn(by_kind.values(), count, seed))
    return [claim for claim in claims if claim.same in taken]
