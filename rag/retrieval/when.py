"""A time in a question, as days of publication: "since Monday", "in March 2021", "last week".

Rules only, English only, and cautious: where a range could keep out the answer it is soft, a preference and no filter.
`times/asked.py` says which are hard and why. A question that names two times has none here, as it is about both.
"Recently" and "lately" have none either: readers do not agree on their days, and a filter would keep out what is a
week older; such a question is about the present, see recency.py.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..records import TimeRange
from .times.asked import hard, published
from .times.forms import Form, times
from .times.spans import Span

QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
NEXT_DAY = timedelta(days=1)
"""What happens on a day is in part reported on the next; so much is added to a day or a weekend that is over, unless
the words are about publication. A week or a month loses only the reports of its last evening, and keeps its name."""


def find_time(question: str, today: date) -> TimeRange | None:
    """The time that a question names.

    Args:
        question: what the reader asks, in one line.
        today: the day the answer stands for; nothing later is in a range.

    Returns:
        Days of publication, both ends included; without days and with `event` if only the articles know the day.
        None if no time is named, several are, or the one there is says nothing of when articles were published.
    """
    text = _unquoted(question)
    try:
        found = list(times(text, today))
        return _range(text, found[0], today) if len(found) == 1 else None
    except (ValueError, OverflowError):  # beyond the years 1 to 9999
        return None


def names_a_time(question: str, today: date) -> bool:
    """Whether the question names any time at all, also where `find_time` makes no range of it."""
    try:
        return YEAR.search(question) is not None or any(True for _ in times(_unquoted(question), today))
    except (ValueError, OverflowError):
        return True


def _unquoted(question: str) -> str:
    return QUOTED.sub(lambda found: "\0" * len(found[0]), question)


def _range(text: str, form: Form, today: date) -> TimeRange | None:
    is_hard = hard(text, form, today)
    if is_hard is None:
        return None
    phrase = text[form.start : form.end]
    if form.span is None:
        return TimeRange(phrase, event=form.event, hard=is_hard)
    after, before = _ends(form, form.span, today, exact=published(text, form))
    if (after and after > today) or (before and before >= today and after is None):
        return None  # it lies ahead, or leaves nothing out
    return TimeRange(phrase, after, before, hard=is_hard)


def _ends(form: Form, span: Span, today: date, *, exact: bool) -> tuple[date | None, date | None]:
    if form.side == "since":
        return span.first, None
    if form.side == "after":
        return span.last + timedelta(days=1), None
    if form.side == "until":
        return None, span.first - timedelta(days=1) if form.word == "before" else span.last
    last = span.last if exact or span.unit != "day" else span.last + NEXT_DAY
    return span.first, min(last, today)
