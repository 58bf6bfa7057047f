"""The product as a system under test: the same Assistant that the page and the command line use."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.answering.calls.replies import declines
from rag.assistant import Assistant
from rag.config import Config
from rag.records import (
    Answer,
    AnswerEvent,
    AnswerReader,
    CheckedSentence,
    EvidenceSentence,
    SentenceEvent,
    SourcesEvent,
)
from rag.retrieval.rewrite import rewrite

from .records import EvalSet, Outcome, Question, Span, Told
from .retrieval import PASSAGES
from .workspace import code_digest, digest_of, own_ids

if TYPE_CHECKING:
    from rag.records import Vectors


class Footnote:
    """Asks an assistant and notes what it found, what it rested on, what it told and when."""

    name = "footnote"

    def __init__(self, assistant: Assistant, config: Config, eval_set: EvalSet) -> None:
        """Take an assistant over the set's articles; its cross-encoder is made to remember what it has scored."""
        self._remembering = Remembering(assistant.cross_encoder)
        library, embedder = assistant.library, assistant.embedder
        self._writing = Assistant(config, library, embedder, self._remembering, assistant.chat)
        self._silent = Assistant(config, library, embedder, self._remembering, None)
        self._writes = assistant.chat is not None
        self._ids = own_ids(eval_set, library.articles())
        self._digest = digest_of(library.status().generation, config.digest(), code_digest("rag", "evals/footnote.py"))

    @property
    def digest(self) -> str:
        """Digest of the index, the settings and the code that answers."""
        return self._digest

    @property
    def writes(self) -> bool:
        """Whether a chat model writes, which takes seconds a question."""
        return self._writes

    def search(self, question: Question) -> Outcome:
        """What is found and whether it would be answered, without writing."""
        earlier = _chained(question.earlier)
        query_text = rewrite(question.text, earlier).text
        if question.restored or question.category == "rewrite":
            return Outcome(query_id=question.query_id, query=query_text)
        outcome, _ = self._ask(self._silent, question, earlier)
        return self._looked(question, query_text, {**outcome, "told": (), "removed": (), "disagreements": ()})

    def ask(self, question: Question) -> Outcome:
        """The answer and everything on the way to it."""
        earlier = _chained(question.earlier)
        outcome, answer = self._ask(self._writing, question, earlier)
        # A model that was reached and would not answer is no failure of the run: readers get the articles' words then.
        broke = answer.draft is not None and answer.draft.error and not declines(answer.draft.text)
        error = answer.note if broke else ""
        return self._looked(question, answer.query, {**outcome, "written": True, "error": error})

    def _ask(self, assistant: Assistant, question: Question, earlier: Sequence[str]) -> tuple[dict[str, Any], Answer]:
        history = [Answer(question=text, query=text, status="answered", as_of=date.today()) for text in earlier]
        self._remembering.forget()
        seconds: dict[str, float] = {}
        start = time.perf_counter()
        for event in assistant.stream(question.text, history, as_of=question.as_of, publishers=question.publishers):
            passed = time.perf_counter() - start
            if isinstance(event, SourcesEvent):
                seconds["sources"] = passed
            elif isinstance(event, SentenceEvent):
                seconds.setdefault("first_sentence", passed)
            elif isinstance(event, AnswerEvent):
                answer = event.answer
        seconds["end"] = time.perf_counter() - start
        seconds |= {f"stage {stage}": value for stage, value in answer.seconds.items()}
        return {
            "status": answer.status,
            "told": tuple(self._told(sentence) for sentence in answer.sentences),
            "removed": tuple(f"{sentence.text} ({sentence.check}: {sentence.seen})" for sentence in answer.removed),
            "note": answer.note,
            "draft": answer.draft.text if answer.draft else "",
            "disagreements": tuple(
                tuple(self._span(side.doc_id, side.start, side.end, side.quote) for side in dispute.sides)
                for dispute in answer.disagreements
            ),
            "sources": sum(source.used for source in answer.sources),
            "seconds": seconds,
            "prompt_tokens": answer.draft.prompt_tokens if answer.draft else 0,
        }, answer

    def _looked(self, question: Question, query_text: str, outcome: dict[str, Any]) -> Outcome:
        """The outcome with what was found and what the answer could rest on; scores come from memory."""
        filters = {"as_of": question.as_of, "publishers": question.publishers}
        found = self._silent.search(query_text, limit=PASSAGES, **filters)  # type: ignore[arg-type]
        evidence = self._silent.evidence(query_text, **filters)  # type: ignore[arg-type]
        return Outcome(
            query_id=question.query_id,
            query=query_text,
            found=tuple(
                self._span(item.chunk.doc_id, item.chunk.start, item.chunk.end, item.chunk.text) for item in found
            ),
            evidence=tuple(self._evidence(item) for item in evidence.sentences),
            evidence_tokens=evidence.tokens,
            confidence=evidence.top_score if evidence.sentences else None,
            **outcome,
        )

    def _span(self, doc_id: str, start: int, end: int, text: str) -> Span:
        return Span(self._ids.get(doc_id, doc_id), start, end, text)

    def _evidence(self, item: EvidenceSentence) -> Span:
        return self._span(item.sentence.doc_id, item.sentence.start, item.sentence.end, item.sentence.text)

    def _told(self, sentence: CheckedSentence) -> Told:
        cited = [self._span(item.doc_id, item.start, item.end, item.quote) for item in sentence.citations]
        return Told(sentence.text, tuple(cited), "; ".join(sentence.labels))


class Remembering:
    """A cross-encoder that remembers the scores of one question, so that looking at them again costs nothing."""

    def __init__(self, inner: AnswerReader) -> None:
        """Take the cross-encoder that scores, one pair at a time, so that a score does not depend on others."""
        self._inner = inner
        self._scores: dict[tuple[str, str], float] = {}

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._inner.name

    def forget(self) -> None:
        """Begin anew, so that the seconds of the next question are its own."""
        self._scores.clear()

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """As `CrossEncoder.score`."""
        import numpy as np

        new = list(dict.fromkeys(text for text in passages if (query, text) not in self._scores))
        for text, score in zip(new, self._inner.score(query, new) if new else (), strict=True):
            self._scores[query, text] = float(score)
        return np.array([self._scores[query, text] for text in passages], dtype=np.float32)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """As `AnswerReader.answers`."""
        return self._inner.answers(question, sentences)


def _chained(earlier: Sequence[str]) -> list[str]:
    """Earlier questions as the stand-alone queries the product would have made of them."""
    queries: list[str] = []
    for text in earlier:
        queries.append(rewrite(text, queries).text)
    return queries
