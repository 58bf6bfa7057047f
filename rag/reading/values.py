"""What a field's value says, whatever it is wrapped in: objects of news APIs, lists of one, tags, printed lists.

Knows nothing of what the fields are called.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

# Where the value stands in an object: news APIs, WordPress, MongoDB, XML turned into JSON.
INSIDE: tuple[str, ...] = (
    *("name", "rendered", "title", "main", "display_name", "original", "text", "value", "content", "label"),
    *("#text", "@value", "$date", "$numberLong", "$oid"),
)
INSIDE_TEXT = ("rendered", "text", "content", "value", "html", "plain", "#text", "@value")
# Steps into lists and objects; a list of objects and MongoDB's `{"$date": {"$numberLong": …}}` need two.
DEEPEST = 4
# Every field is stored with every chunk, which has some 700 signs: no headline or name is longer, no byline has more.
LONGEST_LINE, LONGEST_NAME, MOST_NAMES = 1000, 200, 50
HTML_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|small|sub|sup|h[1-6]|ul|ol|li|blockquote|q|cite|img|figure|figcaption|section"
    r"|article|header|footer|main|table|tbody|thead|tr|td|th|hr|pre|code|script|style|iframe|video|font|html|body)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
BLOCK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6])\b", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);")
# A list of texts as Python prints it, which is what pandas writes into a cell of CSV.
PRINTED_LIST = re.compile(r"\s*\[\s*(['\"].{0,5000}['\"])\s*\]\s*", re.DOTALL)
PRINTED_TEXT = re.compile(r"'([^']+)'|\"([^\"]+)\"")


def is_empty(value: object) -> bool:
    """Whether a value says nothing: None, not a number, a text of spaces, a list or object without anything in it."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, float) and math.isnan(value)) or value in ([], (), {})


def as_line(text: str) -> str:
    """One line of text: tags go, character references are read, what no encoding can hold is replaced."""
    if HTML_TAG.search(text):
        text = HTML_TAG.sub("", BLOCK.sub(lambda tag: f" {tag[0]}", text))
    text = html.unescape(text) if REFERENCE.search(text) else text
    return " ".join(text.encode(errors="replace").decode().split())


def plain(value: object, names: Sequence[str] = INSIDE) -> str | int | float | date | None:
    """The value itself, or the one that lists and objects are wrapped around; None if there is none."""
    for _ in range(DEEPEST):
        if isinstance(value, Mapping):
            value = next((value[name] for name in names if not is_empty(value.get(name))), None)
        elif isinstance(value, list | tuple):
            value = value[0] if value else None
    if isinstance(value, int) and (isinstance(value, bool) or value.bit_length() > 64):
        return None
    return value if isinstance(value, str | int | float | date) else None


def paragraphs(value: object) -> str:
    """The text of an article: a text, an object around one, or a list of such as its paragraphs; tags are left in."""
    parts = (plain(part, INSIDE_TEXT) for part in (value if isinstance(value, list | tuple) else [value]))
    return "\n\n".join(part.strip() for part in parts if isinstance(part, str) and part.strip())


def line(value: object) -> str:
    """A value as one line, of at most `LONGEST_LINE` signs; the parts of a list are parted by commas."""
    return ", ".join(_lines(value))[:LONGEST_LINE]


def names(value: object) -> str | list[str]:
    """Names as a list where there is a list, as one text (which may hold several) where there is a text."""
    if isinstance(value, str) and (printed := PRINTED_LIST.fullmatch(value)):
        value = [first or second for first, second in PRINTED_TEXT.findall(printed[1])]
    found = [re.sub(r"^by:?\s+", "", name, flags=re.IGNORECASE) for name in _lines(value) if not name.isdigit()]
    if isinstance(value, list | tuple):
        return [name[:LONGEST_NAME] for name in found]
    return "".join(found)[:LONGEST_LINE]


def shortened(value: object, longest: int) -> str:
    """A value of any shape as one line of at most `longest` signs; what is longer ends in "…"."""
    text = ""
    try:
        # Piece by piece, for a few lines of YAML can stand for more than fits any memory.
        pieces = (
            [value] if isinstance(value, str) else json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value)
        )
        for piece in pieces:
            text += piece[: 20 * longest]
            if len(text) > longest:
                break
    except (
        ValueError,
        TypeError,
        RecursionError,
    ):  # holds itself, has a key that is no text, is a thousand levels deep
        text += "…"
    text = as_line(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _lines(value: object) -> Iterator[str]:
    for part in value[:MOST_NAMES] if isinstance(value, list | tuple) else [value]:
        inner = plain(part)
        if inner is not None and (text := as_line(str(inner))):
            yield text
