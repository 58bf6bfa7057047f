"""What the reader's acts do to a conversation, and what of it becomes history."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fake_assistant import UNAVAILABLE, FakeAssistant

from rag.errors import IndexMissing
from rag.page.acts import NOT_TAKEN, UNEXPECTED, Acts, view
from rag.page.cards import NOTHING_YET
from rag.page.conversation import Turn, history

if TYPE_CHECKING:
    import pytest


def conversation(*questions: str) -> tuple[FakeAssistant, list[Turn]]:
    assistant = FakeAssistant()
    acts, turns = Acts(assistant), list[Turn]()
    for question in questions:
        turns = acts.ask(question, turns)[0]
        *_, last = acts.answer(turns)
        turns = last[0]
    return assistant, turns


def test_a_question_is_taken_once_and_a_blank_one_never() -> None:
    acts = Acts(FakeAssistant())
    assert acts.ask("  \n", []) == ([], [], NOTHING_YET, "")
    turns, shown, current, earlier = acts.ask(" Does it stay? ", [])
    assert [turn.question for turn in turns] == ["Does it stay?"]
    assert [message["role"] for message in shown] == ["user", "assistant"]
    assert (current, earlier) == (NOTHING_YET, "")
    assert acts.ask("And now?", turns)[0] == turns


def test_each_event_gives_a_view_and_the_answer_replaces_what_was_streamed() -> None:
    acts = Acts(FakeAssistant())
    views = list(acts.answer(acts.ask("Does it stay?", [])[0]))
    assert [len(seen[0][-1].sentences) for seen in views] == [0, 0, 0, 0, 1, 2, 3, 3]
    last = views[-1][0][-1]
    assert last.answer is not None
    assert last.answer.sentences == last.sentences
    assert [article.doc_id for article in last.articles] == ["ban-1a2b", "trade-3c4d", "lee-5e6f"]


def test_history_goes_to_the_assistant_and_numbers_stay() -> None:
    assistant, turns = conversation("Does it stay?", "And Tokyo?")
    assert [len(past) for _, past in assistant.asked] == [0, 1]
    numbers = [{source.article.doc_id: source.number for source in turn.sources} for turn in turns]
    assert numbers[0] == numbers[1] == {"ban-1a2b": 1, "trade-3c4d": 2, "lee-5e6f": 3}


def test_older_sources_move_below_and_the_newest_with_sources_is_open() -> None:
    _, turns = conversation("Does it stay?", "And Tokyo?")
    _, _, current, earlier = view(turns)
    assert current.startswith('<details class="turn" name="turns" id="t2" open>')
    assert earlier.startswith('<details class="turn" name="turns" id="t1">')
    _, _, current, earlier = view([*turns, Turn(number=3, question="?")])
    assert current == ""
    assert earlier.startswith('<details class="turn" name="turns" id="t2" open>')


def test_a_stop_closes_the_stream_and_keeps_what_was_shown_in_the_history() -> None:
    assistant = FakeAssistant()
    acts = Acts(assistant)
    views = acts.answer(acts.ask("Does it stay?", [])[0])
    turns = [next(views) for _ in range(5)][-1][0]
    views.close()  # type: ignore[attr-defined]
    assert assistant.closed == 1
    turns = acts.stop(turns)[0]
    assert (turns[0].stopped, turns[0].running, len(turns[0].sentences)) == (True, False, 1)
    [answer] = history(turns)
    assert (answer.status, len(answer.sources), len(answer.sentences)) == ("partly_answered", 3, 1)
    assert history([Turn(number=1, question="?", stopped=True)]) == []


def test_an_error_of_ours_is_shown_as_it_is() -> None:
    _, turns = conversation("Is the provider there?")
    assert turns[0].trouble == UNAVAILABLE
    _, turns = conversation("x" * 1001)
    assert turns[0].trouble == "the question has more than 1000 characters; shorten it"


def test_any_other_error_is_one_calm_sentence_and_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="footnote.page"):
        _, turns = conversation("crash")
    assert turns[0].trouble == UNEXPECTED
    assert "ZeroDivisionError" in caplog.text
    assert not turns[0].running


def test_a_question_that_found_no_place_in_the_line_says_so() -> None:
    acts = Acts(FakeAssistant())
    turns = acts.settle(acts.ask("Does it stay?", [])[0])[0]
    assert turns[0].trouble == NOT_TAKEN
    assert acts.settle(turns)[0] == turns
    assert list(acts.answer(turns)) == []


def test_examples_are_empty_where_there_is_no_index() -> None:
    class Empty(FakeAssistant):
        def examples(self) -> list[str]:
            raise IndexMissing("there is no index")

    assert Acts(Empty()).examples() == []
    assert Acts(FakeAssistant()).examples()[0] == "Does Seoul keep its seafood ban?"


def test_an_article_that_cannot_be_read_costs_only_itself() -> None:
    class Forgetful(FakeAssistant):
        def article(self, doc_id: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
            if doc_id.startswith("ban"):
                raise IndexMissing("gone")
            return super().article(doc_id)

    acts = Acts(Forgetful())
    *_, last = acts.answer(acts.ask("Does it stay?", [])[0])
    assert [article.doc_id for article in last[0][0].articles] == ["trade-3c4d", "lee-5e6f"]
    assert "The article cannot be opened." in last[2]
