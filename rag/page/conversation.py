"""What the page knows of a conversation: turns, folded from events, and the places that their marks lead to.

Ids: a mark `t2-s3-c1-mark` in the chat leads to the words `t2-s3-c1` in a source card: turn 2, sentence 3, citation 1,
all counted from 1. Key sentences have `k`, the sides of a disagreement `d`, of an update `u`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ..records import (
    Answer,
    AnswerEvent,
    Article,
    CheckedSentence,
    Citation,
    Event,
    SentenceEvent,
    Source,
    SourcesEvent,
    StepEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXTRACTIVE = "extractive"
"""`Answer.model` where the sentences are the articles' own."""


class Answering(Protocol):
    """What the page asks of an assistant."""

    def stream(self, question: str, history: Sequence[Answer] = ()) -> Iterator[Event]:
        """What happens on the way to the answer, the answer last; closing it stops the model."""

    def article(self, doc_id: str) -> Article:
        """The article with that doc_id."""

    def examples(self) -> list[str]:
        """Questions to begin with."""

    def warm_up(self) -> None:
        """Load the models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and what has come of it so far."""

    number: int
    """Place in the conversation, from 1."""
    question: str
    begun: bool = False
    """Whether its place in the line has come."""
    steps: tuple[StepEvent, ...] = ()
    sources: tuple[Source, ...] = ()
    key_sentences: tuple[CheckedSentence, ...] = ()
    sentences: tuple[CheckedSentence, ...] = ()
    answer: Answer | None = None
    articles: tuple[Article, ...] = ()
    """Whole articles of the sources, as far as they could be read."""
    trouble: str = ""
    """What went wrong, in a sentence for people."""
    stopped: bool = False

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return not (self.answer or self.trouble or self.stopped)

    @property
    def shown_sources(self) -> tuple[Source, ...]:
        """The sources, and under number 0 the articles that came nearest to a refused question."""
        refusal = self.answer.refusal if self.answer else None
        known = {source.article.doc_id for source in self.sources}
        nearest = refusal.nearest if refusal else ()
        return self.sources + tuple(Source(0, item, used=False) for item in nearest if item.doc_id not in known)

    def after(self, event: Event) -> Turn:
        """The turn once `event` has happened. The finished answer replaces what was streamed."""
        if isinstance(event, StepEvent):
            return replace(self, steps=(*self.steps, event))
        if isinstance(event, SourcesEvent):
            return replace(self, sources=event.sources, key_sentences=event.key_sentences)
        if isinstance(event, SentenceEvent):
            return replace(self, sentences=(*self.sentences, event.sentence))
        assert isinstance(event, AnswerEvent)
        answer = event.answer
        return replace(self, answer=answer, sources=answer.sources, sentences=answer.sentences)

    def other_key_sentences(self) -> list[tuple[int, CheckedSentence]]:
        """Key sentences that the answer does not itself consist of, with their numbers from 1."""
        said = {sentence.text for sentence in self.sentences}
        return [(row, item) for row, item in enumerate(self.key_sentences, 1) if item.text not in said]


@dataclass(frozen=True, slots=True)
class Place:
    """Words of an article that a mark leads to."""

    id: str
    citation: Citation
    cited_by: str
    """Who leads there, in words: "sentence 3"."""


def row_places(turn: int, part: str, row: int, citations: Sequence[Citation]) -> list[Place]:
    """Places of one sentence (`part` "s"), key sentence ("k"), disagreement ("d") or update ("u"); `row` from 1."""
    name = {"s": "sentence", "k": "key sentence", "d": "disagreement", "u": "update"}[part]
    return [Place(f"t{turn}-{part}{row}-c{at}", item, f"{name} {row}") for at, item in enumerate(citations, 1)]


def places(turn: Turn) -> list[Place]:
    """All places that marks of the turn lead to, in the order of the page."""
    rows = [("s", row, item.citations) for row, item in enumerate(turn.sentences, 1)]
    rows += [("k", row, item.citations) for row, item in turn.other_key_sentences()]
    conflicts = turn.answer.disagreements if turn.answer else ()
    rows += [("d", row, item.sides) for row, item in enumerate(conflicts, 1)]
    changes = turn.answer.updates if turn.answer else ()
    rows += [("u", row, (item.later, item.earlier)) for row, item in enumerate(changes, 1)]
    return [place for part, row, citations in rows for place in row_places(turn.number, part, row, citations)]


def history(turns: Sequence[Turn]) -> list[Answer]:
    """The answers so far. A turn cut short counts with what it had shown, so that its articles keep their numbers."""
    return [answer for turn in turns if (answer := turn.answer or _cut_short(turn))]


def _cut_short(turn: Turn) -> Answer | None:
    if not turn.sources:
        return None
    return Answer(
        question=turn.question,
        query=turn.question,
        status="partly_answered",
        as_of=date.today(),
        sentences=turn.sentences,
        sources=turn.sources,
    )
