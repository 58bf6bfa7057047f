"""Which questions are about the present, and what age then does to a ranking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rag.records import ArticleInfo, Chunk, IndexedChunk, Query, Ranking, ScoredChunk
from rag.retrieval.recency import HALF_LIFE, WEIGHT, about_the_present, weighed

TODAY = date(2025, 3, 31)


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the ministry now?",
        "How many cases are there currently?",
        "What is the latest bid?",
        "What is the most recent figure?",
        "What is the current limit?",
        "What is their current offer?",
        "Is the ban still in force?",
        "How bad is the outbreak at the moment?",
        "What does bread cost today?",
        "What does bread cost nowadays?",
        "How many sensors watch the bridge these days?",
        "How many days have been lost so far?",
        "What is the most generous offer to date?",
        "What has Lee done recently?",
        "Has the exam been leaked yet?",
        "Has nobody yet been charged?",
        "What is the ceiling as things stand?",
        "Is he no longer in prison?",
        "What happened this week?",
        "What is in today's news?",
        "Who is the president of Osk?",
        "Who's the new Osk prime minister?",
        "Who are the owners of the plant?",
        "Who runs the plant?",
        "Who is in charge of the plant?",
        "Who is ahead in the polls?",
    ],
)
def test_about_the_present(question: str) -> None:
    assert about_the_present(question)


@pytest.mark.parametrize(
    "question",
    [
        "Why does Korea ban seafood?",
        "Who was the president of Osk in 1990?",
        "Who won the vote?",
        "How many people live in Osk?",
        "What did Lee say in March 2021?",
        "Which electric current flows in the cable?",
        "How strong is the ocean current off Osk?",
        "Who painted the still life?",
        "What is the now defunct bank accused of?",
        "Who was the minister at the time?",
        "Who ran the plant?",
        "What is known of yeti sightings?",
        "What is the pressure of today's world on children?",
    ],
)
def test_about_another_time_or_none(question: str) -> None:
    assert not about_the_present(question)


def ranking(*items: tuple[str, date | None, float]) -> Ranking:
    def scored(rank: int, name: str, day: date | None, score: float) -> ScoredChunk:
        article = ArticleInfo(doc_id=name, title=name, published_at=day)
        return ScoredChunk(IndexedChunk(Chunk(name, name, 0, 0, 5, (), "Text.", "Text."), article), score, rank)

    return tuple(scored(rank, *item) for rank, item in enumerate(items, 1))


FOUND = ranking(("a", date(2025, 1, 30), 3.0), ("b", None, 2.5), ("c", date(2025, 3, 1), 2.0), ("d", TODAY, 1.5))
NOW = Query(text="Who leads the ministry now?", asked_at=TODAY)


def scores(found: Ranking) -> list[tuple[str, float, int]]:
    return [(item.article.doc_id, item.score, item.rank) for item in found]


def test_age_does_not_count_where_the_question_is_not_about_the_present() -> None:
    assert weighed(Query(text="Why was the ministry closed?", asked_at=TODAY), FOUND, weight=4.0) is FOUND


def test_the_bonus_halves_with_every_half_life() -> None:
    # a is 60 days old (a quarter of 4), c 30 (half of it), d of today (all of it); b is undated
    found = weighed(NOW, FOUND, 4.0, 30.0)
    assert scores(found) == [("d", 5.5, 1), ("a", 4.0, 2), ("c", 4.0, 3), ("b", 2.5, 4)]
    assert [item.channel_ranks for item in found] == [{"unweighed": rank} for rank in (4, 1, 3, 2)]


def test_age_is_counted_from_the_day_the_answer_stands_for() -> None:
    query = Query(text="Who leads the ministry now?", asked_at=TODAY, as_of=date(2025, 3, 1))
    found = weighed(query, FOUND, 4.0, 30.0)  # a is 30 days old, c of that day, d of a later one
    assert scores(found) == [("c", 6.0, 1), ("d", 5.5, 2), ("a", 5.0, 3), ("b", 2.5, 4)]


def test_another_half_life() -> None:
    assert scores(weighed(NOW, FOUND, weight=4.0, half_life=15.0)) == [
        ("d", 5.5, 1),
        ("a", 3.25, 2),
        ("c", 3.0, 3),
        ("b", 2.5, 4),
    ]


def test_what_is_in_force() -> None:
    assert (WEIGHT, HALF_LIFE) == (0.3, 30.0)
    assert scores(weighed(NOW, ranking(("a", TODAY - timedelta(days=30), 0.5), ("d", TODAY, 0.25)))) == [
        ("a", 0.65, 1),
        ("d", 0.55, 2),
    ]


def test_nothing_found() -> None:
    assert weighed(NOW, ()) == ()
