"""Whether a text says a string."""

from __future__ import annotations

import pytest

from evals.spelling import plain, says


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose by 2.5%, they said.", "it rose by 2.5 % they said"),
        ("1,200,000 crowns; 9,5 and 1,2000", "1200000 crowns 9 5 and 1 2000"),
        ("A 14-month wait", "a 14 month wait"),
        ("$2.6bn, £3", "$ 2.6 bn £ 3"),
        ("snake_case U.S. ﬁnal Ⅳ", "snake case u s final iv"),  # a ligature and a Roman numeral as their letters
        ("In 2024. 5 left.", "in 2024 5 left"),
        ("… — !", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("The Thornmere Fund owns 18.3 percent.", "thornmere fund", True),
        ("Norway's team won.", "Norway", True),
        ("It paid 1,200 crowns.", "1200", True),
        ("It paid 41.", "41", True),
        # part of a word or of a number is not it
        ("It paid 41.5 crowns.", "41", False),
        ("It paid 41.5 crowns.", "1.5", False),
        ("It paid 141 crowns.", "41", False),
        ("It paid 1,200 crowns.", "200", False),
        ("Norwegians won.", "Norwegian", False),
        # words apart or in another order
        ("The Fund of Thornmere", "Thornmere Fund", False),
        ("It fell 5 percent.", "5%", False),
        # nothing says nothing, not even to one who asks for nothing
        ("", "41", False),
        ("It paid 41.", "", False),
        ("It paid 41.", "…", False),
        ("", "", False),
    ],
)
def test_says(text: str, form: str, expected: bool) -> None:
    assert says(text, [form]) is expected
    assert says(text, ["elsewhere", form]) is expected


def test_without_forms_nothing_is_said() -> None:
    assert not says("It paid 41.", [])
