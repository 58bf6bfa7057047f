"""The commands as a maintainer runs them: real weights, a real index, JSON that other programs read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = "Seoul waits\n\nThe Blue Party won 61 per cent of the vote in Norvik on 3 May 2019. Turnout was low.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a corpus of three articles, one of them odd, and one broken file."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "vote.txt").write_text(ARTICLE)
    (folder / "corpus" / "ferry.md").write_text(
        "---\ntitle: Ferry\npublished_at: 2020-02-02\n---\nThe ferry to Orrin sank in 2020.\n"
    )
    (folder / "corpus" / "broken.md").write_text("---\ntitle: Broken\nText.\n")
    (folder / "corpus" / "odd.md").write_text("---\ntitle: Odd\npublished_at: soon\n---\nThe Orrin ferry was odd.\n")
    return folder


@pytest.fixture(scope="module")
def run(folder: Path, models_folder: Path) -> Run:
    """Runs a command in the working folder."""

    def run_in(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "FOOTNOTE_MODELS": str(models_folder), "PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-m", "rag", *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return run_in


def test_before_the_first_sync_there_is_no_index(run: Run) -> None:
    done = run("ask", "Who won?", "--index", "nowhere", "--json")
    assert done.returncode == 1
    message = "no index in nowhere; run `python -m rag sync`"
    assert json.loads(done.stdout) == {"error": {"kind": "IndexMissing", "message": message}}
    assert done.stderr == f"Error: {message}\n"
    assert message in run("status", "--index", "nowhere").stdout


@pytest.fixture(scope="module")
def first_sync(run: Run) -> str:
    """What the first sync of the working folder printed; a test that takes it finds an index."""
    return run("sync", "--json").stdout


def test_sync_reports_and_a_second_one_does_nothing(run: Run, first_sync: str) -> None:
    first = json.loads(first_sync)
    assert [len(first[name]) for name in ("added", "changed", "removed", "unchanged")] == [3, 0, 0, 0]
    assert [(Path(item["file"]).name, item["line"]) for item in first["skipped"]] == [("broken.md", 1)]
    assert first["skipped"][0]["reason"] == "front matter is not closed; end it with a line ---"
    (warning,) = first["warnings"]
    assert Path(warning["file"]).name == "odd.md"
    assert warning["reason"].startswith("published_at: 'soon'")
    second = json.loads(run("sync", "--json").stdout)
    assert [len(second[name]) for name in ("added", "changed", "removed", "unchanged")] == [0, 0, 0, 3]
    assert [*second["seconds"]] == ["read and embed", "total"]
    lines = run("sync").stdout.splitlines()
    assert lines[0] == "0 added, 0 changed, 0 removed, 3 unchanged"
    assert lines[1].endswith("0 near copies in the index; 1 skipped, 1 warnings")
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in lines[2:]] == ["broken.md", "odd.md"]


def test_where_nothing_can_be_used_the_exit_code_is_2_and_the_index_stays(run: Run, first_sync: str) -> None:
    assert first_sync
    done = run("sync", "nowhere")
    assert (done.returncode, done.stderr) == (2, "")
    assert "nowhere: no such file or folder" in done.stdout
    assert json.loads(run("status", "--json").stdout)["index"]["articles"] == 3


@pytest.mark.usefixtures("first_sync")
def test_an_answer_and_its_article_go_together(run: Run) -> None:
    done = run("ask", "Who won the vote in Norvik?", "--provider", "none", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"version", "status", "question", "query", "text", "as_of", "sentences", "removed", "sources"} <= set(answer)
    assert {"refusal", "model", "seconds"} <= set(answer)
    assert (answer["version"], answer["status"], answer["model"]) == (1, "answered", "extractive")
    citation = answer["sentences"][0]["citations"][0]
    assert set(citation) >= {"source", "doc_id", "start", "end", "quote", "state"}
    article = json.loads(run("article", citation["doc_id"], "--json").stdout)
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"].startswith("The Blue Party won 61 per cent")
    assert answer["sources"][0]["number"] == citation["source"]


@pytest.mark.usefixtures("first_sync")
def test_search_and_text_for_people(run: Run) -> None:
    (found,) = json.loads(run("search", "ferry", "--limit", "1", "--json").stdout)
    assert (found["rank"], found["article"]["title"], found["article"]["published_at"]) == (1, "Ferry", "2020-02-02")
    assert "The ferry to Orrin sank in 2020." in run("search", "ferry", "--limit", "1").stdout
    said = run("ask", "Who won the vote in Norvik?", "--provider", "none")
    assert said.stdout.startswith("The Blue Party won 61 per cent of the vote in Norvik on 3 May 2019. [1]")
    assert "search: " in said.stderr  # progress is not in the way of a pipe
    assert "\x1b[" not in said.stdout + said.stderr


@pytest.mark.usefixtures("first_sync")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ask", ""], 2, "the question is empty; type a question about the articles"),
        (["ask", "x", "--as-of", "soon"], 2, "as_of = 'soon' is not a date; write it as 2024-12-31"),
        (["search", "x", "--limit", "0"], 2, "limit = 0 is outside 1 to 100"),
        (["ask", "x", "--publisher", "Nobody"], 2, "no article is from 'Nobody'; no article names its publisher"),
        (["ask", "x", "--chunk-words", "60"], 1, "the index in index was built with chunk_words 120, but 60 is set; "
         "run `python -m rag sync --rebuild`, or set chunk_words back"),
        (["status", "--models", "nowhere"], 0, ""),
        (["ask", "x", "--models", "nowhere"], 1, "The model all-MiniLM-L6-v2-int8 is not in "
         "nowhere/all-MiniLM-L6-v2-int8 (model.onnx is absent); run `python -m rag models`."),
        (["ask", "x", "--provider", "nonsense"], 2, "provider = 'nonsense' is not known; use local, none, a path to a "
         ".gguf file, an address (http://…/v1), or provider:model such as openai:gpt-4o-mini"),
        (["ask", "x", "--provider", "no.gguf"], 1, "no file no.gguf; set provider to the path of a .gguf file, "
         "or to local or none"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_sentence(run: Run, arguments: list[str], code: int, message: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert done.stderr == (f"Error: {message}\n" if message else "")


@pytest.mark.usefixtures("first_sync")
def test_a_provider_that_is_down_costs_only_the_prose(run: Run) -> None:
    done = run("ask", "Who won the vote in Norvik?", "--provider", "http://127.0.0.1:9/v1", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["model"]) == (0, "answered", "extractive")
    assert answer["note"].startswith("http://127.0.0.1:9/v1 cannot be reached (APIConnectionError: ")
    assert answer["note"].endswith("start it, correct provider, or set provider to local or none")


@pytest.mark.usefixtures("first_sync")
def test_a_provider_without_its_key_says_so(run: Run) -> None:
    answer = json.loads(
        run(
            "ask", "Who won the vote in Norvik?", "--provider", "openai:gpt-4o-mini", "--json", OPENAI_API_KEY=""
        ).stdout
    )
    assert (answer["status"], answer["model"]) == ("answered", "extractive")
    assert "openai:gpt-4o-mini cannot be used (" in answer["note"]


@pytest.mark.usefixtures("first_sync")
def test_status_says_what_is_in_force_and_hides_the_key(run: Run, folder: Path) -> None:
    (folder / "footnote.toml").write_text('provider = "none"\nrerank = 7\n')
    done = run("status", "--json", "--rerank", "9", FOOTNOTE_API_KEY="secret")
    (folder / "footnote.toml").unlink()
    status = json.loads(done.stdout)
    assert (status["index"]["articles"], status["index"]["undated"], status["index"]["newest"]) == (3, 2, "2020-02-02")
    assert status["settings"]["provider"] == {"value": "none", "origin": "footnote.toml"}
    assert status["settings"]["rerank"] == {"value": 9, "origin": "--rerank"}
    assert status["settings"]["api_key"] == {"value": "(set)", "origin": "FOOTNOTE_API_KEY"}
    assert status["settings"]["port"]["origin"] == "default"
    assert "secret" not in done.stdout


def test_models_says_where_they_are(run: Run, models_folder: Path) -> None:
    shown = json.loads(run("models", "--json", "--provider", "none").stdout)
    assert list(shown) == ["all-MiniLM-L6-v2-int8", "ms-marco-MiniLM-L-12-v2"]
    assert shown["all-MiniLM-L6-v2-int8"]["folder"] == str(models_folder / "all-MiniLM-L6-v2-int8")


@pytest.mark.usefixtures("first_sync")
def test_the_port_is_taken(run: Run) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("chat", "--provider", "none", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and str(port) in done.stderr and "--port" in done.stderr


def test_an_answer_is_kept_and_verified_until_its_article_changes(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "vote.txt"
    article.write_text(ARTICLE)
    index = ("--index", str(tmp_path / "index"))
    run("sync", str(article), *index)
    for name in ("a.json", "a.md"):
        question = ("ask", "Who won the vote in Norvik?", "--provider", "none", "--save", str(tmp_path / name))
        asked = run(*question, *index)
        assert (asked.returncode, asked.stderr.splitlines()[-1]) == (0, f"saved as {tmp_path / name}")
        done = run("verify", str(tmp_path / name), *index)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[2].startswith("stands       The Blue Party won 61 per cent")
    article.write_text(ARTICLE.replace("61", "16"))
    run("sync", str(article), *index)
    done = run("verify", str(tmp_path / "a.md"), *index)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[2].startswith("changed      The Blue Party won 61 per cent")
    found = json.loads(run("verify", str(tmp_path / "a.json"), "--json", *index).stdout)
    assert (found["stands"], found["sentences"][0]["citations"][0]["state"]) == (False, "changed")
    text = (tmp_path / "a.md").read_text()
    (tmp_path / "a.md").write_text(text.replace("61 per cent", "91 per cent"))
    assert "It was altered after it was saved" in run("verify", str(tmp_path / "a.md"), *index).stdout
    lost = run("verify", str(tmp_path / "a.md"), "--index", "nowhere")
    assert (lost.returncode, lost.stderr) == (1, "Error: no index in nowhere; run `python -m rag sync`\n")
