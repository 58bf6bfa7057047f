"""Who is named for an article: its byline, the lines that name others, and agencies it is credited to.

A name is known by where it stands and how it is written. Who really wrote an article is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .dateline import AGENCY_NAME, TOP, dateline_of, stamp_of

BYLINE = re.compile(r"by ([A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|de|van|von|bin|al)){0,7})")
# With a capital it is a byline also where roles and places follow the name, unless it is a sentence.
BYLINE_WITH_MORE = re.compile(r"(?:(?:Written|Story|Words|Analysis|Opinion) by|By|BY):? ([A-Z][^.!?]{2,79})")
# What may follow a name on the same line.
AFTER_NAME = re.compile(r"\s*(?:[|•·]|,? (?:published|updated|posted)\b|,? \d).*", re.IGNORECASE)
# Paragraphs a byline is looked for in, when furniture is gone.
FIRST, LAST = 3, 3
SMALL_WORDS = set(
    "a an and at by bin da de del der di for from in la of on or te the to van von with additional contributing"
    " contributor columnist correspondent desk editing editor foreign guest network news newsroom opinion reporter"
    " reporting special staff wire writer writing".split()
)
NAME = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|and|of|the|de|van|von|der|bin|al|,)){0,12}"
REPORTING = re.compile(
    r"\(?(?:additional (?:\w+ )?)?(?:reporting|editing)(?: and writing| and editing)?(?: by|:) ", re.IGNORECASE
)
WITH = re.compile(r"\(?with (?:inputs|files|reporting|material) (?:from|by) ", re.IGNORECASE)
CREDIT_LINE = re.compile(
    r"contributing(?: by)?: .{2,300}"
    r"|(?:editor[’']s note: )?(?:this|the|a version of this) (?:article|story|column|piece|report|essay|post)"
    r" (?:was )?(?:first|originally|previously) (?:appeared|published|posted|ran|written)\b.{0,200}"
    r"|(?:this|the) (?:article|story) (?:is|was) republished (?:here )?(?:from|with permission)\b.{0,200}"
    r"|from (?:[A-Z][^.!?]{1,60} and )?(?:wire|staff|agency) reports\.?"
    r"|\(?with agency inputs\.?\)?",
    re.IGNORECASE,
)
CREDIT_END = re.compile(
    r"[^!?]{2,200} contributed to this (?:report|story|article|piece)(?:\.(?: .{0,150})?)?"
    r"|[^.!?]{5,150} (?:originally|first) appeared (?:on|in|at) [^,;!?]{2,60}"
)
DASHED_NAME = re.compile(rf"(?:[–—−]+|--) ?{NAME}\.?")
REPUBLISHED = re.compile(
    r"\b(?:appeared|(?:re)?published|posted) (?:on|in|by|from) (?:the )?([A-Z][\w.'’&-]*(?: [A-Z][\w.'’&-]*){0,4})"
)
USED = re.compile(
    r"\b(?:compiled with|(?:reports?|inputs|material|files) (?:by|from)|reporting by .{2,60} for)\b", re.IGNORECASE
)
COPYRIGHT = re.compile(r"©|\(c\)|copyright\b", re.IGNORECASE)
NAME_BORDERS = re.compile(
    r"[,;|/()©:]|\.(?=\s|$)|\b(?:and|with|for|by|from|copyright|the|in|\d{4})\b|[–—−]", re.IGNORECASE
)
# Other names of the same agencies, as far as texts of several publishers use both.
SAME = {
    "associated press": "AP",
    "agence france-presse": "AFP",
    "agence-france presse": "AFP",
    "thomson reuters": "Reuters",
    "deutsche presse-agentur": "dpa",
    "press trust of india": "PTI",
    "press association": "PA Media",
    "pa": "PA Media",
    "united press international": "UPI",
}


def head(paragraphs: Sequence[str], titled: bool) -> tuple[tuple[str, ...], list[str]]:
    """Take the lines above the body away: bylines and dates.

    Args:
        paragraphs: those of an article, without furniture.
        titled: its headline is known; if not, the first paragraph is the headline and stays.

    Returns:
        The names in the byline, and the paragraphs that are left.
    """
    authors: tuple[str, ...] = ()
    rest = list(paragraphs)
    stamp = stamp_of(rest)
    if stamp.place >= 0:
        first = 0 if titled else min(1, stamp.place)
        above = rest[first : stamp.place]
        authors = _names(rest[stamp.place])
        # A name and below it a role or an outlet; a single line with capitals could be a second headline.
        if len(above) >= 2 and all(map(_is_name_line, above)):
            authors = authors or _split(above[0])
            above = []
        rest = [*rest[:first], *above, *rest[stamp.place + 1 :]]
    rest = [line for place, line in enumerate(rest) if place >= FIRST or not _is_agency_line(line)]
    for place, paragraph in enumerate(rest[:FIRST]):
        if names := _names(paragraph):
            del rest[place]
            return names, rest
    return authors, rest


def is_credit_line(paragraph: str) -> bool:
    """Whether a paragraph only says who worked on an article, or where it appeared first."""
    if len(paragraph) > 400:
        return False
    if told := REPORTING.match(paragraph) or WITH.match(paragraph):
        return _is_list_of_names(paragraph[told.end() :])
    if " contributed to this " in paragraph or " appeared " in paragraph:
        return (CREDIT_END.fullmatch(paragraph) or CREDIT_LINE.fullmatch(paragraph)) is not None
    return (CREDIT_LINE.fullmatch(paragraph) or DASHED_NAME.fullmatch(paragraph)) is not None


def credits(paragraphs: Sequence[str], authors: Sequence[str]) -> tuple[str, ...]:
    """The agencies an article is credited to in its byline, its dateline or below it, each once, as "AP" or "Reuters".

    Args:
        paragraphs: those of its text, before anything is taken away.
        authors: names in its byline as far as they are known.
    """
    found: list[str] = []
    line = dateline_of(paragraphs)
    if line and line.credit:
        found += list(_agencies(line.credit)) or [line.credit]
    for name in authors:
        found += _agencies(name)
    for paragraph in paragraphs[:TOP]:
        from_agency = paragraph.startswith("From ") and _is_list_of_names(paragraph)
        if len(paragraph) <= 100 and (from_agency or _names(paragraph) or AGENCY_NAME.fullmatch(paragraph.strip("()"))):
            found += _agencies(paragraph)
    for paragraph in paragraphs[-LAST:]:
        found += _credited_below(paragraph)
    return tuple(dict.fromkeys(_one_name(name) for name in found))


def _credited_below(paragraph: str) -> Iterator[str]:
    if len(paragraph) > 400:
        return
    if is_credit_line(paragraph) and (republished := REPUBLISHED.search(paragraph)):
        yield republished[1].rstrip(".")
    elif re.match(r"report: ", paragraph, re.IGNORECASE) or COPYRIGHT.match(paragraph) or USED.search(paragraph):
        yield from _agencies(paragraph)
    elif DASHED_NAME.fullmatch(paragraph) or len(paragraph) <= 40:
        name = paragraph.strip("–—−-() .")
        if [name] == list(_agencies(name)):
            yield name


def _agencies(text: str) -> Iterator[str]:
    for part in NAME_BORDERS.split(text):
        name = part.strip(" .-")
        if len(name.split()) <= 5 and AGENCY_NAME.fullmatch(name):
            yield name


def _one_name(name: str) -> str:
    name = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    return SAME.get(name.lower(), "Reuters" if name.lower() == "reuters" else name)


def _names(paragraph: str) -> tuple[str, ...]:
    """The names of a byline; none if the paragraph is something else."""
    line = AFTER_NAME.sub("", paragraph) if len(paragraph) <= 200 else ""
    byline = BYLINE.fullmatch(line) or BYLINE_WITH_MORE.fullmatch(line)
    return (byline[1],) if byline else ()


def _split(line: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in re.split(r",| and |&", line))))


def _is_agency_line(line: str) -> bool:
    return len(line) <= 40 and AGENCY_NAME.fullmatch(line) is not None and _is_name_line(line)


def _is_name_line(line: str) -> bool:
    """Whether a line can be a name, a role or an outlet: a few words with capitals, and no sentence."""
    return len(line.split()) <= 10 and not re.search(r"\d|[.!?:]$", line) and _is_list_of_names(line)


def _is_list_of_names(text: str) -> bool:
    words = re.findall(r"[\w'’-]+", text)
    return all(word[0].isupper() or word.lower() in SMALL_WORDS for word in words)
