"""Whether to answer, decided before anything is written: by measured scores, not by asking a model.

Two signs: how well the best passage fits the question (cross-encoder logit), and whether the question names something
that the best passages do not name. Greetings and orders are recognised by rule. The curves behind both are made by
`python -m evals.calibrate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..records import ArticleInfo, Evidence, Query, Ranking, Refusal, Status, TimeRange, day_in_words, days_in_words
from .facts import covered, stated
from .names import names, words

NEAREST = 3
"""Articles shown with a refusal."""
# Best passages among which the question's names and years are looked for. On evals/refusal.jsonl, 10 of 15 questions
# that are one name or year off are declined at 2, 8 at 3, 5 at 5; none of 45 answerable ones at any of them.
BEST = 3
ALIKE = 0.8
"""Similarity (0 to 1, Ratcliff and Obershelp) from which a name counts as the same, misspelt."""
SMALL_TALK = re.compile(
    r"(hi|hello|hey|good (morning|afternoon|evening|day)|thanks?( you)?|thank you.*|bye|goodbye|ok(ay)?|test"
    r"|how are you)\W*",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\b(ignore|disregard|forget) ((all|any|your|the|of|previous|prior|above|earlier) )*"
    r"(instructions?|prompts?|rules)\b|\byou are now\b|\bsystem prompt\b"
    r"|^(please |now |can you |could you )*(write|compose) (me )?(a |an )?"
    r"(poem|song|essay|story|code|script|email)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(do|what do|what would) you (think|believe|prefer|recommend|feel)\b|\byour (opinion|view)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Not to answer: the status, and what the reader is told."""

    status: Status
    refusal: Refusal


def out_of_scope(question: str) -> Decision | None:
    """A greeting, an order, or a question for an opinion; decided without looking at any article."""
    if SMALL_TALK.fullmatch(question):
        reason, step = (
            "That is not a question about the articles.",
            "Ask what they say, for example who, when, how many or why.",
        )
    elif ORDER.search(question):
        reason, step = (
            "Only questions about what the articles say are answered here.",
            "Ask what the articles say about a subject.",
        )
    elif OPINION.search(question):
        reason, step = (
            "This assistant has no opinion of its own.",
            "Ask what the articles, or people in them, say about it.",
        )
    else:
        return None
    return Decision("out_of_scope", Refusal(reason, (), step))


def not_answerable(
    query: Query,
    ranking: Ranking,
    evidence: Evidence,
    threshold: float,
    articles: Callable[[], Sequence[ArticleInfo]] = list,
) -> Decision | None:
    """A refusal if the evidence does not carry an answer, else None.

    Args:
        query: the stand-alone question with its filters.
        ranking: the chunks found, reranked.
        evidence: the sentences chosen from them.
        threshold: lowest cross-encoder logit at which a question is answered.
        articles: gives all articles there are, for their days; called only if the filters leave none.
    """
    nearest = evidence.articles[:NEAREST]
    words = _by_words(query)
    without = f"ask again without “{words.phrase}”, " if words else ""
    articles_of = f"The articles {_days(words)}" if words else "The articles"
    if not evidence.sentences:
        return _nothing_found(query, articles)
    if evidence.top_score < threshold:
        reason = f"{articles_of} do not answer this question."
        step = f"{without}look into the nearest articles, or ask about what they report."
        return Decision("not_in_corpus", Refusal(reason, nearest, _sentence(step)))
    if missing := absent(query, ranking):
        reason = f"{articles_of} that come nearest do not mention {_listed(missing)}."
        step = f"{without}leave it out of the question, or check its spelling."
        return Decision("not_in_corpus", Refusal(reason, nearest, _sentence(step)))
    return None


def _nothing_found(query: Query, articles: Callable[[], Sequence[ArticleInfo]]) -> Decision:
    if not (query.as_of or query.published_after or query.published_before or query.publishers):
        reason = "No article touches this question."
        return Decision("not_in_corpus", Refusal(reason, (), "Ask about what the articles report."))
    held = [info for info in articles() if not query.publishers or info.publisher in query.publishers]
    days = sorted(info.published_day for info in held if info.published_day)
    whose = "the dated articles here" if not query.publishers else f"those from {' or '.join(query.publishers)}"
    there = (
        f"; {whose} are {days_in_words(days[0], days[-1])}"
        if days
        else "; all of those here are undated"
        if held
        else ""
    )
    if words := _by_words(query):
        reason = f"There is no article {_publishers(query)}{_days(words)}{there}."
        step = f"Ask again without “{words.phrase}”, or for other days."
    else:
        reason = f"There is no article {_filters(query)}{there}."
        step = "Widen the dates or the publishers."
        if days and query.as_of and query.as_of < days[0]:
            step = f"Ask as of {day_in_words(days[0])} or a later day."
    return Decision("outside_dates", Refusal(reason, (), step))


def _sentence(step: str) -> str:
    return step[0].upper() + step[1:]


def _publishers(query: Query) -> str:
    return f"from {' or '.join(query.publishers)} " if query.publishers else ""


def _by_words(query: Query) -> TimeRange | None:
    """The range that the question's own words give, if it was searched in."""
    return query.time if query.time and query.time.hard else None


def _days(words: TimeRange) -> str:
    return f"{days_in_words(words.after, words.before)} (“{words.phrase}”)"


def _filters(query: Query) -> str:
    parts = [_publishers(query).strip()] if query.publishers else []
    parts += [f"published on or after {day_in_words(query.published_after)}"] if query.published_after else []
    ends = [value for value in (query.published_before, query.as_of) if value]
    parts += [f"published on or before {day_in_words(min(ends))}"] if ends else []
    return ", ".join(parts)


def absent(query: Query, ranking: Ranking, best: int = BEST) -> tuple[str, ...]:
    """Names and years of the question that none of the `best` first passages holds, as the question writes them."""
    passages = [item.chunk.embedding_text for item in ranking[:best]]
    there = words(" ".join(passages))
    missing = {name for name in names(query.text) if name not in there and not _misspelt(name, there)}
    wanted = [word for word in re.findall(r"[\w’'.-]+", query.text) if names(f"the {word}") & missing]
    years = {fact for fact in stated(query.text) if re.fullmatch(r"(19|20)\d\d", fact)} - covered(" ".join(passages))
    return tuple(dict.fromkeys([re.sub(r"[’']s?$", "", word.strip(".")) for word in wanted] + sorted(years)))


def _misspelt(name: str, there: Sequence[str] | frozenset[str]) -> bool:
    return len(name) > 4 and any(
        abs(len(other) - len(name)) < 3 and SequenceMatcher(None, name, other).ratio() >= ALIKE for other in there
    )


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
