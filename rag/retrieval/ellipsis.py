"""Questions that say only what is new: "Why?", "What about Norway?", "And in 2024?" are filled up from the last one."""

from __future__ import annotations

import re

from .phrases import WORD, Phrase, names, stem
from .words import AUXILIARY, PREPOSITION, QUESTION_WORD, TIMES

LEAD = re.compile(r"^(?:(?:and|but|or|so|also|then|ok|okay|well|oh)\b,?\s+)+", re.IGNORECASE)
"""Words that join a question to the one before and say nothing."""
ABOUT = re.compile(r"^(?:what|how) about\s+", re.IGNORECASE)
CORRECTS = re.compile(r"^(?:(?:no|oh|sorry|actually)\b,?\s+)*i (?:mean|meant)\s+", re.IGNORECASE)
LONGEST = 6
"""Words of a phrase that takes a place in another question; more are a question of their own."""
_ALTERNATIVES = AUXILIARY.replace(" ", "|")
_BARE = re.compile(
    r"(why not|why|how so|how come|since when|until when|when|where|how|who|whom|by whom|to whom|how many|how much|"
    r"how long|how often|really)(?: exactly)?",
    re.IGNORECASE,
)
_MEANT = {"how so": "why", "how come": "why"}
_ADVERBS = ("why", "why not", "since when", "until when", "when", "where", "how long", "how often")
_HEAD = re.compile(rf"(?:why|(?:since |until )?when|where|how)\s+(?=(?:{_ALTERNATIVES})\b)", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?:{_ALTERNATIVES})\b", re.IGNORECASE)
_VERBS = frozenset(f"{AUXILIARY} {QUESTION_WORD} tell explain say describe give show name list".split())
_AFTER_AUXILIARY = re.compile(rf"\b(?:{_ALTERNATIVES}) (?:the )?$", re.IGNORECASE)


def bare_word(question: str) -> str:
    """The question word of a question that has nothing else ("And why?" gives "why"); "" for any other."""
    match = _BARE.fullmatch(LEAD.sub("", question).rstrip("?!. "))
    return _MEANT.get(match[1].lower(), match[1].lower()) if match else ""


def with_clause(word: str, last: str) -> str:
    """The clause of the last question behind another question word; "" where that would be no sentence.

    "Since when" and "Why does South Korea ban Japanese seafood?" give "Since when does South Korea ban …?". After
    "what", "which" and "who" it does not work: the clause lacks what was asked for.
    """
    clause = _HEAD.sub("", LEAD.sub("", last))
    if word not in _ADVERBS or not _CLAUSE.match(clause) or "(" in clause:
        return ""
    return f"{word.capitalize()} {clause[0].lower()}{clause[1:]}"


def new_phrase(question: str) -> tuple[str, bool]:
    """What a question without a verb brings ("And in Japan?" gives "in Japan"), and whether it points at the last one.

    Nothing if the question has a verb or more than six words.
    """
    points = bool(LEAD.match(question) or ABOUT.match(LEAD.sub("", question)) or CORRECTS.match(question))
    rest = CORRECTS.sub("", ABOUT.sub("", LEAD.sub("", question))).rstrip("?!., ")
    words = [word.lower() for word in WORD.findall(rest)]
    if not words or len(words) > LONGEST or not _VERBS.isdisjoint(words):
        return "", False
    return rest, points or words[0] in PREPOSITION.split()


def in_its_place(phrase: str, last: str) -> tuple[str, str] | None:
    """The last question with the phrase in the place of its like, and what it replaced ("" if it was put at the end).

    A year stands for a year, a month for a month, a name for a name: the one behind the same preposition, or the one
    that the verb belongs to. None if there is no such place, or more than one.
    """
    first, _, rest = phrase.partition(" ")
    preposition, bare = (first.lower(), rest) if first.lower() in PREPOSITION.split() else ("", phrase)
    if not bare:
        return None
    slots = _slots(bare, preposition, last)
    if len(slots) == 1:
        (slot,) = slots
        return last[: slot.start] + bare + last[slot.end :], slot.text
    if preposition and not slots and "(" not in last:
        return f"{last.rstrip('?!. ')} {preposition} {bare}?", ""
    return None


def _slots(new: str, preposition: str, last: str) -> list[Phrase]:
    """Phrases of the last question that the new one could replace."""
    found = [Phrase(match[0], match.start(), match.end()) for match in WORD.finditer(last)]
    if re.fullmatch(r"\d{4}", new):
        return [word for word in found if re.fullmatch(r"(?:1[89]|20)\d\d", word.text)]
    if new.lower() in TIMES:
        return [word for word in found if word.text.lower() in TIMES]
    whole = names(f"of {new}")
    if not whole or stem(whole[0].text) != stem(new.removeprefix("the ")):
        return []
    slots = [_without_possessive(name) for name in names(last) if stem(name.text) != stem(new)]
    if preposition:
        return [name for name in slots if re.search(rf"\b{preposition} (?:the )?$", last[: name.start], re.IGNORECASE)]
    subjects = [name for name in slots if _AFTER_AUXILIARY.search(last[: name.start])]
    return subjects if len(slots) > 1 and len(subjects) == 1 else slots


def _without_possessive(name: Phrase) -> Phrase:
    text = re.sub(r"[’']s?$", "", name.text)
    return Phrase(text, name.start, name.start + len(text))
