"""The command line before any model is loaded: help and how quickly it is there, wrong use, settings, what is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from rag import terminal
from rag.cli import cli
from rag.config import NAMES, load_settings
from rag.page.feedback import Feedback, Verdict
from rag.records import (
    Answer,
    AnswerEvent,
    Article,
    ArticleInfo,
    Chunk,
    IndexedChunk,
    Notice,
    ScoredChunk,
    StepEvent,
    SyncReport,
    Version,
)
from rag.status import LibraryStatus

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = f"is not a setting; the settings are: {', '.join(NAMES)}"
COMMANDS = ("article", "ask", "chat", "feedback", "models", "search", "status", "sync", "verify")


def best_of_three(*command: str) -> float:
    """Seconds of the fastest of three runs of python with these arguments."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


@pytest.mark.parametrize("command", [("-c", "import rag"), ("-m", "rag", "--help")])
def test_it_is_there_within_a_second(command: tuple[str, ...]) -> None:
    assert best_of_three(*command) < 1.0


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'torch', 'chromadb', 'gradio', 'sentence_transformers', 'langchain', 'langchain_core', 'onnxruntime'}"
    code = f"import sys, rag, rag.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example_and_json(command: str) -> None:
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert f"Example: python -m rag {command}" in shown.output
    assert "--json" in shown.output


def test_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(cli, ["answer"]).exit_code == 2


def test_an_unknown_setting_is_wrong_use_and_lists_the_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_COLOUR", "red")
    done = CliRunner().invoke(cli, ["status"])
    assert (done.exit_code, done.stderr) == (2, f"Error: FOOTNOTE_COLOUR {UNKNOWN}\n")


# ------------------------------------------------------------ settings and errors, before any model is needed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; no setting is given, and the weights are looked for in a folder that is not there."""
    for name in [name for name in os.environ if name.startswith("FOOTNOTE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FOOTNOTE_MODELS", "weights")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path


NO_WEIGHTS = (
    "The model all-MiniLM-L6-v2-int8 is not in weights/all-MiniLM-L6-v2-int8 (model.onnx is absent); "
    "run `python -m rag models`."
)


@pytest.mark.parametrize(
    ("arguments", "toml", "code", "kind", "message"),
    [
        (["status"], "provider = none", 2, "ConfigError", None),
        (["status"], "colour = 'red'", 2, "ConfigError", f"footnote.toml: colour {UNKNOWN}"),
        (
            ["status", "--port", "x"],
            "",
            2,
            "ConfigError",
            "port = 'x' (from --port) is not a whole number",
        ),
        (["status", "--port", "0"], "", 2, "ConfigError", "port = 0 (from --port) is outside 1 to 65535"),
        (["status"], "rerank = 'many'", 2, "ConfigError", "rerank = 'many' (from footnote.toml) is not a whole number"),
        (["ask", "Who?"], "", 1, "ModelMissing", NO_WEIGHTS),
        (["search", "Who?"], "", 1, "ModelMissing", NO_WEIGHTS),
        (["sync"], "", 1, "ModelMissing", NO_WEIGHTS),
        (["article", "a"], "", 1, "ModelMissing", NO_WEIGHTS),
        (["models", "--check", "--provider", "none"], "", 1, "ModelMissing", NO_WEIGHTS),
    ],
)
def test_an_error_is_one_sentence_and_json_where_asked(
    folder: Path, arguments: list[str], toml: str, code: int, kind: str, message: str | None
) -> None:
    (folder / "footnote.toml").write_text(toml)
    done = CliRunner().invoke(cli, arguments)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert message is None or done.stderr == f"Error: {message}\n"
    as_json = CliRunner().invoke(cli, [*arguments, "--json"])
    assert (as_json.exit_code, as_json.stderr) == (code, done.stderr)
    assert json.loads(as_json.stdout) == {"error": {"kind": kind, "message": done.stderr[len("Error: ") : -1]}}


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["article"], ["ask", "Who?", "--nope"], ["search", "x", "--limit", "many"], ["sync", "--port"]],
)
def test_what_click_finds_wrong_is_wrong_use(folder: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_status_says_why_there_is_no_index_and_where_each_setting_comes_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "footnote.toml").write_text('provider = "none"\nrerank = 5\n')
    monkeypatch.setenv("FOOTNOTE_RERANK", "7")
    monkeypatch.setenv("FOOTNOTE_API_KEY", "sk-secret")
    done = CliRunner().invoke(cli, ["status", "--port", "9000", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["index"] == {"error": NO_WEIGHTS}
    settings = found["settings"]
    assert {name: settings[name] for name in ("corpus", "provider", "rerank", "port", "api_key")} == {
        "corpus": {"value": "corpus", "origin": "default"},
        "provider": {"value": "none", "origin": "footnote.toml"},
        "rerank": {"value": 7, "origin": "FOOTNOTE_RERANK"},
        "port": {"value": 9000, "origin": "--port"},
        "api_key": {"value": "(set)", "origin": "FOOTNOTE_API_KEY"},
    }
    shown = CliRunner().invoke(cli, ["status"]).stdout
    first, head, *rows = shown.splitlines()
    assert (first, head.split()) == (NO_WEIGHTS, ["setting", "value", "from"])
    assert ["rerank", "7", "FOOTNOTE_RERANK"] in [row.split() for row in rows]
    assert "sk-secret" not in shown + done.stdout


# ------------------------------------------------------------ what is shown


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


TIDE = ArticleInfo(doc_id="tide-1", title="Rice [up] :rice:", publisher="Daily [Tide]", published_at=date(2024, 3, 8))
BARE = ArticleInfo(doc_id="bare-2", title="Fish down")


def test_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    empty = [Notice("c.jsonl", line, "has no text") for line in (1, 2, 3)]
    skipped = (Notice("a[1].md", 3, "title: [bold]none"), Notice("b.md", 0, "is the same article as a.md"), *empty)
    warnings = (Notice("c.csv", 9, "published_at: '2099-01-01' lies ahead"),)
    terminal.show_report(
        SyncReport(("x", "y"), ("z",), (), ("w",), skipped, warnings, copies=1, chunks=7, seconds={"total": 1.25})
    )
    assert shown(capsys) == (
        "2 added, 1 changed, 0 removed, 1 unchanged\n"
        "7 chunks embedded in 1.2 s; 1 near copies in the index; 5 skipped, 1 warnings\n"
        "skipped a[1].md:3: title: [bold]none\n"
        "skipped b.md: is the same article as a.md\n"
        "skipped c.jsonl:1: has no text (and 2 more of its lines)\n"
        "warning c.csv:9: published_at: '2099-01-01' lies ahead\n"
    )


def test_a_ranking(capsys: pytest.CaptureFixture[str]) -> None:
    chunks = [Chunk(f"c{start}", "d", 0, start, start + 10, (), "Rice\n\nrose.", "") for start in (0, 90)]
    terminal.show_ranking(
        tuple(
            ScoredChunk(IndexedChunk(chunk, article), 1.54, rank)
            for rank, (chunk, article) in enumerate(zip(chunks, (TIDE, BARE), strict=True), 1)
        )
    )
    assert shown(capsys) == (
        "1. Rice [up] :rice: (Daily [Tide], 8 March 2024)\n"
        "   tide-1 0–10 · 1.5\n"
        "   Rice rose.\n"
        "2. Fish down (undated)\n"
        "   bare-2 90–100 · 1.5\n"
        "   Rice rose.\n"
    )


def test_an_article(capsys: pytest.CaptureFixture[str]) -> None:
    article = Article(
        doc_id="a",
        title="Rice [up]",
        publisher="Tide",
        authors=("A. Holm", "B. Lee"),
        text="[b]Rice[/b] rose.",
        rules={"kind": "no rule fits"},
        notes=("the date [x] was dropped",),
        copy_of="b",
    )
    versions = (
        Version("1", date(2025, 1, 1), date(2025, 1, 2), "changed"),
        Version("2", date(2025, 1, 2)),
    )
    terminal.show_article(article, versions)
    assert shown(capsys) == (
        "Rice [up]\n"
        "Tide · A. Holm, B. Lee · undated · unknown\n"
        "kind: unknown (no rule fits)\n"
        "note: the date [x] was dropped\n"
        "a near copy of b\n"
        "version of 2025-01-01 changed on 2025-01-02\n"
        "\n"
        "[b]Rice[/b] rose.\n"
    )


def test_a_status_shows_names_with_brackets_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    status = LibraryStatus(
        folder="in[dex]/[/b] :rice:",
        articles=2,
        chunks=5,
        undated=1,
        oldest=date(2024, 3, 8),
        newest=date(2024, 3, 9),
        publishers={"Daily [Tide]": 1, "": 1, **{f"P{number}": 1 for number in range(9)}},
        copies=1,
        embedder="hash",
        size=1_234_567,
        generation="abc",
        last_sync={
            "at": "2025-01-01T12:00:00+00:00",
            "counts": {"added": 2, "changed": 0, "removed": 0, "unchanged": 1, "skipped": 1, "warnings": 0},
            "skipped": [{"file": "a[1].md", "line": 3, "reason": "is empty"}],
            "warnings": [],
        },
    )
    terminal.show_status(load_settings({"provider": "x[y]:z"}), status, {"provider": "x[y]:rice:"})
    lines = [line.rstrip() for line in shown(capsys).splitlines()]
    assert lines == [
        "index       in[dex]/[/b] :rice:, 1.2 MB, generation abc",
        "articles    2 (1 undated, 1 copies of others)",
        "chunks      5, embedded with hash",
        "dates       2024-03-08 to 2024-03-09",
        "publishers  Daily [Tide] 1, not named 1, P0 1, P1 1, P2 1, P3 1, P4 1, P5 1 and 3 more",
        "last sync   2025-01-01T12:00:00+00:00: 2 added, 0 changed, 0 removed, 1 unchanged, 1 skipped, 0 warnings",
        "            skipped a[1].md:3: is empty",
        "setting   value       from",
        "provider  x[y]:rice:  --provider",
    ]


def test_a_status_names_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    counts: dict[str, Any] = {"articles": 0, "chunks": 0, "undated": 0, "copies": 0, "size": 100_000}
    known: dict[str, Any] = {"oldest": None, "newest": None, "publishers": {}, "embedder": "hash", "last_sync": {}}
    status = LibraryStatus(folder="index", server="http://127.0.0.1:8000", generation="abc", **counts, **known)
    terminal.show_status(load_settings(), status, {})
    first = shown(capsys).splitlines()[0]
    assert first == "index       http://127.0.0.1:8000, keyword index in index, 0.1 MB, generation abc"


def test_events_tell_of_the_steps_on_stderr_and_give_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(question="Who?", query="Who?", status="answered", as_of=date(2024, 3, 8))
    step = StepEvent("search", "6 passages [found]", 0.04)
    assert terminal.show_events([step, AnswerEvent(answer)]) == answer
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "search: 6 passages [found] · 0.0 s\n")


def test_progress_leaves_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress() as report:
        for done in (1, 2):
            report("reading", done, 2)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_progress_in_a_log_is_a_line_now_and_then() -> None:
    said: list[str] = []
    lines = terminal.Lines(said.append, seconds=0.0)
    lines("chunks", 5, 0)
    lines("chunks", 10, 100)
    assert [line.split(",")[0] for line in said] == ["chunks: 5", "chunks: 10 of 100"]
    assert said[1].endswith(" min left")


def kept_verdicts(index: Path) -> None:
    answer = Answer(question="Who?", query="Who?", status="answered", as_of=date(2026, 3, 14)).to_dict()
    common: dict[str, Any] = {"talk": "0123456789abcdef", "answer": answer, "at": "2026-03-14T10:00:00+00:00"}
    feedback = Feedback(index / "feedback.sqlite")
    feedback.keep(Verdict(**common, turn=1, reason="right", question="Who?"))
    feedback.keep(Verdict(**common, turn=2, reason="source", question="[b]When?", comment="Not\n there."))


def test_verdicts_are_listed_with_their_reasons(tmp_path: Path) -> None:
    arguments = ["feedback", "--index", str(tmp_path / "index")]
    assert CliRunner().invoke(cli, arguments).output == "Nobody has said anything of an answer yet.\n"
    kept_verdicts(tmp_path / "index")
    assert CliRunner().invoke(cli, arguments).output == (
        "1 right, 1 wrong source\n2026-03-14 right: Who?\n2026-03-14 wrong source: [b]When?\n   Not there.\n"
    )


def test_verdicts_are_written_as_questions(tmp_path: Path) -> None:
    kept_verdicts(tmp_path)
    file = tmp_path / "questions.jsonl"
    arguments = ["feedback", "--feedback", str(tmp_path / "feedback.sqlite"), "--export", str(file)]
    done = CliRunner().invoke(cli, arguments)
    assert (done.exit_code, done.output) == (0, f"2 written to {file}\n")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(row["text"], row["reason"], row["split"]) for row in rows] == [
        ("Who?", "right", "dev"),
        ("[b]When?", "source", "dev"),
    ]
    assert json.loads(CliRunner().invoke(cli, [*arguments[:3], "--json"]).output) == rows


def test_a_file_of_verdicts_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "feedback.sqlite").write_text("no database " * 100, encoding="utf-8")
    done = CliRunner().invoke(cli, ["feedback", "--index", str(tmp_path)])
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: the verdicts in {tmp_path / 'feedback.sqlite'} cannot be used (file is not a database); "
        "make it writable, or set feedback to another file\n",
    )
