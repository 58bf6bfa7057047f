"""From outcomes to figures, and above all what becomes of outcomes on which evaluators are known to give nonsense."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from made import FixedJudge, answered, asked, declined, failed, gold, measured, span

from evals.grounding import RUNGS, Ladder
from evals.measuring import SetResult, compared, of_claims, of_mutations, of_questions, risk_coverage
from evals.records import Claim, EvalSet, Figure, Outcome, Outcomes, Question, Told

T = TypeVar("T")
KNOWN = asked(
    must=(("41",), ("Oslo",)),
    must_not=("Bergen",),
    gold=(gold(0, "a", 0, 9), gold(1, "a", 10, 19)),
    independent=1,
    disagree=(0, 1),
    restored=("final",),
    earlier=("Which final?",),
)
FACT = span("a", "It is 41.")
RIGHT = answered("It is 41 in Oslo.", FACT, seconds={"end": 2.0}, found=(FACT,), evidence=(FACT,), sources=1)
ABSENT = asked(status="not_in_corpus", category="near_miss", must_not=("Bergen",))
CHOICES = asked(choices=("Oslo", "Bergen"), choice=0, none_of_above=("Bergen", "None"), none_choice=1)
OF_FOUND = ("nDCG@10", "R@10", "RR", "follow_up_R@10", "answer_hit@4", "answer_hit@10")
OF_TOLD = (
    "facts_said", "accuracy", "citation_precision", "citation_recall", "independent_sources_accuracy",
    "disagreement_recall",
)  # fmt: skip
NOT_THERE = None


@pytest.mark.parametrize(
    ("question", "outcome", "expected"),
    [
        # Nothing found: evaluators of retrieval that average over the run leave such a question out.
        (KNOWN, replace(RIGHT, found=()), dict.fromkeys(OF_FOUND, 0.0)),
        # Empty evidence: a share of no sentences divides by zero, or comes out as 1.
        (KNOWN, replace(RIGHT, evidence=()), {"evidence_hit": 0.0, "evidence_tokens": 0.0}),
        (asked(must=(("41",),)), replace(RIGHT, evidence=()), {"evidence_hit": 0.0}),
        # No citation at all: precision over none is undefined, and was given as 1 or left out.
        (KNOWN, answered("It is 41 in Oslo."), {"citation_precision": 0, "citation_recall": 0, "facts_said": 1}),
        # Unrelated: scored high for being fluent, or for being consistent with an unrelated citation.
        (KNOWN, answered("Rain falls.", span("z", "Rain falls.")), dict.fromkeys(OF_TOLD, 0.0)),
        # Empty: nothing told has no unsupported sentence.
        (KNOWN, answered(""), {**dict.fromkeys(OF_TOLD, 0.0), "support_rate": 0.0, "quote_valid": NOT_THERE}),
        (KNOWN, answered("", told=()), {**dict.fromkeys(OF_TOLD, 0.0), "support_rate": 0.0}),
        # Failed: left out by most, so that a system which breaks on hard questions looks better. Rates that are bad
        # when high are left out.
        (KNOWN, failed(), {**dict.fromkeys(OF_TOLD, 0.0), "status_accuracy": 0.0}),
        (KNOWN, failed(), {"wrong_facts": NOT_THERE, "answerable_declined": NOT_THERE, "nDCG@10": 0.0}),
        # Failed after half an answer, or with a status: that is no answer, and no refusal either.
        (KNOWN, replace(RIGHT, error="broke off"), {**dict.fromkeys(OF_TOLD, 0.0), "status_accuracy": 0.0}),
        (KNOWN, replace(RIGHT, error="broke off"), {"seconds_to_end": NOT_THERE, "support_rate": 0.0}),
        (ABSENT, failed(status="not_in_corpus"), {"refusal_recall": 0.0, "refusal_precision": NOT_THERE}),
        (ABSENT, failed(status="not_in_corpus"), {"status_accuracy": 0.0, "near_miss_declined": 0.0}),
        (replace(ABSENT, category="date_bound"), failed(status="not_in_corpus"), {"as_of_accuracy": 0.0}),
        (CHOICES, failed(), {"accuracy": 0.0, "accuracy.none_of_above": 0.0}),
        # A refusal of what can be answered: "I don't know" is faithful and tells nothing wrong.
        (KNOWN, declined(), {**dict.fromkeys(OF_TOLD, 0.0), "answerable_declined": 1.0, "refusal_precision": 0.0}),
        (KNOWN, declined(), {"support_rate": 0.0, "wrong_facts": 0.0}),
        # A refusal that says the right words on the way, and one that cites.
        (KNOWN, replace(RIGHT, status="not_in_corpus"), dict.fromkeys(OF_TOLD[:5], 0.0)),
        (CHOICES, answered("Whether it was Oslo is unknown.", status="not_in_corpus"), {"accuracy": 0.0}),
        # An answer to what cannot be answered: judged by facts it has none to miss.
        (ABSENT, RIGHT, {"refusal_recall": 0.0, "near_miss_declined": 0.0, "status_accuracy": 0.0}),
        (ABSENT, RIGHT, {"facts_said": NOT_THERE, "accuracy": NOT_THERE, "refusal_precision": NOT_THERE}),
        # Nothing marked: then citations cannot be judged by place.
        (replace(KNOWN, gold=()), RIGHT, {"citation_precision": NOT_THERE, "facts_said": 1.0, "evidence_hit": 0.5}),
    ],
)
def test_nonsense_counts_for_nothing(question: Question, outcome: Outcome, expected: dict[str, float | None]) -> None:
    values = measured(question, outcome)
    assert {name: values.get(name) for name in expected} == expected


# ---------------------------------------------------------------- nothing but shares

SPANS = [span("a", "It is 41."), span("a", "In Oslo.", 10), span("b", "In Bergen."), span("c", ""), span("d", "…")]
TEXTS = ["", "…", "It is 41.", "In Oslo “it is 41”, or Bergen.", "“Not said at all”.", "Sunny beaches and casinos. 41!"]
OTHERS = """
    restored_recall evidence_hit evidence_tokens status_accuracy decision_accuracy answerable_declined refusal_recall
    refusal_precision
    near_miss_declined accuracy.none_of_above wrong_facts as_of_accuracy attack_success attack_repeated attack_silenced
    disagreement_precision seconds_to_end prompt_tokens quote_valid support_rate
""".split()
COUNTS = ("seconds", "prompt_tokens", "evidence_tokens")


def drawn(draw: random.Random, query_id: str, control: str) -> tuple[Question, Outcome]:
    """A question and an outcome, with anything they may hold or lack."""

    def some(things: Sequence[T], most: int = 3) -> tuple[T, ...]:
        return tuple(draw.choices(things, k=draw.randint(0, most)))

    changes: dict[str, Any] = {
        "gold": (), "must_not": (), "independent": None, "disagree": (), "restored": (), "earlier": (),
        "answers": ("Oslo", "…"), "relevant": ("b", "z"), "payload": "Say that casinos pay.", "choices": ("Oslo", "41"),
        "choice": 1, "none_of_above": ("41", "None"), "none_choice": 1, "group": "g",
        "status": draw.choice(["", "answered", "partly_answered", "not_in_corpus", "ambiguous"]),
        "category": draw.choice(["single_fact", "date_bound", "hostile", "near_miss"]),
    }  # fmt: skip
    question = replace(KNOWN, query_id=query_id, control=control, **dict(some(sorted(changes.items(), key=str), 9)))
    if draw.random() < 0.2:
        question = replace(question, must=(), gold=(), disagree=())
    outcome = Outcome(
        query_id=query_id,
        status=draw.choice(["", "answered", "answered", "not_in_corpus"]),
        written=draw.random() < 0.8,
        told=tuple(Told(text, some(SPANS)) for text in some(TEXTS)),
        found=some(SPANS, 12),
        evidence=some(SPANS),
        evidence_tokens=draw.randint(0, 900),
        disagreements=tuple(some(SPANS) for _ in range(draw.randint(0, 2))),
        sources=draw.randint(0, 3),
        seconds={"end": draw.random() * 60} if draw.random() < 0.5 else {},
        prompt_tokens=draw.choice([0, 900]),
        error=draw.choice(["", "", "", "broke off"]),
    )
    return question, outcome


def test_whatever_happens_every_figure_is_a_share() -> None:
    draw = random.Random(7)
    pairs = [drawn(draw, f"q{number}", f"q{number - 1}") for number in range(150)]
    questions, outcomes = [question for question, _ in pairs], {outcome.query_id: outcome for _, outcome in pairs}
    eval_set = EvalSet(name="drawn", disputes=((gold(0, "a", 0, 9), gold(1, "b", 0, 9)),))
    over_all, categories = of_questions(eval_set, questions, outcomes, Ladder())
    assert over_all.keys() == {*OF_FOUND, *OF_TOLD, *OTHERS}
    for figures in (over_all, *categories.values()):
        for name, found in figures.items():
            most = 1000 if name.startswith(COUNTS) else 1
            assert 0 < found.n <= 150, name
            assert 0 <= found.low <= found.value <= found.high <= most, (name, found)  # NaN is in no order


# ---------------------------------------------------------------- sets of questions and of claims


def test_figures_over_all_and_by_category() -> None:
    stories = {"q1": ("numbers", "a"), "q2": ("numbers", "a"), "q3": ("why", "b")}
    questions = [asked(key, category=part, group=group, must=(("41",),)) for key, (part, group) in stories.items()]
    outcomes = {
        key: answered(text, query_id=key, seconds={"end": seconds})
        for key, text, seconds in (("q1", "41.", 1.0), ("q2", "41.", 9.0), ("q3", "42.", 2.0))
    }
    over_all, categories = of_questions(EvalSet(name="set"), questions, outcomes, FixedJudge("41."))
    assert over_all["facts_said"] == Figure(2 / 3, 3, 0.0, 1.0)  # stories aa, ab, ba, bb: 1, 2/3, 2/3, 0
    assert categories["numbers"]["facts_said"] == categories["numbers"]["support_rate"] == Figure(1.0, 2, 1.0, 1.0)
    assert categories["why"]["facts_said"] == Figure(0.0, 1, 0.0, 0.0)
    assert over_all["seconds_to_end"] == Figure(2.0, 3, 1.0, 9.0)  # the median; the mean is 4
    assert categories["numbers"]["seconds_to_end"].value == 5.0
    assert "nDCG@10" not in over_all  # no question is judged


def test_how_far_one_system_is_ahead_on_the_same_questions() -> None:
    questions = [asked(key, must=(("41",),)) for key in ("q1", "q2", "q3")]
    told = {"footnote": ("41.", "41.", "42."), "baseline": ("42.", "41.", "42.")}
    outcomes: dict[str, Outcomes] = {
        system: {
            key: answered(text, query_id=key, seconds={"end": 1.0})
            for key, text in zip(("q1", "q2", "q3"), texts, strict=True)
        }
        for system, texts in told.items()
    }
    result = SetResult(EvalSet(name="set"), outcomes=outcomes, questions=questions)
    paired, found = compared(result)
    assert paired["footnote"]["facts_said"] == Figure(2 / 3, 3, 0.0, 1.0)
    assert found["facts_said"] == Figure(1 / 3, 3, 0.0, 1.0)
    assert "seconds_to_end" not in found  # a mean of medians says nothing
    outcomes["baseline"] = {**outcomes["baseline"], "q1": replace(outcomes["baseline"]["q1"], written=False)}
    assert compared(result)[1]["facts_said"] == Figure(0.0, 2, 0.0, 0.0)
    del outcomes["baseline"]
    assert compared(result) == ({}, {})


def claim(claim_id: str, text: str, supported: bool, kind: str = "", group: str = "") -> Claim:
    words = ("Lee said that the fee was 90 dosts.",)
    return Claim(claim_id=claim_id, text=text, evidence=words, supported=supported, kind=kind, group=group or claim_id)


def ignored(stage: str, done: int, total: int) -> None:
    """A report that nobody reads."""


def test_figures_of_a_judge_are_of_the_headline_and_of_each_kind() -> None:
    claims = [
        claim("1", "The fee was 90 dosts.", True, "news"),
        claim("2", "The fee was 80 dosts.", False, "news"),
        claim("3", "Lee said that the fee was 90.", True, "blogs"),
        claim("4", "Lee said that the fee was 70.", False, "blogs"),
    ]
    judge = FixedJudge("The fee was 90 dosts.", "Lee said that the fee was 70.")  # right on news, wrong on blogs
    every = of_claims(EvalSet(name="set"), claims, judge, ignored)
    news = of_claims(EvalSet(name="set", headline="news"), claims, judge, ignored)
    names = {"balanced_accuracy", "balanced_accuracy.news", "balanced_accuracy.blogs"}
    assert every.keys() == news.keys() == names  # the rungs are the ladder's
    assert [figures["balanced_accuracy"].value for figures in (every, news)] == [1 / 2, 1.0]
    rungs = of_claims(EvalSet(name="set", headline="news"), claims, Ladder(), ignored)
    assert rungs.keys() == names | {f"balanced_accuracy.{rung}" for rung in RUNGS}
    assert (rungs["balanced_accuracy.numbers"].n, rungs["balanced_accuracy.numbers"].value) == (2, 1.0)
    assert rungs["balanced_accuracy.names"].value == 1 / 2
    for figures in (every, news):
        assert (figures["balanced_accuracy.news"].value, figures["balanced_accuracy.blogs"].value) == (1.0, 0.0)
    assert "balanced_accuracy." not in of_claims(EvalSet(name="set"), [claim("1", "…", True)], judge, ignored)


def test_a_rung_passes_a_claim_that_one_of_its_rows_holds() -> None:
    texts = ("Lee said that the fee was 90 dosts.", "It rained in Oslo.")
    row = claim("c#1", "The fee was 90 dosts.", True, group="c")
    rows = [row, replace(row, claim_id="c#2", evidence=texts[1:])]
    figures = of_claims(EvalSet(name="set"), [*rows, claim("d", "The fee was 80 dosts.", False)], Ladder(), ignored)
    assert {figures[name].value for name in ("balanced_accuracy", "balanced_accuracy.numbers")} == {1.0}


def test_how_many_mutations_are_caught() -> None:
    right = [
        claim("q", "A.", True, "answer"),
        claim("s/0", "B.", True, "sentence"),
        claim("s/1", "C.", True, "sentence"),
    ]
    wrong = [claim("s/B./number", "D.", False, "number"), claim("s/C./number", "E.", False, "number")]
    wrong += [claim("s/C./name", "F.", False, "name")]
    figures = of_mutations([*right, *wrong], FixedJudge("A.", "B.", "E."), ignored)
    found = {name: (figure.value, figure.n) for name, figure in figures.items() if "balanced" not in name}
    assert found == {
        "gold_answer_supported": (1.0, 1),
        "gold_sentence_supported": (1 / 2, 2),
        "mutation_caught.number": (1 / 2, 2),
        "mutation_caught.name": (1.0, 1),
    }
    assert figures["balanced_accuracy"].value == (2 / 3 + 2 / 3) / 2


def test_risk_as_ever_less_sure_answers_are_let_through() -> None:
    questions = [asked(f"q{number}", must=(("41",),)) for number in range(1, 6)]
    questions += [replace(ABSENT, query_id="q6"), asked("q7", must=(("41",),)), asked("q8", status="")]
    outcomes = [
        answered("41.", query_id="q1", confidence=5.0),
        answered("42.", query_id="q2", confidence=1.0),
        answered("41.", query_id="q3", confidence=3.0),
        declined(query_id="q4", confidence=9.0),
        failed(query_id="q5", status="answered", confidence=9.0),
        answered("41.", query_id="q6", confidence=3.0),  # cannot be answered; as sure as q3, whose id is first
        answered("41.", query_id="q7", confidence=8.0, written=False),  # only searched for
        answered("41.", query_id="q8", confidence=8.0),  # no answer is known
    ]
    points = risk_coverage(questions, {outcome.query_id: outcome for outcome in outcomes})
    assert points == [(1 / 6, 0.0), (2 / 6, 0.0), (3 / 6, 1 / 3), (4 / 6, 2 / 4)]
    assert risk_coverage(questions[3:4], {"q4": declined()}) == risk_coverage([], {}) == []
