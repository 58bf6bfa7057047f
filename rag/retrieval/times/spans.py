"""Calendar periods as their first and last day, both included. Weeks begin on Monday.

Arithmetic only; what words mean which period is decided in named.py and nearby.py. A day outside the years 1 to 9999
is an OverflowError or a ValueError of `datetime`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "season", "year"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each, as meteorologists and the news of the northern half count them; winter ends in February."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period named in a question, with what hangs on how it was named."""

    first: date
    last: date
    unit: Unit
    """The size that was named, by which a question for figures is told from one for news."""
    near: bool = False
    """Counted from today: "last week" is, "in March" is not."""
    ambiguous: bool = False
    """Its calendar is not the same for all readers: seasons, quarters of firms."""
    weekday: bool = False
    """A bare weekday, which may be that of an article as well as that of the reader."""


def month(year: int, number: int) -> tuple[date, date]:
    """The whole month; numbers beyond 1 to 12 run on into other years, so that 0 is the December before."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def months(year: int, number: int, count: int) -> tuple[date, date]:
    """`count` whole months from that one on."""
    return month(year, number)[0], month(year, number + count - 1)[1]


def week(day: date) -> tuple[date, date]:
    """Monday to Sunday of the week the day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def part_of_month(year: int, number: int, part: str) -> tuple[date, date]:
    """Days 1 to 10 ("early"), 11 to 20 ("mid") or 21 to the end ("late")."""
    first, last = month(year, number)
    return {
        "early": (first, first.replace(day=10)),
        "mid": (first.replace(day=11), first.replace(day=20)),
        "late": (first.replace(day=21), last),
    }[part]


def part_of_year(year: int, part: str) -> tuple[date, date]:
    """A third: January to April ("early"), May to August ("mid"), September to December ("late")."""
    return months(year, {"early": 1, "mid": 5, "late": 9}[part], 4)


def part_of_decade(year: int, part: str) -> tuple[date, date]:
    """Years 0 to 3 ("early"), 4 to 6 ("mid"), 7 to 9 ("late"), or all ten ("") of the decade from `year` on."""
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "": (0, 9)}[part]
    return date(year + first, 1, 1), date(year + last, 12, 31)


def back(day: date, count: int, unit: str) -> date:
    """The day so many units earlier; where the month is too short, its last day (31 March less a month)."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    shift = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    first, last = month(day.year, day.month - shift)
    return first.replace(day=min(day.day, last.day))


def around(day: date, unit: str) -> tuple[date, date]:
    """The calendar unit that the day is in."""
    if unit == "day":
        return day, day
    if unit == "week":
        return week(day)
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        return months(day.year, day.month - (day.month - 1) % 3, 3)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def latest_month(number: int, today: date) -> int:
    """The year of the latest such month that has begun."""
    return today.year - (number > today.month)


def latest_day(number: int, day: int, today: date) -> date | None:
    """The latest such day not after today; None if no year has it (31 April)."""
    for year in range(today.year, max(today.year - 9, 0), -1):  # 29 February is up to eight years away
        if day <= monthrange(year, number)[1] and date(year, number, day) <= today:
            return date(year, number, day)
    return None


def latest_weekday(weekday: int, today: date, *, before: bool = False) -> date:
    """The latest such weekday (0 is Monday), today included unless `before`."""
    days = (today.weekday() - weekday) % 7
    return today - timedelta(days=days or 7 * before)
