"""Receipts as files: what is saved is read back, in both forms; what cannot be is one sentence."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from fake_assistant import about_the_ban, hostile

from rag.cli import cli
from rag.errors import InvalidQuery, RagError, ReceiptUnreadable
from rag.receipts.files import MOST_BYTES, read_receipt, save_receipt
from rag.receipts.markdown import readable

if TYPE_CHECKING:
    from pathlib import Path

ANSWER = replace(
    about_the_ban("1. Does it *stay*?", {}),
    generation="g1",
    answered_at=datetime(2026, 3, 14, 9, 5, tzinfo=timezone.utc),
)


@pytest.mark.parametrize("name", ["a.json", "a.md", "a.receipt.JSON"])
def test_what_is_saved_is_read_back(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("an earlier one")
    saved = save_receipt(ANSWER, file, as_of=date(2026, 3, 14), publishers=["Morning Ledger"])
    assert read_receipt(file) == saved
    assert dict(saved.filters) == {"as_of": "2026-03-14", "publishers": ("Morning Ledger",)}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_line_ends_and_a_mark_of_an_editor_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    saved = save_receipt(ANSWER, file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_receipt(file) == saved


def test_how_it_reads(tmp_path: Path) -> None:
    # This belongs to the format: were it otherwise, files that are saved already would look altered.
    receipt = save_receipt(ANSWER, tmp_path / "a.md")
    assert readable(receipt) == (
        "# 1\\. Does it \\*stay\\*?\n\n"
        "South Korea keeps its ban on Japanese seafood, officials said. [1]\n\n"
        "Tokyo holds that lifting it would ease Seoul’s way into the trade pact. [1]\n\n"
        "A former negotiator disagrees, in an opinion piece. [2]\n\n"
        "The articles do not agree about CPTPP, Seoul:\n\n"
        "- “Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.” [1]\n"
        "- “Lifting the ban on seafood is not needed for membership, a former negotiator argues.” [2]\n\n"
        "[1] The Harbour Post, “Seoul keeps its seafood ban”, 2 March 2026, https://news.example/2026/seoul-keeps-ban\n\n"
        "> Officials said on Monday that it will stay.\n\n"
        "> Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.\n\n"
        "[2] Morning Ledger, “Opinion: Join the pact, and soon”, 20 November 2024, https://opinion.example/join\n\n"
        "> Lifting the ban on seafood is not needed for membership, a former negotiator argues.\n\n"
        f"As of 14 March 2026. Written by qwen2.5-1.5b. Index generation g1, Footnote {receipt.package}.\n\n"
        "`python -m rag verify FILE` says which of these sentences still stand. What it reads:\n"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.txt", "a receipt is saved as .json or .md, and '{path}' ends in neither; change the name"),
        ("no/a.md", "'{path}' is in a folder that is not there; name a file to save the receipt in"),
        ("folder.md", "'{path}' is a folder; name a file to save the receipt in"),
    ],
)
def test_where_nothing_can_be_saved(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(InvalidQuery) as caught:
        save_receipt(ANSWER, tmp_path / name)
    assert str(caught.value) == message.format(path=tmp_path / name)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    name = "a" * 252 + ".md"  # the longest name that a folder takes has 255 bytes; one is needed beside it
    with pytest.raises(RagError) as caught:
        save_receipt(ANSWER, tmp_path / name)
    assert str(caught.value) == f"the receipt cannot be saved as '{tmp_path / name}': File name too long"
    assert [*tmp_path.iterdir()] == []


NOTHING = "it holds no receipt: neither JSON nor Markdown with a block ```json footnote-receipt"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"\xff\xfe{", "it is not UTF-8 text, at byte 0"),
        (b"x" * (MOST_BYTES + 1), "it has more than 2,000,000 bytes, which no receipt has"),
        (b"# Hello", NOTHING),
        (b"5", NOTHING),
        (b"```json footnote-receipt\n{}\n```\n\n```json footnote-receipt\n{}\n```\n",
         "it holds 2 receipts; keep each in a file of its own"),
        (b"{}", "it is JSON, but no receipt, which has a field format with 'footnote-receipt/1'"),
        (b"```json footnote-receipt\n{\n```\n",
         "it is not JSON: Expecting property name enclosed in double quotes in line 1"),
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_one_sentence_and_exit_code_1(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(data)
    whole = f"'{file}' cannot be verified: {message}"
    with pytest.raises(ReceiptUnreadable) as caught:
        read_receipt(file)
    assert str(caught.value) == whole
    done = CliRunner().invoke(cli, ["verify", str(file)])
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"Error: {whole}\n")


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "a.md", "No such file or directory"), (tmp_path, "Is a directory")):
        done = CliRunner().invoke(cli, ["verify", str(path)])
        assert (done.exit_code, done.stderr) == (1, f"Error: '{path}' cannot be read: {reason}\n")


def test_wrong_use_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["ask", "Who?", "--save", "answer.txt", "--models", str(tmp_path)])
    message = "a receipt is saved as .json or .md, and 'answer.txt' ends in neither; change the name"
    assert (done.exit_code, done.stderr) == (2, f"Error: {message}\n")
    assert CliRunner().invoke(cli, ["verify"]).exit_code == 2


def test_a_hostile_answer_is_saved_in_both_forms(tmp_path: Path) -> None:
    for name in ("a.json", "a.md"):
        saved = save_receipt(hostile("<b>?</b>\n```\n"), tmp_path / name)
        assert read_receipt(tmp_path / name) == saved


def test_the_file_is_as_readable_as_others(tmp_path: Path) -> None:
    save_receipt(ANSWER, tmp_path / "a.json")
    (tmp_path / "other").touch()
    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "other").stat().st_mode or os.name == "nt"
