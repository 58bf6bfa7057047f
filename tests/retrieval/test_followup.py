"""What leans on earlier questions is completed, as a question where that can be; what is whole passes untouched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.retrieval.followup import Rewritten, follow_up
from rag.retrieval.phrases import content_words, names, persons

FERRY = "Why did Norvik Lines stop the Orrin ferry?"
OWNER = "Who owns the Orrin ferry?"
MAYOR = "Who is the mayor of Orrin?"
HOLM = "Who is Ada Holm?"
CARS = "How many ferries did Norway sell in 2023?"
CRACK = "What happened at Port Sallow in May 2019?"


def text(question: str, *earlier: str) -> str:
    return follow_up(question, earlier).text


@pytest.mark.parametrize(
    "question",
    [
        "Why did Norvik Lines stop the Orrin ferry?",
        "Which countries are members of the Tarn Pact?",
        "When did Holm and Berg discuss it?",
        "How much did the Harbour Post say was spent in 2024?",
        "Did Berg keep his promise?",
        "Are Orrin Ferries and Norvik Lines the same company?",
        "Is there a bridge to Sallow?",
        "How long does it take to reach Sallow?",
        "Is it true that Berg resigned?",
        "What happened in Sallow this week?",
        "Who said that Berg lied?",
        "Did the fishermen of Quell Bay and their families sue Norvik?",
        "How many people travelled by ferry between the outer islands in winter?",
        "The ferry was stopped on 2 May after inspectors found cracks in the hull.",
        "Wie viele Menschen leben auf der Insel Sallow?",
    ],
)
def test_what_is_whole_passes_untouched(question: str) -> None:
    assert follow_up(question, [MAYOR]) == Rewritten(question)


@pytest.mark.parametrize(
    "question", ["Why?", "And China?", "When was it?", "Sallow?", "the and of", "she", "五", "2019"]
)
def test_the_first_question_has_nothing_to_lean_on(question: str) -> None:
    assert follow_up(question, []) == Rewritten(question)
    assert follow_up(question, ["What is it?", "Why?"]) == Rewritten(question)


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("Why?", FERRY, FERRY),
        ("Since when?", FERRY, "Since when did Norvik Lines stop the Orrin ferry?"),
        ("And when?", FERRY, "When did Norvik Lines stop the Orrin ferry?"),
        ("When exactly?", FERRY, "When did Norvik Lines stop the Orrin ferry?"),
        ("How so?", "Did Norvik Lines lose money?", "Why did Norvik Lines lose money?"),
        ("But why not?", "Will the ferry run in June?", "Why not will the ferry run in June?"),
        # what was asked for is missing from the clause, so that it is no sentence behind "why"
        ("Why?", "What did Norvik Lines buy?", "Why? (Norvik Lines buy)"),
        ("Since when?", OWNER, "Since when? (owns Orrin ferry)"),
        ("By whom?", "When was the ferry sold?", "By whom? (ferry sold)"),
        ("How much?", "Did Orrin pay a fine?", "How much? (Orrin pay fine)"),
    ],
)
def test_a_question_word_alone_gets_the_last_clause(question: str, last: str, expected: str) -> None:
    assert text(question, last) == expected


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("And Sallow?", "How much did Orrin pay?", "How much did Sallow pay?"),
        ("What about Sallow?", "How much did Orrin pay?", "How much did Sallow pay?"),
        ("And what about Sallow?", "How much did Orrin pay?", "How much did Sallow pay?"),
        ("How about Sallow?", "What did Orrin’s mayor say?", "What did Sallow’s mayor say?"),
        ("I meant Sallow", "How much did Orrin pay?", "How much did Sallow pay?"),
        ("No, I meant Sallow.", "How much did Orrin pay?", "How much did Sallow pay?"),
        ("And in 2024?", CARS, "How many ferries did Norway sell in 2024?"),
        ("In 2024?", CARS, "How many ferries did Norway sell in 2024?"),
        ("And in June?", "What did Norway sell in May?", "What did Norway sell in June?"),
        ("And in Denmark?", "How many ferries were sold in Norway?", "How many ferries were sold in Denmark?"),
        ("And in Denmark?", CARS, "How many ferries did Norway sell in 2023 in Denmark?"),
        ("What about Denmark?", CARS, "How many ferries did Denmark sell in 2023?"),
        ("Without a permit?", "Did Orrin sell the ferry?", "Did Orrin sell the ferry without a permit?"),
    ],
)
def test_a_new_slot_takes_the_place_of_its_like(question: str, last: str, expected: str) -> None:
    found = follow_up(question, [last])
    assert (found.text, found.gap) == (expected, False)


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        # which of two names is meant cannot be told
        ("What about Denmark?", "What joins Norway and Sweden?", "What about Denmark? (joins Norway Sweden)"),
        ("What about imports of fish?", FERRY, "What about imports of fish? (Norvik Lines stop Orrin ferry)"),
        ("ticket prices", FERRY, "What about ticket prices? (Norvik Lines stop Orrin ferry)"),
        ("Any injuries?", CRACK, "What about any injuries? (happened Port Sallow May 2019)"),
        ("And the second one?", FERRY, "And the second one? (Norvik Lines stop Orrin ferry)"),
        # it goes on, though it has a name
        ("And what does Sallow want?", FERRY, "And what does Sallow want? (Norvik Lines stop Orrin ferry)"),
        ("But who warned Denmark?", CARS, "But who warned Denmark? (ferries Norway sell 2023)"),
    ],
)
def test_a_phrase_without_a_place_gets_the_last_words_and_leaves_a_gap(question: str, last: str, expected: str) -> None:
    found = follow_up(question, [last])
    assert (found.text, found.gap) == (expected, True)


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("When did she resign?", HOLM, "When did Ada Holm resign?"),
        ("What is her salary?", HOLM, "What is Ada Holm’s salary?"),
        ("And who elected her?", HOLM, "Who elected Ada Holm?"),
        ("When did she resign?", MAYOR, "When did the mayor of Orrin resign?"),
        ("How old is she?", OWNER, "How old is the person who owns the Orrin ferry?"),
        ("Where was his office?", "Who was the harbour master in Sallow?",
         "Where was the office of the harbour master in Sallow?"),
        ("What did he say?", "When did President Berg resign?", "What did President Berg say?"),
        ("Was he fined?", "Why did Holm leave in 2019?", "Was Holm fined?"),
        ("How does it work?", "What is the Tarn Pact?", "How does the Tarn Pact work?"),
        ("Who built it?", "How long is the Sallow bridge?", "Who built the Sallow bridge?"),
        ("Who found it?", "Where is the Orsel mask?", "Who found the Orsel mask?"),
        ("Who lives there?", CRACK, "Who lives at Port Sallow?"),
        ("What did Holm say?", "Why did Ada Holm resign?", "What did Ada Holm say?"),
        ("What was Holm’s reply?", "Why did Ada Holm resign?", "What was Ada Holm’s reply?"),
        ("How deep is the river?", "Where does the Sallow River start?", "How deep is the Sallow River?"),
    ],
)  # fmt: skip
def test_pronouns_and_short_names_are_replaced(question: str, last: str, expected: str) -> None:
    assert text(question, last) == expected


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        # the thing, or what happened to it?
        ("When was it announced?", FERRY, "When was it announced? (Norvik Lines stop Orrin ferry)"),
        ("Who decided that?", FERRY, "Who decided that? (Norvik Lines stop Orrin ferry)"),
        ("Did their union object to this?", FERRY, "Did their union object to this? (Norvik Lines stop Orrin ferry)"),
        # one of two persons
        ("Did he resign?", "Did Berg meet Holm?", "Did he resign? (Berg meet Holm)"),
        ("How many people were hurt?", CRACK, "How many people were hurt? (happened Port Sallow May 2019)"),
        ("What else was found?", CRACK, "What else was found? (happened Port Sallow May 2019)"),
        # what is said again is not said twice
        ("Is this ferry safe?", FERRY, "Is this ferry safe? (Norvik Lines stop Orrin)"),
    ],
)
def test_what_cannot_be_told_gets_the_last_words_and_leaves_a_gap(question: str, last: str, expected: str) -> None:
    found = follow_up(question, [last])
    assert (found.text, found.gap) == (expected, True)


def test_a_question_that_has_the_last_words_already_gets_none() -> None:
    assert text("So why did Norvik Lines stop the Orrin ferry then?", FERRY) == (
        "So why did Norvik Lines stop the Orrin ferry then?"
    )


def test_the_third_turn_leans_on_the_first() -> None:
    asked: list[str] = []
    for question in ["Who owns the Orrin ferry?", "What did she pay for it?", "And when did she buy it?", "Why?"]:
        asked.append(text(question, *asked))
    assert asked[1:] == [
        "What did the person who owns the Orrin ferry pay for it?",
        "When did the person who owns the Orrin ferry buy it?",
        "Why did the person who owns the Orrin ferry buy it?",
    ]


def test_a_new_topic_starts_afresh_and_is_then_what_is_leaned_on() -> None:
    asked: list[str] = []
    for question in [OWNER, "How long is the Tarn dam?", "Why did Holm resign?", "Where was she born?"]:
        asked.append(text(question, *asked))
    assert asked[1:] == ["How long is the Tarn dam?", "Why did Holm resign?", "Where was Holm born?"]


def test_no_more_than_twelve_words_are_added() -> None:
    last = "Did alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron stop?"
    assert text("Is this so?", last) == (
        "Is this so? (alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu)"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Why does South Korea ban Japanese seafood?", ["South Korea", "Japanese"]),
        ("Name the members of the Bank of England", ["Bank of England"]),
        ("What did Øystein Ås say in May?", ["Øystein Ås"]),
        ("who owns the orrin ferry?", []),
        ("NATO?", ["NATO"]),
        ("Pollution", []),
    ],
)
def test_names(query: str, expected: list[str]) -> None:
    assert [name.text for name in names(query)] == expected


def test_persons_are_names_that_are_no_places() -> None:
    query = "Did President Lee meet Ada Holm and NATO in Gyeongju about South Korea and the Orrin ferry?"
    assert [name.text for name in persons(query)] == ["President Lee", "Ada Holm"]


# ------------------------------------------------------------ whatever is typed

WORDS = st.sampled_from(
    "why what about and in the she it his there this Orrin Ada Holm ferry 2019 May ? , . “ ( ) ’s who is did stop no I "
    "meant 魚 🙂 that of was other".split()
)
TYPED = st.one_of(
    st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.text(min_size=1, max_size=60).map(str.strip)
).filter(bool)


@settings(max_examples=300, deadline=None)
@given(TYPED, st.lists(TYPED, max_size=4))
def test_something_sensible_comes_of_anything(question: str, earlier: list[str]) -> None:
    found = follow_up(question, earlier)
    assert found.text.strip()
    assert len(found.text) <= 2000
    assert follow_up(question, []) == Rewritten(question)
    # nothing comes from nowhere
    free = {"what", "about", "the", "person", "who", "whose", "of", "why", "in", "at"}
    known = {word.lower().rstrip("s").rstrip("’'") for text in [question, *earlier] for word in content_words(text)}
    new = {word.lower().rstrip("s").rstrip("’'") for word in content_words(found.text)} - known - free
    assert not new or found.text != question


@given(st.integers(1900, 2000))
def test_a_long_question_stays_within_bounds(length: int) -> None:
    assert len(text("it " * (length // 3), FERRY)) <= 2000
    assert len(text("And Sallow?", "Did Orrin " + "x" * length)) <= 2000
