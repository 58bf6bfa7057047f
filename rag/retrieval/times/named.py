"""Periods that have a name of their own: a day, a month, a quarter, a season, a year, a decade, a weekday.

Without a year the latest one that has begun is meant. What is not a period here: a month or year that stands before
a noun ("2024 prices", "March Madness"), half of a season ("2024-25").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .spans import (
    SEASONS,
    Span,
    latest_day,
    latest_month,
    latest_weekday,
    month,
    months,
    part_of_decade,
    part_of_month,
    part_of_year,
)

FLAGS = re.IGNORECASE | re.ASCII  # without ASCII, signs such as "ſ" would match letters they are not
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# Short forms only with a capital: "in sec", "mar" and "dec" are words of their own.
SHORT = "(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|{SHORT}(?![a-z])\.?)"
# Years of four digits; not "2024-25", "2,000", "1990s", "2024.5" or "2024%".
YEAR = r"(?P<year>1[0-9]\d\d|20\d\d|21\d\d)(?![\d%’']|[-–/.,]\d)"
OF_YEAR = rf"(?:,? (?:of )?{YEAR})?"
DAY = r"(?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w:]|[.,]\d)"
PART = "(?P<part>early|mid|late|(?:beginning|start|middle|end) of)[ -]"
PARTS = {"beginning of": "early", "start of": "early", "middle of": "mid", "end of": "late"}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
# A noun that the month or year belongs to: a name ("March Madness") or a plural ("2024 prices", "2000 people").
NOT_BEFORE_NOUN = (
    r"(?! (?:people|men|women|children|per ?cent)\b"
    r"| (?!(?:was|has|is|does|as|this|its|his|versus|plus|less|across|towards|perhaps)\b)[a-z]+s\b)"
)
NOT_BEFORE_NAME = "(?! (?-i:[A-Z])[a-z])"

Parts = dict[str, str]


def _year(parts: Parts, number: int, today: date) -> int:
    return int(parts["year"]) if parts["year"] else latest_month(number, today)


def _number(parts: Parts) -> int:
    name = parts["month"].lower()[:3]
    return next(number for number, full in enumerate(MONTHS, 1) if full.startswith(name))


def _day(parts: Parts, today: date) -> Span | None:
    number, day = _number(parts), int(parts["day"])
    when = date(int(parts["year"]), number, day) if parts["year"] else latest_day(number, day, today)
    return Span(when, when, "day") if when else None


def _iso_day(parts: Parts, today: date) -> Span:
    when = date.fromisoformat(parts["iso"])
    return Span(when, when, "day")


def _month(parts: Parts, today: date) -> Span:
    number = _number(parts)
    return Span(*month(_year(parts, number, today), number), "month")


def _part_of_month(parts: Parts, today: date) -> Span:
    number, part = _number(parts), _part(parts)
    year = _year(parts, number, today)
    first, last = part_of_month(year, number, part)
    if first > today and not parts["year"]:
        first, last = part_of_month(year - 1, number, part)
    return Span(first, last, "week")


def _part(parts: Parts) -> str:
    part = (parts["part"] or "").lower()
    return PARTS.get(part, part)


def _part_of_year(parts: Parts, today: date) -> Span:
    return Span(*part_of_year(int(parts["year"]), _part(parts)), "season")


def _decade(parts: Parts, today: date) -> Span:
    return Span(*part_of_decade(int(parts["decade"]), _part(parts)), "year")


def _half(parts: Parts, today: date) -> Span:
    which = ORDINALS.get((parts["which"] or "").lower()) or int(parts["number"])
    return Span(*months(int(parts["year"]), 6 * which - 5, 6), "season")


def _quarter(parts: Parts, today: date) -> Span:
    which = ORDINALS.get((parts["which"] or "").lower()) or int(parts["number"])
    year = int(parts["year"]) if parts["year"] else latest_month(3 * which - 2, today)
    return Span(*months(year, 3 * which - 2, 3), "quarter", ambiguous=True)


def _season(parts: Parts, today: date) -> Span | None:
    name = parts["season"].lower()
    if parts["year"] and name == "winter":  # both winters that have days in it, as either may be meant
        return Span(month(int(parts["year"]), 1)[0], month(int(parts["year"]), 14)[1], "season", ambiguous=True)
    if not parts["year"] and name == "fall":  # "in the fall" may be of prices
        return None
    begins = SEASONS[name]
    return Span(*months(_year(parts, begins, today), begins, 3), "season", ambiguous=True)


def _whole_year(parts: Parts, today: date) -> Span:
    year = int(parts["year"])
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def _weekday(parts: Parts, today: date) -> Span:
    when = latest_weekday(WEEKDAYS.index(parts["weekday"].lower()), today)
    return Span(when, when, "day", near=True, weekday=True)


# Longer forms before those they begin with.
FORMS: tuple[tuple[re.Pattern[str], Callable[[Parts, date], Span | None]], ...] = tuple(
    (re.compile(form, FLAGS), make)
    for form, make in (
        (r"(?P<iso>\d{4}-\d\d-\d\d)(?![\d-])", _iso_day),
        (rf"(?:the )?{DAY} (?:of )?{MONTH}{OF_YEAR}", _day),
        (rf"{MONTH} (?:the )?{DAY}{OF_YEAR}", _day),
        (rf"(?:the )?{PART}{MONTH}{OF_YEAR}", _part_of_month),
        (rf"(?:the )?{PART}{YEAR}", _part_of_year),
        (r"(?:the )?(?:(?P<part>early|mid|late)[ -])?(?P<decade>1\d\d0|20\d0)[’']?s(?!\w)", _decade),
        (rf"(?:(?:the )?(?P<which>first|second) half of |H(?P<number>[12]) (?:of )?){YEAR}", _half),
        (rf"(?:the )?(?P<which>first|second|third|fourth|last|final) quarter of (?P<number>){YEAR}", _quarter),
        (rf"Q(?P<number>[1-4])(?P<which>){OF_YEAR}", _quarter),
        (rf"(?:the )?(?P<season>spring|summer|autumn|fall|winter){OF_YEAR}", _season),
        (rf"{MONTH},? (?:of )?{YEAR}", _month),
        (rf"{MONTH}(?P<year>){NOT_BEFORE_NAME}", _month),
        (rf"{YEAR}{NOT_BEFORE_NOUN}", _whole_year),
        (rf"(?P<weekday>{'|'.join(WEEKDAYS)}){NOT_BEFORE_NAME}", _weekday),
    )
)


def named(text: str, start: int, today: date) -> tuple[int, Span] | None:
    """The period that is named at `start`, and where its words end (excluded); None if there is none."""
    for form, make in FORMS:
        found = form.match(text, start)
        if not found or text[found.end() : found.end() + 1].isalnum():
            continue
        try:
            span = make(found.groupdict(), today)
        except ValueError:  # 31 April, or a year beyond the calendar
            return None
        return (found.end(), span) if span else None
    return None
