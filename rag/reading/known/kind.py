"""Which kind of article it is: news, opinion, live, interview or unknown, and which rule decided.

In order: what its fields and JSON-LD state, its section, its address, its headline, the shape of its body, its dateline
or agency. A plain "NewsArticle" is what most sites write over everything, so the other rules outrank it.
Analyses, explainers and features are news: a newsroom answers for their facts. Reviews and letters are opinion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import get_args
from urllib.parse import unquote, urlsplit

from ...records import Kind, SourceText
from ..cleaning.invitation import is_about_writer
from .dateline import dateline_of

KINDS: tuple[Kind, ...] = get_args(Kind)
SYNONYMS: dict[Kind, str] = {
    "opinion": "opinion|opinions|opinion piece|oped|op-ed|op-eds|editorial|editorials|comment|commentary|column|columns"
    "|columnist|columnists|comment is free|commentisfree|viewpoint|viewpoints|perspective|perspectives|voices"
    "|guest essay|letter|letters|letters to the editor|review|reviews",
    "live": "live|live blog|liveblog|live updates|live coverage|live news|minute by minute",
    "interview": "interview|interviews|q&a|q & a|q and a|qa|in conversation|questions and answers",
    "news": "news|report|reportage|breaking|breaking news|feature|features|analysis|explainer|background|investigation"
    "|fact check|factcheck|wire|agency|news article|news story",
}
WORDS: dict[str, Kind] = {word: kind for kind, words in SYNONYMS.items() for word in words.split("|")}
# Values that say only that it is an article.
SAYS_NOTHING = set("article articles story post page website webpage text html default standard unknown".split())
# schema.org: https://schema.org/NewsArticle and its narrower types.
TYPES: dict[str, Kind] = {
    "OpinionNewsArticle": "opinion",
    "ReviewNewsArticle": "opinion",
    "LiveBlogPosting": "live",
    "Interview": "interview",
    "AnalysisNewsArticle": "news",
    "BackgroundNewsArticle": "news",
    "ReportageNewsArticle": "news",
}
PLAIN_TYPE = "NewsArticle"
SEGMENTS: dict[Kind, str] = {
    "opinion": "opinions?|op-?eds?|editorials?|comment(ary|isfree)?|columns?|columnists?|voices|viewpoints?|letters",
    "live": r"live|live-?blogs?|live-(news|updates?|coverage)|(.*-)?(live-updates?|live-?blog|as-it-happened)(-.*)?",
    "interview": "interviews?|q-?(and|&)-?a|qa",
}
HEADLINES: dict[Kind, str] = {
    "opinion": "(opinion|op-?ed|editorial|comment|commentary|column|letters?|our view|guest essay) ?[:|–—] .*"
    "|.* [|–—-] (opinion|editorial|op-?ed|column|commentary|letters?)( columns?)?",
    "live": "(live|live ?blog|live updates?|as it happened) ?[:|–—] .*|live (updates?|blog)( .*)?"
    "|.* ?[:|–—-] (live|live ?blog|live updates?|as it happened)",
    "interview": "(interview|q ?& ?a|in conversation)( with .{2,40})? ?[:|–—] .*|.* [|–—-] (the )?(interview|q ?& ?a)"
    "|(.*: )?(an? )?(interview|q ?& ?a|conversation) with .*",
    "news": "(analysis|explainer|explained|fact check|news) ?[:|] .*|.* [|] (analysis|explainer|news)",
}
# An entry of a live page: a time of day, and the text on the same line or the next.
TIME = re.compile(
    r"(\d{1,2} (hours?|minutes?|min) ago|\d{1,2}[:.]\d\d( ?[ap]\.?m\.?)?)(?-i: [A-Z]{2,4})?(?=\W|$)", re.IGNORECASE
)
SPEAKER = re.compile(r"(Q|A|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}) ?:(?: |$)")
TO_YOU, OF_ONESELF = re.compile(r"\byou(r|rs|rself)?\b", re.IGNORECASE), re.compile(r"\b(I|I[’'][a-z]+|me|my|we|our)\b")
ENDS = (".", "!", "?", "”", '"', "’", ")")
# Fewer entries, or entries in less of the text, are a timetable or a list of events; fewer turns a quoted exchange.
ENTRIES, ENTRY_SHARE, ENTRY_WORDS, TURNS = 4, 0.2, 6, 3
INTERVIEW_BY = re.compile(
    r"interview(ed)? by [^.!?]{3,80}|.{0,80}\b(the )?interview has been (edited|shortened|condensed)\b.{0,80}",
    re.IGNORECASE,
)
COLUMNIST = re.compile(r"\b(columnist|contributing writer|opinion writer|writes an? [^.]{0,30}column)\b", re.IGNORECASE)
# Paragraphs from the end that say how an article came about, furniture among them.
LAST = 5
OWN_VIEWS = re.compile(
    r"\b(views|opinions) (expressed|stated|in this (article|column|piece))\b.{0,80}\b(own|author|writer|solely)\b",
    re.IGNORECASE,
)


def kind_of(source: SourceText, title: str, paragraphs: Sequence[str], credit: Sequence[str]) -> tuple[Kind, str, str]:
    """Decide on the kind of an article.

    Args:
        source: has the fields, `jsonld` and `section` among them.
        title: its headline.
        paragraphs: those of its text, furniture included.
        credit: agencies it is credited to.

    Returns:
        The kind, the rule that decided in words ("" if none did), and a note on a stated kind that is none ("" else).
    """
    stated, note = _stated(source.fields.get("kind"))
    if stated:
        return stated, "metadata", ""
    decided = next(_rules(source, title, paragraphs, credit), None)
    return (*decided, note) if decided else ("unknown", "", note)


def _rules(
    source: SourceText, title: str, paragraphs: Sequence[str], credit: Sequence[str]
) -> Iterator[tuple[Kind, str]]:
    jsonld = source.fields.get("jsonld")
    types = list(_texts(jsonld.get("@type"))) if isinstance(jsonld, Mapping) else []
    yield from ((TYPES[name], f"JSON-LD {name}") for name in types if name in TYPES)
    sections = [source.fields.get("section"), jsonld.get("articleSection") if isinstance(jsonld, Mapping) else None]
    named = [part.strip() for text in _texts(sections) for part in re.split(r"[/|>,;]", text)]
    yield from ((kind, f"section {name}") for name in named if (kind := _synonym(name)) and kind != "news")
    yield from _by_address(str(source.fields.get("url") or ""))
    for kind, pattern in HEADLINES.items():
        if re.fullmatch(pattern, title, re.IGNORECASE):
            yield kind, "headline"
    yield from _by_body(paragraphs)
    if PLAIN_TYPE in types:
        yield "news", f"JSON-LD {PLAIN_TYPE}"
    yield from (("news", f"section {name}") for name in named if _synonym(name) == "news")
    if credit:
        yield "news", f"credit {credit[0]}"
    if dateline_of(paragraphs):
        yield "news", "dateline"


def _stated(value: object) -> tuple[Kind | None, str]:
    given = " ".join(_texts(value)).strip()
    if not given or given.lower() in SAYS_NOTHING:
        return None, ""
    if kind := _synonym(given):
        return kind, ""
    return None, f"kind: {given[:60]!r} is not a kind of article ({', '.join(KINDS)}); the rules decide"


def _synonym(text: str) -> Kind | None:
    """The kind a word stands for, if any."""
    word = re.sub(r"[_-]", " ", text.strip().lower())
    return WORDS.get(word) or WORDS.get(word.replace(" ", "-"))


def _by_address(url: str) -> Iterator[tuple[Kind, str]]:
    try:
        segments = unquote(urlsplit(url[:2000]).path).lower().split("/")
    except ValueError:
        return
    for kind, pattern in SEGMENTS.items():
        for segment in segments:
            if segment and re.fullmatch(pattern, segment):
                yield kind, f"address /{segment[:60]}/"


def _by_body(paragraphs: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    pairs = list(pairwise([*paragraphs, ""]))
    entries = sum(_is_entry(*pair) for pair in pairs)
    if entries >= max(ENTRIES, ENTRY_SHARE * len(paragraphs)):
        yield "live", f"{entries} entries with a time of day"
    turns = _turns(pairs)
    if turns >= TURNS:
        yield "interview", f"{turns} questions and answers"
    if any(map(INTERVIEW_BY.fullmatch, [*paragraphs[:3], *paragraphs[-LAST:]])):
        yield "interview", "a line that says so"
    asked = sum(_is_asked(*pair) for pair in pairs)
    if asked > TURNS:
        yield "interview", f"{asked} questions to somebody"
    for paragraph in paragraphs[-LAST:]:
        if OWN_VIEWS.search(paragraph) or (is_about_writer(paragraph) and COLUMNIST.search(paragraph)):
            yield "opinion", "what it says of its writer"


def _is_entry(line: str, following: str) -> bool:
    """Whether a line is an entry of a live page: a time of day and a sentence, which may be on the next line."""
    time = TIME.match(line)
    if not time:
        return False
    text = line[time.end() :].strip(" –—-:|•")
    if not text and not TIME.match(following):
        text = following
    return text.endswith(ENDS) and len(text.split()) >= ENTRY_WORDS


def _turns(pairs: Sequence[tuple[str, str]]) -> int:
    """How often one of two speakers asks the other; 0 if there are more than two."""
    spoken = [
        (match[1], line[match.end() :] or following) for line, following in pairs if (match := SPEAKER.match(line))
    ]
    changed = [(before, after) for before, after in pairwise(spoken) if before[0] != after[0]]
    if len({frozenset((before[0], after[0])) for before, after in changed}) != 1:
        return 0
    return sum("?" in said for (_, said), _ in changed)


def _is_asked(line: str, answer: str) -> bool:
    """Whether a paragraph asks somebody something who answers for himself in the next."""
    asks = line.endswith(("?", "?”", '?"')) and len(line) <= 250 and TO_YOU.search(line)
    return bool(asks and not answer.endswith("?") and OF_ONESELF.search(answer))


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, list | tuple):
            yield from (part for part in item if isinstance(part, str))
