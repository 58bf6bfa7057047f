"""How well retrieval and answers do, and how the usual way does on the same: `python -m evals`.

Exit codes: 0 done, 1 something broke or a set was absent, 2 wrong use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from platformdirs import user_cache_path

from rag.config import Config, load_settings
from rag.errors import ConfigError, RagError

from . import report, sets
from .progress import progress

if TYPE_CHECKING:
    from .grounding import Judge
    from .measuring import SetResult

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
WRITTEN = 20
"""Questions of a set that a chat model answers by default; on two cores one takes 7 s, the usual way's 20 s."""
LOOK = 8
"""Of so many questions of a --limit one is answered by the chat model: a first look at 24 takes about 2 minutes."""
SMALL = ("planted", "time", "summedits", "wice")
"""Sets that are run where none is named: under 20 minutes on two cores; public ones only where they are."""


def _positive(_: click.Context, parameter: click.Parameter, value: int | None) -> int | None:
    if value is not None and value < 1:
        raise click.BadParameter(f"{value} measures nothing; give 1 or more, or leave it out", param=parameter)
    return value


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("names", metavar="[SET]...", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="folder of the public sets")
@click.option("--split", type=click.Choice(["dev", "test"]), default="dev", show_default=True)
@click.option("--system", type=click.Choice(["footnote", "baseline", "both"]), default="both", show_default=True)
@click.option("--limit", type=int, callback=_positive, help="questions, or claims, of a set at most")
@click.option(
    "--written", type=int, callback=_positive,
    help=f"questions of a set that a chat model answers at most, {WRITTEN} unless --limit is given; of the others it "
    "is measured what is found and whether they would be answered",
)  # fmt: skip
@click.option("--provider", help="who writes, as for `python -m rag`; none: the articles' own words")
@click.option("--judge", help="a provider that judges support too, and is itself held against the labels")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="write all figures here")
@click.option("--readme", is_flag=True, help="write the table of the planted set into README.md")
@click.option("--cache", type=click.Path(path_type=Path), help="folder of the indexes and answers that are kept")
def main(names: tuple[str, ...], **given: Any) -> None:
    """Measure the SETs and write a report with plots; by default planted, and time, summedits, wice where they are.

    The sets: planted, wary, sides, time, realtimeqa, summedits, wice, mtrag, rgb, bipia. Interrupted, it goes on where
    it stopped.

    Example: python -m evals planted time --limit 40
    """
    wanted = tuple(dict.fromkeys(names)) or small_sets(given["data"])
    if unknown := [name for name in wanted if name not in sets.NAMES]:
        _fail(f"unknown set {unknown[0]!r}; the sets are: {', '.join(sets.NAMES)}", 2)
    try:
        config = load_settings({"provider": given["provider"]}, os.environ, Path.cwd()).config
        judge = _judge(given["judge"])
        results = list(_results(wanted, config, judge, given))
    except ConfigError as error:
        _fail(str(error), 2)
    except RagError as error:
        _fail(str(error), 1)
    if given["json_file"]:
        report.write_json(results, given["json_file"])
    if given["readme"]:
        try:
            report.write_readme(results, config, given["split"])
        except ValueError as error:
            _fail(str(error), 1)
    click.echo(report.write(results, config, given["split"]))
    failed = sum(result.failed for result in results)
    if failed:
        click.echo(f"{failed} answers failed; they count as wrong. The others are kept: run it again.", err=True)
    sys.exit(1 if failed or len(results) < len(wanted) else 0)


def small_sets(data: Path) -> tuple[str, ...]:
    """The sets of SMALL that are there; says where it looked for the others."""
    there = tuple(name for name in SMALL if name == "planted" or (data / name).is_dir())
    for name in SMALL:
        if name not in there:
            click.echo(f"Without {name}: there is no folder {data / name}; give its folder with --data.", err=True)
    return there


def _results(
    wanted: tuple[str, ...], config: Config, judge: Judge | None, given: dict[str, Any]
) -> Iterator[SetResult]:
    """Each set's result; one that cannot be read or run is told of, and the others go on."""
    from .running import Options, evaluate

    options = Options(
        split=given["split"],
        systems=("footnote", "baseline") if given["system"] == "both" else (given["system"],),
        limit=given["limit"],
        written=given["written"] or (max(2, given["limit"] // LOOK) if given["limit"] else WRITTEN),
        cache=given["cache"] or user_cache_path("footnote") / "evals",
    )
    for name in wanted:
        try:
            eval_set = sets.read(name, given["data"], given["split"])
        except sets.SetError as error:
            click.echo(f"Error: {error}", err=True)
            continue
        try:
            with progress(name) as told:
                result = evaluate(eval_set, config, options, judge, told)
        except RagError as error:  # the sets before it have their figures, the ones after it get theirs
            click.echo(f"Error: {name}: {error}", err=True)
            continue
        yield result


def _judge(provider: str | None) -> Judge | None:
    if not provider:
        return None
    from rag.opening import open_chat

    from .llm_judge import LlmJudge

    chat = open_chat(load_settings({"provider": provider}, os.environ, Path.cwd()).config)
    return LlmJudge(chat) if chat else None


def _fail(message: str, code: int) -> None:
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
