"""The support ladder: what each rung lets pass and what it stops."""

from __future__ import annotations

import pytest
from fakes_chat import checked, info, numbers_of, told, wrote

from rag.answering.verify import content_words, in_place, overlap, verify
from rag.records import CheckedSentence, CitedSentence

TOLD = told(
    "President Lee Jae-myung spoke to NHK in Tokyo on 8 March 2018.",
    "He said that “public trust” is the main barrier to ending the ban on seafood.",
    "Its trade with Japan came to $63.2 billion in 2023.",
    ("b", "Britain joined the Trans-Pacific Partnership (TPP) on 15 December 2024."),
    ("b", "The TPP's members hailed the step as a sign of trust."),
    ("c", "Rain fell in Oslo."),
)
NUMBERS = numbers_of(TOLD)


def check(text: str, *numbers: int) -> CheckedSentence:
    return verify(wrote(text, *numbers), TOLD, NUMBERS)


def cited(found: CheckedSentence) -> list[str]:
    return [item.quote for item in found.citations]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # numbers, sums, dates in another form
        ("Trade with Japan came to 63.2 billion dollars in 2023.", 3),
        ("Lee spoke to NHK in March 2018.", 1),
        # names: part of a name, another name of the same
        ("Lee spoke to NHK in Tokyo.", 1),
        ("The United Kingdom joined the TPP on 15 December 2024.", 4),
        ("British entry into the TPP came on December 15, 2024: it joined.", 4),
        # quotations: any marks, any case
        ('He said that "public trust" is the main barrier.', 2),
        ("He said that “Public trust” is the main barrier.", 2),
        ("He said that ”public trust,” is the main barrier.", 2),
        # other words for the same
        ("The main barrier to lifting the seafood ban is the trust of the public.", 2),
    ],
)
def test_what_the_cited_words_hold_is_supported(text: str, number: int) -> None:
    found = check(text, number)
    assert (found.support, found.check, found.seen) == ("supported", "all checks", "")
    assert cited(found) == [TOLD[number - 1].sentence.text]


@pytest.mark.parametrize(
    ("text", "number", "rung", "seen"),
    [
        ("Trade with Japan came to $36.2 billion in 2023.", 3, "numbers and dates", "USD 36,200,000,000"),
        ("Trade with Japan came to £63.2 billion in 2023.", 3, "numbers and dates", "GBP 63,200,000,000"),
        ("Trade with Japan came to $63.2 billion in 2022.", 3, "numbers and dates", "2022"),
        ("Lee spoke to NHK on 9 March 2018.", 1, "numbers and dates", "9 March 2018"),
        ("Lee spoke to NHK in two cities.", 1, "numbers and dates", "2"),
        ("Xi spoke to NHK.", 2, "names", "nhk, xi"),
        ("Lee spoke to NHK in Osaka.", 1, "names", "osaka"),
        ("China joined the TPP on 15 December 2024.", 4, "names", "china"),
        ('He said that "the public\'s trust" is the main barrier.', 2, "quotations", "“the public's trust”"),
        ("He said that “public trust” is “the only” barrier.", 2, "quotations", "“the only”"),
        ("The scallops are cheap today.", 2, "shared words", ""),
    ],
)
def test_what_the_cited_words_do_not_hold_is_not(text: str, number: int, rung: str, seen: str) -> None:
    found = check(text, number)
    assert (found.support, found.check) == ("unsupported", rung)
    assert (
        found.seen
        == {
            "numbers and dates": f"not in the cited words: {seen}",
            "names": f"not in the cited words: {seen}",
            "quotations": f"not verbatim in the cited words: {seen}",
            "shared words": "the cited words are about something else",
        }[rung]
    )
    assert cited(found) == [TOLD[number - 1].sentence.text]  # kept, so that the reader can see what it claimed


def test_a_name_that_the_sentence_before_gives_adds_that_sentence() -> None:
    found = check("Lee said that public trust is the main barrier to ending the ban.", 2)
    assert (found.support, found.check) == ("supported", "looked up")
    assert cited(found) == [TOLD[0].sentence.text, TOLD[1].sentence.text]


def test_a_name_from_a_sentence_before_is_not_lent_to_one_that_refers_to_nobody() -> None:
    apart = told("President Lee Jae-myung spoke.", "Public trust is the main barrier to ending the ban.")
    found = verify(wrote("Lee called public trust the main barrier to ending the ban.", 2), apart, {"a": 1})
    assert (found.support, found.seen) == ("unsupported", "not in the cited words: lee")


def test_a_full_name_is_known_from_elsewhere_in_the_article() -> None:
    evidence = told("President Lee Jae-myung spoke.", "Lee called trust the main barrier to ending the ban.")
    found = verify(wrote("Lee Jae-myung called trust the main barrier to ending the ban.", 2), evidence, {"a": 1})
    assert (found.support, cited(found)) == ("supported", [evidence[1].sentence.text])


def test_a_headline_lends_its_names_but_not_to_the_place_of_another() -> None:
    evidence = told((info("a", title="Seoul Talks Help Lee"), "The president said in Busan that the talks went well."))
    assert verify(wrote("Lee said that the talks went well.", 1), evidence, {"a": 1}).support == "supported"
    found = verify(wrote("The president said in Seoul that the talks went well.", 1), evidence, {"a": 1})
    assert (found.check, found.seen) == (
        "the same but for a name",
        "it says “Seoul” where the cited words say “Busan”",
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Rain did not fall in Oslo.", "it denies “fall”, the cited words do not"),
        ("Its trade with Japan did not come to $63.2 billion.", "it denies “come”, the cited words do not"),
    ],
)
def test_what_the_cited_words_contradict_is_not_looked_up_elsewhere(text: str, seen: str) -> None:
    found = verify(wrote(text, 6 if "Oslo" in text else 3), TOLD, NUMBERS)
    assert (found.support, found.check, found.seen) == ("unsupported", "negation", seen)


def test_a_claim_is_not_pieced_together_from_two_sentences() -> None:
    two = told(
        "Two obstacles came up: the release of water from Fukushima, and Seoul's wish to enter the pact.",
        "Solving the Fukushima issue is essential for winning Japan's backing for an end of its ban on seafood.",
    )
    text = "The Fukushima issue came up as two obstacles to ending the ban on seafood from Japan."
    assert verify(wrote(text, 1), two, numbers_of(two)).support == "unsupported"


VOTED = told(
    "The islands' first minister called a vote for 14 May.",
    "She acted because the Free Skerries withdrew their support over a rise in fares.",
    ("b", "In May the fares rose."),
)


def test_a_figure_of_the_question_may_stand_in_another_sentence_of_the_article() -> None:
    text = "The islands voted in May because the Free Skerries withdrew support over fares."
    asked = "Why did the islands vote in May?"
    found = verify(wrote(text, 2), VOTED, numbers_of(VOTED), asked)
    assert (found.support, cited(found)) == ("supported", [item.sentence.text for item in VOTED[:2]])
    assert verify(wrote(text, 2), VOTED, numbers_of(VOTED), "Why did the islands vote?").support == "unsupported"
    assert verify(wrote(text, 2), VOTED[1:], numbers_of(VOTED), asked).support == "unsupported"  # another article's


def test_an_acronym_is_known_from_where_the_articles_expand_it() -> None:
    found = check("Members of the Trans-Pacific Partnership hailed the step as a sign of trust.", 5)
    assert (found.support, cited(found)) == ("supported", [TOLD[4].sentence.text])


@pytest.mark.parametrize("numbers", [(), (6,), (1, 6)])
def test_a_missing_or_wrong_mark_is_mended_by_looking_it_up(numbers: tuple[int, ...]) -> None:
    found = check("Trade with Japan came to $63.2 billion in 2023.", *numbers)
    assert (found.support, found.check, cited(found)) == ("supported", "looked up", [TOLD[2].sentence.text])
    assert [item.source for item in found.citations] == [1]


def test_looking_up_asks_for_more_than_a_passing_likeness() -> None:
    found = check("Trust in the police is rising among shoppers.")
    assert (found.support, found.check) == ("unsupported", "citation")
    assert (found.seen, found.citations) == ("it cites no sentence of the articles", ())


def test_two_marks_vouch_together() -> None:
    found = check("Lee spoke to NHK in Tokyo, and Britain joined the TPP.", 1, 4)
    assert (found.support, [item.source for item in found.citations]) == ("supported", [1, 2])


def test_a_mark_that_names_nothing_stays_invalid_whatever_is_found() -> None:
    found = verify(CitedSentence("Rain fell in Oslo.", (6,), ("[9]",)), TOLD, NUMBERS)
    assert (found.support, found.invalid) == ("supported", ("[9]",))


def test_without_evidence_nothing_is_supported() -> None:
    assert verify(wrote("Rain fell in Oslo.", 1), (), {}) == CheckedSentence(
        "Rain fell in Oslo.", (), "unsupported", "citation", "it cites no sentence of the articles"
    )


@pytest.mark.parametrize(
    ("sentence", "earlier", "repeats"),
    [
        ("The ban hurts trade.", "The ban hurts trade.", True),
        ("Trade is hurt by the ban.", "The ban has hurt trade with Japan.", True),
        ("The ban hurts trade in Oslo.", "The ban hurts trade.", False),
        ("The ban hurt trade in 2023.", "The ban hurt trade in 2022.", False),
    ],
)
def test_a_sentence_that_says_the_same_again(sentence: str, earlier: str, repeats: bool) -> None:
    found = in_place(checked(sentence), [checked("Rain fell."), checked(earlier)], [])
    if repeats:
        assert (found.support, found.check) == ("unsupported", "repetition")
        assert found.seen == f"says again: {earlier}"
    else:
        assert found == checked(sentence)


@pytest.mark.parametrize("sentence", ["They left.", "His aides left.", "This hurts."])
def test_a_sentence_that_refers_to_nothing_but_removed_ones(sentence: str) -> None:
    gone, kept = checked("The aides came."), checked("Rain fell.")
    found = in_place(checked(sentence), [], [gone])
    assert (found.support, found.check, found.seen) == ("unsupported", "reference", "refers to: The aides came.")
    assert in_place(checked(sentence), [kept], [gone]) == checked(sentence)
    assert in_place(checked(sentence), [], []) == checked(sentence)
    assert in_place(kept, [], [gone]) == kept


def test_content_words_are_cut_so_that_forms_meet() -> None:
    assert content_words("The restrictions were resolved") == content_words("resolving a restriction")
    assert content_words("It is what it is.") == frozenset()


def test_overlap_is_a_share_of_the_first() -> None:
    assert overlap("The seafood ban hurts trade.", "A ban on trade in seafood.") == 3 / 4
    assert overlap("It is.", "Trade.") == 1.0
