"""The days that a claim is about: those it names, else what its tense and the day of publication leave open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..facts import DATES, IN_MONTH, MONTHS, WEEKDAYS
from .quantities import YEAR, Quantity

Days = tuple[date, date]
"""First and last day."""
DAY = "day of the calendar"
"""Unit of a value that is a date."""
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b(?!s)", re.IGNORECASE)
TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
YESTERDAY = re.compile(r"\b(?:yesterday|last night)\b", re.IGNORECASE)
SEASON = re.compile(r"\b(?:this|last) (?:spring|summer|autumn|fall|winter|year)\b", re.IGNORECASE)
# What tells of a state or a plan: it holds as of the day of publication, and may be another one a week later.
STATE = re.compile(
    r"\b(?:now|currently|at present|at the moment|so far|to date|still|already|is|are|has|have|will|would|may|can|"
    r"could|must|should|number of|total|toll|plans?|expects?|wants?|pays?|stands?|stood|puts?|offers?|offered|proposed|"
    r"counted)\b"
    r"|\b(?:had|was|were) (?:now )?(?:been|risen|fallen|counted|expected|planned|due)\b",
    re.IGNORECASE,
)
# What tells that a value has changed or will: before it there was another one, and after it there may be.
MOVES = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|rises?|rose|risen|cut|cuts|lower(?:s|ed)?|lift(?:s|ed)|increas(?:e|es|ed)|reduc(?:e|es|ed)|"
    r"falls?|fell|fallen|dropp?(?:s|ed)?|climb(?:s|ed)?|grew|grown|doubl(?:e|es|ed)|revis(?:e|es|ed)|up from|down from|"
    r"no longer|instead of|replac(?:e|es|ed)|put off|postpon(?:e|es|ed)|extend(?:s|ed)?|now|after a recount)\b",
    re.IGNORECASE,
)
# What happens again and again: "shares closed 2 percent higher" is true of that day only.
RECURS = re.compile(
    r"\b(?:shares?|stocks?|index|closed|traded|quarter|quarterly|monthly|weekly|daily|polls?|survey|temperatures?|match|"
    r"game|round|averag\w+|prices?)\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:until|than|before|after|from|since(?: [\w’']+){0,5}?)(?: (?:last|early|late|the|on|in))* $", re.IGNORECASE
)
"""What stands before a day that only bounds the time meant."""
EVENT = re.compile(
    r"[a-z]{2,}ed\b|\b(?:left|fled|paid|went|took|taken|lost|came|held|made|was|were|had|fell|rose|won|hit|met|sold|bought|"
    r"got|gave|ran|saw|began|broke|built|sent|spent|struck|shot|sank|burnt|fought|drew|drove|kept|brought|caught|cost)\b"
)
"""A past tense: without one a clause tells how things stand."""
AS_OF = timedelta(days=7)
"""Days that two articles may lie apart and still tell of one state; a week is what a news story stays the same for."""
PAST = timedelta(days=400)
"""How far back an event without a day may lie; an older one is told with its year."""


def days_of(clause: str, published: date | None) -> tuple[Days, ...]:
    """The spans of days a clause may be about; none if nothing is known of it.

    Args:
        clause: the words around the value.
        published: day of the article, which "Thursday" and "in May" are counted from.
    """
    named = tuple(_named(clause, published))
    if named or published is None:
        return named
    if RECURS.search(clause):
        return ((published - timedelta(days=1), published),)
    if tells_state(clause):
        return ((published - AS_OF / 2, published + AS_OF / 2),)
    return ((published - PAST, published),)


def without_days(text: str) -> str:
    """The text without the words that name days, months and years."""
    for pattern in (*(pattern for pattern, _ in DATES), IN_MONTH, YEAR, WEEKDAY, TODAY, YESTERDAY):
        text = pattern.sub(" ", text)
    return text


def days_told(text: str, published: date | None) -> list[Quantity]:
    """The days that a sentence names by their date, as quantities; months and years are too loose to compare."""
    found = []
    for parts, match in dates(text):
        days = span(parts, published) if "d" in parts else None
        if days:
            low, high = days[0].toordinal() - 0.5, days[1].toordinal() + 0.5
            found.append(Quantity(match.start(), match.end(), match[0], low, high, DAY, frozenset()))
    return found


def tells_state(clause: str) -> bool:
    """Whether it tells how things stand or are planned, not what once happened."""
    return not EVENT.search(clause) or bool(STATE.search(clause) or MOVES.search(clause) or RECURS.search(clause))


def meet(one: tuple[Days, ...], other: tuple[Days, ...]) -> bool:
    """Whether two claims may be about the same days."""
    if not one or not other:
        return True
    return any(first[0] <= second[1] and second[0] <= first[1] for first in one for second in other)


def _named(clause: str, published: date | None) -> Iterator[Days]:
    for parts, _ in dates(clause):
        if found := span(parts, published):
            yield found
    rest = clause
    for pattern, _ in DATES:
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    for match in YEAR.finditer(rest):
        if not SINCE.search(rest[: match.start()]):
            yield date(int(match[0]), 1, 1), date(int(match[0]), 12, 31)
    if published:
        yield from _near(rest, published)


def dates(text: str) -> Iterator[tuple[dict[str, str], re.Match[str]]]:
    """Each date that is not the mere end of a stretch of time, as its parts ("d", "m", "y") and where it stands."""
    rest = text
    for pattern, order in DATES:
        for match in pattern.finditer(rest):
            if not SINCE.search(rest[: match.start()]):
                yield dict(zip(order, match.groups(), strict=True)), match
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    for match in IN_MONTH.finditer(rest):
        if not re.match(r"since|from|until|by", match[0], re.IGNORECASE):
            yield {"m": match[1]}, match


def span(parts: dict[str, str], published: date | None) -> Days | None:
    """The day or month of a date; without a year the one that is nearest to the day of publication."""
    month = int(parts["m"]) if parts["m"].isdigit() else MONTHS[parts["m"].lower()]
    if "y" in parts:
        years = [int(parts["y"])]
    elif published:
        years = [published.year - 1, published.year, published.year + 1]
    else:
        return None
    spans = []
    for year in years:
        try:
            first = date(year, month, int(parts.get("d", 1)))
        except ValueError:
            continue
        last = first if "d" in parts else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        spans.append((first, last))
    if not spans:
        return None
    return min(spans, key=lambda span: abs(span[0] - published)) if published else spans[0]


def _near(text: str, published: date) -> Iterator[Days]:
    """Weekdays and the like, as of the day of publication."""
    for match in WEEKDAY.finditer(text):
        back = (published.weekday() - WEEKDAYS.index(match[1].lower())) % 7
        day = published - timedelta(days=back)
        yield day, day
    if TODAY.search(text):
        yield published, published
    if YESTERDAY.search(text):
        yield published - timedelta(days=1), published - timedelta(days=1)
    if SEASON.search(text):
        yield published - PAST, published
