"""The diff between what should be in the index and what is, and the lock that lets one process write it.

New and changed articles are written first, stale chunks go last, ids are derived from content: killed at any moment,
the next run ends in the same state. It neither reads files nor embeds; the composer hands both in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import IndexBusy, RagError
from ..records import Article
from .store import Holding

LOCK = "sync.lock"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync has to do."""

    added: tuple[Article, ...]
    changed: tuple[Article, ...]
    unchanged: tuple[str, ...]
    moved: tuple[Article, ...]
    """Unchanged, but now read from another place; also in `unchanged`."""
    removed: tuple[str, ...]
    clashes: tuple[tuple[Article, str], ...] = ()
    """Articles that have the doc_id of another one, and where that one was read from."""


def plan(
    articles: Iterable[Article], held: Mapping[str, Holding], roots: Sequence[Path], spared: Sequence[str]
) -> Plan:
    """Compare articles with holdings.

    Args:
        articles: what was read this time.
        held: what the index holds.
        roots: absolute paths that were read. Only articles from below them that were not met again are removed:
            syncing one folder leaves what came from another alone.
        spared: absolute paths that could not be read; what came from them earlier stays.
    """
    added, changed, unchanged, moved, clashes = [], [], [], [], []
    met: dict[str, str] = {}
    for article in articles:
        holding = held.get(article.doc_id)
        elsewhere = holding is not None and holding.origin != article.origin and not _below(holding.origin, roots)
        if article.doc_id in met:
            clashes.append((article, met[article.doc_id]))
            continue
        if holding and elsewhere and Path(holding.origin).is_file():
            clashes.append((article, holding.origin))
            continue
        met[article.doc_id] = article.origin
        if holding is None:
            added.append(article)
        elif holding.content_hash != article.content_hash or not holding.whole:
            changed.append(article)
        else:
            unchanged.append(article.doc_id)
            if holding.origin != article.origin:
                moved.append(article)
    removed = tuple(
        doc_id
        for doc_id, holding in sorted(held.items())
        if doc_id not in met and holding.origin not in spared and _below(holding.origin, roots)
    )
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(moved), removed, tuple(clashes))


def _below(origin: str, roots: Sequence[Path]) -> bool:
    return any(Path(origin).is_relative_to(root) for root in roots)


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
    except Timeout:
        pid = owner.read_text().strip() if owner.is_file() else "unknown"
        raise IndexBusy(
            f"process {pid} is writing the index in {folder}; wait until it ends, then run it again"
        ) from None
    except OSError as error:
        raise RagError(
            f"the index folder {folder} cannot be written ({error.strerror}); give it rights and space, "
            "or set index to another"
        ) from None
    try:
        owner.write_text(str(os.getpid()))
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()
