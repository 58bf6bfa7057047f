"""Measures of what the told sentences rest on, and of those who judge it."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ScriptedChat
from fakes_chat import OpenedChat
from made import FixedJudge, answered, asked, gold, measured, span

from evals.grounding import Ladder, balanced_accuracy, joined, judged, rung_objections
from evals.llm_judge import PROMPT, LlmJudge, verdict
from evals.records import Claim, Figure, Span, Told
from rag.errors import ModelUnavailable

MARKED = asked(must=(("41",), ("Oslo",)), gold=(gold(0, "a", 0, 10), gold(0, "b", 0, 10), gold(1, "a", 20, 30)))
FIRST, SECOND, COPY = span("a", "x"), span("a", "x", 20), span("b", "x")
WRONG = span("c", "x")


@pytest.mark.parametrize(
    ("cited", "precision", "recall"),
    [
        ((FIRST, SECOND), 1.0, 1.0),
        ((FIRST,), 1.0, 1 / 2),
        ((FIRST, COPY), 1.0, 1 / 2),  # one fact, from two articles
        ((FIRST, WRONG, WRONG), 1 / 3, 1 / 2),
        ((WRONG,), 0.0, 0.0),
        ((span("a", "x", 10), span("a", "x", 19)), 0.0, 0.0),  # just beside
        ((span("a", "a whole passage of more than thirty characters"),), 1.0, 1.0),
        ((), 0.0, 0.0),
    ],
)
def test_citations(cited: tuple[Span, ...], precision: float, recall: float) -> None:
    values = measured(MARKED, answered("It is 41.", *cited))
    assert (values["citation_precision"], values["citation_recall"]) == pytest.approx((precision, recall))


WORDS = span("a", "“We can’t wait until 94 boats have left,” Lind said.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lind said: “We can't wait.”", 1.0),
        ('Lind said: "until 94 boats have left".', 1.0),
        ("“We can't wait”, said Lind, “until 49 boats have left”.", 1 / 2),
        ("Lind waits “until 9”.", 0.0),  # not a part of 94
        ("A “boat” has left.", None),  # one word is a manner of speaking
        ("Lind waits.", None),
    ],
)
def test_quotes(text: str, expected: float | None) -> None:
    assert measured(MARKED, answered(text, WORDS)).get("quote_valid") == expected


def test_quotes_are_looked_for_in_what_their_own_sentence_cites() -> None:
    told = (Told("“We can't wait”.", (FIRST,)), Told("“We can't wait”.", (WORDS,)), Told("“We can't wait”."))
    assert measured(MARKED, answered("", told=told))["quote_valid"] == 1 / 3


def test_support_rate_is_over_the_sentences() -> None:
    told = (Told("One.", (WORDS,)), Told("Two.", (WORDS,)), Told("Three."))
    assert measured(MARKED, answered("", told=told), "One.", "Three.")["support_rate"] == 2 / 3


# ---------------------------------------------------------------- the ladder

EVIDENCE = ("Lee said that the fee was 90 dosts.", "The vote in Oslo is on Friday.")


def claim(claim_id: str, text: str, supported: bool = False, cited: tuple[int, ...] = (0,), **fields: Any) -> Claim:
    return Claim(claim_id=claim_id, text=text, evidence=EVIDENCE, supported=supported, cited=cited, **fields)


CLAIMS = (
    claim("right", "The fee was 90 dosts, Lee said.", supported=True),
    claim("number", "Lee said that the fee was 80 dosts."),
    claim("name", "Park said that the fee was 90 dosts."),
    claim("quote", "Lee said that “the fee was” always 90 “big dosts”."),
    claim("unrelated", "The scallops taste sweet today."),
)
OBJECTIONS = {
    "right": "",
    "number": "numbers places",
    "name": "names swapped places speaker",
    "quote": "quotations",
    "unrelated": "shared_words",
}


@pytest.mark.parametrize("given", CLAIMS, ids=lambda given: given.claim_id)
def test_each_rung_sees_its_own(given: Claim) -> None:
    assert " ".join(name for name, seen in rung_objections(given).items() if seen) == OBJECTIONS[given.claim_id]
    assert Ladder().supports(given) is given.supported


@pytest.mark.parametrize("rung", ["numbers", "names", "quotations", "shared_words"])
def test_balanced_accuracy_of_a_rung(rung: str) -> None:
    passed = {item.claim_id: not rung_objections(item)[rung] for item in CLAIMS}
    assert balanced_accuracy(CLAIMS, passed).value == (1 / 1 + 1 / 4) / 2  # lets the right pass, catches one of four


@pytest.mark.parametrize(
    ("text", "evidence", "cited", "expected"),
    [
        ("Lee said that the fee was 90 dosts. The vote is on Friday.", EVIDENCE, (0, 1), True),
        ("Lee said that the fee was 90 dosts. The vote is on Monday.", EVIDENCE, (0, 1), False),  # one of two
        ("Lee said that the fee was 90 dosts.", EVIDENCE, (), True),  # finds them itself
        ("Lee said that the fee was 90 dosts.", (), (), False),
        ("", EVIDENCE, (0,), False),
        ("…", EVIDENCE, (0,), False),
        ("", (), (), False),
    ],
)
def test_the_ladder_on_texts(text: str, evidence: tuple[str, ...], cited: tuple[int, ...], expected: bool) -> None:
    given = Claim(claim_id="c", text=text, evidence=evidence, supported=expected, cited=cited)
    assert Ladder().supports(given) is expected


# ---------------------------------------------------------------- judging the judge


def labelled(*labels: str) -> list[Claim]:
    """Claims "+1", "-2", …: the sign is the label."""
    return [claim(label, label, supported=label[0] == "+") for label in labels]


@pytest.mark.parametrize(
    ("labels", "passed", "value"),
    [
        ("+1 +2 -1 -2", "+1 +2", 1.0),
        ("+1 +2 -1 -2", "-1 -2", 0.0),
        ("+1 +2 -1 -2", "", 1 / 2),  # who objects to all knows nothing
        ("+1 +2 -1 -2", "+1 +2 -1 -2", 1 / 2),
        ("+1 -1 -2 -3 -4", "+1 -4", (1 + 3 / 4) / 2),  # classes weigh the same, whatever their size
        ("+1 +2 +3", "+1 +2 +3", (1 + 1 / 2) / 2),  # an absent class counts as chance
        ("-1 -2", "-1", (1 / 2 + 1 / 2) / 2),
        ("", "", 1 / 2),
    ],
)
def test_balanced_accuracy(labels: str, passed: str, value: float) -> None:
    claims = labelled(*labels.split())
    found = balanced_accuracy(claims, {item.claim_id: item.claim_id in passed.split() for item in claims})
    assert (found.value, found.n) == (value, len(claims))
    assert 0 <= found.low <= value <= found.high <= 1


def test_balanced_accuracy_is_resampled_by_document() -> None:
    pairs = [("+1", "a"), ("-1", "a"), ("+2", "b"), ("-2", "b")]
    claims = [claim(name, name, supported=name[0] == "+", group=group) for name, group in pairs]
    verdicts = {"+1": True, "-1": False, "+2": False, "-2": True}  # a wholly right, b wholly wrong
    assert balanced_accuracy(claims, verdicts) == Figure(1 / 2, 4, 0.0, 1.0)
    one = [claim(name, name, supported=name[0] == "+", group="a") for name, _ in pairs]
    assert balanced_accuracy(one, verdicts) == Figure(1 / 2, 4, 1 / 2, 1 / 2)


def test_a_claim_in_several_rows_is_supported_if_one_row_supports_it() -> None:
    rows = [claim(f"c#{number}", "One.", supported=True, kind="oracle", group="c") for number in (1, 2)]
    other = claim("d#1", "One.", supported=True, kind="oracle", group="d")
    verdicts = {"c#1": True, "c#2": False, "d#1": False}
    found = joined([*rows, other], verdicts)
    assert found == {"c#1": True, "c#2": True, "d#1": False}
    figure = balanced_accuracy([*rows, other], found)
    assert (figure.value, figure.n) == ((1 / 2 + 1 / 2) / 2, 2)  # two claims, one of them found


def test_each_claim_is_judged_once_and_told() -> None:
    claims, judge, seen = labelled("+1", "-1"), FixedJudge("+1"), []
    assert judged(claims, judge, lambda *told: seen.append(told)) == {"+1": True, "-1": False}
    assert judge.asked == claims
    assert seen == [("judging", 1, 2), ("judging", 2, 2)]


# ---------------------------------------------------------------- a chat model as judge

YES = ("yes", "Yes.", "YES", "Yes!", "**Yes**", "yes\n", "Yes, it states all of that.")
NO = (
    *(
        "",
        " ",
        "No.",
        "Maybe",
        "Yes and no",
        "No, yes",
        "Yes/No",
        "Yes. No, wait",
        "Yes, but not the date",
        "Yesterday",
    ),
    *("Yes, but the year differs", "I would say yes", "The claim is supported.", "Unsure: yes or no", "- - -", "Y"),
)


@pytest.mark.parametrize(("reply", "expected"), [*((reply, True) for reply in YES), *((reply, False) for reply in NO)])
def test_only_a_clear_yes_is_one(reply: str, expected: bool) -> None:
    chat = ScriptedChat(replies=[reply])
    assert verdict(reply) is expected
    assert LlmJudge(OpenedChat(chat)).supports(CLAIMS[0]) is expected


def test_the_judge_is_given_the_cited_words_or_all() -> None:
    chat = ScriptedChat(replies=["yes", "no"])
    judge = LlmJudge(OpenedChat(chat))
    assert [judge.supports(claim("c", "One {x}.", cited=cited)) for cited in ((1,), ())] == [True, False]
    given = [PROMPT.format(evidence=text, claim="One {x}.") for text in (EVIDENCE[1], "\n".join(EVIDENCE))]
    assert [messages[0].content for messages in chat.history] == given


def test_the_judge_is_not_asked_about_nothing() -> None:
    chat = ScriptedChat()
    judge = LlmJudge(OpenedChat(chat))
    assert not judge.supports(claim("c", " \n"))
    assert not judge.supports(Claim(claim_id="c", text="One.", evidence=(), supported=True))
    assert chat.history == []


def test_a_judge_that_cannot_be_opened_says_so() -> None:
    with pytest.raises(ModelUnavailable, match=r"^no model here$"):
        LlmJudge(OpenedChat(ModelUnavailable("no model here", retry=False))).supports(CLAIMS[0])


def test_a_judge_that_breaks_is_no_verdict() -> None:
    broken = ScriptedChat(replies=["yes"], failure=ValueError("no such model"), fail_after=0)
    with pytest.raises(ModelUnavailable) as caught:
        LlmJudge(OpenedChat(broken)).supports(CLAIMS[0])
    assert str(caught.value) == "the judge scripted did not answer (ValueError: no such model)"
