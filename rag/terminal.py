"""How things look on a terminal: progress on stderr, reports and articles on stdout.

Colour only where a terminal is (rich sees to it, and to NO_COLOR). It decides nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .page.feedback import REASONS
from .records import AnswerEvent, Article, Notice, SentenceEvent, StepEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .config import Settings
    from .page.feedback import Verdict
    from .records import Answer, Event, Progress, Ranking, SyncReport, Version
    from .status import LibraryStatus

# No markup and no emoji codes: a path or a title may hold "[/b]" or ":rice:".
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


PUBLISHERS = 8
"""Publishers that `status` names."""


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar per stage with rate and time left, gone when done; off a terminal a line now and then. All on stderr.

    Yields the callback that moves it.
    """
    if not err.is_terminal:
        yield Lines(err.print)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        tasks, begun = {}, {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None, rate="")
                begun[stage] = time.monotonic()
            passed = time.monotonic() - begun[stage]
            bars.update(tasks[stage], completed=done, total=total or None, rate=f"{done / max(passed, 0.001):.0f}/s")

        yield report


class Lines:
    """Progress where there is no terminal, as in the log of a job: a line per stage now and then."""

    def __init__(self, write: Callable[[str], None], seconds: float = 30.0) -> None:
        """Take where lines go, and the seconds between two lines of a stage; what is done before says nothing."""
        self._write, self._seconds = write, seconds
        self._begun: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See `records.Progress`."""
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        if now - self._told.setdefault(stage, now) < self._seconds:
            return
        self._told[stage] = now
        rate = done / max(now - begun, 0.001)
        left = f", about {(total - done) / rate / 60:.0f} min left" if total > done and rate else ""
        self._write(f"{stage}: {done}{f' of {total}' if total else ''}, {rate:.1f} a second{left}")


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
    """What a sync did; what it skipped and what was odd, with file, line and reason."""
    counts = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    out.print(", ".join(f"{len(ids)} {name}" for name, ids in counts) + f", {len(report.unchanged)} unchanged")
    seconds = report.seconds.get("total", 0.0)
    out.print(
        f"{report.chunks} chunks embedded in {seconds:.1f} s; {report.copies} near copies in the index; "
        f"{len(report.skipped)} skipped, {len(report.warnings)} warnings"
    )
    for word, notices in (("skipped", report.skipped), ("warning", report.warnings)):
        for told in _gathered(notices):
            out.print(Text(f"{word} {told}", style="yellow"))


def _gathered(notices: Iterable[Notice]) -> Iterator[str]:
    """Each reason once a file, at its first line: a table without texts would else fill the screen."""
    for _, (first, *more) in groupby(notices, attrgetter("file", "reason")):
        yield f"{first} (and {len(more)} more of its lines)" if more else str(first)


def show_ranking(ranking: Ranking) -> None:
    """Passages, best first."""
    for item in ranking:
        known = ", ".join(part for part in (item.article.publisher, item.article.dated) if part)
        out.print(Text(f"{item.rank}. {item.article.title}", style="bold"), Text(f"({known})"))
        out.print(Text(f"   {item.article.doc_id} {item.chunk.start}–{item.chunk.end} · {item.score:.1f}", style="dim"))
        out.print(Text("   " + " ".join(item.chunk.text.split())))


def show_article(article: Article, versions: Sequence[Version]) -> None:
    """Headline, what is known of it and what decided that, earlier versions, text."""
    out.print(Text(article.title, style="bold"))
    known = (article.publisher, ", ".join(article.authors), article.dated, article.kind, article.url)
    out.print(Text(" · ".join(part for part in known if part), style="dim"))
    for name, rule in article.rules.items():
        out.print(Text(f"{name}: {getattr(article, name)} ({rule})", style="dim"))
    for note in article.notes:
        out.print(Text(f"note: {note}", style="yellow"))
    if article.copy_of:
        out.print(Text(f"a near copy of {article.copy_of}", style="dim"))
    for version in versions:
        if version.ended:
            words = f"version of {version.added} {version.fate} on {version.ended}"
            out.print(Text(words, style="dim"))
    out.print()
    out.print(Text(article.text))


def show_verdicts(verdicts: Sequence[Verdict]) -> None:
    """What readers said of answers: a count of each reason, then a line or two for each, oldest first."""
    if not verdicts:
        out.print("Nobody has said anything of an answer yet.")
        return
    counts = Counter(REASONS.get(verdict.reason, verdict.reason) for verdict in verdicts)
    out.print(", ".join(f"{number} {reason}" for reason, number in counts.most_common()))
    for verdict in verdicts:
        out.print(Text(f"{verdict.at[:10]} {REASONS.get(verdict.reason, verdict.reason)}: {verdict.question}"))
        if verdict.comment:
            out.print(Text("   " + " ".join(verdict.comment.split()), style="dim"))


def show_status(settings: Settings, library: LibraryStatus | str, shown: Mapping[str, object]) -> None:
    """The index (or why there is none) and every setting with its origin."""
    if isinstance(library, str):
        out.print(Text(library, style="yellow"))
    else:
        out.print(Text(_described(library)))
    table = Table("setting", "value", "from", box=None, pad_edge=False)
    for name, value in shown.items():
        table.add_row(name, str(value), settings.origins[name])
    out.print(table)


def _described(library: LibraryStatus) -> str:
    """A line for each thing; lines are as long as they are, so that what is copied from here is whole."""
    span = f"{library.oldest} to {library.newest}" if library.oldest else "no dates"
    most = [f"{name or 'not named'} {count}" for name, count in list(library.publishers.items())[:PUBLISHERS]]
    more = len(library.publishers) - len(most)
    last = library.last_sync
    place = f"{library.server}, keyword index in {library.folder}" if library.server else library.folder
    rows = (
        ("index", f"{place}, {library.size / 1e6:.1f} MB, generation {library.generation}"),
        ("articles", f"{library.articles} ({library.undated} undated, {library.copies} copies of others)"),
        ("chunks", f"{library.chunks}, embedded with {library.embedder}"),
        ("dates", span),
        ("publishers", ", ".join(most) + (f" and {more} more" if more > 0 else "")),
        ("last sync", _last_sync(last) if last else "none on record"),
    )
    return "\n".join(f"{name:<12}{value}" for name, value in rows)


def _last_sync(last: Mapping[str, Any]) -> str:
    counts = last["counts"]
    done = ", ".join(f"{counts[name]} {name}" for name in ("added", "changed", "removed", "unchanged"))
    lines = [f"{last['at']}: {done}, {counts['skipped']} skipped, {counts['warnings']} warnings"]
    lines += [f"skipped {told}" for told in _gathered(Notice(**item) for item in last["skipped"])]
    return ("\n" + " " * 12).join(lines)
