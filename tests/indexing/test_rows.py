"""A chunk comes back from its row as it was; days become numbers that ranges work on."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest

from rag.indexing.rows import bounds, chroma_filter, day_number, indexed, row_of, whole_article
from rag.reading.chunk import chunk
from rag.records import Article, Query

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
def test_a_chunk_comes_back_as_it_was(fields: dict[str, Any]) -> None:
    article = Article(
        doc_id="a", title="Títle", content_hash="h", origin="/a.md", text="• One 👍. Two.\n\nThree.", **fields
    )
    parts = chunk(article, 1)
    rows = [row_of(article, part, len(parts)) for part in parts]
    found = {"ids": [p.chunk_id for p in parts], "documents": [p.text for p in parts], "metadatas": rows}
    back = list(indexed(found))
    assert tuple(item.chunk for item in back) == parts
    assert {whole_article(item.article, article.text) for item in back} == {article}
    assert {row["chunk_count"] for row in rows} == {3}


def test_an_undated_article_has_no_day_that_a_range_could_hold() -> None:
    article = Article(doc_id="a", title="T", text="One.")
    (part,) = chunk(article, 20)
    assert not {"published_at", "published_day", "updated_at"} & set(row_of(article, part, 1))
