"""Rung 1: which days, months and years the cited words mean, seen from the day their article appeared.

"On 24 March" and "last month" are resolved to full dates, in the forms of `facts`. A day without a year is taken for
the nearest one, a weekday for the last one and the next one. Words that name no date at all are told as of the day of
the article, which then vouches too; its year always does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..facts import MONTHS, WEEKDAYS, covered

WEEKDAY = re.compile(rf"\b(?:{'|'.join(day.title() for day in WEEKDAYS)})\b")
MONTH = re.compile(rf"\b({'|'.join(name.title() for name in MONTHS if len(name) > 3 or name == 'may')})\b")
DAYS = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
    "last night": -1, "tomorrow": 1, "last week": -7, "this week": 0, "next week": 7,
}  # fmt: skip
RELATIVE = re.compile(rf"\b(?:{'|'.join(DAYS)})\b", re.IGNORECASE)
STEP = re.compile(r"\b(last|this|next|past|previous) (month|year|spring|summer|autumn|winter)\b", re.IGNORECASE)
STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}
YEARS_OFF = re.compile(
    r"\b(?:a|one|the) year (earlier|ago|before|later)\b|\b(?:the )?(previous|following) year\b", re.I
)
YEAR = re.compile(r"(?:1[89]|20)\d\d")


def resolved(text: str, day: date | None) -> frozenset[str]:
    """Every form of every date that a text of an article of that day means, besides those it writes out."""
    if day is None:
        return frozenset()
    found = {form for when in _days(text, day) for form in forms_of(when)}
    found |= {form for month in _months(text, day) for form in (month, "-" + month[4:])}
    written = {form for form in covered(text) if YEAR.fullmatch(form)}
    around = {int(year) for year in written} or {day.year}
    for match in YEARS_OFF.finditer(text):
        step = 1 if (match[1] or match[2]).lower() in ("later", "following") else -1
        found |= {str(year + step) for year in around}
    for match in STEP.finditer(text):
        if match[2].lower() != "month":
            found.add(str(day.year + STEPS[match[1].lower()]))
    if not found and not any(form.startswith("-") or "-" in form[1:] for form in covered(text)) and not written:
        found |= forms_of(day)
    return frozenset(found | {str(day.year)})


def weekdays(forms: frozenset[str]) -> frozenset[str]:
    """The weekdays, in small letters, of the full dates among some forms."""
    full = [form for form in forms if re.fullmatch(r"\d{4}-\d\d-\d\d", form)]
    return frozenset(WEEKDAYS[date.fromisoformat(form).weekday()] for form in full)


def forms_of(when: date) -> set[str]:
    """A day in every form that a claim may take."""
    return {f"{when:%Y-%m-%d}", f"{when:%Y-%m}", f"{when:%Y}", f"--{when:%m-%d}", f"--{when:%m}"}


def _days(text: str, day: date) -> Iterator[date]:
    for form in covered(text):
        if match := re.fullmatch(r"--(\d\d)-(\d\d)", form):
            yield from _nearest(int(match[1]), int(match[2]), day)
    for match in WEEKDAY.finditer(text):
        back = (day.weekday() - WEEKDAYS.index(match[0].lower())) % 7
        yield day - timedelta(back)
        yield day - timedelta(back - 7)
        if back == 0:
            yield day - timedelta(7)
    for match in RELATIVE.finditer(text):
        yield day + timedelta(DAYS[match[0].lower()])


def _nearest(month: int, of_month: int, day: date) -> Iterator[date]:
    """The day of that month that is nearest to another day; none where the calendar has no such day."""
    near = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            near.append(date(year, month, of_month))
        except ValueError:
            continue
    if near:
        yield min(near, key=lambda when: abs(when - day))


def _months(text: str, day: date) -> Iterator[str]:
    """Months that the text means, as "2026-03"."""
    for match in MONTH.finditer(text):
        number = MONTHS[match[1].lower()]
        near = [(year, number) for year in (day.year - 1, day.year, day.year + 1)]
        yield _month(*min(near, key=lambda item: abs(item[0] * 12 + item[1] - day.year * 12 - day.month)))
    for match in STEP.finditer(text):
        if match[2].lower() == "month":
            count = day.year * 12 + day.month - 1 + STEPS[match[1].lower()]
            yield _month(count // 12, count % 12 + 1)


def _month(year: int, month: int) -> str:
    return f"{year}-{month:02d}"
