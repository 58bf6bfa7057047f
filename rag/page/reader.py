"""A whole article as it is opened inside the page: its head and its paragraphs, with the words that the answer cites.

It gives plain values, and reader.js puts them in place as text, never as HTML; so nothing is escaped here. A card holds
only the paragraphs it quotes: whole articles would be sent again with every sentence of an answer.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..records import Source
from .cards import LABELS, safe_url, spans, stands, told_when
from .conversation import places
from .highlight import PARAGRAPH_END, pieces
from .words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ..records import Article
    from .conversation import Talk, Turn

SHELL = (
    '<dialog id="reader" aria-labelledby="reader-title"><div class="bar">'
    '<p class="source"><bdi class="publisher"></bdi> <span class="label"></span></p>'
    '<button type="button" class="do words">Next cited words</button>'
    '<button type="button" class="do shut">Close</button></div>'
    '<div class="text" tabindex="0" role="region" aria-labelledby="reader-title"><h2 id="reader-title"></h2>'
    '<p class="when"></p><p class="address"></p><div class="body"></div></div></dialog>'
)
"""What reader.js fills."""
WAY = re.compile(r"(open|near|nearest)(\d{1,4})")
GONE = "This article cannot be opened any more. Perhaps it has been taken out of the library; ask again to find others."


def opened(talk: Talk, number: int, way: str, today: date) -> str:
    """An article of turn `number` as JSON for reader.js; where it cannot be read, why.

    `way` is how the page names it: "open3" is the source with that number, "near2" and "nearest2" the second of those
    nearest to a refused question.
    """
    turn = next((turn for turn in talk.turns if turn.number == number), None)
    source = _source(turn, way) if turn else None
    doc_id = source.article.doc_id if source else None
    article = next((item for item in (turn.articles if turn else ()) if item.doc_id == doc_id), None)
    if turn is None or source is None or article is None:
        return json.dumps({"problem": GONE})
    found: dict[str, Any] = {
        "number": f"[{source.number}]" if source.number else "",
        "publisher": shortened(article.publisher or "unnamed publisher", 80),
        "label": LABELS.get(article.kind, ""),
        "title": shortened(article.title or article.doc_id, 500),
        "when": told_when(article.info, turn.answer.as_of if turn.answer else today),
        "url": article.url,
        "link": safe_url(article.url),
        "paragraphs": list(_paragraphs(turn, article)),
    }
    return json.dumps(found, ensure_ascii=False)


def _source(turn: Turn, way: str) -> Source | None:
    found = WAY.fullmatch(way)
    place = int(found[2]) if found else 0
    if found and found[1] == "open":
        return next((source for source in turn.sources if source.number == place), None)
    nearest = turn.answer.refusal.nearest if turn.answer and turn.answer.refusal else ()
    return Source(0, nearest[place - 1], used=False) if 0 < place <= len(nearest) else None


def _paragraphs(turn: Turn, article: Article) -> Iterator[list[list[Any]]]:
    """Each paragraph as pieces: the words, and for cited ones the ids of the places that lead to them."""
    cited = [place for place in places(turn) if place.citation.doc_id == article.doc_id and stands(article, place)]
    marked, start = spans(cited), 0
    for end, following in _borders(article.text):
        if start < end:
            yield [
                [words, list(ids)] if is_cited else [words]
                for words, is_cited, ids in pieces(article.text, marked, start, end)
            ]
        start = following


def _borders(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph ends, and where the next one begins."""
    yield from (found.span() for found in PARAGRAPH_END.finditer(text))
    yield len(text), len(text)
