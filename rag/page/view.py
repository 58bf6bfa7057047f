"""All that is shown of a conversation, made anew from it each time, so that nothing on the page can fall behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from ..receipts.form import to_json as receipt_to_json
from ..receipts.receipt import receipt_of
from .cards import NOTHING_YET, panel
from .conversation import answer_of
from .escape import as_html
from .export import as_file, as_text
from .keep import to_json
from .tools import button
from .turn import Message, messages

if TYPE_CHECKING:
    from .conversation import Talk

View: TypeAlias = tuple["Talk", list[Message], str, str, str, str]
"""The conversation; its messages; sources of the newest turn and of those before it; a notice; what is taken along."""

EDITING = (
    '<p class="notice" role="status">You are changing your last question. What you ask now takes its place. '
    f"{button('do-leave', 'Leave it as it was')}</p>"
)


def view(talk: Talk, notice: str = "") -> View:
    """All that is shown; `notice` is HTML."""
    turns, today = talk.turns, date.today()
    current = panel(turns[-1:], newest_open=True, today=today)
    earlier = panel(turns[:-1], newest_open=not current, today=today)
    shown = [message for turn in turns for message in messages(turn, last=turn is turns[-1])]
    sources = current or ("" if earlier else NOTHING_YET)
    return talk, shown, sources, earlier, notice or (EDITING if talk.editing else ""), _along(talk)


def _along(talk: Talk) -> str:
    """What the browser keeps of the conversation, and each answer in the forms that the buttons take."""
    texts = {"kept-talk": to_json(talk)}
    for turn in talk.turns:
        if not turn.running and (answer := answer_of(turn)):
            texts[f"t{turn.number}-text"] = as_text(answer)
            texts[f"t{turn.number}-markdown"] = as_file(answer)
            texts[f"t{turn.number}-receipt"] = receipt_to_json(receipt_of(answer, turn.filters))
    return "".join(f'<pre hidden id="{name}">{as_html(text)}</pre>' for name, text in texts.items())
