"""Whether a text says one of some strings: whole words, small letters, signs left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:\.\d+)*|[%$€£°]")


def plain(text: str) -> str:
    """Words in small letters parted by single spaces; "2.5" stays one word, "1,200" becomes "1200", "14-month" two."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join(WORD.findall(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)))


def says(text: str, forms: Iterable[str]) -> bool:
    """Whether one of the forms stands in the text as whole words; a form without words never does."""
    padded = f" {plain(text)} "
    return any(words and f" {words} " in padded for words in map(plain, forms))
