"""What stands below the sentences of a turn: the status line and disagreements; or the refusal, or what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conversation import EXTRACTIVE, Turn
from .escape import as_markdown
from .sides import disagreement, update, who
from .tools import button
from .words import count, day, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Answer, ArticleInfo, CheckedSentence, Refusal

REFUSED = {
    "not_in_corpus": "The articles do not say",
    "outside_dates": "Not within these dates",
    "ambiguous": "More than one thing may be meant",
    "out_of_scope": "Not a question to the articles",
    "partly_answered": "Not answered",
}


def ending(turn: Turn) -> list[str]:
    """Blocks of HTML inside Markdown; none while more is to come."""
    if turn.trouble:
        return [_box("trouble", "This did not work", f"<p>{as_markdown(turn.trouble)}</p>")]
    if turn.stopped:
        shown = "What is shown above had been checked." if turn.sentences else "Nothing had been written yet."
        return [f'<p class="status">Stopped. {shown}</p>']
    if not turn.answer:
        return []
    answer = turn.answer
    blocks = [disagreement(turn, row, item) for row, item in enumerate(answer.disagreements, 1)]
    blocks += [update(turn, row, item) for row, item in enumerate(answer.updates, 1)]
    if answer.refusal:
        blocks.append(_refusal(turn, answer, answer.refusal))
    if answer.sentences:
        blocks.append(_status(answer))
    blocks += [_newer(answer.newer)] if answer.newer and answer.sentences else []
    if answer.note:
        blocks.append(f'<p class="note">{as_markdown(answer.note)}</p>')
    blocks += [_removed(answer)] if answer.removed or _unknown_marks(answer) else []
    return blocks


def _box(name: str, title: str, inside: str) -> str:
    return f'<div class="{name}"><p class="kicker">{title}</p>{inside}</div>'


def _status(answer: Answer) -> str:
    """Who wrote it, on how many articles it rests, and the day it stands for."""
    parts = [_rests_on(answer)]
    if answer.oldest and answer.newest:
        first = f"{day(answer.oldest)} to " if answer.oldest != answer.newest else ""
        parts.append(f"dated {first}{day(answer.newest)}")
    else:
        parts.append("undated")
    parts.append(f"as of {day(answer.as_of)}")
    if answer.model and answer.model != EXTRACTIVE:
        parts.append(f"written by {as_markdown(shortened(answer.model, 80))}")
    return f'<p class="status">{" · ".join(parts)}.</p>'


def _rests_on(answer: Answer) -> str:
    """On how many articles it rests, and whose it is if there is but one; copies of one text are told."""
    cited = {citation.doc_id for sentence in answer.sentences for citation in sentence.citations}
    used = [source.article for source in answer.sources if source.article.doc_id in cited]
    if len(used) == 1:
        return f"Rests on one article, by {who(used[0])[0]}"
    independent = len({article.copy_of or article.doc_id for article in used})
    copies = f", {independent} independent" if independent < len(used) else ""
    return f"Supported by {count(len(cited), 'article')}{copies}"


def _newer(articles: Sequence[ArticleInfo]) -> str:
    """Articles that are newer than all that was used."""
    items = ""
    for item in articles:
        title, whose = as_markdown(shortened(item.title or item.doc_id)), ", ".join(who(item))
        items += f'<li>{title}<br><span class="when">{whose}</span></li>'
    return _box("newer", "Newer on this, not used in the answer", f"<ul>{items}</ul>")


def _removed(answer: Answer) -> str:
    """Sentences that did not hold, and marks that named nothing, for the reader who wants to see them."""
    items = [f"<li><s>{as_markdown(item.text)}</s><br>{_reason(item)}</li>" for item in answer.removed]
    marks = _unknown_marks(answer)
    items += [f"<li>The mark {as_markdown(mark)} named no article and was taken out.</li>" for mark in marks]
    title = count(len(answer.removed), "sentence") if answer.removed else count(len(marks), "mark")
    return f'<details class="removed"><summary>{title} removed: show</summary><ul>{"".join(items)}</ul></details>'


def _reason(item: CheckedSentence) -> str:
    seen = f": {item.seen}" if item.seen else ""
    return f"Removed by the check of {as_markdown(item.check + seen)}"


def _unknown_marks(answer: Answer) -> list[str]:
    return [mark for sentence in answer.sentences for mark in sentence.invalid]


def _refusal(turn: Turn, answer: Answer, refusal: Refusal) -> str:
    """Why there is no answer, what comes nearest, as buttons that open it, and what to try."""
    nearest = ""
    for at, item in enumerate(refusal.nearest, 1):
        title, whose = as_markdown(shortened(item.title or item.doc_id)), ", ".join(who(item))
        opens = button(f"t{turn.number}-do-near{at}", title)
        nearest += f'<li>{opens}<br><span class="when">{whose}</span></li>'
    inside = f"<p>{as_markdown(refusal.reason)}</p>"
    inside += f'<p class="label">Nearest articles</p><ul>{nearest}</ul>' if nearest else ""
    inside += f"<p><strong>What to try:</strong> {as_markdown(refusal.next_step)}</p>" if refusal.next_step else ""
    return _box("refusal", REFUSED.get(answer.status, "Not answered"), inside)
