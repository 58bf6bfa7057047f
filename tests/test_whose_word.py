"""Opinion, speakers and newer reports, through the real assistant over a real index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder, ScriptedChat
from fakes_chat import OpenedChat

from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library
from rag.records import Answer, SentenceEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = {
    "cost-may.md": (
        "The price of the Ferrand bridge", "Daily Tide", "2024-05-10", "news",
        "The official cost of the Ferrand bridge is 12 million euros. "
        "The Ferrand bridge will stay shut until winter, the ministry said.",
    ),
    "cost-june.md": (
        "Bridge bill grows", "Evening Post", "2024-06-20", "news",
        "The ministry raised the official cost of the Ferrand bridge to 15 million euros, from 12 million.",
    ),
    "column.md": (
        "A bridge for ribbons", "Public Square", "2024-05-20", "opinion",
        "The builders left a third of the steel out of the Ferrand bridge.",
    ),
}  # fmt: skip
COST, COST_NOW = "The official cost of the Ferrand bridge is 12 million euros.", ARTICLES["cost-june.md"][4]
LATER = "later report of 20 June 2024 says “15 million euros”"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("whose")
    (folder / "articles").mkdir()
    for name, (title, publisher, day, kind, text) in ARTICLES.items():
        head = f"title: {title}\npublisher: {publisher}\npublished_at: {day}\nkind: {kind}\nauthors: Odo Farrimond\n"
        (folder / "articles" / name).write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")
    library = Library(folder / "index", HashEmbedder(), 120)
    library.sync([folder / "articles"])
    yield library
    library.close()


def ask(library: Library, tmp_path: Path, question: str, draft: str = "", **filters: str) -> Answer:
    chat = OpenedChat(ScriptedChat(replies=[draft])) if draft else None
    assistant = Assistant(
        Config(corpus=tmp_path, answer_threshold=0.0), library, HashEmbedder(), OverlapCrossEncoder(), chat
    )
    *events, last = assistant.stream(question, **filters)  # type: ignore[arg-type]
    answer: Answer = last.answer  # type: ignore[union-attr]
    assert [event.sentence for event in events if isinstance(event, SentenceEvent)] == list(answer.sentences)
    return answer


def number_of(library: Library, tmp_path: Path, question: str, text: str) -> int:
    assistant = Assistant(Config(corpus=tmp_path), library, HashEmbedder(), OverlapCrossEncoder(), None)
    return next(item.number for item in assistant.evidence(question).sentences if item.sentence.text == text)


def test_an_opinion_is_never_a_plain_fact(library: Library, tmp_path: Path) -> None:
    question = "Which steel did the builders leave out of the Ferrand bridge?"
    column = ARTICLES["column.md"][4]
    own = ask(library, tmp_path, question)
    assert {item.attribution for item in own.sentences if item.text == column} == {
        "opinion of Odo Farrimond, Public Square"
    }
    number = number_of(library, tmp_path, question, column)
    written = ask(library, tmp_path, question, f"A third of the steel was left out of the Ferrand bridge [{number}].")
    sentence, *added = written.sentences
    assert column not in [item.text for item in added]
    assert sentence.attribution == "opinion of Odo Farrimond, Public Square"
    assert "bridge. (opinion of Odo Farrimond, Public Square) [" in str(written)


def test_what_the_ministry_said_stays_said_by_it(library: Library, tmp_path: Path) -> None:
    question = "Will the Ferrand bridge stay shut until winter?"
    number = number_of(
        library, tmp_path, question, "The Ferrand bridge will stay shut until winter, the ministry said."
    )
    answer = ask(library, tmp_path, question, f"The Ferrand bridge will stay shut until winter [{number}].")
    assert answer.sentences[0].text == "The Ferrand bridge will stay shut until winter, the ministry said."


def test_an_older_state_is_labelled_and_the_newest_told(library: Library, tmp_path: Path) -> None:
    question = "What is the official cost of the Ferrand bridge now?"
    number = number_of(library, tmp_path, question, COST)
    answer = ask(library, tmp_path, question, f"The Ferrand bridge costs 12 million euros [{number}].")
    told = [(item.text, item.superseded) for item in answer.sentences]
    assert told[0] == ("The Ferrand bridge costs 12 million euros.", LATER)
    assert (COST_NOW, "") in told
    assert COST not in [text for text, _ in told]
    own = ask(library, tmp_path, question)
    assert {item.superseded for item in own.sentences if item.text == COST} == {LATER}
    assert COST_NOW in [item.text for item in own.sentences]
    assert (answer.newer, own.newer) == ((), ())  # the newest article is used


def test_as_of_a_day_nothing_later_is_told(library: Library, tmp_path: Path) -> None:
    answer = ask(library, tmp_path, "What is the official cost of the Ferrand bridge now?", as_of="2024-05-15")
    assert COST in answer.text
    assert [item.superseded for item in answer.sentences if item.text == COST] == [""]
    assert answer.newer == ()
