"""How things look on a terminal: progress on stderr, reports and articles on stdout.

Colour only where a terminal is (rich sees to it, and to NO_COLOR). It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .records import AnswerEvent, Article, SentenceEvent, StepEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .config import Settings
    from .library import LibraryStatus
    from .records import Answer, Event, Progress, Ranking, SyncReport

# No markup and no emoji codes: a path or a title may hold "[/b]" or ":rice:".
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar per stage with time left, gone when done; yields the callback that moves it. Nothing off a terminal."""
    if not err.is_terminal:
        yield lambda stage, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def show_events(events: Iterable[Event]) -> Answer:
    """Tell of the steps on stderr, show the sentences as they come on a terminal, and return the answer."""
    for event in events:
        if isinstance(event, StepEvent):
            err.print(Text(f"{event.name}: {event.detail} · {event.seconds:.1f} s", style="dim"))
        elif isinstance(event, SentenceEvent) and err.is_terminal:
            err.print(Text(f"… {event.sentence.text}", style="dim"))
        elif isinstance(event, AnswerEvent):
            return event.answer
    raise RuntimeError("the stream ended without an answer")


def show_report(report: SyncReport) -> None:
    """What a sync did, the skipped files with their reasons."""
    counts = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    out.print(", ".join(f"{len(ids)} {name}" for name, ids in counts) + f", {len(report.unchanged)} unchanged")
    for item in report.skipped:
        place = f"{item.file}:{item.line}" if item.line else item.file
        out.print(Text(f"skipped {place}: {item.reason}", style="yellow"))


def show_ranking(ranking: Ranking) -> None:
    """Passages, best first."""
    for item in ranking:
        known = ", ".join(part for part in (item.article.publisher, item.article.dated) if part)
        out.print(Text(f"{item.rank}. {item.article.title}", style="bold"), Text(f"({known})"))
        out.print(Text(f"   {item.article.doc_id} {item.chunk.start}–{item.chunk.end} · {item.score:.1f}", style="dim"))
        out.print(Text("   " + " ".join(item.chunk.text.split())))


def show_article(article: Article) -> None:
    """Headline, what is known of it, text."""
    out.print(Text(article.title, style="bold"))
    known = (article.publisher, ", ".join(article.authors), article.dated, article.kind, article.url)
    out.print(Text(" · ".join(part for part in known if part), style="dim"))
    out.print()
    out.print(Text(article.text))


def show_status(settings: Settings, library: LibraryStatus | str, shown: Mapping[str, object]) -> None:
    """The index (or why there is none) and every setting with its origin."""
    if isinstance(library, str):
        out.print(Text(library, style="yellow"))
    else:
        span = f"{library.oldest} to {library.newest}" if library.oldest else "no dates"
        out.print(
            f"{library.folder}: {library.articles} articles ({library.undated} undated), {library.chunks} chunks, "
            f"{span}, generation {library.generation}"
        )
    table = Table("setting", "value", "from", box=None, pad_edge=False)
    for name, value in shown.items():
        table.add_row(name, str(value), settings.origins[name])
    out.print(table)
