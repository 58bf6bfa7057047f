"""A whole article as it is opened: its head, its paragraphs, all cited words of the answer, and nothing else's."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fake_assistant import ARTICLES, BAN, HOSTILE, HOSTILE_TEXT, FakeAssistant, cite, said

from rag.page.conversation import Talk, Turn
from rag.page.reader import GONE, opened

TODAY = date(2026, 3, 14)


def played(question: str) -> Talk:
    turn = Turn(number=1, question=question)
    for event in FakeAssistant().stream(question):
        turn = turn.after(event)
    return Talk("0" * 16, (replace(turn, articles=tuple(ARTICLES.values())),))


def read(talk: Talk, way: str, turn: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(talk, turn, way, TODAY))
    return found


def test_the_article_is_whole_with_all_cited_words_of_the_answer() -> None:
    found = read(played("ban?"), "open1")
    paragraphs = found.pop("paragraphs")
    assert found == {
        "number": "[1]",
        "publisher": "The Harbour Post",
        "label": "",
        "title": "Seoul keeps its seafood ban",
        "when": "2 March 2026, 12 days old",
        "url": "https://news.example/2026/seoul-keeps-ban",
        "link": True,
    }
    assert "\n\n".join("".join(piece[0] for piece in each) for each in paragraphs) == BAN.text
    assert paragraphs[0][1] == ["Officials said on Monday that it will stay.", ["t1-s1-c1", "t1-k1-c1"]]
    assert paragraphs[-1][0][1] == ["t1-s1-c2", "t1-s2-c1", "t1-k2-c1", "t1-d1-c1"]
    assert [len(each) for each in paragraphs] == [2, *[1] * 8, 2]


def test_words_over_a_paragraphs_end_are_marked_in_both_and_begin_once() -> None:
    talk = played("ban?")
    quote = cite(BAN, BAN.text[BAN.text.index("it will stay") : BAN.text.index("is about something")], 1)
    turn = replace(talk.turns[0], answer=None, sentences=(said("So.", quote),), key_sentences=())
    first, second, *_ = read(talk.with_last(turn), "open1")["paragraphs"]
    assert (first[-1], second[0]) == (["it will stay.", ["t1-s1-c1"]], ["Paragraph 1 ", []])


def test_words_of_an_earlier_state_are_not_marked() -> None:
    talk = played("ban?")
    changed = replace(BAN, text="Now it says something else.")
    assert read(talk.with_last(replace(talk.turns[0], articles=(changed,))), "open1")["paragraphs"] == [
        [["Now it says something else."]]
    ]


def test_what_is_nearest_to_a_refused_question_opens_from_both_places() -> None:
    talk = played("weather?")
    assert read(talk, "near2") == read(talk, "nearest2")
    assert (read(talk, "near2")["title"], read(talk, "near2")["number"]) == ("Lee speaks of balance", "")


@pytest.mark.parametrize("way", ["open9", "near1", "near0", "", "open", "open1x", "close1", "near99999"])
def test_what_is_not_there_says_so(way: str) -> None:
    assert read(played("ban?"), way) == {"problem": GONE}


def test_no_turn_and_no_text_say_so() -> None:
    assert read(played("ban?"), "open1", turn=2) == {"problem": GONE}
    talk = played("ban?")
    assert read(talk.with_last(replace(talk.turns[0], articles=())), "open1") == {"problem": GONE}


def test_hostile_text_is_handed_over_as_text_and_its_address_is_no_link() -> None:
    found = read(played("hostile"), "open1")
    assert (found["link"], found["paragraphs"][0][0][0]) == (False, HOSTILE_TEXT)
    assert len(found["title"]) == 500
    assert HOSTILE.title.startswith(found["title"][:-1])


def test_without_a_headline_the_files_name_stands_there_as_text() -> None:
    talk = played("hostile")
    nameless = talk.with_last(replace(talk.turns[0], articles=(replace(HOSTILE, title=""),)))
    assert read(nameless, "open1")["title"] == 'evil"><script>alert(8)</script>'


def test_a_very_long_article_is_ready_at_once() -> None:
    talk = played("ban?")
    text = "\n\n".join([BAN.text, *(f"Paragraph {number} of many. " * 8 for number in range(1100))])
    long = talk.with_last(replace(talk.turns[0], articles=(replace(BAN, text=text),)))
    begun = time.perf_counter()
    found = opened(long, 1, "open1", TODAY)
    assert time.perf_counter() - begun < 0.5  # 0.01 s on an idle core
    assert len(found) > 200_000
