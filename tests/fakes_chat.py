"""Evidence in a line each, for the tests of what becomes of it, and a chat model that tells when it is stopped."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

from fakes import ScriptedChat
from pydantic import Field

from rag.errors import ModelUnavailable
from rag.models.chat import Chat, ChatSettings
from rag.records import (
    ArticleInfo,
    CheckedSentence,
    Chunk,
    CitedSentence,
    Evidence,
    EvidenceSentence,
    IndexedChunk,
    Ranking,
    ScoredChunk,
    Sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.outputs import ChatGenerationChunk

DAY = date(2024, 3, 8)


def info(doc_id: str, published_at: date | None = DAY, **fields: Any) -> ArticleInfo:
    """An article known by its doc_id, which is also its title unless another is given."""
    return ArticleInfo(
        **({"doc_id": doc_id, "title": doc_id, "publisher": "Daily Tide"} | fields), published_at=published_at
    )


def told(*texts: str | tuple[ArticleInfo | str, str]) -> tuple[EvidenceSentence, ...]:
    """Evidence sentences numbered from 1, best first; `("b", text)` stands in article b, a bare text in article a.

    Within an article they follow each other, parted by a space.
    """
    found: list[EvidenceSentence] = []
    counts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for number, item in enumerate(texts, 1):
        place, text = item if isinstance(item, tuple) else ("a", item)
        article = info(place) if isinstance(place, str) else place
        doc_id = article.doc_id
        start = ends.get(doc_id, -1) + 1
        ends[doc_id] = start + len(text)
        sentence = Sentence(doc_id, counts.get(doc_id, 0), start, ends[doc_id], text)
        counts[doc_id] = sentence.number + 1
        found.append(EvidenceSentence(number, sentence, article, score=10.0 - number, chance=0.5))
    return tuple(found)


def evidence_of(sentences: tuple[EvidenceSentence, ...], top_score: float = 5.0) -> Evidence:
    """Evidence whose sentences are best in the order of their scores."""
    articles = tuple({item.article.doc_id: item.article for item in sentences}.values())
    best = tuple(item.number for item in sorted(sentences, key=lambda item: -item.score))
    return Evidence(sentences, articles, top_score, tokens=0, best=best)


def ranking_of(*texts: str, title: str = "a") -> Ranking:
    """Passages of article a, best first, each a chunk of its own."""
    chunks = [Chunk(f"c{n}", "a", n, 0, len(text), (), text, f"{title}\n{text}") for n, text in enumerate(texts)]
    return tuple(ScoredChunk(IndexedChunk(chunk, info("a")), 5.0 - n, n + 1) for n, chunk in enumerate(chunks))


def numbers_of(sentences: tuple[EvidenceSentence, ...]) -> dict[str, int]:
    """A number for each article, in the order they come."""
    return {doc_id: number for number, doc_id in enumerate(dict.fromkeys(x.sentence.doc_id for x in sentences), 1)}


def wrote(text: str, *numbers: int) -> CitedSentence:
    """A sentence of a draft with its marks."""
    return CitedSentence(text, numbers)


def checked(text: str) -> CheckedSentence:
    """A sentence that held, without its citations."""
    return CheckedSentence(text, (), "supported", "all checks")


class WatchedChat(ScriptedChat):
    """A ScriptedChat that counts how many of its streams have ended, by themselves or by being closed."""

    closed: int = 0

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        try:
            yield from super()._stream(*args, **kwargs)
        finally:
            self.closed += 1


class PausedChat(WatchedChat):
    """A WatchedChat that waits before a piece (counted from 0) until it is told to go on."""

    pause_at: int = 1
    ended: Any = Field(default_factory=threading.Event)
    pausing: Any = Field(default_factory=threading.Event)
    go_on: Any = Field(default_factory=threading.Event)

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        chunks = super()._stream(*args, **kwargs)
        try:
            for place, chunk in enumerate(chunks):
                if place == self.pause_at:
                    self.pausing.set()
                    assert self.go_on.wait(30)
                yield chunk
        finally:
            chunks.close()  # type: ignore[attr-defined]  # a generator
            self.ended.set()


class OpenedChat(Chat):
    """A provider that is open already: it hands out the model it was given, or raises the error it was given."""

    def __init__(self, model: ScriptedChat | ModelUnavailable) -> None:
        super().__init__("http://127.0.0.1:1/v1", None, ChatSettings(model="scripted"))
        self._model = model

    @property
    def local(self) -> bool:
        return True

    @property
    def timeout(self) -> float:
        return 30.0

    def open(self) -> BaseChatModel:
        if isinstance(self._model, ModelUnavailable):
            raise self._model
        return self._model
