"""The curve of gold sentences found against the tokens they take, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..plots import HEIGHT, save, sheet_of
from .table import Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#777777")
"""Okabe and Ito's, which colour-blind readers tell apart."""
SHAPES = "osD^"


def draw(rows: Sequence[Row], file: Path) -> bool:
    """Draw a line for each section that has both measures; False, and no file, if none has."""
    sections: dict[str, list[Row]] = {}
    for row in rows:
        if {"evidence_hit", "evidence_tokens"} <= set(row.figures) and row.recipe.limits:
            sections.setdefault(row.recipe.section, []).append(row)
    if not sections:
        return False
    sheet, axes = sheet_of(HEIGHT)
    for place, (section, own) in enumerate(sections.items()):
        _line(axes, section, own, place % len(COLOURS))
    axes.set_xlabel("tokens of evidence, mean")
    axes.set_ylabel("facts of which a gold sentence is chosen")
    axes.grid(color="#dddddd")
    save(sheet, file)
    return True


def _line(axes: Axes, section: str, rows: Sequence[Row], place: int) -> None:
    """A section's rows by tokens, with the interval of each hit."""
    own = sorted(rows, key=lambda row: row.figures["evidence_tokens"].value)
    hits = [row.figures["evidence_hit"] for row in own]
    axes.errorbar(
        [row.figures["evidence_tokens"].value for row in own],
        [hit.value for hit in hits],
        yerr=([hit.value - hit.low for hit in hits], [hit.high - hit.value for hit in hits]),
        label=section,
        color=COLOURS[place],
        marker=SHAPES[place],
        markersize=4,
        linewidth=1,
        elinewidth=0.5,
    )
