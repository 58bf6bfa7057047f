"""When an article was published and last changed: which of all that tells a date counts, and why the others do not.

In order: what came with the article, its JSON-LD, the feed it was in, its dateline, a day in its address. A date that
cannot be read or believed is dropped with a note; where nothing tells, the article stays undated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from ...records import SourceText
from ..values import plain
from .dateline import Dateline, dateline_of, stamp_of
from .dates import MONTHS, read_when

# What programs write where no date is known: the first second of Unix in any zone, of spreadsheets and of calendars.
NO_DATES = {date(1969, 12, 31), date(1970, 1, 1), date(1900, 1, 1), date(1, 1, 1)}
# The first newspapers are of the 1600s, but no text of theirs is about news of today.
FIRST_YEAR = 1700
# Zones and late corrections make dates differ by a day or two without any of them being wrong.
NEAR = timedelta(days=2)
# A day without a year is put into one only if it lies so shortly before a day whose year is known.
SOON = timedelta(days=60)
DAY_IN_PATH = re.compile(
    r"/(?P<year>\d{4})/(?P<month>\d{1,2}|[a-z]{3})/(?P<day>\d{1,2})(?=/|$)"
    r"|/(?P<year2>\d{4})-(?P<month2>\d\d)-(?P<day2>\d\d)(?=[-/._]|$)"
    r"|[-_](?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)(?=/?$|\.\w+$)"
    r"|/(?P<year4>(?:199|20\d)\d)(?P<month4>\d\d)(?P<day4>\d\d)(?=[-/._]|$)",
    re.IGNORECASE,
)
YEAR_IN_PATH = re.compile(r"/(?P<year>(?:19|20)\d\d)(?:/(?P<month>0?[1-9]|1[0-2]))?(?=/)")


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of an article, what decided each, and what was noticed."""

    published_at: date | None
    updated_at: date | None
    rules: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """Something that tells a date."""

    rule: str
    """As `ArticleInfo.rules` has it."""
    name: str
    """What it is called in a note."""
    value: object


def decide(source: SourceText, url: str, paragraphs: Sequence[str], today: date) -> Dates:
    """Decide on both dates of an article.

    Args:
        source: has the fields, `jsonld` and `feed` among them.
        url: the article's address, "" if it has none.
        paragraphs: those of its text, the first ones at least.
        today: no date may lie more than two days after it.
    """
    notes: list[str] = []
    top = stamp_of(paragraphs)
    jsonld, feed = (_mapping(source.fields.get(name)) for name in ("jsonld", "feed"))
    updated_witnesses = [
        Witness("metadata", "updated_at", source.fields.get("updated_at")),
        Witness("JSON-LD", "JSON-LD dateModified", plain(jsonld.get("dateModified"))),
        Witness("feed", "feed updated", plain(feed.get("updated"))),
        Witness("dateline", "the line at the top", top.updated),
    ]
    updated, updated_rule = _first(updated_witnesses, today, notes)
    witnesses = [
        Witness("metadata", "published_at", source.fields.get("published_at")),
        Witness("JSON-LD", "JSON-LD datePublished", plain(jsonld.get("datePublished"))),
        Witness("feed", "feed published", plain(feed.get("published"))),
        Witness("dateline", "the line at the top", top.published),
        Witness("dateline", "the dateline", _whole(dateline_of(paragraphs), url, updated)),
        Witness("address", "the address", day_in(url)),
    ]
    published, rule = _first(witnesses, today, notes)
    if published:
        notes += _others(published, rule, witnesses, today)
    if published and updated and _day(updated) < _day(published):
        notes.append(f"updated_at: {_day(updated)} is before the day it was published, {_day(published)}; left out")
        updated = None
    rules = {"published_at": rule if published else "", "updated_at": updated_rule if updated else ""}
    return Dates(published, updated, {name: why for name, why in rules.items() if why}, tuple(notes))


def day_in(url: str) -> date | None:
    """The day that the path of an address holds: /2026/03/14/, /2026-03-14-, /20260314/; None if it holds none."""
    path = urlsplit(url).path.lower() if url else ""
    for found in DAY_IN_PATH.finditer(path):
        year, month, day = (
            next(found[name + number] for number in ("", "2", "3", "4") if found[name + number])
            for name in ("year", "month", "day")
        )
        if when := _existing(int(year), MONTHS.get(month) or (int(month) if month.isdigit() else 0), int(day)):
            return when
    return None


def _first(witnesses: Iterable[Witness], today: date, notes: list[str]) -> tuple[date | None, str]:
    """The first date that can be read and believed, with its rule; why others were passed over goes to the notes."""
    for witness in witnesses:
        try:
            when = _believed(read_when(witness.value), today)
        except ValueError as error:
            notes.append(f"{witness.name}: {error}")
        else:
            if when:
                return when, witness.rule
    return None, ""


def _believed(when: date | None, today: date) -> date | None:
    if when is None:
        return None
    day = _day(when)
    if day in NO_DATES:
        raise ValueError(f"{day} is what programs write where no date is known; correct it or leave it out")
    if day.year < FIRST_YEAR:
        raise ValueError(f"{day} is before there were newspapers; correct it or leave it out")
    if day - today > NEAR:
        raise ValueError(f"{day} lies in the future; correct it or leave it out")
    return when


def _others(published: date, rule: str, witnesses: Iterable[Witness], today: date) -> Iterable[str]:
    """A note for the first other witness that tells a day more than two days away."""
    first = "the " + rule if rule in ("feed", "dateline", "address") else rule
    for witness in witnesses:
        try:
            when = _believed(read_when(witness.value), today)
        except ValueError:
            continue
        if when and abs(_day(when) - _day(published)) > NEAR:
            kept = _day(published)
            yield f"published_at: {first} says {kept}, but {witness.name} says {_day(when)}; {kept} is kept"
            return


def _whole(line: Dateline | None, url: str, updated: date | None) -> date | None:
    """The day of a dateline; a year it does not say comes from the address or from when the article was updated."""
    if not line or not line.month:
        return None
    if line.year:
        return _existing(line.year, line.month, line.day)
    latest, span = _latest(url, updated)
    if not latest:
        return None
    days = (_existing(year, line.month, line.day) for year in (latest.year + 1, latest.year, latest.year - 1))
    return next((day for day in days if day and latest - span <= day <= latest + NEAR), None)


def _latest(url: str, updated: date | None) -> tuple[date | None, timedelta]:
    """The last day on which an article can have been published, and how long before it at most."""
    if when := day_in(url):
        return when, SOON
    if in_path := YEAR_IN_PATH.search(urlsplit(url).path if url else ""):
        month = int(in_path["month"] or 12)
        following = int(in_path["year"]) * 12 + month
        last = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
        return last, SOON if in_path["month"] else timedelta(days=last.timetuple().tm_yday - 1)
    return (_day(updated), SOON) if updated else (None, SOON)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
