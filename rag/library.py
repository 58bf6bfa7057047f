"""The way of an article: find → read → clean → chunk → embed → store, as a diff against what is there.

This file holds the order and nothing else; each step is a file of `reading/` or `indexing/`. The part up to the
vectors is a stream, which `intake.py` keeps flowing.
"""

# long because syncing and reading back share the open store

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from .errors import IndexMismatch, IndexMissing, InvalidQuery
from .indexing.chroma import Manifest
from .indexing.copies import Candidate, Signature, copies
from .indexing.embedded import Embedded
from .indexing.keyword import Bm25Index
from .indexing.rows import Held
from .indexing.server import Server
from .indexing.store import TRIES, Store
from .indexing.sync import Diff, writing
from .indexing.writer import Writer, generation_of
from .intake import Intake
from .reading.sources import find, read
from .records import (
    Article,
    ArticleInfo,
    Citation,
    Embedder,
    KeywordEngine,
    Progress,
    Standing,
    SyncReport,
    Version,
    is_address,
)
from .status import LibraryStatus, keep, status_of
from .stopwatch import Stopwatch

if TYPE_CHECKING:
    from .indexing.chroma import Place
    from .reading.web.fetch import Fetcher

T = TypeVar("T")

KEYWORD = "keyword"


class Library:
    """The articles: kept in step with their sources, and read back word for word."""

    def __init__(
        self,
        index: Path,
        embedder: Embedder,
        chunk_words: int,
        open_fetcher: Callable[[], Fetcher] | None = None,
        server: Server | None = None,
    ) -> None:
        """Take the index folder, what it is built with, and what opens a reader of addresses for one sync.

        Nothing is opened yet. Without such a reader addresses are refused. With a server the collections are there;
        the folder then keeps the lock of this machine's syncs and what is derived, the keyword index.
        """
        self._index, self._embedder, self._chunk_words, self._open_fetcher = index, embedder, chunk_words, open_fetcher
        self._server, self._place = server, cast("Place", server or Embedded(index))
        self._manifest = Manifest(embedder.name, embedder.digest, embedder.dimension, chunk_words)
        self._store: Store | None = None
        self._fetching: Fetcher | None = None
        self._stopped = False
        self._keyword: tuple[str, KeywordEngine] | None = None

    # ------------------------------------------------------------ keeping in step

    def sync(
        self, sources: Sequence[str | Path], progress: Progress | None = None, *, rebuild: bool = False
    ) -> SyncReport:
        """Bring the index in step with files below paths and with pages, feeds and sitemaps at addresses.

        Articles read from elsewhere stay. What cannot be read is reported and costs nothing else; if it gave an
        article earlier, that one stays. Where nothing can be read, the index is left as it is. Readers go on with what
        was there and see all of it changed at once, at the end.

        Args:
            sources: folders and files; addresses as text that begins with http:// or https://.
            progress: told of ("articles", met, expected) and ("chunks", embedded, expected); expected 0: not known.
            rebuild: embed everything anew under the settings in force, also what came from elsewhere.

        Raises:
            IndexMismatch: the index was built with other settings, and `rebuild` is False.
            IndexBusy: another process is writing, here or, with a server, on another machine.
            IndexUnavailable: the server cannot be reached.
            RagError: the index cannot be written; what it held stays.
        """
        watch, today, self._stopped = Stopwatch(), datetime.now(timezone.utc).date(), False
        roots = [Path(source).resolve() for source in sources if not is_address(source)]
        with (
            writing(self._index),
            self._place.sole(),
            closing(self._writer(rebuild)) as writer,
            self._fetcher() as fetcher,
        ):
            diff = Diff({} if rebuild else writer.held, roots)
            intake = Intake(writer, diff, self._chunk_words, today)
            with watch("read and embed"):
                items = read(find(sources, fetcher))
                carried = self._carried(diff) if rebuild else iter(())
                intake.embed(chain(items, carried), self._embedder, progress)
            removed = diff.removed()
            if (diff.met or removed) and (diff.dirty or removed or intake.refreshed or writer.interrupted or rebuild):
                with watch("compare"):
                    writer.forget(intake.taken)
                    writer.end(diff.changed, "changed", today)
                    writer.end(removed, "withdrawn", today)
                    writer.note({held.key: held for held in (*diff.moved, *intake.refreshed)}.values())
                with watch("near copies"):
                    coming = writer.coming()
                    writer.note(_folded(coming))
                with watch("keyword index"):
                    generation = generation_of(coming)
                    Bm25Index.made(self._index / KEYWORD, self._state_of(generation), writer.every_chunk())
                with watch("seal"):
                    writer.seal(generation)
                    writer.tidy()
            report = SyncReport(
                added=tuple(sorted(diff.added)),
                changed=tuple(sorted(diff.changed)),
                removed=removed,
                unchanged=tuple(sorted(diff.unchanged)),
                skipped=tuple(intake.skipped),
                warnings=tuple(intake.warnings),
                copies=sum(bool(each.info.copy_of) for each in writer.coming()),
                chunks=intake.embedded,
                seconds={**watch.seconds, "total": watch.total()},
            )
            keep(report, self._index)
        return report

    @contextmanager
    def _fetcher(self) -> Iterator[Fetcher | None]:
        if self._open_fetcher is None:
            yield None
            return
        with closing(self._open_fetcher()) as self._fetching:
            if self._stopped:
                self._fetching.stop()
            yield self._fetching

    def stop(self) -> None:
        """Give up, from another thread, what the sync on its way is fetching: it is told as left out, as is the rest.

        The sync goes on; who wants it to end raises in `progress`, which is told of each of them.
        """
        self._stopped = True
        if self._fetching:
            self._fetching.stop()

    def _writer(self, rebuild: bool) -> Writer:
        return Writer(self._place, self._manifest, rebuild=rebuild)

    def _carried(self, diff: Diff) -> Iterator[tuple[float, Article]]:
        """The articles of the index in force that came from elsewhere, for a rebuild to take along."""
        try:
            before = Store(self._place, None)
        except (IndexMissing, IndexMismatch):
            return
        with closing(before):
            for info in before.articles():
                wanted = info.doc_id not in diff.met and not diff.below(info.origin)
                if wanted and (article := before.article(info.doc_id)):
                    yield 1.0, replace(article, copy_of="")

    # ------------------------------------------------------------ reading back

    @property
    def store(self) -> Store:
        """The open index, as new as what there is.

        Raises:
            IndexMissing: there is none.
            IndexMismatch: it was built with other settings.
            IndexUnavailable: the server cannot be reached.
        """
        if self._store is None:
            self._store = Store(self._place, self._manifest)
        else:
            self._store.refresh()
        return self._store

    @property
    def keyword(self) -> KeywordEngine:
        """The keyword index of the open store's generation."""
        return self._keyword_of(self.store)

    def _keyword_of(self, store: Store) -> KeywordEngine:
        if self._keyword is None or self._keyword[0] != store.generation:
            state = self._state_of(store.generation)
            index = Bm25Index.open(self._index / KEYWORD, state, store.every_chunk())
            self._keyword = (store.generation, index)
        return self._keyword[1]

    def _state_of(self, generation: str) -> str:
        """Name of the chunks of a generation: a rebuild cuts the same articles into others."""
        return f"{self._manifest.digest()}-{generation}"

    def look(self, search: Callable[[Store, KeywordEngine], T]) -> T:
        """What `search` gives over one generation, and both indexes of it; again if another one came meanwhile."""
        return self._steadily(lambda store: search(store, self._keyword_of(store)))

    def _steadily(self, read: Callable[[Store], T]) -> T:
        """What `read` gives over one generation; again if another one came meanwhile."""
        for _ in range(TRIES):
            store = self.store
            before = store.sequence
            found = read(store)
            if store.stored_sequence() == before:
                break
        return found

    def article(self, doc_id: str) -> Article:
        """The article with that doc_id.

        Raises:
            InvalidQuery: there is none; the message says that it was withdrawn, or names the most similar doc_ids.
        """
        found = self._steadily(lambda store: store.article(doc_id))
        if found:
            return found
        if (versions := self.history(doc_id)) and versions[-1].ended:
            raise InvalidQuery(f"article {doc_id!r} was withdrawn on {versions[-1].ended}")
        from difflib import get_close_matches

        near = get_close_matches(doc_id, [info.doc_id for info in self.articles()], n=3, cutoff=0.4)
        hint = f"; near to it: {', '.join(near)}" if near else ""
        raise InvalidQuery(f"no article {doc_id!r} {self._place.where}{hint}")

    def articles(self) -> list[ArticleInfo]:
        """What is known of every article, by doc_id."""
        return self.store.articles()

    def history(self, doc_id: str) -> tuple[Version, ...]:
        """The versions of an article, oldest first; also of one that was withdrawn; empty if it was never there."""
        return self.store.history(doc_id)

    def held(self, doc_id: str) -> tuple[Article | None, tuple[Version, ...]]:
        """The article as it is now (None if it is not there) and its versions, oldest first, of one generation."""
        return self._steadily(lambda store: (store.article(doc_id), store.history(doc_id)))

    def standing(self, citation: Citation, content_hash: str) -> Standing:
        """What has become of a citation's words since an answer rested on that version of the article."""
        article, versions = self.held(citation.doc_id)
        ended = next((each.ended for each in reversed(versions) if each.content_hash == content_hash), None)
        if article is None:
            last = versions[-1].ended if versions else None
            return Standing("vanished", last)
        if article.content_hash == content_hash:
            return Standing("verbatim")
        return Standing("verbatim" if citation.quote in article.text else "changed", ended)

    def status(self) -> LibraryStatus:
        """What the index holds, in numbers."""
        store = self.store
        server = self._server.url if self._server else ""
        return replace(status_of(self._index, store.held(), self._embedder.name, store.generation), server=server)

    def close(self) -> None:
        """Let go of the index."""
        if self._store is not None:
            self._store.close()
        self._store = self._keyword = None


def _folded(held: Sequence[Held]) -> list[Held]:
    """The rows whose original is another now than what they say."""
    originals = copies(
        Candidate(
            each.info.doc_id,
            Signature.from_text(each.signature),
            each.info.publisher,
            tuple(filter(None, each.info.extra.get("credit", "").split("; "))),
            each.info.published_at,
        )
        for each in held
    )
    found = ((each, originals.get(each.info.doc_id, "")) for each in held)
    return [replace(each, info=replace(each.info, copy_of=of)) for each, of in found if each.info.copy_of != of]
