"""The whole way of a question over six articles, with stand-ins for the models and a real index."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder, ScriptedChat
from fakes_chat import OpenedChat, PausedChat, WatchedChat

from rag.assistant import MOST_RESULTS, Assistant
from rag.config import Config
from rag.errors import IndexMissing, InvalidQuery, ModelUnavailable
from rag.library import Library
from rag.records import Answer, AnswerEvent, Event, FoundEvent, SentenceEvent, SourcesEvent, StepEvent, TimeRange
from rag.retrieval.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Open = Callable[..., Assistant]

BAN, JOIN, RULING = "ban-4b8c941d", "join-60cdd22e", "ruling-425e42f8"
WHO = "Who banned seafood from Japanese prefectures?"
BANNED = "South Korea banned seafood from eight Japanese prefectures."
LEAKS = "The ban followed leaks at the Fukushima plant."
CHINA = "China then banned all Japanese seafood."
DRAFT = "South Korea banned seafood from eight prefectures [1]. The ban followed leaks at Fukushima [2]."


@pytest.fixture
def opened(six_library: Library, tmp_path: Path) -> Open:
    """Opens an assistant over the six articles; a question that shares two words with an article is answered."""

    def open_with(chat: ScriptedChat | ModelUnavailable | None = None) -> Assistant:
        config = Config(corpus=tmp_path, answer_threshold=0.0, write_threshold=0.0)
        provider = OpenedChat(chat) if chat is not None else None
        return Assistant(config, six_library, HashEmbedder(), OverlapCrossEncoder(), provider)

    return open_with


def texts(answer: Answer) -> list[str]:
    return [item.text for item in answer.sentences]


def details(assistant: Assistant) -> list[str]:
    return [event.detail for event in assistant.stream(WHO) if isinstance(event, StepEvent)]


def untimed(answer: Answer) -> Answer:
    return replace(answer, seconds={}, answered_at=None)


# ------------------------------------------------------------ answering


def test_the_events_come_in_order(opened: Open) -> None:
    events = list(opened(ScriptedChat(replies=[DRAFT])).stream(WHO))
    assert [event.name for event in events if isinstance(event, StepEvent)] == ["search", "rerank", "evidence"]
    kinds = [type(event) for event in events]
    assert kinds == [StepEvent] * 3 + [SourcesEvent] + [SentenceEvent] * 2 + [AnswerEvent]


def test_the_steps_say_what_they_did(opened: Open) -> None:
    assert details(opened()) == ["6 passages found", "6 read closely", "12 sentences from 6 articles"]


def test_sources_and_key_sentences_come_before_anything_is_written(opened: Open) -> None:
    chat = ScriptedChat(replies=[DRAFT])
    for event in opened(chat).stream(WHO):
        if isinstance(event, SourcesEvent):
            assert chat.history == []
            assert [item.text for item in event.key_sentences] == [BANNED, LEAKS]
            first = event.sources[0]
            assert (first.number, first.article.doc_id, first.used) == (1, BAN, False)


def test_a_draft_that_holds_is_the_answer(opened: Open) -> None:
    answer = opened(ScriptedChat(replies=[DRAFT])).ask(WHO)
    assert (answer.status, answer.model, answer.note, answer.refusal) == ("answered", "scripted", "", None)
    assert answer.text == ("South Korea banned seafood from eight prefectures. The ban followed leaks at Fukushima.")
    assert [[item.quote for item in sentence.citations] for sentence in answer.sentences] == [[BANNED], [LEAKS]]
    assert answer.draft is not None
    assert (answer.draft.text, answer.draft.completion_tokens) == (DRAFT, len(DRAFT.split()))
    assert (answer.oldest, answer.newest) == (date(2013, 9, 9), date(2013, 9, 9))
    assert answer.as_of == datetime.now(timezone.utc).date()
    assert set(answer.seconds) == {"search", "rerank", "evidence", "answers", "write", "total"}
    assert answer.config_digest == Config(answer_threshold=0.0, write_threshold=0.0).digest()


def test_ask_gives_what_the_stream_ends_with(opened: Open) -> None:
    draft = f"{DRAFT} Xi praised it [1]."
    *_, last = opened(ScriptedChat(replies=[draft])).stream(WHO)
    assert isinstance(last, AnswerEvent)
    asked = opened(ScriptedChat(replies=[draft])).ask(WHO)
    assert replace(untimed(last.answer), draft=None) == replace(untimed(asked), draft=None)


def test_what_does_not_hold_is_removed_and_never_an_event(opened: Open) -> None:
    chat = ScriptedChat(replies=["Xi praised the ban [1]. South Korea banned seafood from eight prefectures [1]."])
    *events, last = opened(chat).stream(WHO)
    assert isinstance(last, AnswerEvent)
    assert texts(last.answer) == ["South Korea banned seafood from eight prefectures.", LEAKS]
    (removed,) = last.answer.removed
    assert (removed.text, removed.check, removed.seen) == (
        "Xi praised the ban.",
        "names",
        "not in the cited words: xi",
    )
    assert [event.sentence for event in events if isinstance(event, SentenceEvent)] == list(last.answer.sentences)


def test_a_list_is_shown_once_sentence_by_sentence(opened: Open) -> None:
    chat = ScriptedChat(replies=["- South Korea banned seafood [1].\n- The ban followed leaks at Fukushima [2]."])
    answer = opened(chat).ask(WHO)
    assert texts(answer) == ["South Korea banned seafood.", "The ban followed leaks at Fukushima."]
    assert answer.removed == ()


def test_a_word_the_index_does_not_have_is_looked_for_as_it_spells_it(opened: Open) -> None:
    *events, last = opened().stream("What happened at Fukishima?")
    assert isinstance(last, AnswerEvent)
    assert last.answer.question == "What happened at Fukishima?"
    assert last.answer.query == "What happened at Fukushima?"
    steps = {event.name: event.detail for event in events if isinstance(event, StepEvent)}
    assert steps["spelling"] == "also searched for “Fukushima”"


# ------------------------------------------------------------ without a chat model


def test_without_a_chat_model_the_articles_speak(opened: Open) -> None:
    *events, last = opened().stream(WHO)
    assert isinstance(last, AnswerEvent)
    answer = last.answer
    assert (answer.status, answer.model, answer.note, answer.draft) == ("answered", "extractive", "", None)
    assert texts(answer) == [BANNED, LEAKS]
    assert all(item.citations[0].quote == item.text for item in answer.sentences)
    assert [event.sentence for event in events if isinstance(event, SentenceEvent)] == list(answer.sentences)
    assert str(answer) == (
        f"{BANNED} [1] {LEAKS} [1]\n"
        "\n"
        "[1] Daily Tide, “Korea bans seafood”, 9 September 2013\n"
        f"As of {answer.as_of.day} {answer.as_of:%B %Y}.\n"
        "Newer on this, not used: Trade Post, “Water release begins”, 24 August 2023"
    )


def test_what_fits_loosely_is_told_in_the_articles_words(opened: Open, six_library: Library) -> None:
    chat, config = ScriptedChat(replies=[DRAFT]), Config(answer_threshold=0.0, write_threshold=9.0)
    loose = Assistant(config, six_library, HashEmbedder(), OverlapCrossEncoder(), OpenedChat(chat))
    answer = loose.ask(WHO)
    assert (answer.status, answer.model, texts(answer)) == ("answered", "extractive", [BANNED, LEAKS])
    assert answer.note == "It is not sure how well the articles fit this question, so these are their own words."
    assert (answer.draft, chat.history) == (None, [])


def test_a_draft_of_which_nothing_holds(opened: Open) -> None:
    answer = opened(ScriptedChat(replies=["Xi praised the ban [1]."])).ask(WHO)
    assert (answer.model, texts(answer)) == ("extractive", [BANNED, LEAKS])
    assert answer.note == "No sentence of the written draft held its check; these are the articles' own words."
    assert [item.text for item in answer.removed] == ["Xi praised the ban."]
    assert answer.draft is not None
    assert answer.draft.text == "Xi praised the ban [1]."


def test_a_model_that_cannot_be_opened(opened: Open) -> None:
    answer = opened(ModelUnavailable("scripted is away; wait", retry=True)).ask(WHO)
    assert (answer.model, answer.note, texts(answer)) == (
        "extractive",
        "scripted is away; wait",
        [BANNED, LEAKS],
    )
    assert answer.draft is not None
    assert (answer.draft.text, answer.draft.error) == ("", "scripted is away; wait")


FAILED = (
    "scripted did not answer (ScriptError: the script ends here); "
    "check that it is running and reachable, or set provider to local or none"
)


BROKE = (
    "scripted broke off (ScriptError: the script ends here); what it had finished was checked as always, "
    "ask again for the rest"
)


def test_a_model_that_fails_before_it_writes(opened: Open) -> None:
    answer = opened(ScriptedChat(replies=[DRAFT], fail_after=0)).ask(WHO)
    assert (answer.model, answer.note, texts(answer)) == ("extractive", FAILED, [BANNED, LEAKS])


def test_a_model_that_fails_in_the_middle(opened: Open) -> None:
    answer = opened(ScriptedChat(replies=[DRAFT], fail_after=12)).ask(WHO)
    assert (answer.model, answer.note, answer.status) == ("scripted", BROKE, "answered")
    assert texts(answer) == ["South Korea banned seafood from eight prefectures.", LEAKS]
    assert answer.draft is not None
    assert (answer.draft.text, answer.draft.error) == (" ".join(DRAFT.split()[:12]), BROKE)


def test_closing_the_stream_stops_the_model(opened: Open) -> None:
    chat = PausedChat(replies=[DRAFT], pause_at=12)
    stream = opened(chat).stream(WHO)
    for event in stream:
        if isinstance(event, SentenceEvent):
            break
    assert chat.pausing.wait(30)
    stream.close()  # type: ignore[attr-defined]  # not every iterator can be
    chat.go_on.set()
    assert chat.ended.wait(30)
    assert chat.closed == 1
    assert len(chat.said) < len(DRAFT.split())
    assert list(stream) == []


def test_a_stop_does_not_wait_for_a_model_that_has_said_nothing(opened: Open) -> None:
    chat = PausedChat(replies=[DRAFT], pause_at=0)
    stream = opened(chat).stream(WHO)
    events: list[Event] = []
    reader = threading.Thread(target=lambda: events.extend(stream))
    reader.start()
    assert chat.pausing.wait(30)
    stream.close()  # type: ignore[attr-defined]
    reader.join(5)
    assert not reader.is_alive()
    assert isinstance(events[-1], SourcesEvent)
    assert chat.closed == 0  # it still reads the prompt
    chat.go_on.set()
    assert chat.ended.wait(30)
    assert (chat.closed, len(chat.said)) == (1, 1)


def test_a_stop_from_another_thread_reaches_a_model_in_the_middle_of_its_reply(opened: Open) -> None:
    words = ["and"] * 200  # no sentence ends, so no event comes while it is written
    chat = PausedChat(replies=[" ".join(words)])
    stream = opened(chat).stream(WHO)
    events: list[Event] = []
    reader = threading.Thread(target=lambda: events.extend(stream))
    reader.start()
    assert chat.pausing.wait(30)
    stream.close()  # type: ignore[attr-defined]
    reader.join(30)
    assert not reader.is_alive()
    chat.go_on.set()
    assert chat.ended.wait(30)
    assert (chat.closed, chat.said) == (1, ["and", " and"])
    assert isinstance(events[-1], SourcesEvent)


def test_who_has_to_wait_sees_what_was_found(opened: Open) -> None:
    assistant = opened(None)
    line, holding = assistant._line, ExitStack()
    for _ in range(line._free):
        holding.enter_context(line.place().turn())
    events: list[Event] = []
    reader = threading.Thread(target=lambda: events.extend(assistant.stream(WHO)))
    reader.start()
    deadline = time.monotonic() + 30
    while not line.waiting:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    (found,) = (event for event in events if isinstance(event, FoundEvent))
    holding.close()
    reader.join(30)
    articles = [article.doc_id for article in found.articles]
    assert 0 < len(articles) <= 5
    assert len(set(articles)) == len(articles)
    (told,) = (event for event in events if isinstance(event, SourcesEvent))
    assert told.sources[0].article.doc_id in articles
    assert not any(isinstance(event, FoundEvent) for event in assistant.stream(WHO))  # nobody else is there


def test_while_more_wait_than_are_at_work_no_more_is_read_than_must_be(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.retrieval.haste.GROUP", 2)
    assistant = opened()
    waiting = assistant._line.at_once
    monkeypatch.setattr(Line, "waiting", property(lambda _: waiting))
    assert "6 read closely" in details(assistant)
    waiting += 1
    assert "2 read closely; there was no time for 4 more" in details(assistant)
    assert len(assistant.search(WHO)) == 6  # who searches gets what was asked for


def test_what_a_question_waited_counts_towards_its_time(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.retrieval.haste.GROUP", 2)
    monkeypatch.setattr("rag.assistant.Stopwatch.total", lambda _: 2.0)
    assistant = opened()
    assert assistant._config.rerank_seconds == 2.0
    assert "2 read closely; there was no time for 4 more" in details(assistant)


# ------------------------------------------------------------ refusing


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("hello", "out_of_scope", "That is not a question about the articles."),
        (
            "Who banned seafood from Norwegian prefectures?",
            "not_in_corpus",
            "The articles that come nearest do not mention Norwegian.",
        ),
        ("Why do cats purr?", "not_in_corpus", "The articles do not answer this question."),
    ],
)
def test_a_refusal_writes_nothing(opened: Open, question: str, status: str, reason: str) -> None:
    chat = ScriptedChat(replies=[DRAFT])
    *events, last = opened(chat).stream(question)
    assert isinstance(last, AnswerEvent)
    assert all(isinstance(event, StepEvent) for event in events)
    answer = last.answer
    assert (answer.status, answer.text, answer.sentences, answer.sources) == (status, reason, (), ())
    assert answer.refusal is not None
    assert chat.history == []
    assert "total" in answer.seconds


def test_nothing_within_the_filters(opened: Open) -> None:
    answer = opened().ask(WHO, published_after="2030-01-01")
    assert answer.status == "outside_dates"
    assert str(answer) == (
        "There is no article published on or after 1 January 2030; the dated articles here are of 9 September 2013 to "
        "15 December 2024.\nWiden the dates or the publishers."
    )


def test_a_day_before_the_first_article(opened: Open) -> None:
    answer = opened().ask(WHO, as_of="2000-01-01")
    assert answer.status == "outside_dates"
    assert str(answer) == (
        "There is no article published on or before 1 January 2000; the dated articles here are of 9 September 2013 to "
        "15 December 2024.\nAsk as of 9 September 2013 or a later day."
    )


# ------------------------------------------------------------ days that the question names

SINCE = "What has happened since the WTO ruled for South Korea?"
IN_2019 = "What was reported about South Korea and seafood in April 2019?"


def dates_told(events: Iterator[Event]) -> tuple[list[str], Answer]:
    """What the steps say of dates, and the answer."""
    *others, last = events
    assert isinstance(last, AnswerEvent)
    return [event.detail for event in others if isinstance(event, StepEvent) and event.name == "dates"], last.answer


def test_only_articles_of_the_days_named(opened: Open) -> None:
    steps, answer = dates_told(opened().stream(IN_2019))
    assert steps == ["only articles of 1 to 30 April 2019, from “in April 2019”"]
    assert answer.time == TimeRange("in April 2019", date(2019, 4, 1), date(2019, 4, 30), hard=True)
    assert {source.article.doc_id for source in answer.sources} == {RULING}
    assert f"As of {answer.as_of.day} {answer.as_of:%B %Y}; only articles of 1 to 30 April 2019" in str(answer)


def test_the_reader_can_ask_for_any_time(opened: Open) -> None:
    steps, answer = dates_told(opened().stream(IN_2019, any_time=True))
    assert (steps, answer.time) == ([], None)
    assert {source.article.doc_id for source in answer.sources} > {RULING}


def test_relative_days_are_counted_from_the_day_the_answer_stands_for(opened: Open) -> None:
    question = "What did the WTO rule for South Korea last week?"
    steps, answer = dates_told(opened().stream(question, as_of="2019-04-17"))
    assert steps == ["only articles of 8 to 14 April 2019, from “last week”"]
    assert (answer.status, {source.article.doc_id for source in answer.sources}) == ("answered", {RULING})


def test_days_named_in_which_there_is_no_article(opened: Open) -> None:
    _, answer = dates_told(opened().stream("What was said about seafood last week?", as_of="2019-06-05"))
    assert answer.status == "outside_dates"
    assert str(answer) == (
        "There is no article of 27 May to 2 June 2019 (“last week”); the dated articles here are of 9 September 2013 "
        "to 15 December 2024.\nAsk again without “last week”, or for other days."
    )
    assert answer.time == TimeRange("last week", date(2019, 5, 27), date(2019, 6, 2), hard=True)


def test_a_soft_time_leaves_nothing_out(opened: Open) -> None:
    steps, answer = dates_told(opened().stream("Who banned seafood from Japanese prefectures in 2013?"))
    assert steps == []
    assert answer.time == TimeRange("in 2013", date(2013, 1, 1), date(2013, 12, 31), hard=False)
    assert len({source.article.doc_id for source in answer.sources}) > 1


def test_an_end_given_by_hand_stays(opened: Open) -> None:
    steps, answer = dates_told(opened().stream(IN_2019, published_after="2019-04-10"))
    assert steps == ["only articles of 10 to 30 April 2019, from “in April 2019”"]
    assert answer.time == TimeRange("in April 2019", date(2019, 4, 10), date(2019, 4, 30), hard=True)


def test_days_given_by_hand_that_leave_nothing_of_the_days_named(opened: Open) -> None:
    steps, answer = dates_told(opened().stream(IN_2019, published_after="2019-05-01"))
    assert steps == ["“in April 2019” is not used, as days were given by hand"]
    assert answer.time is None


def test_the_articles_tell_the_day_of_an_event(opened: Open) -> None:
    steps, answer = dates_told(opened().stream(SINCE))
    assert steps == [
        "only articles from 11 April 2019 on, from “since the WTO ruled for South Korea”: the day of “WTO rules for "
        "Korea” (Daily Tide)"
    ]
    assert answer.time == TimeRange(
        "since the WTO ruled for South Korea", date(2019, 4, 11), None, "the WTO ruled for South Korea", hard=True
    )
    assert "dates" in answer.seconds


def test_a_follow_up_keeps_the_days_of_the_last_answer(opened: Open) -> None:
    assistant = opened()
    first = assistant.ask(SINCE)
    steps, answer = dates_told(assistant.stream("And what did they say about it?", [first]))
    assert steps == ["only articles from 11 April 2019 on, from “since the WTO ruled for South Korea”"]
    assert answer.time == first.time
    steps, answer = dates_told(assistant.stream("And what did they say about it in 2011?", [first]))
    assert (steps, answer.time and answer.time.phrase) == ([], "in 2011")


def test_a_search_keeps_to_the_days_that_its_words_name(opened: Open) -> None:
    assistant = opened()
    assert {item.article.doc_id for item in assistant.search(IN_2019)} == {RULING}
    assert {item.article.doc_id for item in assistant.search(SINCE, any_time=True)} > {RULING}
    since = [item.article.published_day for item in assistant.search(SINCE)]
    assert since and all(day and day >= date(2019, 4, 11) for day in since)


def test_an_event_that_no_article_tells_of(opened: Open) -> None:
    steps, answer = dates_told(opened().stream("What has happened to seafood since the coronation?"))
    assert steps == ["no dated article tells of “the coronation”; all days count"]
    assert answer.time is None


def test_an_event_is_looked_for_within_the_filters(opened: Open) -> None:
    steps, _ = dates_told(opened().stream(SINCE, publishers=["Trade Post"]))
    assert steps == ["no dated article tells of “the WTO ruled for South Korea”; all days count"]


# ------------------------------------------------------------ a conversation


def test_articles_keep_their_numbers_and_questions_their_subject(opened: Open) -> None:
    assistant = opened()
    first = assistant.ask("What did the Fukushima plant release?")
    numbers = {source.article.doc_id: source.number for source in first.sources}
    second = assistant.ask("And who banned it?", [first])
    assert second.question == "And who banned it?"
    assert second.query == "And who banned it? (Fukushima plant release)"
    for source in second.sources:
        expected = numbers.get(source.article.doc_id)
        assert source.number == expected or (expected is None and source.number > max(numbers.values()))
    assert any(source.article.doc_id in numbers for source in second.sources)
    cited = {item.doc_id: item.source for sentence in second.sentences for item in sentence.citations}
    assert all(numbers.get(doc_id, number) == number for doc_id, number in cited.items())


def test_a_refusal_in_between_costs_no_number(opened: Open) -> None:
    assistant = opened()
    first = assistant.ask(WHO)
    again = assistant.ask(WHO, [first, assistant.ask("hello", [first])])
    assert again.sources == first.sources


# ------------------------------------------------------------ filters


@pytest.mark.parametrize(
    ("filters", "doc_ids"),
    [
        ({"publishers": ["Daily Tide"]}, {BAN, RULING}),
        ({"publishers": ("Daily Tide", "Trade Post"), "published_after": date(2024, 1, 1)}, {JOIN}),
        ({"published_before": "2013-12-31"}, {BAN}),
        ({"as_of": "2019-04-11"}, {BAN, RULING}),
        ({"published_after": "2019-04-11", "published_before": "2019-04-11"}, {RULING}),
        ({"as_of": None, "published_before": date(2013, 9, 9)}, {BAN}),
    ],
)
def test_filters_say_which_articles_count(opened: Open, filters: dict[str, Any], doc_ids: set[str]) -> None:
    assert {item.article.doc_id for item in opened().search("seafood in Korea", **filters)} == doc_ids


def test_the_answer_stands_for_the_day_asked_for(opened: Open) -> None:
    answer = opened().ask(WHO, as_of="2019-12-31")
    assert (answer.as_of, texts(answer)) == (date(2019, 12, 31), [BANNED, LEAKS])


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"as_of": "tomorrow"}, "as_of = 'tomorrow' is not a date; write it as 2024-12-31"),
        ({"published_after": "2024-13-01"}, "published_after = '2024-13-01' is not a date; write it as 2024-12-31"),
        ({"published_before": 2024}, "published_before = 2024 is not a date; write it as 2024-12-31"),
        (
            {"published_after": "2024-01-02", "published_before": "2024-01-01"},
            "published_after = 2024-01-02 is later than published_before = 2024-01-01; no day is left",
        ),
        ({"any_time": "yes"}, "any_time = 'yes' is neither True nor False"),
        ({"publishers": ["Daily Tid"]}, "no article is from 'Daily Tid'; there are articles from Daily Tide"),
    ],
)
def test_a_filter_that_cannot_be_used(opened: Open, filters: dict[str, Any], message: str) -> None:
    assistant = opened()
    for call in (assistant.ask, assistant.stream, assistant.search):  # at once, not when the first event is asked for
        with pytest.raises(InvalidQuery) as caught:
            call(WHO, **filters)
        assert str(caught.value) == message


def test_a_publisher_like_no_other(opened: Open) -> None:
    with pytest.raises(InvalidQuery) as caught:
        opened().ask(WHO, publishers=["Xyz"])
    assert str(caught.value) == "no article is from 'Xyz'; there are articles from Daily Tide, Trade Post"


def test_a_day_with_a_time_beside_one_without(opened: Open) -> None:
    found = opened().search("seafood", published_after="2013-09-09T10:00:00Z", published_before="2013-12-31")
    assert [item.article.doc_id for item in found] == [BAN]


def test_a_misspelt_filter_is_not_ignored(opened: Open) -> None:
    misspelt: dict[str, Any] = {"publised_after": "2030-01-01"}
    with pytest.raises((InvalidQuery, TypeError)):
        opened().ask(WHO, **misspelt)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty; type a question about the articles"),
        (" \n\t", "the question is empty; type a question about the articles"),
        ("?!", "the question '?!' has no words; type a question about the articles"),
        ("a" * 2001, "the question has 2,001 characters; 2,000 are read at most, so shorten it"),
    ],
)
def test_a_question_that_cannot_be_used(opened: Open, question: str, message: str) -> None:
    assistant = opened()
    for call in (assistant.ask, assistant.stream, assistant.search):
        with pytest.raises(InvalidQuery) as caught:
            call(question)
        assert str(caught.value) == message


# ------------------------------------------------------------ looking


def test_passages_best_first(opened: Open) -> None:
    found = opened().search("ban on seafood")
    assert found[0].article.doc_id == BAN
    assert [item.rank for item in found] == list(range(1, len(found) + 1))
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert opened().search("ban on seafood", limit=2) == found[:2]


@pytest.mark.parametrize("limit", [0, -1, MOST_RESULTS + 1])
def test_a_limit_out_of_range(opened: Open, limit: int) -> None:
    with pytest.raises(InvalidQuery) as caught:
        opened().search("seafood", limit=limit)
    assert str(caught.value) == f"limit = {limit} is outside 1 to 100"


def test_as_a_langchain_retriever(opened: Open) -> None:
    first, second = opened().as_retriever(limit=2).invoke("ban on seafood")
    assert first.page_content == f"{BANNED} {LEAKS}"
    assert (first.metadata["doc_id"], first.metadata["published_at"]) == (BAN, "2013-09-09")
    assert first.metadata["score"] >= second.metadata["score"]


def test_an_article_word_for_word(opened: Open) -> None:
    article = opened().article(BAN)
    assert (article.title, article.text) == ("Korea bans seafood", f"{BANNED} {LEAKS}")


def test_an_unknown_article(opened: Open, six_library: Library) -> None:
    with pytest.raises(InvalidQuery) as caught:
        opened().article("ban-4b8c9411")
    folder = six_library.status().folder
    assert str(caught.value) == f"no article 'ban-4b8c9411' in {folder}; near to it: {BAN}"


def test_examples_come_from_the_corpus_folder(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "EXAMPLES").write_text("Who banned it?\n\n  Why? \n", encoding="utf-8")
    assert opened().examples() == ["Who banned it?", "Why?"]


def test_without_examples_the_newest_articles_give_them(opened: Open) -> None:
    assert opened().examples() == [
        "What does the article “Britain joins the trade pact” report?",
        "What does the article “Water release begins” report?",
        "What does the article “WTO rules for Korea” report?",
    ]


def test_status(opened: Open) -> None:
    status = opened().status()
    assert (status.articles, status.chunks, status.undated) == (6, 6, 2)
    assert (status.oldest, status.newest) == (date(2013, 9, 9), date(2024, 12, 15))


# ------------------------------------------------------------ every citation


@pytest.mark.parametrize(
    "question",
    [
        WHO,
        "What did the Fukushima plant release?",
        "Has Seoul applied to the CPTPP?",
        "What did the WTO rule for Korea?",
    ],
)
def test_every_citation_leads_to_the_exact_words(opened: Open, question: str) -> None:
    assistant = opened()
    answer = assistant.ask(question)
    sources = {source.number: source.article.doc_id for source in answer.sources}
    citations = [item for sentence in answer.sentences for item in sentence.citations]
    citations += [side for item in answer.disagreements for side in item.sides]
    assert citations
    for item in citations:
        assert assistant.article(item.doc_id).text[item.start : item.end] == item.quote
        assert sources[item.source] == item.doc_id


# ------------------------------------------------------------ starting and stopping


def test_without_an_index_each_question_says_so(tmp_path: Path) -> None:
    library = Library(tmp_path / "index", HashEmbedder(), 120)
    assistant = Assistant(Config(), library, HashEmbedder(), OverlapCrossEncoder(), None)
    with pytest.raises(IndexMissing):
        assistant.ask(WHO)
    with pytest.raises(IndexMissing):
        assistant.search(WHO)
    assistant.warm_up()  # says nothing yet
    assert assistant.ask("hello").status == "out_of_scope"  # needs none
    assistant.close()


def test_warming_up_reads_the_prompt_once(opened: Open) -> None:
    chat = WatchedChat(replies=["Rice rose."])
    opened(chat).warm_up()
    assert (chat.closed, len(chat.history), chat.said) == (1, 1, ["Rice"])
    opened(ModelUnavailable("away", retry=True)).warm_up()


def test_warming_up_survives_a_model_that_fails(opened: Open) -> None:
    opened(ScriptedChat(replies=["Rice rose."], fail_after=0)).warm_up()


# ------------------------------------------------------------ two questions in one

TWO = "Who banned seafood from eight prefectures, and has Seoul applied to the CPTPP?"


def test_two_questions_are_asked_apart(opened: Open) -> None:
    events = list(opened().stream(TWO))
    details = {event.name: event.detail for event in events if isinstance(event, StepEvent)}
    first, second = "“Who banned seafood from eight prefectures?”", "“Has Seoul applied to the CPTPP?”"
    assert details["parts"] == f"asked apart: {first} {second}"
    answer = opened().ask(TWO)
    assert answer.status == "answered"
    quotes = " ".join(citation.quote for sentence in answer.sentences for citation in sentence.citations)
    assert "eight Japanese prefectures" in quotes
    assert "CPTPP" in quotes


def test_what_is_open_of_two_questions_is_told(opened: Open) -> None:
    answer = opened().ask("Who banned seafood from eight prefectures, and who is Beyoncé married to?")
    assert (answer.status, bool(answer.sentences)) == ("partly_answered", True)
    assert answer.refusal is not None
    assert answer.refusal.reason.startswith("“Who is Beyoncé married to?” stays open. The articles")
    told = str(answer)
    assert "stays open" in told
    assert "eight Japanese prefectures" in told
    assert Answer.from_dict(answer.to_dict()).to_dict() == answer.to_dict()


def test_two_questions_that_are_both_open_are_declined(opened: Open) -> None:
    answer = opened().ask("Who is Beyoncé married to, and who is Rihanna married to?")
    assert (answer.status, answer.sentences) == ("not_in_corpus", ())
