"""How far a sync is, with rate and time left, and what it came to; HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..escape import as_html
from ..words import count
from .what_is_there import STATES, notices, problem

if TYPE_CHECKING:
    from ...records import SyncReport
    from .syncing import Run, Stage

STAGES = {"articles": "Articles read", "chunks": "Passages embedded"}
NOTHING_READ = "Nothing that was named could be used; the index is as it was."
LEAST = 2.0
"""Seconds after which a rate is told: before, it says more of the start than of the work."""
CANCELLED = "Cancelled. Readers see what they saw before; what was already embedded is used by the next sync."


def progress(run: Run | None) -> str:
    """What is shown of a sync; "" before the first."""
    if run is None:
        return ""
    if not run.ended:
        return _on_its_way(run)
    if run.problem:
        return problem(run.problem)
    if run.report is None:
        return f'<p role="status">{CANCELLED}</p>'
    return _result(run.report)


def _on_its_way(run: Run) -> str:
    if run.cancelling:
        title = "Cancelling: what is being read or embedded just now is finished first."
    elif not run.stages:
        title = "Looking for what there is to read."
    elif all(stage.total and stage.done >= stage.total for stage in run.stages.values()):
        title = "Comparing, and writing the index."
    else:
        title = "Reading and embedding. Questions are answered meanwhile, from what was there before."
    bars = "".join(_bar(words, run.stages[name]) for name, words in STAGES.items() if name in run.stages)
    return f'<p class="doing" role="status">{title}</p>{bars}'


def _bar(words: str, stage: Stage) -> str:
    """A stage as a bar that says the same in words; without an end where none is known."""
    known = f' value="{min(stage.done, stage.total)}" max="{stage.total}"' if stage.total else ""
    told = " · ".join((_how_far(stage), *_pace(stage)))
    return f'<div class="stage"><p>{words}: {told}</p><progress aria-label="{words}"{known}></progress></div>'


def _how_far(stage: Stage) -> str:
    return f"{stage.done:,} of about {stage.total:,}" if stage.total > stage.done else f"{stage.done:,}"


def _pace(stage: Stage) -> list[str]:
    """Rate, and the time left where the end is known."""
    if stage.seconds < LEAST or not stage.done:
        return []
    rate = stage.done / stage.seconds
    told = [f"{rate:.0f} a second" if rate >= 10 else f"{rate:.1f} a second"]
    left = (stage.total - stage.done) / rate
    return [*told, f"about {span(left)} left"] if left > 0 else told


def span(seconds: float) -> str:
    """A span in the unit people would use: "40 s", "3 min", "2 h"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"


def _result(report: SyncReport) -> str:
    """What it did, and what it left out, each with its reason."""
    done = ", ".join(f"{len(getattr(report, name)):,} {words}" for name, words in STATES.items())
    embedded = f"{count(report.chunks, 'passage')} embedded in {span(report.seconds.get('total', 0.0))}"
    used = report.read or report.removed  # a page that is gone for good is not met
    told = f'<p class="done" role="status">Done: {done}; {embedded}.</p>' if used else problem(NOTHING_READ)
    return (
        f"{told}"
        f"{notices(report.skipped, len(report.skipped), 'left out', is_open=True)}"
        f"{notices(report.warnings, len(report.warnings), 'taken in, but odd', is_open=False)}"
    )


def busy() -> str:
    """What a second click is told."""
    return (
        f'<p class="note">{as_html("A sync is on its way already; it goes on below, and this one was not begun.")}</p>'
    )
