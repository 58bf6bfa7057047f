"""Words that the index does not have are looked for as the index spells them; sound words are left alone."""

from __future__ import annotations

import time
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.records import Query
from rag.retrieval.spelling import Spelling, Spelt, fold, sound, spelt_query, telling

WORDS = {
    "Fukushima": 9, "Zelenskyy": 6, "Zelensky": 4, "Erdoğan": 5, "Kyiv": 3, "Holm": 4, "Sallow": 3, "Orrin": 2,
    "government": 8, "Government": 2, "tariff": 3, "tariffs": 9, "received": 4, "winner": 3, "contract": 7, "ferry": 9,
    "officer": 2, "employee": 2, "house": 9, "bridge": 4, "Łódź": 1, "station": 5, "nation": 20,
    "Takashi": 6,
}  # fmt: skip
LOWER = {word.lower() for word in WORDS}
SPELLING = Spelling(WORDS, lambda word: word.lower() in LOWER)


@pytest.mark.parametrize(
    ("text", "expected", "added"),
    [
        # slips
        ("What happened at Fukishima?", "What happened at Fukushima?", ("Fukushima",)),
        ("what happened at fukishima?", "what happened at Fukushima?", ("Fukushima",)),
        ("the goverment", "the government", ("government",)),
        ("recieved", "received", ("received",)),
        ("the oficer", "the officer", ("officer",)),
        ("Orin ferry", "Orrin ferry", ("Orrin",)),
        ("the brigde", "the bridge", ("bridge",)),
        ("Fukshimo", "Fukshimo", ()),
        # who writes capitals means no name by a small word; it is only looked for
        ("Is an orrim kept at Fukushima?", "Is an orrim kept at Fukushima?", ("Orrin",)),
        ("Fukushjmo", "Fukushima", ("Fukushima",)),
        ("Why is Salow closed to the ferry officer?", "Why is Sallow closed to the ferry officer?", ("Sallow",)),
        ("tarrif", "tariff", ("tariff",)),
        # names in another form
        ("Who is Zelenskiy?", "Who is Zelenskiy?", ("Zelenskyy", "Zelensky")),
        ("Who is Zelensky?", "Who is Zelensky?", ("Zelenskyy",)),
        ("Erdogan", "Erdoğan", ("Erdoğan",)),
        ("Lodz", "Łódź", ("Łódź",)),
        # nothing near, too short, no word of an alphabet, or a sound word that is near another
        ("What is a quasar?", "What is a quasar?", ()),
        ("horse", "horse", ()),
        ("winter", "winter", ()),
        ("contradict", "contradict", ()),
        ("employer", "employer", ()),
        ("hom", "hom", ()),
        ("NATO", "NATO", ()),
        ("Who is Takaichi?", "Who is Takaichi?", ()),
        ("F9kushima 2019 魚🐟", "F9kushima 2019 魚🐟", ()),
        # all known; only words without a subject; another language
        ("the ferry officer", "the ferry officer", ()),
        ("what is the and of", "what is the and of", ()),
        ("Warum wurde die Brigde nach Salow gesperrt?", "Warum wurde die Brigde nach Salow gesperrt?", ()),
    ],
)
def test_what_a_word_may_stand_for(text: str, expected: str, added: tuple[str, ...]) -> None:
    assert SPELLING.spelt(text) == Spelt(expected, added)


def test_of_equally_near_words_a_much_more_frequent_one_is_meant() -> None:
    words = {"Marlow": 10, "Mallow": 1, "Harlow": 50}
    assert Spelling(words, words.__contains__).spelt("Mariow") == Spelt("Marlow", ("Marlow",))
    words = {"Marlow": 10, "Marrow": 9}
    assert Spelling(words, words.__contains__).spelt("Mariow") == Spelt("Mariow", ("Marlow", "Marrow"))


def test_the_keyword_channel_gets_what_is_only_added() -> None:
    query = Query(text="Who is Zelenskiy?", asked_at=date(2024, 1, 1))
    found, added = spelt_query(query, SPELLING)
    assert (found.text, found.keywords) == ("Who is Zelenskiy?", "Who is Zelenskiy? Zelenskyy Zelensky")
    assert added == ("Zelenskyy", "Zelensky")
    found, added = spelt_query(Query(text="Fukishima?", asked_at=date(2024, 1, 1)), SPELLING)
    assert (found.text, found.keywords, added) == ("Fukushima?", "", ("Fukushima",))


def test_a_long_text_is_cut_to_its_rarest_words_for_the_keyword_channel() -> None:
    text = "The ferry officer of Orrin, " + "and so on " * 150 + "Łódź"
    assert telling(text, SPELLING.count, 3) == "officer Orrin Łódź"
    assert telling("The ferry officer", SPELLING.count, 3) == "The ferry officer"
    assert telling("eins zwei drei vier", SPELLING.count, 3) == "eins drei vier"
    page = " ".join(f"word{number}" for number in range(200)) + " Sallow ferry"
    found, _ = spelt_query(Query(text=page, asked_at=date(2024, 1, 1)), SPELLING)
    assert (found.text, found.keywords) == (page, "Sallow ferry")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Erdoğan", "Erdogan"), ("Øystein", "Oystein"), ("Straße", "strasse"), ("İzmir", "izmir"), ("Gdańsk", "GDANSK")],
)
def test_accents_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("zelenskiy", "zelenskyy"), ("kharkiv", "harkiv"), ("lavrov", "lawrow"), ("muhammad", "muhamad")],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    found = SPELLING.spelt(text)
    assert len(found.text) <= max(2000, len(text))
    assert bool(found.text) == bool(text)


def test_a_hundred_thousand_words_cost_little() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    heads = ["".join(four) for four in product(letters, repeat=4)]
    vocabulary = {f"{head}atonic{letters[place % 7]}": 2 for place, head in enumerate(heads[:100_000])}
    spelling = Spelling(vocabulary, vocabulary.__contains__)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert spelling.spelt("the bcdaatoncib of aaabatonicx") is not None
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02
