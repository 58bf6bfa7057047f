"""The plots of the report, and what a reader calls the systems in it.

Blue and orange are Okabe and Ito's; colour-blind readers tell them apart, and so does a grey printer. The whiskers of a
bar are the figure's interval. matplotlib is used without pyplot, so that nothing is kept between two plots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .figures import median_figure
from .measuring import SetResult
from .measuring import risk_coverage as curve
from .records import Figure, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

NAMES = {"footnote": "Footnote", "baseline": "the usual way"}
COLOURS = {"footnote": "#0072B2", "baseline": "#E69F00"}
OTHER, EDGE = "#777777", "#222222"
COLOURS_KEPT = 64
WIDTH, HEIGHT, ROW, DPI = 6.4, 4.0, 0.24, 100
"""Inches of a plot, inches of a row of bars where many make it higher, and pixels an inch."""

Bars: TypeAlias = Mapping[str, Mapping[str, Figure]]
"""Figures by system and label; a label that a system lacks has no bar."""
RETRIEVAL = ("nDCG@10", "R@10", "RR", "answer_hit@4", "answer_hit@10", "evidence_hit")
PARTS = ("dense", "keyword", "joined")
ABLATION = tuple(f"{measure}{part}" for measure in RETRIEVAL[:3] for part in (*(f".{part}" for part in PARTS), ""))
BY_CATEGORY = ("facts_said", "decision_accuracy")


def called(system: str) -> str:
    """What a reader calls a system."""
    return NAMES.get(system, system)


def known(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Those that have a value: a mean of something, and all of its numbers finite."""
    numbers = {name: (figure.value, figure.low, figure.high) for name, figure in figures.items() if figure.n}
    return {name: figures[name] for name, own in numbers.items() if all(map(math.isfinite, own))}


# ---------------------------------------------------------------- what is drawn of a set


def draw(result: SetResult, folder: Path, stem: str) -> dict[str, str]:
    """Draw what there is data for, as `<stem>-<plot>.png`; gives the names of the files by what they show."""
    made: dict[str, str] = {}

    def file(plot: str, title: str) -> Path:
        made[title] = f"{stem}-{plot}.png"
        return folder / made[title]

    if curves := _curves(result):
        risk_coverage(curves, file("risk_coverage", "Wrong answers as less sure ones are let through"))
    if bars := _only({system: _pick(figures, RETRIEVAL) for system, figures in result.figures.items()}):
        retrieval_bars(bars, file("retrieval", "What is found"))
    parts = _pick(result.figures.get("footnote", {}), ABLATION)
    if any("." in name for name in parts):
        ablation_bars({"footnote": parts}, file("ablation", "Retrieval with parts left out"))
    for measure in BY_CATEGORY:
        bars = _only({system: _across(parts, measure) for system, parts in result.categories.items()})
        if len({category for own in bars.values() for category in own}) > 1:
            category_bars(bars, measure, file(measure, f"{measure} by category"))
    if bars := _only({system: _stages(outcomes.values()) for system, outcomes in result.outcomes.items()}):
        stage_seconds(bars, file("stages", "Median seconds of each stage"))
    return made


def _only(bars: Bars) -> dict[str, Mapping[str, Figure]]:
    """The systems that have a figure."""
    return {system: figures for system, figures in bars.items() if figures}


def _pick(figures: Mapping[str, Figure], names: Iterable[str]) -> dict[str, Figure]:
    there = known(figures)
    return {name: there[name] for name in names if name in there}


def _across(parts: Mapping[str, Mapping[str, Figure]], measure: str) -> dict[str, Figure]:
    """The measure by category."""
    return known({category: figures[measure] for category, figures in parts.items() if measure in figures})


def _curves(result: SetResult) -> dict[str, list[tuple[float, float]]]:
    """Curves of at least two points; a system need not have been asked every question."""
    curves = {
        system: curve([question for question in result.questions if question.query_id in outcomes], outcomes)
        for system, outcomes in result.outcomes.items()
    }
    return {system: points for system, points in curves.items() if len(points) > 1}


def _stages(outcomes: Iterable[Outcome]) -> dict[str, Figure]:
    """Median seconds of each stage, in the order of the stages, of the answers that were asked for and did not fail."""
    seconds: dict[str, dict[str, float]] = {}
    for outcome in outcomes:
        for name, value in outcome.seconds.items() if outcome.written and not outcome.error else ():
            if name.startswith("stage ") and name != "stage total":
                seconds.setdefault(name.removeprefix("stage "), {})[outcome.query_id] = value
    return {stage: median_figure(values) for stage, values in seconds.items()}


# ---------------------------------------------------------------- the plots


def risk_coverage(curves: Mapping[str, Sequence[tuple[float, float]]], file: Path) -> None:
    """Share of the given answers that is wrong, over the share of questions that is answered; ends where it stands."""
    sheet, axes = sheet_of(HEIGHT)
    for system, points in curves.items():
        coverage, risk = zip(*points, strict=True)
        colour = COLOURS.get(system, OTHER)
        line = "-" if system == "footnote" else "--"  # one on top of the other stay two
        axes.plot(coverage, risk, line, color=colour, linewidth=2, label=called(system))
        axes.plot(coverage[-1:], risk[-1:], "o", color=colour, markersize=8, clip_on=False)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="questions answered, surest first", ylabel="answers that are wrong")
    axes.set_title("Wrong answers as less sure ones are let through")
    axes.grid(alpha=0.3)
    save(sheet, file)


def category_bars(bars: Bars, measure: str, file: Path) -> None:
    """A measure between 0 and 1 by category of question, with how many questions there are."""
    _bars(bars, file, f"{measure} by category")


def retrieval_bars(bars: Bars, file: Path) -> None:
    """Measures of retrieval, all between 0 and 1."""
    _bars(bars, file, "What is found")


def ablation_bars(bars: Bars, file: Path) -> None:
    """Dense and keyword search alone, joined, and (without suffix) read by the cross-encoder."""
    _bars(bars, file, "Retrieval with parts left out")


def stage_seconds(bars: Bars, file: Path) -> None:
    """Median seconds of each stage on the way to an answer."""
    _bars(bars, file, "Median seconds of each stage", unit="seconds")


def growth(points: Mapping[int, float], file: Path, title: str, unit: str) -> None:
    """What something costs each, over how many there are, from 0 upwards."""
    sheet, axes = sheet_of(HEIGHT)
    axes.plot(list(points), list(points.values()), "o-", color=COLOURS["footnote"], linewidth=2, label=unit)
    axes.set_xscale("log")
    axes.set_xticks(list(points), [f"{size:,}" for size in points])
    axes.set_xticks([], minor=True)
    axes.set_ylim(0, max(points.values()) * 1.2)
    axes.set_title(title)
    axes.grid(alpha=0.3)
    save(sheet, file)


def _bars(bars: Bars, file: Path, title: str, unit: str = "") -> None:
    """A row for each label, in it a bar for each system; the axis ends at 1 unless it has a unit."""
    labels = list(dict.fromkeys(label for figures in bars.values() for label in figures))
    sheet, axes = sheet_of(max(HEIGHT, 1.1 + ROW * len(labels)))
    thick = min(0.4, 0.8 / len(bars))
    for place, (system, figures) in enumerate(bars.items()):
        own = [figures[label] for label in labels if label in figures]
        rows = [row + thick * (place - (len(bars) - 1) / 2) for row, label in enumerate(labels) if label in figures]
        values = [figure.value for figure in own]
        below = [max(0.0, figure.value - figure.low) for figure in own]
        above = [max(0.0, figure.high - figure.value) for figure in own]
        colour = COLOURS.get(system, OTHER)
        axes.barh(rows, values, height=thick * 0.9, color=colour, label=called(system))
        axes.errorbar(  # the dot shows a bar of length 0
            values, rows, xerr=[below, above], fmt="o", markersize=4, clip_on=False,
            color=colour, markeredgecolor=EDGE, ecolor=EDGE, elinewidth=1, capsize=2,
        )  # fmt: skip
    axes.set_yticks(range(len(labels)), [_counted(label, bars) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(0, None if unit else 1.02)
    axes.set(title=title, xlabel=unit)
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)
    save(sheet, file)


def _counted(label: str, bars: Bars) -> str:
    """The label with its number of questions, of each system if they differ."""
    numbers = dict.fromkeys(figures[label].n for figures in bars.values() if label in figures)
    return f"{label} (n {'/'.join(map(str, numbers))})"


def sheet_of(height: float) -> tuple[Sheet, Axes]:
    """A sheet of that height in inches, with its axes."""
    from matplotlib.figure import Figure as Sheet

    sheet = Sheet(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    axes = sheet.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return sheet, axes


def save(sheet: Sheet, file: Path) -> None:
    """Write it with its legend, as a PNG with a palette, which takes a fifth of the bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    sheet.legend(loc="outside lower center", ncols=3, frameon=False)
    FigureCanvasAgg(sheet)
    drawn = BytesIO()
    sheet.savefig(drawn, format="png")
    with Image.open(drawn) as picture:
        picture.convert("RGB").quantize(COLOURS_KEPT).save(file, "PNG", optimize=True)
