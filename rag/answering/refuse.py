"""Whether to answer, decided before anything is written: by what is measured, not by asking a model.

In this order: two people of the asked name; how well the best passage fits (cross-encoder logit); names and years that
the best passages do not hold; whether what is asked for stands together with what it is asked of. Greetings, orders and
questions for an opinion are recognised by rule. Each sign is a file of `whether`; the curves behind them are made by
`python -m evals.calibrate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..records import ArticleInfo, Evidence, Query, Ranking, Refusal, Status, TimeRange, day_in_words, days_in_words
from .whether.absent import absent
from .whether.asked import asked
from .whether.fit import needed
from .whether.gaps import Gap, gap
from .whether.namesakes import Possibility, namesakes
from .whether.scope import OPINION, ORDER, SMALL_TALK
from .whether.windows import windows

NEAREST = 3
"""Articles shown with a refusal."""
CALLED = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")


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
    if not evidence.sentences:
        return _nothing_found(query, articles)
    people = namesakes(query.text, evidence) if evidence.top_score >= threshold else ()
    if people:
        return _which_of(people)
    days = _by_words(query)
    without = f"ask again without “{days.phrase}”, " if days else ""
    articles_of = f"The articles {_days(days)}" if days else "The articles"
    top = evidence.top_score
    if top < threshold and top < needed(query.text, ranking, threshold):
        reason = f"{articles_of} do not answer this question."
        step = f"{without}look into the nearest articles, or ask about what they report."
    elif missing := absent(query, ranking):
        reason = f"{articles_of} that come nearest do not mention {_listed(missing)}."
        step = f"{without}leave it out of the question, or check its spelling."
    elif lacking := gap(asked(query.text), windows(ranking, evidence)):
        reason, step = f"{articles_of} {_said_of(lacking, query.text)}", f"{without}{STEPS[lacking.kind]}"
    else:
        return None
    return Decision("not_in_corpus", Refusal(reason, evidence.articles[:NEAREST], _sentence(step)))


STEPS = {
    "attribute": "ask for what they do tell, or look into the nearest articles.",
    "names": "ask for what they do tell, or look into the nearest articles.",
    "sort": "ask about that instead, or look into the nearest articles.",
    "year": "ask for another year, or leave the year out.",
}


def _said_of(lacking: Gap, question: str) -> str:
    """What is lacking, as the rest of a sentence that begins with "The articles"."""
    of = list(dict.fromkeys(re.sub(r"[’']s?$", "", name) for name in CALLED.findall(question) if name != "I"))
    subject = _listed(of) if of else "the subject"
    if lacking.kind == "sort" and not lacking.instead:
        return f"that come nearest tell of {subject}, but not of {lacking.what}."
    if lacking.kind == "sort":
        return f"tell of “{lacking.instead}”, but not of “{lacking.what}”."
    if lacking.kind == "year":
        return f"that come nearest tell this of other times, but not of {lacking.what}."
    return f"that come nearest tell of {subject}, but not the {lacking.what} asked for."


def _which_of(people: Sequence[Possibility]) -> Decision:
    """The question back: which of those who bear the name is meant."""
    several = "Two people bear" if len(people) == 2 else f"{len(people)} people bear"
    articles = tuple({item.sentence.article.doc_id: item.sentence.article for item in people}.values())
    meant = [f"{item.name}{f', {item.role}' if item.role else ''} (“{item.sentence.article.title}”)" for item in people]
    step = f"Which is meant: {'; '.join(meant[:-1])}; or {meant[-1]}? Ask again with the whole name."
    return Decision("ambiguous", Refusal(f"{several} that name in the articles.", articles[:NEAREST], step))


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


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
