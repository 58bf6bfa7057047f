"""The way of an article: find → load → clean → chunk → embed → store, as a diff against what is there.

This file holds the order and nothing else; each step is a file of `reading/` or `indexing/`.
"""

# long because syncing and reading back share the open store

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .errors import CorpusError, InvalidQuery
from .indexing.keyword import Bm25Index
from .indexing.store import Manifest, Store
from .indexing.sync import Plan, plan, writing
from .reading.chunk import chunk
from .reading.clean import clean
from .reading.load import find, load
from .records import Article, ArticleInfo, Embedder, Progress, Skipped, SyncReport
from .stopwatch import Stopwatch

KEYWORD = "keyword"


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What the index holds, in numbers."""

    folder: str
    articles: int
    chunks: int
    undated: int
    oldest: date | None
    newest: date | None
    generation: str


class Library:
    """The articles: kept in step with their files, and read back word for word."""

    def __init__(self, index: Path, embedder: Embedder, chunk_words: int) -> None:
        """Take the index folder and what it is built with; nothing is opened yet."""
        self._index, self._embedder, self._chunk_words = index, embedder, chunk_words
        self._manifest = Manifest(embedder.name, embedder.digest, embedder.dimension, chunk_words)
        self._store: Store | None = None
        self._keyword: tuple[str, Bm25Index] | None = None

    # ------------------------------------------------------------ keeping in step

    def sync(self, paths: Sequence[Path], progress: Progress | None = None, *, rebuild: bool = False) -> SyncReport:
        """Bring the index in step with the files below `paths`.

        Articles read from elsewhere stay. A file that cannot be read is reported and costs nothing else; if it gave an
        article earlier, that one stays. `rebuild` embeds everything anew under the settings in force.

        Raises:
            CorpusError: a path does not exist, or there is no article below any of them.
            IndexMismatch: the index was built with other settings, and `rebuild` is False.
            IndexBusy: another process is writing.
        """
        report = progress or (lambda stage, done, total: None)
        watch = Stopwatch()
        with watch("read"):
            articles, skipped = self._read(paths, report)
        with writing(self._index):
            with watch("compare"):
                store = self._open_for_writing(rebuild)
                held = {} if rebuild else store.holdings()
                spared = [str(Path(item.file).resolve()) for item in skipped]
                todo = plan(articles, held, [path.resolve() for path in paths], spared)
            with watch("embed and write"):
                self._write(store, todo, report)
            if todo.added or todo.changed or todo.removed or rebuild or not store.sealed(held):
                with watch("keyword index"):
                    Bm25Index.build(store.every_chunk()).save(self._index / KEYWORD, store.seal())
        skipped += [Skipped(item.origin, 0, f"is the same article as {other}") for item, other in todo.clashes]
        return SyncReport(
            added=tuple(sorted(article.doc_id for article in todo.added)),
            changed=tuple(sorted(article.doc_id for article in todo.changed)),
            removed=todo.removed,
            unchanged=tuple(sorted(todo.unchanged)),
            skipped=tuple(skipped),
            seconds=watch.seconds,
        )

    def _read(self, paths: Sequence[Path], report: Progress) -> tuple[list[Article], list[Skipped]]:
        found = [(file, root) for root in paths for file in find(root)]
        # A file below two roots is read once, under the first.
        files = list({file.resolve(): (file, root) for file, root in reversed(found)}.values())[::-1]
        articles: list[Article] = []
        skipped: list[Skipped] = []
        for done, (file, root) in enumerate(files, 1):
            try:
                articles.append(clean(load(file, root)))
            except CorpusError as error:
                reason = f"{error.field}: {error.reason}" if error.field else error.reason
                skipped.append(Skipped(str(file), error.line, reason))
            report("reading", done, len(files))
        if not files:
            where = ", ".join(str(path) for path in paths)
            raise CorpusError(where, "holds no articles; put .md or .txt files there. The index was left as it is")
        return articles, skipped

    def _open_for_writing(self, rebuild: bool) -> Store:
        self.close()
        self._store = (
            Store.rebuild(self._index, self._manifest) if rebuild else Store(self._index, self._manifest, create=True)
        )
        return self._store

    def _write(self, store: Store, todo: Plan, report: Progress) -> None:
        new = [*todo.added, *todo.changed]
        total = len(new)
        for done, article in enumerate(new, 1):
            chunks = chunk(article, self._chunk_words)
            vectors = self._embedder.embed_passages([item.embedding_text for item in chunks])
            store.add(article, chunks, vectors)
            report("embedding", done, total)
        for article in todo.moved:
            store.move(article.doc_id, article.origin)
        for doc_id in todo.removed:
            store.drop(doc_id)

    # ------------------------------------------------------------ reading back

    @property
    def store(self) -> Store:
        """The open index, as new as what is on disk.

        Raises:
            IndexMissing: there is none.
            IndexMismatch: it was built with other settings.
        """
        if self._store is None:
            self._store = Store(self._index, self._manifest)
        else:
            self._store.refresh()
        return self._store

    @property
    def keyword(self) -> Bm25Index:
        """The keyword index of the open store's generation."""
        store = self.store
        if self._keyword is None or self._keyword[0] != store.generation:
            index = Bm25Index.open(self._index / KEYWORD, store.generation, store.every_chunk())
            self._keyword = (store.generation, index)
        return self._keyword[1]

    def article(self, doc_id: str) -> Article:
        """The article with that doc_id.

        Raises:
            InvalidQuery: there is none; the message names the most similar doc_ids.
        """
        found = self.store.article(doc_id)
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(doc_id, [info.doc_id for info in self.store.articles()], n=3, cutoff=0.4)
            hint = f"; near to it: {', '.join(near)}" if near else ""
            raise InvalidQuery(f"no article {doc_id!r} in {self._index}{hint}")
        return found

    def articles(self) -> list[ArticleInfo]:
        """What is known of every article, by doc_id."""
        return self.store.articles()

    def status(self) -> LibraryStatus:
        """What the index holds, in numbers."""
        articles = self.articles()
        days = sorted(info.published_day for info in articles if info.published_day)
        return LibraryStatus(
            folder=str(self._index),
            articles=len(articles),
            chunks=self.store.count(),
            undated=len(articles) - len(days),
            oldest=days[0] if days else None,
            newest=days[-1] if days else None,
            generation=self.store.generation,
        )

    def close(self) -> None:
        """Let go of the index."""
        if self._store is not None:
            self._store.close()
        self._store = self._keyword = None
