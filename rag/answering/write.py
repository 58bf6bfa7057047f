"""From evidence to a draft: the chat model writes, piece by piece.

Whatever the model's library raises becomes `ModelUnavailable` here. The draft is not judged; cite and verify do that.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent import futures
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import ModelUnavailable
from ..records import Draft, Evidence
from .prompts import messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")

LOOKS = 0.05
"""Seconds between two looks whether a silent model is still wanted: a stop is felt as at once below a tenth."""
# The classes of httpx and openai for what may pass by itself, by name: every provider's library has its own.
PASSING = ("Timeout", "Connect", "RateLimit", "InternalServer", "ServiceUnavailable", "RemoteProtocol", "ReadError")


class ChatProvider(Protocol):
    """A chat model that is opened when it is first needed."""

    @property
    def name(self) -> str:
        """Name of the model, as the answer gives it."""

    @property
    def local(self) -> bool:
        """Whether it runs in this process, so that warming it up costs nobody anything."""

    def open(self) -> BaseChatModel:
        """The LangChain chat model; raises ModelUnavailable if it cannot be loaded or reached."""

    def close(self) -> None:
        """Free it."""


def write(
    question: str, evidence: Evidence, chat: BaseChatModel, name: str, stopped: Callable[[], bool] = lambda: False
) -> Generator[str | Draft, None, None]:
    """The draft's pieces as they come, then the whole as a Draft.

    Closing the iterator stops the model. So does `stopped`, which is also asked while the model has not said anything
    yet: nothing is waited for then, and the model is closed with its first piece.

    Raises:
        ModelUnavailable: the model cannot be reached, refused the call, or broke off.
    """
    start = time.perf_counter()
    first = 0.0
    pieces: list[str] = []
    usage: Mapping[str, Any] = {}
    try:
        for piece in _pieces(chat.stream(messages(question, evidence)), stopped):
            usage = getattr(piece, "usage_metadata", None) or usage
            if piece.text:
                first = first or time.perf_counter() - start
                pieces.append(str(piece.text))
                yield pieces[-1]
    except Exception as error:
        retry = any(word in type(each).__name__ for each in _chain(error) for word in PASSING)
        raise ModelUnavailable(f"{name} did not answer ({_brief(error)}); {_remedy(error)}", retry=retry) from error
    yield Draft(
        text="".join(pieces),
        model=name,
        prompt_tokens=usage.get("input_tokens", 0),
        completion_tokens=usage.get("output_tokens", 0),
        seconds_to_first_token=round(first, 3),
    )


def _pieces(stream: Iterator[T], stopped: Callable[[], bool]) -> Generator[T, None, None]:
    """What the stream gives, until it is stopped.

    The first piece, before which a model may be silent for a minute, is waited for in a thread of its own.
    """
    arriving: futures.Future[T | None] = futures.Future()

    def read() -> None:
        try:
            arriving.set_result(next(stream, None))
        except BaseException as error:
            arriving.set_exception(error)
        if stopped():
            _close(stream)

    threading.Thread(target=read, name="first piece", daemon=True).start()
    try:
        while not arriving.done():
            if stopped():
                return
            futures.wait([arriving], LOOKS)
        first = arriving.result()
        if first is not None:
            yield first
            yield from stream
    finally:
        _close(stream)


def _close(stream: Iterator[T]) -> None:
    with suppress(ValueError):  # another thread is waiting in it, and closes it as soon as it can
        stream.close()  # type: ignore[attr-defined]  # a generator


def warm_prompt(chat: BaseChatModel) -> None:
    """Let a local model read the fixed part of the prompt, so that the first question does not wait for it."""
    nothing = Evidence((), (), 0.0, 0)
    # Whatever is the matter, the first question will meet it and say so.
    with suppress(Exception), closing(chat.stream(messages("", nothing))) as stream:  # type: ignore[type-var]
        next(iter(stream), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _brief(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:160]


def _remedy(error: Exception) -> str:
    text = f"{type(error).__name__} {error}".lower()
    if "auth" in text or "api key" in text or "api_key" in text or "401" in text:
        return "check its key (FOOTNOTE_API_KEY, or the variable of its own library)"
    return "check that it is running and reachable, or set provider to local or none"
