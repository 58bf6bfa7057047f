"""A real llama.cpp server in a process of its own, by its OpenAI-compatible address; and what a stopped model frees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from fakes_chat import evidence_of, told
from llama_server import LlamaServer

from rag.answering.write import write
from rag.config import Config
from rag.errors import ModelUnavailable
from rag.models.chat import Chat, ChatSettings
from rag.opening import CHAT, open_assistant, open_library
from rag.records import Draft, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rag.answering.write import ChatProvider

pytestmark = pytest.mark.models

KEY = "made-up-key"
FERRY = evidence_of(
    told(
        "The council of Arle voted on 3 May to close two of its five ferry piers after a survey found rot.",
        "The operator said that 1,200 commuters would have to walk to another pier.",
        "Shopkeepers near the old pier expect to lose a fifth of their trade by August.",
        "The mayor, Ines Tarr, said that repairs would cost 4.2 million and could not begin before the autumn.",
    )
)
WHY = "Why did Arle close two piers, and what follows from it for everyone?"


@pytest.fixture(scope="module")
def weights(weights_of: Callable[[str], Path]) -> Path:
    return next(weights_of(CHAT).glob("*.gguf"))


@pytest.fixture(scope="module")
def server(weights: Path) -> Iterator[LlamaServer]:
    with LlamaServer(weights, KEY) as running:
        yield running


def chat_of(server: LlamaServer, **settings: object) -> Chat:
    return Chat(server.address, None, ChatSettings(**({"api_key": KEY, "timeout": 300.0} | settings)))  # type: ignore[arg-type]


def failure_of(chat: Chat, evidence: Evidence = FERRY) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        list(write(WHY, evidence, chat))
    return str(caught.value)


def test_an_answer_through_its_address(server: LlamaServer, six: Path, tmp_path: Path, models_folder: Path) -> None:
    config = Config(corpus=six, index=tmp_path / "index", models=models_folder, provider=server.address, api_key=KEY)
    library, _ = open_library(config)
    library.sync([six])
    library.close()
    assistant = open_assistant(config)
    answer = assistant.ask("When did the United Kingdom join the CPTPP?")
    assistant.close()
    assert (answer.status, answer.model, answer.note) == ("answered", server.address, "")
    assert any("Kingdom" in sentence.text for sentence in answer.sentences)
    assert answer.draft is not None
    assert answer.draft.completion_tokens > 0


def test_the_model_it_lists_is_used(server: LlamaServer) -> None:
    assert chat_of(server).open().model_name == "served"  # type: ignore[attr-defined]


def test_a_wrong_key(server: LlamaServer) -> None:
    assert failure_of(chat_of(server, api_key="wrong")).startswith(f"{server.address} refuses the key; set api_key")
    message = failure_of(chat_of(server, api_key="wrong", model="served"))
    assert message.startswith("served refuses the key; check its key (FOOTNOTE_API_KEY")
    assert "wrong" not in message


def test_a_server_that_is_killed_in_the_middle_and_then_is_gone(weights: Path) -> None:
    with LlamaServer(weights, KEY) as server:
        chat = chat_of(server)
        said = ""
        with pytest.raises(ModelUnavailable) as caught:
            for piece in write(WHY, FERRY, chat):
                said += str(piece)
                server.kill()
        assert said
        assert str(caught.value).startswith(f"{server.address} broke off (")
        assert failure_of(chat).startswith(f"{server.address} cannot be reached (")  # its model was listed before
        assert failure_of(chat_of(server)).startswith(f"{server.address} cannot be reached (")


def test_a_context_too_short(weights: Path) -> None:
    sentences = tuple(f"Pier {n} of Arle was closed on {n} May after a survey found rot in it." for n in range(1, 31))
    with LlamaServer(weights, KEY, context=1536) as server:
        *_, draft = write("Why was pier 3 closed?", evidence_of(told(*sentences)), chat_of(server, answer_tokens=40))
        assert isinstance(draft, Draft)
        assert draft.text
        message = failure_of(chat_of(server), evidence_of(told(*sentences * 4)))
    assert message.startswith(f"The context of {server.address} is too short for the question and even half of its")


# ------------------------------------------------------------ stopped


def first_token(chat: ChatProvider, evidence: Evidence) -> float:
    """Seconds until a model says something; it may then finish or not."""
    start = time.perf_counter()
    pieces = write("What did the mayor say?", evidence, chat)
    next(pieces)
    seconds = time.perf_counter() - start
    list(pieces)
    return seconds


def stopped_after(pieces: int, chat: ChatProvider) -> None:
    """Ask, and close after that many pieces; 0 while the model reads the prompt."""
    begun = time.monotonic()
    stream = write(WHY, FERRY, chat, lambda: pieces == 0 and time.monotonic() > begun + 0.5)
    for number, _ in enumerate(stream, 1):
        if number == pieces:
            stream.close()
            return


def check_that_a_stop_frees(chat: ChatProvider) -> None:
    """A question after a stopped one has its first word about as soon as one after a finished one."""
    others = [evidence_of(told(*[f"In {year}, {item.sentence.text}" for item in FERRY.sentences])) for year in range(4)]
    list(write(WHY, FERRY, chat))
    usual = first_token(chat, others[0])
    list(write(WHY, FERRY, chat))
    usual = max(usual, first_token(chat, others[1]))
    for place, pieces in enumerate((5, 0), 2):
        stopped_after(pieces, chat)
        # An answer takes several times as long; a batch of the prompt is read to its end.
        assert first_token(chat, others[place]) < 1.5 * usual + 2


def test_a_stopped_local_model_is_free_for_the_next_question(weights_of: Callable[[str], Path]) -> None:
    chat = Chat("local", weights_of(CHAT), ChatSettings(timeout=300.0))
    check_that_a_stop_frees(chat)
    chat.close()


def test_a_stopped_server_is_free_for_the_next_question(server: LlamaServer) -> None:
    check_that_a_stop_frees(chat_of(server))
