"""The report: whole tables worked out by hand, the JSON, the README's part, and that plots come out."""

from __future__ import annotations

import json
import math
import os
from datetime import date
from pathlib import Path

import pytest

from evals import plots, report
from evals.measuring import SetResult
from evals.records import Claim, EvalSet, Figure, Outcome, Question
from rag.config import Config

NONE = Config(provider="none")
NAN = Figure(math.nan, 3, math.nan, math.nan)
CATEGORIES = (
    "single_fact follow_up several_articles why_how comparison list what_changed who_says numbers date_bound "
    "disagreement no_disagreement hostile near_miss off_topic opinion_asked ambiguous hostile_question"
).split()


def figure(value: float, n: int = 10) -> Figure:
    return Figure(value, n, value / 2, value * 1.5)


def outcome(query_id: str, status: str, confidence: float | None = None, **seconds: float) -> Outcome:
    named = {f"stage {name}": value for name, value in seconds.items()}
    return Outcome(query_id=query_id, status=status, written=True, confidence=confidence, seconds=named)


def planted() -> SetResult:
    """Two systems, two questions: Footnote answers one and declines the other, the usual way answers both."""
    questions = (
        Question(query_id="q1", text="How many?", category="numbers", status="answered"),
        Question(query_id="q2", text="Who?", category="near_miss", status="not_in_corpus"),
    )
    return SetResult(
        EvalSet(name="planted", questions=questions),
        figures={
            "footnote": {
                "R@10": Figure(1.0, 2, 1.0, 1.0),
                "evidence_tokens": Figure(449.6, 2, 400.2, 498.9),
                "seconds_to_end": Figure(6.84, 2, 5.0, 9.96),
                "seconds_to_sources": Figure(0.523, 2, 0.4, 1.25),
                "facts_said": Figure(0.834, 120, 0.776, 0.879),
                "wrong_facts": NAN,
                "gold_sentence_supported": Figure(0.9, 40, 0.8, 1.0),
            },
            "baseline": {
                "facts_said": Figure(0.5, 120, 0.4, 0.6),
                "wrong_facts": Figure(0.25, 4, 0.0, 0.75),
                "quote_valid": Figure(0.0, 0, 0.0, 0.0),
            },
        },
        categories={
            "footnote": {
                "numbers": {"facts_said": Figure(0.8, 5, 0.6, 1.0), "decision_accuracy": Figure(1.0, 1, 1.0, 1.0)},
                "near_miss": {"decision_accuracy": Figure(0.75, 4, 0.25, 1.0), "wrong_facts": NAN},
            },
            "baseline": {"numbers": {"facts_said": Figure(0.5, 4, 0.0, 1.0), "RR": Figure(0.5, 4, 0.0, 1.0)}},
        },
        outcomes={
            "footnote": {"q1": outcome("q1", "answered", 5.0, search=0.1, write=4.0), "q2": outcome("q2", "")},
            "baseline": {"q1": outcome("q1", "answered", -0.5), "q2": outcome("q2", "answered", -1.0)},
        },
        questions=questions,
        failed=1,
    )


def claims() -> SetResult:
    claim = Claim(claim_id="c", text="Two.", evidence=("Two.",), supported=True)
    return SetResult(
        EvalSet(name="wice", claims=(claim, claim, claim)),
        figures={
            "footnote": {"balanced_accuracy": Figure(0.6, 3, 0.5, 0.7)},
            "judge": {"balanced_accuracy": Figure(0.7, 3, 0.6, 0.8), "balanced_accuracy.a|b": Figure(0.5, 1, 0.5, 0.5)},
        },
    )


def test_the_text_for_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    assert report.write([planted(), claims()], NONE, "dev", folder) == (
        "planted\n"
        "Measure                  Footnote                 the usual way\n"
        "R@10                     1.00 (1.00–1.00, n 2)\n"
        "facts_said               0.83 (0.78–0.88, n 120)  0.50 (0.40–0.60, n 120)\n"
        "wrong_facts                                       0.25 (0.00–0.75, n 4)\n"
        "evidence_tokens          450 (400–499, n 2)\n"
        "seconds_to_sources       0.52 (0.40–1.25, n 2)\n"
        "seconds_to_end           6.8 (5.0–10.0, n 2)\n"
        "gold_sentence_supported  0.90 (0.80–1.00, n 40)\n"
        "\n"
        "wice\n"
        "Measure                Footnote               judge\n"
        "balanced_accuracy      0.60 (0.50–0.70, n 3)  0.70 (0.60–0.80, n 3)\n"
        "balanced_accuracy.a|b                         0.50 (0.50–0.50, n 1)\n"
        "\n"
        f"Report: {folder / 'report-dev.md'}"
    )


REPORT = """\
# Evals, dev split

- Measured: {day}, on {processors} processors
- Who writes: nobody, the words are the articles' own
- Settings: config digest {digest}
- To repeat: `python -m evals planted wice --judge http://host/v1`

A figure is the mean over the n questions it applies to. A missing answer counts zero; where lower is better it is left
out. In brackets stand n and the 95 % bootstrap interval, for which stories and documents are drawn whole (by category:
single questions). Seconds are medians with the range of the middle 95 %. balanced_accuracy is over n claims; 0.5 is
chance. ↑: higher is better, ↓: lower. “Difference” is Footnote less the usual way, question by question, over those
that both answered. “The usual way” is evals/baseline.py, “judge” a chat model judging support.

## planted

Questions: 2. Answers asked for: 2. Answers that failed: 1.

| Measure |  | Footnote | the usual way |
| --- | --- | --- | --- |
| **retrieval** |  |  |  |
| R@10 | ↑ | 1.00 (1.00–1.00, n 2) |  |
| **answers** |  |  |  |
| facts_said | ↑ | 0.83 (0.78–0.88, n 120) | 0.50 (0.40–0.60, n 120) |
| wrong_facts | ↓ |  | 0.25 (0.00–0.75, n 4) |
| **cost** |  |  |  |
| evidence_tokens | ↓ | 450 (400–499, n 2) |  |
| seconds_to_sources | ↓ | 0.52 (0.40–1.25, n 2) |  |
| seconds_to_end | ↓ | 6.8 (5.0–10.0, n 2) |  |
| **judge** |  |  |  |
| gold_sentence_supported | ↑ | 0.90 (0.80–1.00, n 40) |  |

| Category | facts_said, Footnote | facts_said, the usual way | decision_accuracy, Footnote |
| --- | --- | --- | --- |
| numbers | 0.80 (0.60–1.00, n 5) | 0.50 (0.00–1.00, n 4) | 1.00 (1.00–1.00, n 1) |
| near_miss |  |  | 0.75 (0.25–1.00, n 4) |

![Wrong answers as less sure ones are let through](report-dev-planted-risk_coverage.png)

![What is found](report-dev-planted-retrieval.png)

![decision_accuracy by category](report-dev-planted-decision_accuracy.png)

![Median seconds of each stage](report-dev-planted-stages.png)

## wice

Claims: 3.

| Measure |  | Footnote | judge |
| --- | --- | --- | --- |
| **judge** |  |  |  |
| balanced_accuracy | ↑ | 0.60 (0.50–0.70, n 3) | 0.70 (0.60–0.80, n 3) |
| balanced_accuracy.a\\|b | ↑ |  | 0.50 (0.50–0.50, n 1) |
"""


def test_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["evals", "planted", "wice", "--judge", "http://me:secret@host/v1"])
    report.write([planted(), claims()], NONE, "dev", tmp_path)
    expected = REPORT.format(day=date.today(), processors=os.cpu_count(), digest=NONE.digest())
    assert (tmp_path / "report-dev.md").read_text(encoding="utf-8") == expected
    assert sorted(file.name for file in tmp_path.glob("*.png")) == [
        "report-dev-planted-decision_accuracy.png",
        "report-dev-planted-retrieval.png",
        "report-dev-planted-risk_coverage.png",
        "report-dev-planted-stages.png",
    ]


def test_nothing_measured_is_said(tmp_path: Path) -> None:
    told = report.write([], NONE, "test", tmp_path)
    assert told == f"Report: {tmp_path / 'report-test.md'}"
    assert (tmp_path / "report-test.md").read_text(encoding="utf-8").endswith("support.\n\nNothing was measured.\n")
    told = report.write([SetResult(EvalSet(name="time"), figures={"footnote": {"RR": NAN}})], NONE, "test", tmp_path)
    assert told == f"time\nNothing was measured.\n\nReport: {tmp_path / 'report-test.md'}"
    text = (tmp_path / "report-test.md").read_text(encoding="utf-8")
    assert text.endswith("support.\n\n## time\n\nNothing was measured.\n")
    assert list(tmp_path.glob("*.png")) == []


def test_the_path_is_told_from_the_repository_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "ROOT", tmp_path)
    assert report.write([], NONE, "dev", tmp_path / "evals" / "reports") == "Report: evals/reports/report-dev.md"


@pytest.mark.parametrize(
    ("config", "writer"),
    [
        (Config(model="ignored"), "qwen2.5-coder-1.5b-instruct-q4_k_m, local"),
        (Config(provider="http://me:secret@host:8000/v1", model="mistral"), "mistral, http://host:8000/v1"),
        (Config(provider="/home/me/models/small.gguf"), "small.gguf"),
        (Config(provider="openai:gpt-4o-mini"), "openai:gpt-4o-mini"),
    ],
)
def test_who_writes(config: Config, writer: str, tmp_path: Path) -> None:
    report.write([], config, "dev", tmp_path)
    assert f"\n- Who writes: {writer}\n" in (tmp_path / "report-dev.md").read_text(encoding="utf-8")


def test_json(tmp_path: Path) -> None:
    result = planted()
    result.figures["footnote"] = {"R@10": Figure(1.0, 2, 0.5, 1.0), "wrong_facts": NAN}
    report.write_json([result, SetResult(EvalSet(name="time"))], tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8")) == {
        "planted": {
            "footnote": {"R@10": {"value": 1.0, "n": 2, "low": 0.5, "high": 1.0}},
            "baseline": {
                "facts_said": {"value": 0.5, "n": 120, "low": 0.4, "high": 0.6},
                "wrong_facts": {"value": 0.25, "n": 4, "low": 0.0, "high": 0.75},
            },
        },
        "time": {},
    }


# ---------------------------------------------------------------- the README

README = """\
# Footnote

Words before.

<!-- evals: begin -->

| Measure | Footnote | the usual way |
| --- | --- | --- |
| Facts that had to be said and were | 0.83 (0.78–0.88, n 120) | 0.50 (0.40–0.60, n 120) |
| Answers with a wrong fact ↓ |  | 0.25 (0.00–0.75, n 4) |
| Right articles among the first ten | 1.00 (1.00–1.00, n 2) |  |
| Tokens of evidence ↓ | 450 (400–499, n 2) |  |

| Category | Facts said, Footnote | Facts said, the usual way | Rightly answered or declined, Footnote |
| --- | --- | --- | --- |
| numbers | 0.80 (0.60–1.00, n 5) | 0.50 (0.00–1.00, n 4) | 1.00 (1.00–1.00, n 1) |
| near miss |  |  | 0.75 (0.25–1.00, n 4) |

Planted set, dev split. Questions: 2. Answers asked for: 2. Answers that failed: 1. Who writes: nobody, the words are
the articles' own. In brackets: 95 % interval, n. ↓: lower is better.

<!-- evals: end -->

Words after.
"""


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    file = tmp_path / "README.md"
    before, rest = README.split(report.BEGIN)
    file.write_text(f"{before}{report.BEGIN}\n{report.END}{rest.split(report.END)[1]}", encoding="utf-8")
    return file


def test_the_part_of_the_readme_is_replaced_and_again(readme: Path) -> None:
    for _ in range(2):
        report.write_readme([claims(), planted()], NONE, "dev", readme)
        assert readme.read_text(encoding="utf-8") == README


def test_one_system_has_the_only_column(readme: Path) -> None:
    result = planted()
    del result.figures["baseline"], result.categories["baseline"]
    result.figures["judge"] = {"balanced_accuracy": figure(0.5)}  # no measure of the table
    report.write_readme([result], NONE, file=readme)
    text = readme.read_text(encoding="utf-8")
    assert "\n| Measure | Footnote |\n| --- | --- |\n| Facts that had to be said and were | 0.83 (" in text
    assert "\n| Category | Facts said, Footnote | Rightly answered or declined, Footnote |\n" in text
    assert "\nPlanted set. Questions: 2." in text


def test_the_tables_of_the_readme_are_short(readme: Path) -> None:
    result = SetResult(EvalSet(name="planted"))
    for system in ("footnote", "baseline"):
        result.figures[system] = {name: figure(0.5) for name in report.READER}
        part = {"facts_said": figure(0.5), "decision_accuracy": figure(0.5)}
        result.categories[system] = dict.fromkeys(CATEGORIES, part)
    report.write_readme([result], NONE, "dev", readme)
    part_of_it = readme.read_text(encoding="utf-8").partition(report.BEGIN)[2].partition(report.END)[0]
    assert len(part_of_it.splitlines()) <= 45


@pytest.mark.parametrize("text", ["", report.BEGIN, report.END, f"{report.END}\n{report.BEGIN}\n"])
def test_a_mark_is_missing(text: str, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        report.write_readme([planted()], NONE, "dev", file)
    assert str(caught.value) == (
        "README.md has no <!-- evals: begin --> with <!-- evals: end --> below it; put both where the tables belong"
    )
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("results", [[], [claims()], [SetResult(EvalSet(name="planted"), figures={"footnote": {}})]])
def test_the_planted_set_is_missing(results: list[SetResult], readme: Path) -> None:
    before = readme.read_text(encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        report.write_readme(results, NONE, "dev", readme)
    assert str(caught.value) == (
        "README.md shows the planted set, which was not measured: python -m evals planted --readme"
    )
    assert readme.read_text(encoding="utf-8") == before


# ---------------------------------------------------------------- plots


def assert_drawn(file: Path, *colours: str) -> None:
    """A small picture of the size that is meant, in which each of the colours is seen."""
    from PIL import Image

    assert file.stat().st_size <= 60_000
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert picture.width == 640
        assert 400 <= picture.height <= 600
        seen = {colour for count, colour in picture.convert("RGB").getcolors(1000) or [] if count > 100}
    for colour in colours:
        wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert any(
            max(abs(a - b) for a, b in zip(own, wanted, strict=True)) < 16 for own in seen if isinstance(own, tuple)
        )


def test_the_largest_plots_are_small(tmp_path: Path) -> None:
    parts = {category: Figure(0.3 + place / 40, 9, 0.2, 0.9) for place, category in enumerate(CATEGORIES)}
    both = {"footnote": parts, "baseline": {name: Figure(0.5, 7, 0.3, 0.8) for name in parts}}
    plots.category_bars(both, "decision_accuracy", tmp_path / "categories.png")
    plots.retrieval_bars({"baseline": {name: figure(0.6) for name in plots.RETRIEVAL}}, tmp_path / "retrieval.png")
    plots.stage_seconds({"footnote": {"search": figure(0.1), "write": figure(5.0)}}, tmp_path / "stages.png")
    curves = {
        name: [(count / 150, (count % 7 + shift) / 20) for count in range(1, 151)]
        for shift, name in enumerate(("footnote", "baseline"))
    }
    plots.risk_coverage(curves, tmp_path / "curves.png")
    blue, orange = plots.COLOURS["footnote"], plots.COLOURS["baseline"]
    assert_drawn(tmp_path / "categories.png", blue, orange)
    assert_drawn(tmp_path / "retrieval.png", orange)
    assert_drawn(tmp_path / "stages.png", blue)
    assert_drawn(tmp_path / "curves.png", blue, orange)


def test_a_plot_needs_data(tmp_path: Path) -> None:
    result = planted()
    result.figures = {"baseline": {"R@10": NAN}}
    result.categories = {"footnote": {"numbers": {"facts_said": figure(0.5)}}}  # one category is no comparison
    result.outcomes = {"footnote": {"q1": outcome("q1", "answered", 5.0, total=9.0)}}  # one point is no curve
    assert plots.draw(result, tmp_path, "stem") == {}
    assert list(tmp_path.iterdir()) == []


def test_a_system_that_was_asked_less_keeps_its_curve(tmp_path: Path) -> None:
    result = planted()
    del result.outcomes["footnote"]["q2"]  # type: ignore[attr-defined]
    result.figures, result.categories = {}, {}
    assert plots.draw(result, tmp_path, "stem") == {
        "Wrong answers as less sure ones are let through": "stem-risk_coverage.png",
        "Median seconds of each stage": "stem-stages.png",
    }
    for file in tmp_path.iterdir():
        assert_drawn(file)


def test_failed_answers_and_the_total_are_no_stage() -> None:
    broken = Outcome(query_id="q3", written=True, error="away", seconds={"stage write": 99.0})
    given = [outcome("q1", "answered", search=0.1, total=4.1, write=4.0), outcome("q2", "", search=0.3), broken]
    stages = plots._stages(given)
    assert stages == {"search": Figure(0.2, 2, 0.1, 0.3), "write": Figure(4.0, 1, 4.0, 4.0)}


def test_the_readme_compares_on_the_same_questions(readme: Path) -> None:
    result = planted()
    result.figures["footnote"]["decision_accuracy"] = Figure(0.9, 281, 0.8, 1.0)
    result.figures["baseline"]["decision_accuracy"] = Figure(0.5, 36, 0.4, 0.6)
    result.paired = {
        "footnote": {"decision_accuracy": Figure(0.7, 36, 0.6, 0.8)},
        "baseline": {"decision_accuracy": Figure(0.5, 36, 0.4, 0.6)},
    }
    report.write_readme([result], NONE, file=readme)
    line = "| Questions rightly answered or declined | 0.70 (0.60–0.80, n 36) | 0.50 (0.40–0.60, n 36) |"
    assert line in readme.read_text(encoding="utf-8")


def test_the_report_tells_the_difference_on_the_same_questions(tmp_path: Path) -> None:
    result = planted()
    result.ahead = {"facts_said": Figure(0.21, 26, 0.05, 0.36)}
    told = report.write([result], NONE, "dev", tmp_path)
    row = next(line for line in told.splitlines() if line.startswith("facts_said"))
    assert row.endswith("  0.21 (0.05–0.36, n 26)")
    assert "| Difference |" in (tmp_path / "report-dev.md").read_text(encoding="utf-8")
