"""From a TimeRange to a query that admits only its days, and what the reader is told of it.

Days that the caller gave by hand are never widened or moved; the question's own words only fill what was left open.
"""

from __future__ import annotations

from dataclasses import replace

from ...records import ArticleInfo, Query, Ranking, TimeRange, days_in_words
from ..when import find_time, names_a_time

LOOKED_AT = 3
"""Articles that may tell the day of an event, the best for its words."""
AS_GOOD = 1.0
"""Logits below the best article at which another is as good. The earliest of those tells the day: one that looks back
on the event is published later, and a range that began there would leave out the first reports. Not measured."""


def time_of(question: str, query: Query, before: TimeRange | None = None) -> TimeRange | None:
    """The time that the question names, seen from the day the answer stands for; None if it is not to be used.

    Args:
        question: as it was asked.
        query: what it became; where that is another text, the question leans on what was asked before, and a time that
            it took over from there counts, too.
        before: the time in force for the last answer. If hard, it stays in force for a question that leans on it and
            names no time.
    """
    if query.any_time:
        return None
    today = query.as_of or query.asked_at
    found = find_time(query.text, today) or find_time(question, today)
    if found or query.text == question or before is None or not before.hard:
        return found
    return None if names_a_time(question, today) else before


def event_day(time: TimeRange, ranking: Ranking, threshold: float) -> tuple[TimeRange, ArticleInfo] | None:
    """The range with the day its event was first reported, and the article that tells it.

    Args:
        time: one with an event and without days.
        ranking: what was found for the text of the event, best first, scores are logits; undated articles tell nothing.
        threshold: lowest logit at which a passage is about the event.

    Returns:
        None if no dated article is about it.
    """
    dated = [item for item in ranking if item.score >= threshold and item.article.published_at]
    if not dated:
        return None
    lowest = max(item.score for item in dated) - AS_GOOD
    best = list({item.article.doc_id: item.article for item in dated if item.score >= lowest}.values())[:LOOKED_AT]
    first = min(best, key=lambda article: str(article.published_day))
    return replace(time, after=first.published_day), first


def within(query: Query, time: TimeRange) -> Query:
    """The query with that time; a hard one fills the ends of its days that are open, and takes over those given.

    A range that leaves no day of those given by hand is not used: the query then has no time.
    """
    if not time.hard:
        return replace(query, time=time)
    after, before = query.published_after or time.after, query.published_before or time.before
    last = min(filter(None, (before, query.as_of)), default=None)
    if (after and last and after > last) or (after, before) == (query.published_after, query.published_before):
        return query
    in_force = replace(time, after=after, before=before)
    return replace(query, time=in_force, published_after=after, published_before=before)


def told(query: Query, time: TimeRange, decided_by: ArticleInfo | None = None) -> str:
    """What was made of a hard time, in words; `query` is what `within` gave."""
    if query.time is None:
        return f"“{time.phrase}” is not used, as days were given by hand"
    days = days_in_words(query.time.after, query.time.before)
    if decided_by is None:
        return f"only articles {days}, from “{time.phrase}”"
    publisher = f" ({decided_by.publisher})" if decided_by.publisher else ""
    return f"only articles {days}, from “{time.phrase}”: the day of “{decided_by.title}”{publisher}"
