"""The checkable facts of a text in one spelling: numbers, money, percentages, dates and proper names.

`stated` gives what a sentence claims, each fact in its most exact form; `covered` gives what a passage can vouch for,
in every form a claim may take (a full date also vouches for its month and its year). It knows English only, converts
scale ("3.2 billion") but never units or currencies, and resolves no relative dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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


def stated(text: str) -> frozenset[str]:
    """Numbers, money, percentages and dates a sentence claims, each in its most exact form."""
    dates, rest = _dates(text)
    found = {most_exact for most_exact, _ in dates}
    for number in NUMBER.finditer(rest):
        if number["value"].lower() in TURNS_OF_PHRASE and not number["scale"] and not number["unit"]:
            continue
        found.add(_number_forms(number)[0])
    return frozenset(found)


def covered(text: str) -> frozenset[str]:
    """Every form of every number, sum, percentage and date in a passage."""
    dates, rest = _dates(text)
    found = {form for _, forms in dates for form in forms}
    for number in NUMBER.finditer(rest):
        found.update(_number_forms(number))
    return frozenset(found)


def _dates(text: str) -> tuple[list[tuple[str, list[str]]], str]:
    """Each date's most exact form with all its forms, and the text without dates."""
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


# ---------------------------------------------------------------- names

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
    "is are was were be has have had do does did can could may might must should will would yes let please".split()
)
COMMON_ENDING = re.compile(r"(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|ism|ers|ors|ists?|ials?|ies)$")
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
    for sentence in re.split(r"(?<=[.!?:])\s+(?=[A-Z“\"‘])|\n", text):
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
