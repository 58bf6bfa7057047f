"""The small links [1] in the chat; each leads to the exact words in the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .escape import as_markdown
from .words import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .conversation import Place, Turn


def marks(turn: Turn, places: Sequence[Place]) -> str:
    """A link per place, as HTML inside Markdown; the number is the article's, the tooltip names it."""
    titles = {source.article.doc_id: f"{source.article.publisher}: {source.article.title}" for source in turn.sources}
    links = [
        f'<a class="mark" id="{place.id}-mark" href="#{place.id}" '
        f'title="{as_markdown(shortened(titles.get(place.citation.doc_id, "")))}">[{place.citation.source}]</a>'
        for place in places
    ]
    return f'<sup class="marks">{"".join(links)}</sup>' if links else ""
