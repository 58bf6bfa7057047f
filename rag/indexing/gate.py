"""One at a time at Chroma's files: a process that loads them and one that writes them stay out of each other's way.

Chroma's own locks cover its rows, not its vector files. A reader that loads those while a writer replaces them gets
half of each and may crash; and on its first look a reader takes in what the log holds beyond the files, and where that
is much, writes them itself. Behind this gate neither can happen. A reader holds it while it opens, a writer for one
batch, so that neither waits long; looks at an open index go on without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import IndexBusy

FILE = "files.lock"
PATIENCE = 60.0
"""Seconds. A batch is written in less than one; where it takes this long, the disk or the other process hangs."""
POLL = 0.005
"""Seconds between two tries."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else opens or writes the index in `folder` meanwhile. In a folder that cannot be written nobody writes.

    Raises:
        IndexBusy: the other one did not let go within a minute.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / FILE)
    try:
        lock.acquire(timeout=PATIENCE, poll_interval=POLL)
    except Timeout:
        raise IndexBusy(
            f"another process has held the files of the index in {folder} for {PATIENCE:.0f} s; "
            "end it if it hangs, then try again"
        ) from None
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()
