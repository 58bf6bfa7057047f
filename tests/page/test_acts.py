"""What the reader's acts do to a conversation, and what of it becomes history."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_assistant import UNAVAILABLE, FakeAssistant

from rag.errors import IndexMissing, InvalidQuery
from rag.page.acts import UNEXPECTED, Acts
from rag.page.cards import NOTHING_YET
from rag.page.conversation import Talk, Turn, history
from rag.page.feedback import Feedback
from rag.page.view import view

if TYPE_CHECKING:
    from rag.records import Filters


NOWHERE = Feedback(Path("/nowhere/feedback.sqlite"))


def acts_of(assistant: FakeAssistant) -> Acts:
    return Acts(assistant, NOWHERE)


def answered(acts: Acts, talk: Talk) -> Talk:
    *_, last = acts.answer(talk)
    return last


def conversation(*questions: str) -> tuple[FakeAssistant, Talk]:
    assistant = FakeAssistant()
    acts, talk = acts_of(assistant), Talk()
    for question in questions:
        talk = answered(acts, acts.ask(question, talk, {}))
    return assistant, talk


# ------------------------------------------------------------ asking


def test_a_question_is_taken_once_and_a_blank_one_never() -> None:
    acts = acts_of(FakeAssistant())
    assert acts.ask("  \n", Talk(), {}) == Talk()
    talk = acts.ask(" Does it stay? ", Talk(), {})
    assert [turn.question for turn in talk.turns] == ["Does it stay?"]
    assert len(talk.id) == 16
    assert acts.ask("And now?", talk, {}) is talk


def test_what_is_shown_of_a_question_that_waits() -> None:
    talk = acts_of(FakeAssistant()).ask("Does it stay?", Talk(), {})
    shown, messages, current, earlier, notice, _ = view(talk)
    assert [message["role"] for message in messages] == ["user", "assistant"]
    assert (shown, current, earlier, notice) == (talk, NOTHING_YET, "", "")


def test_each_event_gives_a_conversation_and_the_answer_replaces_what_was_streamed() -> None:
    acts = acts_of(FakeAssistant())
    talks = list(acts.answer(acts.ask("Does it stay?", Talk(), {})))
    assert [len(talk.turns[-1].sentences) for talk in talks] == [0, 0, 0, 0, 1, 2, 3, 3]
    last = talks[-1].turns[-1]
    assert last.answer is not None
    assert last.answer.sentences == last.sentences
    assert [article.doc_id for article in last.articles] == ["ban-1a2b", "trade-3c4d", "lee-5e6f"]


def test_history_goes_to_the_assistant_and_numbers_stay() -> None:
    assistant, talk = conversation("Does it stay?", "And Tokyo?")
    assert [len(past) for _, past in assistant.asked] == [0, 1]
    numbers = [{source.article.doc_id: source.number for source in turn.sources} for turn in talk.turns]
    assert numbers[0] == numbers[1] == {"ban-1a2b": 1, "trade-3c4d": 2, "lee-5e6f": 3}


def test_older_sources_move_below_and_the_newest_with_sources_is_open() -> None:
    _, talk = conversation("Does it stay?", "And Tokyo?")
    _, _, current, earlier, *_ = view(talk)
    assert current.startswith('<details class="turn" name="turns" id="t2" open>')
    assert earlier.startswith('<details class="turn" name="turns" id="t1">')
    _, _, current, earlier, *_ = view(replace(talk, turns=(*talk.turns, Turn(number=3, question="?"))))
    assert current == ""
    assert earlier.startswith('<details class="turn" name="turns" id="t2" open>')


def test_filters_go_to_the_assistant_and_stay_with_the_turn() -> None:
    assistant = FakeAssistant()
    acts = acts_of(assistant)
    filters: Filters = {"publishers": ["Morning Ledger"], "published_after": "2024-01-01"}
    talk = answered(acts, acts.ask("Does it stay?", Talk(), filters))
    assert assistant.filters == [filters]
    assert talk.turns[0].filters == filters


def test_a_filter_that_cannot_be_used_takes_no_question() -> None:
    acts = acts_of(FakeAssistant())
    with pytest.raises(InvalidQuery) as error:
        acts.ask("Does it stay?", Talk(), {"published_after": "2026-05-01", "published_before": "2026-01-01"})
    assert str(error.value) == (
        "published_after = 2026-05-01 is later than published_before = 2026-01-01; no day is left"
    )


def test_filters_that_cannot_be_checked_yet_are_told_by_the_turn() -> None:
    class Missing(FakeAssistant):
        def check(self, **filters: object) -> None:
            raise IndexMissing("no index in index; run `python -m rag sync`")

    acts = acts_of(Missing())
    talk = answered(acts, acts.ask("Does it stay?", Talk(), {"publishers": ["Any"]}))
    assert talk.turns[0].trouble == "no index in index; run `python -m rag sync`"


# ------------------------------------------------------------ asking again


def test_asking_again_takes_the_place_of_the_last_turn() -> None:
    assistant, talk = conversation("Does it stay?", "And Tokyo?")
    acts = acts_of(assistant)
    after = answered(acts, acts.again(talk, {"as_of": "2026-01-01"}))
    assert [turn.question for turn in after.turns] == ["Does it stay?", "And Tokyo?"]
    assert [turn.number for turn in after.turns] == [1, 2]
    assert after.id == talk.id
    assert [len(past) for _, past in assistant.asked] == [0, 1, 1]
    assert assistant.filters[-1] == {"as_of": "2026-01-01"}
    assert acts.again(Talk(), {}) == Talk()


def test_all_days_are_searched_when_the_reader_says_so() -> None:
    assistant, talk = conversation("What was said last March?")
    acts = acts_of(assistant)
    answer = talk.turns[0].answer
    assert answer is not None and answer.time is not None
    wider = answered(acts, acts.again(talk, {}, any_time=True))
    assert assistant.filters[-1] == {"any_time": True}
    answer = wider.turns[0].answer
    assert answer is not None and answer.time is None
    answered(acts, acts.again(wider, {}))  # asked again, it stays with all days
    assert assistant.filters[-1] == {"any_time": True}


def test_a_changed_question_takes_the_place_of_the_last_one() -> None:
    assistant, talk = conversation("Does it stay?", "And Tokyo?")
    acts = acts_of(assistant)
    editing = acts.edit(talk)
    assert editing.editing
    assert "You are changing your last question." in view(editing)[4]
    assert acts.edit(editing, editing=False) == talk
    after = answered(acts, acts.ask("And Beijing?", editing, {}))
    assert [turn.question for turn in after.turns] == ["Does it stay?", "And Beijing?"]
    assert not after.editing
    assert not acts.edit(Talk()).editing


# ------------------------------------------------------------ stopping, and what goes wrong


def test_closing_the_answer_closes_the_stream_and_what_was_shown_stays_in_the_history() -> None:
    assistant = FakeAssistant()
    acts = acts_of(assistant)
    talks = acts.answer(acts.ask("Does it stay?", Talk(), {}))
    talk = [next(talks) for _ in range(5)][-1]
    talks.close()  # type: ignore[attr-defined]
    assert assistant.closed == 1
    turn = acts.stop(talk).turns[0]
    assert (turn.stopped, turn.running, len(turn.sentences)) == (True, False, 1)
    [answer] = history([turn])
    assert (answer.status, len(answer.sources), len(answer.sentences)) == ("partly_answered", 3, 1)
    assert history([Turn(number=1, question="?", stopped=True)]) == []


@pytest.mark.parametrize("leaves", [False, True])
def test_a_stop_reaches_a_model_that_has_not_finished_a_sentence(leaves: bool) -> None:
    acts = acts_of(FakeAssistant())
    talks: list[Talk] = []
    written = threading.Event()
    begun = acts.ask("silent?", Talk(), {})

    def read() -> None:
        for talk in acts.answer(begun, "this reader"):
            talks.append(talk)
            if talk.turns[0].sources:
                written.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert written.wait(10)
    acts.leave("another reader")
    if leaves:
        acts.leave("this reader")
    else:
        assert acts.stop(talks[-1], "this reader").turns[0].stopped
    reader.join(5)  # left alone it would write for half a minute
    assert not reader.is_alive()
    assert not talks[-1].turns[0].stopped  # who stopped it has said so, and may have asked the next question by now
    stopped = acts.stop(talks[-1])
    assert acts.stop(stopped) is stopped


def test_an_error_of_ours_is_shown_as_it_is() -> None:
    _, talk = conversation("Is the provider there?")
    assert talk.turns[0].trouble == UNAVAILABLE
    _, talk = conversation("x" * 1001)
    assert talk.turns[0].trouble == "the question has more than 1000 characters; shorten it"


def test_any_other_error_is_one_calm_sentence_and_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="footnote.page"):
        _, talk = conversation("crash")
    assert talk.turns[0].trouble == UNEXPECTED
    assert "ZeroDivisionError" in caplog.text
    assert not talk.running


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("queue", "Your question was not taken: too many questions are waiting already; ask again in a minute."),
        (
            "too many came; ask again in 9 seconds",
            "Your question was not taken: too many came; ask again in 9 seconds.",
        ),
        ("x" * 999, f"Your question was not taken: {'x' * 200}."),
        ("", UNEXPECTED),
    ],
)
def test_a_question_that_is_not_let_in_leaves_the_conversation_as_it_is_and_says_why(why: str, told: str) -> None:
    acts = acts_of(FakeAssistant())
    talk = answered(acts, acts.ask("Does it stay?", Talk(), {}))
    after, notice = acts.turn_away(talk, why)
    assert after is talk and notice == told


def test_an_answer_that_breaks_off_says_so_in_its_place() -> None:
    acts = acts_of(FakeAssistant())
    talks = acts.answer(acts.ask("Does it stay?", Talk(), {}))
    broken = [next(talks) for _ in range(3)][-1]
    talks.close()  # type: ignore[attr-defined]
    after, notice = acts.turn_away(broken, "")
    assert (after.turns[-1].trouble, notice) == (UNEXPECTED, "")


@pytest.mark.parametrize("events", [1, 3])
def test_a_second_try_that_is_not_let_in_leaves_the_answer_on_its_way_alone(events: int) -> None:
    acts = acts_of(FakeAssistant())
    talks = acts.answer(acts.ask("Does it stay?", Talk(), {}))
    running = [next(talks) for _ in range(events)][-1]
    assert acts.turn_away(running, "too many came") == (running, "")


def test_what_to_ask_next_is_looked_for_by_one_reader_at_a_time() -> None:
    class Looking(FakeAssistant):
        def stream(self, question: str, history: object = (), **filters: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
            seen.append(acts.suggestions(talk))
            return super().stream(question, history, **filters)  # type: ignore[arg-type]

    seen: list[list[str]] = []
    _, talk = conversation("Does it stay?")
    acts = acts_of(Looking())
    assert acts.suggestions(talk)
    assert seen and not any(seen)


def test_a_question_entered_twice_is_answered_once() -> None:
    acts = acts_of(FakeAssistant())
    twice = [acts.ask("Does it stay?", Talk(), {}) for _ in range(2)]  # before the page has heard of the first
    talks = acts.answer(twice[0], "reader")
    running = next(talks)
    assert list(acts.answer(twice[1], "reader")) == []
    assert list(acts.answer(running, "reader")) == []
    assert next(acts.answer(twice[1], "somebody else"))
    assert acts.settle(running, "reader") == (running, False)  # the end of what was not taken meanwhile
    done = list(talks)[-1]
    assert not done.running
    assert next(acts.answer(acts.ask("And in Tokyo?", done, {}), "reader"))


def test_who_has_stopped_an_answer_or_left_it_can_ask_at_once() -> None:
    acts = acts_of(FakeAssistant())
    first = next(talks := acts.answer(acts.ask("Does it stay?", Talk(), {}), "reader"))
    stopped = acts.stop(first, "reader")
    second = next(others := acts.answer(acts.ask("And in Tokyo?", stopped, {}), "reader"))
    assert list(talks) == []  # its end does not make room for a third
    assert list(acts.answer(acts.ask("And in Lima?", stopped, {}), "reader")) == []
    assert list(others)[-1].turns[-1].answer and second.running
    next(acts.answer(acts.ask("And in Lima?", Talk(), {}), "reader"))
    acts.leave("reader")
    assert next(acts.answer(acts.ask("And in Peru?", Talk(), {}), "reader"))


def test_a_stream_that_ends_without_an_answer_is_no_hang() -> None:
    class Cut(FakeAssistant):
        def stream(self, question: str, history: object = (), **filters: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
            return iter(())

    acts = acts_of(Cut())
    assert answered(acts, acts.ask("Does it stay?", Talk(), {})).turns[-1].trouble == UNEXPECTED


def test_the_end_of_a_stopped_answer_leaves_the_question_after_it_alone() -> None:
    acts = acts_of(FakeAssistant())
    stopped = acts.stop(acts.ask("Does it stay?", Talk(), {}), "reader")
    after = acts.ask("And in Tokyo?", stopped, {})
    assert acts.has_stopped(stopped, "reader") and not acts.has_stopped(after, "reader")
    assert acts.settle(after, "reader") == (after, False)
    done = answered(acts, after)
    assert acts.settle(done, "reader") == (done, True)


def test_an_answer_over_before_the_stopped_one_before_it_has_ended_puts_the_page_at_rest() -> None:
    acts = acts_of(FakeAssistant())
    stopped = acts.stop(acts.ask("Does it stay?", Talk(), {}), "reader")
    done = answered(acts, acts.ask("And in Tokyo?", stopped, {}))
    assert acts.settle(done, "reader") == (done, True)
    assert acts.has_stopped(stopped, "reader")  # what it still says stays out of view


def test_an_event_that_comes_after_the_stop_does_not_undo_it() -> None:
    acts = acts_of(FakeAssistant())
    late = next(acts.answer(acts.ask("Does it stay?", Talk(), {}), "reader"))
    stopped = acts.stop(late, "reader")
    assert acts.settle(late, "reader") == (stopped, False)


def test_a_stop_reaches_an_answer_that_is_just_beginning() -> None:
    assistant = FakeAssistant()
    acts = acts_of(assistant)
    begun = acts.ask("Does it stay?", Talk(), {})
    talks = acts.answer(begun, "reader")
    next(talks)  # the assistant has not been asked yet
    acts.stop(begun, "reader")
    assert list(talks) == []
    [offered] = acts.suggestions(answered(acts, acts.ask("What will the weather be?", Talk(), {})))[:1]
    assert offered  # which nothing is while an answer is on its way


def test_who_leaves_before_the_page_has_heard_of_the_question_stops_it() -> None:
    acts = acts_of(FakeAssistant())
    before = answered(acts, acts.ask("Does it stay?", Talk(), {}))
    talks = acts.answer(acts.ask("And in Tokyo?", before, {}), "reader")
    next(talks)
    assert acts.stop(before, "reader") is before
    assert list(talks) == []
    assert next(acts.answer(acts.ask("And in Lima?", Talk(), {}), "reader"))


def test_a_question_that_was_stopped_while_it_waited_is_not_answered() -> None:
    acts = acts_of(FakeAssistant())
    waiting = acts.ask("Does it stay?", Talk(), {})
    acts.stop(waiting, "reader")
    assert list(acts.answer(waiting, "reader")) == []


def test_a_stop_is_of_one_asking_and_of_one_reader() -> None:
    acts = acts_of(FakeAssistant())
    once = acts.ask("Does it stay?", Talk(), {})
    stopped = acts.stop(once, "reader")
    assert not acts.has_stopped(once, "another")
    assert not acts.has_stopped(acts.again(stopped, {}), "reader")


def test_the_end_of_an_answer_that_was_left_for_a_new_conversation_leaves_that_alone() -> None:
    acts = acts_of(FakeAssistant())
    acts.stop(acts.ask("Does it stay?", Talk(), {}), "reader")
    assert acts.settle(Talk(), "reader") == (Talk(), False)


def test_models_that_are_still_loading_are_told_of() -> None:
    class Loading(FakeAssistant):
        loading = True

    acts = acts_of(Loading())
    first = next(acts.answer(acts.ask("Does it stay?", Talk(), {})))
    assert first.turns[0].loading


def test_examples_are_empty_where_there_is_no_index() -> None:
    class Empty(FakeAssistant):
        def examples(self) -> list[str]:
            raise IndexMissing("there is no index")

    assert acts_of(Empty()).examples() == []
    assert acts_of(FakeAssistant()).examples()[0] == "Does Seoul keep its seafood ban?"


def test_an_article_that_cannot_be_read_costs_only_itself() -> None:
    class Forgetful(FakeAssistant):
        def article(self, doc_id: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
            if doc_id.startswith("ban"):
                raise IndexMissing("gone")
            return super().article(doc_id)

    acts = acts_of(Forgetful())
    talk = answered(acts, acts.ask("Does it stay?", Talk(), {}))
    assert [article.doc_id for article in talk.turns[0].articles] == ["trade-3c4d", "lee-5e6f"]
    assert "The article cannot be opened." in view(talk)[2]


def test_a_second_reader_sees_the_sources_and_waits_for_the_first_ones_answer(tmp_path: Path) -> None:
    acts = Acts(FakeAssistant(), Feedback(tmp_path / "f.sqlite"))
    one, two = (acts.ask("ban?", Talk(), {}) for _ in range(2))
    first, second = acts.answer(one, "one"), acts.answer(two, "two")
    seen = next(talk for talk in first if talk.turns[-1].sentences)
    waits = next(talk for talk in second if talk.turns[-1].before)
    assert (waits.turns[-1].before, len(waits.turns[-1].sources)) == (1, 3)
    acts.stop(seen, "one")
    assert list(first) == []
    *_, done = second
    assert done.turns[-1].answer and not done.turns[-1].before


def test_who_stops_while_waiting_is_let_go(tmp_path: Path) -> None:
    acts = Acts(FakeAssistant(), Feedback(tmp_path / "f.sqlite"))
    one, two = (acts.ask("ban?", Talk(), {}) for _ in range(2))
    first, second = acts.answer(one, "one"), acts.answer(two, "two")
    next(talk for talk in first if talk.turns[-1].sentences)
    waits = next(talk for talk in second if talk.turns[-1].before)
    acts.leave("two")
    assert waits.turns[-1].sources and list(second) == []
    *_, done = first
    assert done.turns[-1].answer
