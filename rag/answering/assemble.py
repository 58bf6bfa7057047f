"""From checked parts to the Answer record: numbers of articles, which were used, the days they span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..records import Answer, CheckedSentence, Draft, Evidence, Query, Source
from .disagree import Compared
from .refuse import Decision

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of the draft."""

    shown: tuple[CheckedSentence, ...] = ()
    removed: tuple[CheckedSentence, ...] = ()
    draft: Draft | None = None
    note: str = ""
    """Why it is not used, in words; "" if it is."""


def source_numbers(evidence: Evidence, earlier: Sequence[Answer]) -> dict[str, int]:
    """A number for each article of the evidence, by doc_id: its number in the conversation, else the next free one."""
    numbers = {source.article.doc_id: source.number for turn in earlier for source in turn.sources}
    following = max(numbers.values(), default=0) + 1
    for item in evidence.sentences:
        if item.article.doc_id not in numbers:
            numbers[item.article.doc_id] = following
            following += 1
    return numbers


def sources(evidence: Evidence, numbers: Mapping[str, int], used: Iterable[str]) -> tuple[Source, ...]:
    """The articles of the evidence; used ones (by doc_id) first, each group in the order of its numbers."""
    chosen = set(used)
    articles = {item.article.doc_id: item.article for item in evidence.sentences}
    found = [Source(numbers[doc_id], article, doc_id in chosen) for doc_id, article in articles.items()]
    return tuple(sorted(found, key=lambda source: (not source.used, source.number)))


def refused(question: str, query: Query, decision: Decision) -> Answer:
    """The answer that says why there is none."""
    return Answer(
        question=question,
        query=query.text,
        status=decision.status,
        as_of=query.as_of or query.asked_at,
        time=query.time,
        refusal=decision.refusal,
    )


def answered(question: str, query: Query, evidence: Evidence, numbers: Mapping[str, int], compared: Compared) -> Answer:
    """An answer without its sentences yet; `with_sentences` puts them in."""
    cited = [side.doc_id for item in compared.disagreements for side in item.sides]
    cited += [side.doc_id for item in compared.updates for side in (item.later, item.earlier)]
    return Answer(
        question=question,
        query=query.text,
        status="answered",
        as_of=query.as_of or query.asked_at,
        time=query.time,
        sources=sources(evidence, numbers, cited),
        evidence=tuple(item.sentence for item in evidence.sentences),
        disagreements=compared.disagreements,
        updates=compared.updates,
    )


def partly(answer: Answer, part: str, missing: Decision) -> Answer:
    """The answer to a question of which one part is not answered, with why."""
    reason = f"“{part}” stays open. {missing.refusal.reason}"
    return replace(answer, status="partly_answered", refusal=replace(missing.refusal, reason=reason))


def with_sentences(answer: Answer, written: Written, extract: tuple[CheckedSentence, ...]) -> Answer:
    """The answer with the written sentences, and then those of the articles that tell what they leave out."""
    shown = (*written.shown, *extract)
    cited = {citation.doc_id for sentence in shown for citation in sentence.citations}
    found = [replace(source, used=source.used or source.article.doc_id in cited) for source in answer.sources]
    days = sorted(source.article.published_day for source in found if source.used and source.article.published_day)
    return replace(
        answer,
        sentences=shown,
        removed=written.removed,
        sources=tuple(sorted(found, key=lambda source: (not source.used, source.number))),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        model=written.draft.model if written.shown and written.draft else EXTRACTIVE,
        note=written.note,
        draft=written.draft,
    )
