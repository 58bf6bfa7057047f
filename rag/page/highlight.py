"""A stretch of an article as HTML, with the cited words in <mark> exactly where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .escape import as_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PARAGRAPH_END = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Span:
    """Cited words by their offsets in the article (end excluded), with the ids that lead there."""

    start: int
    end: int
    ids: tuple[str, ...] = ()


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in reading order; those over the same words become one with the ids of all."""
    ids: dict[tuple[int, int], tuple[str, ...]] = {}
    for span in spans:
        ids[span.start, span.end] = ids.get((span.start, span.end), ()) + span.ids
    return [Span(start, end, ids[start, end]) for start, end in sorted(ids)]


def highlighted(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` as HTML; words of a span in <mark>, overlapping spans cut at each other's borders.

    The first id of a span is on its <mark>, further ones on elements right inside it.
    """
    return "".join(
        _marked(words, ids) if cited else as_html(words) for words, cited, ids in pieces(text, spans, start, end)
    )


def pieces(
    text: str, spans: Sequence[Span], start: int = 0, end: int | None = None
) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """`text[start:end]` cut at the borders of spans: words, whether a span covers them, ids of spans begun there."""
    end = len(text) if end is None else end
    near = [span for span in spans if span.start < end and span.end > start]
    borders = {start, end, *(place for span in near for place in (span.start, span.end) if start < place < end)}
    for left, right in pairwise(sorted(borders)):
        ids = tuple(item for span in near if span.start == left for item in span.ids)
        yield text[left:right], any(span.start <= left < span.end for span in near), ids


def _marked(text: str, ids: Sequence[str]) -> str:
    words = as_html(text)
    for item in ids[:0:-1]:
        words = f'<span id="{as_html(item)}" tabindex="-1">{words}</span>'
    first = f' id="{as_html(ids[0])}" tabindex="-1"' if ids else ""
    return f"<mark{first}>{words}</mark>"


def paragraphs(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Borders of the paragraphs that hold spans, in reading order; a span over more than one keeps them together."""
    borders = [0, *(found.end() for found in PARAGRAPH_END.finditer(text)), len(text)]
    found: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda item: (item.start, item.end)):
        start = max(border for border in borders if border <= span.start)
        end = min(border for border in borders if border >= span.end)
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
