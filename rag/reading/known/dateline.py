"""How a report opens: a line with its date, and place, day and agency before a dash ("LONDON, 14 March (Reuters) — …").

Reads what the line says and no more: a day without a year stays without one. Taking lines away is for others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .dates import MONTHS, read_when

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# The first dash between spaces; a hyphen counts only after a bracket, for "well - known" is no dateline.
LEAD = re.compile(r"([^\n]{2,100}?)(?: ?[—–−]+|(?<=\)) ?-{1,2}|(?<=[A-Z]) --) ")
AGENCY = re.compile(r"(?P<rest>.*?),? ?\((?P<credit>[^()]{2,40})\)")
DAY = re.compile(
    rf"(?P<rest>.*?)(?:^|,? )(?:(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})\.?)"
    r"(?:,? (?P<year>\d{4}))?,?",
    re.IGNORECASE,
)
PLACE = re.compile(r"[^\W\d_][^()\[\]:;!?\"“”\d]{1,60}")
# Names that are agencies by their shape, whoever they are.
AGENCY_NAME = re.compile(
    r"(reuters|afp|ap|dpa|upi|ansa|efe|pti|tass|aap|apa|ntb|tt|ritzau|belga|xinhua|kyodo( news)?|yonhap|jiji( press)?"
    r"|bloomberg( news)?|interfax|anadolu|agence .+|.+ (wire|newswire|press|news agency|news service|press agency)"
    r"|press association|pa media|ians|ani|cna|bernama|antara|ukrinform|unian|irna|mena|wam|saba|dow jones|cnn)",
    re.IGNORECASE,
)
STAMP_PARTS = re.compile(r"\b(?:last )?(?:updated|modified)\b(?: on| at)?:?", re.IGNORECASE)
BYLINE_BEFORE = re.compile(r"by [^|•·]{2,80}[|•·]", re.IGNORECASE)
STAMP_NAME = re.compile(r"(?:first )?(?:published|posted)\b(?: on| at)?:?", re.IGNORECASE)
# Lines that may stand above the body: headline, byline, role, outlet, date.
TOP = 8
# A paragraph of so many words is body. A date below it is a heading, as in a list of events.
BODY = 20
# Paragraphs of body a dateline is looked for in: a summary may stand before it.
FIRST = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the dash; "" or 0 for what is not said."""

    place: str = ""
    credit: str = ""
    """The agency in brackets."""
    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """The days of a line that is nothing but when an article was published and updated."""

    place: int = -1
    """Which paragraph it is, -1 if there is none."""
    published: date | None = None
    updated: date | None = None


def stamp_of(paragraphs: Sequence[str]) -> Stamp:
    """The first line above the body that is nothing but a date."""
    for place, paragraph in enumerate(paragraphs[:TOP]):
        if len(paragraph.split()) >= BODY:
            break
        if days := _stamp(paragraph):
            return Stamp(place, *days)
    return Stamp()


def dateline_of(paragraphs: Sequence[str]) -> Dateline | None:
    """The first dateline among the lines above the body and its first paragraphs."""
    return next(filter(None, (parse(paragraph) for paragraph in paragraphs[: TOP + FIRST])), None)


def parse(paragraph: str) -> Dateline | None:
    """The dateline a paragraph opens with."""
    lead = LEAD.match(paragraph[:130])
    if not lead:
        return None
    rest, credit, day = lead[1].strip(), "", None
    if agency := AGENCY.fullmatch(rest):
        rest, credit = agency["rest"].strip(), agency["credit"].strip()
    if day := DAY.fullmatch(rest):
        rest = day["rest"].strip(" ,")
    if rest and not PLACE.fullmatch(rest):
        return None
    if credit and not _is_credit(credit, rest):
        return None
    # A name in brackets or a day before a dash is also what a sentence has: "Lee (Democratic Party) — who …".
    sure = (credit and (day or AGENCY_NAME.fullmatch(credit))) or (day and "," in lead[1])
    if not (_in_capitals(rest.split(",")[0]) or (sure and (_is_name(rest) if rest else credit))):
        return None
    if not day:
        return Dateline(rest, credit)
    month = MONTHS[(day["month"] or day["month2"]).lower()]
    return Dateline(rest, credit, int(day["year"] or 0), month, int(day["day"] or day["day2"]))


def _stamp(line: str) -> tuple[date | None, date | None] | None:
    if len(line) > 120 or not re.search(r"\d{4}", line) or not re.search(r"\d[-/.年]|[A-Za-z]{3}", line):
        return None
    line = BYLINE_BEFORE.sub("", line, count=1) if line[:3].lower() == "by " else line
    parts = [STAMP_NAME.sub("", part.strip(" |·•–—-,;:()/"), count=1).strip() for part in STAMP_PARTS.split(line)]
    parts = ["" if part.endswith(" ago") else part for part in parts]
    if len(parts) > 2 or not any(parts):
        return None
    try:
        days = [read_when(part) for part in parts]
    except ValueError:
        return None
    return days[0], days[1] if len(days) > 1 else None


def _is_credit(credit: str, place: str) -> bool:
    """Whether a name in brackets can be an agency: no day, no words in small letters, not what the place stands for."""
    words = credit.split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return credit[0].isalpha() and len(words) <= 5 and not any(sign.isdigit() for sign in credit) and (
        AGENCY_NAME.fullmatch(credit) is not None or (credit[0].isupper() and place not in (initials, initials + "S"))
    )  # fmt: skip


def _in_capitals(place: str) -> bool:
    """Whether a place is set in capitals, as in a dateline; "McALLEN" and "St. PETERSBURG" are."""
    letters = [sign for sign in place if sign.isalpha()]
    return len(letters) >= 3 and sum(sign.isupper() for sign in letters) >= 0.7 * len(letters)


def _is_name(place: str) -> bool:
    words = re.split(r"[\s/,]+", place)
    return len(words) <= 4 and all(word[:1].isupper() for word in words)
