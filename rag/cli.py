"""The command line: `python -m rag COMMAND`. Reads the settings, calls the composers, prints; no logic of its own.

Exit codes: 0 done (a refusal to answer is a result), 1 could not (of `verify`: does not stand), 2 wrong use. Heavy
libraries are imported inside the commands, so that --help is quick.
"""

# long because every command is declared in one place

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .config import NAMES, SECRET, Settings
from .errors import RagError
from .options import print_json, with_filters, with_settings

if TYPE_CHECKING:
    from .records import Filters


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Footnote answers questions about news articles; every sentence leads to the exact words it rests on.

    Example: python -m rag ask "Why does the Fukushima issue affect CPTPP?"
    """


@cli.command()
@click.argument("sources", nargs=-1, metavar="[PATH|ADDRESS]...")
@click.option("--rebuild", is_flag=True, help="embed everything anew, as after a change of the embedding model")
@click.option("--watch", is_flag=True, help="go on, and sync again whenever a file below a PATH changes")
@click.option("--every", metavar="SPAN", help="go on, and sync again after each SPAN, such as 15m or 2h")
@with_settings
def sync(settings: Settings, as_json: bool, sources: tuple[str, ...], rebuild: bool, **again: Any) -> None:
    """Bring the index in step with files below PATHs (default: the corpus folder) and pages or feeds at ADDRESSes.

    Exit code 2 where nothing at all could be used.

    Example: python -m rag sync ~/articles https://news.example/feed.xml --every 15m
    """
    from . import repeat, terminal
    from .opening import open_library
    from .records import is_address

    library, _ = open_library(settings.config)
    given = sources or (str(settings.config.corpus),)
    every = repeat.seconds(again["every"]) if again["every"] else None
    watched = [Path(source) for source in given if not is_address(source)]
    goes_on = again["watch"] or every is not None
    for _ in repeat.due(watched if again["watch"] else [], every) if goes_on else (None,):
        try:
            with terminal.progress() as report:
                result = library.sync(given, report, rebuild=rebuild)
        except RagError as error:
            if not goes_on:
                raise
            click.echo(f"Error: {error}", err=True)
            continue
        print_json(asdict(result)) if as_json else terminal.show_report(result)
        rebuild = False
    library.close()
    if not goes_on and not result.read:
        sys.exit(2)


@cli.command()
@click.argument("question")
@click.option("--save", metavar="FILE", type=click.Path(path_type=Path), help="keep it as a receipt, .json or .md")
@with_settings
@with_filters
def ask(settings: Settings, as_json: bool, question: str, save: Path | None, filters: Filters) -> None:
    """Answer QUESTION from the articles.

    Example: python -m rag ask "Why does the Fukushima issue affect CPTPP?" --save answer.md
    """
    from . import terminal
    from .opening import open_assistant
    from .receipts.files import check_target, save_receipt

    if save:
        check_target(save)
    assistant = open_assistant(settings.config)
    answer = (
        assistant.ask(question, **filters) if as_json else terminal.show_events(assistant.stream(question, **filters))
    )
    print_json(answer.to_dict()) if as_json else click.echo(str(answer))
    if save:
        save_receipt(answer, save, **filters)
        click.echo(f"saved as {save}", err=True)
    assistant.close()


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def verify(settings: Settings, as_json: bool, file: Path) -> None:
    """Check an answer that was saved to FILE again, and say which of its sentences still stand.

    Exit code 0 where all of them do, 1 where one does not, or FILE was altered or cannot be read.

    Example: python -m rag verify answer.md
    """
    from .opening import open_library
    from .receipts.files import read_receipt
    from .receipts.replay import replay

    receipt = read_receipt(file)
    library, _ = open_library(settings.config)
    found = replay(receipt, library)
    library.close()
    print_json(found.to_dict()) if as_json else click.echo(str(found))
    if not found.stands:
        sys.exit(1)


@cli.command()
@click.argument("query")
@click.option("--limit", default=5, show_default=True, help="number of passages, 1 to 100")
@with_settings
@with_filters
def search(settings: Settings, as_json: bool, query: str, limit: int, filters: Filters) -> None:
    """Show the passages that fit QUERY best.

    Example: python -m rag search "seafood ban" --published-after 2023-01-01
    """
    from . import terminal
    from .opening import open_assistant
    from .wire import ranking_to_list

    assistant = open_assistant(settings.config)
    ranking = assistant.search(query, limit=limit, **filters)
    print_json(ranking_to_list(ranking)) if as_json else terminal.show_ranking(ranking)
    assistant.close()


@cli.command()
@click.argument("doc_id")
@with_settings
def article(settings: Settings, as_json: bool, doc_id: str) -> None:
    """Print an article as the index holds it, with its versions; citations count the characters of its text.

    Example: python -m rag article cptpp-explained-b732e837
    """
    from . import terminal
    from .opening import open_library
    from .wire import article_to_dict

    library, _ = open_library(settings.config)
    found, versions = library.article(doc_id), library.history(doc_id)
    if as_json:
        print_json(article_to_dict(found) | {"versions": [asdict(version) for version in versions]})
    else:
        terminal.show_article(found, versions)
    library.close()


@cli.command()
@with_settings
def status(settings: Settings, as_json: bool) -> None:
    """Say what the index holds, and each setting with where its value comes from.

    Example: python -m rag status
    """
    from . import terminal
    from .opening import open_library

    values = {name: getattr(settings.config, name) for name in NAMES}
    shown = {name: "(set)" if name in SECRET and value else value for name, value in values.items()}
    try:
        library = open_library(settings.config)[0].status()
    except RagError as error:
        if as_json:
            index: object = {"error": str(error)}
        else:
            terminal.show_status(settings, str(error), shown)
            return
    else:
        if not as_json:
            terminal.show_status(settings, library, shown)
            return
        index = asdict(library)
    settings_shown = {name: {"value": value, "origin": settings.origins[name]} for name, value in shown.items()}
    print_json({"index": index, "settings": settings_shown})


@cli.command()
@click.option("--check", is_flag=True, help="read every byte and compare the digests")
@with_settings
def models(settings: Settings, as_json: bool, check: bool) -> None:
    """Download the weights the settings ask for; goes on where it was stopped.

    Example: python -m rag models
    """
    from . import terminal
    from .models import weights
    from .models.manifest import MODELS
    from .opening import models_needed

    names, folder = models_needed(settings.config), settings.config.models
    with nullcontext() if check else terminal.progress() as report:
        if check:
            for name in names:
                weights.verify(folder, name)
        else:
            weights.fetch(folder, names, report)  # type: ignore[arg-type]  # None only with check
    rows = {name: {"folder": str(folder / name), "licence": MODELS[name].licence} for name in names}
    if as_json:
        print_json(rows)
        return
    for name, row in rows.items():
        click.echo(f"{name}: {'verified' if check else 'there'}, {row['folder']} ({row['licence']})")


@cli.command()
@click.option("--open/--no-open", "open_browser", default=False, help="open the page in the browser")
@with_settings
def chat(settings: Settings, as_json: bool, open_browser: bool) -> None:
    """Serve the web chat.

    Example: python -m rag chat --port 7861
    """
    import ui

    from .opening import assemble
    from .page.maintain.desk import open_desk

    config = settings.config
    assistant = assemble(config)
    try:
        ui.launch(assistant, config, open_browser=open_browser, desk=open_desk(settings, assistant.library))
    finally:
        assistant.close()


@cli.command()
@click.option("--export", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="write JSONL to FILE")
@with_settings
def feedback(settings: Settings, as_json: bool, export: Path | None) -> None:
    """List what readers of the page said of answers; or write it as questions for the evals, a line each.

    Example: python -m rag feedback --export questions.jsonl
    """
    from . import terminal
    from .page.feedback import Feedback, as_eval_question, export_to

    verdicts = Feedback(settings.config.feedback_file).verdicts()
    if export:
        export_to(export, verdicts)
    if as_json:
        print_json([as_eval_question(verdict) for verdict in verdicts])
    elif export:
        click.echo(f"{len(verdicts)} written to {export}")
    else:
        terminal.show_verdicts(verdicts)


def main() -> None:
    """Run the command line."""
    cli(prog_name="python -m rag")
