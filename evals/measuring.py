"""From outcomes and verdicts to figures: every measure of a set by system, over all questions and by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from rag.records import Progress

from . import answers, grounding, retrieval
from .answers import right
from .figures import figure, median_figure
from .grounding import RUNGS, Judge, Ladder, balanced_accuracy, joined, judged, rung_objections
from .records import Claim, EvalSet, Figure, Outcomes, Question, Scores

Figures: TypeAlias = dict[str, Figure]
"""By measure."""
NONE: Scores = MappingProxyType({})
MEDIANS = {"seconds_to_sources", "seconds_to_first_sentence", "seconds_to_end"}
"""Given as the median, with the range of the middle 95 %."""


@dataclass(slots=True)
class SetResult:
    """What a set gave; it grows while the set is run."""

    eval_set: EvalSet
    figures: dict[str, Figures] = field(default_factory=dict)
    """By system."""
    categories: dict[str, dict[str, Figures]] = field(default_factory=dict)
    """By system and category."""
    outcomes: dict[str, Outcomes] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    """Those that were run."""
    paired: dict[str, Figures] = field(default_factory=dict)
    """By system, over the questions that every system was asked to answer: what may be compared."""
    ahead: Figures = field(default_factory=dict)
    """By measure, how far the first system is ahead of the second on the same questions; below 0 where it is behind."""
    failed: int = 0
    """Questions that got no answer because something broke."""


def of_questions(
    eval_set: EvalSet, questions: Sequence[Question], outcomes: Outcomes, judge: Judge, more: Scores = NONE
) -> tuple[Figures, dict[str, Figures]]:
    """Figures of one system over all questions, and by category; `more` are scores that were taken elsewhere."""
    scores = {**more, **_scores(eval_set, questions, outcomes, judge)}
    category = {question.query_id: question.category for question in questions}
    by_category: dict[str, Figures] = {}
    for name, values in scores.items():
        for part in dict.fromkeys(category[key] for key in values):
            own = {key: value for key, value in values.items() if category[key] == part}
            by_category.setdefault(part, {})[name] = median_figure(own) if name in MEDIANS else figure(own)
    return _over_all(scores, _groups(questions)), by_category


def compared(result: SetResult) -> tuple[dict[str, Figures], Figures]:
    """Figures of each system over the questions that all were asked to answer, and how far the first is ahead there.

    That is, by measure, the mean of the first system less the second's over the questions that have both. The
    differences are resampled question by question (or by group), which tells systems apart that the intervals of
    their own means do not: what is hard for one is hard for the other. Nothing where there is but one system.
    """
    every = result.outcomes.values()
    if len(every) < 2:
        return {}, {}
    both = [
        question
        for question in result.questions
        if all(question.query_id in outcomes and outcomes[question.query_id].written for outcomes in every)
    ]
    groups = _groups(both)
    scores = {
        system: _scores(result.eval_set, both, outcomes, Ladder()) for system, outcomes in result.outcomes.items()
    }
    first, second, *_ = scores.values()
    differences = {
        name: {key: value - second[name][key] for key, value in first[name].items() if key in second[name]}
        for name in first
        if name in second and name not in MEDIANS
    }
    return {system: _over_all(own, groups) for system, own in scores.items()}, _over_all(differences, groups)


def _scores(eval_set: EvalSet, questions: Sequence[Question], outcomes: Outcomes, judge: Judge) -> Scores:
    return {
        **retrieval.score(questions, outcomes, eval_set.copies),
        **answers.score(eval_set, questions, outcomes),
        **grounding.score(questions, outcomes, judge),
    }


def _groups(questions: Sequence[Question]) -> dict[str, str]:
    return {question.query_id: question.group or question.query_id for question in questions}


def _over_all(scores: Scores, groups: Mapping[str, str]) -> Figures:
    return {
        name: median_figure(values) if name in MEDIANS else figure(values, groups)
        for name, values in scores.items()
        if values
    }


def of_claims(eval_set: EvalSet, claims: Sequence[Claim], judge: Judge, report: Progress) -> Figures:
    """Figures of a judge that is held against labels, and of each rung of the product's ladder by itself."""
    verdicts = judged(claims, judge, report)
    figures = _judge_figures([claim for claim in claims if eval_set.headline in ("", claim.kind)], verdicts, judge)
    for kind in dict.fromkeys(claim.kind for claim in claims):
        own = [claim for claim in claims if claim.kind == kind]
        if len(own) < len(claims):
            figures[f"balanced_accuracy.{kind}"] = balanced_accuracy(own, verdicts)
    return figures


def of_mutations(claims: Sequence[Claim], judge: Judge, report: Progress) -> Figures:
    """How many mutations of each kind the judge catches, what of the right it lets pass, and how it does over all."""
    verdicts = judged(claims, judge, report)
    figures = _judge_figures(claims, verdicts, judge)
    for kind in dict.fromkeys(claim.kind for claim in claims):
        own = [claim for claim in claims if claim.kind == kind]
        if kind.startswith("reworded_"):  # of an answer that is refused anyway nothing can be learnt
            own = [claim for claim in own if verdicts.get(claim.claim_id.rpartition("/")[0])]
        if not own:
            continue
        right = {claim.claim_id: float(verdicts[claim.claim_id] == claim.supported) for claim in own}
        groups = {claim.claim_id: claim.group for claim in own}
        name = f"gold_{kind}_supported" if own[0].supported else f"mutation_caught.{kind}"
        figures[name] = figure(right, groups)
    return figures


def _judge_figures(claims: Sequence[Claim], verdicts: Mapping[str, bool], judge: Judge) -> Figures:
    if not claims:
        return {}
    figures = {"balanced_accuracy": balanced_accuracy(claims, verdicts)}
    if not isinstance(judge, Ladder):  # the rungs are the ladder's
        return figures
    objections = {claim.claim_id: rung_objections(claim) for claim in claims}
    for rung in RUNGS:
        passed = {key: not seen[rung] for key, seen in objections.items()}
        figures[f"balanced_accuracy.{rung}"] = balanced_accuracy(claims, joined(claims, passed))
    return figures


def risk_coverage(questions: Sequence[Question], outcomes: Outcomes) -> list[tuple[float, float]]:
    """(coverage, risk) as ever less sure answers are let through: share of questions answered, share of those wrong.

    Surest first, by `Outcome.confidence`; only questions whose answer is known enter (El-Yaniv and Wiener, 2010).
    """
    asked = [
        (question, outcome)
        for question in questions
        if (outcome := outcomes[question.query_id]).written and (question.must or question.status)
    ]
    told = [pair for pair in asked if pair[1].answered and pair[1].confidence is not None]
    told.sort(key=lambda pair: (-(pair[1].confidence or 0.0), pair[0].query_id))
    points, wrong = [], 0
    for count, (question, outcome) in enumerate(told, 1):
        wrong += not right(question, outcome)
        points.append((count / len(asked), wrong / count))
    return points
