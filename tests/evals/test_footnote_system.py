"""The product as a system under test: its outcomes over six articles, with stand-ins for the models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import write_six
from fakes import HashEmbedder, OverlapCrossEncoder, ScriptedChat
from fakes_chat import OpenedChat

from evals.footnote import Footnote, Remembering
from evals.records import Document, EvalSet, Outcome, Question, Span, Told
from evals.workspace import Workspace
from rag.assistant import Assistant
from rag.config import Config
from rag.errors import ModelUnavailable
from rag.library import Library

Open = Callable[..., Footnote]

BAN, JOIN, TALKS, WATER = "ban-4b8c941d", "join-60cdd22e", "talks-888104a3", "water-da40c00f"
WHO = "Who banned seafood from Japanese prefectures?"
BANNED = Span(BAN, 0, 59, "South Korea banned seafood from eight Japanese prefectures.")
LEAKS = Span(BAN, 60, 106, "The ban followed leaks at the Fukushima plant.")
RELEASED = Span(WATER, 0, 51, "The Fukushima plant began to release treated water.")
CHINA = Span(WATER, 52, 91, "China then banned all Japanese seafood.")
DRAFT = "South Korea banned seafood from eight prefectures [1]. The ban followed leaks at Fukushima [2]."


def asked(text: str = WHO, **fields: Any) -> Question:
    return Question(**{"query_id": "q1", "text": text, "category": "single_fact", **fields})


def footnote(library: Library, eval_set: EvalSet, chat: ScriptedChat | ModelUnavailable | None = None) -> Footnote:
    """The system; a question that shares two words with an article is answered."""
    config = Config(answer_threshold=0.0, evidence_sentences=4)
    provider = OpenedChat(chat) if chat is not None else None
    return Footnote(Assistant(config, library, HashEmbedder(), OverlapCrossEncoder(), provider), config, eval_set)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("system")
    with closing(Library(folder / "index", HashEmbedder(), 120)) as library:
        library.sync([write_six(folder / "six")])
        yield library


@pytest.fixture
def opened(library: Library, tmp_path: Path) -> Open:
    return lambda chat=None: footnote(library, EvalSet(name="six", folder=tmp_path), chat)


def spans(outcome: Outcome) -> Sequence[Span]:
    cited = [span for told in outcome.told for span in told.citations]
    return [*outcome.found, *outcome.evidence, *cited, *(side for sides in outcome.disagreements for side in sides)]


# ------------------------------------------------------------ answering


def test_an_answer_with_everything_on_the_way_to_it(opened: Open) -> None:
    outcome = opened(ScriptedChat(replies=[f"{DRAFT} Xi praised it [1]."])).ask(asked())
    assert outcome.told == (
        Told("South Korea banned seafood from eight prefectures.", (BANNED,)),
        Told("The ban followed leaks at Fukushima.", (LEAKS,)),
    )
    assert (outcome.status, outcome.written, outcome.error, outcome.note) == ("answered", True, "", "")
    assert (outcome.query_id, outcome.query, outcome.draft) == ("q1", WHO, f"{DRAFT} Xi praised it [1].")
    assert outcome.removed == ("Xi praised it. (names: not in the cited words: xi)",)
    assert outcome.evidence == (BANNED, LEAKS, RELEASED, CHINA)
    assert outcome.evidence_tokens == 17 + 14 + 15 + 13
    assert [span.doc_id for span in outcome.found[:2]] == [BAN, WATER]
    assert len(outcome.found) == 6
    assert (outcome.sources, outcome.confidence) == (1, 3.0)


def test_without_a_chat_model_the_articles_speak(opened: Open) -> None:
    system = opened()
    outcome = system.ask(asked())
    assert outcome.told == tuple(Told(span.text, (span,)) for span in (BANNED, LEAKS))
    assert (system.writes, outcome.written, outcome.error, outcome.sources) == (False, True, "", 1)
    assert (outcome.draft, outcome.prompt_tokens) == ("", 0)


@pytest.mark.parametrize(
    "question", [asked(), asked("Has Seoul applied to the CPTPP?"), asked("How high was military spending in 2024?")]
)
def test_every_span_cuts_its_words_out_of_the_article(opened: Open, library: Library, question: Question) -> None:
    outcome = opened().ask(question)
    assert all(told.citations for told in outcome.told)
    assert outcome.told
    for span in spans(outcome):
        assert library.article(span.doc_id).text[span.start : span.end] == span.text


def test_what_it_cost(opened: Open) -> None:
    chat = ScriptedChat(replies=[DRAFT])
    outcome = opened(chat).ask(asked())
    (messages,) = chat.history
    assert outcome.prompt_tokens == sum(len(str(message.content).split()) for message in messages)
    seconds = outcome.seconds
    assert 0 < seconds["sources"] <= seconds["first_sentence"] <= seconds["end"]
    stages = {f"stage {name}" for name in ("search", "rerank", "evidence", "answers", "write", "total")}
    assert set(seconds) == {"sources", "first_sentence", "end"} | stages


# ------------------------------------------------------------ declining


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (asked("How tall is Mount Everest?"), "not_in_corpus"),
        (asked(as_of=date(2000, 1, 1)), "outside_dates"),
        (asked("Do you think that the ban is fair?"), "out_of_scope"),
    ],
)
def test_a_question_that_is_declined(opened: Open, question: Question, status: str) -> None:
    chat = ScriptedChat(replies=[DRAFT])
    outcome = opened(chat).ask(question)
    assert (outcome.status, outcome.answered, outcome.written, outcome.told) == (status, False, True, ())
    assert (outcome.error, outcome.sources, chat.history) == ("", 0, [])
    assert opened().search(question).status == status


def test_only_articles_that_the_filters_admit_are_found(opened: Open) -> None:
    early = opened().search(asked(as_of=date(2013, 12, 31)))
    assert [span.doc_id for span in early.found] == [BAN]
    post = opened().search(asked("What happened at the Fukushima plant?", publishers=("Trade Post",)))
    assert {span.doc_id for span in post.found} == {JOIN, WATER, TALKS}
    assert {span.doc_id for span in post.evidence} <= {JOIN, WATER, TALKS}
    nothing = opened().search(asked(as_of=date(2000, 1, 1)))
    assert (nothing.found, nothing.evidence, nothing.confidence) == ((), (), None)


# ------------------------------------------------------------ searching


def test_a_search_tells_nothing_but_says_whether_it_would_be_answered(opened: Open) -> None:
    chat = ScriptedChat(replies=[DRAFT])
    outcome = opened(chat).search(asked())
    assert (outcome.status, outcome.written, outcome.query) == ("answered", False, WHO)
    assert (outcome.told, outcome.text, outcome.removed, outcome.draft) == ((), "", (), "")
    assert (outcome.error, outcome.disagreements, chat.history) == ("", (), [])


def test_a_search_finds_what_an_answer_finds(opened: Open) -> None:
    searched, answered = opened().search(asked()), opened(ScriptedChat(replies=[DRAFT])).ask(asked())
    assert (searched.found, searched.evidence) == (answered.found, answered.evidence)
    assert (searched.evidence_tokens, searched.confidence) == (answered.evidence_tokens, answered.confidence)


def test_a_rewriting_is_not_searched_for(opened: Open) -> None:
    question = asked("And when?", earlier=(WHO,), publishers=("none",), restored=("seafood",))
    expected = Outcome(query_id="q1", query="And when? (banned seafood Japanese prefectures)")
    assert opened().search(question) == expected
    whole = asked("And when?", earlier=(WHO,), publishers=("none",), category="rewrite")
    assert opened().search(whole) == expected


# ------------------------------------------------------------ following up


def test_a_follow_up_is_searched_for_with_the_subject_of_the_earlier_question(opened: Open) -> None:
    query = "And when did they? (banned seafood Japanese prefectures)"
    question = asked("And when did they?", earlier=(WHO,))
    assert opened().search(question).query == query
    outcome = opened(ScriptedChat(replies=[DRAFT])).ask(question)
    assert (outcome.query, outcome.status) == (query, "answered")
    assert outcome.found[0].doc_id == BAN
    assert opened().ask(asked("And when did they?")).status == "not_in_corpus"


def test_earlier_questions_lean_on_those_before_them(opened: Open) -> None:
    question = asked("And why?", earlier=(WHO, "And when?"))
    expected = "And why? (banned seafood Japanese prefectures)"
    assert (opened().search(question).query, opened().ask(question).query) == (expected, expected)


# ------------------------------------------------------------ a chat model that breaks

FAILED = (
    "scripted did not answer (ScriptError: the script ends here); "
    "check that it is running and reachable, or set provider to local or none"
)
BROKE = (
    "scripted broke off (ScriptError: the script ends here); what it had finished was checked as always, "
    "ask again for the rest"
)


@pytest.mark.parametrize(
    ("chat", "error"),
    [
        (ScriptedChat(replies=[DRAFT], fail_after=0), FAILED),
        (ScriptedChat(replies=[DRAFT], fail_after=12), BROKE),
        (ModelUnavailable("scripted is away; wait", retry=True), "scripted is away; wait"),
    ],
    ids=["at once", "in the middle", "never opened"],
)
def test_a_chat_that_breaks_is_an_error(opened: Open, chat: ScriptedChat | ModelUnavailable, error: str) -> None:
    outcome = opened(chat).ask(asked())
    assert (outcome.error, outcome.note, outcome.written) == (error, error, True)


def test_a_chat_that_will_not_answer_is_no_error_and_the_articles_words_stand(opened: Open) -> None:
    outcome = opened(ScriptedChat(replies=["I am sorry, but I cannot answer that."])).ask(asked())
    assert (outcome.error, outcome.status) == ("", "answered")
    assert "would not answer" in outcome.note
    assert outcome.told


def test_a_draft_of_which_nothing_holds_is_no_error(opened: Open) -> None:
    outcome = opened(ScriptedChat(replies=["Xi praised the ban [1]."])).ask(asked())
    assert outcome.note == "No sentence of the written draft held its check; these are the articles' own words."
    assert (outcome.error, outcome.status) == ("", "answered")
    assert [told.text for told in outcome.told] == [BANNED.text, LEAKS.text]


# ------------------------------------------------------------ what it depends on


def test_the_digest_is_of_the_index_and_the_settings(opened: Open, library: Library, tmp_path: Path) -> None:
    def with_threshold(threshold: float) -> str:
        config = Config(answer_threshold=threshold, evidence_sentences=4)
        assistant = Assistant(config, library, HashEmbedder(), OverlapCrossEncoder(), None)
        return Footnote(assistant, config, EvalSet(name="six", folder=tmp_path)).digest

    assert opened().digest == opened().digest == with_threshold(0.0)
    assert with_threshold(1.0) != with_threshold(0.0)
    assert (opened().name, opened(ScriptedChat()).writes) == ("footnote", True)


def test_a_set_of_documents_is_known_by_its_own_doc_ids(tmp_path: Path) -> None:
    lifted, kept = "South Korea lifted Japan's seafood ban.", "However, South Korea kept Japan's seafood ban."
    documents = (Document("two-1", "The ban", f"{lifted} {kept}"), Document("met-2", "Ministers", "They met in Japan."))
    eval_set = EvalSet(name="made", documents=documents)
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        library.sync([Workspace(tmp_path, eval_set, "dev").articles()])
        outcome = footnote(library, eval_set).ask(asked("What did South Korea do with the seafood ban?"))
    assert outcome.disagreements == ((Span("two-1", 0, 39, lifted), Span("two-1", 40, 86, kept)),)
    texts = {document.doc_id: document.text for document in documents}
    assert {span.doc_id for span in outcome.found} == set(texts)
    for span in spans(outcome):
        assert texts[span.doc_id][span.start : span.end] == span.text


# ------------------------------------------------------------ remembering


def test_each_pair_is_scored_once_until_it_is_forgotten() -> None:
    inner = OverlapCrossEncoder()
    remembering = Remembering(inner)
    assert remembering.name == "overlap"
    passages = ["rice rose", "fish fell", "rice rose"]
    assert remembering.score("rice rose", passages).tolist() == [0.0, -2.0, 0.0]
    assert inner.pairs == [("rice rose", "rice rose"), ("rice rose", "fish fell")]
    assert remembering.score("rice rose", ["fish fell", "rice"]).tolist() == [-2.0, -1.0]
    assert inner.pairs[2:] == [("rice rose", "rice")]
    assert remembering.score("fish", ["fish fell"]).tolist() == [-1.0]
    assert inner.pairs[3:] == [("fish", "fish fell")]
    remembering.forget()
    assert remembering.score("fish", ["fish fell"]).tolist() == [-1.0]
    assert inner.pairs[4:] == [("fish", "fish fell")]
    assert remembering.score("fish", []).tolist() == []


def test_a_question_scores_each_pair_once_and_the_next_begins_anew(library: Library, tmp_path: Path) -> None:
    inner, config = OverlapCrossEncoder(), Config(answer_threshold=0.0)
    assistant = Assistant(config, library, HashEmbedder(), inner, None)
    system = Footnote(assistant, config, EvalSet(name="six", folder=tmp_path))
    system.ask(asked())
    first = list(inner.pairs)
    assert len(first) == len(set(first)) == 6 + 12
    system.ask(asked())
    assert inner.pairs == first * 2
