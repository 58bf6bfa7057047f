"""Values out of parsed JSON, each of the type, length and range it must have; what is not says where and what it is.

Nothing is put right here and nothing is passed over: a field too many is as wrong as a field too few.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..errors import ReceiptUnreadable

LONGEST_TEXT, LONGEST_QUOTE, LONGEST_SENTENCE = 50_000, 15_000, 5000
"""Characters of a text, of an article's sentence and of the answer's. An article's sentence is left whole up to 250
words of 50 letters. The ladder's time grows with the square of what it reads: 2 s for 4,000 hostile characters."""
MOST = 1000
"""Items of one list; an answer rests on 40 sentences at most, and their other sides."""
HIGHEST = 1_000_000_000
"""For a number; no text has as many characters."""
HEX = re.compile(r"[0-9a-f]{64}")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A JSON object with exactly the fields it must have."""

    values: Mapping[str, object]
    place: str
    """Where it stands, as "sentences[0].citations[1]"; "" for the whole."""

    @classmethod
    def of(cls, value: object, place: str, names: Sequence[str]) -> Part:
        """The object with these fields.

        Raises:
            ReceiptUnreadable: it is none, or a field is missing, or one is too many.
        """
        if not isinstance(value, dict):
            raise ReceiptUnreadable(f"{place or 'it'} is {shown(value)}, not an object")
        at = f"{place}." if place else ""
        for name in names:
            if name not in value:
                raise ReceiptUnreadable(f"the field {at}{name} is missing")
        for name in value:
            if name not in names:
                raise ReceiptUnreadable(f"{place or 'it'} has a field {shown(name)} that a receipt does not have")
        return cls(value, place)

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def text(self, name: str, among: Sequence[str] = (), longest: int = LONGEST_TEXT) -> str:
        """A text of at most `longest` characters; where `among` is given, one of these."""
        text = text_of(self.values[name], self.at(name), longest)
        if among and text not in among:
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(text)}, not one of {', '.join(among)}")
        return text

    def sha256(self, name: str) -> str:
        """64 hex digits in small letters."""
        if not HEX.fullmatch(text := self.text(name)):
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(text)}, not a sha256 of 64 hex digits")
        return text

    def number(self, name: str) -> int:
        """A whole number from 0."""
        value = self.values[name]
        if type(value) is not int:  # True would be one
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(value)}, not a whole number")
        if not 0 <= value <= HIGHEST:
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(value)}, outside 0 to {HIGHEST}")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.values[name]
        if not isinstance(value, bool):
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(value)}, not true or false")
        return value

    def when(self, name: str) -> date | None:
        """A day, or a time with its zone, exactly as `isoformat` writes it; None for null."""
        if self.values[name] is None:
            return None
        text = self.text(name)
        try:
            when = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        except ValueError:
            when = None
        naive = isinstance(when, datetime) and when.tzinfo is None
        if when is None or naive or when.isoformat() != text:
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(text)}, not a day such as 2024-12-31 or a time in UTC")
        return when

    def items(self, name: str) -> list[object]:
        """A list."""
        value = self.values[name]
        if not isinstance(value, list):
            raise ReceiptUnreadable(f"{self.at(name)} is {shown(value)}, not a list")
        if len(value) > MOST:
            raise ReceiptUnreadable(f"{self.at(name)} has {len(value)} items; {MOST} are read at most")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text_of(value, f"{self.at(name)}[{row}]") for row, value in enumerate(self.items(name)))

    def parts(self, name: str, names: Sequence[str]) -> list[Part]:
        """A list of objects with these fields."""
        return [Part.of(value, f"{self.at(name)}[{row}]", names) for row, value in enumerate(self.items(name))]


def text_of(value: object, place: str, longest: int = LONGEST_TEXT) -> str:
    """The value as text, if it is one that can be written and is not too long."""
    if not isinstance(value, str):
        raise ReceiptUnreadable(f"{place} is {shown(value)}, not text")
    if len(value) > longest:
        raise ReceiptUnreadable(f"{place} has {len(value)} characters; {longest} are read at most")
    if SURROGATE.search(value):
        raise ReceiptUnreadable(f"{place} holds half a character, which is no text")
    return value


def shown(value: object) -> str:
    """A value for a message: short, on one line, without signs that a terminal would obey."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**20 else "a number of more than 20 digits"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = ascii(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
