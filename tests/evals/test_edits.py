"""The edits, and the interval of a share that is 1."""

from __future__ import annotations

import random

import pytest

from evals.copies import line, wilson
from evals.edits import EDITS

TEXT = ["“One.”", "Two two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten."]
OTHERS = ["Alpha alpha.", "Beta.", "Gamma gamma gamma.", "Delta.", "Epsilon."]


def edited(name: str) -> str:
    (edit,) = [edit for edit in EDITS if edit.name == name]
    return edit.apply(TEXT, OTHERS, random.Random(7))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("last 10 % left out", " ".join(TEXT[:9])),
        ("last 50 % left out", " ".join(TEXT[:5])),
        ("new headline and lead", " ".join([*OTHERS[:2], *TEXT[1:]])),
        ("local colour added", " ".join([*TEXT, *OTHERS[:2]])),
        ("merged from two texts", " ".join([*TEXT[:5], *OTHERS[:3]])),
        ("later report that repeats half", " ".join([*OTHERS[:3], *TEXT[5:]])),
        ("first 20 % as a brief", "“One.” Two two."),
        ("update, same outlet", " ".join(["Alpha alpha.", *TEXT[1:8], "Beta.", "Gamma gamma gamma."])),
    ],
)
def test_edits(name: str, text: str) -> None:
    assert edited(name) == text


def test_edits_that_draw() -> None:
    assert sorted(edited("order changed").split()) == sorted(" ".join(TEXT).split())
    changed = edited("10 % of words replaced").split()
    assert len(changed) == 11
    assert set(changed) - set(" ".join(TEXT).split()) <= set(" ".join(OTHERS).split())


def test_the_interval_of_a_share() -> None:
    # centre (0.5 + 1.96² / 20) / (1 + 1.96² / 10) = 0.5, half 1.96 / 1.38416 · √(0.025 + 0.0096) = 0.2634
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(1.0, 4) == pytest.approx((0.5101, 1.0), abs=1e-4)


def test_a_row_of_the_table() -> None:
    assert line("found", [1.0] * 6, list("aabbcd")) == "| found | 1.00 | 6 in 4 | 0.51–1.00 |"
    assert line("found", [], []) == "| found | none | 0 | |"
