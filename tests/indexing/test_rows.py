"""A chunk comes back from its row as it was; days become numbers that ranges work on."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest

from rag.indexing.rows import (
    Held,
    bounds,
    chroma_filter,
    chunk_row,
    day_number,
    held_of,
    indexed,
    ledger_row,
    whole_article,
)
from rag.reading.chunk import chunk
from rag.records import Article, ArticleInfo, Query, Version

LATE = datetime(2024, 12, 31, 23, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("day", "number"), [(date(2024, 12, 31), 20241231), (date(987, 1, 2), 9870102), (LATE, 20241231)]
)
def test_a_day_as_a_number(day: date, number: int) -> None:
    assert day_number(day) == number


@pytest.mark.parametrize(
    ("filters", "limits"),
    [
        ({}, None),
        ({"publishers": ("P",)}, None),
        ({"as_of": date(2024, 1, 2)}, (0, 20240102)),
        ({"published_after": date(2024, 1, 2)}, (20240102, 99999999)),
        ({"published_before": date(2024, 1, 2), "as_of": date(2023, 1, 2)}, (0, 20230102)),
        ({"published_after": LATE, "published_before": LATE}, (20241231, 20241231)),
    ],
)
def test_bounds(filters: dict[str, Any], limits: tuple[int, int] | None) -> None:
    assert bounds(Query(text="?", asked_at=date(2025, 1, 1), **filters)) == limits


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ({}, None),
        ({"publishers": ("P", "Q")}, {"publisher": {"$in": ["P", "Q"]}}),
        (
            {"as_of": date(2024, 1, 2)},
            {"$and": [{"published_day": {"$gte": 0}}, {"published_day": {"$lte": 20240102}}]},
        ),
    ],
)
def test_filters_in_chromas_form(filters: dict[str, Any], where: dict[str, Any] | None) -> None:
    assert chroma_filter(Query(text="?", asked_at=date(2025, 1, 1), **filters)) == where


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"published_at": date(2024, 12, 31), "updated_at": LATE},
        {
            "url": "https://a.example/ü",
            "publisher": "P",
            "authors": ("A, B", 'C "D"'),
            "kind": "opinion",
            "language": "ko",
        },
    ],
)
def test_a_chunk_and_its_article_come_back_as_they_were(fields: dict[str, Any]) -> None:
    article = Article(
        doc_id="a", title="Títle", content_hash="h", origin="/a.md", text="• One 👍. Two.\n\nThree.", **fields
    )
    parts = chunk(article, 1)
    held = Held(info=article.info, since=3, chunks=len(parts), signature="s", added=date(2025, 1, 1))
    assert held_of(ledger_row(held)) == held
    found = {
        "ids": [part.chunk_id for part in parts],
        "metadatas": [chunk_row(article, part, 3) for part in parts],
    }
    back = list(indexed(found, {"a@3": held}))
    assert tuple(item.chunk for item in back) == parts
    assert {whole_article(item.article, article.text) for item in back} == {article}
    assert list(indexed(found, {})) == []


def test_what_has_ended_comes_back_with_its_end() -> None:
    info = ArticleInfo(doc_id="a", title="T", rules={"kind": "dateline"}, extra={"credit": "AP"}, notes=("n",))
    held = Held(info=info, since=1, until=2, chunks=1, added=date(2025, 1, 1), ended=date(2025, 1, 2), fate="withdrawn")
    back = held_of(ledger_row(held))
    assert back == held
    assert (back.info.rules, back.info.extra) == ({"kind": "dateline"}, {"credit": "AP"})
    assert back.version == Version("", date(2025, 1, 1), date(2025, 1, 2), "withdrawn")
    assert back.still == Version("", date(2025, 1, 1))


@pytest.mark.parametrize(
    ("since", "until", "sequence", "live"),
    [(1, 0, 1, True), (2, 0, 1, False), (1, 2, 1, True), (1, 2, 2, False), (1, 2, 3, False), (3, 0, 9, True)],
)
def test_which_generations_see_a_version(since: int, until: int, sequence: int, live: bool) -> None:
    held = Held(info=ArticleInfo(doc_id="a", title="T"), since=since, until=until, chunks=1, added=date(2025, 1, 1))
    assert held.live(sequence) is live


def test_an_undated_article_has_no_day_that_a_range_could_hold() -> None:
    article = Article(doc_id="a", title="T", text="One.")
    (part,) = chunk(article, 20)
    assert not {"published_at", "published_day", "updated_at"} & set(chunk_row(article, part, 1))
