"""What the page says of the library: what there is to answer from, or what is missing and how to mend it."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

from ..errors import RagError
from .escape import as_html
from .words import count, day

if TYPE_CHECKING:
    from ..status import LibraryStatus
    from .conversation import Answering

STALE_DAYS = 30
"""Days after which the page says that nothing was read since. A month; not measured."""
EMPTY = "The index has no article yet. Run `python -m rag sync FOLDER`, then load this page again."
LOADING = "The models are being loaded; a first answer takes some seconds longer."


def library(assistant: Answering, today: date | None = None) -> tuple[str, list[str]]:
    """A line of HTML on the articles and how new they are, and the publishers there are, by name.

    Where nothing can be answered the line is an alert that says why and what mends it.
    """
    try:
        status = assistant.status()
    except RagError as error:
        return _alert(str(error)), []
    if not status.articles:
        return _alert(EMPTY), []
    parts = [_holds(status), _synced(status, today or datetime.now(timezone.utc).date())]
    parts += [f'<span class="loading">{LOADING}</span>'] if assistant.loading else []
    known = sorted(filter(None, status.publishers), key=str.casefold)
    return f'<p class="library">{" ".join(filter(None, parts))}</p>', known


def _alert(words: str) -> str:
    return f'<p class="library problem" role="alert">{as_html(words)}</p>'


def _holds(status: LibraryStatus) -> str:
    """How many articles, of how many publishers, up to which day."""
    named = len([name for name in status.publishers if name])
    of = f" of {count(named, 'publisher')}" if named else ""
    newest = f", the newest of {day(status.newest)}" if status.newest else ", none of them dated"
    return f"{count(status.articles, 'article')}{of}{newest}."


def _synced(status: LibraryStatus, today: date) -> str:
    """When articles were last read; if that is long ago, what to do."""
    at = status.last_sync.get("at")
    if not at:
        return ""
    when = datetime.fromisoformat(str(at)).date()
    late = " What is newer is missing: run `python -m rag sync`." if (today - when).days > STALE_DAYS else ""
    return f"Last synced {day(when)}.{as_html(late)}"
