"""What counts as the same text, and shingles counted by hand."""

from __future__ import annotations

import pytest

from rag.indexing.shingles import shingles


def numbers(text: str) -> set[int]:
    return set(shingles(text).tolist())


def test_shingles_of_two_sentences_counted_by_hand() -> None:
    # 8 words, 6 runs of 3; "friday" stands in the runs that begin with words 3, 4 and 5, so 3 of each are shared
    one = numbers("The dam broke on Friday night in Karsund")
    two = numbers("The dam broke on Sunday night in Karsund")
    assert (len(one), len(two), len(one & two), len(one | two)) == (6, 6, 3, 9)


def test_a_run_that_occurs_twice_counts_once() -> None:
    assert len(shingles("so it goes so it goes")) == 3  # so it goes, it goes so, goes so it


@pytest.mark.parametrize(
    "other",
    [
        "“WE KNEW IT,” SAID ANN’S FATHER",
        '"We knew it", said Ann\'s father.',
        "We   knew\n\nit said  Ann-s _father_",
        "Ｗｅ knew it — said Ann's father…",
    ],
)
def test_case_signs_width_and_white_space_do_not_count(other: str) -> None:
    assert numbers(other) == numbers("We knew it, said Ann's father")


def test_a_text_shorter_than_a_shingle_is_one() -> None:
    assert [len(shingles(text)) for text in ("", " … !", "Yes", "Yes, sir", "Yes, my lord")] == [0, 0, 1, 1, 1]
    assert numbers("Yes, sir") == numbers("yes sir")


def test_scripts_that_do_not_part_words_have_shingles_of_six_letters() -> None:
    one = numbers("水電站的大壩在星期五晚上決堤了")  # 15 letters, 10 runs
    two = numbers("水電站的大壩在星期日晚上決堤了")  # letter 10 differs and stands in the runs that begin with 5 to 10
    assert (len(one), len(one & two)) == (10, 4)
    assert len(shingles("เขื่อนแตกเมื่อคืนวันศุกร์")) == 25 - 5
    assert numbers("大壩，在星期五決堤") == numbers("大壩在星期五決堤。")


def test_words_among_unspaced_letters_stay_whole() -> None:
    assert len(shingles("2024年のGDPは増えた")) == 8 - 5  # 2024, 年, の, gdp, は, 増, え, た
    assert len(shingles("the dam at 大壩 broke on Friday")) == 8 - 2  # mostly words, so runs of 3


def test_marks_do_not_cut_words() -> None:
    assert len(shingles("बाँध शुक्रवार की रात टूट गया")) == 4
    assert len(shingles("كُتِبَ الخبر اليوم مساء")) == 2


def test_any_text_can_be_given() -> None:
    assert len(shingles("a lone \ud800 surrogate and \x00 zero")) == 3  # a lone surrogate | and zero


def test_what_is_too_long_is_cut() -> None:
    text = "ab " * 666_667
    assert numbers(text) == numbers(text + " and more of it")
