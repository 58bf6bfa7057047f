"""The cited words but for a name, worked out by hand: sentence, cited words and more of the article, what is seen."""

from __future__ import annotations

import pytest
from fakes_chat import told

from rag.answering.support.grounds import Grounds
from rag.answering.support.swapped import swapped
from rag.answering.verify import verify
from rag.records import CitedSentence

ACTED = "Ms Thrane acted because her budget had fallen on Monday."


@pytest.mark.parametrize(
    ("sentence", "texts", "seen"),
    [
        ("The Free Party acted because her budget had fallen on Monday.", (ACTED,), "Free Party/Thrane"),
        ("The Free Party acted because her budget had fallen.", (ACTED,), "Free Party/Thrane"),  # the cited words go on
        ("The Free Party had acted before the budget fell.", (ACTED,), ""),  # not its words: for other rungs
        ("Edda Thrane acted because her budget had fallen on Monday.", (ACTED,), ""),
        ("She acted because her budget had fallen on Monday.", (ACTED,), ""),
        ("Petrel Sound, the Free leader, shrugged.", ("Josun Brale, the Free leader, shrugged.",),
         "Petrel Sound/Josun Brale"),
        ("Brale: Fares are frozen for two years.", ("Ellisk: Fares are frozen for two years.",), "Brale/Ellisk"),
        ("Ada Holm a farm sold us power for the plant.", ("Since January a farm sold us power for the plant.",),
         "Ada Holm/Since January"),
        ("Brandt fell by 3 percent on the day.", ("Shares fell by 3 percent on the day.", "Its shares rose."), ""),
        # another name of the same
        ("Japan rejects that view at once.", ("Tokyo rejects that view at once.",), ""),
        ("The SBO rejects that view at once.",
         ("The Sea Board rejects that view at once.", "The Sea Board of Ostra (SBO) met."), ""),
        ("The Prime Minister acted because her budget had fallen.", (ACTED, "Prime Minister Edda Thrane spoke."), ""),
        ("The Prime Minister acted because her budget had fallen.", (ACTED, "Thrane, the Prime Minister, spoke."), ""),
        ("Osk acted because her budget had fallen.", (ACTED, "The Prime Minister spoke."), "Osk/Thrane"),
        # the cited words have both names, which is for `places`
        ("Oslo and Bergen signed the port treaty.", ("Bergen and Oslo signed the port treaty.",), ""),
        # too little is copied to tell
        ("Brale shrugged.", ("Ellisk shrugged.",), ""),
    ],
)  # fmt: skip
def test_a_name_for_another(sentence: str, texts: tuple[str, ...], seen: str) -> None:
    evidence = told(*texts)
    wanted = "it says “{}” where the cited words say “{}”".format(*seen.split("/")) if seen else ""
    assert swapped(sentence, Grounds(evidence[:1], evidence)) == wanted


def test_nothing_else_is_looked_up_for_it() -> None:
    evidence = told(ACTED, "The Free Party had acted because the budget, her own, had fallen on a Monday, it said.")
    sentence = "The Free Party acted because her budget had fallen on Monday."
    first, second = (verify(CitedSentence(sentence, (number,)), evidence, {"a": 1}) for number in (1, 2))
    assert (first.support, first.check) == ("unsupported", "the same but for a name")
    assert second.support == "supported"
