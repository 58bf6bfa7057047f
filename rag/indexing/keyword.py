"""The home of bm25s: keyword search over the chunks that Chroma holds.

Derived, never the source of truth: built from the store and cached under the name of what the store holds; delete the
cache and it comes back. English stemming and stop words. Another engine takes its place by passing the contract in
tests/contracts/test_keyword_index.py; library.py names it twice, in `made` and `open`.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..records import IndexedChunk, Query
from .keyword_rows import Rows
from .rows import day_number

if TYPE_CHECKING:
    import bm25s

VOCABULARY = "vocabulary.json"
WORD = re.compile(r"[^\W\d_]{2,}")


class Bm25Index:
    """Okapi BM25 (Lucene's variant, k1 = 1.5, b = 0.75; doi:10.1561/1500000019) over title, day and text of chunks."""

    def __init__(self, ranker: bm25s.BM25 | None, rows: Rows, vocabulary: Mapping[str, int]) -> None:
        """Take a ranker (None if there are no chunks), the chunks in its order and what `vocabulary()` gives."""
        self._ranker, self._rows, self._vocabulary = ranker, rows, vocabulary

    @classmethod
    def build(cls, chunks: Iterable[IndexedChunk]) -> Bm25Index:
        """Index the chunks; the same chunks in any order give the same index."""
        import bm25s

        # Only what is indexed is kept of a chunk, so that many of them fit.
        ordered = sorted(
            (
                item.chunk.chunk_id,
                day_number(item.article.published_at) if item.article.published_at else 0,
                item.article.publisher,
                item.chunk.embedding_text,
            )
            for item in chunks
        )
        rows = Rows.of([row[:3] for row in ordered])
        if not ordered:
            return cls(None, rows, {})
        ranker = bm25s.BM25(k1=1.5, b=0.75, method="lucene")
        tokens = _tokens([row[3] for row in ordered])
        ranker.index(tokens, show_progress=False)
        return cls(ranker, rows, Counter(word for row in ordered for word in WORD.findall(row[3])))

    @classmethod
    def made(cls, folder: Path, state: str, chunks: Iterable[IndexedChunk]) -> Bm25Index:
        """The index of chunks that are new, cached under the name of their state if the folder can be written."""
        built = cls.build(chunks)
        built.save(folder, state)
        return built

    @classmethod
    def open(cls, folder: Path, state: str, chunks: Iterable[IndexedChunk]) -> Bm25Index:
        """The cached index of a state; made anew from its chunks where there is none."""
        import bm25s

        place = folder / state
        try:
            rows = Rows.load(place)
            vocabulary = json.loads((place / VOCABULARY).read_text(encoding="utf-8"))
            return cls(bm25s.BM25.load(str(place)) if len(rows) else None, rows, vocabulary)
        except Exception:  # absent, half there or garbage: what a cache may be, and bm25s then raises what it will
            return cls.made(folder, state, chunks)

    def save(self, folder: Path, state: str) -> None:
        """Cache the index and drop those of other states; a folder that cannot be written is left alone."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
            if self._ranker:
                self._ranker.save(str(temporary), show_progress=False)
            self._rows.save(temporary)
            words = json.dumps(self._vocabulary, ensure_ascii=False)
            (temporary / VOCABULARY).write_text(words, encoding="utf-8")
            shutil.rmtree(folder / state, ignore_errors=True)
            temporary.replace(folder / state)
            for other in folder.iterdir():
                if other.name != state:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError:
            return

    def search(self, query: Query, limit: int) -> dict[str, float]:
        """BM25 by chunk_id, of chunks within the query's filters that share a word with it; see `KeywordIndex`."""
        import numpy as np

        tokens = _tokens([query.keywords or query.text], ids=False)[0]
        if not self._ranker or not tokens:
            return {}
        known = [token for token in tokens if token in self._ranker.vocab_dict]
        if not known:
            return {}
        scores = self._ranker.get_scores(known)
        found = self._rows.admitted(query, np.flatnonzero(scores > 0))
        if len(found) > limit:
            least = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= least]
        # Rows are in the order of their ids, so a stable sort breaks ties by id.
        best = found[np.argsort(-scores[found], kind="stable")[:limit]]
        return {self._rows.chunk_id(place): float(scores[place]) for place in best}

    def vocabulary(self) -> Mapping[str, int]:
        """The words of the chunks as they are written, capitals kept, with how often; numbers are no words."""
        return self._vocabulary

    def knows(self, word: str) -> bool:
        """Whether a chunk has the word, or another form with the same stem; stop words count as known."""
        tokens = _tokens([word], ids=False)[0]
        return all(self._ranker is not None and token in self._ranker.vocab_dict for token in tokens)


def _tokens(texts: list[str], *, ids: bool = True) -> Any:
    import bm25s
    import Stemmer

    return bm25s.tokenize(
        texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=ids, show_progress=False
    )
