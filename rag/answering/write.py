"""From evidence to a draft: the chat model writes, piece by piece.

Whatever goes wrong with it becomes one `ModelUnavailable` here, which says what and what to do. The draft is not
judged; cite and verify do that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import aclosing, closing, suppress
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..errors import ModelUnavailable
from ..records import Draft, Evidence
from .calls.failures import ELSE, brief, diagnose
from .calls.native import Marks, documents
from .calls.replies import declines, runaway
from .calls.shorten import shortened
from .calls.tries import tried
from .prompts import messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

HELD_BACK = ("content_filter", "refusal")
"""Why a reply ended, in the words of OpenAI and Anthropic, where it was their filter."""


class ChatProvider(Protocol):
    """A chat model that is opened when it is first needed."""

    @property
    def name(self) -> str:
        """Name of the model, as the answer gives it."""

    @property
    def local(self) -> bool:
        """Whether it runs in this process, so that warming it up costs nobody anything."""

    @property
    def cites(self) -> bool:
        """Whether it takes documents and cites them itself, as Anthropic's models do."""

    @property
    def timeout(self) -> float:
        """Seconds until its first word, all tries together, and as many again from there to its last."""

    @property
    def answer_tokens(self) -> int:
        """Tokens it may write at most."""

    def open(self) -> BaseChatModel:
        """The LangChain chat model; raises ModelUnavailable if it cannot be loaded or reached."""

    def close(self) -> None:
        """Free it."""


def write(
    question: str, evidence: Evidence, provider: ChatProvider, stopped: Callable[[], bool] = lambda: False
) -> Generator[str | Draft, None, None]:
    """The draft's pieces as they come, then the whole as a Draft.

    Closing the iterator stops the model, whatever it is doing, and so does `stopped`, within a tenth of a second.

    Raises:
        ModelUnavailable: the model cannot be reached, refused the call, broke off, or wrote what is no answer.
    """
    call = _Call(question, evidence, provider)
    try:
        yield from call.pieces(stopped)
    except ModelUnavailable:
        raise
    except Exception as error:
        raise call.failed(error) from error
    if not stopped():
        call.check()
    yield call.draft()


class _Call:
    """A question to the model: what it has said so far, and what that comes to."""

    def __init__(self, question: str, evidence: Evidence, provider: ChatProvider) -> None:
        self._question, self._evidence, self._provider = question, evidence, provider
        self._start = time.perf_counter()
        self._first = 0.0
        self._text = ""
        self._usage: Mapping[str, Any] = {}
        self._ended = ""

    def pieces(self, stopped: Callable[[], bool]) -> Generator[str, None, None]:
        """What the model says, once more with half of the evidence where its context is too short for all."""
        try:
            yield from self._pieces(self._evidence, stopped)
        except Exception as error:
            if self._text or diagnose(error, "").kind != "context":
                raise
            yield from self._pieces(shortened(self._evidence), stopped)

    def _pieces(self, evidence: Evidence, stopped: Callable[[], bool]) -> Generator[str, None, None]:
        marks = Marks(evidence)
        prompt = (documents if self._provider.cites else messages)(self._question, evidence)

        def begin() -> AsyncGenerator[AIMessageChunk, None]:
            return _stream(self._provider, prompt)

        with closing(tried(begin, lambda piece: bool(piece.text), self._provider.timeout, stopped)) as stream:
            for piece in stream:
                self._usage = piece.usage_metadata or self._usage
                reason = piece.response_metadata.get("finish_reason") or piece.response_metadata.get("stop_reason")
                self._ended = str(reason or self._ended)
                if said := marks.text(cast("Any", piece.content)) if self._provider.cites else str(piece.text):
                    yield self._said(said)
                    self._stop_runaway()
        if rest := marks.rest():
            yield self._said(rest)

    def _said(self, piece: str) -> str:
        self._first = self._first or time.perf_counter() - self._start
        self._text += piece
        return piece

    def _stop_runaway(self) -> None:
        if why := runaway(self._text, self._provider.answer_tokens):
            raise ModelUnavailable(
                f"{self._provider.name} {why} and was stopped; what it had finished was checked as always", retry=False
            )

    def failed(self, error: Exception) -> ModelUnavailable:
        """The error as one sentence, with what to do."""
        if self._text:
            return ModelUnavailable(
                f"{self._provider.name} broke off ({brief(error)}); what it had finished was checked as always, "
                "ask again for the rest",
                retry=diagnose(error, "").passing,
            )
        failure = diagnose(error, self._provider.name)
        return ModelUnavailable(failure.message, retry=failure.passing)

    def check(self) -> None:
        """Raise if what the model wrote is no answer."""
        name = self._provider.name
        if self._ended in HELD_BACK:
            raise ModelUnavailable(
                f"A content filter of {name} held back the answer; ask in other words, {ELSE}", retry=False
            )
        if not self._text.strip():
            raise ModelUnavailable(f"{name} wrote nothing; ask again, {ELSE}", retry=True)
        if declines(self._text):
            said = " ".join(self._text.split())[:80]
            raise ModelUnavailable(f"{name} would not answer (“{said}”); ask in other words, {ELSE}", retry=False)

    def draft(self) -> Draft:
        """What the model wrote, as a whole."""
        return Draft(
            text=self._text,
            model=self._provider.name,
            prompt_tokens=self._usage.get("input_tokens", 0),
            completion_tokens=self._usage.get("output_tokens", 0),
            seconds_to_first_token=round(self._first, 3),
        )


async def _stream(provider: ChatProvider, prompt: list[BaseMessage]) -> AsyncGenerator[AIMessageChunk, None]:
    """One call; opening the model belongs to it, since that may load weights or ask an address for its models."""
    chat = await asyncio.to_thread(provider.open)
    stream = cast("AsyncGenerator[AIMessageChunk, None]", chat.astream(prompt))
    async with aclosing(stream):
        async for piece in stream:
            yield piece


def warm_prompt(chat: BaseChatModel) -> None:
    """Let a local model read the fixed part of the prompt, so that the first question does not wait for it."""
    nothing = Evidence((), (), 0.0, 0)
    # Whatever is the matter, the first question will meet it and say so.
    with suppress(Exception), closing(chat.stream(messages("", nothing))) as stream:  # type: ignore[type-var]
        next(iter(stream), None)
