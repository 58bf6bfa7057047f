"""From questions to outcomes: what is asked, what is kept and not asked again, when a dead model is left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from evals.asking import GIVE_UP, outcomes, sample
from evals.records import Outcome, Question
from evals.workspace import Answers

AWAY = "the model is away"


def questions(*categories: str) -> list[Question]:
    """A question of each category, q1, q2 and so on."""
    return [
        Question(query_id=f"q{place}", text=f"What of {place}?", category=category)
        for place, category in enumerate(categories, 1)
    ]


FOUR = questions(*"aaaa")
ALL = frozenset(question.query_id for question in FOUR)


class FakeSystem:
    """Answers everything, but breaks when asked the questions in `broken`; keeps what it was asked."""

    name = "fake"
    digest = "d1"
    writes = True

    def __init__(self, broken: Iterable[str] = ()) -> None:
        self.broken = set(broken)
        self.asked: list[str] = []
        self.searched: list[str] = []

    def search(self, question: Question) -> Outcome:
        self.searched.append(question.query_id)
        return Outcome(query_id=question.query_id, status="answered")

    def ask(self, question: Question) -> Outcome:
        self.asked.append(question.query_id)
        error = AWAY if question.query_id in self.broken else ""
        return Outcome(query_id=question.query_id, status="answered", written=True, error=error)


class Run:
    """Runs the four questions over a file of answers that lasts as long as the run of the test."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "fake.jsonl"
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, system: FakeSystem, written: Iterable[str] = ALL, digest: str = "d1") -> dict[str, Outcome]:
        kept = Answers(self.file, digest)
        return outcomes(system, FOUR, frozenset(written), kept, lambda *told: self.told.append(told))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


# ------------------------------------------------------------ asked and kept


def test_some_are_answered_and_the_others_only_searched_for(run: Run) -> None:
    system = FakeSystem()
    found = run(system, {"q2", "q3"})
    assert (system.asked, system.searched) == (["q2", "q3"], ["q1", "q4"])
    assert {key: outcome.written for key, outcome in found.items()} == {
        "q1": False,
        "q2": True,
        "q3": True,
        "q4": False,
    }
    assert run.told == [("fake", 1, 4), ("fake", 2, 4), ("fake", 3, 4), ("fake", 4, 4)]


def test_what_is_kept_is_not_asked_again(run: Run) -> None:
    first = run(FakeSystem(), {"q2"})
    again = FakeSystem()
    assert run(again, {"q2"}) == first
    assert (again.asked, again.searched) == ([], [])
    assert run.told[4:] == run.told[:4]


def test_one_that_was_only_searched_for_is_asked_when_it_is_to_be_answered(run: Run) -> None:
    run(FakeSystem(), {"q2"})
    again = FakeSystem()
    run(again, {"q2", "q4"})
    assert (again.asked, again.searched) == (["q4"], [])


def test_under_another_digest_all_are_asked_again_and_the_old_ones_stay(run: Run) -> None:
    run(FakeSystem())
    other, old = FakeSystem(), FakeSystem()
    run(other, digest="d2")
    run(old, digest="d1")
    assert (other.asked, old.asked) == (["q1", "q2", "q3", "q4"], [])


def test_an_outcome_with_an_error_is_told_but_not_kept(run: Run) -> None:
    found = run(FakeSystem(broken={"q2"}))
    assert {key: outcome.error for key, outcome in found.items()} == {"q1": "", "q2": AWAY, "q3": "", "q4": ""}
    mended = FakeSystem()
    assert run(mended)["q2"].error == ""
    assert mended.asked == ["q2"]


# ------------------------------------------------------------ giving up


def test_after_failures_in_a_row_the_rest_is_failed_without_being_asked(run: Run) -> None:
    system = FakeSystem(broken=ALL)
    found = run(system)
    assert (GIVE_UP, system.asked) == (2, ["q1", "q2"])
    assert [outcome.error for outcome in found.values()] == [AWAY, AWAY, f"not asked: {AWAY}", f"not asked: {AWAY}"]
    assert found["q4"] == Outcome(query_id="q4", written=True, error=f"not asked: {AWAY}")
    assert run.told[-1] == ("fake", 4, 4)


def test_nothing_that_was_given_up_is_kept(run: Run) -> None:
    run(FakeSystem(broken=ALL))
    mended = FakeSystem()
    run(mended)
    assert mended.asked == ["q1", "q2", "q3", "q4"]


def test_a_success_between_failures_shows_that_the_model_lives(run: Run) -> None:
    system = FakeSystem(broken={"q1", "q3", "q4"})
    run(system)
    assert system.asked == ["q1", "q2", "q3", "q4"]


def test_what_is_kept_is_given_even_when_the_model_is_dead(run: Run) -> None:
    run(FakeSystem(), {"q3"})
    system = FakeSystem(broken=ALL)
    assert [bool(outcome.error) for outcome in run(system).values()] == [True, True, False, True]
    assert system.asked == ["q1", "q2"]


def test_searching_goes_on_and_does_not_wake_a_dead_model(run: Run) -> None:
    system = FakeSystem(broken=ALL)
    found = run(system, {"q1", "q2", "q4"})
    assert (system.asked, system.searched) == (
        ["q1", "q2"],
        ["q3", "q4"],
    )  # q4 is failed, but what is found for it counts
    assert found["q3"].error == ""
    assert found["q4"].error == f"not asked: {AWAY}"


def test_searches_between_failures_do_not_hide_that_the_model_is_dead(run: Run) -> None:
    system = FakeSystem(broken=ALL)
    run(system, {"q1", "q3", "q4"})
    assert system.asked == ["q1", "q3"]


# ------------------------------------------------------------ a part of the questions

MIXED = questions(*"aabaaacab")  # six of a, two of b, one of c


def drawn(count: int, seed: int = 7) -> list[str]:
    return [question.query_id for question in sample(MIXED, count, seed)]


@pytest.mark.parametrize(
    ("count", "counts"),
    [
        (1, {"a": 1}),
        (3, {"a": 1, "b": 1, "c": 1}),
        (5, {"a": 2, "b": 2, "c": 1}),
        (7, {"a": 4, "b": 2, "c": 1}),
        (9, {"a": 6, "b": 2, "c": 1}),
        (50, {"a": 6, "b": 2, "c": 1}),
        (0, {}),
    ],
)
def test_a_sample_is_drawn_in_turn_from_the_categories(count: int, counts: dict[str, int]) -> None:
    assert Counter(question.category for question in sample(MIXED, count)) == counts


def test_a_sample_is_the_same_each_time_and_keeps_the_order() -> None:
    assert drawn(5) == drawn(5)
    assert drawn(5) == sorted(drawn(5))
    assert {tuple(drawn(5, seed)) for seed in range(20)} > {tuple(drawn(5))}


def test_a_larger_sample_holds_every_smaller_one() -> None:
    for count in range(1, len(MIXED)):
        assert set(drawn(count)) < set(drawn(count + 1))
    assert drawn(len(MIXED)) == [question.query_id for question in MIXED]


def test_a_sample_of_nothing() -> None:
    assert sample([], 3) == []
