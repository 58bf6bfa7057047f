"""The quantities of a sentence: what may be meant by each, in which unit, of what.

A quantity is a range: "11 metres" is anything that rounds to it, "about 350 people" a little more than that, "more than
900" has no upper end. Two quantities agree if their ranges meet. Years, dates, times of day, ordinals and numbers in
names are none. English only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..facts import CURRENCIES, DATES, NUMBER, SCALES, TURNS_OF_PHRASE, WORDS
from .units import measure

ABOUT = r"about|some|around|roughly|nearly|almost|approximately|close to|an estimated|just over|just under|well over"
OVER = r"(?:more|no fewer|no less) than|over|at least|upwards of|above"
UNDER = r"(?:less|fewer|no more|not more) than|under|at most|up to|below"
HEDGE = re.compile(rf"\b(?:(?P<about>{ABOUT})|(?P<over>{OVER})|(?P<under>{UNDER}))\s+(?:the |a )?$", re.IGNORECASE)
EXACT, HEDGED, LOOSE = 0.05, 0.1, 0.03
"""Share of a value by which a rounded one may differ from it at most, the same after "about", and by which "about" may
differ at least: newspapers make 1.84 "nearly two" and 11.3 "about 11"."""
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_SMALL = "|".join(word for word, value in WORDS.items() if value <= 12 and word not in ORDINALS)
FRACTION = re.compile(
    rf"\b(?P<top>a|one|{_SMALL})[ -](?P<bottom>{'|'.join(_PARTS)})s?\b(?= of|,|\.|$)"
    rf"|\b(?P<few>{_SMALL}|\d+) (?:in|out of) (?:every )?(?P<many>{_SMALL}|\d+)\b(?= [a-z])",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?= ?(?:[ap]\.?m\b|—|–|-|,|h\b|$))|\b\d{1,2} ?[ap]\.?m\b|^\d{1,2}[:.]\d\d", re.I)
YEAR = re.compile(r"(?<![$€£¥₩,.\d])\b(?:1[6-9]|20)\d\d\b(?![,.]?\d| ?%| (?:million|billion|percent|per cent))")
NAMED = re.compile(r"(?:[A-Za-z]-|\b(?:article|flight|route|channel|chapter|room|number|no\.|page|phase|level|group) )$", re.I)
CAPITAL = re.compile(r"[a-z,] $")
"""What stands before a word in the middle of a sentence."""
RATE = re.compile(r"(?:,? (?:for )?(?:a|an|per|each|every) |/)((?:square |cubic )?[a-z]+)", re.IGNORECASE)
OF = re.compile(r" of (?:the |its |their |all )?(?!(?:it|them|this|these|those|us|who)\b)([a-z-]+(?: [a-z-]+)?)", re.I)
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]*")
STOPS = frozenset(
    "of in on at to for from by with and or but as than that who which is are was were be been has have had do did will "
    "would may must can could the a an it its this these those them so when while after before since until".split()
)
PLURALS = frozenset("people men women children police fish sheep staff troops personnel percent".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit and what it counts."""

    start: int
    end: int
    words: str
    """As the sentence writes it, from its hedge to its unit."""
    low: float
    high: float
    """The values it may stand for, in the base unit; the ends do not count."""
    unit: str
    """Base unit, currency code or "%"; "" where things are counted."""
    things: frozenset[str]
    """Stems of what is counted, or of what it is a share or an amount of; empty if unknown."""
    rate: str = ""
    """What it is per: "day", "share"."""
    part: bool = False
    """It is some of a number that is named or known: "six of them", "27 of the 61 seats"."""


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether a value exists that both may stand for."""
    return max(one.low, other.low) < min(one.high, other.high)


def stem(word: str) -> str:
    """The word's first six small letters, without a plural s."""
    lower = re.sub(r"[’']s?$", "", word.lower())
    lower = lower.removesuffix("s") if len(lower) > 3 and not lower.endswith("ss") else lower
    return lower[:6]


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a sentence in reading order."""
    plain = _blanked(text)
    found = []
    for match in FRACTION.finditer(plain):
        found.append(_share(text, match))
        plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    for match in NUMBER.finditer(plain):
        quantity = _quantity(text, plain, match)
        if quantity:
            found.append(quantity)
    return sorted(found, key=lambda item: item.start)


def _blanked(text: str) -> str:
    """The text with spaces where dates, years and times of day stand, so that offsets stay."""
    for pattern in (*(pattern for pattern, _ in DATES), CLOCK, YEAR):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _share(text: str, match: re.Match[str]) -> Quantity:
    if match["bottom"]:
        top = WORDS.get(match["top"].lower(), 1)
        value = 100 * top / _PARTS[match["bottom"].lower()]
    else:
        few, many = (_plain_number(match[name]) for name in ("few", "many"))
        value = 100 * few / max(many, 1)
    start, kind = _hedge(text, match.start())
    low, high = _range(value, 5.0, kind or "about")  # a fraction in words is a rounded share
    rest = text[match.end() :]
    of = OF.match(rest)
    following = [of[1]] if of else WORD.findall(rest)[:1]
    return Quantity(start, match.end(), text[start : match.end()], low, high, "%", frozenset(map(stem, following)))


def _plain_number(word: str) -> float:
    return float(WORDS[word.lower()]) if word.lower() in WORDS else float(word)


def _quantity(text: str, plain: str, match: re.Match[str]) -> Quantity | None:
    """The quantity of a number; None if it is an ordinal, a figure of speech, part of a name, or of nothing named."""
    word = match["value"].lower().replace(",", "")
    ordinal = word in ORDINALS or re.search(r"\d(?:st|nd|rd|th)$", match[0].strip())
    begins = match.start() + len(match[0]) - len(match[0].lstrip())
    titled = word.isalpha() and match["value"][0].isupper() and CAPITAL.search(text[:begins])
    if ordinal or match["decade"] or titled or NAMED.search(text[:begins]):
        return None
    value, grain = _value(word, match["scale"])
    rest = plain[match.end() :]
    unit, factor, end, things, part = _unit(match, rest)
    if word in TURNS_OF_PHRASE and not match["scale"] and not unit and not things:
        return None
    if not unit and not things:
        return None
    start, kind = _hedge(text, begins)
    low, high = _range(value * factor, grain * factor, kind)
    end += match.end()
    rate = RATE.match(text[end:])
    return Quantity(start, end, text[start:end], low, high, unit, things, stem(rate[1]) if rate else "", part)


def _value(word: str, scale_words: str) -> tuple[float, float]:
    """The number, and the size of its last digit that is not a rounding zero."""
    value = float(WORDS[word]) if word in WORDS else float(word)
    digits = word if word[0].isdigit() else str(WORDS[word])
    whole, _, decimals = digits.partition(".")
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals else -len(decimals)
    scale = math.prod(SCALES[name] for name in re.findall(r"[a-z]+", scale_words.lower()))
    return value * scale, 10.0**zeros * scale


def _hedge(text: str, start: int) -> tuple[int, str]:
    """Where the quantity begins with its hedge, and the hedge's kind: about, over, under or ""."""
    hedge = HEDGE.search(text[:start])
    return (hedge.start(), str(hedge.lastgroup)) if hedge else (start, "")


def _range(value: float, grain: float, hedge: str) -> tuple[float, float]:
    """What a value that is exact to `grain` may stand for."""
    if hedge == "over":
        return value * (1 - 1e-9), math.inf
    if hedge == "under":
        return -math.inf, value * (1 + 1e-9)
    most = abs(value) * (HEDGED if hedge else EXACT)
    slack = min(max(grain / 2, LOOSE * abs(value) if hedge else 0), most)
    return value - slack, value + slack


def _unit(match: re.Match[str], rest: str) -> tuple[str, float, int, frozenset[str], bool]:
    """Unit, factor to it, length of what was read of `rest`, what is counted, and whether it is a part."""
    written = (match["unit"] or "").strip(" -").lower()
    sign = (match["sign"] or "").lower()
    of = OF.match(rest)
    share = frozenset(stem(word) for word in WORD.findall(of[1]) if word not in STOPS) if of else frozenset()
    if written == "%" or written.startswith("per"):
        return ("points" if "point" in written else "%"), 1.0, 0, share, False
    if currency := CURRENCIES.get(sign) or CURRENCIES.get(re.sub(r"^u\.?s\.? ", "", written)):
        return currency, 1.0, 0, frozenset(), False
    if found := measure(rest):
        base, factor, length = found
        after = OF.match(rest[length:])
        return base, factor, length, frozenset(stem(word) for word in after[1].split() if word not in STOPS) if after else frozenset(), False
    part = re.match(r" of (?:the|its|their|those|these)\b(?: [\d,]+| \w+(?= [a-z]+s\b))?", rest)
    length = part.end() if part else 0
    things, read = _things(rest[length:])
    return "", 1.0, length + read if things else 0, things, bool(part)


def _things(rest: str) -> tuple[frozenset[str], int]:
    """The words after a number up to the first plural, which is taken for what is counted; nothing if there is none."""
    read: list[str] = []
    for word, end in _next_words(rest):
        if word.lower() in STOPS:
            break
        read.append(word)
        if word.lower() in PLURALS or (word.endswith("s") and not word.endswith(("ss", "’s", "'s"))):
            return frozenset([stem(word)]), end
        if len(read) == 3:
            break
    return frozenset(), 0


def _next_words(rest: str) -> Iterator[tuple[str, int]]:
    end = 0
    while found := re.compile(r"[ -]([A-Za-zÀ-ÿ][\w’'-]*)").match(rest, end):
        end = found.end()
        yield found[1], end
