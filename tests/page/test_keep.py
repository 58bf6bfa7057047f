"""What the browser keeps of a conversation, and what is made of whatever comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant

from rag.page.acts import Acts
from rag.page.conversation import Talk, Turn
from rag.page.feedback import Feedback
from rag.page.keep import INTERRUPTED, MOST, from_json, to_json
from rag.page.view import view

ACTS = Acts(FakeAssistant(), Feedback(Path("/nowhere/feedback.sqlite")))


def talk_of(*questions: str) -> Talk:
    talk = Talk()
    for question in questions:
        *_, talk = ACTS.answer(ACTS.ask(question, talk, {"as_of": "2026-03-14"}))
    return talk


def changed(talk: Talk, **fields: Any) -> str:
    data = json.loads(to_json(talk))
    data["turns"][0] |= fields
    return json.dumps(data)


def test_an_empty_conversation_is_nothing_to_keep() -> None:
    assert to_json(Talk()) == ""
    assert ACTS.restore("") == Talk()


def test_a_conversation_comes_back_as_it_was_shown() -> None:
    talk = talk_of("Does it stay?", "What will the weather be?", "Is the provider there?", "hostile")
    back = ACTS.restore(to_json(talk))
    assert [turn.answer for turn in back.turns] == [turn.answer for turn in talk.turns]
    assert (back.id, back.turns[0].filters) == (talk.id, {"as_of": "2026-03-14"})
    assert back.turns[2].trouble == talk.turns[2].trouble
    assert view(back)[2:4] == view(talk)[2:4]  # every card, with each place that a mark leads to
    assert to_json(back) == to_json(talk)


def test_numbers_go_on_after_a_conversation_came_back() -> None:
    back = ACTS.restore(to_json(talk_of("Does it stay?")))
    *_, after = ACTS.answer(ACTS.ask("And Tokyo?", back, {}))
    numbers = [{source.article.doc_id: source.number for source in turn.sources} for turn in after.turns]
    assert numbers[0] == numbers[1]


def test_a_stopped_turn_comes_back_with_what_it_had_shown() -> None:
    talks = ACTS.answer(ACTS.ask("Does it stay?", Talk(), {}))
    talk = ACTS.stop([next(talks) for _ in range(5)][-1])
    [turn] = ACTS.restore(to_json(talk)).turns
    assert (turn.stopped, len(turn.sentences), len(turn.sources), turn.answer) == (True, 1, 3, None)


def test_a_turn_that_was_cut_off_by_loading_the_page_anew_says_so() -> None:
    [turn] = ACTS.restore(to_json(ACTS.ask("Does it stay?", Talk(), {}))).turns
    assert turn.trouble == INTERRUPTED
    assert not turn.running


def test_the_oldest_turns_go_where_a_conversation_is_too_long() -> None:
    talk = talk_of("Does it stay?")
    answer = talk.turns[0].answer
    assert answer is not None
    long = replace(answer, note="x" * (MOST // 2))
    turns = tuple(Turn(number=number, question="?", answer=long) for number in (1, 2, 3))
    kept = to_json(replace(talk, turns=turns))
    assert len(kept) <= MOST
    assert [turn.number for turn in from_json(kept).turns] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '{"version": 2, "id": "0123456789abcdef", "turns": []}',
        '{"version": 1, "id": "<script>", "turns": []}',
        '{"version": 1, "id": "0123456789abcdef", "turns": [{"number": 1}]}',
        '{"version": 1, "id": "0123456789abcdef", "turns": 7}',
        "[" * 100_000,
        " " * (4 * MOST + 1),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a conversation of this page"):
        from_json(text)
    assert ACTS.restore(text) == Talk()


def test_what_the_page_would_write_as_it_is_must_be_a_number() -> None:
    talk = talk_of("Does it stay?")
    evil = "<img src=x onerror=alert(1)>"
    answer = json.loads(to_json(talk))["turns"][0]["answer"]
    answer["sources"][0]["number"] = evil
    assert ACTS.restore(changed(talk, answer=answer)) == Talk()
    answer = json.loads(to_json(talk))["turns"][0]["answer"]
    answer["sentences"][0]["citations"][0]["source"] = evil
    assert ACTS.restore(changed(talk, answer=answer)) == Talk()
    assert ACTS.restore(changed(talk, number=evil)) == Talk()


def test_what_cannot_be_shown_is_left_out() -> None:
    answer = json.loads(to_json(talk_of("Does it stay?")))["turns"][0]["answer"]
    answer["seconds"] = {"total": "long"}
    assert ACTS.restore(changed(talk_of("Does it stay?"), answer=answer)) == Talk()
