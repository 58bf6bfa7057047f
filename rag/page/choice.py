"""The reader's choice of articles: from the fields of the page to filters, and back to words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ..records import Filters, days_in_words
from .escape import as_html, as_markdown
from .words import day, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..errors import InvalidQuery

FIELDS = {"publishers": "Publishers", "published_after": "From", "published_before": "To", "as_of": "As of"}
"""How the fields of the page are labelled."""
DAYS: tuple[Literal["published_after", "published_before", "as_of"], ...] = (
    "published_after",
    "published_before",
    "as_of",
)
"""The fields that hold a day, in their order on the page."""


def filters_of(publishers: Sequence[str] | None, *days: str | None) -> Filters:
    """What the fields say: publishers, first and last day, the day to stand for; an empty field filters nothing."""
    given = Filters()
    if publishers:
        given["publishers"] = list(publishers)
    for name, day_given in zip(DAYS, days, strict=True):
        if day_given and day_given.strip():
            given[name] = day_given.strip()
    return given


def title(filters: Filters) -> str:
    """What stands on the fold that holds the fields."""
    return f"Filters ({len(filters)} in force)" if filters else "Filters"


def problem(error: InvalidQuery) -> str:
    """Why the fields cannot be used, under the names that they have on the page; HTML."""
    words = str(error)
    for name, label in FIELDS.items():
        words = words.replace(f"{name} = ", f"{label}: ")
    return f'<p class="problem" role="alert">{as_html(words)}</p>'


def in_words(filters: Filters) -> str:
    """The filters as a line of HTML inside Markdown; "" if there are none."""
    parts = []
    if names := filters.get("publishers"):
        parts.append("only " + ", ".join(as_markdown(shortened(name, 80)) for name in names))
    after, before = (_day(filters.get(name)) for name in ("published_after", "published_before"))
    if after or before:
        parts.append(f"only articles {as_markdown(days_in_words(after, before))}")
    if as_of := _day(filters.get("as_of")):
        parts.append(f"as of {day(as_of)}: nothing published later, nothing undated")
    if filters.get("any_time"):
        parts.append("all days, whatever time the question names")
    return " · ".join(parts)


def _day(given: object) -> date | None:
    """The day of a field that has been checked; None for what only the library can read."""
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given)[:10]) if given else None
    except ValueError:
        return None
