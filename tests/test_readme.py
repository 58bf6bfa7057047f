"""The README cannot rot: its length, and every command and example in it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# What is run elsewhere: .ci/run calls `make test`, tests/browser starts the page, `make chat` is both with a sync.
ELSEWHERE = {"make chat", "make test", "python -m rag chat --port 7861"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]
RUN_HERE = [command for command in COMMANDS if command not in ELSEWHERE]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> dict[str, str]:
    """An index of its own with the shipped articles."""
    index = tmp_path_factory.mktemp("readme") / "index"
    environment = {**os.environ, "FOOTNOTE_MODELS": str(models_folder), "FOOTNOTE_INDEX": str(index)}
    subprocess.run([sys.executable, "-m", "rag", "sync"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment


def test_it_is_short_and_finished() -> None:
    assert len(README.splitlines()) < 250
    assert re.findall(r"\b(TODO|FIXME|XXX|[A-Z]+_(?:FIRST|DOWN|AGAIN)|EXAMPLE|CARDS|COMPLETE)\b", README) == []


def test_its_pictures_and_pages_exist() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_is_run_somewhere() -> None:
    assert set(COMMANDS) >= ELSEWHERE
    assert all(command.startswith("python -m rag ") for command in RUN_HERE)


@pytest.mark.models
@pytest.mark.parametrize("command", RUN_HERE)
def test_a_command_runs(command: str, environment: dict[str, str]) -> None:
    words = [sys.executable, *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout.strip()


@pytest.mark.models
def test_the_python_example_runs(environment: dict[str, str]) -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "15 December 2024" in done.stdout
