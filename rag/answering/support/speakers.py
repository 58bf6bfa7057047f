"""Rung 2: what is said belongs to the one whom the cited words have say it, quoted or reported.

The speaker is who stands before a verb of saying in its sentence, or right behind it ("said Lee"), or behind "according
to". Where the cited words have a speaker with a name and the sentence another, it objects; a "she" that the
cited words leave open is not resolved here.
"""

from __future__ import annotations

import re

from ..facts import WEEKDAYS
from ..names import OPENERS, acronyms, full_names, names, words
from .align import BORDERS, tokens
from .grounds import Grounds
from .named import TITLES
from .quotes import QUOTED, quoted, spelling
from .shared import overlap

SAYING = frozenset(
    "said says say told tells argued argues warned warns claimed claims announced announces added adds stated states "
    "explained insisted insists acknowledged admitted confirmed complained conceded predicted promised noted believes "
    "thinks wrote writes replied called asserts asserted reported blames blamed".split()
)
REPORTING = "|".join(sorted(SAYING - {"called", "blames", "blamed", "complained"}, key=len, reverse=True))
"""A pattern of those that a statement follows, "said that …", longest first."""
ADDRESSED = frozenset({"told", "tells"})
AFTER = 5
"""Words behind "said" in which its speaker begins."""
# Share of the sentence's content words that a cited sentence must hold before its speaker counts; planted dev: 21 of 35
# changed speakers seen from 0.3 to 0.6 by this rung alone, no gold answer objected to.
ALIKE = 0.5


def wrong_speaker(text: str, grounds: Grounds) -> str:
    """That the cited words give it to somebody else, in words; "" if they do not, or leave it open."""
    own = speakers(text)
    if not own:
        return ""
    others = [name for passage in _about(text, grounds) if (name := speakers(passage))]
    if not others or any(own & _also(name, grounds) for name in others):
        return ""
    return f"the cited words give it to {_written(others[0], grounds)}"


def speakers(text: str) -> frozenset[str]:
    """The name words of everybody who says something in a sentence, what is quoted left out."""
    text = QUOTED.sub(lambda match: " “” " + ("." if match[0][-2:-1] in ".!?" else ""), text)
    named = names(text) | names("the " + text)
    row = tokens(text)
    found: set[str] = set()
    for place, token in enumerate(row):
        if token.low in SAYING:
            before = [other.text for other in row[:place]]
            found |= _names_in(before, named)
            if token.low not in ADDRESSED:
                found |= _names_in(_behind(text, place), named)
        elif token.low == "to" and place and row[place - 1].low == "according":
            found |= _names_in([other.text for other in row[place + 1 : place + 1 + 2 * AFTER]], named)
    return frozenset(found)


def _behind(text: str, place: int) -> list[str]:
    """The words right behind "said", if a name begins there: "said Lee Jae-myung, the president"."""
    row = tokens(text)
    after = row[place + 1 :]
    if not after or not after[0].text[0].isupper():
        return []
    found = []
    for token in after[:AFTER]:
        if token.text in BORDERS - {"."}:
            break
        found.append(token.text)
    return found


def _names_in(written: list[str], named: frozenset[str]) -> frozenset[str]:
    found = {form for word in written if word[0].isupper() for form in words(word) & named}
    return frozenset(found - TITLES - set(WEEKDAYS) - OPENERS)


def _about(text: str, grounds: Grounds) -> list[str]:
    """The cited sentences that hold the quote, or, where nothing is quoted, enough of the words."""
    quotes = [spelling(quote).strip(" .,;:!?") for quote in quoted(text)]
    if quotes:
        return [passage for passage in grounds.texts if any(quote in spelling(passage) for quote in quotes)]
    return [passage for passage in grounds.texts if overlap(text, passage) >= ALIKE]


def _also(speaker: frozenset[str], grounds: Grounds) -> frozenset[str]:
    """The speaker under the other names that the articles give: full names, acronyms."""
    found = set(speaker)
    for full in full_names([*grounds.told, grounds.headlines]):
        if full & speaker:
            found |= full
    for short, long in acronyms(grounds.told).items():
        if short in found or long <= found:
            found |= {short} | long
    return frozenset(found)


def _written(speaker: frozenset[str], grounds: Grounds) -> str:
    """The speaker as the cited words write the name."""
    capitals = re.findall(r"[A-Z][\w’'-]*", grounds.passage)
    return " ".join(dict.fromkeys(word for word in capitals if words(word) & speaker)) or "somebody else"
