"""What models said before: an embedder and a cross-encoder that do not read the same words twice.

A logit depends on the texts of question and passage alone, and a query's vector on its text, so nothing here can become
stale, whatever a sync does. `Memo` is what they are kept in.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from ..records import AnswerReader, Embedder

if TYPE_CHECKING:
    from ..records import Vectors

K = TypeVar("K")
V = TypeVar("V")


class Memo(Generic[K, V]):
    """The values of the keys that were used last, at most `most` of them. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` values; 0 keeps none."""
        self._most, self._lock = most, threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value of the key, if it is still kept."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Keep the value; the one that was not used for longest may go for it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def __len__(self) -> int:
        return len(self._values)


class MemoCrossEncoder:
    """An `AnswerReader` that reads each pair of question and passage once for each purpose, as long as it is kept."""

    def __init__(self, cross_encoder: AnswerReader, most: int) -> None:
        """Take the one that reads and the number of logits to keep."""
        self._inner = cross_encoder
        self._logits: Memo[bytes, float] = Memo(most)
        self._answers: Memo[bytes, float] = Memo(most)

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._inner.name

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Logits of shape (len(passages),), float32; higher is better, unbounded."""
        return _remembered(self._logits, self._inner.score, query, passages)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """See `AnswerReader.answers`."""
        return _remembered(self._answers, self._inner.answers, question, sentences)


def _remembered(
    memo: Memo[bytes, float], read: Callable[[str, Sequence[str]], Vectors], query: str, passages: Sequence[str]
) -> Vectors:
    """The logits of the pairs; those that the memo does not have are read."""
    import numpy as np

    keys = [_digest(query, passage) for passage in passages]
    logits = {key: logit for key in keys if (logit := memo.get(key)) is not None}
    new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in logits}
    if new:
        logits |= {key: float(logit) for key, logit in zip(new, read(query, list(new.values())), strict=True)}
        for key in new:
            memo.put(key, logits[key])
    return np.array([logits[key] for key in keys], dtype=np.float32)


class MemoEmbedder:
    """An `Embedder` that reads each query once, as long as it is kept; passages go straight through."""

    def __init__(self, embedder: Embedder, most: int) -> None:
        """Take the one that reads and the number of vectors to keep."""
        self._inner = embedder
        self._vectors: Memo[str, Vectors] = Memo(most)

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._inner.name

    @property
    def digest(self) -> str:
        """sha256 (hex) of the weights."""
        return self._inner.digest

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._inner.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, of length 1."""
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimension,), float32, of length 1; not to be written to."""
        vector = self._vectors.get(text)
        if vector is None:
            vector = self._inner.embed_query(text)
            vector.flags.writeable = False  # it is handed out again
            self._vectors.put(text, vector)
        return vector


def _digest(query: str, passage: str) -> bytes:
    """16 bytes that stand for the pair; no question holds a zero sign, so that the first one parts the two."""
    return hashlib.blake2b(f"{query}\0{passage}".encode(errors="surrogatepass"), digest_size=16).digest()
