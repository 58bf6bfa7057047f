"""What each filter lets through of the six articles; the dense and the keyword index must agree on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from rag.records import Query

# ban 2013-09-09 and ruling 2019-04-11 are by Daily Tide; water 2023-08-24, join 2024-12-15 and talks (undated) by
# Trade Post; spending is undated and by nobody.
FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"ban", "ruling", "water", "join", "talks", "spending"}),
    ({"as_of": date(2019, 4, 11)}, {"ban", "ruling"}),
    ({"as_of": date(2019, 4, 10)}, {"ban"}),
    ({"published_after": date(2019, 4, 11)}, {"ruling", "water", "join"}),
    ({"published_after": date(2019, 4, 12)}, {"water", "join"}),
    ({"published_before": date(2023, 8, 24)}, {"ban", "ruling", "water"}),
    ({"published_after": date(2019, 4, 12), "published_before": date(2023, 8, 24)}, {"water"}),
    ({"as_of": date(2020, 1, 1), "published_before": date(2023, 8, 24)}, {"ban", "ruling"}),
    ({"as_of": date(2023, 8, 24), "published_before": date(2020, 1, 1)}, {"ban", "ruling"}),
    ({"published_after": date(1900, 1, 1)}, {"ban", "ruling", "water", "join"}),
    ({"published_after": date(2024, 1, 1), "published_before": date(2023, 1, 1)}, set()),
    ({"publishers": ("Trade Post",)}, {"water", "join", "talks"}),
    ({"publishers": ("Daily Tide", "Trade Post")}, {"ban", "ruling", "water", "join", "talks"}),
    ({"publishers": ("Trade Post",), "as_of": date(2024, 1, 1)}, {"water"}),
    ({"publishers": ("trade post",)}, set()),
]


def query(text: str = "seafood CPTPP spending", **filters: Any) -> Query:
    """A query that shares a word with each of the six articles, unless another text is given."""
    return Query(text=text, asked_at=date(2025, 1, 1), **filters)


def stems(chunk_ids: list[str], names: dict[str, str]) -> list[str]:
    """The names of the files behind chunk_ids."""
    return [names[chunk_id] for chunk_id in chunk_ids]
