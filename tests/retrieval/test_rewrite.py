"""A question is one line with words in it; rules complete it, a chat model only where they see a gap."""

from __future__ import annotations

import pytest

from rag.errors import InvalidQuery
from rag.retrieval.rewrite import check_question, rewrite

FERRY = "Why did Norvik Lines stop the Orrin ferry?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why?", "Why?"),
        ("  Why\n\n does\tit  matter? ", "Why does it matter?"),
        ("Was ist das für ein Fisch – 魚?", "Was ist das für ein Fisch – 魚?"),
        ("a\u0000b\u2028c\u00a0d", "a b c d"),
        ("5", "5"),
        ("x" * 2000, "x" * 2000),
        (" " * 3000 + "x", "x"),
    ],
)
def test_a_question_becomes_one_line(question: str, expected: str) -> None:
    assert check_question(question) == expected


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty; type a question about the articles"),
        (" \n\t\u200b ", "the question is empty; type a question about the articles"),
        ("?!", "the question '?!' has no words; type a question about the articles"),
        ("🙂 🐟", "the question '🙂 🐟' has no words; type a question about the articles"),
        ("?" * 50, f"the question '{'?' * 40}' has no words; type a question about the articles"),
        ("x" * 2001, "the question has 2,001 characters; 2,000 are read at most, so shorten it"),
        ("why " * 3000, "the question has 11,999 characters; 2,000 are read at most, so shorten it"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(question: str, message: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        check_question(question)
    assert str(caught.value) == message


class Scripted:
    """Gives one reply, or raises it, and keeps the prompts."""

    def __init__(self, reply: str | Exception) -> None:
        self.reply, self.prompts = reply, list[str]()

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def test_the_model_is_asked_where_the_rules_see_a_gap() -> None:
    model = Scripted("When was the Orrin ferry stop announced?")
    found = rewrite("When was it announced?", [FERRY], model)
    assert (found.text, found.gap) == ("When was the Orrin ferry stop announced?", False)
    assert found.reason == "rewritten by the chat model"
    assert len(model.prompts) == 1


@pytest.mark.parametrize("question", ["Since when?", "Who owns Quell Bay Fisheries?", "And the Tarn ferry?"])
def test_the_model_is_not_asked_where_the_rules_do_or_nothing_leans(question: str) -> None:
    model = Scripted("Who asked?")
    rewrite(question, [FERRY if question[0] != "A" else "Why did Norvik Lines stop?"], model)
    assert model.prompts == [] or question[0] == "A"


@pytest.mark.parametrize("reply", ["", "It was announced on Monday by the mayor.", OSError("gone")])
def test_a_reply_that_cannot_be_used_leaves_what_the_rules_made(reply: str | Exception) -> None:
    question = "When was it announced?"
    assert rewrite(question, [FERRY], Scripted(reply)) == rewrite(question, [FERRY])
    assert rewrite(question, [FERRY]).text == "When was it announced? (Norvik Lines stop Orrin ferry)"
