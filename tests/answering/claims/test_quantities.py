"""Quantities as ranges with units, and what is none."""

from __future__ import annotations

from math import inf

import pytest

from rag.answering.claims.quantities import agree, quantities


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "unit"),
    [
        ("They found 215 old patents.", "215 old patents", 214.5, 215.5, ""),
        ("Some 58,000 people voted.", "Some 58,000 people", 56260, 59740, ""),
        ("More than 900 people fled.", "More than 900 people", 900, inf, ""),
        ("Fewer than 30 people fled.", "Fewer than 30 people", -inf, 30, ""),
        ("It weighs nearly two kilograms.", "nearly two kilograms", 1800, 2200, "gram"),
        ("The leak lasted 52 minutes.", "52 minutes", 3090, 3150, "second"),
        ("It took 1 hour, 39 minutes and 30 seconds.", "1 hour, 39 minutes and 30 seconds", 5731.5, 6208.5, "second"),
        ("It makes 2,000 cubic metres.", "2,000 cubic metres", 1900000, 2100000, "litre"),
        ("It cost $2.1 million.", "$2.1 million", 2050000, 2150000, "usd"),
        ("It cost 3 million euros.", "3 million euros", 2850000, 3150000, "eur"),
        ("Four in five cases were mild.", "Four in five", 76, 84, "%"),
        ("Half of the harvest was lost.", "Half", 47.5, 52.5, "%"),
        ("It fell by 6.2 percent.", "6.2 percent", 6.15, 6.25, "%"),
    ],
)  # fmt: skip
def test_what_a_quantity_may_stand_for(text: str, words: str, low: float, high: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.words, found.unit) == (words, unit)
    assert text[found.start : found.end] == words
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.02)


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 3 May 2024.",
        "In 2024 it opened.",
        "It is the third bridge.",
        "At 19:50 the doors opened, at 8 p.m. they closed.",
        "He told Channel Nine.",
        "Flight 370 was late.",
        "In the 1990s it closed.",
    ],
)
def test_dates_ordinals_and_names_are_none(text: str) -> None:
    assert [found for found in quantities(text) if found.unit or found.things] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The crack is 11.3 metres long.", "The crack is about 11 metres long.", True),
        ("It makes 180,000 cubic metres.", "It makes 180 million litres.", True),
        ("It is 10 miles away.", "It is 16 kilometres away.", True),
        ("61 percent of the market", "about three fifths of the market", True),
        ("About 350 people left.", "More than 900 people left.", False),
        ("3.4 billion velms", "3.9 billion velms", False),
        ("It lasted 52 minutes.", "It lasted almost two hours.", False),
        ("Two ministries", "Three ministries", False),
    ],
)
def test_rounded_and_converted_values_agree(one: str, other: str, same: bool) -> None:
    assert agree(quantities(one)[0], quantities(other)[0]) is same
