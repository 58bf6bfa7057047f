"""The checkable figures of a text in one spelling: numbers, money, percentages and dates.

`stated` gives what a sentence claims, each fact in its most exact form; `covered` gives what a passage can vouch for,
in every form a claim may take (a full date also vouches for its month and its year). It knows English only, converts
scale ("3.2 billion") but never units or currencies, and resolves no relative dates.
"""

from __future__ import annotations

import re
from functools import lru_cache

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep sept,"
        "october oct,november nov,december dec".split(","),
        1,
    )
    for name in names.split()
}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: value for value, word in enumerate(_UNITS.split())}
WORDS |= {word: value for value, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
WORDS |= {f"{ten}-{unit}": WORDS[ten] + WORDS[unit] for ten in _TENS.split() for unit in _UNITS.split()[1:10]} | {
    "dozen": 12
}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
WORDS |= {word: value for value, word in enumerate(_ORDINALS.split(), 1)}
TURNS_OF_PHRASE = frozenset({"one", "zero", "first", "second"})
"""Words that are a figure of speech more often than a figure, unless a scale or a unit follows."""
SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
CURRENCIES = {
    "$": "usd",
    "us$": "usd",
    "usd": "usd",
    "dollar": "usd",
    "dollars": "usd",
    "€": "eur",
    "euro": "eur",
    "euros": "eur",
    "£": "gbp",
    "pound": "gbp",
    "pounds": "gbp",
    "¥": "jpy",
    "yen": "jpy",
    "won": "krw",
    "₩": "krw",
    "yuan": "cny",
}

# A month is written large: "the other 12 may apply" holds no date.
_MONTH = "|".join(form for name in sorted(MONTHS, key=len, reverse=True) for form in (name.title(), name.upper()))
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
DATES = (
    (re.compile(rf"\b{_DAY} (?:of )?({_MONTH})\.?,? (\d{{4}})\b"), "dmy"),
    (re.compile(rf"\b({_MONTH})\.? {_DAY},? (\d{{4}})\b"), "mdy"),
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), "ymd"),
    (re.compile(rf"\b({_MONTH})\.?,? (\d{{4}})\b"), "my"),
    (re.compile(rf"\b{_DAY} (?:of )?({_MONTH})\b"), "dm"),
    (re.compile(rf"\b({_MONTH})\.? {_DAY}\b(?!\d)"), "md"),
)
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
IN_MONTH = re.compile(rf"(?i:\b(?:in|since|until|by|from|last|this|next|of|late|early|mid))[ -]({_MONTH})\b")
# "2018-19" and "1939–45": the later year in two digits. "2018-05" is a month.
YEARS = re.compile(r"\b((?:1[89]|20)(\d\d))[-–/](\d\d)\b(?![-–/]?\d)")
_NUMBER_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
_CURRENCY_WORDS = "|".join(name for name in CURRENCIES if name.isalpha())
NUMBER = re.compile(
    r"(?P<sign>us\$|(?<![a-z])[$€£¥₩])?\s?\b"
    rf"(?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{_NUMBER_WORDS})(?=(?:th|fold)?\b))"
    r"(?P<decade>(?<=\d)s\b)?(?:st|nd|rd|th)?"
    r"(?P<scale>(?:[\s-]?(?:hundred|thousand|million|billion|trillion|bn|mn|tn|m)\b)*)"
    rf"(?P<unit>\s?%|[\s-](?:per ?cent|percent|percentage points?|(?:u\.?s\.? )?(?:{_CURRENCY_WORDS}))\b)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def stated(text: str) -> frozenset[str]:
    """Numbers, money, percentages and dates a sentence claims, each in its most exact form."""
    dates, rest = _dates(text)
    found = {most_exact for most_exact, _ in dates}
    for number in NUMBER.finditer(rest):
        if number["value"].lower() in TURNS_OF_PHRASE and not number["scale"] and not number["unit"]:
            continue
        found.add(_number_forms(number)[0])
    return frozenset(found)


@lru_cache(maxsize=4096)
def covered(text: str) -> frozenset[str]:
    """Every form of every number, sum, percentage and date in a passage."""
    dates, rest = _dates(text)
    found = {form for _, forms in dates for form in forms}
    for number in NUMBER.finditer(rest):
        found.update(_number_forms(number))
    return frozenset(found)


def readable(fact: str) -> str:
    """A fact as a reader would write it: "2018-03-08" as "8 March 2018", "usd 63200000000" as "USD 63,200,000,000"."""
    if date := re.fullmatch(r"(\d{4}|-)-(\d{2})(?:-(\d{2}))?", fact):
        year, month, day = date.groups()
        name = next(name for name, number in MONTHS.items() if number == int(month) and (len(name) > 3 or number == 5))
        return " ".join(part for part in (day and str(int(day)), name.title(), year.strip("-")) if part)
    if number := re.fullmatch(r"([a-z]+ )?(-?[\d.]+(?:e[+-]?\d+)?)(\D*)", fact):
        value = float(number[2])
        plain = f"{int(value):,}" if value >= 10000 and value.is_integer() else number[2]
        return f"{(number[1] or '').upper()}{plain}{number[3]}"
    return fact


def _dates(text: str) -> tuple[list[tuple[str, list[str]]], str]:
    """Each date's and clock time's most exact form with all its forms, and the text without them."""
    text = YEARS.sub(_both_years, text)
    found = []
    for pattern, order in DATES:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            year = parts.get("y", "")
            month = parts["m"] if parts["m"].isdigit() else f"{MONTHS[parts['m'].lower()]:02d}"
            day = f"{int(parts['d']):02d}" if "d" in parts else ""
            forms = [f"{year}-{month}-{day}"] if year and day else []
            forms += [f"{year}-{month}"] if year else []
            forms += [f"--{month}-{day}"] if day else []
            forms += [f"--{month}", year] if year else [f"--{month}"]
            found.append((forms[0], forms))
        text = pattern.sub(" ", text)
    found += [(match[0].zfill(5), [match[0].zfill(5)]) for match in CLOCK.finditer(text)]
    text = CLOCK.sub(" ", text)
    for match in IN_MONTH.finditer(text):
        form = f"--{MONTHS[match[1].lower()]:02d}"
        found.append((form, [form]))
    return found, text


def _both_years(match: re.Match[str]) -> str:
    year, last, later = match[1], match[2], match[3]
    return f"{year} {year[:2]}{later}" if later > last else match[0]


def _number_forms(match: re.Match[str]) -> list[str]:
    """The number's forms, most exact first: with its unit where it has one, then bare."""
    word = match["value"].lower().replace(",", "")
    value = float(WORDS[word]) if word in WORDS else float(word)
    for scale in re.findall(r"[a-z]+", match["scale"].lower()):
        value *= SCALES[scale]
    bare = f"{value:.15g}"  # digits, not "6.32e+10": it is shown to the reader
    unit = re.sub(r"^u\.?s\.? ", "", (match["unit"] or "").strip(" -").lower())
    sign = (match["sign"] or "").lower()
    if match["decade"]:
        return [f"{bare}s"]
    if unit.startswith("percentage"):
        return [f"{bare} points", bare]
    if unit == "%" or unit.startswith("per"):
        return [f"{bare}%", bare]
    if currency := CURRENCIES.get(sign) or CURRENCIES.get(unit):
        return [f"{currency} {bare}", bare]
    return [bare]
