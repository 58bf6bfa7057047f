"""Settings and filters as options of every command, and how an error leaves the program."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click

from .config import NAMES, Config, Settings, load_settings
from .errors import ConfigError, InvalidQuery, RagError

SHOWN = ("corpus", "index", "provider", "profile")
"""Settings every command lists in its help; the others are options too, and `status` names them."""
FILTERS = ("as_of", "published_after", "published_before")


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Every setting as an option, and --json; the command gets them as `settings` and `as_json`."""

    def run(as_json: bool, **given: Any) -> None:
        flags = {name: given.pop(name) for name in NAMES}
        try:
            command(load_settings(flags, os.environ, Path.cwd()), as_json, **given)
        except RagError as error:
            _fail(error, as_json)

    update_wrapper(run, command)  # with the options that were declared below this decorator
    for item in reversed(fields(Config)):
        option = "--" + item.name.replace("_", "-")
        run = click.option(option, item.name, help=item.metadata["unit"], hidden=item.name not in SHOWN)(run)
    return click.option("--json", "as_json", is_flag=True, help="print JSON")(run)


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The filters of a question as options; the command gets them as `filters`."""

    def run(settings: Settings, as_json: bool, **given: Any) -> None:
        filters = {name: given.pop(name) for name in FILTERS}
        others = {name: given.pop(name) for name in ("publishers", "any_time")}
        command(settings, as_json, filters={**filters, **others}, **given)

    update_wrapper(run, command)  # with the options that were declared below this decorator
    run = click.option("--any-time", is_flag=True, help="take no range of days from the question's own words")(run)
    run = click.option("--publisher", "publishers", multiple=True, help="only articles of this publisher; repeatable")(
        run
    )
    for name, unit in zip(
        FILTERS, ("stands for this day", "first day that counts", "last day that counts"), strict=True
    ):
        run = click.option("--" + name.replace("_", "-"), name, metavar="DATE", help=unit)(run)
    return run


def _fail(error: RagError, as_json: bool) -> None:
    if as_json:
        print_json({"error": {"kind": type(error).__name__, "message": str(error)}})
    click.echo(f"Error: {error}", err=True)
    sys.exit(2 if isinstance(error, ConfigError | InvalidQuery) else 1)


def print_json(value: object) -> None:
    """The value as JSON on stdout; dates and paths as text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
