"""The quantities of a sentence: what may be meant by each, in which unit, of what.

A quantity is a range: "11 metres" is anything that rounds to it, "about 350 people" a little more than that, "more than
900" has no upper end. Two quantities agree if their ranges meet. Years, dates, times of day, ordinals and numbers in
names are none. English only.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..facts import CURRENCIES, DATES, NUMBER, SCALES, WORDS
from .units import measure
from .words import WORD, counted, stem, stems

ABOUT = r"about|some|around|roughly|nearly|almost|approximately|close to|an estimated|just over|just under|well over"
OVER = r"(?:more|no fewer|no less) than|(?<!spread )(?<!stretched )(?<!ran )over|at least|upwards of|above"
UNDER = r"(?:less|fewer|no more|not more) than|under|at most|up to|below"
HEDGE = re.compile(rf"\b(?:(?P<about>{ABOUT})|(?P<over>{OVER})|(?P<under>{UNDER}))\s+(?:the |a )?$", re.IGNORECASE)
EXACT, HEDGED, LOOSE = 0.05, 0.1, 0.03
"""Share of a value by which a rounded one may differ from it at most, the same after "about", and by which "about" may
differ at least: newspapers make 1.84 "nearly two" and 11.3 "about 11"."""
ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_SMALL = "|".join(word for word, value in WORDS.items() if value <= 12 and word not in ORDINALS)
FRACTION = re.compile(
    rf"\b(?P<top>a|one|{_SMALL})[ -](?P<bottom>{'|'.join(_PARTS)})s?\b(?= of|,|\.|$)"
    rf"|\b(?P<half>half)(?= of )"
    rf"|\b(?P<few>{_SMALL}|\d+) (?:in|out of) (?:every )?(?P<many>{_SMALL}|\d+)\b(?= [a-z])",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?= ?(?:[ap]\.?m\b|—|–|-|,|h\b|$))|\b\d{1,2} ?[ap]\.?m\b|^\d{1,2}[:.]\d\d", re.I)
YEAR = re.compile(r"(?<![$€£¥₩,.\d])\b(?:1[6-9]|20)\d\d\b(?![,.]?\d| ?%| (?:million|billion|percent|per cent))")
NAMED = re.compile(
    r"(?:[A-Za-z]-|\b(?:article|flight|route|channel|chapter|room|number|no\.|page|phase|level|group) )$", re.I
)
CAPITAL = re.compile(r"[a-z,] $")
"""What stands before a word in the middle of a sentence."""
RATE = re.compile(r"(?:,? (?:for )?(?:a|an|per|each|every) |/)((?:square |cubic )?[a-z]+)", re.IGNORECASE)
PART_OF = re.compile(r" of (?:the|its|their|those|these)\b(?: [\d,]+| \w+(?= [a-z]+s\b))?")
OF = re.compile(r" of (?:the |its |their |all )?(?!(?:it|them|this|these|those|us|who)\b)([a-z-]+(?: [a-z-]+)?)", re.I)


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


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a sentence in reading order."""
    plain = _blanked(text)
    found = []
    for match in FRACTION.finditer(plain):
        found.append(_share(text, match))
        plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    for match in NUMBER.finditer(plain):
        if quantity := _quantity(text, plain, match):
            found.append(quantity)
    return _joined(text, sorted(found, key=lambda item: item.start))


def _joined(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Stretches of time that follow each other as one: "1 hour, 39 minutes and 32 seconds"."""
    joined: list[Quantity] = []
    for item in found:
        last = joined[-1] if joined else None
        follows = last and re.fullmatch(r",? (?:and )?", text[last.end : item.start])
        if last and follows and last.unit == item.unit == "second" and item.high < last.low:
            low, high = last.low + item.low, last.high + item.high
            joined[-1] = replace(last, end=item.end, words=text[last.start : item.end], low=low, high=high)
        else:
            joined.append(item)
    return tuple(joined)


def _blanked(text: str) -> str:
    """The text with spaces where dates, years and times of day stand, so that offsets stay."""
    for pattern in (*(pattern for pattern, _ in DATES), CLOCK, YEAR):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _share(text: str, match: re.Match[str]) -> Quantity:
    if match["half"]:
        value = 50.0
    elif match["bottom"]:
        top = WORDS.get(match["top"].lower(), 1)
        value = 100 * top / _PARTS[match["bottom"].lower()]
    else:
        few, many = (float(WORDS.get(match[name].lower(), match[name])) for name in ("few", "many"))
        value = 100 * few / max(many, 1)
    start, kind = _hedge(text, match.start())
    low, high = _range(value, 5.0, kind or "about")  # a fraction in words is a rounded share
    rest = text[match.end() :]
    things = _of(rest) or frozenset(map(stem, WORD.findall(rest)[:1]))
    return Quantity(start, match.end(), text[start : match.end()], low, high, "%", things)


def _quantity(text: str, plain: str, match: re.Match[str]) -> Quantity | None:
    """The quantity of a number; None if it is an ordinal, a figure of speech, part of a name, or of nothing named."""
    word = match["value"].lower().replace(",", "")
    ordinal = word in ORDINALS or re.search(r"\d(?:st|nd|rd|th)$", match[0].strip())
    begins = match.start() + len(match[0]) - len(match[0].lstrip())
    titled = word.isalpha() and match["value"][0].isupper() and CAPITAL.search(text[:begins])
    if text[:begins].endswith(".") or ordinal or match["decade"] or titled or NAMED.search(text[:begins]):
        return None
    value, grain = _value(word, match["scale"])
    rest = plain[match.end() :]
    unit = _unit(match, rest)
    start, kind = _hedge(text, begins)
    low, high = _range(value * unit.factor, grain * unit.factor, kind)
    end = match.end() + unit.length
    rate = stem(found[1]) if (found := RATE.match(text[end:])) else ""
    return Quantity(start, end, text[start:end], low, high, unit.name, unit.things, rate, unit.part)


def _value(word: str, scale_words: str) -> tuple[float, float]:
    """The number, and the size of its last digit that is not a rounding zero."""
    digits = word if word[0].isdigit() else str(WORDS[word])
    whole, _, decimals = digits.partition(".")
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals else -len(decimals)
    scale = math.prod(SCALES[name] for name in re.findall(r"[a-z]+", scale_words.lower()))
    return float(digits) * scale, 10.0**zeros * scale


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
    slack = min(max(grain / 2, LOOSE * abs(value) if hedge else 0), abs(value) * (HEDGED if hedge else EXACT))
    return value - slack, value + slack


@dataclass(frozen=True, slots=True)
class _Unit:
    """What follows a number."""

    name: str = ""
    factor: float = 1.0
    length: int = 0
    things: frozenset[str] = frozenset()
    part: bool = False


def _unit(match: re.Match[str], rest: str) -> _Unit:
    """The unit of a number and what it is of, as far as `rest` says so."""
    written = (match["unit"] or "").strip(" -").lower()
    if written == "%" or written.startswith("per"):
        return _Unit("points" if "point" in written else "%", things=_of(rest))
    sign = (match["sign"] or "").lower()
    if currency := CURRENCIES.get(sign) or CURRENCIES.get(re.sub(r"^u\.?s\.? ", "", written)):
        return _Unit(currency)
    if found := measure(rest):
        base, factor, length = found
        noun = re.match(r" ([a-z]+)", rest[length:]) if rest[0] == "-" else None  # "a 10-day journey"
        return _Unit(base, factor, length, frozenset([stem(noun[1])]) if noun else _of(rest[length:]))
    part = PART_OF.match(rest)
    skipped = part.end() if part else 0
    things, length = counted(rest[skipped:])
    return _Unit(length=skipped + length if things else 0, things=things, part=bool(part))


def _of(rest: str) -> frozenset[str]:
    """Stems of what a unit is "of": one word, or two where the first is no plural ("dead bream")."""
    found = OF.match(rest)
    words = found[1].split() if found else []
    return stems(words[0] if words and words[0].endswith("s") else " ".join(words))
