"""Whom the "it" of cited words cannot stand for, worked out by hand: sentence, article up to the cited words, seen."""

from __future__ import annotations

from typing import Any

import pytest
from fakes_chat import told

from rag.answering.support.grounds import Grounds
from rag.answering.support.referent import misreferred
from rag.answering.verify import verify
from rag.records import CitedSentence

REJECTED = ("The Sea Agency found the plan safe.", "Ostra's government rejects that view.", "It speaks of foul water.")
PANEL = ("The appeal judges sat in May.", "The panel's report came out in June.", "It found that the ban went too far.")


def seen(sentence: str, texts: tuple[str, ...], question: str = "", **more: Any) -> str:
    """What the rung sees against a sentence that cites the last of the texts."""
    evidence = told(*texts)
    return misreferred(sentence, Grounds(evidence[-1:], evidence, question, **more))


@pytest.mark.parametrize(
    ("sentence", "texts", "from_where"),
    [
        ("The Sea Agency speaks of foul water.", REJECTED, "Ostra's government rejects"),
        ("Ostra speaks of foul water.", REJECTED, ""),
        ("Ostra's leaders speak of foul water.", REJECTED, ""),
        ("It speaks of foul water.", REJECTED, ""),  # says no more than the cited words
        ("The agency speaks of foul water.", REJECTED, ""),  # names nobody
        ("The water that the Sea Agency means is foul.", REJECTED, ""),  # not in the place of "it"
        # one name for another
        ("Japan speaks of foul water.", ("Tokyo rejects that view.", "It speaks of foul water."), ""),
        ("The US speaks of foul water.", ("The United States rejects it.", "It speaks of foul water."), ""),
        ("The SBO opened a port.", ("The Sea Board of Ostra (SBO) met.", "It opened a port."), ""),
        ("The Ostrand port office closed.", ("Brandt is ill.", "It closed in May."), "Brandt"),
        # what somebody is called elsewhere in the article
        ("The Ostrand transport minister resigned.",
         ("The transport minister, Ada Holm, wept.", "Holm wept again.", "She resigned in May."), ""),
        ("The Ostrand transport minister resigned.", ("Holm wept again.", "She resigned in May."), "Holm wept again"),
        # a sentence that itself leans on one before is passed over
        ("Brandt employs 300 people.", ("Brandt closes a plant.", "Its rivals gain.", "It employs 300 people."), ""),
        ("Ostra employs 300 people.", ("Brandt closes a plant.", "Its rivals gain.", "It employs 300 people."),
         "Brandt closes a plant"),
        # described, and not named: it may be anybody's plant
        ("Brandt employs 300 people.", ("The switch maker closes a plant.", "It employs 300 people."), ""),
        # "she" is a person
        ("Ada Holm resigned.", ("Ada Holm wept.", "The vote was close.", "She resigned in May."), ""),
        ("Mara Lind resigned.", ("Ada Holm wept.", "The vote was close.", "She resigned in May."), "Ada Holm wept"),
        # nobody
        ("The Sea Agency has not said whether the water is foul.",
         ("Ostra rejects that.", "It is not clear whether the water is foul."), ""),
        ("The Sea Agency wrote to me.", ("Ostra rejects that.", "It wrote to me in May."), ""),
        # the sentence before is not there, or a heading
        ("The Sea Agency speaks of foul water.", ("It speaks of foul water.",), ""),
        ("The Sea Agency speaks of foul water.", ("The view from Ostra", "It speaks of foul water."), ""),
        ("The Sea Agency speaks of foul water.", ("After the vote, Ostra answered.", "It speaks of foul water."),
         "Ostra answered"),
    ],
)  # fmt: skip
def test_whom_it_cannot_stand_for(sentence: str, texts: tuple[str, ...], from_where: str) -> None:
    wanted = f"the cited words go on from “{from_where} …”, and say it of that" if from_where else ""
    assert seen(sentence, texts) == wanted


def test_a_description_is_held_against_another_where_only_the_question_has_it() -> None:
    sentence = "The Oslo appeal judges found that the ban went too far."
    question = "What did the Oslo appeal judges find?"
    assert seen(sentence, PANEL[1:], question).startswith("the cited words go on from “The panel's report came out")
    assert seen(sentence, PANEL[1:]) == ""


@pytest.mark.parametrize(
    ("other", "held"),
    [
        ("The Sea Agency, too, speaks of foul water.", True),
        ("The Sea Agency speaks of clean water.", False),  # lends the name, and tells less of it
    ],
)
def test_the_cited_sentence_that_tells_most_of_it_decides(other: str, held: bool) -> None:
    evidence = told(*REJECTED, other)
    assert (misreferred("The Sea Agency speaks of foul water.", Grounds(evidence[2:], evidence)) == "") is held


def test_it_decides_in_the_ladder() -> None:
    evidence = told(*REJECTED)
    cited = CitedSentence("The Sea Agency speaks of foul water.", (3,))
    checked = verify(cited, evidence, {"a": 1}, "What does the Sea Agency say?")
    assert (checked.support, checked.check) == ("unsupported", "whom it is about")
