"""What is kept between runs: documents as files that the library reads back, and outcomes by what they depend on."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_articles import articles_below

from evals.records import Document, EvalSet, Outcome, Question, Span, Told
from evals.workspace import Answers, Workspace, address, code_digest, digest_of
from rag.records import Article

BAN = Document("ban", "Korea bans seafood", "It banned fish.\n\nIt named no end.", "Daily Tide", date(2013, 9, 9))
RULING = Document("ruling", "WTO rules", "The WTO ruled for Korea.")


def workspace(cache: Path, *documents: Document) -> Workspace:
    return Workspace(cache, EvalSet(name="six", documents=documents), "dev")


def read_back(folder: Path) -> list[Article]:
    return articles_below(folder)


# ------------------------------------------------------------ documents as files


def test_where_a_set_lies(tmp_path: Path) -> None:
    assert workspace(tmp_path).folder == tmp_path / "six-dev"
    folder = workspace(tmp_path, BAN, RULING).articles()
    assert sorted(file.relative_to(tmp_path).as_posix() for file in folder.iterdir()) == [
        "six-dev/articles/ban.md",
        "six-dev/articles/ruling.md",
    ]


def test_the_files_of_a_set_that_has_some_are_copied_and_follow_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "harbour").mkdir(parents=True)
    (corpus / "harbour" / "ban.md").write_text("# Ban\n\nIt was banned.\n", encoding="utf-8")
    own = Workspace(tmp_path / "cache", EvalSet(name="planted", folder=corpus), "dev")
    copy = own.articles() / "harbour" / "ban.md"
    assert copy.read_text(encoding="utf-8") == "# Ban\n\nIt was banned.\n"
    (corpus / "harbour" / "ban.md").unlink()
    own.articles()
    assert not copy.exists()


def test_a_document_as_a_file(tmp_path: Path) -> None:
    file = workspace(tmp_path, BAN).articles() / "ban.md"
    assert file.read_text(encoding="utf-8") == (
        "---\n"
        'title: "Korea bans seafood"\n'
        'publisher: "Daily Tide"\n'
        'url: "https://six.example/ban"\n'
        'published_at: "2013-09-09"\n'
        "---\n\n"
        "It banned fish.\n\nIt named no end.\n"
    )


@pytest.mark.parametrize(
    "title",
    [
        'He said: "No"',
        "Don't: a colon, an 'apostrophe'",
        "“Ich” – Ελλάδα, 日本 🐟",
        "- a dash, # a hash, [brackets], {braces}, & * ! | > % @ `",
        r"C:\new\table",
        "2024",
        "null",
        "---",
    ],
)
def test_titles_are_read_back_as_they_are(tmp_path: Path, title: str) -> None:
    (article,) = read_back(workspace(tmp_path, replace(BAN, title=title, publisher=title)).articles())
    assert (article.title, article.publisher) == (title, title)


def test_every_field_is_read_back(tmp_path: Path) -> None:
    ban, ruling = read_back(workspace(tmp_path, BAN, RULING).articles())
    assert (ban.title, ban.publisher, ban.published_day, ban.text) == (
        BAN.title,
        BAN.publisher,
        BAN.published_at,
        BAN.text,
    )
    assert (ruling.title, ruling.publisher, ruling.published_at, ruling.text) == (RULING.title, "", None, RULING.text)
    assert [ban.url, ruling.url] == [address("ban", "six"), address("ruling", "six")]
    assert address("rgb-1-conflict-2", "rgb").rsplit("/", 1)[-1] == "rgb-1-conflict-2"


@pytest.mark.parametrize("text", ["It banned fish.", "One line.\r\n\r\nAnother."])
def test_an_unchanged_document_is_not_written_again(tmp_path: Path, text: str) -> None:
    documents = (replace(BAN, text=text), RULING)
    file = workspace(tmp_path, *documents).articles() / "ban.md"
    os.utime(file, (1, 1))
    workspace(tmp_path, *documents).articles()
    assert file.stat().st_mtime == 1
    workspace(tmp_path, replace(BAN, text="It banned all fish."), RULING).articles()
    assert file.stat().st_mtime > 1
    assert file.read_text(encoding="utf-8").endswith("\n\nIt banned all fish.\n")


def test_a_document_that_is_gone_goes_and_another_file_stays(tmp_path: Path) -> None:
    folder = workspace(tmp_path, BAN, RULING).articles()
    (folder / "notes.txt").touch()
    workspace(tmp_path, RULING).articles()
    assert sorted(file.name for file in folder.iterdir()) == ["notes.txt", "ruling.md"]


# ------------------------------------------------------------ outcomes

SPAN = Span("ban", 0, 15, "It banned fish.")
FULL = Outcome(
    query_id="q1",
    status="answered",
    written=True,
    query="Who? (Korea)",
    told=(Told("Korea banned “fish”.", (SPAN,)), Told("No end.\u2028No date.")),
    removed=("Xi praised it. (names: not in the cited words: xi)",),
    note="A note.",
    draft="Korea banned fish [1].\x85",
    found=(SPAN, Span("ruling", 3, 8, "WTO 日本")),
    evidence=(SPAN,),
    evidence_tokens=4,
    disagreements=((SPAN, SPAN), (SPAN,)),
    sources=1,
    confidence=-0.25,
    seconds={"sources": 0.5, "stage search": 0.125},
    prompt_tokens=17,
    error="broke",
)
ASKED = Question(query_id="q1", text="Who?", category="single_fact")


@pytest.mark.parametrize("outcome", [FULL, Outcome(query_id="q1")], ids=["full", "empty"])
def test_an_outcome_comes_back_from_the_file_as_it_was(tmp_path: Path, outcome: Outcome) -> None:
    file = tmp_path / "made" / "footnote.jsonl"
    Answers(file, "d1").keep(ASKED, outcome)
    assert Answers(file, "d1").get(ASKED, outcome.written) == outcome
    assert file.read_bytes().count(b"\n") == 1


def test_an_outcome_is_there_at_once(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "footnote.jsonl", "d1")
    assert answers.get(ASKED, True) is None
    answers.keep(ASKED, FULL)
    assert answers.get(ASKED, True) == FULL


@pytest.mark.parametrize("lost", [1, 2, 40, 10_000])
def test_a_last_line_that_was_cut_off_is_passed_over_and_the_next_stands_by_itself(tmp_path: Path, lost: int) -> None:
    """A line that lost only its line feed is whole; the others are cut at the end, in the middle, after a brace."""
    file = tmp_path / "footnote.jsonl"
    second, third = replace(ASKED, text="Why – 日?"), replace(ASKED, text="When?")
    last = Outcome(query_id="日", draft="日")
    answers = Answers(file, "d1")
    answers.keep(ASKED, FULL)
    whole = file.stat().st_size
    answers.keep(second, last)
    os.truncate(file, max(file.stat().st_size - lost, whole + 1))
    again = Answers(file, "d1")
    assert again.get(ASKED, True) == FULL
    assert again.get(second, False) == (last if lost == 1 else None)
    again.keep(third, last)
    assert Answers(file, "d1").get(third, False) == last
    assert Answers(file, "d1").get(ASKED, True) == FULL


def test_a_line_cut_off_within_a_letter(tmp_path: Path) -> None:
    file = tmp_path / "footnote.jsonl"
    answers = Answers(file, "d1")
    answers.keep(ASKED, FULL)
    with file.open("ab") as lines:
        lines.write('{"key": "日'.encode()[:-1])
    assert Answers(file, "d1").get(ASKED, True) == FULL


@pytest.mark.parametrize(
    "change",
    [
        {"query_id": "q2"},
        {"text": "Who else?"},
        {"as_of": date(2024, 3, 8)},
        {"publishers": ("Daily Tide",)},
        {"earlier": ("Who banned it?",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_asked_otherwise_has_another_key(tmp_path: Path, change: dict[str, Any]) -> None:
    answers = Answers(tmp_path / "footnote.jsonl", "d1")
    answers.keep(ASKED, FULL)
    assert answers.get(replace(ASKED, **change), True) is None
    assert answers.get(ASKED, False) is None


def test_what_is_only_known_of_the_right_answer_changes_no_key(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "footnote.jsonl", "d1")
    answers.keep(ASKED, FULL)
    assert answers.get(replace(ASKED, answer="Korea", must=(("Korea",),), status="answered"), True) == FULL


# ------------------------------------------------------------ digests


def test_a_digest_parts_what_differs() -> None:
    assert len(digest_of("a")) == 16
    assert len({digest_of("a"), digest_of("a", "b"), digest_of("ab"), digest_of(["a", "b"]), digest_of()}) == 5
    assert digest_of({"as_of": date(2024, 3, 8)}) == digest_of({"as_of": "2024-03-08"})


def test_a_digest_of_code_is_over_files_and_folders() -> None:
    one, room = code_digest("evals/asking.py"), code_digest("evals/sets")
    assert one == code_digest("evals/asking.py")
    assert len({one, room, code_digest("evals/sets", "evals/asking.py")}) == 3
