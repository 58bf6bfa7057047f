"""The wire form of an answer (`Answer.to_dict`, `Answer.from_dict`) and its plain-text form (`str(answer)`).

One form for the command line's --json, the evals, and whatever saves an answer; its version is in it.
"""

# long because writing a form and reading it back belong side by side

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from .records import (
    Answer,
    ArticleInfo,
    CheckedSentence,
    Citation,
    Disagreement,
    Draft,
    Ranking,
    Refusal,
    Sentence,
    Source,
    TimeRange,
    Update,
    day_in_words,
    days_in_words,
    parse_day,
    parse_time,
)

VERSION = 1
READING = ("rules", "extra", "notes")
"""Fields that tell how an article was read."""


def day(when: date | None) -> str | None:
    """ISO 8601, or None."""
    return when.isoformat() if when else None


def article_to_dict(article: ArticleInfo) -> dict[str, Any]:
    """An article's fields (and its text, if it is a whole one), without where it was read from."""
    found = {item.name: getattr(article, item.name) for item in fields(article) if item.name != "origin"}
    dates = {name: day(found[name]) for name in ("published_at", "updated_at")}
    plain = {"authors": list(article.authors), "notes": list(article.notes)}
    return found | dates | plain | {"rules": dict(article.rules), "extra": dict(article.extra)}


def source_to_dict(article: ArticleInfo) -> dict[str, Any]:
    """What an answer tells of an article: all but how it was read, which `python -m rag article` shows."""
    return {name: value for name, value in article_to_dict(article).items() if name not in READING}


def _article_from_dict(data: Mapping[str, Any]) -> ArticleInfo:
    known = {item.name for item in fields(ArticleInfo)}
    given = {name: value for name, value in data.items() if name in known}
    dates = {name: parse_day(given.get(name)) for name in ("published_at", "updated_at")}
    return ArticleInfo(**(given | dates | {"authors": tuple(given.get("authors", ()))}))


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """The answer as plain values, ready for json."""
    refusal = answer.refusal
    return {
        "version": VERSION,
        "status": answer.status,
        "question": answer.question,
        "query": answer.query,
        "text": answer.text,
        "as_of": day(answer.as_of),
        "time": answer.time and _time(answer.time),
        "sentences": [_sentence(item) for item in answer.sentences],
        "removed": [_sentence(item) for item in answer.removed],
        "sources": [
            {"number": item.number, "used": item.used} | source_to_dict(item.article) for item in answer.sources
        ],
        "disagreements": [
            {
                "about": item.about,
                "sides": [asdict(side) for side in item.sides],
                "values": list(item.values),
                "agreed": list(item.agreed),
            }
            for item in answer.disagreements
        ],
        "updates": [asdict(item) | {"values": list(item.values)} for item in answer.updates],
        "newer": [source_to_dict(item) for item in answer.newer],
        "newest": day(answer.newest),
        "oldest": day(answer.oldest),
        "refusal": refusal
        and {
            "reason": refusal.reason,
            "nearest": [source_to_dict(item) for item in refusal.nearest],
            "next_step": refusal.next_step,
        },
        "model": answer.model,
        "note": answer.note,
        "draft": answer.draft and asdict(answer.draft),
        "seconds": dict(answer.seconds),
        "config": answer.config_digest,
        "evidence": [asdict(item) for item in answer.evidence],
        "generation": answer.generation,
        "answered_at": day(answer.answered_at),
    }


def _time(time: TimeRange) -> dict[str, Any]:
    return asdict(time) | {"after": day(time.after), "before": day(time.before)}


def _time_from_dict(data: Mapping[str, Any]) -> TimeRange:
    return TimeRange(**{**data, "after": parse_day(data["after"]), "before": parse_day(data["before"])})


def ranking_to_list(ranking: Ranking) -> list[dict[str, Any]]:
    """Passages as plain values, best first."""
    return [
        {
            "rank": item.rank,
            "score": item.score,
            "channel_ranks": dict(item.channel_ranks),
            "chunk_id": item.chunk.chunk_id,
            "start": item.chunk.start,
            "end": item.chunk.end,
            "text": item.chunk.text,
            "article": source_to_dict(item.article),
        }
        for item in ranking
    ]


def _sentence(item: CheckedSentence) -> dict[str, Any]:
    return {
        "text": item.text,
        "support": item.support,
        "check": item.check,
        "seen": item.seen,
        "citations": [asdict(each) for each in item.citations],
        "invalid": list(item.invalid),
        "attribution": item.attribution,
        "superseded": item.superseded,
    }


def answer_from_dict(data: Mapping[str, Any]) -> Answer:
    """The answer that `answer_to_dict` wrote.

    Raises:
        ValueError: it was written in another version of the form.
    """
    if data.get("version") != VERSION:
        raise ValueError(f"an answer of version {data.get('version')!r} cannot be read; this is version {VERSION}")
    refusal = data["refusal"]
    as_of = parse_day(data["as_of"])
    if as_of is None:
        raise ValueError("the answer has no as_of")
    return Answer(
        question=data["question"],
        query=data["query"],
        status=data["status"],
        as_of=as_of,
        time=_time_from_dict(data["time"]) if data.get("time") else None,  # answers saved before it was there have none
        sentences=_sentences(data["sentences"]),
        removed=_sentences(data["removed"]),
        sources=tuple(Source(item["number"], _article_from_dict(item), item["used"]) for item in data["sources"]),
        disagreements=tuple(
            Disagreement(
                item["about"],
                tuple(Citation(**side) for side in item["sides"]),
                tuple(item.get("values", ())),  # answers saved before there were values have none
                tuple(item.get("agreed", ())),
            )
            for item in data["disagreements"]
        ),
        updates=tuple(map(_update, data.get("updates", ()))),
        newer=tuple(map(_article_from_dict, data.get("newer", ()))),  # as with the two labels: it came later
        newest=parse_day(data["newest"]),
        oldest=parse_day(data["oldest"]),
        refusal=refusal
        and Refusal(refusal["reason"], tuple(map(_article_from_dict, refusal["nearest"])), refusal["next_step"]),
        model=data["model"],
        note=data["note"],
        draft=data["draft"] and Draft(**data["draft"]),
        seconds=data["seconds"],
        config_digest=data["config"],
        evidence=tuple(Sentence(**item) for item in data.get("evidence", ())),  # answers saved before have none
        generation=data.get("generation", ""),
        answered_at=parse_time(data.get("answered_at")),
    )


def _update(item: Mapping[str, Any]) -> Update:
    later, earlier = item["values"]
    return Update(item["about"], Citation(**item["later"]), Citation(**item["earlier"]), (later, earlier))


def _sentences(items: Sequence[Mapping[str, Any]]) -> tuple[CheckedSentence, ...]:
    return tuple(
        CheckedSentence(
            text=item["text"],
            citations=tuple(Citation(**each) for each in item["citations"]),
            support=item["support"],
            check=item["check"],
            seen=item["seen"],
            invalid=tuple(item["invalid"]),
            attribution=item.get("attribution", ""),
            superseded=item.get("superseded", ""),
        )
        for item in items
    )


def answer_to_text(answer: Answer) -> str:
    """What `print(answer)` shows: sentences with marks, both sides of a disagreement, sources or the refusal."""
    refusal = []
    if answer.refusal:
        refusal = [answer.refusal.reason, answer.refusal.next_step]
        refusal += [f"  nearest: {_described(item)}" for item in answer.refusal.nearest]
    if not answer.sentences:
        return "\n".join(refusal)
    lines = [" ".join(map(_marked, answer.sentences))]
    for item in answer.disagreements:
        one = len({side.doc_id for side in item.sides}) == 1
        lines += ["", "The article does not agree with itself:" if one else "The articles do not agree:"]
        values = item.values or ("",) * len(item.sides)
        lines += [f"  {_told(answer, side, value)}" for side, value in zip(item.sides, values, strict=True)]
    for update in answer.updates:
        sides = zip((update.later, update.earlier), update.values, strict=True)
        lines += ["", "The same outlet has told another value since:"]
        lines += [f"  {_told(answer, side, value)}" for side, value in sides]
    lines += ["", *refusal] if refusal else []
    lines.append("")
    lines += [f"[{source.number}] {_described(source.article)}" for source in answer.sources if source.used]
    time = answer.time
    narrowed = (
        f"; only articles {days_in_words(time.after, time.before)}, from “{time.phrase}”" if time and time.hard else ""
    )
    lines.append(f"As of {day_in_words(answer.as_of)}{narrowed}.")
    lines += [f"Newer on this, not used: {_described(article)}" for article in answer.newer]
    if answer.note:
        lines += ["", answer.note]
    return "\n".join(lines)


def _told(answer: Answer, side: Citation, value: str) -> str:
    """A side as text: where a value is compared, who told it and when."""
    words = f"“{side.quote}” [{side.source}]"
    article = next((source.article for source in answer.sources if source.article.doc_id == side.doc_id), None)
    if not value or article is None:
        return words
    return f"{article.publisher or 'unnamed publisher'}, {article.dated}: {value}. {words}"


def _marked(item: CheckedSentence) -> str:
    """The sentence with its labels and marks."""
    labels = f" ({'; '.join(item.labels)})" if item.labels else ""
    return item.text + labels + "".join(f" [{number}]" for number in _numbers(item))


def _numbers(item: CheckedSentence) -> list[int]:
    return list(dict.fromkeys(citation.source for citation in item.citations))


def _described(article: ArticleInfo) -> str:
    return ", ".join(part for part in (article.publisher, f"“{article.title}”", article.dated, article.url) if part)
