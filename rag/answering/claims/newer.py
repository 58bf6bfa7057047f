"""Articles on the subject that are newer than all that an answer rests on, and that it did not use.

A reader who is told how things stand should know that somebody has written on it since. Copies of an article that was
used are no news, nor is what the days of the question leave out, since that is not found at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ...records import ArticleInfo, Evidence, Ranking
from .compare import voice

# A passage that scores this far below the best one is not on the subject. Planted dev, 218 answers in the articles' own
# words: at 1 five warn, at 2 twenty, at 4 46; in 4, 11 and 16 of these the newer article states what is asked for.
MARGIN = 2.0
MOST = 2
"""Articles named at most."""


def newer_articles(
    evidence: Evidence, ranking: Ranking, used: Collection[str], threshold: float
) -> tuple[ArticleInfo, ...]:
    """At most two, best first; none where nothing that was used is dated.

    Args:
        evidence: what the answer was built from.
        ranking: passages with cross-encoder logits as scores, best first.
        used: doc_ids of the articles that the answer cites.
        threshold: logit from which a passage may answer.
    """
    by_id = {item.article.doc_id: item.article for item in ranking}
    by_id |= {item.article.doc_id: item.article for item in evidence.sentences}
    cited = [by_id[doc_id] for doc_id in used if doc_id in by_id]
    newest = max((article.published_day for article in cited if article.published_day), default=None)
    if newest is None or not ranking:
        return ()
    told = {voice(article) for article in cited}
    floor = max(threshold, max(item.score for item in ranking) - MARGIN)
    found = {
        item.article.doc_id: item.article
        for item in ranking
        if item.score >= floor and _is_newer(item.article, newest) and voice(item.article) not in told
    }
    return _one_of_each(list(found.values()))[:MOST]


def _is_newer(article: ArticleInfo, newest: date) -> bool:
    return article.kind != "opinion" and article.published_day is not None and article.published_day > newest


def _one_of_each(articles: Sequence[ArticleInfo]) -> tuple[ArticleInfo, ...]:
    """The articles, copies of one text counted once."""
    return tuple({voice(article): article for article in reversed(articles)}.values())[::-1]
