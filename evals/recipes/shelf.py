"""The chunks of a set's articles, cut in the way a recipe asks for, and their vectors.

Vectors are kept in the cache folder under a digest of the texts and the weights.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from rag.reading.chunk import chunk, sentences
from rag.records import Article, ArticleInfo, Chunk, Embedder, IndexedChunk, ScoredChunk, Sentence
from rag.retrieval.passages import filled

from ..baseline import splitter
from ..records import EvalSet
from ..sets import planted

if TYPE_CHECKING:
    from rag.records import Vectors

Form: TypeAlias = Literal["text", "title", "title and day", "title, day and section"]
"""What the embedder and the keyword index read of a chunk."""
SENTENCE = 0
"""Instead of a number of words: every sentence with the one before and the one after it."""
USUAL = -1
"""Instead of a number of words: what the usual way cuts, 1,000 characters of which 200 are in the next piece, too."""
HEADING = 12
"""Words of a heading at most."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How articles are cut, and what is read of a chunk."""

    words: int = 120
    form: Form = "title and day"


@dataclass(frozen=True)
class Shelf:
    """Chunks in a fixed order, and what is read of each."""

    chunks: tuple[Chunk, ...]
    texts: tuple[str, ...]
    published: Mapping[str, str]
    """Day of publication by doc_id, as text; not there if undated."""
    _vectors: dict[str, Vectors] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """16 hex digits over the texts."""
        return hashlib.sha256("\0".join(self.texts).encode()).hexdigest()[:16]

    def passages(self, places: Sequence[int], limit: int, characters: int) -> list[tuple[str, str]]:
        """doc_id and text of the first chunks; with `characters`, filled up as in the product's retriever."""
        if not characters:
            return [(self.chunks[place].doc_id, self.chunks[place].text) for place in places[:limit]]
        chunks = [self.chunks[place] for place in places]
        ranking = tuple(
            ScoredChunk(IndexedChunk(item, ArticleInfo(doc_id=item.doc_id, title="")), 0.0, rank)
            for rank, item in enumerate(chunks, 1)
        )
        passages = filled(ranking, self._wholes.__getitem__, limit, characters)
        return [(item.chunk.doc_id, item.chunk.text) for item in passages]

    @cached_property
    def _wholes(self) -> dict[str, tuple[str, list[Sentence]]]:
        """Text and sentences of each article, of which the chunks are all there is."""
        found: dict[str, tuple[str, list[Sentence]]] = {}
        for item in self.chunks:
            text, own = found.get(item.doc_id, ("", []))
            found[item.doc_id] = (text + item.text, [*own, *item.sentences])
        return found

    def vectors(self, embedder: Embedder, cache: Path) -> Vectors:
        """Vectors of the texts; read once."""
        if embedder.name not in self._vectors:
            self._vectors[embedder.name], _ = vectors(self.texts, embedder, cache)
        return self._vectors[embedder.name]


MOST = 1000
"""Articles of a set; of a larger one those that are wanted and as many others, drawn by chance, are enough to compare
recipes by, and cost two cores minutes instead of half an hour."""


def drawn(eval_set: EvalSet) -> EvalSet:
    """The set, or its wanted articles and as many others if it has more than `MOST`; the same each time."""
    if len(eval_set.documents) <= MOST:
        return eval_set
    wanted = {doc_id for question in eval_set.questions for doc_id in question.doc_ids}
    others = [item.doc_id for item in eval_set.documents if item.doc_id not in wanted]
    taken = wanted.union(random.Random(7).sample(sorted(others), min(len(wanted), len(others))))
    return replace(eval_set, documents=tuple(item for item in eval_set.documents if item.doc_id in taken))


def articles_of(eval_set: EvalSet) -> tuple[Article, ...]:
    """The articles of a set, as the library would hold them."""
    if eval_set.folder:
        return tuple(article for _, article in sorted(planted.articles().items()))
    return tuple(
        Article(
            doc_id=item.doc_id,
            title=item.title,
            text=item.text,
            publisher=item.publisher,
            published_at=item.published_at,
        )
        for item in eval_set.documents
    )


def shelve(articles: Sequence[Article], cut: Cut) -> Shelf:
    """The chunks of the articles."""
    chunks, texts = [], []
    for article in articles:
        section = ""
        for item in _cut(article, cut.words):
            section = heading(item) or section
            chunks.append(item)
            texts.append(described(article, item, cut.form, section))
    days = {article.doc_id: str(article.published_day) for article in articles if article.published_at}
    return Shelf(tuple(chunks), tuple(texts), days)


def _cut(article: Article, words: int) -> Sequence[Chunk]:
    if words == SENTENCE:
        return windows(article)
    return pieces(article) if words == USUAL else chunk(article, words)


def pieces(article: Article) -> list[Chunk]:
    """What the splitter of the usual way makes of an article; sentences have no part in it."""
    found = []
    for place, item in enumerate(splitter().create_documents([article.text])):
        start, text = int(item.metadata["start_index"]), item.page_content
        name = f"{article.doc_id}/{place}"
        found.append(Chunk(name, article.doc_id, place, start, start + len(text), (), text, text))
    return found


def windows(article: Article) -> list[Chunk]:
    """Each sentence with its neighbours, as a chunk of its own."""
    found = sentences(article)
    parts = []
    for place in range(len(found)):
        around = found[max(0, place - 1) : place + 2]
        start, end = around[0].start, around[-1].end
        text = article.text[start:end]
        parts.append(Chunk(f"{article.doc_id}/{place}", article.doc_id, place, start, end, tuple(around), text, text))
    return parts


def heading(item: Chunk) -> str:
    """The last line of a chunk that reads like a heading."""
    lines = [line.strip() for line in item.text.splitlines() if line.strip()]
    short = [line for line in lines if len(line.split()) <= HEADING and line[-1].isalnum()]
    return short[-1] if short else ""


def described(article: Article, item: Chunk, form: Form, section: str) -> str:
    """What is read of a chunk."""
    if form == "text":
        return item.text.strip()
    if form == "title":
        return f"{article.title}\n{item.text.strip()}"
    day = f" ({article.published_at:%d %B %Y})" if article.published_at else ""
    under = f"\n{section}" if section and form == "title, day and section" else ""
    return f"{article.title}{day}{under}\n{item.text.strip()}"


def vectors(texts: Sequence[str], embedder: Embedder, cache: Path) -> tuple[Vectors, float]:
    """Vectors of the texts, and the seconds that embedding one took, on the day they were computed."""
    import numpy as np

    digest = hashlib.sha256("\0".join((embedder.name, embedder.digest, *texts)).encode()).hexdigest()[:24]
    file = cache / f"vectors-{embedder.name}-{digest}.npz"
    if file.is_file():
        kept = np.load(file)
        return kept["vectors"].astype(np.float32), float(kept["seconds"])
    embedder.embed_passages(["warm up"])
    start = time.perf_counter()
    found = embedder.embed_passages(texts)
    seconds = (time.perf_counter() - start) / max(1, len(texts))
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(file, vectors=found.astype(np.float16), seconds=seconds)
    return found.astype(np.float16).astype(np.float32), seconds
