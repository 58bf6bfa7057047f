"""An answer survives the way through JSON, under exactly these names, and is readable as text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timezone

import pytest

from rag.records import (
    Answer,
    Article,
    ArticleInfo,
    CheckedSentence,
    Chunk,
    Citation,
    Disagreement,
    Draft,
    IndexedChunk,
    Refusal,
    ScoredChunk,
    Sentence,
    Source,
    TimeRange,
    Update,
)
from rag.wire import article_to_dict, ranking_to_list, source_to_dict

TIDE = ArticleInfo(
    doc_id="tide-1",
    title="Rice up",
    url="https://tide.example/rice",
    publisher="Daily Tide",
    authors=("A. Holm", "B. Lee"),
    published_at=date(2024, 3, 8),
    updated_at=datetime(2024, 3, 9, 10, 30, tzinfo=timezone.utc),
    kind="news",
    language="en",
    content_hash="abc",
)
POST = ArticleInfo(doc_id="post-2", title="Fish down")
ROSE = Citation(1, "tide-1", 0, 0, 10, "Rice rose.")
FELL = Citation(2, "post-2", 4, 90, 100, "Rice fell.", "changed")
ANSWERED = Answer(
    question="And rice?",
    query="And rice? (prices)",
    status="answered",
    as_of=date(2024, 12, 31),
    time=TimeRange("since the summit", date(2024, 3, 8), None, "the summit", hard=True),
    sentences=(
        CheckedSentence("Rice rose.", (ROSE,), "supported", "numbers, names and quotations", "", ("[9]",)),
        CheckedSentence(
            "Or it fell.",
            (FELL, ROSE),
            "supported",
            "looked up",
            attribution="opinion of B. Lee, Daily Tide",
            superseded="later report of 8 March 2024 says “rose”",
        ),
    ),
    removed=(CheckedSentence("Tea rose.", (), "unsupported", "citation", "it cites no sentence of the articles"),),
    sources=(Source(1, TIDE, used=True), Source(2, POST, used=False)),
    disagreements=(Disagreement("Rice", (ROSE, FELL), ("rose", "fell"), ("Rice",)),),
    updates=(Update("Rice", ROSE, FELL, ("rose", "fell")),),
    newer=(POST,),
    newest=date(2024, 3, 8),
    oldest=date(2024, 3, 8),
    model="scripted",
    note="It broke off.",
    draft=Draft("Rice rose [1].", "scripted", 40, 3, 0.5, "It broke off."),
    seconds={"search": 0.1, "total": 0.2},
    config_digest="0123456789ab",
    evidence=(Sentence("tide-1", 0, 0, 10, "Rice rose."),),
    generation="ba9876543210",
    answered_at=datetime(2024, 12, 31, 9, 5, tzinfo=timezone.utc),
)
REFUSED = Answer(
    question="Who?",
    query="Who?",
    status="not_in_corpus",
    as_of=date(2024, 12, 31),
    refusal=Refusal("No article touches this question.", (TIDE, POST), "Ask about what the articles report."),
)


@pytest.mark.parametrize("answer", [ANSWERED, REFUSED], ids=["answered", "refused"])
def test_an_answer_comes_back_from_json_as_it_was(answer: Answer) -> None:
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def test_the_names_of_the_wire_form() -> None:
    found = ANSWERED.to_dict()
    assert list(found) == [
        "version", "status", "question", "query", "text", "as_of", "time", "sentences", "removed", "sources",
        "disagreements", "updates", "newer", "newest", "oldest", "refusal", "model", "note", "draft", "seconds",
        "config", "evidence", "generation", "answered_at",
    ]  # fmt: skip
    assert list(found["sentences"][0]) == [
        "text", "support", "check", "seen", "citations", "invalid", "attribution", "superseded",
    ]  # fmt: skip
    assert list(found["sentences"][0]["citations"][0]) == [
        "source", "doc_id", "sentence", "start", "end", "quote", "state",
    ]  # fmt: skip
    assert list(found["sources"][0]) == [
        "number", "used", "doc_id", "title", "url", "publisher", "authors", "published_at", "updated_at", "kind",
        "language", "content_hash", "copy_of",
    ]  # fmt: skip
    assert list(found["disagreements"][0]) == ["about", "sides", "values", "agreed"]
    assert list(found["updates"][0]) == ["about", "later", "earlier", "values"]
    assert list(found["draft"]) == [
        "text", "model", "prompt_tokens", "completion_tokens", "seconds_to_first_token", "error",
    ]  # fmt: skip
    assert list(REFUSED.to_dict()["refusal"]) == ["reason", "nearest", "next_step"]


def test_the_values_of_the_wire_form() -> None:
    found = ANSWERED.to_dict()
    assert (found["version"], found["status"], found["as_of"], found["newest"]) == (
        1,
        "answered",
        "2024-12-31",
        "2024-03-08",
    )
    assert found["text"] == "Rice rose. Or it fell."
    assert found["sentences"][1]["citations"][0] == {
        "source": 2,
        "doc_id": "post-2",
        "sentence": 4,
        "start": 90,
        "end": 100,
        "quote": "Rice fell.",
        "state": "changed",
    }
    assert (found["sources"][0]["published_at"], found["sources"][0]["updated_at"]) == (
        "2024-03-08",
        "2024-03-09T10:30:00+00:00",
    )
    assert (found["sources"][1]["published_at"], found["refusal"]) == (None, None)
    assert found["time"] == {
        "phrase": "since the summit",
        "after": "2024-03-08",
        "before": None,
        "event": "the summit",
        "hard": True,
    }
    assert REFUSED.to_dict()["time"] is None
    assert REFUSED.to_dict()["text"] == "No article touches this question."
    assert REFUSED.to_dict()["draft"] is None


def test_where_an_article_was_read_from_is_not_told() -> None:
    article = Article(
        **{name: getattr(TIDE, name) for name in ("doc_id", "title")},
        origin="/home/me/a.md",
        rules={"kind": "dateline"},
        text="Rice.",
    )
    found = article_to_dict(article)
    assert "origin" not in found
    assert found["text"] == "Rice."
    assert found["rules"] == {"kind": "dateline"}


def test_an_answer_saved_before_it_had_a_time_or_its_evidence_is_read() -> None:
    saved = ANSWERED.to_dict()
    for name in ("time", "evidence", "generation", "answered_at"):
        del saved[name]
    assert Answer.from_dict(saved) == replace(ANSWERED, time=None, evidence=(), generation="", answered_at=None)


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_version_is_not_read(version: object) -> None:
    with pytest.raises(ValueError) as caught:  # the whole message follows
        Answer.from_dict(ANSWERED.to_dict() | {"version": version})
    assert str(caught.value) == f"an answer of version {version!r} cannot be read; this is version 1"


def test_an_answer_without_its_day_is_not_read() -> None:
    with pytest.raises(ValueError) as caught:
        Answer.from_dict(ANSWERED.to_dict() | {"as_of": None})
    assert str(caught.value) == "the answer has no as_of"


def test_a_ranking_as_plain_values() -> None:
    chunk = Chunk("c1", "tide-1", 0, 0, 10, (), "Rice rose.", "Rice up\nRice rose.")
    ranking = (ScoredChunk(IndexedChunk(chunk, TIDE), 1.5, 1, {"dense": 2}),)
    assert json.loads(json.dumps(ranking_to_list(ranking))) == [
        {
            "rank": 1,
            "score": 1.5,
            "channel_ranks": {"dense": 2},
            "chunk_id": "c1",
            "start": 0,
            "end": 10,
            "text": "Rice rose.",
            "article": json.loads(json.dumps(source_to_dict(TIDE))),
        }
    ]


def test_an_answer_as_text() -> None:
    assert str(ANSWERED) == (
        "Rice rose. [1] Or it fell. (opinion of B. Lee, Daily Tide; later report of 8 March 2024 says “rose”) [2] [1]\n"
        "\n"
        "The articles do not agree:\n"
        "  Daily Tide, 8 March 2024: rose. “Rice rose.” [1]\n"
        "  unnamed publisher, undated: fell. “Rice fell.” [2]\n"
        "\n"
        "The same outlet has told another value since:\n"
        "  Daily Tide, 8 March 2024: rose. “Rice rose.” [1]\n"
        "  unnamed publisher, undated: fell. “Rice fell.” [2]\n"
        "\n"
        "[1] Daily Tide, “Rice up”, 8 March 2024, https://tide.example/rice\n"
        "As of 31 December 2024; only articles from 8 March 2024 on, from “since the summit”.\n"
        "Newer on this, not used: “Fish down”, undated\n"
        "\n"
        "It broke off."
    )


def test_a_time_that_is_only_a_preference_is_not_told() -> None:
    soft = replace(ANSWERED, time=TimeRange("in March", date(2024, 3, 1), date(2024, 3, 31)))
    assert "As of 31 December 2024.\n" in str(soft)


def test_every_mark_in_the_text_names_a_source_below_it() -> None:
    both = replace(ANSWERED, sources=tuple(replace(source, used=True) for source in ANSWERED.sources))
    assert "[2] “Fish down”, undated" in str(both)


def test_a_refusal_as_text() -> None:
    assert str(REFUSED) == (
        "No article touches this question.\n"
        "Ask about what the articles report.\n"
        "  nearest: Daily Tide, “Rice up”, 8 March 2024, https://tide.example/rice\n"
        "  nearest: “Fish down”, undated"
    )


def test_an_answer_saved_before_there_were_values_and_updates_is_read() -> None:
    data = ANSWERED.to_dict()
    del data["updates"], data["disagreements"][0]["values"], data["disagreements"][0]["agreed"]
    read = Answer.from_dict(data)
    assert (read.disagreements, read.updates) == ((Disagreement("Rice", (ROSE, FELL)),), ())
    assert "The articles do not agree:\n  “Rice rose.” [1]\n" in str(read)
