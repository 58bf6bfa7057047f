"""What a sentence states and what a passage vouches for, as tables worked out by hand."""

from __future__ import annotations

import pytest

from rag.answering.facts import covered, readable, stated
from rag.answering.names import acronyms, full_names, names, words


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # number words
        ("twenty-two ministers", "22"),
        ("Twelve members", "12"),
        ("a dozen members", "12"),
        ("two-thirds of the shops", "2"),
        ("one of the members", ""),
        ("zero tolerance", ""),
        ("one million visitors", "1000000"),
        # a number word is a whole word
        ("Tensions rose in the tent.", ""),
        ("someone", ""),
        # thousands, decimals, scale
        ("12,000 visitors", "12000"),
        ("1,234,567.5 tonnes", "1234567.5"),
        ("magnitude 9.0", "9"),
        ("3.2 billion people", "3200000000"),
        ("3.2bn people", "3200000000"),
        ("300m people", "300000000"),
        ("a 5-year plan", "5"),
        # money: sign or word
        ("$3.2 billion", "usd 3200000000"),
        ("US$3.2bn", "usd 3200000000"),
        ("3.2 billion dollars", "usd 3200000000"),
        ("3.2 billion US dollars", "usd 3200000000"),
        ("3.2 billion U.S. dollars", "usd 3200000000"),
        ("A$5 million", "5000000"),
        ("£2.0 billion", "gbp 2000000000"),
        ("40 euros", "eur 40"),
        ("200 million yen", "jpy 200000000"),
        ("₩500", "krw 500"),
        ("63.2 billion won", "krw 63200000000"),
        # shares
        ("5%", "5%"),
        ("5 %", "5%"),
        ("five per cent", "5%"),
        ("5 percent", "5%"),
        ("0.06 per cent", "0.06%"),
        ("5 percentage points", "5 points"),
        # ordinals
        ("the 3rd term", "3"),
        ("the third term", "3"),
        ("the twelfth member", "12"),
        ("the nineteenth century", "19"),
        ("First, Japan asked. Second, it waited.", ""),
        # decades and spans of years
        ("the 1990s", "1990s"),
        ("the 2018-19 season", "2018, 2019"),
        ("from 1939–45", "1939, 1945"),
        ("in 2024/25", "2024, 2025"),
        ("between 2018 and 2020", "2018, 2020"),
        # dates
        ("on 8 March 2018", "2018-03-08"),
        ("on 8th of March 2018", "2018-03-08"),
        ("on March 8, 2018", "2018-03-08"),
        ("on Mar. 8, 2018", "2018-03-08"),
        ("on 2018-03-08", "2018-03-08"),
        ("on 12 Sept. 2001", "2001-09-12"),
        ("in March 2018", "2018-03"),
        ("on 8 March", "--03-08"),
        ("on March 8", "--03-08"),
        ("In March", "--03"),
        ("in mid-March", "--03"),
        ("in 2018", "2018"),
        ("The other 12 may apply", "12"),
        # nothing to check
        ("Japan wants the ban kept.", ""),
        ("", ""),
    ],
)
def test_what_a_sentence_states(text: str, facts: str) -> None:
    assert ", ".join(sorted(stated(text))) == facts


@pytest.mark.parametrize(
    ("passage", "claim", "vouched"),
    [
        # a full date vouches for each of its parts, and for no other
        ("It was signed on 8 March 2018.", "8 March 2018", True),
        ("It was signed on 8 March 2018.", "March 8, 2018", True),
        ("It was signed on 8 March 2018.", "March 2018", True),
        ("It was signed on 8 March 2018.", "in March", True),
        ("It was signed on 8 March 2018.", "8 March", True),
        ("It was signed on 8 March 2018.", "in 2018", True),
        ("It was signed on 8 March 2018.", "9 March 2018", False),
        ("It was signed on 8 March 2018.", "in April", False),
        ("It was signed on 8 March 2018.", "in 2019", False),
        ("It was signed on 8 March 2018.", "8 ministers", False),
        ("It was signed in March 2018.", "8 March 2018", False),
        ("It was signed in 2018.", "March 2018", False),
        # a span of years vouches for both, a decade for no year of it
        ("The talks of 2018-19 failed.", "in 2019", True),
        ("The talks of the 1990s failed.", "in 1990", False),
        ("The talks of 1990 failed.", "in the 1990s", False),
        # a sum vouches for the bare number, not for another currency
        ("It cost $3.2 billion.", "3.2bn dollars", True),
        ("It cost $3.2 billion.", "3.2 billion", True),
        ("It cost $3.2 billion.", "3,200 million US dollars", True),
        ("It cost $3.2 billion.", "£3.2 billion", False),
        ("It cost 3.2 billion.", "$3.2 billion", False),
        ("It cost A$5 million.", "$5 million", False),
        ("It cost $3.2 million.", "$3.2 billion", False),
        # shares and points are two things
        ("It rose by 9.4 per cent.", "9.4%", True),
        ("It rose by 9.4 per cent.", "9.4 percentage points", False),
        ("It rose by 9.4 percentage points.", "9.4%", False),
        ("It rose by 9.4.", "9.4%", False),
        # words and figures meet
        ("Twelve members", "12 members", True),
        ("one of the members", "1 member", True),
        ("the first member", "the 1st member", True),
        ("the third term", "the fourth term", False),
        ("Tensions rose.", "ten", False),
        ("", "ten", False),
    ],
)
def test_what_a_passage_vouches_for(passage: str, claim: str, vouched: bool) -> None:
    assert (stated(claim) <= covered(passage)) is vouched


def test_all_forms_of_a_full_date() -> None:
    assert covered("8 March 2018") == {"2018-03-08", "2018-03", "2018", "--03-08", "--03"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He met Xi in Tokyo.", "tokyo xi"),
        # demonyms stand for their country, possessives for their owner
        ("The Japanese met the Koreans.", "japan korea"),
        ("a British plan", "britain"),
        ("Lee's view of Ukraine’s war", "lee ukraine"),
        # hyphens: the parts that are written large
        ("President Lee Jae-myung", "jae lee president"),
        ("the Trans-Pacific Partnership", "pacific partnership trans"),
        ("a Seoul-based firm", "seoul"),
        # at the start of a sentence: not the openers, not what looks like an ordinary word
        ("However, it fell.", ""),
        ("In Japan, prices rose.", "japan"),
        ("Resolving it matters.", ""),
        ("Ministers signed.", ""),
        ("Lee spoke.", "lee"),
        ("It fell. Kyiv rose.", "kyiv"),
        ("NATO agreed.", "nato"),
        ("He said: “Japan wants it.”", "japan"),
        # acronyms with and without stops
        ("the U.S. and the U.K.", "uk us"),
        ("the IAEA's chief", "iaea"),
        # months belong to dates, "I" to nobody
        ("In October I left for May.", ""),
        ("", ""),
    ],
)
def test_names(text: str, found: str) -> None:
    assert " ".join(sorted(names(text))) == found


def test_a_word_written_small_elsewhere_is_no_name_at_the_start() -> None:
    assert names("Seafood fell.") == {"seafood"}
    assert names("Seafood fell.", context="the price of seafood") == frozenset()
    assert names("Seafood Alliance fell.", context="the price of seafood") == {"alliance"}


@pytest.mark.parametrize(
    ("passage", "claim", "vouched"),
    [
        ("Japanese officials came.", "in Japan", True),
        ("Officials came from Japan.", "the Japanese", True),
        ("Lee’s aides came.", "said Lee", True),
        # the same body under another name
        ("the United States left", "the US left", True),
        ("the U.S. left", "the United States left", True),
        ("American troops left", "the US left", True),
        ("Britain joined", "the United Kingdom joined", True),
        ("the UK joined", "in Britain", True),
        ("the EU agreed", "the European Union agreed", True),
        ("the European Union agreed", "the EU agreed", True),
        ("the UN agreed", "the United Nations agreed", True),
        # what only looks like it
        ("Lee told us that", "the US left", False),
        ("Lee told us that", "the United States left", False),
        ("the people who came", "the WHO came", False),
        ("Kim Jong Un came", "the United Nations came", False),
        ("European leaders came", "the EU came", False),
        ("the United Nations came", "the United States came", False),
        ("", "the United States came", False),
    ],
)
def test_which_names_a_passage_vouches_for(passage: str, claim: str, vouched: bool) -> None:
    assert (names(claim) <= words(passage)) is vouched


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("the Trans-Pacific Partnership (TPP)", {"tpp": {"trans", "pacific", "partnership"}}),
        (
            "The Stockholm International Peace Research Institute, SIPRI, has",
            {"sipri": {"the", "stockholm", "international", "peace", "research", "institute"}},
        ),
        (
            "General Security of Military Information Agreement, or GSOMIA",
            {"gsomia": {"general", "security", "of", "military", "information", "agreement"}},
        ),
        ("In South Korea, NHK reported", {}),
        ("President Lee, US officials said", {}),
        ("the seafood ban (WTO)", {}),
        ("", {}),
    ],
)
def test_acronyms_that_a_text_expands(text: str, expanded: dict[str, set[str]]) -> None:
    assert acronyms([text]) == expanded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lee Jae-myung met Xi Jinping.", ["jae lee", "jinping xi"]),
        ("President Lee Jae-myung and Prime Minister Yoshihide Suga", ["jae lee", "suga yoshihide"]),
        ("Kim Jong Un", ["jong kim un"]),
        ("South Korea and the North Sea Council", []),
        ("Why That Seoul Matters: he said that it matters. It Matters.", []),  # a headline's words are no name
        ("Lee", []),
        ("", []),
    ],
)
def test_full_names_are_those_of_people(text: str, found: list[str]) -> None:
    assert [" ".join(sorted(name)) for name in full_names([text])] == found


@pytest.mark.parametrize(
    ("fact", "text"),
    [("2026-06", "June 2026"), ("--07", "July"), ("--05", "May"), ("2018-03-08", "8 March 2018")],
)
def test_a_fact_as_a_reader_writes_it(fact: str, text: str) -> None:
    assert readable(fact) == text
