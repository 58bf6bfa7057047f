"""The way of a question: rewrite → search → rerank → evidence → refuse → write → cite → verify → disagree → Answer.

`Assistant._answer` is the one place where the whole way is read; this file holds the order and nothing else.
"""

# long because it is the public API, whose docstrings are its reference

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timezone
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from .answering.assemble import Written, answered, partly, refused, source_numbers, sources, with_sentences
from .answering.cite import cited_sentences
from .answering.claims.listed import listed, with_listed
from .answering.claims.newer import newer_articles
from .answering.claims.newest import asks_what_changed, labelled, other_states, untold, with_newest
from .answering.claims.other_side import with_other_sides
from .answering.claims.speaker_before import with_speakers
from .answering.claims.states import Later, not_withdrawn, replaced
from .answering.disagree import compare
from .answering.extract import excerpt, key_sentences, unsaid
from .answering.likely import ADDED, answering, likely, worth_reading
from .answering.refuse import not_answerable, out_of_scope
from .answering.support.attribute import attributed
from .answering.verify import in_place, verify
from .answering.write import ChatProvider, warm_prompt, write
from .config import Config
from .errors import InvalidQuery, ModelUnavailable, RagError
from .library import Library
from .models.memo import Memo
from .reading.chunk import sentences
from .reading.known.dates import parse_when
from .records import (
    Answer,
    AnswerEvent,
    AnswerReader,
    Article,
    CheckedSentence,
    Draft,
    Embedder,
    Event,
    Evidence,
    Filters,
    FoundEvent,
    KeywordEngine,
    Query,
    Ranking,
    Sentence,
    SentenceEvent,
    SourcesEvent,
    StepEvent,
    TimeRange,
)
from .retrieval import evidence as choosing
from .retrieval.evidence import Limits
from .retrieval.filters import query_of
from .retrieval.folding import folded
from .retrieval.haste import Haste, portion
from .retrieval.line import Line, Place
from .retrieval.parts import interleaved, parts, shown
from .retrieval.passages import filled
from .retrieval.recency import about_the_present, weighed
from .retrieval.rerank import groups, rerank
from .retrieval.rewrite import check_question, rewrite
from .retrieval.search import search
from .retrieval.spelling import Spelling, spelt_query
from .retrieval.times.narrow import event_day, time_of, told, within
from .retrieval.together import together
from .status import LibraryStatus
from .stopwatch import Stopwatch

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from typing_extensions import Unpack

    from .indexing.store import Store

_Asked: TypeAlias = tuple[int, str, Query, int]
"""What a ranking depends on: sequence number and digest of the generation, the query, how much was asked for."""
T = TypeVar("T")

MOST_RESULTS = 100
MOST_FOUND = 5
"""Articles named while a question waits to be read for."""
# Of 18 questions of planted dev that are answered although nothing fits them well, the local model told the facts of 4
# and something wrong or beside the point of 9; the checks let most of it pass, since the words are there.
NOT_CLOSE = "It is not sure how well the articles fit this question, so these are their own words."
AT_ONCE = 2
"""Questions read at once for each core, the others wait; docs/decisions.md has what fewer and more give."""


class Assistant:
    """Answers questions about the articles of a library. Safe to share between threads.

    Attributes:
        library: the articles.
        embedder: what the index was built with.
        cross_encoder: what orders passages and sentences, and reads which sentences answer.
        chat: who writes; None for extractive answers.
    """

    def __init__(
        self,
        config: Config,
        library: Library,
        embedder: Embedder,
        cross_encoder: AnswerReader,
        chat: ChatProvider | None,
    ) -> None:
        """Take the parts; without a chat model every answer is extractive."""
        self._config, self.library = config, library
        self.embedder, self.cross_encoder, self.chat = embedder, cross_encoder, chat
        self._rankings: Memo[_Asked, Ranking] = Memo(config.remember)
        at_once = AT_ONCE * (config.threads or os.cpu_count() or 1)
        # A search takes 0.02 s and reading closely a second: who waits for that sees what was found meanwhile.
        self._searches, self._line = Line(config.waiting, at_once), Line(config.waiting, at_once)
        self._haste = Haste(self._line, config.rerank_seconds)
        self._warming = False
        self._spelling: tuple[object, Spelling] | None = None

    # ------------------------------------------------------------ asking

    def ask(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Answer:
        """The finished answer; arguments and errors are those of `stream`."""
        *_, last = self.stream(question, history, **filters)
        assert isinstance(last, AnswerEvent)  # what `stream` promises
        return last.answer

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        """What happens on the way to the answer, the answer last.

        Closing the iterator stops the model, from any thread, also while another one waits for the next event.

        Args:
            question: what the reader asks, 1 to 2,000 characters.
            history: earlier answers of the conversation, oldest first; articles keep their numbers.
            **filters: see `Filters`.

        Raises:
            InvalidQuery: the question or a filter cannot be used.
            IndexMissing, IndexMismatch: see `Library.store`.
            Overloaded: too many wait for the processor.
        """
        text, query = check_question(question), self._query(filters)
        return Stream(lambda stopped: self._answer(text, history, query, stopped))

    def check(self, **filters: Unpack[Filters]) -> None:
        """Find out whether the filters can be used; raises as `stream` does."""
        self._query(filters)

    def _answer(
        self, question: str, history: Sequence[Answer], filters: Query, stopped: Callable[[], bool]
    ) -> Generator[Event, None, None]:
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
        query = yield from self._dated(question, query, place, watch, history[-1].time if history else None)
        looked, evidence = yield from self._look(query, place, watch)
        seen = self.library.store.generation
        decisions = [not_answerable(*part, self._config.answer_threshold, self.library.articles) for part in looked]
        found = [part for part, decision in zip(looked, decisions, strict=True) if not decision]
        missing = next(filter(None, decisions), None)
        if missing and not found:
            yield self._finish(refused(question, query, missing), watch, seen)
            return

        evidence = _of_all(found) if missing else evidence
        with place.turn(), watch("answers"):
            evidence = likely(query.text, evidence, self.cross_encoder)
        numbers = source_numbers(evidence, history)
        laters, moving = replaced(evidence.sentences), about_the_present(query.text) or asks_what_changed(query.text)
        best = answering(evidence)
        states = other_states(evidence, laters, query.text, best) if moving else frozenset()

        def verbatim(chosen: Iterable[int]) -> tuple[CheckedSentence, ...]:
            chosen = not_withdrawn(chosen, laters)
            told = key_sentences(evidence, numbers, {*chosen, *states, *listed(evidence, {*chosen}, query.text)})
            return tuple(labelled(sentence, laters, numbers) for sentence in told)

        extract = verbatim(best)
        compared = compare(evidence.sentences, numbers, query.text)
        answer = answered(question, query, evidence, numbers, compared)
        if missing:
            answer = partly(answer, shown(looked[decisions.index(missing)].query.text), missing)
            query = replace(query, text=" ".join(shown(part.query.text) for part in found))
        yield SourcesEvent(sources(evidence, numbers, ()), extract)
        with watch("write"):
            written = yield from self._write(query, evidence, numbers, laters, stopped)
        newest = untold(written.shown, laters, numbers) if moving else ()
        beside = verbatim(answering(evidence, ADDED)) if written.shown else extract
        written = replace(written, shown=(*written.shown, *newest))
        rest = unsaid(written.shown, beside)
        yield from map(SentenceEvent, (*newest, *rest))
        answer = with_sentences(answer, written, rest)
        used = [source.article.doc_id for source in answer.sources if source.used]
        ranking = interleaved([part.ranking for part in found])
        newer = newer_articles(evidence, ranking, used, self._config.write_threshold)
        yield self._finish(replace(answer, newer=newer), watch, seen)

    def _dated(
        self, question: str, query: Query, place: Place, watch: Stopwatch, before: TimeRange | None = None
    ) -> Generator[StepEvent, None, Query]:
        """The query within the days that the question's words give, or, for a follow-up, those `before` it."""
        time, decided_by = time_of(question, query, before), None
        if time is None or not time.hard:
            return within(query, time) if time else query
        if time.event and time.after is None:
            with place.turn(), watch("dates"):
                about = replace(query, text=time.event)
                ranking = self._found(about, self._config.candidates)
                ranking = rerank(
                    about, ranking, self.cross_encoder, self._config.rerank, self._haste.sizes(watch.total)
                )
            found = event_day(time, ranking, self._config.write_threshold)
            if found is None:
                yield StepEvent("dates", f"no dated article tells of “{time.event}”; all days count", 0.0)
                return query
            time, decided_by = found
        query = within(query, time)
        yield StepEvent("dates", told(query, time, decided_by), watch.seconds.get("dates", 0.0))
        return query

    def _look(
        self, query: Query, place: Place, watch: Stopwatch
    ) -> Generator[StepEvent | FoundEvent, None, tuple[list[_Looked], Evidence]]:
        """Search, read closely, choose sentences; each part of the question apart, with its share of each."""
        asked = self._parts(query)
        share = len(asked)
        if share > 1:
            yield StepEvent("parts", "asked apart: " + " ".join(f"“{shown(part.text)}”" for part in asked), 0.0)
        with self._searches.place().turn(), watch("search"):
            found = [self._found(part, self._config.candidates) for part in asked]
        yield StepEvent("search", f"{sum(map(len, found))} passages found", watch.seconds["search"])
        if self._line.full:
            articles = dict.fromkeys(item.article for item in interleaved(found))
            yield FoundEvent(tuple(articles)[:MOST_FOUND])
        with place.turn(), watch("rerank"):
            depth = ceil(self._config.rerank / share)
            read = [
                rerank(part, ranking, self.cross_encoder, depth, self._haste.sizes(watch.total))
                for part, ranking in zip(asked, found, strict=True)
            ]
        chunks = sum(map(len, read))
        left = sum(min(depth, len(ranking)) for ranking in found) - chunks
        detail = f"{chunks} read closely" + f"; there was no time for {left} more" * bool(left)
        yield StepEvent("rerank", detail, watch.seconds["rerank"])
        most = ceil(self._config.evidence_sentences / share * portion(chunks / share, left))
        limits = Limits(most, self._config.evidence_tokens // share)
        with place.turn(), watch("evidence"):
            looked = [
                _Looked(part, ranking, choosing.evidence(part, ranking, self.cross_encoder, limits))
                for part, ranking in zip(asked, read, strict=True)
            ]
            evidence = _of_all(looked)
        self._haste.took(chunks, watch.seconds["rerank"] + watch.seconds["evidence"])
        drawn = len({item.article.doc_id for item in evidence.sentences})
        detail = f"{len(evidence.sentences)} sentences from {drawn} article{'s' * (drawn != 1)}"
        detail += f", {evidence.independent} of them independent" if evidence.independent < drawn else ""
        yield StepEvent("evidence", detail, watch.seconds["evidence"])
        return looked, evidence

    def _parts(self, query: Query) -> tuple[Query, ...]:
        """What the query asks, each a query of its own; almost always the query itself."""
        texts = parts(query.text)
        if len(texts) == 1:
            return (query,)
        return tuple(self._spelt(replace(query, text=text, keywords=""))[0] for text in texts)

    def _write(
        self,
        query: Query,
        evidence: Evidence,
        numbers: Mapping[str, int],
        laters: Sequence[Later],
        stopped: Callable[[], bool],
    ) -> Generator[SentenceEvent, None, Written]:
        """Write, cite and verify sentence by sentence."""
        loose = evidence.top_score < self._config.write_threshold
        if self.chat is None or loose:
            return Written(note=NOT_CLOSE if loose else "")
        worth = not_withdrawn(worth_reading(evidence), laters)
        read = excerpt(evidence, worth | listed(evidence, worth, query.text))
        text, done, draft, note = "", 0, None, ""
        shown: list[CheckedSentence] = []
        removed: list[CheckedSentence] = []
        try:
            with closing(write(query.text, read, self.chat, stopped)) as pieces:
                for piece in pieces:
                    if stopped():  # nobody asks for what comes after
                        return Written()
                    draft = piece if isinstance(piece, Draft) else None
                    text += piece if isinstance(piece, str) else ""
                    cited = cited_sentences(text, read.sentences, finished=draft is not None)
                    for sentence in cited[done:]:
                        checked = verify(sentence, evidence.sentences, numbers, query.text)
                        checked = attributed(checked, evidence.sentences, numbers, query.text)
                        checked = labelled(checked, laters, numbers)
                        checked = in_place(checked, shown, removed)
                        (shown if checked.support == "supported" else removed).append(checked)
                        if checked.support == "supported":
                            yield SentenceEvent(checked)
                    done = len(cited)
        except ModelUnavailable as error:
            note, draft = str(error), Draft(text, self.chat.name, error=str(error))
        if not shown and not note:
            note = "No sentence of the written draft held its check; these are the articles' own words."
        return Written(tuple(shown), tuple(removed), draft, note)

    def _finish(self, answer: Answer, watch: Stopwatch, generation: str = "") -> AnswerEvent:
        seconds, now = {**watch.seconds, "total": watch.total()}, datetime.now(timezone.utc).replace(microsecond=0)
        marked = replace(answer, config_digest=self._config.digest(), generation=generation, answered_at=now)
        return AnswerEvent(replace(marked, seconds=seconds))

    def _query(self, filters: Filters) -> Query:
        """The filters as a query without its text."""
        return query_of(filters, parse_when, lambda: {info.publisher for info in self.library.articles()})

    # ------------------------------------------------------------ looking

    def search(self, text: str, *, limit: int = 10, **filters: Unpack[Filters]) -> Ranking:
        """The passages that fit best, best first; scores are cross-encoder logits.

        As in an answer, days that the text names may leave out articles, and near copies take one place.

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
        place = self._line.place()
        asked = self._parts(_result(self._dated(query.text, query, place, Stopwatch())))
        candidates, depth = max(limit, self._config.candidates), max(limit, self._config.rerank)
        with place.turn():
            found = [self._found(part, candidates) for part in asked]
            watch, seconds = Stopwatch(), self._config.rerank_seconds
            read = [
                rerank(part, ranking, self.cross_encoder, depth, groups(lambda: watch.total() >= seconds))
                for part, ranking in zip(asked, found, strict=True)
            ]
        return interleaved(read)[:limit]

    def evidence(self, text: str, **filters: Unpack[Filters]) -> Evidence:
        """The sentences that an answer to the text would rest on; arguments and errors are those of `search`."""
        query, _ = self._spelt(replace(self._query(filters), text=check_question(text)))
        place = self._line.place()
        query = _result(self._dated(query.text, query, place, Stopwatch()))
        return _result(self._look(query, place, Stopwatch()))[1]

    def _found(self, query: Query, candidates: int) -> Ranking:
        """What search gives over one generation, near copies folded; over the same one it is not asked for again."""

        def look(store: Store, keyword: KeywordEngine) -> tuple[_Asked, Ranking]:
            asked = (store.sequence, store.generation, query, candidates)
            return asked, self._rankings.get(asked) or folded(search(query, self.embedder, store, keyword, candidates))

        asked, ranking = self.library.look(look)
        self._rankings.put(asked, ranking)
        return weighed(query, ranking)

    def _spelt(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """The query with spellings that the index has for words that it does not have, and those spellings."""
        keyword = self.library.keyword
        if self._spelling is None or self._spelling[0] is not keyword:
            self._spelling = keyword, Spelling(keyword.vocabulary(), keyword.knows)
        return spelt_query(query, self._spelling[1])

    def as_retriever(self, *, limit: int = 4) -> BaseRetriever:
        """`search` as a LangChain retriever that gives `limit` documents, chunks filled up to 1,000 characters."""
        from .retrieval.langchain import as_retriever

        def whole(doc_id: str) -> tuple[str, Sequence[Sentence]]:
            article = self.article(doc_id)
            return article.text, sentences(article)

        # Twice as many, since what stands in a better passage takes no place; no more is read closely for it.
        return as_retriever(lambda text: filled(self.search(text, limit=min(2 * limit, MOST_RESULTS)), whole, limit))

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

    @property
    def loading(self) -> bool:
        """Whether the models are being loaded, so that an answer takes longer."""
        return self._warming

    def warm_up(self) -> None:
        """Load the models, read the fixed part of the prompt; what fails here fails again, and says why, later."""
        self._warming = True
        try:
            with suppress(RagError):
                self._spelt(self._query({}))
                self.cross_encoder.score("warm", ["up"])
                self.cross_encoder.answers("warm", ["up"])
                self.embedder.embed_query("warm up")
                if self.chat is not None:
                    chat = self.chat.open()  # importing what speaks to a provider takes seconds
                    if self.chat.local:
                        warm_prompt(chat)
        finally:
            self._warming = False

    def close(self) -> None:
        """Free the models and the index."""
        if self.chat is not None:
            self.chat.close()
        self.library.close()


class _Looked(NamedTuple):
    """What was found for a part of a question."""

    query: Query
    ranking: Ranking
    evidence: Evidence


def _of_all(looked: Sequence[_Looked]) -> Evidence:
    """The evidence of all parts, with the other sides of what they tell."""
    text = " ".join(part.query.text for part in looked)
    ranking = interleaved([part.ranking for part in looked])
    evidence = with_other_sides(together([part.evidence for part in looked]), ranking, text)
    return with_newest(with_speakers(with_listed(evidence, ranking, text), ranking), ranking)


def _result(steps: Generator[Event, None, T]) -> T:
    """What the steps come to, for those who do not look at them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


class Stream(Iterator[Event]):
    """The events of a question. A generator cannot be closed while it runs in another thread; this can."""

    def __init__(self, begin: Callable[[Callable[[], bool]], Generator[Event, None, None]]) -> None:
        """Take what makes the events; it is handed what tells whether nobody waits for them any more."""
        self._stopped = threading.Event()
        self._events = begin(self._stopped.is_set)

    def __next__(self) -> Event:
        event = None if self._stopped.is_set() else next(self._events)
        if event is None or self._stopped.is_set():
            self.close()
            raise StopIteration
        return event

    def close(self) -> None:
        """Stop the model; where it writes, at its next piece. No event comes any more."""
        self._stopped.set()
        with suppress(ValueError):  # it runs in another thread, which will see that it is stopped
            self._events.close()
