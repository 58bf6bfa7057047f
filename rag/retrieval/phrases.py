"""The words and phrases of a question by their shape: proper names, noun phrases, who was asked for.

English, by lists and capitals; there is no parser here, and what cannot be told apart for sure is left out. Where
nothing is written with capitals there are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .words import (
    ARTICLES,
    AUXILIARY,
    EMPTY,
    IMPERATIVES,
    NOT_PERSONS,
    QUESTION_WORD,
    TIMES,
    TITLES,
    VERB_FOLLOWS,
)

LONGEST = 2000
"""Characters of a query."""
WORD = re.compile(r"\w+(?:[’'&.-]\w+)*")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽ][\w-]*(?:&\w+)?"
_NAME = re.compile(rf"\b{_CAPITAL}(?:(?: (?:of|of the|de|del|von|van|al|bin) | ){_CAPITAL})*")
_DEFINED = re.compile(
    r"what (?:is|are|was|were|does|do) (.+?)(?: mean| stand for| do)?$"
    r"|how (?:does|do|did|is|are) (.+?) (?:work|calculated|made|defined|done)$",
    re.IGNORECASE,
)
_VERBS = frozenset(f"{AUXILIARY} {QUESTION_WORD}".split())
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+)[“\"'‘(]*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words in a query; `start` and `end` are character offsets, the end excluded."""

    text: str
    start: int
    end: int


def without_added(query: str) -> str:
    """A query without the words that were added to it in brackets: a sentence again."""
    return re.sub(r" \([^()]*\)$", "", query)


def content_words(text: str) -> list[str]:
    """The words that carry a subject, each once however it is written, in the order of the text."""
    words = WORD.findall(text)
    found = {
        word.lower(): word
        for place, word in reversed(list(enumerate(words)))
        if word.lower() not in EMPTY or (word == "May" and place)  # the month
    }
    return list(reversed(found.values()))


def stem(word: str) -> str:
    """The word without possessive and plural, lower-cased; good enough to tell whether two words are one."""
    word = re.sub(r"[’']s?$", "", word.lower())
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def stems(text: str) -> set[str]:
    """The stems of the words that carry a subject."""
    return {stem(word) for word in content_words(text)}


def names(text: str) -> list[Phrase]:
    """Proper names in the order of the text; a lone capitalised word at the start of a sentence is none."""
    found = []
    for match in _NAME.finditer(text):
        phrase = Phrase(match[0], match.start(), match.end())
        if _SENTENCE_START.search(text[: phrase.start]):
            phrase = _without_opener(phrase)
        words = [word.lower() for word in WORD.findall(phrase.text)]
        if any(word not in EMPTY and word not in TIMES for word in words):
            found.append(phrase)
    return found


def _without_opener(phrase: Phrase) -> Phrase:
    """The name without the words that are capitalised because the sentence starts there; maybe nothing is left."""
    first, _, rest = phrase.text.partition(" ")
    lower = re.sub(r"[’']\w+$", "", first.lower())
    if lower in EMPTY or lower in IMPERATIVES:
        return Phrase(rest, phrase.end - len(rest), phrase.end)
    return phrase if rest or (first.isupper() and len(first) > 1) else Phrase("", phrase.end, phrase.end)


def persons(text: str) -> list[Phrase]:
    """Names that may be a person's: with a title, or not after a word of place and with no word of a body or place."""
    found = []
    for name in names(text):
        before = text[: name.start]
        words = WORD.findall(name.text.lower())
        titled = re.match(rf"(?:{TITLES})\b", name.text)
        if titled or not (
            re.search(r"\b(?:the|a|an|in|at|near|from|to|of|between|across)\s$", before, re.IGNORECASE)
            or any(word in NOT_PERSONS for word in words)
            or name.text.isupper()
            or re.search(r"(?:ese|ish)$", name.text)
        ):
            found.append(name)
    return found


def asked_person(query: str) -> str:
    """Who a question asks for, as a phrase: "the mayor of Orrin", "the person who found it"; "" if nobody."""
    whole = query.strip().rstrip("?!. ")
    if match := re.match(r"(?:and |but |so )?who (?:is|was) ((?:the|a|an) .+)", whole, re.IGNORECASE):
        return match[1]
    match = re.match(r"(?:and |but |so )?(who|whose) (.+)", whole, re.IGNORECASE)
    # "Who did she meet?" asks for an object, "Who is Maren Holt?" names the person itself.
    if not match or re.match(r"(?:do|does|did|will|would|can|could|should|are|were)\b|(?:is|was) [A-Z]", match[2]):
        return ""
    return f"the person {match[1].lower()} {match[2]}"


def things(query: str) -> list[str] | None:
    """Noun phrases that "it" may stand for, in the order of the query; None if they cannot be told from the verb."""
    whole = query.strip().rstrip("?!. ")
    if match := _DEFINED.match(whole):
        return [match[1] or match[2]]
    if _VERBS.isdisjoint(WORD.findall(whole.lower())) and len(whole.split()) <= 4:
        return [whole]
    found = list(_noun_phrases(whole))
    return [phrase.text for phrase, _ in found] if all(sure for _, sure in found) else None


def _noun_phrases(text: str) -> Iterator[tuple[Phrase, bool]]:
    """Runs of words after an article, and names without one; and whether it is certain where the run ends.

    After "does", "did" or "will" it is not: the verb that follows the subject looks like a noun.
    """
    words = list(WORD.finditer(text))
    known = names(text)
    place = 0
    while place < len(words):
        first = words[place]
        name = next((name for name in known if name.start == first.start()), None)
        end, following = place, place + 1
        if first[0].lower() in ARTICLES:
            end = _run(text, words, place)
        elif name:
            end = max(other for other, word in enumerate(words) if other == place or word.end() <= name.end)
        if end > place or name:
            sure = bool(name) or place == 0 or words[place - 1][0].lower() not in VERB_FOLLOWS
            yield Phrase(text[first.start() : words[end].end()], first.start(), words[end].end()), sure
            following = end + 1
        place = following


def _run(text: str, words: list[re.Match[str]], place: int) -> int:
    """Place of the last word of the noun phrase that the article at `place` opens; "of" and a noun prolong it."""
    end = place
    for following in range(place + 1, len(words)):
        lower = words[following][0].lower()
        if text[words[following - 1].end() : words[following].start()].strip():
            break
        if lower not in EMPTY:
            end = following
        elif not (lower == "of" or (lower in ARTICLES and words[following - 1][0] == "of")):
            break
    return end
