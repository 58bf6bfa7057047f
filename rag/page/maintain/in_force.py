"""The settings in force and where each comes from, as on the command line's `status`; keys are never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...config import NAMES, SECRET
from ..escape import as_html

if TYPE_CHECKING:
    from ...config import Settings


def in_force(settings: Settings) -> str:
    """A table, folded away; those that somebody set stand first."""
    rows = sorted(NAMES, key=lambda name: settings.origins[name] == "default")
    told = "".join(_row(name, settings) for name in rows)
    given = sum(settings.origins[name] != "default" for name in NAMES)
    head = "<thead><tr><th>Setting</th><th>Value</th><th>From</th></tr></thead>"
    title = f"Settings in force, {given} of {len(NAMES)} set by hand or by a profile"
    table = f'<table class="list">{head}<tbody>{told}</tbody></table>'
    return f'<details class="more"><summary>{title}</summary>{table}</details>'


def _row(name: str, settings: Settings) -> str:
    value = getattr(settings.config, name)
    shown = "(set)" if name in SECRET and value else str(value)
    return (
        f"<tr><th scope='row'>{as_html(name)}</th><td>{as_html(shown)}</td>"
        f"<td>{as_html(settings.origins[name])}</td></tr>"
    )
