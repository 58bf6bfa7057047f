"""Articles by day and publisher: a row for each publisher with a bar for each span of time, as SVG made here.

A row has its name and number beside it and its own words for who cannot see it, so that nothing depends on colour, on
hovering or on a legend. Spans are days, weeks, months or years, whichever gives at most about a hundred bars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ..escape import as_html
from ..words import MONTHS, count, day, shortened

if TYPE_CHECKING:
    from ...records import ArticleInfo

PUBLISHERS = 8
"""Publishers that have a row of their own, as in `status`; the others share one."""
FEWEST = 12
"""Spans that are shown at least, so that a single day is not one broad block."""
LOWEST = 6
"""Height of the smallest bar in hundredths of the highest, so that one article among thousands is seen."""


class Unit(NamedTuple):
    """A span of time that has a bar."""

    name: str
    up_to: float
    """Days of the whole plot up to which it is used."""
    first: Callable[[date], date]
    """First day of the span a day is in."""
    words: Callable[[date], str]
    """What a span is called, from its first day."""


UNITS = (
    Unit("day", 92, lambda when: when, day),
    Unit("week", 2 * 366, lambda when: when - timedelta(when.weekday()), lambda first: f"week of {day(first)}"),
    Unit("month", 10 * 366, lambda when: when.replace(day=1), lambda first: f"{MONTHS[first.month - 1]} {first.year}"),
    Unit("year", float("inf"), lambda when: when.replace(month=1, day=1), lambda first: str(first.year)),
)


def plot(articles: Sequence[ArticleInfo]) -> str:
    """The plot as HTML; "" where no article is dated."""
    dated = [(info.publisher, when) for info in articles if (when := info.published_day)]
    if not dated:
        return ""
    first, last = min(when for _, when in dated), max(when for _, when in dated)
    unit = next(each for each in UNITS if (last - first).days < each.up_to)
    spans = list(_spans(unit, first, last))
    of: dict[str, Counter[date]] = {}
    for publisher, when in dated:
        of.setdefault(publisher, Counter())[unit.first(when)] += 1
    named = sorted(of, key=lambda name: (-of[name].total(), name))
    rows = [_row(name or "not named", of[name], spans, unit) for name in named[:PUBLISHERS]]
    if others := named[PUBLISHERS:]:
        rest = sum((of[name] for name in others), Counter[date]())
        rows.append(_row(f"{len(others)} others", rest, spans, unit))
    everything = sum(of.values(), Counter[date]())
    if len(of) > 1:
        rows.insert(0, _row("all", everything, spans, unit))
    return _table(rows, unit, spans, everything)


def _table(rows: Sequence[str], unit: Unit, spans: Sequence[date], everything: Mapping[date, int]) -> str:
    most = max(everything, key=lambda span: (everything[span], span))
    caption = (
        f"Articles by {unit.name} and publisher; most in one {unit.name}: {everything[most]:,} ({unit.words(most)})"
    )
    ends = f"<span>{unit.words(spans[0])}</span><span>{unit.words(spans[-1])}</span>"
    return (
        f'<table class="plot"><caption>{caption}. Rows differ in scale.</caption><tbody>{"".join(rows)}</tbody>'
        f'<tfoot><tr><td></td><td class="ends">{ends}</td><td></td></tr></tfoot></table>'
    )


def _row(name: str, times: Mapping[date, int], spans: Sequence[date], unit: Unit) -> str:
    """A publisher's row: name, bars, number of articles."""
    highest, total = max(times.values()), sum(times.values())
    most = next(span for span in reversed(spans) if times.get(span) == highest)
    label = f"{name}: {count(total, 'article')}, most in one {unit.name}: {highest:,} ({unit.words(most)})"
    bars = "".join(_bar(at, times[span], highest, unit.words(span)) for at, span in enumerate(spans) if times.get(span))
    svg = (
        f'<svg viewBox="0 0 {len(spans) * 10} 100" preserveAspectRatio="none" role="img" '
        f'aria-label="{as_html(label)}">{bars}</svg>'
    )
    shown = as_html(shortened(name, 60))
    return f'<tr><th scope="row"><bdi>{shown}</bdi></th><td class="bars">{svg}</td><td>{total:,}</td></tr>'


def _bar(at: int, number: int, highest: int, words: str) -> str:
    height = max(LOWEST, round(100 * number / highest))
    title = f"<title>{words}: {count(number, 'article')}</title>"
    return f'<rect x="{at * 10 + 1}" y="{100 - height}" width="8" height="{height}">{title}</rect>'


def _spans(unit: Unit, first: date, last: date) -> Iterator[date]:
    """First days of all spans from the first day to the last, and as many before as make up the fewest."""
    spans = [unit.first(last)]
    while spans[-1] > unit.first(first) or len(spans) < FEWEST:
        spans.append(unit.first(spans[-1] - timedelta(1)))
    return reversed(spans)
