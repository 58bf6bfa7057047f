"""An assistant whose answers are told again at the pace they took, without the work: what is left is the page's."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from rag.assistant import Assistant
    from rag.records import Answer, Event, Filters


class Replayed:
    """`Answering` over the questions that it was given; all but their answers comes from the assistant."""

    def __init__(self, assistant: Assistant, texts: Sequence[str]) -> None:
        """Ask each of the texts once and keep its events, with the seconds after which each came."""
        self._assistant = assistant
        self._told = {text: list(_timed(assistant.stream(text))) for text in texts}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        """The events of the question as they came, each no earlier than it did; another question is answered."""
        if question not in self._told:
            yield from self._assistant.stream(question, history, **filters)
            return
        begun = time.perf_counter()
        for after, event in self._told[question]:
            time.sleep(max(0.0, begun + after - time.perf_counter()))
            yield event


def _timed(events: Iterator[Event]) -> Iterator[tuple[float, Event]]:
    begun = time.perf_counter()
    for event in events:
        yield time.perf_counter() - begun, event
