"""A draft comes piece by piece; what a model's library raises becomes one error that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2
import openai
import pytest
from fakes import ScriptedChat
from fakes_chat import OpenedChat, PausedChat, WatchedChat, evidence_of, told

from rag.answering.calls.failures import brief
from rag.answering.calls.tries import MOST
from rag.answering.prompts import messages
from rag.answering.write import warm_prompt, write
from rag.errors import ModelUnavailable
from rag.records import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

EVIDENCE = evidence_of(told("Rice rose."))
REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")


def status(number: int) -> httpx2.Response:
    return httpx2.Response(number, request=REQUEST)


def begin(chat: ScriptedChat) -> Iterator[str | Draft]:
    return write("What rose?", EVIDENCE, OpenedChat(chat))


def test_the_pieces_then_the_whole() -> None:
    chat = ScriptedChat(replies=["Rice rose [1]."])
    *pieces, draft = begin(chat)
    assert pieces == ["Rice", " rose", " [1]."]
    assert isinstance(draft, Draft)
    assert (draft.text, draft.model, draft.error) == ("Rice rose [1].", "scripted", "")
    assert draft.completion_tokens == 3
    assert draft.prompt_tokens == sum(len(str(message.content).split()) for message in chat.history[0])
    assert draft.seconds_to_first_token >= 0


def test_the_model_is_shown_the_prompt() -> None:
    chat = ScriptedChat(replies=["Rice rose [1]."])
    list(begin(chat))
    assert chat.history == [messages("What rose?", EVIDENCE)]


RUNNING = "check that it is running and reachable, or set provider to local or none"
LATER = "ask again later, or set provider to local or none"


@pytest.mark.parametrize(
    ("failure", "retry", "message"),
    [
        (
            openai.APITimeoutError(REQUEST),
            True,
            "scripted took too long; ask again, raise provider_timeout, or set provider to local or none",
        ),
        (
            httpx2.ConnectError("refused"),
            True,
            f"scripted cannot be reached (ConnectError: refused); {RUNNING}",
        ),
        (
            openai.RateLimitError("slow down", response=status(429), body=None),
            True,
            f"scripted is too busy (RateLimitError: slow down); {LATER}",
        ),
        (
            openai.InternalServerError("oh", response=status(500), body=None),
            True,
            f"scripted failed (InternalServerError: oh); {LATER}",
        ),
        (
            httpx2.RemoteProtocolError("peer closed\nconnection"),
            True,
            f"scripted did not answer (RemoteProtocolError: peer closed connection); {RUNNING}",
        ),
        (
            openai.AuthenticationError("bad key", response=status(401), body=None),
            False,
            "scripted refuses the key; check its key (FOOTNOTE_API_KEY, or the variable of its own library), or set "
            "provider to local or none",
        ),
        (ValueError("x" * 300), False, f"scripted did not answer (ValueError: {'x' * 148}); {RUNNING}"),
    ],
)
@pytest.mark.parametrize("after", [0, 2])
def test_what_the_library_raises_is_one_error(
    failure: Exception, retry: bool, message: str, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answering.calls.tries.FIRST_WAIT", 0.001)
    chat = ScriptedChat(replies=["Rice rose [1]."] * MOST, fail_after=after, failure=failure)
    pieces = []
    with pytest.raises(ModelUnavailable) as caught:
        for piece in begin(chat):
            pieces.append(piece)  # kept although it raises
    assert pieces == ["Rice", " rose"][:after]
    broke = f"scripted broke off ({brief(failure)}); what it had finished was checked as always, ask again for the rest"
    assert str(caught.value) == (broke if after else message)
    assert caught.value.retry is retry
    assert caught.value.__cause__ is failure


def test_a_passing_cause_behind_another_error_may_pass() -> None:
    failure = RuntimeError("the chain broke")
    failure.__cause__ = httpx2.ConnectError("refused")
    with pytest.raises(ModelUnavailable) as caught:
        list(begin(ScriptedChat(replies=["Rice."], fail_after=0, failure=failure)))
    assert caught.value.retry is True


def test_closing_it_stops_the_model() -> None:
    chat = PausedChat(replies=["Rice rose and fish fell."])
    pieces = begin(chat)
    assert next(pieces) == "Rice"
    assert chat.pausing.wait(30)
    assert chat.closed == 0
    pieces.close()  # type: ignore[attr-defined]  # a generator
    chat.go_on.set()
    assert chat.ended.wait(30)
    assert chat.closed == 1
    assert len(chat.said) < 5


def test_warming_up_reads_no_more_than_the_first_token() -> None:
    chat = WatchedChat(replies=["Rice rose."])
    warm_prompt(chat)
    assert (chat.closed, chat.said) == (1, ["Rice"])
    # The beginning is the same as that of a question, so a local server keeps its reading of it.
    fixed = messages("What rose?", EVIDENCE)[:-1]
    assert chat.history[0][: len(fixed)] == fixed
