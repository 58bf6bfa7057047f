"""What `status` tells of the articles, and what is kept of the last sync for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from .indexing.rows import Held
from .records import SyncReport

LAST = "last-sync.json"
MOST_NOTICES = 1000
"""Notices of each kind that are kept of a sync; its own report has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """What the index holds, in numbers."""

    folder: str
    server: str = ""
    """Address of the server that holds the collections; "" if they are in the folder."""
    articles: int
    chunks: int
    undated: int
    oldest: date | None
    newest: date | None
    publishers: Mapping[str, int]
    """Articles of each publisher, most first; "" for those that name none."""
    copies: int
    """Articles that are near copies of another."""
    embedder: str
    size: int
    """Bytes of the folder on this machine's disk; what a server takes is not in it."""
    generation: str
    last_sync: Mapping[str, Any]
    """`at` (UTC), `counts`, `skipped` and `warnings` of the last sync; empty if none is on record."""


def status_of(folder: Path, held: Sequence[Held], embedder: str, generation: str) -> LibraryStatus:
    """The numbers of what is held."""
    infos = [item.info for item in held]
    days = sorted(info.published_day for info in infos if info.published_day)
    publishers = Counter(info.publisher for info in infos)
    return LibraryStatus(
        folder=str(folder),
        articles=len(infos),
        chunks=sum(item.chunks for item in held),
        undated=len(infos) - len(days),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        publishers=dict(sorted(publishers.items(), key=lambda item: (-item[1], item[0]))),
        copies=sum(bool(info.copy_of) for info in infos),
        embedder=embedder,
        size=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        generation=generation,
        last_sync=_last(folder),
    )


def keep(report: SyncReport, folder: Path) -> None:
    """Keep what is told of the last sync; where the folder cannot be written, nothing is kept."""
    counts = {name: len(value) if isinstance(value, tuple) else value for name, value in asdict(report).items()}
    kept = {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "counts": counts,
        "skipped": [asdict(item) for item in report.skipped[:MOST_NOTICES]],
        "warnings": [asdict(item) for item in report.warnings[:MOST_NOTICES]],
    }
    try:
        (folder / LAST).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8", errors="replace")
    except OSError:
        return


def _last(folder: Path) -> Mapping[str, Any]:
    try:
        kept: dict[str, Any] = json.loads((folder / LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # never synced, or cut off by a kill
        return {}
    return kept
