"""The proper names of a text in one spelling: words, small letters, demonyms as their country, aliases, acronyms.

`names` gives what a sentence names, `words` what a passage can vouch for. English only; a lone capitalised word at the
start of a sentence may be taken for a name or missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .facts import MONTHS

DEMONYMS = {
    form: base
    for base, forms in {
        "japan": "japanese", "korea": "korean koreans", "china": "chinese", "america": "american americans",
        "russia": "russian russians", "taiwan": "taiwanese", "britain": "british britons", "france": "french",
        "germany": "german germans", "india": "indian", "australia": "australian", "canada": "canadian",
        "mexico": "mexican", "chile": "chilean", "peru": "peruvian", "malaysia": "malaysian", "vietnam": "vietnamese",
        "singapore": "singaporean", "ukraine": "ukrainian", "europe": "european europeans", "asia": "asian",
        "ecuador": "ecuadorian", "uruguay": "uruguayan", "iran": "iranian", "israel": "israeli", "italy": "italian",
        "spain": "spanish", "brazil": "brazilian", "indonesia": "indonesian", "philippines": "philippine filipino",
    }.items()
    for form in forms.split()
}  # fmt: skip
ALIASES = {
    "us": "united states america", "usa": "united states america", "uk": "united kingdom britain",
    "eu": "european union europe", "un": "united nations", "america": "united states us",
    "britain": "united kingdom uk",
}  # fmt: skip
# A capital stands for its country's government as often as for itself.
CAPITALS = {
    "tokyo": "japan", "seoul": "korea", "beijing": "china", "moscow": "russia", "washington": "america",
    "london": "britain", "paris": "france", "berlin": "germany", "kyiv": "ukraine", "taipei": "taiwan",
}  # fmt: skip
NOT_PERSONS = frozenset(DEMONYMS.values()) | frozenset(
    "north south east west northern southern eastern western new united states kingdom nations union republic pacific "
    "court supreme agreement treaty declaration organization organisation party ministry agency commission council "
    "government prime minister president foreign trade world international national general security".split()
)
_NAME = r"[A-Z][a-zà-öø-ÿ]+(?:-[a-z]+)?"
_OFFICE = "(?:Vice )?President|(?:Prime |Foreign |Defen[cs]e |Finance |Trade )?Minister|Secretary|Mrs?|Ms|Dr"
FULL_NAME = re.compile(rf"\b(?:(?:{_OFFICE})\.? )?({_NAME}(?: {_NAME}){{1,2}})\b")
# Capitalised at the start of a sentence without being a name.
OPENERS = frozenset(
    "a an the this that these those it he she they we you i his her its their our your there here in on at by for from "
    "to of with without within after before since until during while when where why how what who which whose if as "
    "although though because and or but so yet nor however moreover furthermore meanwhile also additionally overall "
    "both each every all some many most several few other another such one two three four five six seven eight nine "
    "ten more less no not only even still then thus therefore hence instead according despite following under over "
    "about between among against through across into today yesterday later earlier now once first second third finally "
    "neither nobody none nothing everyone everybody someone somebody reports accounts sources "
    "amid amidst besides beyond beneath unlike plenty thanks nearly roughly almost around off near per via worldwide "
    "is are was were be have had do does did can could may might must should will would yes let please".split()
)
COMMON_ENDING = re.compile(r"(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|ism|ers|ors|ists?|ials?|ies)$")
FULL_STOP = r"(?<=[.!?])\s+(?=[A-Z“\"‘])|(?<=[.!?][”\"’])\s+(?=[A-Z])"
"""Pattern of the space between two sentences."""
_STOP = re.compile(rf"{FULL_STOP}|(?<=:)\s+(?=[A-Z“\"‘])|\n")
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][\w.’'-]*")


def names(text: str, context: str = "") -> frozenset[str]:
    """Words of proper names in `text`, lower-cased, demonyms as their country.

    A capitalised word inside a sentence is a name. At its start it is one unless it is a common opener, is written
    small in `context`, or has a common ending; where another capitalised word follows, it is one anyway.
    """
    small = {word for word in WORD.findall(context) if word[0].islower()}
    found: set[str] = set()
    for words in _sentences(text):
        for place, word in enumerate(words):
            if not word[0].isupper() and not (len(word) > 1 and word[1:].isupper()):
                continue
            if place == 0 and _is_opener(word, words[1:2], small):
                continue
            found.update(_forms(word))
    return frozenset(found - MONTHS.keys() - {"i"})


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Every word of a passage in the forms `names` gives, with the obvious aliases.

    "told us" holds no United States, "who said" no health organisation, and "Kim Jong Un" no United Nations.
    """
    written = [word for word in WORD.findall(text) if word not in ("us", "who")]
    found = {form for word in written for form in _forms(word, every=True)}
    capitals = {form for word in written if word[:2].isupper() for form in _forms(word)}
    for short, long in ALIASES.items():
        if short in (capitals if len(short) < 4 else found) or all(part in found for part in long.split()[:2]):
            found.update([short, *long.split()])
    return frozenset(found)


def countries(named: Iterable[str]) -> frozenset[str]:
    """The names, as `names` spells them, capitals as their country."""
    return frozenset(CAPITALS.get(name, name) for name in named)


def acronyms(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Acronyms that the texts themselves expand, "… Partnership (CPTPP)" or "… Partnership, CPTPP,"; lower-cased."""
    found = {}
    for text in texts:
        for match in re.finditer(
            r"((?:[A-Z][\w-]+(?: (?:and|of|for|on|the|to|in) (?:the )?| ))+[A-Z][\w-]+),? (?:or )?\(?([A-Z]{2,8})\b",
            text,
        ):
            # Its letters, in order, from the start of a word: in "South Korea, NHK" nothing is expanded.
            if re.search(r"\b" + ".*".join(match[2]), match[1], re.IGNORECASE):
                found[match[2].lower()] = frozenset(words(match[1]))
    return found


def full_names(texts: Iterable[str]) -> list[frozenset[str]]:
    """The words of each person-like name, two or three capitalised words of which none is a place or a direction.

    Titles are left out, and so are words that the texts also write small: those are a headline's, not a name's.
    """
    told = list(texts)
    small = {word.rstrip(".") for text in told for word in WORD.findall(text) if word[0].islower()}
    found = set()
    for text in told:
        for match in FULL_NAME.finditer(text):
            parts = names(f"the {match[1]}") - OPENERS - small
            if len(parts) > 1 and not parts & NOT_PERSONS:
                found.add(parts)
    return sorted(found, key=sorted)


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _STOP.split(text):
        found = WORD.findall(sentence)
        if found:
            yield found


def _is_opener(word: str, following: list[str], small: set[str]) -> bool:
    lower = re.sub(r"[’']s$", "", word).lower().strip(".")
    if word[1:].isupper() and len(word) > 1 and lower not in OPENERS:
        return False
    if lower in OPENERS or lower in small:
        return True
    if following and following[0][0].isupper():
        return False
    return bool(COMMON_ENDING.search(lower))


def _forms(word: str, *, every: bool = False) -> Iterator[str]:
    """The word without possessive and full stops, lower-cased, demonym as country; parts of a hyphenated name."""
    word = re.sub(r"[’']s?$", "", word.rstrip(".,"))
    word = re.sub(r"[’']s$", "", word)
    parts = [part for part in re.split(r"[-–’']", word) if part]
    for part in parts if len(parts) > 1 else [word]:
        if every or part[:1].isupper():
            lower = part.replace(".", "").lower()
            yield DEMONYMS.get(lower, lower)
            if every and lower in DEMONYMS:
                yield lower
