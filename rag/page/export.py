"""An answer as a reader takes it along: as plain text or as Markdown, always with its sources.

Article text is quoted word for word; in Markdown whatever would mean something there is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .cards import safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..records import Answer, ArticleInfo, CheckedSentence, Source

MEANS_SOMETHING = re.compile(r"[\\`*_\[\]{}<>#|~$!]")


def as_text(answer: Answer) -> str:
    """The question, the answer with its marks, and its numbered sources: publisher, title, day, address."""
    return f"{answer.question}\n\n{answer}"


def as_file(answer: Answer) -> str:
    """The same as Markdown, with the exact words under each source."""
    lines = [f"# {_plain(answer.question)}", "", *_body(answer), ""]
    used = [source for source in answer.sources if source.used]
    if used:
        lines += ["## Sources", ""]
        for source in used:
            lines += [f"[{source.number}] {_described(source.article)}", ""]
            lines += [f"> {_plain(quote)}\n" for quote in _quotes(answer, source)]
    lines.append(
        f"As of {answer.as_of.isoformat()}." + (f" Written by {_plain(answer.model)}." if answer.model else "")
    )
    lines += [f"\nNewer on this, not used: {_described(article)}" for article in answer.newer]
    if answer.note:
        lines += ["", _plain(answer.note)]
    return "\n".join(lines) + "\n"


def _body(answer: Answer) -> list[str]:
    if answer.refusal:
        nearest = [f"- Nearest: {_described(item)}" for item in answer.refusal.nearest]
        return [_plain(answer.refusal.reason), "", _plain(answer.refusal.next_step), "", *nearest]
    lines = [" ".join(_plain(item.text) + _labels(item) + _marks(item) for item in answer.sentences)]
    for item in answer.disagreements:
        about = f" about {_plain(item.about)}" if item.about else ""
        lines += ["", f"The articles do not agree{about}:", ""]
        lines += [f"- “{_plain(side.quote)}” [{side.source}]" for side in item.sides]
    return lines


def _labels(item: CheckedSentence) -> str:
    return f" ({_plain('; '.join(item.labels))})" if item.labels else ""


def _marks(item: CheckedSentence) -> str:
    return "".join(f" [{number}]" for number in dict.fromkeys(citation.source for citation in item.citations))


def _quotes(answer: Answer, source: Source) -> Iterable[str]:
    """The words of this source that the sentences cite, each once, in the order of the answer."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    return dict.fromkeys(citation.quote for citation in cited if citation.doc_id == source.article.doc_id)


def _described(article: ArticleInfo) -> str:
    address = article.url if safe_url(article.url) and not re.search(r"[\s<>]", article.url) else ""
    parts = (_plain(article.publisher), f"“{_plain(article.title)}”", article.dated, f"<{address}>" if address else "")
    return ", ".join(part for part in parts if part)


def _plain(text: str) -> str:
    """The text as itself, on one line."""
    return MEANS_SOMETHING.sub(r"\\\g<0>", " ".join(text.split()))
