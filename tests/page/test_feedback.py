"""Verdicts: kept in a file, one for each answer, and written as questions that the evals can read."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant

from evals.records import Gold, Question
from rag.errors import RagError
from rag.page.acts import Acts
from rag.page.conversation import Talk
from rag.page.feedback import LONGEST_COMMENT, Feedback, as_eval_question, export_to


def asked(file: Path, *questions: str) -> tuple[Acts, Talk]:
    acts, talk = Acts(FakeAssistant(), Feedback(file)), Talk()
    for question in questions:
        *_, talk = acts.answer(acts.ask(question, talk, {"publishers": ["The Harbour Post"]}))
    return acts, talk


def test_nothing_is_made_before_somebody_says_something(tmp_path: Path) -> None:
    file = tmp_path / "new" / "feedback.sqlite"
    assert Feedback(file).verdicts() == []
    assert not file.parent.exists()


def test_a_verdict_is_kept_with_the_answer_and_shown(tmp_path: Path) -> None:
    file = tmp_path / "new" / "feedback.sqlite"
    acts, talk = asked(file, "Does it stay?", "And Tokyo?")
    talk = acts.rate(talk, 2, "source", " It is not in there. ")
    assert [turn.verdict for turn in talk.turns] == ["", "wrong source"]
    [verdict] = Feedback(file).verdicts()
    assert (verdict.talk, verdict.turn, verdict.reason) == (talk.id, 2, "source")
    assert (verdict.comment, verdict.question) == ("It is not in there.", "And Tokyo?")
    assert verdict.earlier == ("Does it stay?",)
    assert verdict.filters == {"publishers": ["The Harbour Post"]}
    assert talk.turns[1].answer is not None
    assert verdict.answer == talk.turns[1].answer.to_dict()


def test_a_later_verdict_takes_the_place_of_the_first(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    acts, talk = asked(file, "Does it stay?")
    acts.rate(acts.rate(talk, 1, "right"), 1, "other", "x" * 5000)
    [verdict] = Feedback(file).verdicts()
    assert (verdict.reason, len(verdict.comment)) == ("other", LONGEST_COMMENT)


def test_only_answers_are_judged_and_only_by_known_reasons(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    acts, talk = asked(file, "Is the provider there?", "Does it stay?")
    assert acts.rate(talk, 1, "right") is talk
    assert acts.rate(talk, 7, "right") is talk
    assert acts.rate(talk, 2, "'; DROP TABLE verdicts") is talk
    assert not file.exists()


def test_what_was_right_becomes_a_question_with_its_gold(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    acts, talk = asked(file, "Does it stay?")
    acts.rate(talk, 1, "right")
    row = as_eval_question(Feedback(file).verdicts()[0])
    assert (row["query_id"], row["split"], row["status"]) == (f"feedback-{talk.id}-1", "dev", "answered")
    assert [gold["quote"] for gold in row["gold"]] == [
        "Officials said on Monday that it will stay.",
        "Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.",
        "Lifting the ban on seafood is not needed for membership, a former negotiator argues.",
    ]
    known = {item.name for item in fields(Question)}
    gold = tuple(Gold(**item) for item in row["gold"])
    assert Question(**{name: value for name, value in row.items() if name in known} | {"gold": gold}).answerable


def test_of_what_was_wrong_only_the_question_is_known(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    acts, talk = asked(file, "Does it stay?", "What will the weather be?")
    acts.rate(acts.rate(talk, 1, "words"), 2, "unanswered", "It is in the paper.")
    export_to(tmp_path / "questions.jsonl", Feedback(file).verdicts())
    rows = [json.loads(line) for line in (tmp_path / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["text"], row["status"], row["answer"], row["gold"]) for row in rows] == [
        ("Does it stay?", "", "", []),
        ("What will the weather be?", "answered", "", []),
    ]
    assert rows[1]["comment"] == "It is in the paper."
    assert rows[1]["publishers"] == ["The Harbour Post"]


def test_a_file_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    file.write_text("this is no database, and it is long enough to be looked at as one" * 20, encoding="utf-8")
    acts, talk = asked(file, "Does it stay?")
    with pytest.raises(RagError) as error:
        acts.rate(talk, 1, "right")
    assert str(error.value) == (
        f"the verdicts in {file} cannot be used (file is not a database); "
        "make it writable, or set feedback to another file"
    )
    with pytest.raises(RagError, match=r"cannot be written \(Is a directory\); name another file"):
        export_to(tmp_path, [])
