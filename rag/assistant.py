"""The way of a question: rewrite → search → rerank → evidence → refuse → write → cite → verify → disagree → Answer.

`Assistant._answer` is the one place where the whole way is read; this file holds the order and nothing else.
"""

# long because it is the public API, whose docstrings are its reference

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from .answering.assemble import Written, answered, refused, source_numbers, sources, with_sentences
from .answering.cite import cited_sentences
from .answering.disagree import disagreements
from .answering.extract import key_sentences
from .answering.refuse import not_answerable, out_of_scope
from .answering.verify import content_words, in_place, verify
from .answering.write import ChatProvider, warm_prompt, write
from .config import Config
from .errors import InvalidQuery, ModelUnavailable, RagError
from .library import Library
from .models.memo import Memo
from .reading.known.dates import parse_when
from .records import (
    Answer,
    AnswerEvent,
    Article,
    CheckedSentence,
    CrossEncoder,
    Draft,
    Embedder,
    Event,
    Evidence,
    Filters,
    Query,
    Ranking,
    SentenceEvent,
    SourcesEvent,
    StepEvent,
)
from .retrieval import evidence as choosing
from .retrieval.filters import query_of
from .retrieval.line import Line, Place
from .retrieval.recency import weighed
from .retrieval.rerank import rerank
from .retrieval.rewrite import check_question, rewrite
from .retrieval.search import search
from .retrieval.spelling import Spelling, spelt_query
from .retrieval.times.narrow import event_day, time_of, told, within
from .status import LibraryStatus
from .stopwatch import Stopwatch

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from typing_extensions import Unpack

    from .indexing.keyword import Bm25Index
    from .indexing.store import Store

_Asked: TypeAlias = tuple[int, str, Query, int]
"""What a ranking depends on: sequence number and digest of the generation, the query, how much was asked for."""
KEY_SENTENCES = 3
"""Sentences shown before anything is written, and in an answer without a chat model."""
MOST_RESULTS = 100
AT_ONCE = 2
"""Questions read at once for each core, the others wait; docs/decisions.md has what fewer and more give."""


class Assistant:
    """Answers questions about the articles of a library. Safe to share between threads.

    Attributes:
        library: the articles.
        embedder: what the index was built with.
        cross_encoder: what orders passages and sentences.
        chat: who writes; None for extractive answers.
    """

    def __init__(
        self,
        config: Config,
        library: Library,
        embedder: Embedder,
        cross_encoder: CrossEncoder,
        chat: ChatProvider | None,
    ) -> None:
        """Take the parts; without a chat model every answer is extractive."""
        self._config, self.library = config, library
        self.embedder, self.cross_encoder, self.chat = embedder, cross_encoder, chat
        self._rankings: Memo[_Asked, Ranking] = Memo(config.remember)
        self._line = Line(config.waiting, AT_ONCE * (config.threads or os.cpu_count() or 1))
        self._warming = False
        self._spelling: tuple[object, Spelling] | None = None

    # ------------------------------------------------------------ asking

    def ask(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Answer:
        """The finished answer; arguments and errors are those of `stream`."""
        *_, last = self.stream(question, history, **filters)
        assert isinstance(last, AnswerEvent)  # what `stream` promises
        return last.answer

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        """What happens on the way to the answer, the answer last. Closing the iterator stops the model.

        Args:
            question: what the reader asks, 1 to 2,000 characters.
            history: earlier answers of the conversation, oldest first; articles keep their numbers.
            **filters: see `Filters`.

        Raises:
            InvalidQuery: the question or a filter cannot be used.
            IndexMissing, IndexMismatch: see `Library.store`.
            Overloaded: too many wait for the processor.
        """
        return self._answer(check_question(question), history, self._query(filters))

    def _answer(self, question: str, history: Sequence[Answer], filters: Query) -> Iterator[Event]:
        watch = Stopwatch()
        query = replace(filters, text=rewrite(question, [turn.query for turn in history]).text)
        if decision := out_of_scope(question):
            yield self._finish(refused(question, query, decision), watch)
            return

        if self._warming:
            yield StepEvent("load", "the models were still loading", 0.0)
        if query.text != question:
            yield StepEvent("rewrite", f"searched for “{query.text}”", 0.0)
        query, added = self._spelt(query)
        if added:
            yield StepEvent("spelling", "also searched for " + ", ".join(f"“{word}”" for word in added), 0.0)
        place = self._line.place()
        query = yield from self._dated(question, query, place, watch)
        with place.turn(), watch("search"):
            ranking = self._found(query, self._config.candidates)
        yield StepEvent("search", f"{len(ranking)} passages found", watch.seconds["search"])
        with place.turn(), watch("rerank"):
            ranking = weighed(query, self._reranked(query, ranking, self._config.rerank))
        yield StepEvent("rerank", f"{len(ranking)} read closely", watch.seconds["rerank"])
        with place.turn(), watch("evidence"):
            evidence = self.evidence(query, ranking)
        drawn = len({item.article.doc_id for item in evidence.sentences})
        detail = f"{len(evidence.sentences)} sentences from {drawn} article{'s' * (drawn != 1)}"
        yield StepEvent("evidence", detail, watch.seconds["evidence"])
        if decision := not_answerable(query, ranking, evidence, self._config.answer_threshold, self.library.articles):
            yield self._finish(refused(question, query, decision), watch)
            return

        numbers = source_numbers(evidence, history)
        extract = key_sentences(evidence, numbers, KEY_SENTENCES)
        conflicts = disagreements(evidence.sentences, numbers, content_words(query.text))
        answer = answered(question, query, evidence, numbers, conflicts)
        yield SourcesEvent(sources(evidence, numbers, ()), extract)
        with watch("write"):
            written = yield from self._write(query, evidence, numbers)
        if not written.shown:
            yield from map(SentenceEvent, extract)
        yield self._finish(with_sentences(answer, written, extract), watch)

    def _dated(self, question: str, query: Query, place: Place, watch: Stopwatch) -> Generator[StepEvent, None, Query]:
        """The query within the days that the question's own words give, if they give any."""
        time, decided_by = time_of(question, query), None
        if time is None or not time.hard:
            return within(query, time) if time else query
        if time.event:
            with place.turn(), watch("dates"):
                about = replace(query, text=time.event)
                ranking = self._found(about, self._config.candidates)
                ranking = self._reranked(about, ranking, self._config.rerank)
            found = event_day(time, ranking, self._config.answer_threshold)
            if found is None:
                yield StepEvent("dates", f"no dated article tells of “{time.event}”; all days count", 0.0)
                return query
            time, decided_by = found
        query = within(query, time)
        yield StepEvent("dates", told(query, time, decided_by), watch.seconds.get("dates", 0.0))
        return query

    def evidence(self, query: Query, ranking: Ranking) -> Evidence:
        """The sentences an answer to the query would rest on, chosen from a ranking with logits as scores."""
        return choosing.evidence(
            query, ranking, self.cross_encoder, self._config.evidence_sentences, self._config.evidence_tokens
        )

    def _write(
        self, query: Query, evidence: Evidence, numbers: Mapping[str, int]
    ) -> Generator[SentenceEvent, None, Written]:
        """Write, cite and verify sentence by sentence."""
        if self.chat is None:
            return Written()
        text, done, draft, note = "", 0, None, ""
        shown: list[CheckedSentence] = []
        removed: list[CheckedSentence] = []
        try:
            with closing(write(query.text, evidence, self.chat.open(), self.chat.name)) as pieces:
                for piece in pieces:
                    draft = piece if isinstance(piece, Draft) else None
                    text += piece if isinstance(piece, str) else ""
                    cited = cited_sentences(text, evidence.sentences, finished=draft is not None)
                    for sentence in cited[done:]:
                        checked = in_place(verify(sentence, evidence.sentences, numbers), shown, removed)
                        (shown if checked.support == "supported" else removed).append(checked)
                        if checked.support == "supported":
                            yield SentenceEvent(checked)
                    done = len(cited)
        except ModelUnavailable as error:
            note, draft = str(error), Draft(text, self.chat.name, error=str(error))
        if not shown and not note:
            note = "No sentence of the written draft held its check; these are the articles' own words."
        return Written(tuple(shown), tuple(removed), draft, note)

    def _finish(self, answer: Answer, watch: Stopwatch) -> AnswerEvent:
        seconds = {**watch.seconds, "total": watch.total()}
        return AnswerEvent(replace(answer, seconds=seconds, config_digest=self._config.digest()))

    def _query(self, filters: Filters) -> Query:
        """The filters as a query without its text."""
        return query_of(filters, parse_when, lambda: {info.publisher for info in self.library.articles()})

    # ------------------------------------------------------------ looking

    def search(self, text: str, *, limit: int = 10, **filters: Unpack[Filters]) -> Ranking:
        """The passages that fit best, best first; scores are cross-encoder logits.

        Args:
            text: what to look for, 1 to 2,000 characters.
            limit: number of passages, 1 to 100.
            **filters: see `Filters`.

        Raises:
            InvalidQuery: the text, the limit or a filter cannot be used.
            Overloaded: too many wait for the processor.
        """
        if not 1 <= limit <= MOST_RESULTS:
            raise InvalidQuery(f"limit = {limit} is outside 1 to {MOST_RESULTS}")
        query, _ = self._spelt(replace(self._query(filters), text=check_question(text)))
        candidates = max(limit, self._config.candidates)
        with self._line.place().turn():
            found = self._found(query, candidates)
            return self._reranked(query, found, max(limit, self._config.rerank))[:limit]

    def _reranked(self, query: Query, ranking: Ranking, depth: int) -> Ranking:
        until = time.monotonic() + self._config.rerank_seconds
        return rerank(query, ranking, self.cross_encoder, depth, lambda: time.monotonic() >= until)

    def _found(self, query: Query, candidates: int) -> Ranking:
        """What search gives over one generation; over the same one it is not asked again for the same query."""

        def look(store: Store, keyword: Bm25Index) -> tuple[_Asked, Ranking]:
            asked = (store.sequence, store.generation, query, candidates)
            return asked, self._rankings.get(asked) or search(query, self.embedder, store, keyword, candidates)

        asked, ranking = self.library.look(look)
        self._rankings.put(asked, ranking)
        return ranking

    def _spelt(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """The query with spellings that the index has for words that it does not have, and those spellings."""
        keyword = self.library.look(lambda _, keyword: keyword)
        if self._spelling is None or self._spelling[0] is not keyword:
            self._spelling = keyword, Spelling(keyword.vocabulary(), keyword.knows)
        return spelt_query(query, self._spelling[1])

    def as_retriever(self, *, limit: int = 4) -> BaseRetriever:
        """`search` as a LangChain retriever that gives `limit` documents."""
        from .retrieval.langchain import as_retriever

        return as_retriever(lambda text: self.search(text, limit=limit))

    def article(self, doc_id: str) -> Article:
        """The article with that doc_id; errors as `Library.article`."""
        return self.library.article(doc_id)

    def status(self) -> LibraryStatus:
        """What the index holds, in numbers."""
        return self.library.status()

    def examples(self) -> list[str]:
        """Questions to begin with: those in the file EXAMPLES of the corpus folder, else about the newest articles."""
        file = self._config.corpus / "EXAMPLES"
        if file.is_file():
            return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        dated = [info for info in self.library.articles() if info.published_at]
        newest = sorted(dated, key=lambda info: (str(info.published_at), info.doc_id), reverse=True)
        return [f"What does the article “{info.title}” report?" for info in newest[:3]]

    @property
    def waiting(self) -> int:
        """Number of questions that wait for the processor now."""
        return self._line.waiting

    # ------------------------------------------------------------ starting and stopping

    def warm_up(self) -> None:
        """Load the models, read the fixed part of the prompt; what fails here fails again, and says why, later."""
        self._warming = True
        try:
            with suppress(RagError):
                self._spelt(self._query({}))
                self.cross_encoder.score("warm", ["up"])
                self.embedder.embed_query("warm up")
                if self.chat is not None and self.chat.local:
                    warm_prompt(self.chat.open())
        finally:
            self._warming = False

    def close(self) -> None:
        """Free the models and the index."""
        if self.chat is not None:
            self.chat.close()
        self.library.close()
