"""The command `python -m evals`: wrong use, sets that are absent or malformed, the figures of a tiny set as JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals import sets
from evals.__main__ import main, small_sets

EVALS = Path(__file__).parents[2] / "evals"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a copy of the command's code, since the report is written beside it; the sets are looked for in `data`."""
    copied = tmp_path / "copy" / "evals"
    shutil.copytree(EVALS, copied, ignore=shutil.ignore_patterns("corpus", "reports", "*.jsonl", "__pycache__"))
    unset = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}

    def run_with(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "evals", *arguments, "--data", str(tmp_path / "data"), "--provider", "none"]
        return subprocess.run(
            command, cwd=copied.parent, env=unset, capture_output=True, text=True, check=False, timeout=120
        )

    return run_with


MILL = "The mill in Brandle employs 40 people. It opened in 1912."
BARN = "The barn holds 30 cows. It was built of oak."
SHIP = "The ship carried 12 lorries. It sank in 1931."


def item(number: int, doc: str, summary: str, label: object, domain: str = "news") -> dict[str, Any]:
    row = {"item_id": f"n{number}", "doc_id": doc[:8], "doc": doc, "summary": summary, "label": label}
    return {**row, "domain": domain}


# The ladder lets what is said word for word pass, whatever its label, and sees another number.
NEWS = (
    item(1, MILL, "The mill in Brandle employs 40 people.", 1),
    item(2, MILL, "The mill in Brandle employs 90 people.", 0),
    item(3, MILL, "It opened in 1912.", 0),
)
OTHER = (
    item(4, SHIP, "The ship carried 12 lorries.", 1, "samsum"),
    item(5, SHIP, "The ship carried 15 lorries.", 0, "samsum"),
)


def write(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    """The set summedits, with these rows as its news."""
    folder = tmp_path / "data" / "summedits"
    folder.mkdir(parents=True)
    for name, several in (("items.jsonl", rows), ("items_other.jsonl", OTHER)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in several), encoding="utf-8")
    return folder


# ------------------------------------------------------------ wrong use


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["plantde"],
            "unknown set 'plantde'; the sets are: planted, wary, sides, time, realtimeqa, summedits, wice, mtrag, rgb, "
            "bipia",
        ),
        (
            ["--limit", "0"],
            "Invalid value for '--limit': 0 measures nothing; give 1 or more, or leave it out",
        ),
        (
            ["time", "--written", "-3"],
            "Invalid value for '--written': -3 measures nothing; give 1 or more, or leave it out",
        ),
        (["--split", "x"], "Invalid value for '--split': 'x' is not one of 'dev', 'test'."),
        (["--system", "x"], "Invalid value for '--system': 'x' is not one of 'footnote', 'baseline', 'both'."),
    ],
)
def test_wrong_use(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: {message}"


def test_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_RERANK", "many")
    done = CliRunner().invoke(main, ["time", "--data", str(tmp_path)])
    message = "Error: rerank = 'many' (from FOOTNOTE_RERANK) is not a whole number\n"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", message)


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_an_example_and_the_sets(flag: str) -> None:
    shown = CliRunner().invoke(main, [flag])
    assert shown.exit_code == 0
    assert "Example: python -m evals planted time --limit 40\n" in shown.stdout
    assert f"The sets: {', '.join(sets.NAMES)}." in " ".join(shown.stdout.split())


# ------------------------------------------------------------ sets that cannot be read


def test_absent_sets_are_told_of_one_by_one(run: Run, tmp_path: Path) -> None:
    done = run("time", "wice")
    data = tmp_path / "data"
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Error: no folder {data / name} for the set {name}; give the folder that holds it with --data"
        for name in ("time", "wice")
    ]


def test_an_absent_set_does_not_keep_the_others_from_being_measured(run: Run, tmp_path: Path) -> None:
    write(tmp_path, *NEWS)
    figures = tmp_path / "figures.json"
    done = run("time", "summedits", "--json", str(figures))
    assert done.returncode == 1
    assert f"Error: no folder {tmp_path / 'data' / 'time'} for the set time;" in done.stderr
    assert list(json.loads(figures.read_text(encoding="utf-8"))) == ["summedits"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (item(2, MILL, "Rain.", "yes"), "field 'label' is 'yes', not a whole number"),
        ({"item_id": "n2"}, "field 'domain' is missing"),
    ],
)
def test_a_malformed_line_is_told_with_its_file_and_number(
    run: Run, tmp_path: Path, row: dict[str, Any], problem: str
) -> None:
    folder = write(tmp_path, NEWS[0], row)
    done = run("summedits")
    assert (done.returncode, done.stderr) == (1, f"Error: {folder / 'items.jsonl'}, line 2: {problem}\n")


# ------------------------------------------------------------ a tiny set


def test_the_figures_of_a_tiny_set(run: Run, tmp_path: Path) -> None:
    """Of three on news one is right and let pass, one wrong and caught, one wrong and let pass: (1/1 + 1/2) / 2."""
    write(tmp_path, *NEWS)
    figures = tmp_path / "figures.json"
    done = run("summedits", "--json", str(figures))
    assert done.returncode == 0, done.stderr
    assert "summedits" in done.stdout
    found = json.loads(figures.read_text(encoding="utf-8"))["summedits"]["footnote"]
    wanted = {
        "balanced_accuracy": (0.75, 3),
        "balanced_accuracy.numbers": (0.75, 3),
        "balanced_accuracy.names": (0.5, 3),
        "balanced_accuracy.quotations": (0.5, 3),
        "balanced_accuracy.news": (0.75, 3),
        "balanced_accuracy.samsum": (1.0, 2),
    }
    assert {name: (found[name]["value"], found[name]["n"]) for name in wanted} == wanted
    assert all(set(figure) == {"value", "n", "low", "high"} for figure in found.values())
    assert all(0 <= figure["low"] <= figure["high"] <= 1 for figure in found.values())


def test_a_limit_takes_from_each_kind_and_label(run: Run, tmp_path: Path) -> None:
    barn = (item(6, BARN, "The barn holds 30 cows.", 1), item(7, BARN, "The barn holds 70 cows.", 0))
    write(tmp_path, *NEWS, *barn)
    figures = tmp_path / "figures.json"
    done = run("summedits", "--limit", "4", "--json", str(figures))
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))["summedits"]["footnote"]
    assert found["balanced_accuracy"]["n"] == 2  # of five on news
    assert found["balanced_accuracy.samsum"]["n"] == 2


def test_where_no_set_is_named_the_small_ones_that_are_there_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "summedits").mkdir()
    assert small_sets(tmp_path) == ("planted", "summedits")
    assert capsys.readouterr().err == (
        f"Without time: there is no folder {tmp_path}/time; give its folder with --data.\n"
        f"Without wice: there is no folder {tmp_path}/wice; give its folder with --data.\n"
    )
