"""The command line: `python -m rag COMMAND`. Reads the settings, calls the composers, prints; no logic of its own.

Exit codes: 0 done (a refusal to answer is a result), 1 could not, 2 wrong use. Heavy libraries are imported inside the
commands, so that --help is quick.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

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
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="embed everything anew, as after a change of the embedding model")
@with_settings
def sync(settings: Settings, as_json: bool, paths: tuple[Path, ...], rebuild: bool) -> None:
    """Bring the index in step with the articles below PATHS (default: the corpus folder).

    Example: python -m rag sync ~/articles
    """
    from . import terminal
    from .opening import open_library

    library, _ = open_library(settings.config)
    with terminal.progress() as report:
        result = library.sync(paths or [settings.config.corpus], report, rebuild=rebuild)
    library.close()
    print_json(asdict(result)) if as_json else terminal.show_report(result)


@cli.command()
@click.argument("question")
@with_settings
@with_filters
def ask(settings: Settings, as_json: bool, question: str, filters: Filters) -> None:
    """Answer QUESTION from the articles.

    Example: python -m rag ask "Why does the Fukushima issue affect CPTPP?"
    """
    from . import terminal
    from .opening import open_assistant

    assistant = open_assistant(settings.config)
    answer = (
        assistant.ask(question, **filters) if as_json else terminal.show_events(assistant.stream(question, **filters))
    )
    print_json(answer.to_dict()) if as_json else click.echo(str(answer))
    assistant.close()


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
    """Print an article as the index holds it; the offsets of citations count the characters of its text.

    Example: python -m rag article cptpp-explained-b732e837
    """
    from . import terminal
    from .opening import open_library
    from .wire import article_to_dict

    library, _ = open_library(settings.config)
    found = library.article(doc_id)
    print_json(article_to_dict(found)) if as_json else terminal.show_article(found)
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

    assistant = assemble(settings.config)
    try:
        ui.launch(assistant, host=settings.config.host, port=settings.config.port, open_browser=open_browser)
    finally:
        assistant.close()


def main() -> None:
    """Run the command line."""
    cli(prog_name="python -m rag")
