"""Signatures, and who is a copy of whom, on texts made of numbered words."""

from __future__ import annotations

from datetime import date, datetime, timezone
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.indexing.copies import Candidate, Signature, copies, signature

DAY = date(2026, 3, 2)


def words(*runs: tuple[int, int]) -> str:
    """The words of the runs, ends excluded: (0, 3) is "w0 w1 w2". A run of n words has n - 2 shingles."""
    return " ".join(f"w{number}" for start, end in runs for number in range(start, end))


def article(doc_id: str, text: str, publisher: str = "", when: date | None = None, *credits: str) -> Candidate:
    return Candidate(doc_id, signature(text), publisher or f"outlet {doc_id}", credits, when)


def similarity(one: str, two: str) -> float:
    values = [np.frombuffer(signature(text).values, dtype="<u2") for text in (one, two)]
    return float(np.mean(values[0] == values[1]))


# ---------------------------------------------------------------- signatures


def test_a_signature_is_the_same_everywhere() -> None:
    text = signature("TESSALY, March 2 (Meridian Wire) — “The dam holds,” the ministry said.").to_text()
    assert text[:40] == "1:CQAAAKxvhkUh0jyecDmaZ7/x6sfaK1O6aQs4+s"
    assert sha256(text.encode()).hexdigest() == "f3904c7c7a729324adf01f04d32ec3d13b7f05730b5c90f286a2c3ed195b6c26"


def test_the_text_form_is_read_back() -> None:
    made = signature(words((0, 100)))
    text = made.to_text()
    assert (len(text), made.shingles, len(made.values)) == (690, 98, 512)
    assert text.isascii()
    assert Signature.from_text(text) == made


@pytest.mark.parametrize("text", ["", "1:", "2:AAAA", "1:AAAA", "1:§", "no signature"])
def test_what_is_no_signature_is_told(text: str) -> None:
    with pytest.raises(ValueError) as told:
        Signature.from_text(text)
    assert str(told.value) == f"{text!r} is no signature of the form '1:'; sync the articles anew"


def test_an_empty_text_has_a_signature_and_is_no_copy() -> None:
    assert signature(" … ") == Signature(0, b"\xff" * 512)
    assert copies([article("a", ""), article("b", ""), article("c", " !")]) == {}


def test_the_estimate_is_near_the_similarity() -> None:
    assert similarity(words((0, 602)), words((0, 602))) == 1.0
    assert similarity(words((0, 602)), words((600, 1202))) == pytest.approx(0.0, abs=0.02)
    # 600 shingles each, 400 of them common: 400/800
    assert similarity(words((0, 602)), words((200, 802))) == pytest.approx(0.5, abs=0.06)
    # 60,000 each, a third of all common; the values are put together from blocks
    assert similarity(words((0, 60_002)), words((30_000, 90_002))) == pytest.approx(1 / 3, abs=0.06)


# ---------------------------------------------------------------- who is a copy


def test_copies_that_are_cut_or_have_something_added() -> None:
    found = copies(
        [
            article("whole", words((0, 200)), "", DAY),
            article("cut", words((0, 110)), "", date(2026, 3, 3)),
            article("more", words((500, 540), (0, 200), (600, 640)), "", date(2026, 3, 3)),
            article("other", words((1000, 1200)), "", date(2026, 3, 3)),
        ]
    )
    assert found == {"cut": "whole", "more": "whole"}


def test_a_later_report_that_repeats_half_of_an_earlier_one_is_no_copy() -> None:
    earlier = article("earlier", words((0, 200)), "", DAY)
    assert copies([earlier, article("later", words((500, 600), (0, 100)), "", date(2026, 3, 3))]) == {}
    # nor one that repeats all of it and has as much again
    assert copies([earlier, article("later", words((500, 700), (0, 200)), "", date(2026, 3, 3))]) == {}


def test_there_are_no_chains() -> None:
    # 198 shingles each; the first shares 148 with the second and 98 with the third
    first, second, third = (words((start, start + 200)) for start in (0, 50, 100))
    days = [date(2026, 3, day) for day in (2, 3, 4)]
    told = [article(*given) for given in zip("abc", (first, second, third), ("A", "B", "C"), days, strict=True)]
    assert copies(told) == {"b": "a"}
    assert copies(told[1:]) == {"c": "b"}


def test_a_copy_goes_to_the_nearest_original() -> None:
    one, two = article("one", words((0, 200)), "", DAY), article("two", words((90, 290)), "", DAY)
    between = article("between", words((60, 260)), "", date(2026, 3, 3))  # 138 of one, 168 of two
    assert copies([one, two]) == {}
    assert copies([one, two, between]) == {"between": "two"}
    late = article("two", words((90, 290)), "", date(2026, 3, 4))  # what is later cannot be its original
    assert copies([one, late, between]) == {"between": "one"}


def test_of_two_originals_that_hold_a_copy_alike_the_first_has_it() -> None:
    agency = article("z", words((0, 200)), "Meridian Wire", DAY)
    update = article("a", words((0, 150), (500, 560)), "Meridian Wire", date(2026, 3, 3))
    copy = article("b", words((0, 140)), "Calder Post", date(2026, 3, 4))  # all of it stands in both
    assert copies([agency, update, copy]) == {"b": "z"}


def test_very_short_texts_are_copies_only_if_they_hardly_differ() -> None:
    form = words((0, 40))
    assert (
        copies([article("a", form + " in Tessaly"), article("b", form + " in Ostrand on the shore of the sea")]) == {}
    )
    assert copies([article("a", form), article("b", form.upper())]) == {"b": "a"}


def test_an_update_of_one_publisher_is_no_copy_and_a_second_address_is() -> None:
    first = article("a", words((0, 200)), "Calder Post", DAY)
    update = article("b", words((0, 180), (500, 520)), "calder-post.example", date(2026, 3, 3))
    again = article("c", words((0, 200)).upper() + " end", "The Calder Post", date(2026, 3, 4))
    assert copies([first, update, again]) == {"c": "a"}
    elsewhere = article("b", words((0, 180), (500, 520)), "Vantry Observer", date(2026, 3, 3))
    assert copies([first, elsewhere, again]) == {"b": "a", "c": "a"}


# ---------------------------------------------------------------- which is the original

TEXT = words((0, 200))


@pytest.mark.parametrize("publisher", ["Meridian Wire", "meridian-wire.example", "The Meridian Wire"])
def test_the_credited_agency_is_the_original_however_late(publisher: str) -> None:
    agency = article("z", TEXT, publisher, None)
    others = [article("a", TEXT, "A", DAY, "Meridian Wire"), article("b", TEXT, "B", DAY, "Meridian Wire"),
              article("c", TEXT, "C", date(2026, 1, 1), "C")]  # fmt: skip
    assert copies([agency, *others]) == {"a": "z", "b": "z", "c": "z"}


def test_the_agency_that_most_credit() -> None:
    agencies = [article("x", TEXT, "AP", DAY), article("y", TEXT, "Reuters", date(2026, 3, 3))]
    others = [article("a", TEXT, "A", DAY, "Associated Press", "reuters.com"), article("b", TEXT, "B", DAY, "Reuters")]
    assert copies([*agencies, *others]) == {"x": "y", "a": "y", "b": "y"}


def test_nobody_votes_for_themselves() -> None:
    assert copies([article("a", TEXT, "A", DAY), article("b", TEXT, "B", date(2026, 3, 3), "B")]) == {"b": "a"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (date(2026, 3, 1), DAY),
        (datetime(2026, 3, 2, 9, tzinfo=timezone.utc), datetime(2026, 3, 2, 10, tzinfo=timezone.utc)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=timezone.utc), DAY),  # on one day a known time comes first
        (DAY, datetime(2026, 3, 3, 0, 0, tzinfo=timezone.utc)),
        (date(9999, 12, 31), None),
    ],
)
def test_the_earliest_is_the_original(first: date, second: date | None) -> None:
    assert copies([article("z", TEXT, "", first), article("a", TEXT, "", second)]) == {"a": "z"}


def test_on_one_day_the_one_that_holds_most_of_the_others_is_the_original() -> None:
    # two outlets each change another tenth of the text, so each is nearer to it than to the other
    texts = {
        "z": words((0, 200)),
        "a": words((0, 20), (500, 520), (40, 200)),
        "b": words((0, 160), (600, 620), (180, 200)),
    }
    assert copies([article(name, text, "", DAY) for name, text in texts.items()]) == {"a": "z", "b": "z"}


def test_else_the_longer_and_then_the_lesser_doc_id() -> None:
    # of a pair each may hold as much of the other
    assert copies([article("a", words((0, 110))), article("b", words((0, 200)))]) == {"a": "b"}
    assert copies([article("b", TEXT), article("a", TEXT)]) == {"b": "a"}


# ---------------------------------------------------------------- together

MANY = [
    article("agency", words((0, 200)), "Meridian Wire", date(2026, 3, 1)),
    *(
        article(f"copy{n}", words((0, 200 - 8 * n), (900, 900 + n)), f"O{n}", date(2026, 3, n), "Meridian Wire")
        for n in range(1, 9)
    ),
    article("update", words((0, 150), (500, 560)), "meridian-wire.example", DAY),
    article("follow", words((100, 200), (700, 800)), "X", DAY),
    *(article(f"same{n}", words((300, 450)), f"S{n}", None) for n in range(12)),
    article("empty", ""),
]


@given(st.permutations(range(len(MANY))))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    expected = {f"copy{n}": "agency" for n in range(1, 9)} | {f"same{n}": "same0" for n in range(1, 12)}
    assert copies(MANY[place] for place in order) == expected


def test_all_copies_of_a_text_that_many_printed_are_found() -> None:
    sources = [article("original", words((0, 300)), "", DAY)]
    for number in range(60):
        edited = words((0, 3 * number), (1000 * number, 1000 * number + 20), (3 * number + 20, 300))
        sources.append(article(f"copy{number}", edited, "", date(2026, 3, 3)))
    assert copies(sources) == {f"copy{number}": "original" for number in range(60)}
