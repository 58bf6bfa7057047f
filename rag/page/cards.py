"""The sources of a turn: a card per article, with the cited words highlighted in the paragraph they stand in.

It gives HTML for `gr.HTML`, which does not sanitise; so every string goes through `as_html`, and an address becomes a
link only if it is http or https.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..records import Source
from .conversation import Place, Turn, places
from .escape import as_html
from .highlight import Span, highlighted, merged, paragraphs
from .words import age, count, day, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..records import Article, ArticleInfo

LABELS = {"opinion": "opinion", "live": "live report", "interview": "interview"}
EARLIER_STATE = "These words are from an earlier state of the article."
AROUND = 600
"""Characters of a paragraph shown before and after its cited words; about 100 words. A paragraph may be an article."""
CANNOT_OPEN = "The article cannot be opened."
NOTHING_YET = '<p class="none">The articles that an answer rests on appear here, with the words it cites.</p>'


def panel(turns: Sequence[Turn], *, newest_open: bool, today: date) -> str:
    """The sources of these turns, newest first; a turn without any is left out."""
    found = [turn for turn in reversed(turns) if _shown(turn)]
    return "".join(_turn(turn, newest_open and at == 0, today) for at, turn in enumerate(found))


def _turn(turn: Turn, is_open: bool, today: date) -> str:
    """The cards of one turn; only one turn is open at a time, since they share a name."""
    here = places(turn)
    cards = "".join(_card(turn, source, here, today) for source in _shown(turn))
    return (
        f'<details class="turn" name="turns" id="t{turn.number}"{" open" if is_open else ""}>'
        f'<summary><span class="asked">{as_html(shortened(turn.question))}</span> '
        f'<span class="what">{_how_many(turn)}</span></summary>{cards}</details>'
    )


def _shown(turn: Turn) -> tuple[Source, ...]:
    """Its sources; while it waits for those, without a number, the articles found."""
    waiting = () if turn.answer else tuple(Source(0, item, used=False) for item in turn.found)
    return turn.shown_sources or waiting


def _how_many(turn: Turn) -> str:
    sources = _shown(turn)
    used = sum(source.used for source in sources)
    if not used:
        return f"{count(len(sources), 'article')} found"
    return f"{count(used, 'article')} used" + (f", {len(sources) - used} more found" if used < len(sources) else "")


def _card(turn: Turn, source: Source, here: Sequence[Place], today: date) -> str:
    """Number, publisher, headline, day and age, what it was used for, the quotes, the address, the whole article."""
    info = source.article
    mine = [place for place in here if place.citation.doc_id == info.doc_id]
    article = next((item for item in turn.articles if item.doc_id == info.doc_id), None)
    parts = (
        _heading(source),
        f'<p class="when">{told_when(info, turn.answer.as_of if turn.answer else today)} · '
        f'<span class="use">{_use(turn, source)}</span></p>',
        _quotes(article, mine),
        _address(info.url),
        _open(turn, source) if article else "",
    )
    return f'<article class="card{" used" if source.used else ""}">{"".join(parts)}</article>'


def _open(turn: Turn, source: Source) -> str:
    """The button for the whole article; its name says which one it is."""
    ways = [item.doc_id for item in turn.answer.refusal.nearest] if turn.answer and turn.answer.refusal else []
    way = f"open{source.number}" if source.number else f"nearest{ways.index(source.article.doc_id) + 1}"
    title = as_html(shortened(source.article.title or source.article.doc_id, 80))
    return (
        f'<p class="open"><button class="do" id="t{turn.number}-do-{way}" aria-haspopup="dialog" '
        f'aria-label="Open article: {title}">Open article</button></p>'
    )


def _heading(source: Source) -> str:
    info = source.article
    number = f'<span class="number">[{source.number}]</span> ' if source.number else ""
    label = f' <span class="label">{LABELS[info.kind]}</span>' if info.kind in LABELS else ""
    publisher = as_html(shortened(info.publisher or "unnamed publisher", 80))
    return (
        f'<p class="source">{number}<bdi class="publisher">{publisher}</bdi>{label}</p>'
        f"<h3>{as_html(shortened(info.title or info.doc_id))}</h3>"
    )


def told_when(info: ArticleInfo, on: date) -> str:
    """Day and age, or "undated"."""
    when = f"{day(info.published_at)}, {age(info.published_at, on)}" if info.published_at else "undated"
    return when + (f", updated {day(info.updated_at)}" if info.updated_at else "")


def _use(turn: Turn, source: Source) -> str:
    if source.used:
        return "used in this answer"
    if not source.number:
        return "near to the question, not used" if turn.answer else "found, not read closely yet"
    return "found, not used in this answer" if turn.answer else "found"


def _quotes(article: Article | None, mine: Sequence[Place]) -> str:
    """Each paragraph with cited words in it, and under it who cites them. Words that have moved are quoted alone."""
    standing = [place for place in mine if article and stands(article, place)]
    moved = [place for place in mine if place not in standing]
    blocks = []
    if article:
        marked = spans(standing)
        for start, end in paragraphs(article.text, marked):
            inside = [place for place in standing if start <= place.citation.start < end]
            blocks.append(f"<blockquote>{_paragraph(article.text, marked, start, end)}</blockquote>{_back(inside)}")
    for place in moved:
        quote = f'<mark id="{place.id}" tabindex="-1">{as_html(place.citation.quote)}</mark>'
        note = EARLIER_STATE if article else CANNOT_OPEN
        blocks.append(f'<blockquote>{quote}</blockquote><p class="note">{note}</p>{_back([place])}')
    return "".join(blocks)


def _paragraph(text: str, marked: Sequence[Span], start: int, end: int) -> str:
    """The paragraph as HTML, cut with "…" far from its cited words."""
    inside = [span for span in marked if start <= span.start < end]
    first = max(start, min(span.start for span in inside) - AROUND)
    last = min(end, max(span.end for span in inside) + AROUND)
    first = first if first == start else text.find(" ", first) + 1
    last = last if last == end else text.rfind(" ", 0, last)
    words = highlighted(text, marked, first, last).rstrip()
    return f"{'… ' * (first > start)}{words}{' …' * (last < end)}"


def stands(article: Article, place: Place) -> bool:
    """Whether the article holds the quote at the offsets of the citation."""
    citation = place.citation
    return bool(citation.quote) and article.text[citation.start : citation.end] == citation.quote


def spans(found: Sequence[Place]) -> list[Span]:
    """The cited words of these places, in reading order."""
    return merged(Span(place.citation.start, place.citation.end, (place.id,)) for place in found)


def _back(found: Sequence[Place]) -> str:
    """Links from cited words back to the marks that lead there."""
    first = {place.cited_by: place for place in reversed(found)}  # a sentence may cite two of them
    links = ", ".join(f'<a href="#{place.id}-mark">{name}</a>' for name, place in reversed(first.items()))
    return f'<p class="back">Back to {links}</p>'


def _address(url: str) -> str:
    """The address as visible text; a link only where it is safe to follow."""
    if not url:
        return ""
    shown = as_html(url)
    if safe_url(url):
        shown = f'<a href="{shown}" target="_blank" rel="noopener noreferrer nofollow">{shown}</a>'
    return f'<p class="address">{shown}</p>'


def safe_url(url: str) -> bool:
    """Whether it is an http or https address with a host, and no user name that poses as one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
