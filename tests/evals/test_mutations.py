"""Sentences with one thing made wrong: each kind by hand, on articles in which every replacement but one is forced."""

from __future__ import annotations

from typing import Any

import pytest
from made import asked

from evals.mutations import claims
from evals.records import Claim, Gold, Question
from rag.records import ArticleInfo

ARTICLES = {
    "fees": (
        "Mara Lind said that fees rose by 12 percent in May.",
        "Tom Berg was told of it in June.",
        "“The fees are a burden for all of us,” he said, and 30 shops agreed.",
        "“Nobody asked the small shops before the vote,” said the owner.",
    ),
    "strike": ("Snow lay in Oslo.", "“We will not pay a single crown more,” Ann Roe said."),
}

SPOKEN = {
    "Ann Roe said “The fees are a burden for all of us”.",
    "Ann Roe said “Nobody asked the small shops before the vote”.",
}


def about(*quotes: tuple[str, int], query_id: str = "q", group: str = "story", **fields: Any) -> Question:
    """A question whose facts, one each, stand in the sentences at (article, place)."""
    golds = [Gold(fact, doc_id, 0, 0, ARTICLES[doc_id][place]) for fact, (doc_id, place) in enumerate(quotes)]
    return asked(query_id, gold=tuple(golds), group=group, answer="Fees rose.", **fields)


def made(*questions: Question, seed: int = 7) -> list[Claim]:
    """The claims that are not right, made of gold sentences."""
    found = claims(questions, ARTICLES.__getitem__, seed=seed)
    return [claim for claim in found if not claim.supported and not claim.kind.startswith("reworded_")]


def mutated(text: str, *others: str) -> dict[str, str]:
    """What becomes of a sentence in an article with these others, by kind."""
    question = asked(gold=(Gold(0, "a", 0, 0, text),), group="story")
    found = claims([question], lambda doc_id: (*others, text))
    return {claim.kind: claim.text for claim in found if not claim.supported}


def test_every_kind() -> None:
    found = made(about(("fees", 0), ("fees", 2), ("strike", 1)))
    texts = {(claim.cited[0], claim.kind): claim.text for claim in found}
    assert texts.pop((1, "quote_other_article")) in SPOKEN  # one of two, see below
    assert texts == {
        (0, "number"): "Mara Lind said that fees rose by 30 percent in May.",
        (0, "name"): "Tom Berg said that fees rose by 12 percent in May.",
        (0, "date"): "Mara Lind said that fees rose by 12 percent in June.",
        (0, "direction"): "Mara Lind said that fees fell by 12 percent in May.",
        (0, "speaker"): "Tom Berg said that fees rose by 12 percent in May.",
        (0, "quote_other_article"): "Mara Lind said “We will not pay a single crown more”.",
        (1, "direction"): "“We will not pay a single crown less,” Ann Roe said.",
        (2, "number"): "“The fees are a burden for all of us,” he said, and 12 shops agreed.",
        (2, "negation"): "“The fees are not a burden for all of us,” he said, and 30 shops agreed.",
        # half of either quote: four words of nine, and the last four of eight
        (2, "stitched_quote"): "The ministry said “The fees are a shops before the vote,”.",
        (2, "quote_other_article"): "The ministry said “We will not pay a single crown more”.",  # nobody is named there
    }
    assert all(claim.evidence in ARTICLES.values() and claim.group == "story" for claim in found)


@pytest.mark.parametrize(
    ("text", "others", "kind", "expected"),
    [
        # made up where the article has no other: seven more, five months later
        ("They cut 300 jobs.", (), "number", "They cut 307 jobs."),
        ("Work begins in October.", (), "date", "Work begins in March."),
        ("Mara Lind left.", (), "name", None),
        # a number ends before its comma, and is the same with and without
        (
            "In all, 300, half of them new, left.",
            ("It hired 1,250.",),
            "number",
            "In all, 1,250, half of them new, left.",
        ),
        ("They cut 300 jobs.", ("Of the 300, half left.",), "number", "They cut 307 jobs."),
        ("It sold 1,200, not 900.", (), "number", "It sold 1207, not 900."),
        # years and days are no numbers
        ("On March 14, 2024, it left.", ("It hired 40.",), "number", None),
        ("It left on 14 March 2024.", ("It hired 40.",), "number", None),
        ("It sold 2024 cars.", ("It hired 40.",), "number", None),
        ("On March 14, 2024, 5.5 percent left.", ("It hired 40.",), "number", "On March 14, 2024, 40 percent left."),
        # the same person is no other
        ("Oda Finsler left.", ("Ms Finsler spoke.",), "name", None),
        ("Oda Finsler said so.", ("Ms Finsler spoke.",), "speaker", None),
        ("Oda Finsler left.", ("Ms Finsler and Mara Lind spoke.",), "name", "Mara Lind left."),
        # a sentence without a verb of saying has no speaker
        ("Oda Finsler left.", ("Mara Lind spoke.",), "speaker", None),
        ("It was not paid.", (), "negation", None),
        ("It was paid.", (), "negation", "It was not paid."),
        ("Sales were higher before the vote.", (), "direction", "Sales were lower before the vote."),
        # somebody of whom neither it nor the sentences before it tell
        ("It left.", ("Tom Berg came.", "One.", "Two.", "Mara Lind spoke."), "referent", "Tom Berg left."),
        ("It left.", ("Mara Lind spoke.",), "referent", None),
        ("It left.", ("Ann Lind spoke.", "One.", "Two.", "Mara Lind spoke."), "referent", None),
        ("Mara Lind left.", ("Tom Berg spoke.", "One.", "Two.", "Three."), "referent", None),
        # a quote is stitched to one of the same article that is not cited
        ("“We have paid every crown of it,” he said.", ("He spoke.",), "stitched_quote", None),
    ],
)
def test_one_kind(text: str, others: tuple[str, ...], kind: str, expected: str | None) -> None:
    assert mutated(text, *others).get(kind) == expected


def test_where_nothing_can_be_made_wrong_nothing_is() -> None:
    found = claims([about(("strike", 0), group="snow", query_id="q1")], lambda doc_id: ("Snow lay in Oslo.",))
    told = [(claim.kind, claim.supported) for claim in found]
    assert told == [("answer", True), ("reworded_direction", False), ("sentence", True)]  # the answer says "rose"
    assert claims([asked(), about(("fees", 0), status="not_in_corpus")], ARTICLES.__getitem__) == ()


def test_the_right_ones_and_what_they_cite() -> None:
    question = about(("strike", 0), ("fees", 2), query_id="q-1")
    found = [claim for claim in claims([question], ARTICLES.__getitem__) if claim.supported]
    answer, *sentences = found
    assert (answer.claim_id, answer.kind, answer.text, answer.group) == ("q-1", "answer", "Fees rose.", "story")
    assert answer.evidence == ARTICLES["strike"] + ARTICLES["fees"]
    assert answer.cited == (0, 4)
    assert [claim.text for claim in sentences] == [ARTICLES["strike"][0], ARTICLES["fees"][2]]
    assert all(claim.evidence[claim.cited[0]] == claim.text for claim in sentences)


def test_of_several_articles_that_state_a_fact_the_answer_cites_the_first() -> None:
    golds = (Gold(0, "fees", 0, 0, ARTICLES["fees"][0]), Gold(0, "strike", 0, 0, ARTICLES["strike"][0]))
    answer, *_ = claims([asked(gold=golds, group="story")], ARTICLES.__getitem__)
    assert (answer.evidence, answer.cited) == (ARTICLES["fees"], (0,))


def test_a_sentence_is_used_once_and_every_claim_has_its_own_id() -> None:
    twice = [about(("fees", 0), query_id="story-0"), about(("fees", 0), ("fees", 2), query_id="story-1")]
    found = claims(twice, ARTICLES.__getitem__)
    assert [claim.text for claim in found if claim.kind == "sentence"] == [ARTICLES["fees"][0], ARTICLES["fees"][2]]
    assert len({claim.claim_id for claim in found}) == len(found)


def test_gold_answers_are_mutated_too_as_kinds_of_their_own() -> None:
    found = claims([about(("fees", 0), query_id="q-1")], ARTICLES.__getitem__)
    assert [(claim.claim_id, claim.text) for claim in found if claim.kind.startswith("reworded_")] == [
        ("q-1/direction", "Fees fell.")
    ]


def test_claims_know_their_articles_and_question() -> None:
    found = claims(
        [about(("fees", 0))], ARTICLES.__getitem__, lambda doc_id: ArticleInfo(doc_id=doc_id, title="Fees up")
    )
    assert {(claim.articles[0].title, claim.question) for claim in found} == {("Fees up", asked().text)}
    assert all(len(claim.articles) == len(claim.evidence) for claim in found)


def test_quotes_of_other_stories_are_left_alone() -> None:
    apart = made(about(("fees", 0)), about(("strike", 1), query_id="q2", group="other"))
    assert [claim for claim in apart if claim.kind == "quote_other_article"] == []


def test_the_seed_decides_and_nothing_else() -> None:
    question = about(("strike", 1), ("fees", 0))
    assert made(question) == made(question)
    drawn = {tuple(claim.text for claim in made(question, seed=seed)) for seed in range(20)}
    assert {text for texts in drawn for text in texts if text.startswith("Ann Roe said")} == SPOKEN
    assert len({len(texts) for texts in drawn}) == 1  # the same claims are made, with other words
