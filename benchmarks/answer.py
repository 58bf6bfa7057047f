"""Seconds from a warm question to source cards and to the complete answer: `python -m benchmarks.answer`.

The limit in the same run is the bare work: one embedding, one Chroma query, one keyword query, the cross-encoder's
passes over the same passages, and the chat model's stream over the same messages, in the same order of questions.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import date

from evals.running import ROOT, assistant_over
from rag.answering.extract import excerpt
from rag.answering.likely import likely, worth_reading
from rag.answering.prompts import messages
from rag.assistant import Assistant
from rag.config import Config
from rag.records import AnswerEvent, Query, SourcesEvent
from rag.retrieval.evidence import MARGIN
from rag.retrieval.pool import scored

QUESTIONS = (
    "Why does the Fukushima issue affect CPTPP?",
    "When did the United Kingdom join the CPTPP?",
    "How many American soldiers are stationed in South Korea?",
    "What is the Pyongyang Declaration?",
    "Why did South Korea widen its fish ban in 2013?",
    "What do China and the IAEA say about the water released at Fukushima?",
    "Which three materials did Japan put under licence for South Korea in 2019?",
    "How much did Japan spend on its military in 2023 according to SIPRI?",
    "Who pays the plaintiffs under the 2023 forced labour plan?",
    "Which countries are in both RCEP and the CPTPP?",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds since the question until the source cards and until the complete answer."""

    sources: float
    complete: float


def product(assistant: Assistant, question: str) -> Timing:
    """Ask as a reader does."""
    start = time.perf_counter()
    sources = 0.0
    for event in assistant.stream(question):
        if isinstance(event, SourcesEvent):
            sources = time.perf_counter() - start
        elif isinstance(event, AnswerEvent) and event.answer.status != "answered":
            raise SystemExit(f"not answered, so it cannot be timed: {question}")
    return Timing(sources, time.perf_counter() - start)


def limit(assistant: Assistant, config: Config, question: str) -> Timing:
    """The bare calls on what the product would hand them."""
    query = Query(text=question, asked_at=date.today())
    ranking = assistant.search(question, limit=config.rerank)
    scores = scored(question, ranking, assistant.cross_encoder, MARGIN, config.evidence_sentences)
    sentences = [scores.pool[key].text for key in scores.own]
    evidence = assistant.evidence(question)
    worth = worth_reading(likely(question, evidence, assistant.cross_encoder))
    prompt = messages(question, excerpt(evidence, worth))
    read = [item.sentence.text for item in evidence.sentences]
    library, chat = assistant.library, assistant.chat
    if chat is None:
        raise SystemExit("the benchmark needs a chat model; set provider to local")
    start = time.perf_counter()
    library.store.nearest(assistant.embedder.embed_query(question), query, 30)
    library.keyword.search(query, 30)
    assistant.cross_encoder.score(question, [item.chunk.embedding_text for item in ranking])
    assistant.cross_encoder.score(question, sentences)
    assistant.cross_encoder.answers(question, read)
    sources = time.perf_counter() - start
    for _ in chat.open().stream(prompt):
        pass
    return Timing(sources, time.perf_counter() - start)


def main() -> None:
    """Run both over the ten questions and print medians and ratios."""
    with assistant_over(ROOT / "corpus", provider="local") as (assistant, config):
        found: dict[str, dict[str, Timing]] = {"product": {}, "limit": {}}
        for place, question in enumerate(QUESTIONS):
            # The local model keeps its reading of the last prompt, so the limit is taken of another question between.
            other = QUESTIONS[place - len(QUESTIONS) // 2]
            found["product"][question] = product(assistant, question)
            found["limit"][other] = limit(assistant, config, other)
    print(f"| seconds, median of {len(QUESTIONS)} (least–most) | product | limit | ratio |\n| --- | --- | --- | --- |")
    for stage in ("sources", "complete"):
        values = {
            name: [getattr(timings[question], stage) for question in QUESTIONS] for name, timings in found.items()
        }
        ratio = statistics.median(a / b for a, b in zip(values["product"], values["limit"], strict=True))
        cells = [f"{statistics.median(each):.2f} ({min(each):.2f}–{max(each):.2f})" for each in values.values()]
        print(f"| {stage} | {cells[0]} | {cells[1]} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
