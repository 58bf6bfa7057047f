"""Questions to ask next: made of headlines and names, kept only if the assistant would answer them."""

from __future__ import annotations

from dataclasses import replace

from fake_assistant import ARTICLES, BAN, FakeAssistant, info

from rag.page.conversation import Talk, Turn
from rag.page.suggest import as_buttons, candidates, offered, place, would_be_answered

LEE = "What does the article “Lee speaks of balance” report?"
PACT = "What do the articles say about the CPTPP?"
OPINION = "What does the article “Opinion: Join the pact, and soon” report?"


def played(question: str, before: Talk | None = None) -> Talk:
    before = before or Talk("0" * 16)
    turn = Turn(number=len(before.turns) + 1, question=question)
    for event in FakeAssistant().stream(question):
        turn = turn.after(event)
    return replace(before, turns=(*before.turns, replace(turn, articles=tuple(ARTICLES.values()))))


def test_unused_articles_names_beside_the_cited_words_and_other_sides_in_turn() -> None:
    assert candidates(played("Does Seoul keep its ban?")) == [LEE, PACT, OPINION]


def test_a_refusal_suggests_what_the_nearest_articles_report() -> None:
    assert candidates(played("What will the weather be?")) == [
        "What does the article “Seoul keeps its seafood ban” report?",
        LEE,
    ]


def test_what_was_asked_before_is_not_suggested() -> None:
    talk = played("Is CPTPP membership near?", played(LEE))
    assert candidates(talk) == [OPINION]


def test_headlines_that_fill_a_screen_and_names_at_the_start_of_a_sentence_are_left_out() -> None:
    talk = played("hostile")
    assert candidates(talk) == []  # the title has 10,000 characters
    turn = played("ban?").turns[0]
    text = BAN.text.replace("Officials said", "Trade officials and the World Trade Organization said")
    quoted = replace(turn, articles=(replace(BAN, text=text),), answer=None)
    assert "What do the articles say about the World Trade Organization?" not in candidates(Talk("", (quoted,)))
    first = turn.sentences[0].citations[0]
    start = text.index("Trade officials")
    moved = replace(first, start=start, end=start + 40, quote=text[start : start + 40])
    cited = replace(quoted, sentences=(replace(turn.sentences[0], citations=(moved,)),))
    assert "What do the articles say about the World Trade Organization?" in candidates(Talk("", (cited,)))
    assert not [question for question in candidates(Talk("", (cited,))) if "Trade officials" in question]


def test_only_what_would_be_answered_is_offered_and_nothing_is_written_for_it() -> None:
    assistant = FakeAssistant()
    talk = played("What will the weather be?")
    headline = "What does the article “What weather will do” report?"
    nearest = (info(replace(BAN, title="What weather will do")), info(BAN))
    answer = talk.turns[0].answer
    assert answer and answer.refusal
    refused = replace(answer, refusal=replace(answer.refusal, nearest=nearest))
    talk = talk.with_last(replace(talk.turns[0], answer=refused))
    assert candidates(talk)[0] == headline
    assert offered(assistant, talk, lambda: False) == ["What does the article “Seoul keeps its seafood ban” report?"]
    assert [question for question, _ in assistant.asked] == candidates(talk)
    assert assistant.closed == 2  # once it was decided, before a first sentence
    assert [history for _, history in assistant.asked] == [(refused,)] * 2


def test_an_error_is_no_offer() -> None:
    assert not would_be_answered(FakeAssistant(), "Is the provider there?", played("ban?"), lambda: False)


def test_nothing_is_looked_for_while_a_reader_waits_or_an_answer_is_on_its_way() -> None:
    assistant, talk = FakeAssistant(), played("ban?")
    assert offered(assistant, talk, lambda: True) == []
    assert offered(assistant, Talk(), lambda: False) == []
    assert offered(assistant, talk.with_last(replace(talk.turns[0], answer=None)), lambda: False) == []
    assert assistant.asked == []


def test_looking_stops_as_soon_as_a_reader_comes() -> None:
    assistant = FakeAssistant()
    assert offered(assistant, played("ban?"), lambda: len(assistant.asked) == 2) == [LEE]
    assert assistant.closed == 2  # the second at its first event, before anything is read closely


def test_the_filters_of_the_turn_hold_for_what_is_suggested() -> None:
    assistant, talk = FakeAssistant(), played("ban?")
    offered(assistant, talk.with_last(replace(talk.turns[0], filters={"as_of": "2026-03-14"})), lambda: False)
    assert assistant.filters == [{"as_of": "2026-03-14"}] * 3


def test_what_was_looked_for_belongs_to_one_place_of_a_conversation() -> None:
    talk = played("ban?")
    places = [place(each) for each in (Talk(), talk, replace(talk, turns=talk.turns * 2))]
    assert len(set(places)) == 3
    assert place(talk.with_last(replace(talk.turns[0], verdict="right"))) == place(talk)


def test_buttons_hold_the_question_as_text() -> None:
    assert as_buttons([]) == ""
    assert '<button class="do next" id="do-ask1">&#60;b&#62; &#36;&#123;x&#125;</button>' in as_buttons(["<b> ${x}"])
