"""Large indexes for timing questions: the planted articles, and as many variations of them as it takes.

The text is that of the articles with a third of the words replaced (`benchmarks.sync.made`), so that keyword search and
the cross-encoder have real work. Vectors of the first variations are the embedder's own; those beyond are made, since
20,000 chunks take it minutes: the vector of a chunk of the same article, turned away by noise. Indexes are kept in the
user's cache folder; delete them there.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from evals.sets.planted import FOLDER
from evals.sets.planted import articles as planted
from rag.config import Config
from rag.errors import IndexMismatch, IndexMissing
from rag.library import Library
from rag.opening import open_embedder
from rag.records import Embedder

from .sync import made

if TYPE_CHECKING:
    from rag.records import Vectors

KEPT = user_cache_path("footnote") / "benchmarks"
CHUNKS_AN_ARTICLE = 3.08
"""Of the variations, by 120 words; the planted articles themselves have 461 chunks."""
REAL = 2000
"""Chunks with vectors of the embedder."""
NOISE = 1.14
"""Length of the noise beside a unit vector, for a cosine of 0.66: the mean of 49 pairs of variations of one chunk."""
NUMBER = re.compile(r"Made-up article number (\d+)")


def index_of(chunks: int, config: Config) -> Config:
    """The config with the index folder of about so many chunks, which is built where it is not kept."""
    count = max(round((chunks - 461) / CHUNKS_AN_ARTICLE), 0)
    folder = KEPT / f"{config.embedder}-{config.chunk_words}-{count}"
    embedder = MadeBeyond(open_embedder(config), round(REAL / CHUNKS_AN_ARTICLE))
    with closing(Library(folder, embedder, config.chunk_words)) as library:
        if not whole(library, count):
            with TemporaryDirectory() as place:
                dump = Path(place) / "made.jsonl"
                with dump.open("w", encoding="utf-8") as lines:
                    lines.writelines(json.dumps(row) + "\n" for row in made(count, 0))
                library.sync([FOLDER, dump], rebuild=folder.exists())
    return replace(config, index=folder)


def whole(library: Library, count: int) -> bool:
    """Whether the kept index has all the articles."""
    try:
        return library.status().articles >= count
    except (IndexMissing, IndexMismatch):
        return False


class MadeBeyond:
    """The embedder for variations up to a number; beyond it, what its vectors would be like."""

    def __init__(self, embedder: Embedder, real: int) -> None:
        """Take the embedder and the number of variations it reads."""
        self._embedder, self._real = embedder, real
        self.name, self.digest, self.dimension = embedder.name, embedder.digest, embedder.dimension
        self._known: dict[int, list[tuple[frozenset[str], Vectors]]] = defaultdict(list)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        import numpy as np

        numbers = [int(found[1]) if (found := NUMBER.match(text)) else -1 for text in texts]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        own = [place for place, number in enumerate(numbers) if number < self._real]
        vectors[own] = self._embedder.embed_passages([texts[place] for place in own])
        for place in own:
            if numbers[place] >= 0:
                known = self._known[numbers[place] % len(planted())]
                known.append((frozenset(texts[place].split()), vectors[place]))
        for place, number in enumerate(numbers):
            if number >= self._real:
                vectors[place] = self._made(number, texts[place])
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """See `Embedder`."""
        return self._embedder.embed_query(text)

    def _made(self, number: int, text: str) -> Vectors:
        """The vector of the chunk with most words in common, of the same article, turned away by noise."""
        import numpy as np

        words = frozenset(text.split())
        like = max(self._known[number % len(planted())], key=lambda item: len(words & item[0]))[1]
        draw = np.random.default_rng([number, len(text)])
        vector = like + NOISE * draw.standard_normal(self.dimension, dtype=np.float32) / np.sqrt(self.dimension)
        return vector / np.linalg.norm(vector)  # type: ignore[no-any-return]
