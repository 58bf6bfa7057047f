"""The local model keeps to this machine and to its limits, and the articles answer without it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes_chat import evidence_of, told

from rag.answering.write import write
from rag.config import Config
from rag.models.chat import Chat, ChatSettings
from rag.opening import CHAT, open_assistant
from rag.records import AnswerEvent, Draft, SentenceEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.assistant import Assistant

pytestmark = pytest.mark.models

FUKUSHIMA = "Why does the Fukushima issue affect CPTPP?"


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The hosts that are looked up or connected to during the test."""
    asked: set[str] = set()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        asked.add(address[0] if isinstance(address, tuple) else "a Unix socket")
        connect(self, address)

    def looking_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.add(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    return asked


def test_answering_asks_nobody_but_this_machine(shipped: Assistant, hosts: set[str]) -> None:
    answer = shipped.ask(FUKUSHIMA)
    assert (answer.status, answer.note) == ("answered", "")
    assert hosts == {"127.0.0.1"}


def test_declining_asks_nobody(shipped: Assistant, hosts: set[str]) -> None:
    assert shipped.ask("Who won the men's football World Cup in 2018?").status == "not_in_corpus"
    assert hosts == set()


def test_without_a_chat_model_the_articles_answer(shipped: Assistant, hosts: set[str], models_folder: Path) -> None:
    assistant = open_assistant(Config(models=models_folder, index=Path(shipped.status().folder), provider="none"))
    answer = assistant.ask(FUKUSHIMA)
    assistant.close()
    assert (answer.status, answer.model, answer.note, answer.draft) == ("answered", "extractive", "", None)
    assert all(sentence.text == sentence.citations[0].quote for sentence in answer.sentences)
    assert hosts == set()


def test_closing_a_stream_frees_the_model_for_the_next_question(shipped: Assistant) -> None:
    stream = shipped.stream(FUKUSHIMA)
    for event in stream:
        if isinstance(event, SentenceEvent):
            break
    stream.close()  # type: ignore[attr-defined]  # a generator
    *_, last = shipped.stream("When did the United Kingdom join the CPTPP?")
    assert isinstance(last, AnswerEvent)
    assert (last.answer.status, last.answer.note) == ("answered", "")


def test_the_draft_is_no_longer_than_it_may_be(weights_of: Callable[[str], Path]) -> None:
    chat = Chat("local", weights_of(CHAT), ChatSettings(answer_tokens=16))
    evidence = evidence_of(told("Rice rose.", "Rice rose since rain fell."))
    *_, draft = write("What rose, and why?", evidence, chat.open(), chat.name)
    chat.close()
    assert isinstance(draft, Draft)
    assert 0 < draft.completion_tokens <= 16
