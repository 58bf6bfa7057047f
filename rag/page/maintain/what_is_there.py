"""What the index holds, for who keeps it: numbers, plot, newest, undated and near copies, and what the last sync said.

Where there is no index, or none that can be used, it says so and what mends it from this tab.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from ...errors import IndexMissing, RagError
from ...records import Notice
from ..escape import as_html
from ..words import count, day, shortened
from .plot import plot

if TYPE_CHECKING:
    from ...records import ArticleInfo
    from ...status import LibraryStatus

NEWEST, LISTED = 5, 50
"""Articles and notices that are named; of more there is the number."""
NOTHING = (
    "There is no index yet. Put articles into the folder, upload some or name addresses; then press Sync. "
    "Until then every question says that there is nothing to answer from."
)
EMPTY = "The index has no article. Put some into the folder, upload them or name addresses; then press Sync."
STATES = {"added": "added", "changed": "changed", "removed": "removed", "unchanged": "unchanged"}


class Reading(Protocol):
    """What is asked of the library."""

    def status(self) -> LibraryStatus:
        """What the index holds, in numbers."""

    def articles(self) -> list[ArticleInfo]:
        """What is known of every article."""


def what_is_there(library: Reading) -> str:
    """All of it as HTML."""
    try:
        status, articles = library.status(), library.articles()
    except IndexMissing:
        return problem(NOTHING)
    except RagError as error:
        return problem(str(error))
    if not articles:
        return problem(EMPTY) + _last_sync(status.last_sync)
    return "".join(
        (
            _numbers(status),
            plot(articles),
            _newest(articles),
            _undated(articles),
            _copies(articles),
            _last_sync(status.last_sync),
        )
    )


def problem(words: str) -> str:
    """What is wrong and what mends it, as an alert."""
    return f'<p class="problem" role="alert">{as_html(words)}</p>'


def _numbers(status: LibraryStatus) -> str:
    named = len([name for name in status.publishers if name])
    days = f"{day(status.oldest)} to {day(status.newest)}" if status.oldest and status.newest else "none is dated"
    nameless = f"; {count(status.publishers[''], 'article')} without one" if "" in status.publishers else ""
    folder = as_html(status.folder)
    where = f"{as_html(status.server)}, keyword index in {folder}" if status.server else folder
    rows = (
        ("Articles", f"{status.articles:,} ({status.undated:,} undated, {count_copies(status.copies)})"),
        ("Publishers", f"{named:,}{nameless}"),
        ("Days", days),
        ("Passages", f"{status.chunks:,}, embedded with {as_html(status.embedder)}"),
        ("Index", f"{where}, {status.size / 1e6:,.1f} MB on this machine, generation {as_html(status.generation)}"),
    )
    return '<dl class="facts">' + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


def count_copies(number: int) -> str:
    """The number of near copies in words."""
    return f"{number:,} near {'copy' if number == 1 else 'copies'} of another"


# ---------------------------------------------------------------- articles


def _newest(articles: Iterable[ArticleInfo]) -> str:
    dated = [info for info in articles if info.published_at]
    newest = sorted(dated, key=lambda info: (str(info.published_at), info.doc_id), reverse=True)[:NEWEST]
    return f"<h3>Newest</h3>{_listed(map(_article, newest))}" if newest else ""


def _undated(articles: Iterable[ArticleInfo]) -> str:
    found = [info for info in articles if not info.published_at]
    items = (f'{_article(info)}<span class="when">{as_html(info.origin)}</span>' for info in found)
    title = f"{count(len(found), 'article')} without a day, which no question that names days is answered from"
    return _folded(title, len(found), items)


def _copies(articles: Sequence[ArticleInfo]) -> str:
    titles = {info.doc_id: info for info in articles}
    found = [info for info in articles if info.copy_of]
    items = (f"{_article(info)}<span class='when'>of {_article(titles[info.copy_of])}</span>"
             for info in found if info.copy_of in titles)  # fmt: skip
    return _folded(f"{count_copies(len(found))}, counted once in an answer", len(found), items)


def _article(info: ArticleInfo) -> str:
    """Headline, and who published it when."""
    publisher = as_html(shortened(info.publisher or "unnamed publisher", 80))
    when = day(info.published_at) if info.published_at else "undated"
    title = as_html(shortened(info.title or info.doc_id))
    return f'<bdi>{title}</bdi> <span class="when"><bdi>{publisher}</bdi>, {when}</span>'


# ---------------------------------------------------------------- the last sync


def _last_sync(last: Mapping[str, Any]) -> str:
    """What is on record of it: when, what it did, what it left out and why."""
    if not last.get("counts"):
        return "<h3>Last sync</h3><p>None on record.</p>"
    counts = last["counts"]
    done = ", ".join(f"{int(counts.get(name, 0)):,} {words}" for name, words in STATES.items())
    at = datetime.fromisoformat(str(last["at"]))
    lists = [
        notices([Notice(**item) for item in last.get(name, ())], int(counts.get(name, 0)), words, is_open=False)
        for name, words in (("skipped", "left out"), ("warnings", "taken in, but odd"))
    ]
    return f"<h3>Last sync</h3><p>{day(at)}, {at:%H:%M} UTC: {done}.</p>{''.join(lists)}"


def notices(found: Sequence[Notice], number: int, words: str, *, is_open: bool) -> str:
    """Files and addresses, each with its reason; `number` is how many there are of which these are known."""
    items = (
        f"<bdi>{as_html(shortened(item.file, 300))}</bdi>{f', line {item.line}' if item.line else ''}"
        f'<span class="when">{as_html(shortened(item.reason, 500))}</span>'
        for item in found
    )
    return _folded(f"{number:,} {words}", number, items, is_open=is_open)


def _folded(title: str, number: int, items: Iterable[str], *, is_open: bool = False) -> str:
    """A list that is folded away; "" where it is empty."""
    if not number:
        return ""
    shown = [item for _, item in zip(range(LISTED), items, strict=False)]
    more = f"<p>and {number - len(shown):,} more</p>" if number > len(shown) else ""
    return (
        f'<details class="more"{" open" if is_open else ""}><summary>{title}</summary>{_listed(shown)}{more}</details>'
    )


def _listed(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
