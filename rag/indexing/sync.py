"""The diff between what should be in the index and what is, and the lock that lets one process write it.

It neither reads files nor embeds; the composer hands both in, one article after the other, so that a dump of any size
passes through.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from ..errors import CorpusError, IndexBusy, RagError
from ..records import ArticleInfo, is_address
from .rows import Held

LOCK = "sync.lock"
Verdict: TypeAlias = Literal["new", "changed", "unchanged", "clash"]


@dataclass(slots=True)
class Diff:
    """What a sync has to do, worked out as articles are met."""

    held: Mapping[str, Held]
    """What the index holds, by doc_id."""
    roots: Sequence[Path]
    """Absolute paths that are read. Only articles from below them that are not met again are removed: syncing one
    folder leaves what came from another alone, and what a feed no longer lists stays."""
    met: dict[str, str] = field(default_factory=dict)
    """Where each article was met, by doc_id; with the line, where it is one of a dump."""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    moved: list[Held] = field(default_factory=list)
    """Unchanged, but read from another place now, which is noted in them; also in `unchanged`."""
    _spared: set[str] = field(default_factory=set)
    _gone: set[str] = field(default_factory=set)

    def meet(self, article: ArticleInfo, line: int = 0) -> tuple[Verdict, str]:
        """What is to be done with an article, and, if it is the same as another one, where that was read from.

        Of two with one address, the one met first counts. One that came from a root not read now stays while its
        file is there, unless the new one is of a later day.
        """
        if article.doc_id in self.met:
            return "clash", self.met[article.doc_id]
        held = self.held.get(article.doc_id)
        if held and self._elsewhere(held.info) and not _later(article, held.info):
            return "clash", held.info.origin
        self.met[article.doc_id] = f"{article.origin}:{line}" if line else article.origin
        if held is None:
            self.added.append(article.doc_id)
            return "new", ""
        if held.info.content_hash != article.content_hash:
            self.changed.append(article.doc_id)
            return "changed", ""
        self.unchanged.append(article.doc_id)
        if held.info.origin != article.origin:
            self.moved.append(replace(held, info=replace(held.info, origin=article.origin)))
        return "unchanged", ""

    def fail(self, error: CorpusError) -> None:
        """Note that a place could not be read: what came from it earlier stays, unless it is gone for good."""
        (self._gone if error.gone else self._spared).add(error.path)

    def removed(self) -> tuple[str, ...]:
        """doc_ids of what is there no more; to be asked when everything was met.

        Where nothing at all was met, as below a disk that is not there, only what is gone for good goes.
        """
        return tuple(
            doc_id
            for doc_id, held in sorted(self.held.items())
            if doc_id not in self.met
            and (held.info.origin in self._gone or (self.met and self._left(held.info.origin)))
        )

    def _left(self, origin: str) -> bool:
        """Whether its place was read, and it was not met there."""
        unread = self._spared and any(place in self._spared for place in (origin, *map(str, Path(origin).parents)))
        return self.below(origin) and not unread

    def _elsewhere(self, held: ArticleInfo) -> bool:
        """Whether it came from a file that is not read this time and is still there."""
        return not self.below(held.origin) and not is_address(held.origin) and _file_of(held.origin).is_file()

    @property
    def dirty(self) -> bool:
        """Whether anything that was met has to be written."""
        return bool(self.added or self.changed or self.moved)

    def below(self, origin: str) -> bool:
        """Whether that is the origin of something below the roots."""
        return not is_address(origin) and any(Path(origin).is_relative_to(root) for root in self.roots)


def _later(article: ArticleInfo, held: ArticleInfo) -> bool:
    """Whether the article is of a later day than the one that is held."""

    def day(info: ArticleInfo) -> str:
        return max(str(when)[:10] if when else "" for when in (info.published_at, info.updated_at))

    return day(article) > day(held)


def _file_of(origin: str) -> Path:
    """The file on disk: the origin itself, or the archive it is a member of."""
    path = Path(origin)
    return next((place for place in (path, *path.parents) if place.is_file()), path)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index folder for writing; the folder is made if it is not there.

    Raises:
        IndexBusy: another process holds it; the message names its process id.
        RagError: the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    owner = folder / (LOCK + ".pid")
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        owner.write_text(str(os.getpid()))
    except Timeout:
        pid = owner.read_text().strip() if owner.is_file() else "unknown"
        raise IndexBusy(
            f"process {pid} is writing the index in {folder}; wait until it ends, then run it again"
        ) from None
    except OSError as error:
        lock.release()
        raise RagError(
            f"the index folder {folder} cannot be written ({error.strerror}); give it rights and space, "
            "or set index to another"
        ) from None
    try:
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()
