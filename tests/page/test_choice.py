"""The filters of the page: from fields to filters, from errors and filters to words."""

from __future__ import annotations

from datetime import date

import pytest
from fake_assistant import FakeAssistant

from rag.errors import InvalidQuery
from rag.page.choice import filters_of, in_words, problem, title


def test_an_empty_field_filters_nothing() -> None:
    assert filters_of([], "", " ", None) == {}
    assert filters_of(None, None, None, None) == {}
    assert title({}) == "Filters"


def test_fields_become_filters() -> None:
    filters = filters_of(["Morning Ledger"], "2024-01-01", " 2024-12-31", "2025-02-01")
    assert filters == {
        "publishers": ["Morning Ledger"],
        "published_after": "2024-01-01",
        "published_before": "2024-12-31",
        "as_of": "2025-02-01",
    }
    assert title(filters) == "Filters (4 in force)"


def test_filters_are_told_in_words() -> None:
    assert in_words({}) == ""
    assert in_words({"publishers": ["The Harbour Post", "<b>"]}) == "only The Harbour Post, &#60;b&#62;"
    assert in_words({"published_after": "2024-01-01"}) == "only articles from 1 January 2024 on"
    assert in_words({"published_after": "2024-01-01", "published_before": date(2024, 1, 9)}) == (
        "only articles of 1 to 9 January 2024"
    )
    assert in_words({"as_of": "2025-02-01", "any_time": True}) == (
        "as of 1 February 2025: nothing published later, nothing undated · all days, whatever time the question names"
    )
    assert in_words({"as_of": "not a day"}) == ""


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (
            {"published_after": "2026-05-01", "as_of": "2026-01-01"},
            "From: 2026-05-01 is later than As of: 2026-01-01; no day is left",
        ),
        ({"published_before": "soon"}, "To: &#39;soon&#39; is not a date; write it as 2024-12-31"),
        ({"publishers": ["Harbour"]}, "no article is from &#39;Harbour&#39;; there are articles from The Harbour Post"),
    ],
)
def test_an_error_has_the_names_of_the_page(filters: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidQuery) as error:
        FakeAssistant().check(**filters)  # type: ignore[arg-type]
    assert problem(error.value).startswith(f'<p class="problem" role="alert">{words}')
