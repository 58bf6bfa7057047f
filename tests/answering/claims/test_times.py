"""The days a claim is about."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answering.claims.times import days_of, meet, tells_state

FRIDAY = date(2024, 5, 10)


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        ("The shop opened on 3 May", date(2024, 5, 3), date(2024, 5, 3)),
        ("The shop opened on 30 December", date(2023, 12, 30), date(2023, 12, 30)),
        ("On Thursday the shop opened", date(2024, 5, 9), date(2024, 5, 9)),
        ("On Friday the shop opened", FRIDAY, FRIDAY),
        ("Yesterday the shop opened", date(2024, 5, 9), date(2024, 5, 9)),
        ("In March the shop opened", date(2024, 3, 1), date(2024, 3, 31)),
        ("The shop opened in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("The shop has sold ten tons since it opened on 3 May", date(2024, 5, 7), date(2024, 5, 13)),
        ("The shop is open", date(2024, 5, 7), date(2024, 5, 13)),
        ("Shop shares closed higher", date(2024, 5, 9), FRIDAY),
        ("The shop opened", date(2023, 4, 6), FRIDAY),
    ],
)
def test_days_named_or_left_open(clause: str, first: date, last: date) -> None:
    assert days_of(clause, FRIDAY) == ((first, last),)


def test_an_undated_article_leaves_all_days_open() -> None:
    assert days_of("The shop opened", None) == days_of("On Thursday the shop opened", None) == ()
    assert meet((), ((FRIDAY, FRIDAY),))


@pytest.mark.parametrize(
    ("clause", "state"),
    [
        ("The leak lasted 52 minutes", False),
        ("The museum paid 2,600 velms", False),
        ("There are now 47 cases", True),
        ("The price was raised to 3 velms", True),
        ("Shares closed 2 percent higher", True),
        ("The working week stays at 37 hours", True),
    ],
)
def test_states_and_events(clause: str, state: bool) -> None:
    assert tells_state(clause) is state
