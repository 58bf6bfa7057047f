"""Disagreements with values, and updates, as tables."""

from __future__ import annotations

import re
from dataclasses import replace

from fake_assistant import BAN, HOSTILE, HOSTILE_TEXT, TRADE, cite, info
from test_turn import ANSWER, MARK, SAFE_TAGS

from rag.page.conversation import Turn, places
from rag.page.escape import as_markdown
from rag.page.sides import disagreement, update
from rag.page.turn import messages
from rag.records import AnswerEvent, Disagreement, Source, Update

COVERS = cite(BAN, "The ban covers Fukushima.", 1)
ARGUED = cite(TRADE, "Lifting the ban on seafood is not needed for membership, a former negotiator argues.", 2)
SOURCES = (Source(1, info(BAN), used=True), Source(2, info(TRADE), used=True))
HEADS = "".join(f'<th scope="col">{name}</th>' for name in ("Outlet", "Date", "Value", "Exact words"))


def turn(**fields: object) -> Turn:
    answer = replace(ANSWER, sources=SOURCES, **fields)  # type: ignore[arg-type]
    return Turn(number=2, question="?").after(AnswerEvent(answer))


def test_each_side_has_outlet_date_value_and_exact_words_with_the_value_marked() -> None:
    item = Disagreement("the ban", (COVERS, ARGUED), ("covers Fukushima", "not needed"), ("ban", "lifting"))
    shown = disagreement(turn(disagreements=(item,)), 1, item)
    assert shown.startswith(
        '<table class="disagreement"><caption>The articles do not agree about the ban</caption>'
        f"<thead><tr>{HEADS}</tr></thead><tbody>"
        '<tr><th scope="row">The Harbour Post</th><td class="when">2 March 2026</td><td>covers Fukushima</td>'
        f"<td><q>The ban <mark>covers Fukushima</mark>&#46;</q>{MARK.replace('s1', 'd1')}</td></tr>"
    )
    assert "is <mark>not needed</mark> for membership" in shown
    assert shown.endswith('</table><p class="agreed">All of them say: “ban”, “lifting”.</p>')


def test_an_update_shows_the_later_value_first_and_the_other_as_replaced() -> None:
    item = Update("ban", COVERS, replace(COVERS, start=0, end=7, quote="The ban"), ("covers", "ban"))
    here = turn(updates=(item,))
    shown = update(here, 1, item)
    assert "<caption>The Harbour Post has told another value since about ban</caption>" in shown
    assert re.findall(r"<td>(covers|<s>ban</s> replaced)</td>", shown) == ["covers", "<s>ban</s> replaced"]
    assert [place.id for place in places(here)][-2:] == ["t2-u1-c1", "t2-u1-c2"]
    assert 'href="#t2-u1-c2"' in shown
    assert shown in messages(here)[1]["content"]


def test_a_value_that_is_not_in_the_quote_marks_nothing() -> None:
    item = Disagreement("", (COVERS, ARGUED), ("nowhere", "not needed"))
    assert "<mark>nowhere" not in disagreement(turn(disagreements=(item,)), 1, item)


def test_hostile_values_stay_text() -> None:
    quote = cite(HOSTILE, HOSTILE_TEXT, 1)
    item = Disagreement(HOSTILE_TEXT, (quote, quote), (HOSTILE_TEXT, HOSTILE_TEXT[3:20]), (HOSTILE_TEXT,))
    changed = Update(HOSTILE_TEXT, quote, quote, (HOSTILE_TEXT, HOSTILE_TEXT[3:20]))
    here = replace(turn(), answer=replace(ANSWER, disagreements=(item,), updates=(changed,)))
    for shown in (disagreement(here, 1, item), update(here, 1, changed)):
        assert set(re.findall(r"</?([a-z]+)", shown)) <= SAFE_TAGS
        assert not set("`${}*\\!\n") & set(shown)
        assert as_markdown(HOSTILE_TEXT) in shown
