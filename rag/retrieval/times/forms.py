"""The words before a period, which say on which side of it a time lies: in, since, between … and, after, until.

A month or year stands for a time only behind such a word: "1984" may be a book, "the 2008 crisis" is a subject, "May"
a name. Periods counted from today and whole dates need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from .events import event
from .named import DAY, FLAGS, MONTH, OF_YEAR, named
from .nearby import nearby
from .spans import Span

Side: TypeAlias = Literal["within", "since", "after", "until"]

REPORTS = r"(?:articles?|coverage|news|stor(?:y|ies)|headlines?|newspapers?|press|interviews?|reporting|reports)"
TOLD_OF = re.compile(rf"\b(?:{REPORTS}|summary|overview|recap|round-?up)\b", FLAGS)
WORD = re.compile(r"(?<!\w)\w")
WORD_ON = re.compile(r"\w+")
RANGE = re.compile(r"(?P<word>between|from) ", FLAGS)
AND = {"between": re.compile(r" and ", FLAGS), "from": re.compile(r" (?:up )?(?:to|until|till|through) ", FLAGS)}
DAYS = re.compile(rf"(?:between|from) (?P<first>\d\d?)(?:st|nd|rd|th)? (?:and|to|until) {DAY} {MONTH}{OF_YEAR}", FLAGS)
SIDES: dict[str, Side] = {
    **dict.fromkeys(("since", "ever since"), "since"),
    **dict.fromkeys(("after",), "after"),
    **dict.fromkeys(("before", "until", "till", "up to", "up until", "as of", "by"), "until"),
    **dict.fromkeys(("in", "on", "at", "during", "over", "throughout", "within", "from", "of", "dated"), "within"),
}
SIDE = re.compile(rf"({'|'.join(sorted(SIDES, key=len, reverse=True))}) ", FLAGS)
OF_REPORTS = ("from", "of", "dated")
"""Words that say a time of publication, but only behind a word for articles."""
ONWARDS = re.compile(r" (?:onwards?\b|on(?= ?$| ?[?.,;:!]))", FLAGS)
# "after August resigned": months that are people's names, too, stand for a time only where the clause ends, and behind
# "by" never.
PERSONS = re.compile(r"(?:May|April|June|August|March|Jan)\b", FLAGS)
CLAUSE_ENDS = re.compile(r" ?$| ?[?.,;:!)]| (?:and|or|in|at|on|to|of) ", FLAGS)
# "in March and April" names two times; one of them would be a part of what is meant.
LISTED = re.compile(rf"(?:,? (?:and|or|to)|,|/| ?[-–]) ?(?:{MONTH}|\d{{4}}\b)", FLAGS)
COMPARED = re.compile(r"\b(?:than|with|to|for|versus|vs\.?|as|of|until|before) (?:the )?$", FLAGS)
ATTRIBUTE = re.compile(r"[’']s?(?!\w)| ?-(?=\w)")
OF_A_NOUN = re.compile(r"(?:\bthe|[’']s) $", FLAGS)
WHOLE_DATE = re.compile(r"\d{4}-|(?:\d|[a-z]).*\b\d{4}$", FLAGS)
NEEDS_A_WORD = re.compile(r"the (?:last (?:day|week|month|quarter|year)\b|weekend)|(?:the )?past ", FLAGS)


@dataclass(frozen=True, slots=True)
class Form:
    """A time found in a text: where its words stand (end excluded), and its period or the event that begins it."""

    start: int
    end: int
    side: Side
    word: str
    """The word before the period, in lower case; "" if there is none."""
    span: Span | None
    event: str = ""
    attribute: bool = False
    """It belongs to a noun: "last week's vote"."""


def times(text: str, today: date) -> Iterator[Form]:
    """The times of a text, from left to right; none within another."""
    position = 0
    while found := WORD.search(text, position):
        form = _at(text, found.start(), today)
        if form:
            yield form
        position = form.end if form else _word_end(text, found.start())


def _word_end(text: str, start: int) -> int:
    word = WORD_ON.match(text, start)
    return word.end() if word else start + 1


def _at(text: str, start: int, today: date) -> Form | None:
    return _range(text, start, today) or _sided(text, start, today) or _bare(text, start, today)


def _period(text: str, start: int, today: date) -> tuple[int, Span] | None:
    found = nearby(text, start, today) or named(text, start, today)
    return None if found and ATTRIBUTE.match(text, found[0]) and not found[1].near else found


def _range(text: str, start: int, today: date) -> Form | None:
    """Two ends, as in "between March and May 2025", "from 3 to 9 March"; the first takes its year from the second."""
    if days := DAYS.match(text, start):
        end = _period(text, days.start("day"), today)
        if end is None or end[1].last.day < int(days["first"]) or not int(days["first"]):
            return None
        first = end[1].first.replace(day=int(days["first"]))
        return Form(start, end[0], "within", "", replace(end[1], first=first, unit="week"))
    word = RANGE.match(text, start)
    one = _period(text, word.end(), today) if word else None
    joined = AND[word["word"].lower()].match(text, one[0]) if word and one else None
    if not word or not one or not joined:
        return None
    two = _period(text, joined.end(), today)
    if two and re.search(r"\d{4}", text[word.end() : one[0]]) and not re.search(r"\d{4}", text[joined.end() : two[0]]):
        two = _period(text, joined.end(), min(today, one[1].first + timedelta(days=364)))
    elif two:
        one = _period(text, word.end(), two[1].last)
    if not one or not two or one[1].first > two[1].last:
        return None
    unit = two[1].unit if two[1].unit != "day" else "week"
    return Form(start, two[0], "within", "", replace(two[1], first=one[1].first, unit=unit, weekday=False))


def _sided(text: str, start: int, today: date) -> Form | None:
    words = SIDE.match(text, start)
    if not words:
        return None
    word, side = words[1].lower(), SIDES[words[1].lower()]
    found = _period(text, words.end(), today)
    if found and LISTED.match(text, found[0]):
        return None
    if not found or (side != "within" and _may_be_a_person(text, words.end(), found[0], word)):
        return _event(text, start, words.end(), word, today) if side in ("since", "after") else None
    end, span = found
    if word == "from" and (onwards := ONWARDS.match(text, end)):
        return Form(start, onwards.end(), "since", word, span)
    if word in OF_REPORTS and not TOLD_OF.search(text, 0, start):
        return None
    attribute = bool(ATTRIBUTE.match(text, end))
    # The word before belongs to something else: "at yesterday's summit", "going on today".
    apart = attribute or (word == "on" and nearby(text, words.end(), today) is not None)
    return Form(words.end() if apart else start, end, side, word, span, attribute=attribute)


def _may_be_a_person(text: str, start: int, end: int, word: str) -> bool:
    person = PERSONS.match(text, start)
    if not person or person.end() != end:
        return False
    return word == "by" or not CLAUSE_ENDS.match(text, end)


def _event(text: str, start: int, after: int, word: str, today: date) -> Form | None:
    """An event with "since" or "after"; a time within its words stands for it ("since the quarrel began in 2024")."""
    found = event(text, start, after)
    if not found:
        return None
    side: Side = "since" if word != "after" else "after"
    for place in WORD.finditer(text, after, found) if side == "since" else ():
        inner = nearby(text, place.start(), today) or named(text, place.start(), today)
        inner = inner or named(text[: _word_end(text, place.start())], place.start(), today)  # "the 2008 crisis"
        told = inner and (re.search(r"\d{4}", text[place.start() : inner[0]]) or inner[1].near)
        if inner and inner[0] <= found and (told or re.search(r"\b(?:in|on|of) $", text[after : place.start()])):
            return Form(start, found, side, word, inner[1])
    return Form(start, found, side, word, None, event=text[after:found])


def _bare(text: str, start: int, today: date) -> Form | None:
    if COMPARED.search(text, 0, start) or NEEDS_A_WORD.match(text, start):
        return None
    found = nearby(text, start, today)
    if not found:
        found = named(text, start, today)
        if not found or found[1].unit != "day" or not WHOLE_DATE.match(text[start : found[0]]):
            return _before_reports(text, start, today)
        if OF_A_NOUN.search(text, 0, start) or text[start] in "tT":  # "the 5 March deal"
            return None
    return Form(start, found[0], "within", "", found[1], attribute=bool(ATTRIBUTE.match(text, found[0])))


def _before_reports(text: str, start: int, today: date) -> Form | None:
    """A month or year before a word for articles: "the March articles", "the 2024 coverage"."""
    found = named(text, start, today)
    if found and re.compile(rf" {REPORTS}(?!\w)", FLAGS).match(text, found[0]):
        return Form(start, found[0], "within", "", found[1])
    return None
