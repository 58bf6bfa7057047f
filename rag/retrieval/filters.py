"""From the filters a caller gives to a query that admits only some articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timezone
from difflib import get_close_matches

from ..errors import InvalidQuery
from ..records import Filters, Query

DAYS = ("as_of", "published_after", "published_before")


def query_of(
    filters: Filters, parse_when: Callable[[object], date | None], publishers: Callable[[], Collection[str]]
) -> Query:
    """The filters as a query that has no text yet.

    Args:
        filters: what the caller gave.
        parse_when: reads a day; raises ValueError.
        publishers: gives the publishers there are; called only if some are asked for.

    Raises:
        InvalidQuery: a filter is unknown, is no day, or leaves nothing; or no article is from a publisher.
    """
    for name in filters:
        if name not in Filters.__annotations__:
            raise InvalidQuery(f"{name} is not a filter; the filters are {', '.join(Filters.__annotations__)}")
    as_of, after, before = (_day(name, filters, parse_when) for name in DAYS)
    for name, end in (("published_before", before), ("as_of", as_of)):
        if after and end and after > end:
            raise InvalidQuery(f"published_after = {after} is later than {name} = {end}; no day is left")
    any_time = filters.get("any_time", False)
    if not isinstance(any_time, bool):
        raise InvalidQuery(f"any_time = {any_time!r} is neither True nor False")
    if isinstance(filters.get("publishers"), str):
        raise InvalidQuery(f"publishers = {filters.get('publishers')!r} is one text; give a list of names")
    wanted = tuple(filters.get("publishers", ()))
    if wanted:
        _check_publishers(wanted, sorted(filter(None, publishers())))
    today = datetime.now(timezone.utc).date()
    return Query(
        text="",
        asked_at=today,
        as_of=as_of,
        published_after=after,
        published_before=before,
        publishers=wanted,
        any_time=any_time,
    )


def _day(name: str, filters: Mapping[str, object], parse_when: Callable[[object], date | None]) -> date | None:
    try:
        when = parse_when(filters.get(name))
    except ValueError:
        raise InvalidQuery(f"{name} = {filters.get(name)!r} is not a date; write it as 2024-12-31") from None
    return when and date(when.year, when.month, when.day)


def _check_publishers(wanted: Collection[str], known: list[str]) -> None:
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.3) or known[:3]
            there = f"there are articles from {', '.join(near)}" if near else "no article names its publisher"
            raise InvalidQuery(f"no article is from {name!r}; {there}")
