"""The sources of a turn: a card per article, with the cited words highlighted in the paragraph they stand in.

It gives HTML for `gr.HTML`, which does not sanitise; so every string goes through `as_html`, and an address becomes a
link only if it is http or https.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from ..records import Article, ArticleInfo, Source
from .conversation import Place, Turn, places
from .escape import as_html
from .highlight import Span, highlighted, merged, paragraphs
from .words import age, count, day, shortened

LABELS = {"opinion": "opinion", "live": "live report", "interview": "interview"}
NOTHING_YET = '<p class="none">The articles that an answer rests on appear here, with the words it cites.</p>'


def panel(turns: Sequence[Turn], *, newest_open: bool, today: date) -> str:
    """The sources of these turns, newest first; a turn without any is left out."""
    found = [turn for turn in reversed(turns) if turn.sources or _nearest(turn)]
    return "".join(_turn(turn, newest_open and at == 0, today) for at, turn in enumerate(found))


def _turn(turn: Turn, is_open: bool, today: date) -> str:
    """The cards of one turn; only one turn is open at a time, since they share a name."""
    on = turn.answer.as_of if turn.answer else today
    here = places(turn)
    cards = [_card(turn, source, here, on) for source in turn.sources]
    cards += [_head(turn, item, "", "near to the question, not used", on) + "</article>" for item in _nearest(turn)]
    used = sum(source.used for source in turn.sources)
    what = f"{used} used, {len(cards) - used} found" if turn.answer else count(len(cards), "article") + " found"
    return (
        f'<details class="turn" name="turns" id="t{turn.number}"{" open" if is_open else ""}>'
        f'<summary><span class="asked">{as_html(shortened(turn.question))}</span> <span class="what">{what}</span></summary>'
        f"{''.join(cards)}</details>"
    )


def _nearest(turn: Turn) -> tuple[ArticleInfo, ...]:
    """Articles that came nearest to a refused question."""
    refusal = turn.answer.refusal if turn.answer else None
    known = {source.article.doc_id for source in turn.sources}
    return tuple(item for item in refusal.nearest if item.doc_id not in known) if refusal else ()


def _card(turn: Turn, source: Source, here: Sequence[Place], on: date) -> str:
    mine = [place for place in here if place.citation.doc_id == source.article.doc_id]
    use = "used in this answer" if source.used else "found, not used in this answer"
    if not turn.answer:
        use = "found"
    article = next((item for item in turn.articles if item.doc_id == source.article.doc_id), None)
    quotes = _quotes(article, mine)
    whole = _whole(f"t{turn.number}-a{source.number}", article, mine) if article else ""
    return f"{_head(turn, source.article, f'[{source.number}]', use, on)}{quotes}{_address(source.article.url)}{whole}</article>"


def _head(turn: Turn, info: ArticleInfo, number: str, use: str, on: date) -> str:
    """The open <article> with number, publisher, headline, day and age, label, and what it was used for."""
    when = "undated"
    if info.published_at:
        when = f"{day(info.published_at)}, {age(info.published_at, on)}"
    if info.updated_at:
        when += f", updated {day(info.updated_at)}"
    label = f'<span class="label">{LABELS[info.kind]}</span>' if info.kind in LABELS else ""
    name = "card used" if use.startswith("used") else "card"
    return (
        f'<article class="{name}"><p class="source"><span class="number">{number}</span> '
        f'<bdi class="publisher">{as_html(shortened(info.publisher or "unnamed publisher", 80))}</bdi> {label}</p>'
        f'<h3>{as_html(shortened(info.title or info.doc_id))}</h3><p class="when">{when} · <span class="use">{use}</span></p>'
    )


def _quotes(article: Article | None, mine: Sequence[Place]) -> str:
    """Each paragraph with cited words in it, and under it who cites them. Words that have moved are quoted alone."""
    standing = [place for place in mine if article and _stands(article, place)]
    moved = [place for place in mine if place not in standing]
    blocks = []
    if article:
        spans = _spans(standing)
        for start, end in paragraphs(article.text, spans):
            inside = [place for place in standing if start <= place.citation.start < end]
            blocks.append(f"<blockquote>{highlighted(article.text, spans, start, end).rstrip()}</blockquote>{_back(inside)}")
    for place in moved:
        quote = f'<mark id="{place.id}" tabindex="-1">{as_html(place.citation.quote)}</mark>'
        note = "These words are quoted from an earlier state of the article." if article else "The article cannot be opened."
        blocks.append(f'<blockquote>{quote}</blockquote><p class="note">{note}</p>{_back([place])}')
    return "".join(blocks)


def _stands(article: Article, place: Place) -> bool:
    """Whether the article holds the quote at the offsets of the citation."""
    citation = place.citation
    return bool(citation.quote) and article.text[citation.start : citation.end] == citation.quote


def _spans(found: Sequence[Place], *, with_ids: bool = True) -> list[Span]:
    ids = [(place.id,) if with_ids else () for place in found]
    return merged(Span(place.citation.start, place.citation.end, own) for place, own in zip(found, ids, strict=True))


def _back(found: Sequence[Place]) -> str:
    """Links from cited words back to the marks that lead there."""
    links = ", ".join(f'<a href="#{place.id}-mark">{place.cited_by}</a>' for place in found)
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


def _whole(name: str, article: Article, mine: Sequence[Place]) -> str:
    """The whole article, folded away, with the cited words highlighted."""
    spans = _spans([place for place in mine if _stands(article, place)], with_ids=False)
    return (
        f'<details class="whole" id="{name}"><summary>Open article</summary>'
        f'<div class="text" tabindex="0">{highlighted(article.text, spans)}</div></details>'
    )
