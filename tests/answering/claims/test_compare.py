"""Pairs of claims worked by hand: those that disagree, and those that only look like it."""

from __future__ import annotations

import pytest
from claim_pairs import AGREE_OR_APART, DISAGREE, Row
from fakes_chat import info, numbers_of, told

from rag.answering.disagree import Compared, compare


def compared(row: Row) -> Compared:
    question, day, one, other_day, other, _ = row
    first, second = info("a", day, publisher="Daily Tide"), info("b", other_day, publisher="Evening Post")
    evidence = told((first, one), (second, other))
    return compare(evidence, numbers_of(evidence), question)


@pytest.mark.parametrize("row", DISAGREE, ids=[row[-1] for row in DISAGREE])
def test_values_that_do_not_go_together(row: Row) -> None:
    (record,) = compared(row).disagreements
    assert {side.quote for side in record.sides} == {row[2], row[4]}
    assert all(value in side.quote for side, value in zip(record.sides, record.values, strict=True))


@pytest.mark.parametrize("row", AGREE_OR_APART, ids=[row[-1] for row in AGREE_OR_APART])
def test_values_that_only_look_like_it(row: Row) -> None:
    assert compared(row) == Compared()
