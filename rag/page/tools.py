"""The buttons of a turn, as HTML inside Markdown. What a button does follows from its id: `t2-do-again`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import days_in_words
from .choice import in_words
from .conversation import answer_of
from .escape import as_markdown

if TYPE_CHECKING:
    from .conversation import Turn

COPYING = (("copy", "Copy with sources"), ("markdown", "Save Markdown"), ("receipt", "Save receipt"))
ASKING = (("again", "Ask again"), ("edit", "Edit"))
RATING = (("right", "Yes"), ("wrong", "No…"))


def button(name: str, label: str) -> str:
    """A button; `label` is not escaped."""
    return f'<button class="do" id="{name}">{label}</button>'


def narrowed(turn: Turn, *, last: bool) -> list[str]:
    """Which articles could answer: the reader's filters, and the days that the question's own words gave."""
    chosen = in_words(turn.filters)
    lines = [f'<p class="chosen"><strong>Filters:</strong> {chosen}</p>'] if chosen else []
    time = turn.answer.time if turn.answer else None
    if time and time.hard:
        days, phrase = as_markdown(days_in_words(time.after, time.before)), as_markdown(time.phrase)
        wider = f" {button(f't{turn.number}-do-widen', 'Search all days')}" if last else ""
        lines.append(f'<p class="dates"><span>Only articles {days}, from “{phrase}”</span>{wider}</p>')
    return lines


def tools(turn: Turn, *, last: bool) -> list[str]:
    """What can be done with a turn that is over: copy, save, ask again, judge; only the last one is asked again."""
    if turn.running:
        return []
    name = f"t{turn.number}-do"
    shown = COPYING if answer_of(turn) else ()
    rows = "".join(button(f"{name}-{act}", label) for act, label in (*shown, *(ASKING if last else ())))
    blocks = [f'<div class="tools">{rows}</div>'] if rows else []
    if turn.answer:
        blocks.append(_rating(turn, name))
    return blocks


def _rating(turn: Turn, name: str) -> str:
    """Whether the answer was right; once the reader has said so, what was said."""
    if turn.verdict:
        return f'<p class="rate">You said: {as_markdown(turn.verdict)}. Kept on this machine.</p>'
    ways = "".join(button(f"{name}-{act}", label) for act, label in RATING)
    return f'<p class="rate">Was this right? {ways}</p>'
