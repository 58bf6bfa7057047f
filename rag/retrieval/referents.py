"""What the pronouns and short names of a question stand for, by what earlier queries name.

A pronoun is replaced only where one thing alone can be meant; otherwise it is left, and the caller adds words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .phrases import WORD, Phrase, asked_person, names, persons, stem, things, without_added
from .words import NOT_PERSONS

_HE = re.compile(r"\b(he|she|him|his|hers?)\b", re.IGNORECASE)
_IT = re.compile(r"\b(it|its)\b", re.IGNORECASE)
_THERE = re.compile(r"\bthere\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|on|off) (?:the )?$", re.IGNORECASE)
# Words in which a pronoun or pointing word has nothing to point at.
_IDLE = re.compile(
    r"\b(?:(?:is|was|would) it \w+ (?:to|that|for|if)|it (?:is|was) \w+ (?:to|that|for|if)|(?:does|did|will) it take|"
    r"(?:is|are|was|were|be|been|isn[’']t|aren[’']t) there|there (?:is|are|was|were|be|has|have|will)|"
    r"this (?:week|month|year|morning|evening|weekend|spring|summer|autumn|winter|season)|these days)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:he|she|him|his|hers?|they|them|theirs?|it|its|this|these|those|there|the same|such|else|then|"
    r"(?:the|which) (?:others?|latter|former|ones?|(?:first|second|last) one|first|second|last)(?=[?.!,]|$)|"
    r"that (?:time|day|night|morning|week|month|year|one|case|way|reason|place)|"
    r"(?:is|was|does|did|do|about|of|for|to|like|after|before|from|with|by|on|in|at|how|why|than|and) that)\b"
    r"|^that\b|\bthat[?.,! ]*$",
    re.IGNORECASE,
)
# What may stand after a possession: the end of a noun phrase of one word.
_ONE_WORD = re.compile(
    r" (\w+)(?= (?:of|in|on|at|to|for|with|by|when|after|before|was|were|is|are|had|has|have|did|do)\b|[?.,!]|$)"
)
_BOUND_BY_NAME = frozenset("he she him his her hers they them their theirs it its".split())
_BOUND_BY_PLURAL = frozenset("they them their theirs".split())
_PERSONAL = frozenset("he she him his her hers".split())
# Words that point within the question where it has names enough.
_WEAK = frozenset("the same|such|else|then|there|this|that|these|those".split("|"))
LONGEST_OWNER = 4
"""Words of a phrase that can take a possessive ("the mayor of Orrin’s"); a longer one is added with "of"."""


def pointing(question: str) -> list[str]:
    """The words of a question that point at something it does not name, lower-cased, in order."""
    masked = _IDLE.sub(lambda match: " " * len(match[0]), question)
    own = names(question)
    found = []
    for match in _POINTS.finditer(masked):
        word = match[0].lower().rstrip("?.,! ")
        before = question[: match.start()]
        if word in _BOUND_BY_NAME and any(name.end <= match.start() for name in own):
            continue
        if word in _BOUND_BY_PLURAL and re.search(r"\w{3,}[^s\W]s\b", before):
            continue
        if word in _WEAK and len(own) > 1:
            continue
        found.append(word)
    return found


def resolved(question: str, history: Sequence[str]) -> tuple[str, bool]:
    """The question with pronouns replaced by what they alone can mean, and whether something still points elsewhere.

    Args:
        question: the follow-up.
        history: stand-alone queries, oldest first; words that were added to them in brackets are not looked at.
    """
    points = set(pointing(question))
    queries = [without_added(query) for query in history]
    put = ""
    if points & _PERSONAL and (who := _nearest_person(queries)):
        put, question = who, _put_person(question, who)
        points = set(pointing(question)) - _PERSONAL
    if points & {"it", "its"}:
        what = _only_thing(queries[-1])
        if what and what.lower() not in question.lower():
            put += f" {what}"
            question = _IT.sub(lambda match: what if match[0].lower() == "it" else f"{what}’s", question, count=1)
        points -= {"it", "its"} if what else set()
    if "there" in points and (where := _nearest_place(queries)):
        if where.split(" ", 1)[1] not in question:
            question = _THERE.sub(where, question, count=1)
        points -= {"there"}
    return question, bool(points or pointing(put))


def _nearest_person(history: Sequence[str]) -> str:
    """Of the last query that can name a person: the one person, or "" if it may be several."""
    for query in reversed(history):
        asked = asked_person(query)
        named = [phrase.text for phrase in persons(query) if phrase.text not in asked]
        found = list(dict.fromkeys([*([asked] if asked else []), *(re.sub(r"[’']s?$", "", name) for name in named)]))
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _only_thing(query: str) -> str:
    """The one thing that a query names, "" if there are several or none: then "it" may be what happened, too."""
    found = things(query) or []
    return found[0] if len(found) == 1 and not re.search(r"[^su]s$", found[0]) else ""


def _nearest_place(history: Sequence[str]) -> str:
    """The place with its preposition: "in Petrel Sound"; "" if the last query with a place has several."""
    for query in reversed(history):
        found = [place for name in names(query) if (place := _place(query, name))]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _place(query: str, name: Phrase) -> str:
    """The name with the preposition of place before it, if there is one."""
    before = _PLACE.search(query[: name.start])
    return query[before.start() : name.end] if before else ""


def _put_person(question: str, who: str) -> str:
    """The question with the first "he" or "she" replaced; "his margin" becomes "the margin of …" if that is long."""
    match = _HE.search(question)
    if not match:
        return question
    before, after = question[: match.start()], question[match.end() :]
    owner = match[0].lower() == "his" or (match[0].lower() == "her" and re.match(r" [a-z]", after))
    if not owner:
        return before + who + after
    if len(who.split()) <= LONGEST_OWNER and not who.startswith("the person who"):
        return f"{before}{who}’s{after}"
    owned = _ONE_WORD.match(after)
    return f"{before}the {owned[1]} of {who}{after[owned.end() :]}" if owned else question


def longer_names(question: str, history: Sequence[str]) -> str:
    """The question with names in the longer form that an earlier query has: "Holt" becomes "Maren Holt".

    Also a common noun after "the" where a name of an earlier query ends in it: "the river", "the Penobscot River".
    """
    known = [re.sub(r"[’']s?$", "", name.text) for query in reversed(history) for name in names(query)]
    for match in reversed(list(WORD.finditer(question))):
        name = _longer(question, match, known)
        if name and name.lower() not in question.lower():
            tail = re.search(r"[’']s?$", match[0])
            question = f"{question[: match.start()]}{name}{tail[0] if tail else ''}{question[match.end() :]}"
    return question


def _longer(question: str, word: re.Match[str], known: Sequence[str]) -> str:
    """The latest longer name that the word is short for; "" if it is short for none, or is part of a name itself."""
    is_name = word[0][0].isupper() and word[0].lower() not in NOT_PERSONS
    if len(word[0]) < 4 or not (is_name or question[: word.start()].lower().endswith("the ")):
        return ""
    if any(name.start <= word.start() < name.end and " " in name.text for name in names(question)):
        return ""
    for name in known:
        parts = [stem(part) for part in WORD.findall(name)]
        if len(parts) > 1 and stem(word[0]) in (parts if is_name else parts[-1:]):
            return name
    return ""
