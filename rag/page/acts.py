"""The reader's acts: ask, ask again, change a question, stop, judge. Each gives the conversation as it is afterwards.

What a stop or an error leaves behind stays in view and in the history.
"""

# long because every act of the page is read in one place

from __future__ import annotations

import logging
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..errors import InvalidQuery, RagError
from ..records import Filters, SourcesEvent
from .conversation import Answering, Talk, Turn, history
from .feedback import REASONS, Feedback, Verdict
from .keep import from_json
from .pen import Pen
from .states import library
from .suggest import offered
from .view import view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..records import Answer, Event

UNEXPECTED = "Something went wrong while answering; the log of this program says what. Please ask again."
NOT_TAKEN = "Your question was not taken: {}."
TOO_MANY = "too many questions are waiting already; ask again in a minute"
LONGEST_REASON = 200
log = logging.getLogger("footnote.page")


@dataclass(eq=False, slots=True)
class _OnItsWay:
    """An answer that a reader waits for."""

    reader: str
    nonce: str
    """Of its turn."""
    events: Iterable[Event] = ()
    """The assistant's, once it has been asked."""


class Acts:
    """What happens on the page, for one assistant and any number of conversations."""

    def __init__(self, assistant: Answering, feedback: Feedback, writers: int = 1) -> None:
        """Take who answers, where verdicts are kept, and how many answers are written at a time."""
        self._assistant, self._feedback, self._pen = assistant, feedback, Pen(writers)
        self._awaited: dict[str, _OnItsWay] = {}
        self._stopped: dict[str, str] = {}
        self._changing = threading.Lock()
        self._looking = threading.Lock()

    def examples(self) -> list[str]:
        """Questions to begin with; none where the articles cannot be read yet."""
        try:
            return self._assistant.examples()
        except RagError as error:
            log.warning("no example questions: %s", error)
            return []

    def suggestions(self, talk: Talk) -> list[str]:
        """See `suggest.offered`; none while any answer is on its way, which needs the processor more.

        For one conversation at a time: nobody is charged for it, so that it must not be asked for without end.
        """
        if not self._looking.acquire(blocking=False):
            return []
        try:
            return offered(self._assistant, talk, lambda: bool(self._awaited))
        finally:
            self._looking.release()

    def library(self) -> tuple[str, list[str]]:
        """See `states.library`."""
        return library(self._assistant)

    # ------------------------------------------------------------ asking

    def ask(self, question: str, talk: Talk, filters: Filters) -> Talk:
        """The conversation with the question; the same as before if it is blank or another one is being answered.

        Raises:
            InvalidQuery: a filter cannot be used.
        """
        question = question.strip()
        if not question or talk.running:
            return talk
        try:
            self._assistant.check(**filters)
        except InvalidQuery:
            raise
        except RagError as error:  # the index is missing, say; the turn will tell
            log.info("filters not checked: %s", error)
        before = talk.turns[:-1] if talk.editing else talk.turns
        number = before[-1].number + 1 if before else 1
        turn = Turn(number=number, question=question, filters=filters, nonce=secrets.token_hex(8))
        return Talk(talk.id or secrets.token_hex(8), (*before, turn))

    def again(self, talk: Talk, filters: Filters, *, any_time: bool = False) -> Talk:
        """The last question once more in its own place; `any_time`: without the days that its own words give."""
        if not talk.turns or talk.running:
            return talk
        last = talk.turns[-1]
        if any_time or last.filters.get("any_time"):
            filters = Filters(**{**filters, "any_time": True})
        return self.ask(last.question, replace(talk, editing=True), filters)

    def answer(self, talk: Talk, reader: str = "", note: Callable[[Answer], None] | None = None) -> Iterator[Talk]:
        """What happens on the way to the answer, as it happens. Closing it closes the assistant's stream.

        `reader` is who waits for it, for `leave`; of a reader who has not stopped the last one nothing more is taken.
        `note` is handed the finished answer.
        """
        if not talk.running:
            return
        way = _OnItsWay(reader, talk.turns[-1].nonce)
        if not self._begins(way):
            return
        try:
            yield from self._until_over(talk, way, note)
        finally:
            self._end(way)

    def _until_over(self, talk: Talk, way: _OnItsWay, note: Callable[[Answer], None] | None) -> Iterator[Talk]:
        """The conversation after each event of its last turn, and once it is over."""
        *earlier, turn = talk.turns
        turn = replace(turn, loading=self._assistant.loading)
        yield talk.with_last(turn)
        try:
            way.events = self._assistant.stream(turn.question, history(earlier), **turn.filters)
            for told in self._told(turn, way) if self._is_awaited(way) else ():
                turn = told
                if note and turn.answer:
                    note(turn.answer)
                yield talk.with_last(turn)
            if turn.running and self._is_awaited(way):  # who stopped it has said so
                yield talk.with_last(replace(turn, trouble=UNEXPECTED))
        except RagError as error:
            yield talk.with_last(replace(turn, trouble=str(error)))
        except Exception:
            log.exception("while answering %r", turn.question)
            yield talk.with_last(replace(turn, trouble=UNEXPECTED))

    def _begins(self, way: _OnItsWay) -> bool:
        """Whether this answer is begun: not where another one is on its way, as when a question is entered twice."""
        with self._changing:
            if way.reader in self._awaited or self._stopped.get(way.reader) == way.nonce:
                return False
            self._awaited[way.reader] = way
            return True

    def _is_awaited(self, way: _OnItsWay) -> bool:
        return self._awaited.get(way.reader) is way

    def _end(self, way: _OnItsWay) -> None:
        """Nobody waits for this answer any more; another one of its reader can begin."""
        with self._changing:
            if self._is_awaited(way):
                del self._awaited[way.reader]
        self._pen.leave(way)
        _close(way.events)

    def _told(self, turn: Turn, way: _OnItsWay) -> Iterator[Turn]:
        """The turn after each event; between its sources and its sentences others may be written first."""
        for event in way.events:
            turn = self._with_articles(turn.after(event))
            yield turn
            if isinstance(event, SourcesEvent):
                for before in self._pen.line_up(way, lambda: self._is_awaited(way)):
                    yield replace(turn, before=before)

    def _with_articles(self, turn: Turn) -> Turn:
        """The turn with the whole text of each of its sources that can be read."""
        known = {article.doc_id: article for article in turn.articles}
        for source in turn.shown_sources:
            if source.article.doc_id not in known:
                with suppress(RagError):  # its card then says that it cannot be opened
                    known[source.article.doc_id] = self._assistant.article(source.article.doc_id)
        return replace(turn, articles=tuple(known.values()))

    def stop(self, talk: Talk, reader: str = "") -> Talk:
        """The conversation with its last turn stopped; what was shown stays. The model is told at once."""
        if talk.running:
            self._stopped[reader] = talk.turns[-1].nonce  # before the look for an answer, which may just be beginning
        way = self._awaited.get(reader)
        if way and not talk.running:  # the page has not heard of that question yet
            self._stopped[reader] = way.nonce
        if way and self._stopped.get(reader) == way.nonce:
            self._end(way)
        return _cut_short(talk)

    def leave(self, reader: str) -> None:
        """Stop the answer that this reader was waiting for; nobody will see it."""
        self._stopped.pop(reader, None)
        if way := self._awaited.get(reader):
            self._end(way)

    def turn_away(self, talk: Talk, why: str) -> tuple[Talk, str]:
        """The conversation when a question was not let in or an answer broke off, and what to tell beside it.

        `why` is the sentence of who turned it away, "queue" where the line was full, "" where nobody did.
        """
        on_their_way = {way.nonce for way in tuple(self._awaited.values())}
        if talk.running and talk.turns[-1].nonce in on_their_way:  # a second try
            return talk, ""
        if talk.running:
            return talk.with_last(replace(talk.turns[-1], trouble=UNEXPECTED)), ""
        told = TOO_MANY if why == "queue" else why[:LONGEST_REASON].rstrip(".")
        return talk, NOT_TAKEN.format(told) if told else UNEXPECTED

    def has_stopped(self, talk: Talk, reader: str) -> bool:
        """Whether the reader has stopped this answer: nothing of it may come into view any more."""
        return self._stopped.get(reader) == talk.turns[-1].nonce

    def settle(self, talk: Talk, reader: str = "") -> tuple[Talk, bool]:
        """The conversation once nothing more comes of an answer, and whether the page has to be put at rest.

        Not where the reader stopped that answer: the page is at rest since, or the next question has been asked.
        """
        stopped, last = self._stopped.get(reader, ""), talk.turns[-1] if talk.turns else None
        if not stopped or (last and last.nonce != stopped):  # a stopped one can end after the next has been answered
            return talk, not talk.running
        self._stopped.pop(reader, None)
        return _cut_short(talk), False  # an event that was on its way may have undone it

    # ------------------------------------------------------------ afterwards

    def edit(self, talk: Talk, *, editing: bool = True) -> Talk:
        """The conversation whose next question takes the place of the last one; or no more."""
        return replace(talk, editing=editing and bool(talk.turns) and not talk.running)

    def rate(self, talk: Talk, number: int, reason: str, comment: str = "") -> Talk:
        """Keep what the reader says of the answer of turn `number`; `reason` is one of REASONS.

        Raises:
            RagError: it cannot be kept.
        """
        turn = next((turn for turn in talk.turns if turn.number == number), None)
        if turn is None or turn.answer is None or reason not in REASONS:
            return talk
        verdict = Verdict(
            talk=talk.id,
            turn=number,
            at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            reason=reason,
            comment=comment,
            question=turn.question,
            earlier=tuple(each.question for each in talk.turns if each.number < number),
            filters=turn.filters,
            answer=turn.answer.to_dict(),
        )
        self._feedback.keep(verdict)
        judged = replace(turn, verdict=REASONS[reason])
        return replace(talk, turns=tuple(judged if each is turn else each for each in talk.turns))

    def restore(self, kept: str) -> Talk:
        """The conversation that the browser kept; an empty one where it is none that can be shown."""
        if not kept:
            return Talk()
        try:
            talk = from_json(kept)
            talk = replace(talk, turns=tuple(self._with_articles(turn) for turn in talk.turns))
            view(talk)
        except Exception as error:  # what the browser kept may be anything
            log.warning("a kept conversation cannot be shown: %s", error)
            return Talk()
        return talk


def _close(events: Iterable[Event]) -> None:
    getattr(events, "close", lambda: None)()


def _cut_short(talk: Talk) -> Talk:
    """The conversation with its last turn stopped, if that is still being answered."""
    return talk.with_last(replace(talk.turns[-1], stopped=True)) if talk.running else talk
