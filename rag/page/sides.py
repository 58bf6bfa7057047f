"""Statements side by side: where articles do not agree, and where an outlet told another value later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conversation import row_places
from .escape import as_markdown
from .marks import marks
from .words import day, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import ArticleInfo, Disagreement, Update
    from .conversation import Place, Turn

VALUE = "Value"


def disagreement(turn: Turn, number: int, item: Disagreement) -> str:
    """A table with a row per side, newest first, and below it what all sides say."""
    places = row_places(turn.number, "d", number, item.sides)
    values = item.values or ("",) * len(places)
    rows = "".join(_row(turn, place, value, as_markdown(value)) for place, value in zip(places, values, strict=True))
    about = f" about {as_markdown(item.about)}" if item.about else ""
    one = len({side.doc_id for side in item.sides}) == 1
    title = f"An article does not agree with itself{about}" if one else f"The articles do not agree{about}"
    said = ", ".join(f"“{as_markdown(words)}”" for words in item.agreed)
    below = f'<p class="agreed">All of them say: {said}.</p>' if said else ""
    return _table(title, rows, with_values=bool(item.values)) + below


def update(turn: Turn, number: int, item: Update) -> str:
    """A table with the later value above the one it replaces."""
    later, earlier = row_places(turn.number, "u", number, (item.later, item.earlier))
    now, before = item.values
    rows = _row(turn, later, now, as_markdown(now))
    rows += _row(turn, earlier, before, f"<s>{as_markdown(before)}</s> replaced")
    publisher, _ = who(_article(turn, item.later.doc_id))
    about = f" about {as_markdown(item.about)}" if item.about else ""
    return _table(f"{publisher} has told another value since{about}", rows, with_values=True)


def who(article: ArticleInfo | None) -> tuple[str, str]:
    """Publisher and day, ready to be shown."""
    if article is None:
        return "unknown", ""
    publisher = as_markdown(shortened(article.publisher or "unnamed publisher", 80))
    return publisher, day(article.published_at) if article.published_at else "undated"


def _table(title: str, rows: str, *, with_values: bool) -> str:
    heads = ("Outlet", "Date", VALUE, "Exact words")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads if with_values or name != VALUE)
    return (
        f'<table class="disagreement"><caption>{title}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(turn: Turn, place: Place, value: str, shown: str) -> str:
    """Outlet, day, the value if there is one, and the exact words with the value marked in them."""
    publisher, when = who(_article(turn, place.citation.doc_id))
    cells = [f'<td class="when">{when}</td>', f"<td>{shown}</td>" if value else ""]
    quote = f"<q>{_marked(place.citation.quote, value)}</q>{marks(turn, [place])}"
    return f'<tr><th scope="row">{publisher}</th>{"".join(cells)}<td>{quote}</td></tr>'


def _marked(quote: str, value: str) -> str:
    before, found, after = quote.partition(value) if value else (quote, "", "")
    if not found:
        return as_markdown(quote)
    parts: Sequence[str] = (_kept(before), f"<mark>{as_markdown(found)}</mark>", _kept(after))
    return "".join(parts)


def _kept(text: str) -> str:
    """The text with the spaces at its ends, which `as_markdown` takes off."""
    plain = as_markdown(text)
    return f"{' ' * text[:1].isspace()}{plain}{' ' * (text[-1:].isspace() and bool(plain))}"


def _article(turn: Turn, doc_id: str) -> ArticleInfo | None:
    return next((source.article for source in turn.sources if source.article.doc_id == doc_id), None)
