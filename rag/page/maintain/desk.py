"""What a maintainer can do from the page, and what is shown of it. Each act asks whether this request may.

All that the tab shows is made here as HTML; `tab.py` only lays it out and connects it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...errors import InvalidQuery, RagError
from ..address import is_loopback
from ..escape import as_html
from .allowed import REFUSED, Allowed, Asked, allowed
from .declined import Declined, as_table
from .in_force import in_force
from .progress import busy, progress
from .syncing import Syncing
from .taking import addresses, as_list, discard, take
from .what_is_there import problem, what_is_there

if TYPE_CHECKING:
    from ...config import Settings
    from ...library import Library
    from ...records import Answer


class Shown(NamedTuple):
    """What the tab shows; None: as it is."""

    progress: str
    running: bool
    there: str | None = None
    declined: str | None = None


class Desk:
    """The maintainer's acts, over one library."""

    def __init__(self, library: Library, settings: Settings, rule: Allowed) -> None:
        """Take the library, the settings in force and who may."""
        config = settings.config
        self._library, self._settings, self.allowed = library, settings, rule
        self.corpus, self.most_bytes = config.corpus, config.upload_megabytes * 1_000_000
        self._syncing = Syncing(library.sync, library.stop)
        counted = config.keep_declined == "on" or (config.keep_declined == "auto" and is_loopback(config.host))
        self._declined = Declined(config.feedback_file, kept=counted)

    # ------------------------------------------------------------ what is shown

    def look(self, request: Asked) -> Iterator[Shown]:
        """All of it as it is now; and, while a sync is on its way, how far that is."""
        if not self.allowed(request):
            yield _refused()
            return
        run = self._syncing.run
        yield Shown(progress(run), self._syncing.running, self._there(), self._asked())
        if run and not run.ended:
            yield from self._watched()

    def _there(self) -> str:
        return what_is_there(self._library) + in_force(self._settings)

    def _asked(self) -> str:
        try:
            return as_table(self._declined.most(), kept=self._declined.kept)
        except RagError as error:
            return problem(str(error))

    def _watched(self, note: str = "") -> Iterator[Shown]:
        for run in self._syncing.watch():
            there = self._there() if run.ended else None
            yield Shown(note + progress(run), not run.ended, there)

    # ------------------------------------------------------------ what is done

    def sync(self, request: Asked) -> Iterator[Shown]:
        """Sync the corpus folder, telling how far it is."""
        yield from self._sync([str(self.corpus)], request)

    def fetch(self, text: str, request: Asked) -> Iterator[Shown]:
        """Fetch the addresses in a text, one a line, telling how far it is. The library refuses private ones."""
        if not self.allowed(request):
            yield _refused()
            return
        try:
            named = addresses(text)
        except InvalidQuery as error:
            yield Shown(problem(str(error)), self._syncing.running)
            return
        yield from self._sync(named, request)

    def _sync(self, sources: Sequence[str], request: Asked) -> Iterator[Shown]:
        if not self.allowed(request):
            yield _refused()
            return
        begun = self._syncing.begin(sources)
        yield from self._watched("" if begun else busy())

    def cancel(self, request: Asked) -> None:
        """End the sync on its way."""
        if self.allowed(request):
            self._syncing.cancel()

    def take(self, files: Sequence[str], received: Path, request: Asked, *, replace: bool) -> str:
        """Put uploaded files into the corpus folder; what has become of each, as HTML.

        Args:
            files: where the page has received them.
            received: the folder for that; they are deleted there, and nowhere else.
            request: who asks.
            replace: whether a file takes the place of another one of its name.
        """
        paths = [Path(file) for file in files]
        try:
            if not self.allowed(request):
                return problem(REFUSED)
            return as_list(take(paths, self.corpus, self.most_bytes, replace=replace), self.corpus)
        finally:
            discard(paths, received)

    def forget(self, request: Asked) -> str:
        """Forget the declined questions; what is shown of them then."""
        if not self.allowed(request):
            return problem(REFUSED)
        try:
            self._declined.forget()
        except RagError as error:
            return problem(str(error))
        return self._asked()

    def note(self, answer: Answer | None) -> None:
        """Count an answer's question, if it was declined and that is to be counted."""
        self._declined.note(answer, datetime.now(timezone.utc).date())

    def close(self) -> None:
        """End a sync on its way."""
        self._syncing.close()

    @property
    def folder_words(self) -> str:
        """Which folder the sync reads, as HTML."""
        return f'<p class="note">Reads every file below <bdi>{as_html(str(self.corpus.absolute()))}</bdi>.</p>'


def open_desk(settings: Settings, library: Library) -> Desk | None:
    """The maintainer's desk; None where the settings allow none."""
    rule = allowed(settings.config.maintain, settings.config.host)
    return Desk(library, settings, rule) if rule else None


def _refused() -> Shown:
    return Shown(problem(REFUSED), running=False, there="", declined="")
