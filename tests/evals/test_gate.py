"""The gate: what falls below a floor, what is another corpus, and how floors are raised and written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.gate import FALLING, FLOORS, MARGIN, RISING, Floors, below, digests, main, raised
from evals.records import EvalSet, Question
from rag.config import Config

THERE = {"corpus": "c1", "questions": "q1", "config": "k1"}
OLD = Floors(THERE, {"R@10": 0.9, "answerable_declined": 0.1, "evidence_tokens": 400.0})
SAME = {"R@10": 0.9, "answerable_declined": 0.1, "evidence_tokens": 400.0}


# ------------------------------------------------------------ what is below


def test_what_is_as_it_was_passes() -> None:
    assert below(OLD, SAME, THERE) == []


def test_what_is_better_passes() -> None:
    assert below(OLD, {"R@10": 1.0, "answerable_declined": 0.0, "evidence_tokens": 100.0}, THERE) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("R@10", 0.8851, ""),
        ("R@10", 0.8849, "R@10 = 0.8849 is below its floor 0.9 by more than 0.015"),
        ("answerable_declined", 0.1149, ""),
        ("answerable_declined", 0.1151, "answerable_declined = 0.1151 is above its ceiling 0.1 by more than 0.015"),
        ("evidence_tokens", 405.9, ""),
        ("evidence_tokens", 406.1, "evidence_tokens = 406.1000 is above its ceiling 400.0 by more than 6.0"),
    ],
)
def test_the_margin_is_a_share_or_for_counts_a_part_of_the_floor(name: str, value: float, message: str) -> None:
    assert MARGIN == 0.015
    assert below(OLD, {**SAME, name: value}, THERE) == [message][: bool(message)]


def test_a_measure_that_is_gone() -> None:
    measured = {name: value for name, value in SAME.items() if name != "R@10"}
    assert below(OLD, measured, THERE) == ["R@10 was not measured; its floor is 0.9"]


def test_a_measure_without_a_floor_cannot_fall() -> None:
    assert below(OLD, {**SAME, "RR": 0.0}, THERE) == []


def update(name: str, old: str, new: str) -> str:
    return (
        f"the floors are for {name} {old}, and this is {new}; "
        "run python -m evals.gate --update --lower and say in the commit what was changed"
    )


@pytest.mark.parametrize("name", ["corpus", "questions"])
def test_another_corpus_and_other_questions_are_told(name: str) -> None:
    assert below(OLD, SAME, {**THERE, name: "x9"}) == [update(name, OLD.digests[name], "x9")]


def test_other_settings_are_what_the_gate_is_for() -> None:
    assert below(OLD, SAME, {**THERE, "config": "k2"}) == []


def test_everything_that_is_wrong_is_told() -> None:
    found = below(OLD, {"R@10": 0.5, "evidence_tokens": 500.0}, {**THERE, "corpus": "c2", "questions": "q2"})
    assert found == [
        update("corpus", "c1", "c2"),
        update("questions", "q1", "q2"),
        "R@10 = 0.5000 is below its floor 0.9 by more than 0.015",
        "answerable_declined was not measured; its floor is 0.1",
        "evidence_tokens = 500.0000 is above its ceiling 400.0 by more than 6.0",
    ]


# ------------------------------------------------------------ raising


def test_each_floor_becomes_the_better_of_old_and_new() -> None:
    new = {"R@10": 0.95, "answerable_declined": 0.05, "evidence_tokens": 410.0}
    expected = {"R@10": 0.95, "answerable_declined": 0.05, "evidence_tokens": 400.0}
    assert raised(OLD, new, THERE, lower=False) == Floors(THERE, expected)


def test_a_floor_falls_only_where_that_is_asked_for() -> None:
    worse = {"R@10": 0.89, "answerable_declined": 0.11, "evidence_tokens": 401.0}
    assert raised(OLD, worse, THERE, lower=False) == OLD
    assert raised(OLD, worse, THERE, lower=True) == Floors(THERE, worse)


def test_the_digests_are_those_of_the_run() -> None:
    now = {"corpus": "c2", "questions": "q2", "config": "k2"}
    assert raised(OLD, SAME, now, lower=True).digests == now


def test_new_measures_get_a_floor_and_others_none() -> None:
    found = raised(OLD, {**SAME, "RR": 0.123456, "seconds_to_end": 7.0}, THERE, lower=False)
    assert found.values == {**SAME, "RR": 0.1235}


def test_a_rounded_floor_is_passed_by_what_it_was_rounded_from() -> None:
    measured = {"RR": 0.99996, "evidence_tokens": 399.99994}
    assert below(raised(Floors(THERE, {}), measured, THERE, lower=False), measured, THERE) == []


# ------------------------------------------------------------ the file


def test_floors_come_back_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    OLD.write(file)
    assert Floors.read(file) == OLD
    text = file.read_text(encoding="utf-8")
    assert list(json.loads(text)) == ["margin", "digests", "values"]
    assert json.loads(text)["margin"] == MARGIN
    assert '\n    "R@10": 0.9,\n' in text


def test_without_a_file_there_are_no_floors_and_the_gate_asks_for_them(tmp_path: Path) -> None:
    floors = Floors.read(tmp_path / "floors.json")
    assert floors == Floors({}, {})
    assert below(floors, SAME, THERE) == [update(name, "unknown", THERE[name]) for name in ("corpus", "questions")]


def test_a_measure_rises_or_falls() -> None:
    assert len({*RISING, *FALLING}) == len(RISING) + len(FALLING)


@pytest.mark.skipif(not FLOORS.is_file(), reason="no floors have been set yet")
def test_every_floor_is_of_a_measure_that_rises_or_falls() -> None:
    floors = Floors.read(FLOORS)
    assert set(floors.values) - {*RISING, *FALLING} == set()
    assert set(floors.digests) == {"corpus", "questions", "config"}


# ------------------------------------------------------------ what the floors are for


def test_the_digests_tell_questions_and_settings_apart() -> None:
    question = Question(query_id="q1", text="Who?", category="single_fact")
    one = digests(EvalSet(name="a", questions=(question,)), Config())
    assert one == digests(EvalSet(name="a", questions=(replace(question),)), Config())
    other = digests(EvalSet(name="a", questions=(replace(question, must=(("x",),)),)), Config(rerank=11))
    assert {name for name in one if one[name] != other[name]} == {"questions", "config"}
    assert set(one) == set(THERE)


def test_lowering_alone_is_wrong_use() -> None:
    done = CliRunner().invoke(main, ["--lower"])
    assert done.exit_code == 2
    assert "--lower changes nothing by itself; give it with --update" in done.output
