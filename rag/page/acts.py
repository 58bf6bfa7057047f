"""The reader's acts: ask, read on while the answer is written, stop. Each gives the whole view of the conversation.

So nothing on the page can fall behind. What a stop or an error leaves behind stays in view and in the history.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from ..errors import RagError
from .cards import NOTHING_YET, panel
from .conversation import Answering, Turn, history
from .turn import Message, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

Turns: TypeAlias = list[Turn]
View: TypeAlias = tuple[Turns, list[Message], str, str]
"""The conversation, its messages, the sources of the newest turn, the sources of the turns before it."""

UNEXPECTED = "Something went wrong while answering; the log of this program says what. Please ask again."
NOT_TAKEN = "Too many questions are waiting, so this one was not taken. Please ask again in a minute."
log = logging.getLogger("footnote.page")


class Acts:
    """What happens on the page, for one assistant and any number of conversations."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant

    def examples(self) -> list[str]:
        """Questions to begin with; none where the articles cannot be read yet."""
        try:
            return self._assistant.examples()
        except RagError as error:
            log.warning("no example questions: %s", error)
            return []

    def ask(self, question: str, turns: Turns) -> View:
        """The conversation with the question; the same as before if it is blank or another one is being answered."""
        if question.strip() and not running(turns):
            turns = [*turns, Turn(number=len(turns) + 1, question=question.strip())]
        return view(turns)

    def answer(self, turns: Turns) -> Iterator[View]:
        """What happens on the way to the answer, as it happens. Closing it closes the assistant's stream."""
        if not running(turns):
            return
        *earlier, turn = turns
        turn = replace(turn, begun=True)
        yield view([*earlier, turn])
        try:
            events = self._assistant.stream(turn.question, history(earlier))
            try:
                for event in events:
                    turn = self._with_articles(turn.after(event))
                    yield view([*earlier, turn])
            finally:
                getattr(events, "close", lambda: None)()
        except RagError as error:
            yield view([*earlier, replace(turn, trouble=str(error))])
        except Exception:
            log.exception("while answering %r", turn.question)
            yield view([*earlier, replace(turn, trouble=UNEXPECTED)])

    def _with_articles(self, turn: Turn) -> Turn:
        """The turn with the whole text of each of its sources that can be read."""
        known = {article.doc_id: article for article in turn.articles}
        for source in turn.shown_sources:
            if source.article.doc_id not in known:
                with suppress(RagError):  # its card then says that it cannot be opened
                    known[source.article.doc_id] = self._assistant.article(source.article.doc_id)
        return replace(turn, articles=tuple(known.values()))

    def stop(self, turns: Turns) -> View:
        """The conversation with its last turn stopped; what was shown stays."""
        return view([replace(turn, stopped=True) if turn.running else turn for turn in turns])

    def settle(self, turns: Turns) -> View:
        """The conversation once nothing more comes; a turn that never got its answer says so."""
        return view([replace(turn, trouble=NOT_TAKEN) if turn.running else turn for turn in turns])


def running(turns: Turns) -> bool:
    """Whether an answer is on its way."""
    return bool(turns) and turns[-1].running


def view(turns: Turns) -> View:
    """All that is shown of a conversation."""
    today = date.today()
    current = panel(turns[-1:], newest_open=True, today=today)
    earlier = panel(turns[:-1], newest_open=not current, today=today)
    shown = [message for turn in turns for message in messages(turn)]
    return turns, shown, current or ("" if earlier else NOTHING_YET), earlier
