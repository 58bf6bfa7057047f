"""The usual way over seven articles: marks, refusals, offsets, and an index that is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import write_six
from fakes import HashEmbedder, OverlapCrossEncoder, ScriptedChat
from fakes_chat import OpenedChat

from evals.baseline import Baseline
from evals.records import Document, EvalSet, Outcome, Question, Span, Told
from evals.workspace import Workspace
from rag.assistant import Assistant
from rag.config import Config
from rag.errors import ModelUnavailable
from rag.library import Library

Open = Callable[..., Baseline]

BAN, RULING, WATER = "ban-4b8c941d", "ruling-425e42f8", "water-da40c00f"
WHO = "Who banned seafood from Japanese prefectures?"
FIRST = Span(
    BAN,
    0,
    106,
    "South Korea banned seafood from eight Japanese prefectures. The ban followed leaks at the Fukushima plant.",
)
SECOND = Span(
    WATER, 0, 91, "The Fukushima plant began to release treated water. China then banned all Japanese seafood."
)
LONG = " ".join(
    f"Lorry number {number} carried {number * 7} crates of apples over the pass." for number in range(1, 61)
)


def asked(text: str = WHO, **fields: Any) -> Question:
    return Question(**{"query_id": "q1", "text": text, "category": "single_fact", **fields})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The six articles and one of 3,600 characters, which is split."""
    folder = tmp_path_factory.mktemp("usual")
    six = write_six(folder / "six")
    (six / "long.txt").write_text(f"Apples\n\n{LONG}\n", encoding="utf-8")
    with closing(Library(folder / "index", HashEmbedder(), 120)) as library:
        library.sync([six])
        yield library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index is, made by the first test that needs it."""
    return tmp_path_factory.mktemp("usual-index")


def baseline(
    library: Library, embedder: HashEmbedder, eval_set: EvalSet, folder: Path, chat: OpenedChat | None = None
) -> Baseline:
    assistant = Assistant(Config(), library, embedder, OverlapCrossEncoder(), chat)
    return Baseline(assistant, Config(), eval_set, folder, lambda stage, done, total: None)


@pytest.fixture
def opened(library: Library, folder: Path) -> Open:
    def open_with(chat: ScriptedChat | ModelUnavailable | None = None) -> Baseline:
        provider = OpenedChat(chat) if chat is not None else None
        return baseline(library, HashEmbedder(), EvalSet(name="six", folder=folder), folder, provider)

    return open_with


def answer(opened: Open, *replies: str, **question: Any) -> Outcome:
    return opened(ScriptedChat(replies=list(replies))).ask(asked(**question))


# ------------------------------------------------------------ answering


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("South Korea did [1].", [Told("South Korea did.", (FIRST,))]),
        ("Both did [1, 2].", [Told("Both did.", (FIRST, SECOND))]),
        ("Both did [2][1][2].", [Told("Both did.", (SECOND, FIRST))]),
        ("South Korea did. [1]", [Told("South Korea did.", (FIRST,))]),
        ("South Korea did. [1] China did. [2]", [Told("South Korea did.", (FIRST,)), Told("China did.", (SECOND,))]),
        ("South Korea did [9].", [Told("South Korea did.")]),
        ("South Korea did [0, 1].", [Told("South Korea did.", (FIRST,))]),
        ("South Korea did.", [Told("South Korea did.")]),
        ("South Korea [1]\nin 2013.\n[2]", [Told("South Korea in 2013.", (FIRST, SECOND))]),
    ],
)
def test_marks_lead_to_the_passages_they_name(opened: Open, draft: str, told: list[Told]) -> None:
    outcome = answer(opened, draft)
    assert list(outcome.told) == told
    cited = {span.doc_id for sentence in told for span in sentence.citations}
    assert (outcome.status, outcome.written, outcome.sources) == ("answered", True, len(cited))
    assert (outcome.draft, outcome.error, outcome.query) == (draft, "", WHO)


def test_four_passages_are_given_and_thirty_looked_at(opened: Open) -> None:
    chat = ScriptedChat(replies=["South Korea did [1]."])
    outcome = opened(chat).ask(asked())
    assert outcome.found[:2] == (FIRST, SECOND)
    assert (len(outcome.found), outcome.evidence) == (6 + 5, outcome.found[:4])
    ((message,),) = chat.history
    prompt = str(message.content)
    assert f"\n[1] Korea bans seafood\n{FIRST.text}\n\n[2] Water release begins\n{SECOND.text}\n\n[3]" in prompt
    assert "[5]" not in prompt
    assert prompt.endswith(f"\n\nQuestion: {WHO}\nAnswer:")
    assert outcome.prompt_tokens == len(prompt.split())
    assert outcome.evidence_tokens == int(sum(len(span.text) for span in outcome.evidence) / 4.3)
    assert 0 < outcome.seconds["sources"] <= outcome.seconds["first_sentence"] <= outcome.seconds["end"]


def test_every_span_cuts_its_words_out_of_the_article(opened: Open, library: Library) -> None:
    outcome = opened().search(asked("How many crates of apples did lorry number 50 carry?"))
    starts = {span.start for span in outcome.found if span.doc_id.startswith("long")}
    assert len(starts) == 5
    assert max(starts) > 2000
    for span in outcome.found:
        assert library.article(span.doc_id).text[span.start : span.end] == span.text


def test_confidence_falls_with_the_distance(opened: Open) -> None:
    near, far = opened().search(asked(FIRST.text)), opened().search(asked("How tall is Mount Everest?"))
    assert near.confidence == pytest.approx(0.0, abs=1e-5)
    assert far.confidence is not None
    assert far.confidence < -1


def test_only_articles_of_the_publishers_are_found(opened: Open) -> None:
    outcome = opened().search(asked(publishers=("Daily Tide",)))
    assert [span.doc_id for span in outcome.found] == [BAN, RULING]
    both = opened().search(asked(publishers=("Daily Tide", "Trade Post")))
    assert len(both.found) == 5
    assert opened().search(asked(publishers=("none",))) == Outcome(query_id="q1", query=WHO)


def test_a_search_tells_nothing_and_has_no_status(opened: Open) -> None:
    searched, answered = opened().search(asked(earlier=("Who?",))), answer(opened, "South Korea did [1].")
    assert (searched.written, searched.status, searched.told, searched.query) == (False, "", (), WHO)
    assert (searched.found, searched.evidence) == (answered.found, answered.evidence)


def test_without_a_chat_model_it_can_only_search(opened: Open) -> None:
    assert (opened().writes, opened(ScriptedChat()).writes) == (False, True)
    assert opened().ask(asked()) == opened().search(asked())


# ------------------------------------------------------------ declining


@pytest.mark.parametrize(
    "draft",
    [
        "I don't know.",
        "I don’t know who banned it.",
        "I'm sorry, but I do not have enough information to answer.",
        "I cannot answer this question from the context.",
        "I am not able to say.",
        "The context does not say who banned it. South Korea is named [1].",
        "The provided context does not contain information about the ban [1].",
        "The articles do not mention it.",
        "The information provided does not include the number.",
        "There is no information about this in the context.",
        "There is no mention of a ban.",
        "It is not mentioned in the context.",
        "The date is not specified.",
        "",
        "[1]",
    ],
)
def test_a_refusal_is_known_by_its_first_sentence(opened: Open, draft: str) -> None:
    outcome = answer(opened, draft)
    assert (outcome.status, outcome.answered, outcome.written, outcome.error) == ("not_in_corpus", False, True, "")


@pytest.mark.parametrize(
    "draft",
    [
        "South Korea did [1]. I don't know when.",
        "South Korea has not applied to the CPTPP [1].",
        "The mayor does not know why [1].",
        "The board is not informed [1].",
        "The information did not reach the valley in time [1].",
        "The vote was not a mention of the ban but a ruling [1].",
    ],
)
def test_an_answer_is_not_taken_for_a_refusal(opened: Open, draft: str) -> None:
    assert answer(opened, draft).status == "answered"


MISLEADING = {
    "There is no information ban in Dostrand [1].": "answered",
    "The ministry gave no information to the press [1].": "answered",
    "“I do not know the man,” Rask said [1].": "answered",
    "The union says it cannot provide trams on Monday [1].": "answered",
    "The articles do not agree: the Courier says 140, Harbour & Hill 215 [1, 2].": "answered",
    "The mayor made no mention of the strike [1].": "answered",
    "The name is not explicitly mentioned in the context.": "not_in_corpus",
    "Based on the context, it is not possible to determine the turnout.": "not_in_corpus",
    "There is not enough information to answer.": "not_in_corpus",
    "None of the articles mention it.": "not_in_corpus",
}


def test_words_of_refusals_in_answers_and_the_other_way_round(opened: Open) -> None:
    assert {draft: answer(opened, draft).status for draft in MISLEADING} == MISLEADING


# ------------------------------------------------------------ a chat model that breaks


def test_a_chat_that_breaks_is_an_error_beside_what_it_said(opened: Open) -> None:
    broken = ScriptedChat(replies=["South Korea did [1]. It was"], fail_after=5)
    outcome = opened(broken).ask(asked())
    assert (outcome.error, outcome.written) == ("ScriptError: the script ends here", True)
    assert outcome.told == (Told("South Korea did.", (FIRST,)), Told("It"))


@pytest.mark.parametrize(
    ("chat", "error"),
    [
        (ScriptedChat(replies=["South Korea."], fail_after=0), "ScriptError: the script ends here"),
        (ModelUnavailable("scripted is away; wait", retry=True), "ModelUnavailable: scripted is away; wait"),
        (ScriptedChat(replies=["A."], fail_after=0, failure=ValueError("a\n" * 200)), f"ValueError: {'a ' * 94}"),
    ],
)
def test_a_chat_that_says_nothing_is_an_error(opened: Open, chat: ScriptedChat | ModelUnavailable, error: str) -> None:
    outcome = opened(chat).ask(asked())
    assert (outcome.error, outcome.told, outcome.answered, outcome.found[0]) == (error, (), False, FIRST)


# ------------------------------------------------------------ the index


def test_the_index_is_made_once(library: Library, tmp_path: Path) -> None:
    eval_set, first, again = EvalSet(name="six", folder=tmp_path), HashEmbedder(), HashEmbedder()
    made = baseline(library, first, eval_set, tmp_path)
    reused = baseline(library, again, eval_set, tmp_path)
    assert (len(first.embedded), again.embedded) == (6 + 5, [])
    assert reused.search(asked()) == made.search(asked())
    assert made.digest == reused.digest
    assert [file.name for file in tmp_path.iterdir()] == [f"baseline-{library.status().generation[:16]}"]


def test_an_index_that_was_not_finished_is_made_again(library: Library, tmp_path: Path) -> None:
    eval_set, again = EvalSet(name="six", folder=tmp_path), HashEmbedder()
    found = baseline(library, HashEmbedder(), eval_set, tmp_path).search(asked())
    (complete,) = tmp_path.rglob("complete")
    complete.unlink()
    assert baseline(library, again, eval_set, tmp_path).search(asked()) == found
    assert len(again.embedded) == 6 + 5
    assert complete.is_file()


def test_a_set_of_documents_is_known_by_its_own_doc_ids(tmp_path: Path) -> None:
    eval_set = EvalSet(
        name="made", documents=(Document("rain-1", "Rain", "It rained."), Document("x-2", "Ice", "Ice."))
    )
    with closing(Library(tmp_path / "index", HashEmbedder(), 120)) as library:
        library.sync([Workspace(tmp_path, eval_set, "dev").articles()])
        system = baseline(library, HashEmbedder(), eval_set, tmp_path)
    assert system.search(asked("Has it rained?")).found[0] == Span("rain-1", 0, 10, "It rained.")


def test_another_chat_model_has_another_digest(opened: Open) -> None:
    assert opened().digest == opened().digest != opened(ScriptedChat()).digest
