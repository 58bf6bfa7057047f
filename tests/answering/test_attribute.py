"""Whose word a sentence is, and of when: opinions, speakers, news that says the same, offices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fakes_chat import checked, info, numbers_of, told, wrote

from rag.answering.cite import citation
from rag.answering.support.attribute import attributed, opinion_label
from rag.answering.support.office import old_office
from rag.answering.support.reported import reported
from rag.answering.verify import verify
from rag.records import CheckedSentence

COLUMN = info("col", publisher="Public Square", authors=("Odo Farrimond",), kind="opinion", title="Built for ribbons")
NEWS = info("news", publisher="Harbour Post", kind="news", title="Bridge put off")
TOLD = told(
    (COLUMN, "Gannoway left a third of the steel out of the pylon to save money."),
    (COLUMN, "The bridge will open nine months late."),
    (NEWS, "The opening of the bridge will be nine months late, the ministry said."),
    (NEWS, "“I would rather open a bridge late than bury a train,” the minister, Runa Teverell, told reporters."),
    (NEWS, "The crack will cost 200 million velms, he said."),
    (NEWS, "Lee Jae-myung said that the ban on seafood will stay."),
    (NEWS, "The pylon cracked in October."),
)
NUMBERS = numbers_of(TOLD)


def answered(text: str, *numbers: int) -> CheckedSentence:
    found = verify(wrote(text, *numbers), TOLD, NUMBERS)
    assert found.support == "supported", found
    return attributed(found, TOLD, NUMBERS)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("President Lee said that public trust is the main barrier.", "President Lee said"),
        ("The ministry said on Monday that the ban would stay.", "the ministry said"),
        ("On Monday the ministry warned that the ban would stay.", "the ministry said"),
        ("Officials say that the ban will stay for years.", "officials say"),
        ("The bridge will open in June 2027, the ministry said.", "the ministry said"),
        ("TESSALY, March 11 — The bridge will open in June 2027, the ministry said on Tuesday.", "the ministry said"),
        ("“Three percent is a tip, not a rise,” said Hanno B. Silvey, the union's secretary.", "Hanno B. Silvey said"),
        ("“A bridge late, not a train buried,” the minister, Runa Teverell, told reporters.", "Runa Teverell said"),
        ("“I will treat its twin as failed,” Hedda Carrow, the chief inspector, said in Calder.", "Hedda Carrow said"),
        ("Ada Holm, a historian who advised the ministry, said that the dating mattered less.", "Ada Holm said"),
        ("There are now 47 cases in Brindle, the medical office says.", "the medical office says"),
        ("Brindle had 164 cases by 17 June, according to the Health Ministry.", "according to the Health Ministry"),
        ("According to Lee, the ban hurts trade.", "according to Lee"),
        # somebody says it, but the sentence does not name them
        ("“There is no second purse,” he said.", ""),
        ("He also said that the ban would stay.", ""),
        ("“We lost a price war,” he said, and went home to sleep before the tide.", ""),
        ("“We have lost one chair, not the table,” she said of the recount.", ""),
        ("It speaks of foul water, says that the plan is unsafe, and asks for samples.", ""),
        ("Lee met Kim in Oslo and said that the ban would stay.", ""),
        # what stands there is more than a name
        ("In Tokyo on Monday Lee said that the ban stays.", None),
        ("The mask is 3,100 years old, according to tests by the laboratory made public on Wednesday.", None),
        ("The firm will cut 1,750 jobs, Mr Unwick said on Thursday, 350 more than it announced in November.", None),
        ("The council knew from last autumn that the cistern was foul and said nothing, to protect the trade.", None),
        # told by the article itself
        ("Rain fell in Oslo.", None),
        ("The ministry raised the official cost of the bridge to 2.9 billion velms.", None),
    ],
)
def test_who_a_sentence_has_say_it(text: str, tag: str | None) -> None:
    report = reported(text)
    assert (report.tag if report else None) == tag


def test_what_is_said_among_other_things_ends_with_its_clause() -> None:
    report = reported("It speaks of foul water, says that the plan is unsafe, and asks for samples.")
    assert report
    assert (report.verb, report.told) == ("says", "the plan is unsafe")


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        # the speaker is dropped, and put back
        ("The opening of the bridge will be nine months late.", 3, "{}, the ministry said."),
        ("The ban on seafood will stay.", 6, "{}, Lee Jae-myung said."),
        # the sentence says whose word it is, or names the speaker, or the article tells it itself
        ("The ministry said that the opening will be nine months late.", 3, "{}."),
        ("The opening of the bridge will be nine months late, according to the ministry.", 3, "{}."),
        ("Lee wants the ban on seafood to stay.", 6, "{}."),
        ("The pylon cracked in October.", 7, "{}."),
        ("“I would rather open a bridge late than bury a train.”", 4, None),
    ],
)
def test_what_a_speaker_said_stays_said_by_them(text: str, number: int, shown: str | None) -> None:
    found = answered(text, number)
    assert found.text == (shown.format(text.removesuffix(".")) if shown else text)
    assert found.attribution == ""


def test_a_speaker_that_the_cited_words_leave_open_is_a_label() -> None:
    found = answered("The crack will cost 200 million velms.", 5)
    assert found.text == "The crack will cost 200 million velms."
    assert found.attribution == "somebody’s words, reported by Harbour Post"


def test_two_articles_of_which_one_tells_it_itself_need_no_speaker() -> None:
    both = told((NEWS, "The bridge will open in May, the ministry said."), ("b", "The bridge will open in May."))
    found = attributed(verify(wrote("The bridge will open in May.", 1, 2), both, numbers_of(both)), both, {})
    assert (found.text, found.attribution) == ("The bridge will open in May.", "")


def test_an_opinion_is_labelled_and_never_a_plain_fact() -> None:
    found = answered("Gannoway left a third of the steel out of the pylon.", 1)
    assert found.attribution == "opinion of Odo Farrimond, Public Square"
    assert [item.doc_id for item in found.citations] == ["col"]


@pytest.mark.parametrize(
    "text",
    [
        "Odo Farrimond claims that Gannoway left a third of the steel out of the pylon.",
        "In an opinion piece, Gannoway is said to have left a third of the steel out.",
        "Public Square has it that Gannoway left a third of the steel out.",
    ],
)
def test_an_opinion_that_says_whose_it_is_needs_no_label(text: str) -> None:
    found = attributed(checked(text), TOLD, NUMBERS)
    assert found.attribution == ""
    assert opinion_label(text, [COLUMN]) == ""


def test_news_that_says_the_same_is_cited_in_the_place_of_the_opinion() -> None:
    found = answered("The bridge will open nine months late.", 2)
    assert [item.doc_id for item in found.citations] == ["news"]
    assert (found.text, found.attribution) == ("The bridge will open nine months late, the ministry said.", "")


def test_news_beside_the_opinion_that_does_not_bear_it_does_not_make_it_a_fact() -> None:
    found = answered("Gannoway left a third of the steel out of the pylon.", 1, 7)
    assert found.attribution == "opinion of Odo Farrimond, Public Square"


def test_an_opinion_without_author_or_outlet_is_still_one() -> None:
    assert (
        opinion_label("Steel was left out.", [info("x", publisher="", kind="opinion")]) == "opinion, unnamed publisher"
    )
    assert opinion_label("Steel was left out.", []) == ""


OLD = info("old", date(2023, 3, 16), publisher="Harbour Post")
HOLM = "Ada Holm, the leader of the opposition, called the plan a humiliation."
ELECTED = "Ada Holm took office as president on 4 June 2025."


@pytest.mark.parametrize(
    ("text", "newest", "label"),
    [
        ("Ada Holm is the leader of the opposition.", date(2025, 6, 5), "as of 16 March 2023"),
        ("Ada Holm leads the opposition.", date(2025, 6, 5), "as of 16 March 2023"),
        ("Ada Holm is the leader of the opposition.", date(2023, 6, 5), ""),  # nothing is much later
        ("Ada Holm was the leader of the opposition.", date(2025, 6, 5), ""),
        ("In 2023 Ada Holm is the leader of the opposition.", date(2025, 6, 5), ""),
        ("Ada Holm called the plan a humiliation.", date(2025, 6, 5), ""),
    ],
)
def test_an_office_told_by_an_outlived_article_gets_its_day(text: str, newest: date, label: str) -> None:
    evidence = told((OLD, HOLM), (info("new", newest), ELECTED))
    assert attributed(checked(text), evidence, numbers_of(evidence)).attribution == ""  # it cites neither
    cited = replace(checked(text), citations=(citation(evidence[0], numbers_of(evidence)),))
    assert attributed(cited, evidence, numbers_of(evidence)).attribution == label


def test_an_office_that_a_newer_article_tells_too_needs_no_day() -> None:
    evidence = told((OLD, HOLM), (info("new", date(2025, 6, 5)), "Ada Holm leads the opposition."))
    assert old_office("Ada Holm leads the opposition.", evidence, evidence) == ""


def test_what_is_not_supported_is_left_alone() -> None:
    gone = verify(wrote("Xi left the steel out.", 1), TOLD, NUMBERS)
    assert attributed(gone, TOLD, NUMBERS) == gone
