"""Periods counted from today: yesterday, last week, the past three months, two weeks ago, last summer.

Not read are spans nobody counts alike ("recently", "in the past few days") and what lies ahead ("next week").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from .named import FLAGS, MONTH, MONTHS, WEEKDAYS
from .spans import SEASONS, Span, Unit, around, back, latest_month, latest_weekday, month, months, week

NUMBERS = {
    name: number
    for number, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1}
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
UNIT = "(?P<unit>day|week|month|quarter|year)"
SEASON = f"(?P<season>{'|'.join(SEASONS)})"
WEEKDAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
# "the last week of the campaign" is not counted from today.
NOT_OF = "(?! of )"
LONG_PAST = timedelta(days=183)
"""After half a year "this summer" is no longer the summer that was, but the one to come."""

Parts = dict[str, str]


def _on(day: date) -> Span:
    return Span(day, day, "day", near=True)


def _unit(parts: Parts) -> Unit:
    unit: Unit = parts["unit"].lower()  # type: ignore[assignment]  # the pattern admits no other
    return unit


def _today(parts: Parts, today: date) -> Span:
    return _on(today)


def _yesterday(parts: Parts, today: date) -> Span:
    return _on(today - timedelta(days=1))


def _day_before_yesterday(parts: Parts, today: date) -> Span:
    return _on(today - timedelta(days=2))


def _last_night(parts: Parts, today: date) -> Span:
    return Span(today - timedelta(days=1), today, "day", near=True)


def _this(parts: Parts, today: date) -> Span:
    unit = _unit(parts)
    return Span(*around(today, unit), unit, near=True, ambiguous=unit == "quarter")


def _last(parts: Parts, today: date) -> Span:
    unit = _unit(parts)
    return Span(*around(back(around(today, unit)[0], 1, unit), unit), unit, near=True, ambiguous=unit == "quarter")


def _rolling(parts: Parts, today: date) -> Span:
    """From so many units ago up to today; the day that lies exactly so far back counts."""
    count = int(NUMBERS.get((parts["count"] or "one").lower()) or parts["count"])
    if parts["unit"].lower() == "hour":
        return Span(today - timedelta(days=-(-count // 24)), today, "day", near=True)
    return Span(back(today, count, _unit(parts)), today, _unit(parts), near=True)


def _ago(parts: Parts, today: date) -> Span:
    """The calendar unit so far back: "two weeks ago" is a week, since few who say it mean a day."""
    count = int(NUMBERS.get(parts["count"].lower()) or parts["count"])
    unit = _unit(parts)
    return Span(*around(back(today, count, unit), unit), unit, near=True)


def _weekday(parts: Parts, today: date) -> Span:
    number = WEEKDAYS.index(parts["weekday"].lower())
    last = parts["which"].lower() == "last"
    when = latest_weekday(number, today, before=True) if last else week(today)[0] + timedelta(days=number)
    return Span(when, when, "day", near=True, weekday=not last)


def _weekend(parts: Parts, today: date) -> Span:
    saturday = latest_weekday(5, today)
    if (parts["which"] or "").lower() == "last" and saturday + timedelta(days=1) >= today:
        saturday -= timedelta(days=7)
    return Span(saturday, saturday + timedelta(days=1), "day", near=True, weekday=True)


def _season(parts: Parts, today: date) -> Span | None:
    begins = SEASONS[parts["season"].lower()]
    first, last = months(latest_month(begins, today), begins, 3)
    if parts["which"].lower() == "last" and last >= today:
        first, last = months(first.year - 1, begins, 3)
    if parts["which"].lower() == "this" and last < today - LONG_PAST:
        return None
    return Span(first, last, "season", near=True, ambiguous=True)


def _month_by_name(parts: Parts, today: date) -> Span:
    name = parts["month"].lower()[:3]
    number = next(place for place, full in enumerate(MONTHS, 1) if full.startswith(name))
    if parts["which"].lower() == "this":
        return Span(*month(today.year, number), "month")
    return Span(*month(today.year - (number >= today.month), number), "month")


FORMS: tuple[tuple[re.Pattern[str], Callable[[Parts, date], Span | None]], ...] = tuple(
    (re.compile(form, FLAGS), make)
    for form, make in (
        (r"the day before yesterday", _day_before_yesterday),
        (r"yesterday", _yesterday),
        (r"today|tonight|this (?:morning|afternoon|evening)", _today),
        (r"last night", _last_night),
        (rf"{COUNT} {UNIT}s? ago", _ago),
        (rf"(?:the|this) past (?P<count>){UNIT}{NOT_OF}", _rolling),
        (rf"the last (?P<count>){UNIT}{NOT_OF}", _rolling),
        (rf"(?:the |these )?(?:last|past) {COUNT} (?P<unit>hour|day|week|month|quarter|year)s?{NOT_OF}", _rolling),
        (rf"this {UNIT}{NOT_OF}", _this),
        (rf"last {UNIT}{NOT_OF}", _last),
        (rf"(?P<which>this|last) {SEASON}", _season),
        (rf"(?P<which>this|last) {WEEKDAY}", _weekday),
        (rf"(?P<which>this|last) {MONTH}(?! (?:\d|of ))", _month_by_name),
        (r"(?:the|this|(?P<which>last)|this past) weekend", _weekend),
    )
)


def nearby(text: str, start: int, today: date) -> tuple[int, Span] | None:
    """The period counted from today at `start`, and where its words end (excluded); None if there is none."""
    for form, make in FORMS:
        found = form.match(text, start)
        if found and not text[found.end() : found.end() + 1].isalnum():
            span = make(found.groupdict(), today)
            return (found.end(), span) if span else None
    return None
