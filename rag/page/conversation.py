"""What the page knows of a conversation: turns, folded from events, and the places that their marks lead to.

Ids: a mark `t2-s3-c1-mark` in the chat leads to the words `t2-s3-c1` in a source card: turn 2, sentence 3, citation 1,
all counted from 1. Key sentences have `k`, the sides of a disagreement `d`, of an update `u`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ..records import (
    Answer,
    AnswerEvent,
    Article,
    ArticleInfo,
    CheckedSentence,
    Citation,
    Event,
    Filters,
    FoundEvent,
    Ranking,
    SentenceEvent,
    Source,
    SourcesEvent,
    StepEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typing_extensions import Unpack

    from ..status import LibraryStatus

EXTRACTIVE = "extractive"
"""`Answer.model` where the sentences are the articles' own."""


class Answering(Protocol):
    """What the page asks of an assistant."""

    @property
    def loading(self) -> bool:
        """Whether the models are being loaded."""

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        """What happens on the way to the answer, the answer last; closing it, from any thread, stops the model."""

    def check(self, **filters: Unpack[Filters]) -> None:
        """Raises InvalidQuery where the filters cannot be used."""

    def status(self) -> LibraryStatus:
        """What there is to answer from."""

    def search(self, text: str, *, limit: int = 10, **filters: Unpack[Filters]) -> Ranking:
        """The passages that fit best, for the endpoints beside the page."""

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
    filters: Filters = field(default_factory=Filters)
    """Which articles may answer, as the reader chose."""
    nonce: str = ""
    """Tells this asking from any other of the same question in the same place; "" where it is over and was kept."""
    steps: tuple[StepEvent, ...] = ()
    found: tuple[ArticleInfo, ...] = ()
    """Named while the question waits; the sources take their place."""
    sources: tuple[Source, ...] = ()
    key_sentences: tuple[CheckedSentence, ...] = ()
    sentences: tuple[CheckedSentence, ...] = ()
    answer: Answer | None = None
    articles: tuple[Article, ...] = ()
    """Whole articles of the sources, as far as they could be read."""
    trouble: str = ""
    """What went wrong, in a sentence for people."""
    stopped: bool = False
    before: int = 0
    """Answers of others that are written before this one."""
    loading: bool = False
    """Whether the models were still being loaded when it began."""
    verdict: str = ""
    """What the reader said of the answer, in words."""

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
        if isinstance(event, FoundEvent):
            return replace(self, found=event.articles)
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
class Talk:
    """A conversation."""

    id: str = ""
    """16 hex digits, drawn with the first question: only its own tab knows it; "" before."""
    turns: tuple[Turn, ...] = ()
    editing: bool = False
    """Whether the next question takes the place of the last one."""

    @property
    def running(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self.turns) and self.turns[-1].running

    def with_last(self, turn: Turn) -> Talk:
        """The conversation with another turn in the place of its last one."""
        return replace(self, turns=(*self.turns[:-1], turn))


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
    return [answer for turn in turns if (answer := answer_of(turn))]


def answer_of(turn: Turn) -> Answer | None:
    """The answer, or what there is of one that was cut short; None if there is nothing."""
    if turn.answer or not turn.sources:
        return turn.answer
    return Answer(
        question=turn.question,
        query=turn.question,
        status="partly_answered",
        as_of=date.today(),
        sentences=turn.sentences,
        sources=turn.sources,
    )
