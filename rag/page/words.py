"""Days, ages and counts as people say them, in English whatever the machine's locale."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

UNITS = ((365, "year", 365), (30, "month", 60), (7, "week", 14))
"""Days of a unit, its name, and the days from which an age is told in it."""


def count(number: int, noun: str) -> str:
    """The number and its noun: "1 article", "3 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(when: date) -> str:
    """The day as "14 March 2026"; the time of day is left out."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def age(when: date, on: date) -> str:
    """How old something published at `when` is on the day `on`: "same day", "3 weeks old", "2 years old"."""
    days = (_day(on) - _day(when)).days
    if days < 1:
        return "same day" if days == 0 else "later"
    for size, noun, from_days in UNITS:
        if days >= from_days:
            return f"{count(days // size, noun)} old"
    return f"{count(days, 'day')} old"


def seconds(number: float) -> str:
    """The time as "0.4 s", "12 s"."""
    return f"{number:.1f} s" if number < 10 else f"{number:.0f} s"


def shortened(text: str, most: int = 200) -> str:
    """The text, cut with "…" where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _day(when: date) -> date:
    """The plain day of a date or datetime, which do not compare with each other."""
    return date(when.year, when.month, when.day)
