"""A receipt against a real index: what stands, what changed, what vanished, and what can never have been so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from rag import read_receipt, replay, save_receipt
from rag.library import Library
from rag.receipts.form import to_json
from rag.receipts.receipt import Receipt, receipt_of, sha256
from rag.receipts.replay import Objection, Replay
from rag.records import day_in_words
from receipts.conftest import DRAFT, forged
from receipts.test_receipt_form import receipts

if TYPE_CHECKING:
    from pathlib import Path

    from receipts.conftest import Ask

BAN = "ban-4b8c941d"
BANNED = "South Korea banned seafood from eight Japanese prefectures."
LEAKS = "The ban followed leaks at the Fukushima plant."


def verdicts(found: Replay) -> list[str]:
    return [item.verdict for item in found.sentences]


def states(found: Replay) -> list[list[str]]:
    return [[each.state for each in item.citations] for item in found.sentences]


def change(six: Path, library: Library, before: str, after: str) -> None:
    file = six / "ban.md"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    library.sync([six])


def today() -> str:
    return day_in_words(datetime.now(timezone.utc).date())


# ------------------------------------------------------------ the articles


@pytest.mark.parametrize("ending", ["json", "md"])
def test_what_was_just_saved_stands(ask: Ask, library: Library, tmp_path: Path, ending: str) -> None:
    saved = save_receipt(ask(published_after="2000-01-01"), tmp_path / f"a.{ending}", published_after="2000-01-01")
    receipt = read_receipt(tmp_path / f"a.{ending}")
    assert receipt == saved
    assert (receipt.generation, dict(receipt.filters)) == (library.store.generation, {"published_after": "2000-01-01"})
    assert {item.doc_id for item in receipt.evidence} == {source.article.doc_id for source in receipt.articles}
    found = replay(receipt, library)
    assert (found.stands, verdicts(found), states(found)) == (True, ["stands"] * 2, [["verbatim"], ["verbatim"]])
    assert str(found).splitlines()[-1] == "2 of 2 sentences stand; the index has not changed since."


@pytest.mark.parametrize("draft", [DRAFT, ""], ids=["written", "extractive"])
def test_every_answer_stands_against_the_index_it_came_from(ask: Ask, library: Library, draft: str) -> None:
    for question in ("Who banned seafood from Japanese prefectures?", "What did the WTO rule in the seafood dispute?"):
        found = replay(receipt_of(ask(question, draft)), library)
        assert found.sentences
        assert (found.stands, found.altered) == (True, ())


def test_a_refusal_has_nothing_to_check(ask: Ask, library: Library) -> None:
    receipt = receipt_of(ask("hello"))
    found = replay(receipt, library)
    assert found.stands
    assert str(found).splitlines()[-2:] == [
        "",
        f"There is no sentence to check; the index is of generation {library.store.generation}, it was not said.",
    ]
    assert f"It gave no answer: {receipt.refusal}" in str(found).splitlines()
    looked = receipt_of(ask("Zebras?"))
    assert (looked.status, looked.generation) == ("not_in_corpus", library.store.generation)


def test_words_that_moved_stand(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, "South Korea banned", "It was so. South Korea banned")
    found = replay(receipt, library)
    assert (found.stands, states(found)) == (True, [["moved"], ["moved"]])
    first = found.sentences[0].citations[0]
    assert first.start == 11
    assert str(first) == f"moved to 11, word for word, the article changed on {today()}"


def test_an_article_that_changed_elsewhere_stands(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, "Fukushima plant.", "Fukushima plant. Nothing has changed since.")
    found = replay(receipt, library)
    assert (found.stands, states(found)) == (True, [["verbatim"], ["verbatim"]])
    assert str(found.sentences[0].citations[0]) == f"verbatim, the article changed on {today()}"


def test_words_that_changed_are_shown_beside_those_of_today(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, "eight", "nine")
    found = replay(receipt, library)
    assert (found.stands, verdicts(found)) == (False, ["changed", "stands"])
    first = found.sentences[0]
    assert (first.own, first.now) == (None, Objection("numbers and dates", "not in the cited words: 8"))
    assert first.citations[0].now == BANNED.replace("eight", "nine")
    assert str(found) == (
        f"Receipt of {day_in_words(receipt.answered_at)}, {receipt.answered_at:%H:%M} UTC: {receipt.question}\n"  # type: ignore[arg-type]
        "\n"
        "changed      South Korea banned seafood from eight prefectures.\n"
        "             The words that stand there now do not bear it out: "
        "not in the cited words: 8 (numbers and dates).\n"
        f"             [1] changed on {today()}: “{BANNED}”\n"
        f"                 now: “{BANNED.replace('eight', 'nine')}”\n"
        "                 Daily Tide, “Korea bans seafood”, 9 September 2013\n"
        "\n"
        "stands       The ban followed leaks at Fukushima.\n"
        f"             [1] moved to 59, word for word, the article changed on {today()}: “{LEAKS}”\n"
        "                 Daily Tide, “Korea bans seafood”, 9 September 2013\n"
        "\n"
        f"1 of 2 sentences stand: 1 changed; the index is of generation {library.store.generation}, "
        f"it was {receipt.generation}."
    )


def test_changed_words_may_still_bear_the_sentence_out(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, "Japanese prefectures", "prefectures of Japan")
    first = replay(receipt, library).sentences[0]
    assert (first.verdict, first.own, first.now) == ("changed", None, None)
    assert first.citations[0].now == "South Korea banned seafood from eight prefectures of Japan."


def test_words_that_nothing_is_like_any_more(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, BANNED, "Nothing of this kind was done.")
    first = replay(receipt, library).sentences[0]
    assert (first.verdict, first.citations[0].state, first.citations[0].now) == ("changed", "changed", "")
    assert first.now == Objection("citation", "it cites no sentence of the articles")


def test_a_withdrawn_article_has_vanished(receipt: Receipt, six: Path, library: Library) -> None:
    (six / "ban.md").unlink()
    library.sync([six])
    found = replay(receipt, library)
    assert (found.stands, verdicts(found)) == (False, ["vanished", "vanished"])
    assert str(found.sentences[0].citations[0]) == f"withdrawn on {today()}"


def test_an_index_that_never_had_the_article_says_so(receipt: Receipt, library: Library) -> None:
    elsewhere = json.loads(to_json(receipt).replace(BAN, "other-1"))
    found = replay(forged(receipt, lambda data: data.update(elsewhere)), library)
    assert verdicts(found) == ["vanished", "vanished"]
    assert str(found.sentences[0].citations[0]) == "vanished: this index has no such article"


def test_a_disagreement_is_checked_too(receipt: Receipt, six: Path, library: Library) -> None:
    def add(data: dict[str, Any]) -> None:
        cited = [each for item in data["sentences"] for each in item["citations"]]
        data["compared"] = [{"kind": "disagreement", "about": "x", "values": ["eight", "leaks"], "citations": cited}]

    told = forged(receipt, add)
    assert [item.verdict for item in replay(told, library).compared] == ["stands"]
    other = forged(told, lambda data: data["compared"][0].update(values=["nine", "leaks"]))
    assert [item.verdict for item in replay(other, library).compared] == ["altered"]
    change(six, library, "leaks", "spills")
    found = replay(told, library)
    assert ([item.verdict for item in found.compared], found.stands) == (["changed"], False)
    assert "1 of 1 comparisons do not;" in str(found).splitlines()[-1]


# ------------------------------------------------------------ the receipt


def test_a_change_without_a_new_digest_is_noticed(receipt: Receipt, library: Library) -> None:
    found = replay(replace(receipt, model="somebody"), library)
    assert (found.stands, verdicts(found)) == (False, ["stands", "stands"])
    assert found.altered == ("It was altered after it was saved: its digest does not fit what is in it.",)
    assert str(found).splitlines()[-1].endswith(" The receipt itself was altered.")


def test_a_number_in_a_sentence_is_caught_though_the_digest_fits(receipt: Receipt, library: Library) -> None:
    text = "South Korea banned seafood from nine prefectures."
    found = replay(forged(receipt, lambda data: data["sentences"][0].update(text=text)), library)
    first = found.sentences[0]
    assert (found.altered, found.stands, verdicts(found)) == ((), False, ["unsupported", "stands"])
    assert first.own == Objection("numbers and dates", "not in the cited words: 9")
    line = "Its own quotes do not bear it out: not in the cited words: 9 (numbers and dates)."
    assert line in [line.strip() for line in str(found).splitlines()]


def test_a_word_in_an_extractive_sentence_is_caught(ask: Ask, library: Library) -> None:
    receipt = receipt_of(ask(draft=""))
    text = receipt.sentences[0].text.replace("banned", "allowed")
    found = replay(forged(receipt, lambda data: data["sentences"][0].update(text=text)), library)
    assert found.sentences[0].own == Objection("verbatim", "it is not word for word what it cites")
    assert found.sentences[0].verdict == "unsupported"


def quote(data: dict[str, Any], words: str, **more: Any) -> None:
    data["sentences"][0]["citations"][0].update(quote=words, **more)


NINE = BANNED.replace("eight", "nineX")  # as long as what it replaces
SHORTER = BANNED.replace("eight", "nine")


@pytest.mark.parametrize(
    ("change_it", "why"),
    [
        (lambda data: quote(data, NINE), "the quote is not the one that was saved, its sha256 is another"),
        (lambda data: quote(data, SHORTER, sha256=sha256(SHORTER)), "the quote has 58 characters, its place 59"),
        (lambda data: quote(data, NINE, sha256=sha256(NINE)),
         "the article has not changed since, and these words do not stand there"),
        (lambda data: quote(data, BANNED, start=1, end=1 + len(BANNED)),
         "the article has not changed since, and these words do not stand there"),
    ],
)  # fmt: skip
def test_a_quote_that_never_stood_there(receipt: Receipt, library: Library, change_it: Any, why: str) -> None:
    found = replay(forged(receipt, change_it), library)
    assert (found.stands, verdicts(found)[0]) == (False, "altered")
    assert (found.sentences[0].citations[0].state, found.sentences[0].citations[0].why) == ("altered", why)
    assert f"altered: {why}" in str(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Another"), ("publisher", "Post"), ("url", "https://x.example"), ("published_at", "2014-01-01")],
)
def test_another_field_of_an_unchanged_article(receipt: Receipt, library: Library, name: str, value: str) -> None:
    place = next(row for row, source in enumerate(receipt.articles) if source.article.doc_id == BAN)
    found = replay(forged(receipt, lambda data: data["articles"][place].update({name: value})), library)
    assert found.altered == (f"It gives another {name} than the article {BAN}, which has not changed since.",)
    assert not found.stands


def test_evidence_that_was_never_there_vouches_for_nothing(receipt: Receipt, library: Library) -> None:
    place = next(row for row, item in enumerate(receipt.evidence) if item.doc_id == BAN)
    text = receipt.evidence[place].text.replace("South", "North")

    def forge(data: dict[str, Any]) -> None:
        data["evidence"][place].update(text=text)

    found = replay(forged(receipt, forge), library)
    assert found.altered == (f"Sentence {place + 1} of its evidence never stood in article {BAN}.",)
    assert not found.stands


def test_text_above_the_block_that_says_something_else(ask: Ask, library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    save_receipt(ask(), file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("from eight prefectures", "from nine prefectures", 1), encoding="utf-8")
    found = replay(read_receipt(file), library)
    assert verdicts(found) == ["stands", "stands"]
    assert found.altered == (
        "The text above the receipt is not what the receipt says; what is checked here is the receipt.",
    )


def test_signs_that_a_terminal_obeys_are_not_printed(receipt: Receipt, library: Library) -> None:
    bad = "\x1b[2Jgone\u202e\nsecond line\x07"
    found = replay(
        forged(receipt, lambda data: data.update(question=bad) or data["sentences"][0].update(text=bad)), library
    )
    assert str(found).splitlines()[0].endswith(": [2Jgone second line")
    assert not {"\x1b", "\x07", "\u202e"} & set(str(found))


def test_what_came_of_it_as_json(receipt: Receipt, six: Path, library: Library) -> None:
    change(six, library, "eight", "nine")
    found = json.loads(json.dumps(replay(receipt, library).to_dict()))
    assert [*found] == ["stands", "question", "answered_at", "generation", "altered", "sentences", "compared"]
    first = found["sentences"][0]
    assert (first["verdict"], first["own"], first["now"]["check"]) == ("changed", None, "numbers and dates")
    assert first["citations"][0] == {
        "doc_id": BAN,
        "quote": BANNED,
        "state": "changed",
        "on": datetime.now(timezone.utc).date().isoformat(),
        "start": 0,
        "now": BANNED.replace("eight", "nine"),
        "why": "",
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(receipts())
def test_a_receipt_of_anything_is_checked_without_an_error(six_library: Library, made: Receipt) -> None:
    found = replay(made, six_library)
    fallen = [item for item in (*verdicts(found), *(item.verdict for item in found.compared)) if item != "stands"]
    assert found.stands == (not found.altered and not fallen)
    assert json.loads(json.dumps(found.to_dict()))["stands"] is found.stands
    assert str(found).splitlines()[0].startswith("Receipt")
