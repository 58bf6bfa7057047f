"""Marks become evidence numbers, in every spelling models use, and while the draft is still being written."""

from __future__ import annotations

import re

import pytest
from fakes_chat import told

from rag.answering.cite import citation, cited_sentences
from rag.records import Citation, CitedSentence

THREE = told("Rice rose.", "Fish fell.", ("b", "Tea stood."))


def read(draft: str, *, finished: bool = True) -> list[tuple[str, tuple[int, ...]]]:
    return [(item.text, item.numbers) for item in cited_sentences(draft, THREE, finished=finished)]


@pytest.mark.parametrize(
    ("draft", "sentences"),
    [
        # forms of a mark
        ("Rice rose [1].", [("Rice rose.", (1,))]),
        ("Rice rose [1][2].", [("Rice rose.", (1, 2))]),
        ("Rice rose [1] [2].", [("Rice rose.", (1, 2))]),
        ("Rice rose [1], [2], [3].", [("Rice rose.", (1, 2, 3))]),
        ("Rice rose [1] and [2]; [3].", [("Rice rose.", (1, 2, 3))]),
        ("Rice rose [1, 2].", [("Rice rose.", (1, 2))]),
        ("Rice rose [1; 3].", [("Rice rose.", (1, 3))]),
        ("Rice rose [1-3].", [("Rice rose.", (1, 2, 3))]),
        ("Rice rose [1–3].", [("Rice rose.", (1, 2, 3))]),
        ("Rice rose [3-1].", [("Rice rose.", (1, 2, 3))]),
        ("Rice rose [2, 2].", [("Rice rose.", (2,))]),
        ("Rice rose 【1】.", [("Rice rose.", (1,))]),
        ("Rice rose [[1]].", [("Rice rose.", (1,))]),
        # places of a mark
        ("Rice rose. [1] Fish fell. [2]", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("Rice rose.[1] Fish fell.[2]", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("Rice rose.[1]Fish fell.[2]", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("Rice rose. [1]. Fish fell.", [("Rice rose.", (1,)), ("Fish fell.", ())]),
        ("Rice [1] rose.", [("Rice rose.", (1,))]),
        ("Rice rose [1], but fish fell [2].", [("Rice rose, but fish fell.", (1, 2))]),
        ("[1] Rice rose. Fish fell.", [("Rice rose.", (1,)), ("Fish fell.", ())]),
        ("[1] Rice rose.\n[2] Fish fell.", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("Rice rose.\n[1]\nFish fell.\n\n[2]", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("Rice rose [1]\nFish fell [2]", [("Rice rose", (1,)), ("Fish fell", (2,))]),
        ("Rice rose? [1] Fish fell! [2]", [("Rice rose?", (1,)), ("Fish fell!", (2,))]),
        # list signs go
        ("- Rice rose [1].\n- Fish fell [2].", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("* Rice rose [1].\n\n• Fish fell [2].", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        ("1. Rice rose [1].\n2) Fish fell [2].", [("Rice rose.", (1,)), ("Fish fell.", (2,))]),
        # stops that end no sentence
        ("The U.S. sold rice [1].", [("The U.S. sold rice.", (1,))]),
        ("J. Smith and Mr. Lee sold rice [1].", [("J. Smith and Mr. Lee sold rice.", (1,))]),
        ("Gov. Lee read No. 5 [1].", [("Gov. Lee read No. 5.", (1,))]),
        ("It came at 2 p.m. on Monday [1].", [("It came at 2 p.m. on Monday.", (1,))]),
        ("It rose 3.5 per cent [1].", [("It rose 3.5 per cent.", (1,))]),
        # quotation marks stay with the sentence they end
        ('He said "Rice rose." [1] Fish fell [2].', [('He said "Rice rose."', (1,)), ("Fish fell.", (2,))]),
        ("He said “Rice rose.” Fish fell [2].", [("He said “Rice rose.”", ()), ("Fish fell.", (2,))]),
        # brackets that are text
        ("It rose on Monday [12 March] [1].", [("It rose on Monday [12 March].", (1,))]),
        ("It rose [2018].", [("It rose [2018].", ())]),
        # no marks, nothing
        ("Rice rose. Fish fell.", [("Rice rose.", ()), ("Fish fell.", ())]),
        ("Rice   rose\tagain [1].", [("Rice rose again.", (1,))]),
        ("[1]", []),
        (" \n ", []),
        ("", []),
        # broken off in the middle of a mark
        ("Rice rose [1]. Fish fell [2", [("Rice rose.", (1,)), ("Fish fell", ())]),
    ],
)
def test_sentences_and_their_marks(draft: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read(draft) == sentences


def test_a_mark_that_names_nothing_is_kept_as_invalid() -> None:
    assert cited_sentences("Rice rose [9][1, 0].", THREE, finished=True) == [
        CitedSentence("Rice rose.", (1,), ("[9]", "[0]"))
    ]


def test_a_wide_span_of_marks_names_only_what_is_there() -> None:
    (sentence,) = cited_sentences("Rice rose [2-999].", THREE, finished=True)
    assert sentence.numbers == (2, 3)
    assert sentence.invalid[0] == "[4]"
    assert len(sentence.invalid) == 19


DRAFTS = (
    "Rice rose [1][2]. Fish fell [1, 2]. Tea stood. [3] That is all.",
    "Rice rose. [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]\n\nFish fell.",
    "[1] Rice rose.\n[2] Fish fell.\n\n[3] Tea stood.",
    "- Rice rose 3.5 per cent [1].\n- The U.S. sold fish at 2 p.m. on Monday [2].\n\n12. Tea stood [[3]].",
    'He said "Rice rose." [1] She said “Fish fell.”[2]Tea stood on [12 March] 【3】. No. 5 fell… [9] Yes! [1-3',
    "Rice rose.\n[1]\nFish fell.\n[ 2 ; 3 ]\nMr. Lee left. [1]. The end [see p. 3 of the long report]. So it was",
)


@pytest.mark.parametrize("draft", DRAFTS)
def test_what_is_shown_while_writing_stays(draft: str) -> None:
    """However a draft is cut into pieces, each sentence appears once, whole, and never changes again.

    What is shown depends on the text so far alone, so comparing every beginning with the whole covers every cut.
    """
    whole = cited_sentences(draft, THREE, finished=True)
    shown = 0
    for end in range(len(draft) + 1):
        so_far = cited_sentences(draft[:end], THREE, finished=False)
        assert so_far == whole[: len(so_far)], draft[:end]
        assert len(so_far) >= shown, draft[:end]
        shown = len(so_far)
    assert shown >= len(whole) - 1


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("finished", [False, True])
def test_no_part_of_a_mark_is_ever_shown(draft: str, finished: bool) -> None:
    for end in range(len(draft) + 1):
        shown = " ".join(text for text, _ in read(draft[:end], finished=finished))
        shown = re.sub(r"\[(12 M|s)", "", shown)  # brackets that are text
        assert "[" not in shown, draft[:end]
        assert "【" not in shown, draft[:end]


def test_a_citation_is_cut_from_the_article() -> None:
    assert citation(THREE[1], {"a": 4}) == Citation(4, "a", 1, start=11, end=21, quote="Fish fell.")
