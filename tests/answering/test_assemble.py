"""Numbers that stay through a conversation, sources in order, and the parts of the Answer."""

from __future__ import annotations

from datetime import date, datetime, timezone

from fakes_chat import checked, evidence_of, info, numbers_of, told

from rag.answering.assemble import Written, answered, refused, source_numbers, sources, with_sentences
from rag.answering.disagree import Compared
from rag.answering.extract import key_sentences
from rag.answering.refuse import Decision
from rag.records import Answer, CheckedSentence, Citation, Disagreement, Draft, Query, Refusal, Source, Update

A, B, C = (
    info("a", date(2024, 3, 8)),
    info("b", datetime(2023, 1, 1, 22, tzinfo=timezone.utc)),
    info("c", None),
)
EVIDENCE = evidence_of(told((B, "Tea stood."), (A, "Rice rose."), (C, "Fish fell."), (B, "Salt sank.")))
QUERY = Query(text="What rose (rice)?", asked_at=date(2026, 1, 1))
DRAFT = Draft("Rice rose [2].", "scripted")


def turn(*numbered: tuple[int, str]) -> Answer:
    found = tuple(Source(number, info(doc_id), used=False) for number, doc_id in numbered)
    return Answer(question="?", query="?", status="answered", as_of=date(2026, 1, 1), sources=found)


def sentence(text: str, *doc_ids: str) -> CheckedSentence:
    return CheckedSentence(
        text, tuple(Citation(1, doc_id, 0, 0, 5, "quote") for doc_id in doc_ids), "supported", "verbatim"
    )


def test_articles_are_numbered_in_the_order_of_the_evidence() -> None:
    assert source_numbers(EVIDENCE, []) == {"b": 1, "a": 2, "c": 3}


def test_an_article_keeps_its_number_and_a_new_one_gets_the_next() -> None:
    assert source_numbers(EVIDENCE, [turn((1, "x"), (2, "a")), turn((3, "y"))]) == {
        "x": 1,
        "a": 2,
        "y": 3,
        "b": 4,
        "c": 5,
    }


def test_used_sources_come_first_each_group_by_number() -> None:
    assert sources(EVIDENCE, {"b": 1, "a": 2, "c": 3}, ["c"]) == (
        Source(3, C, used=True),
        Source(1, B, used=False),
        Source(2, A, used=False),
    )


def test_a_refusal_is_an_answer_without_sentences() -> None:
    decision = Decision("not_in_corpus", Refusal("No.", (A,), "Ask on."))
    assert refused("What?", QUERY, decision) == Answer(
        question="What?",
        query="What rose (rice)?",
        status="not_in_corpus",
        as_of=date(2026, 1, 1),
        refusal=Refusal("No.", (A,), "Ask on."),
    )


NOTHING = Compared()


def assembled(written: Written, compared: Compared = NOTHING) -> Answer:
    numbers = numbers_of(EVIDENCE.sentences)
    begun = answered("What?", QUERY, EVIDENCE, numbers, compared)
    return with_sentences(begun, written, () if written.shown else key_sentences(EVIDENCE, numbers, EVIDENCE.best[:1]))


def test_what_was_written_is_the_answer() -> None:
    shown, removed = sentence("Rice rose.", "a", "b"), checked("Tea fell.")
    answer = assembled(Written((shown,), (removed,), DRAFT))
    assert (answer.sentences, answer.removed, answer.draft) == ((shown,), (removed,), DRAFT)
    assert (answer.model, answer.note, answer.status) == ("scripted", "", "answered")
    assert [(item.number, item.used) for item in answer.sources] == [(1, True), (2, True), (3, False)]
    assert (answer.oldest, answer.newest) == (date(2023, 1, 1), date(2024, 3, 8))  # days, though one has a time


def test_with_nothing_left_the_extract_is() -> None:
    answer = assembled(Written((), (checked("Tea fell."),), DRAFT, "It did not hold."))
    assert [item.text for item in answer.sentences] == ["Tea stood."]
    assert (answer.model, answer.note, answer.draft) == ("extractive", "It did not hold.", DRAFT)
    assert [item.text for item in answer.removed] == ["Tea fell."]


def test_without_a_chat_model_there_is_no_note() -> None:
    answer = assembled(Written())
    assert (answer.model, answer.note, answer.draft) == ("extractive", "", None)


def test_undated_sources_span_no_days() -> None:
    answer = assembled(Written((sentence("Fish fell.", "c"),), (), DRAFT))
    assert (answer.oldest, answer.newest) == (None, None)


def test_the_sides_of_a_disagreement_count_as_used() -> None:
    sides = tuple(Citation(number, doc_id, 0, 0, 5, "quote") for number, doc_id in ((1, "b"), (3, "c")))
    answer = assembled(Written((sentence("Rice rose.", "a"),), (), DRAFT), Compared((Disagreement("rice", sides),)))
    assert [(item.number, item.used) for item in answer.sources] == [(1, True), (2, True), (3, True)]


def test_so_do_both_values_of_an_update() -> None:
    earlier, later = (Citation(number, doc_id, 0, 0, 5, "quote") for number, doc_id in ((1, "b"), (3, "c")))
    changed = Compared(updates=(Update("rice", later, earlier, ("2", "1")),))
    answer = assembled(Written((sentence("Rice rose.", "a"),), (), DRAFT), changed)
    assert answer.updates == changed.updates
    assert [(item.number, item.used) for item in answer.sources] == [(1, True), (2, True), (3, True)]


def test_the_answer_stands_for_the_day_asked_for() -> None:
    asked = Query(text="?", asked_at=date(2026, 1, 1), as_of=date(2020, 5, 5))
    assert answered("?", asked, EVIDENCE, numbers_of(EVIDENCE.sentences), NOTHING).as_of == date(2020, 5, 5)
    assert refused("?", asked, Decision("not_in_corpus", Refusal("No.", (), ""))).as_of == date(2020, 5, 5)
