"""Printed lines → paragraphs: wrapped lines are joined, words parted at a line's end made whole, running heads dropped.

It goes by where lines stand, how large their letters and how long they are. The columns of a page must come one after
the other already, and nothing is known of the file they come from.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile

# A running head or foot is one of the outermost lines of its page, and on half of the pages (of two, on both).
OUTERMOST, FEWEST_PAGES = 3, 2
# Letters that differ by more than this factor are another kind of text, such as a headline; bold ones differ by less.
OTHER_SIZE = 1.1
# Lines of one paragraph stand apart evenly to a few per cent; paragraphs that are set apart, by half a line or more.
APART = 1.25
# A line shorter than this part of a full one did not end for want of room: the word that did not fit would have had a
# quarter of a line.
SHORT = 0.75
SENTENCE_END = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]]*$")
PARTED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
COMPOUND = re.compile(r"[^\W\d_]+[-\u2010][^\W\d_]+")
BULLETS = "•▪◦‣●■"
LIGATURE = re.compile("[\ufb00-\ufb06]")
PAGE_NUMBER = re.compile(r"\W*(page |p\. ?|- )?\d{1,4}( ?(of|/|\|) ?\d{1,4})?\W*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Line:
    """A line of a page: its words (at least one), where it begins and the size of its letters, both in points."""

    text: str
    left: float
    height: float
    """Grows upwards."""
    size: float


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together: their words, the size of their letters, and the page (from 0) they begin on."""

    text: str
    size: float
    page: int


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a document in the order of its lines; one may go on over the end of a page."""
    kept = [(number, line) for number, page in enumerate(_without_running_heads(pages)) for line in page]
    usual = Usual([line for _, line in kept], [pair for page in pages for pair in pairwise(page)])
    groups: list[list[tuple[int, Line]]] = []
    for number, line in kept:
        before = groups[-1][-1] if groups else None
        if before is None or usual.parts(before[1], line, same_page=before[0] == number):
            groups.append([])
        groups[-1].append((number, line))
    compounds = {word.lower() for _, line in kept for word in COMPOUND.findall(line.text)}
    return [
        Paragraph(_joined([line.text for _, line in group], compounds), group[0][1].size, group[0][0])
        for group in groups
    ]


class Usual:
    """What is usual in a document, and so what stands out: full lines, the distance of lines."""

    def __init__(self, lines: Sequence[Line], neighbours: Sequence[tuple[Line, Line]]) -> None:
        """Measure all lines, and the pairs that follow each other on a page."""
        letters = Counter[float]()
        for line in lines:
            letters[round(line.size, 1)] += len(line.text)
        self.size = letters.most_common(1)[0][0] if letters else 0.0
        """Size of most letters, in points."""
        lengths = sorted(len(line.text) for line in lines if _alike(line.size, self.size)) or [0]
        self.full = lengths[len(lengths) * 4 // 5]
        """Letters of a full line; the last fifth may be set more narrowly."""
        body = [(a, b) for a, b in neighbours if _alike(a.size, self.size) and _alike(b.size, self.size)]
        drops = [(a.height - b.height) / b.size for a, b in body]
        self.distance = statistics.median_low([drop for drop in drops if 0 < drop < 4] or [1.2])
        """From line to line, in sizes of letters."""

    def parts(self, line: Line, following: Line, *, same_page: bool) -> bool:
        """Whether a paragraph ends with the line."""
        if not _alike(line.size, following.size) or following.text[0] in BULLETS:
            return True
        short = len(line.text) < SHORT * self.full
        ends = bool(SENTENCE_END.search(line.text))
        drop = line.height - following.height
        if not same_page or drop <= 0:  # the next page or column
            return ends or (short and not following.text[0].islower())
        if drop > APART * self.distance * following.size:
            return True
        indented = 0.5 < (following.left - line.left) / following.size < 5
        return (short and (ends or not following.text[0].islower())) or (indented and ends)


def _alike(size: float, other: float) -> bool:
    return max(size, other) <= OTHER_SIZE * min(size, other)


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """The lines of each page without its number and what is repeated at the upper and lower edge of pages."""
    by_height = [sorted(page, key=lambda line: line.height) for page in pages]
    edges = [(page[:OUTERMOST], page[: -OUTERMOST - 1 : -1]) for page in by_height]
    count = Counter(chain.from_iterable({_shape(line) for line in chain(*both)} for both in edges))
    often = max(FEWEST_PAGES, len(pages) / 2)
    for page, both in zip(pages, edges, strict=True):
        gone = {
            id(line)
            for edge in both
            for line in takewhile(lambda line: count[_shape(line)] >= often or PAGE_NUMBER.fullmatch(line.text), edge)
        }
        yield [line for line in page if id(line) not in gone]


def _shape(line: Line) -> tuple[str, int]:
    """A line without its numbers, which differ from page to page; a headline is not the running head made from it."""
    return DIGITS.sub("#", line.text.casefold()), round(line.size)


def _joined(lines: Sequence[str], compounds: set[str]) -> str:
    """The words of a paragraph; a hyphen at a line's end stays if the document has the word with it elsewhere."""
    parts = [lines[0]]
    for line in lines[1:]:
        parted = PARTED.search(parts[-1])
        if parted and line[0].islower():
            begun, rest = parted[1], re.match(r"[^\W\d_]*", line)
            if f"{begun}-{rest[0] if rest else ''}".lower() not in compounds or parts[-1].endswith("\u00ad"):
                parts[-1] = parts[-1][:-1]
        elif not (_is_wide(parts[-1][-1]) and _is_wide(line[0])):
            parts.append(" ")
        parts.append(line)
    return LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), "".join(parts))


def _is_wide(sign: str) -> bool:
    """Whether it belongs to a script that is written without spaces: Chinese or Japanese."""
    return unicodedata.east_asian_width(sign) in "WF" and not "\uac00" <= sign <= "\ud7ff"
