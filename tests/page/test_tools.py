"""The buttons of a turn, and which articles could answer it."""

from __future__ import annotations

from dataclasses import replace

from fake_assistant import FakeAssistant

from rag.page.conversation import Turn
from rag.page.tools import narrowed, tools


def played(question: str) -> Turn:
    turn = Turn(number=2, question=question)
    for event in FakeAssistant().stream(question):
        turn = turn.after(event)
    return turn


def test_a_running_turn_has_no_buttons() -> None:
    assert tools(Turn(number=1, question="?"), last=True) == []


def test_an_answer_can_be_copied_saved_and_judged_and_the_last_one_asked_again() -> None:
    buttons, rate = tools(played("Does it stay?"), last=True)
    assert buttons == (
        '<div class="tools"><button class="do" id="t2-do-copy">Copy with sources</button>'
        '<button class="do" id="t2-do-markdown">Save Markdown</button>'
        '<button class="do" id="t2-do-receipt">Save receipt</button>'
        '<button class="do" id="t2-do-again">Ask again</button>'
        '<button class="do" id="t2-do-edit">Edit</button></div>'
    )
    assert rate == (
        '<p class="rate">Was this right? <button class="do" id="t2-do-right">Yes</button>'
        '<button class="do" id="t2-do-wrong">No…</button></p>'
    )
    earlier, _ = tools(played("Does it stay?"), last=False)
    assert "again" not in earlier
    assert "edit" not in earlier


def test_what_went_wrong_can_only_be_asked_again() -> None:
    [buttons] = tools(Turn(number=1, question="?", trouble="away"), last=True)
    assert "copy" not in buttons
    assert "t1-do-again" in buttons
    assert tools(Turn(number=1, question="?", trouble="away"), last=False) == []


def test_a_verdict_takes_the_place_of_the_buttons() -> None:
    _, rate = tools(replace(played("Does it stay?"), verdict="wrong <source>"), last=True)
    assert rate == '<p class="rate">You said: wrong &#60;source&#62;. Kept on this machine.</p>'


def test_the_days_of_the_question_are_shown_and_can_be_left() -> None:
    turn = played("What was said last March?")
    assert narrowed(turn, last=True) == [
        '<p class="dates"><span>Only articles of 1 to 31 March 2026, from “last March”</span> '
        '<button class="do" id="t2-do-widen">Search all days</button></p>'
    ]
    assert "button" not in narrowed(turn, last=False)[0]
    assert narrowed(played("Does it stay?"), last=True) == []


def test_the_filters_in_force_are_shown() -> None:
    turn = replace(played("Does it stay?"), filters={"publishers": ["Morning Ledger"]})
    assert narrowed(turn, last=True) == ['<p class="chosen"><strong>Filters:</strong> only Morning Ledger</p>']
