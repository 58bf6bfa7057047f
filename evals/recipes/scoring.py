"""What dense search, keyword search and the cross-encoder give for a question, over all chunks of a shelf."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.records import CrossEncoder

from .shelf import Shelf

if TYPE_CHECKING:
    from rag.records import Vectors

FEEDBACK_CHUNKS, FEEDBACK_TERMS, FEEDBACK_WEIGHT = 5, 10, 0.3
"""Chunks that are taken as relevant, terms drawn from them, and their weight beside the question's own."""
FEEDBACK_VECTORS, FEEDBACK_SHARE = 3, 0.3


@dataclass(frozen=True, slots=True)
class Words:
    """How keyword search reads words and weighs them."""

    method: str = "lucene"
    k1: float = 1.5
    b: float = 0.75
    stem: bool = True
    stop: bool = True


class Keyword:
    """BM25 over a shelf."""

    def __init__(self, shelf: Shelf, words: Words) -> None:
        import bm25s

        self._words = words
        self._tokens = self._cut(shelf.texts)
        self._ranker = bm25s.BM25(k1=words.k1, b=words.b, method=words.method)
        start = time.perf_counter()
        self._ranker.index(self._tokens, show_progress=False)
        self.seconds = time.perf_counter() - start

    def _cut(self, texts: Sequence[str]) -> list[list[str]]:
        import bm25s
        import Stemmer

        stemmer = Stemmer.Stemmer("english") if self._words.stem else None
        stop = "en" if self._words.stop else None
        found: Any = bm25s.tokenize(list(texts), stopwords=stop, stemmer=stemmer, return_ids=False, show_progress=False)
        return list(found)

    def scores(self, question: str) -> Vectors:
        """Scores of shape (chunks,), 0 where no word is shared."""
        return self._weighed(dict.fromkeys(self._cut([question])[0], 1.0))

    def with_feedback(self, question: str) -> Vectors:
        """The same after the terms that stand out in the first chunks were added (relevance model 3, simplified)."""
        import numpy as np

        own = dict.fromkeys(self._cut([question])[0], 1.0)
        first = self._weighed(own)
        best = np.argsort(-first, kind="stable")[:FEEDBACK_CHUNKS]
        found: dict[str, float] = {}
        for place in best:
            for term in set(self._tokens[place]):
                found[term] = found.get(term, 0.0) + float(first[place])
        drawn = sorted((term for term in found if term not in own), key=lambda term: (-found[term], term))
        top = max(found.values(), default=1.0) or 1.0
        more = {term: FEEDBACK_WEIGHT * found[term] / top for term in drawn[:FEEDBACK_TERMS]}
        return self._weighed({**own, **more})

    def _weighed(self, terms: dict[str, float]) -> Vectors:
        import numpy as np

        total = np.zeros(len(self._tokens), np.float32)
        for term, weight in terms.items():
            if term in self._ranker.vocab_dict:
                total += weight * self._ranker.get_scores([term])
        return total


def dense(chunk_vectors: Vectors, query_vector: Vectors, feedback: bool = False) -> Vectors:
    """Cosines of shape (chunks,); with feedback, of the query moved towards the first chunks (Rocchio)."""
    import numpy as np

    found: Vectors = chunk_vectors @ query_vector
    if not feedback:
        return found
    best = np.argsort(-found, kind="stable")[:FEEDBACK_VECTORS]
    moved = (1 - FEEDBACK_SHARE) * query_vector + FEEDBACK_SHARE * chunk_vectors[best].mean(axis=0)
    moved_scores: Vectors = chunk_vectors @ (moved / np.linalg.norm(moved))
    return moved_scores


@dataclass
class Kept:
    """Scores of pairs that are kept in a file, and the seconds each took when it was computed."""

    file: Path
    model: CrossEncoder
    _known: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file.is_file():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                key, score, seconds = json.loads(line)
                self._known[key] = (score, seconds)

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.model.name

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """As `CrossEncoder.score`."""
        import numpy as np

        return np.array([logit for logit, _ in self.timed(query, passages)], dtype=np.float32)

    def timed(self, question: str, texts: Sequence[str]) -> list[tuple[float, float]]:
        """(logit, seconds) of each text."""
        keys = [_digest(self.model.name, question, text) for text in texts]
        missing = [place for place, key in enumerate(keys) if key not in self._known]
        if missing:
            start = time.perf_counter()
            found = self.model.score(question, [texts[place] for place in missing])
            seconds = (time.perf_counter() - start) / len(missing)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as lines:
                for place, score in zip(missing, found, strict=True):
                    self._known[keys[place]] = (float(score), seconds)
                    lines.write(json.dumps([keys[place], float(score), seconds]) + "\n")
        return [self._known[key] for key in keys]


@lru_cache(maxsize=100_000)
def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
