"""Days, ages and counts as people say them, in English whatever the machine's locale."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, noun: str) -> str:
    """ "1 article", "3 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(when: date) -> str:
    """ "14 March 2026"; the time of day is left out."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def age(when: date, on: date) -> str:
    """How long before the day `on` something was published: "today", "3 weeks earlier", "2 years earlier"."""
    days = (_day(on) - _day(when)).days
    if days <= 1:
        return {0: "the same day", 1: "the day before"}.get(days, "later than that")
    for size, noun in ((365, "year"), (30, "month"), (7, "week")):
        if days >= 2 * size or (size == 365 and days >= size):
            return f"{count(days // size, noun)} earlier"
    return f"{count(days, 'day')} earlier"


def seconds(number: float) -> str:
    """ "0.4 s", "12 s"."""
    return f"{number:.1f} s" if number < 10 else f"{number:.0f} s"


def shortened(text: str, most: int = 200) -> str:
    """The text, cut with "…" where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _day(when: date) -> date:
    """The plain day of a date or datetime, which do not compare with each other."""
    return date(when.year, when.month, when.day)
