"""Older states of the evidence: which later sentence replaces them, and what a reader is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes_chat import checked, evidence_of, info, numbers_of, ranking_of, told, wrote
from test_other_side import ranking

from rag.answering.claims.newer import MARGIN, newer_articles
from rag.answering.claims.newest import labelled, other_states, untold, with_newest
from rag.answering.claims.speaker_before import with_speakers
from rag.answering.claims.states import not_withdrawn, replaced
from rag.answering.verify import verify
from rag.records import ArticleInfo, CheckedSentence, EvidenceSentence

MAY, JUNE, JULY = date(2024, 5, 10), date(2024, 6, 20), date(2024, 7, 1)


def tide(day: date, doc_id: str = "", **fields: str) -> ArticleInfo:
    return info(doc_id or f"tide-{day}", day, **{"publisher": "Daily Tide", "kind": "news", **fields})


def post(day: date, **fields: str) -> ArticleInfo:
    return tide(day, f"post-{day}", **{"publisher": "Evening Post", **fields})


@pytest.mark.parametrize(
    ("older", "newer", "words"),
    [
        # the same outlet, the same state
        (
            (tide(MAY), "The official cost of the Ferrand bridge is now 12 million euros."),
            (tide(JUNE), "The official cost of the Ferrand bridge is now 15 million euros."),
            "15 million euros",
        ),
        # whoever tells a value with the one that it replaces
        (
            (tide(MAY), "The official cost of the Ferrand bridge is 12 million euros."),
            (post(JUNE), "The ministry raised the official cost of the bridge to 15 million euros, from 12 million."),
            "15 million euros",
        ),
        (
            (tide(MAY), "The regulator has limited the output of the plant to 58 megawatts."),
            (post(JUNE), "The regulator cut the limit on the plant's output to 31 megawatts, from 58 megawatts."),
            "31 megawatts",
        ),
    ],
)
def test_a_later_report_replaces_an_older_state(
    older: tuple[ArticleInfo, str], newer: tuple[ArticleInfo, str], words: str
) -> None:
    both = told(older, newer)
    (later,) = replaced(both)
    assert (later.older, later.newer, later.words) == (both[0], both[1], words)
    assert later.label == f"later report of 20 June 2024 says “{words}”"
    assert not_withdrawn([1], [later]) == {1}  # it was so then


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        # another outlet that does not tell of a change: a disagreement
        (
            (tide(MAY), "The official cost of the Ferrand bridge is now 12 million euros."),
            (post(JUNE), "The official cost of the Ferrand bridge is now 15 million euros."),
        ),
        # the same day, and the same value
        (
            (tide(MAY), "The official cost of the Ferrand bridge is now 12 million euros."),
            (tide(MAY, "tide-2"), "The official cost of the Ferrand bridge is now 15 million euros."),
        ),
        (
            (tide(MAY), "The official cost of the Ferrand bridge is now 12 million euros."),
            (tide(JUNE), "The official cost of the Ferrand bridge is still 12 million euros."),
        ),
        # what happens again and again
        (
            (tide(MAY), "Shares in the Ferrand bridge company are now at 12 euros."),
            (tide(JUNE), "Shares in the Ferrand bridge company are now at 15 euros."),
        ),
        # a value of long ago, which stays true
        (
            (tide(MAY), "At the last election, in October 2020, only 64.9 percent of those entitled to vote did so."),
            (post(JUNE), "Turnout at the election among those entitled was 71.4 percent, up from 64.9 percent."),
        ),
    ],
)
def test_what_only_looks_like_a_replacement(older: tuple[ArticleInfo, str], newer: tuple[ArticleInfo, str]) -> None:
    assert replaced(told(older, newer)) == []


def test_only_the_value_that_moved_is_replaced_not_another_of_its_sentence() -> None:
    older = "The repair costs 2 million euros and lifts the official cost of the bridge to 12 million euros."
    both = told((tide(MAY), older), (tide(JUNE), NEW))
    assert [later.values[0].words for later in replaced(both) if later.values] == ["12 million euros"]


def test_the_newest_of_several_replaces() -> None:
    cost = "The official cost of the Ferrand bridge is now {} million euros."
    every = told(*((tide(day), cost.format(value)) for day, value in ((MAY, 12), (JUNE, 15), (JULY, 18))))
    assert [(later.older.number, later.words) for later in replaced(every)] == [
        (1, "18 million euros"),
        (2, "18 million euros"),
    ]


NOTICE = tide(JUNE, title="Correction: bonuses at the tramways")
BONUS = "The tramways paid its managers bonuses of 1.2 million euros in August."


@pytest.mark.parametrize(
    ("older", "notice", "words"),
    [
        (
            BONUS,
            (
                "The article said that the tramways paid its managers bonuses of 1.2 million euros in August.",
                "That is wrong: the bonuses came to 120,000 euros, and we withdraw the higher figure.",
            ),
            "120,000 euros",
        ),
        # most of what the sentence tells besides is not told again, but the value and all the notice says of it is
        (
            "The Ferrand tramways paid its managers bonuses of 1.2 million euros in August, a month before they called "
            "what drivers demanded unaffordable and broke off every talk with them.",
            (
                "The article said that managers were paid bonuses of 1.2 million euros in August.",
                "That is wrong: the bonuses came to 120,000 euros, and we withdraw the higher figure.",
            ),
            "120,000 euros",
        ),
        (
            "The mask is 3,100 years old, according to tests by a laboratory.",
            ("The article was wrong to say that the mask is 3,100 years old; the laboratory dated it to 2,300 years.",),
            "2,300 years",
        ),
        (
            "The leaked paper was put online by a teacher at Weir Street School, two people told us.",
            (
                "We reported that the leaked paper was put online by a teacher at Weir Street School.",
                "That was wrong, and we withdraw it.",
            ),
            "That was wrong, and we withdraw it.",
        ),
    ],
)
def test_a_correction_replaces_what_it_withdraws(older: str, notice: tuple[str, ...], words: str) -> None:
    every = told((tide(MAY), older), *((NOTICE, text) for text in notice))
    (later,) = [later for later in replaced(every) if later.older == every[0]]
    assert later.label == f"correction of 20 June 2024 says “{words}”"
    assert not_withdrawn([1, 9], [later]) == {later.newer.number, 9}


@pytest.mark.parametrize(
    ("older", "notice"),
    [
        (
            (tide(MAY), BONUS),
            (NOTICE, "The rest stands, and so do bonuses of 120,000 euros that the tramways paid in August."),
        ),
        (
            (post(MAY), BONUS),
            (NOTICE, "It was wrong that the tramways paid its managers bonuses of 1.2 million euros."),
        ),
        (
            (tide(JULY), BONUS),
            (NOTICE, "It was wrong that the tramways paid its managers bonuses of 1.2 million euros."),
        ),
        ((tide(MAY), "Drivers want shorter hours and a rise of 9 percent in their pay."), (NOTICE, "A sum was wrong.")),
    ],
)
def test_what_a_correction_does_not_withdraw(older: tuple[ArticleInfo, str], notice: tuple[ArticleInfo, str]) -> None:
    assert replaced(told(older, notice)) == []


SAID = "Our report of May 20 said that the drivers stopped work on 41 days this year."


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ((SAID, "The union's records show that they stopped work on 14 days."), "14 days"),
        ((SAID, "We had misread a table.", "The drivers stopped work on 14 days."), "14 days"),
        ((SAID, "That is wrong: the drivers stopped work on 14 days."), None),  # it leans on what was wrong
        ((SAID, "Two people told us so."), None),
        (("Our report said that 12 trams were damaged.", "Three people were hurt."), None),
        (("The drivers stopped work on 41 days this year.", "They stopped work on 14 days."), None),
    ],
)
def test_a_notice_that_tells_its_mistake_gives_way_to_what_sets_it_right(
    notice: tuple[str, ...], words: str | None
) -> None:
    every = told(*((NOTICE, text) for text in notice))
    assert [later.words for later in replaced(every) if later.older == every[0]] == ([words] if words else [])
    plain = told(*((tide(JUNE), text) for text in notice))
    assert replaced(plain) == []


OLD, NEW = (
    "The official cost of the Ferrand bridge is 12 million euros.",
    "The ministry raised the official cost of the bridge to 15 million euros, from 12 million.",
)
TWO = told((tide(MAY), OLD), (post(JUNE), NEW))
NUMBERS = numbers_of(TWO)


def said(text: str, *numbers: int) -> CheckedSentence:
    return labelled(verify(wrote(text, *numbers), TWO, NUMBERS), replaced(TWO), NUMBERS)


def test_a_sentence_with_the_older_state_is_told_what_is_reported_since() -> None:
    found = said("The bridge costs 12 million euros.", 1)
    assert found.superseded == "later report of 20 June 2024 says “15 million euros”"
    assert [item.quote for item in found.citations] == [OLD, NEW]  # the words of the label can be followed, too
    assert said("The cost was raised to 15 million euros, from 12 million.", 2).superseded == ""
    assert said("The Ferrand bridge has an official cost.", 1).superseded == ""


def test_the_newest_state_is_told_where_the_draft_told_an_older_one_only() -> None:
    old, new = said("The bridge costs 12 million euros.", 1), said("It was raised to 15 million euros.", 2)
    (added,) = untold([old], replaced(TWO), NUMBERS)
    assert (added.text, added.check, [item.quote for item in added.citations]) == (NEW, "verbatim", [NEW])
    assert untold([old, new], replaced(TWO), NUMBERS) == ()
    assert untold([checked("It rained.")], replaced(TWO), NUMBERS) == ()


def test_the_newest_state_is_shown_and_for_a_change_the_others_too() -> None:
    six = told((tide(MAY), OLD), (post(JUNE), NEW), (tide(date(2024, 1, 2), "x"), OLD.replace("12", "9")))
    evidence = evidence_of(six)
    best = evidence.best[:1]
    assert other_states(evidence, replaced(six), "What does the bridge cost now?", best) == {2}
    assert other_states(evidence, replaced(six), "How has the official cost of the bridge moved?", best) == {2, 3}


def test_what_replaces_the_evidence_is_added_to_it() -> None:
    evidence = evidence_of(TWO[:1])
    added = with_newest(evidence, ranking(*TWO))
    assert [(item.sentence.text, item.neighbour) for item in added.sentences] == [(OLD, False), (NEW, True)]
    assert with_newest(evidence_of(TWO), ranking(*TWO)) == evidence_of(TWO)


@pytest.mark.parametrize(
    ("last", "added"),
    [
        ("“There is no second purse,” he said.", True),
        ("“We are not against big companies; we are against lonely customers.”", True),
        ("“There is no second purse,” Ada Holm said.", False),
        ("There is no second purse in the house.", False),
    ],
)
def test_the_sentence_that_names_the_speaker_is_added(last: str, added: bool) -> None:
    both = told("Ada Holm runs the finances of the tramways.", last)
    evidence = with_speakers(evidence_of((replace(both[1], number=1),)), ranking(*both))
    assert [item.sentence.text for item in evidence.sentences] == ([both[0].sentence.text] * added) + [last]


# ------------------------------------------------------------ newer articles


def found(*items: EvidenceSentence, used: str = "tide-2024-05-10", threshold: float = 0.0) -> list[str]:
    newer = newer_articles(evidence_of(items[:1]), ranking(*items), [used], threshold)
    return [article.doc_id for article in newer]


def test_a_newer_article_that_was_not_used_is_named() -> None:
    assert found(*TWO) == ["post-2024-06-20"]
    assert found(*TWO, used="post-2024-06-20") == []  # an older one is no warning
    assert found(*TWO, threshold=4.5) == []  # it may not answer: its passage has a score of 4


def test_copies_opinions_and_what_is_far_below_the_best_are_no_warning() -> None:
    copy = tide(JUNE, copy_of="tide-2024-05-10")
    column = tide(JUNE, kind="opinion")
    undated = info("none", None)
    assert found(*told((tide(MAY), OLD), (copy, OLD), (column, NEW), (undated, NEW))) == []
    between = [(tide(MAY), f"It rained on day {n} of the month.") for n in range(int(MARGIN) + 2)]
    assert found(*told((tide(MAY), OLD), *between, (post(JUNE), NEW))) == []


def test_two_copies_of_a_newer_text_count_once_and_two_are_named_at_most() -> None:
    copy = post(JULY, copy_of="post-2024-06-20")
    assert found(*told((tide(MAY), OLD), (post(JUNE), NEW), (copy, NEW))) == ["post-2024-06-20"]


def test_without_a_day_or_a_ranking_nothing_is_newer() -> None:
    assert newer_articles(evidence_of(TWO), (), ["tide-2024-05-10"], 0.0) == ()
    assert newer_articles(evidence_of(TWO), ranking_of("a"), [], 0.0) == ()
