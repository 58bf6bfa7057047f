"""Days and times as people and programs write them. Which of an article's dates counts is decided in published.py.

Nothing is guessed: a value that can be read in two ways, or only in part, is refused with a reason.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

MONTH_NAMES = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
    "|november nov|december dec"
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES.split("|"), 1) for name in names.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = re.compile(r"\b(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\b[.,]?", re.IGNORECASE)
DAY_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})年 ?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日",
        r"(?<!\d)(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)",
        rf"\b(?P<month>{_MONTH})\b\.?[ -](?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ -](?P<year>\d{{4}})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[ -](?:of )?(?P<month>{_MONTH})\b\.?,?[ -](?P<year>\d{{4}})\b",
        r"(?<!\d)(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)",
    )
)
ISO = re.compile(
    r"(?P<year>\d{4})(?P<sign>-?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,12})?)?"
    r" ?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::(?P<second>\d\d)(?:\.\d{1,9})?)? ?(?P<half>[ap])?(?(half)\.?m\.?)"
    r"(?: ?(?P<zone>(?:UTC|GMT)? ?[+-]\d\d?:?(?:\d\d)?|[A-Z]{1,5}))?(?: \([^()]*\))?",
    re.IGNORECASE,
)
# What stands between a day and a time.
BETWEEN = re.compile(r"\b(at|on)\b|[,|·•–—]", re.IGNORECASE)
# Hours from UTC of zones that mean one thing in news; "ET" and the like follow the clocks of a place. IST is India's,
# Ireland's and Israel's, so it is not here: of such a time only the day is kept.
ZONES = {
    **{"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
# Seconds since 1970, or thousandths of seconds; both begin in March 1973, so that no shorter number is taken for one.
SECONDS, THOUSANDTHS = range(10**8, 10**10), range(10**11, 10**13)
LONGEST = 100


def parse_when(value: object) -> date | None:
    """A filter or ISO field as a day, or as a UTC `datetime` where a time is given; None if it is empty.

    Raises:
        ValueError: the value is neither a date nor ISO 8601 text.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.strip()
        try:
            value = date.fromisoformat(text)
        except ValueError:
            # Python 3.10 does not know the "Z" of UTC.
            value = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return value
    raise ValueError(f"{value!r} is not a date")


def read_when(value: object) -> date | None:
    """A date as articles, feeds and programs write it: a day, or a UTC `datetime` where time and zone are known.

    Read are ISO 8601, RFC 822, seconds or milliseconds since 1970, and English and Chinese days, with a time of day or
    without. An ISO time without a zone is taken for UTC; of any other such time only the day is kept.

    Returns:
        None if the value is empty.

    Raises:
        ValueError: it cannot be read, or in two ways; the message goes on from the name of the field.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if isinstance(value, date):
            return parse_when(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError  # noqa: TRY004  # a value that is no date, like any other
        text = " ".join(str(value)[: 2 * LONGEST].split())
        if len(text) > LONGEST:
            raise ValueError
        return _machine(text) or _prose(text)
    except (ValueError, OverflowError) as error:
        reason = str(error) if isinstance(error, _TwoWays) else "is not a date that can be read; write it as 2024-12-31"
        raise ValueError(f"{_shown(value)} {reason}") from None


def _machine(text: str) -> date | None:
    """ISO 8601, or a number of seconds; None if it is neither."""
    number = re.fullmatch(r"(\d{9,13})(\.\d*)?", text)
    if number and (int(number[1]) in SECONDS or int(number[1]) in THOUSANDTHS):
        count = int(number[1])
        return datetime.fromtimestamp(count if count in SECONDS else count // 1000, timezone.utc)
    iso = ISO.fullmatch(text)
    if not iso:
        return None
    day = date(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    if iso["hour"] is None:
        return day
    moment = datetime(day.year, day.month, day.day, int(iso["hour"]), int(iso["minute"]), int(iso["second"] or 0))
    return _in_utc(moment.replace(tzinfo=_zone(iso["zone"] or "Z", moment)))


def _prose(text: str) -> date:
    text = WEEKDAY.sub(" ", text)
    found = next(filter(None, (form.search(text) for form in DAY_FORMS)), None)
    if not found:
        raise ValueError
    day = _day(found.groupdict())
    rest = " ".join(BETWEEN.sub(" ", f"{text[: found.start()]} {text[found.end() :]}").split())
    if not rest:
        return day
    clock = CLOCK.fullmatch(rest)
    if not clock or not (clock["minute"] or clock["half"]):
        raise ValueError
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + 12 * (clock["half"].lower() == "p") if 1 <= hour <= 12 else 99
    moment = datetime(day.year, day.month, day.day, hour, int(clock["minute"] or 0), int(clock["second"] or 0))
    zone = _zone(clock["zone"] or "", moment)
    return _in_utc(moment.replace(tzinfo=zone)) if zone else day


def _day(parts: dict[str, str]) -> date:
    if "first" not in parts:
        month = parts["month"].lower()
        return date(int(parts["year"]), MONTHS.get(month) or int(month), int(parts["day"]))
    year, first, second = int(parts["year"]), int(parts["first"]), int(parts["second"])
    if first > 12:
        return date(year, second, first)
    if second > 12 or first == second:
        return date(year, first, second)
    raise _TwoWays(
        f"can be read as two days; write it as {date(year, second, first)} or as {date(year, first, second)}"
    )


def _zone(name: str, moment: datetime) -> timezone | None:
    """The zone of that name at that moment (its own clock); None if there is none, or several."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = re.sub(r"^(UTC|GMT) ?(?=[+-])", "", name.strip().upper())
    if offset := re.fullmatch(r"([+-])(\d\d?):?(\d\d)?", name):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-away if offset[1] == "-" else away)
    if name in PLACES:
        try:
            away = moment.replace(tzinfo=ZoneInfo(PLACES[name])).utcoffset() or timedelta()
        except ZoneInfoNotFoundError:  # a system without time zones
            return None
        return timezone(away)
    return timezone(timedelta(hours=ZONES[name])) if name in ZONES else None


def _shown(value: object) -> str:
    """The value for a message, whatever it is; a long one is cut."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of more than 4,300 digits; a list of a thousand levels
        text = f"the {type(value).__name__} given"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    except OverflowError:  # in the year 1 or 9999
        raise ValueError(f"{moment} has no day in UTC") from None


class _TwoWays(ValueError):
    """The value can be read in two ways."""
