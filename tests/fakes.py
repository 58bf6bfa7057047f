"""Stand-ins for models and indexes: real classes at the seams, deterministic, the models keeping what they were asked.

Texts that share words are near for `HashEmbedder` and score high with `OverlapCrossEncoder`; `ScriptedChat` says what
it was told to say, one token at a time.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from langchain_core.callbacks import CallbackManagerForLLMRun

    from rag.records import ArticleInfo, IndexedChunk, Query, Vectors


def words(text: str) -> list[str]:
    """The words of a text in lower case; a stop at the end belongs to none."""
    return re.findall(r"\w+", text.lower())


class HashEmbedder:
    """A text's vector is the sum of its words' vectors, each drawn from a generator seeded by the word."""

    def __init__(self, name: str = "hash", dimension: int = 64) -> None:
        self._name, self._dimension = name, dimension
        self.embedded: list[str] = []
        """Passages, in the order they were embedded."""
        self.queries: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def digest(self) -> str:
        return hashlib.sha256(self._name.encode()).hexdigest()

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self._dimension)

    def embed_query(self, text: str) -> Vectors:
        self.queries.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        seeds = [int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big") for word in words(text) or [""]]
        total = sum(np.random.default_rng(seed).standard_normal(self._dimension) for seed in seeds)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class OverlapCrossEncoder:
    """A passage's logit is the number of words it shares with the query, each counted once, less 2.

    Of sentences that may answer, the first two do, and those that share four words.
    """

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        """(query, passage), in the order they were scored."""

    @property
    def name(self) -> str:
        return "overlap"

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        self.pairs += [(query, passage) for passage in passages]
        return np.array([len({*words(query)} & {*words(passage)}) - 2 for passage in passages], np.float32)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """0 of those that do, -5 of the others; these pairs are not noted."""
        shared = OverlapCrossEncoder().score(question, sentences) + 2
        return np.where((np.arange(len(sentences)) < 2) | (shared > 3), 0, -5).astype(np.float32)


class ScriptError(Exception):
    """What a ScriptedChat raises where its script says so."""


class ScriptedChat(BaseChatModel):
    """Says its replies in order, a token (a word with the space before it) at a time.

    `ScriptedChat(replies=["One [1].", "Two."], fail_after=3)` breaks off before the fourth token of any reply.
    """

    replies: list[str] = Field(default_factory=list)
    """Still to be said; the first is said next, and asking for more than there are is an error."""
    fail_after: int | None = None
    """Tokens of each reply after which `failure` is raised, at its end if it is shorter; None never, 0 at once."""
    failure: Exception = Field(default_factory=lambda: ScriptError("the script ends here"))
    history: list[list[BaseMessage]] = Field(default_factory=list)
    """The messages of each call."""
    said: list[str] = Field(default_factory=list)
    """The tokens that were taken, of all calls."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        self.history.append(messages)
        if not self.replies:
            raise ScriptError("the script has no reply left")
        tokens = re.findall(r"\s*\S+|\s+$", self.replies.pop(0))
        for place, token in enumerate(tokens):
            if place == self.fail_after:
                raise self.failure
            self.said.append(token)
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=token))
            if run_manager:
                run_manager.on_llm_new_token(token, chunk=chunk)
            yield chunk
        if self.fail_after is not None and self.fail_after >= len(tokens):
            raise self.failure
        prompt = sum(len(str(message.content).split()) for message in messages)
        usage = UsageMetadata(input_tokens=prompt, output_tokens=len(tokens), total_tokens=prompt + len(tokens))
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages, stop, run_manager))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


class MemoryDenseIndex:
    """Chunks and their vectors in a list, compared one by one."""

    def __init__(self, items: Sequence[IndexedChunk], vectors: Vectors) -> None:
        self._items, self._vectors = list(items), vectors

    def nearest(self, vector: Vectors, query: Query, limit: int) -> dict[str, float]:
        cosines = self._vectors @ vector
        order = sorted(range(len(self._items)), key=lambda place: -float(cosines[place]))
        admitted = [place for place in order if admits(query, self._items[place].article)]
        return {self._items[place].chunk.chunk_id: float(cosines[place]) for place in admitted[:limit]}

    def chunks(self, chunk_ids: Collection[str]) -> dict[str, IndexedChunk]:
        return {item.chunk.chunk_id: item for item in self._items if item.chunk.chunk_id in chunk_ids}


class MemoryKeywordIndex:
    """Chunks in a list, by the number of words (longer than three letters) they share with the query; no files."""

    def __init__(self, items: Sequence[IndexedChunk]) -> None:
        self._items = list(items)

    @classmethod
    def made(cls, folder: Path, state: str, chunks: Iterable[IndexedChunk]) -> MemoryKeywordIndex:
        return cls([*chunks])

    open = made

    def search(self, query: Query, limit: int) -> dict[str, float]:
        wanted = {word for word in words(query.keywords or query.text) if len(word) > 3}
        shared = {
            item.chunk.chunk_id: len(wanted & {*words(item.chunk.embedding_text)})
            for item in self._items
            if admits(query, item.article)
        }
        found = [chunk_id for chunk_id, count in shared.items() if count]
        best = sorted(found, key=lambda chunk_id: (-shared[chunk_id], chunk_id))[:limit]
        return {chunk_id: float(shared[chunk_id]) for chunk_id in best}

    def vocabulary(self) -> Mapping[str, int]:
        return Counter(word for item in self._items for word in re.findall(r"[^\W\d_]{2,}", item.chunk.embedding_text))

    def knows(self, word: str) -> bool:
        return len(word) <= 3 or word.lower() in map(str.lower, self.vocabulary())


def admits(query: Query, article: ArticleInfo) -> bool:
    """Whether the query's filters let the article through, written out once more."""
    if query.publishers and article.publisher not in query.publishers:
        return False
    if not (query.as_of or query.published_after or query.published_before):
        return True
    if article.published_at is None:
        return False
    day = date(article.published_at.year, article.published_at.month, article.published_at.day)
    first, lasts = query.published_after or date.min, (query.as_of or date.max, query.published_before or date.max)
    return first <= day <= min(lasts)
