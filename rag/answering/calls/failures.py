"""What an error of a chat model's library means: whether it passes, and what to do about it.

Every provider's library has its own classes, so errors are told apart by HTTP status, by name and by what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

ELSE = "or set provider to local or none"
PASSING = ("timeout", "connect", "ratelimit", "internalserver", "serviceunavailable", "remoteprotocol", "readerror")
"""Names of errors of httpx, openai and anthropic for what may pass by itself."""
UNREACHED = re.compile(r"connecterror|connectionrefused|gaierror|name or service|certificate")
"""Nobody listens, or not under that name: seconds later that will still be so."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a call.

    Attributes:
        kind: key, model, address, context, filter, credit, busy, broken, slow, away or other.
        passing: whether the same call may succeed later without any change.
        again: whether it may succeed within seconds, so that it is tried again at once.
        wait: seconds that the provider asks to wait; None if it does not say.
    """

    kind: str
    message: str
    passing: bool
    again: bool
    wait: float | None = None


class _Case(NamedTuple):
    kind: str
    fits: Callable[[int, str, str], object]
    """Takes the HTTP status (0: none), the names of the errors and what they say, both in small letters."""
    says: str
    """What is the matter; {name} is the model, {brief} the library's own words."""
    passing: bool = False
    again: bool = False


CASES = (
    _Case(
        "context",
        lambda status, names, text: (
            "contextoverflow" in names
            or (
                status in (0, 400, 413, 422, 500)
                and re.search(r"context.?(length|size|window)|prompt is too long", text)
            )
        ),
        "The context of {name} is too short for the question and even half of its evidence ({brief}); "
        "lower evidence_tokens or give the model a longer context",
    ),
    _Case(
        "filter",
        lambda status, names, text: re.search(r"content.?(filter|management|policy)|responsible.?ai", text),
        "A content filter of {name} held back the answer; ask in other words, " + ELSE,
    ),
    _Case(
        "credit",
        lambda status, names, text: (
            status == 402 or re.search(r"insufficient.?quota|current quota|credit balance|billing", text)
        ),
        "{name} has no credit left ({brief}); renew it with its provider, " + ELSE,
    ),
    # Without the library's words: some servers repeat the key in them, and a reader may see this line.
    _Case(
        "key",
        lambda status, names, text: (
            status in (401, 403) or "authentic" in names or "permission" in names or re.search("api.?key", text)
        ),
        "{name} refuses the key; check its key (FOOTNOTE_API_KEY, or the variable of its own library), " + ELSE,
    ),
    _Case(
        "model",
        lambda status, names, text: status in (400, 404) and re.search(r"\bmodel\b|model_not_found", text),
        "{name} is no model of its provider ({brief}); set model, or what follows the colon in provider, to one it has",
    ),
    _Case(
        "address",
        lambda status, names, text: status in (404, 405),
        "{name} is not to be found there ({brief}); check the address in provider, which usually ends in /v1",
    ),
    _Case(
        "busy",
        lambda status, names, text: status in (429, 503, 529),
        "{name} is too busy ({brief}); ask again later, " + ELSE,
        passing=True,
        again=True,
    ),
    _Case(
        "broken",
        lambda status, names, text: status >= 500 or "internalserver" in names,
        "{name} failed ({brief}); ask again later, " + ELSE,
        passing=True,
        again=True,
    ),
    _Case(
        "slow",
        lambda status, names, text: status == 408 or "timeout" in names,
        "{name} took too long; ask again, raise provider_timeout, " + ELSE,
        passing=True,
    ),
    _Case(
        "away",
        lambda status, names, text: UNREACHED.search(names + text),
        "{name} cannot be reached ({brief}); check that it is running and reachable, " + ELSE,
        passing=True,
    ),
    _Case(
        "away",
        lambda status, names, text: any(word in names for word in PASSING),
        "{name} did not answer ({brief}); check that it is running and reachable, " + ELSE,
        passing=True,
        again=True,
    ),
    _Case(
        "other",
        lambda status, names, text: True,
        "{name} did not answer ({brief}); check that it is running and reachable, " + ELSE,
    ),
)
"""The first that fits is meant."""


def diagnose(error: Exception, name: str) -> Failure:
    """What the error of the model called `name` means; its message is one sentence for people."""
    chain = list(_chain(error))
    status = next(filter(None, map(_status, chain)), 0)
    names = " ".join(type(each).__name__ for each in chain).lower()
    text = " ".join(map(str, chain)).lower()
    case = next(case for case in CASES if case.fits(status, names, text))
    wait = next((wait for each in chain if (wait := _wait(each)) is not None), None)
    return Failure(case.kind, case.says.format(name=name, brief=brief(error)), case.passing, case.again, wait)


def brief(error: Exception) -> str:
    """The library's own words, 160 characters at most."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:160]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return 0


def _wait(error: BaseException) -> float | None:
    """Seconds that the headers of the reply ask to wait."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    exact, given = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if exact:
            return max(0.0, float(exact) / 1000)
        if given and re.fullmatch(r"[\d.]+", given.strip()):
            return float(given)
        if given:
            return max(0.0, (parsedate_to_datetime(given) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None
    return None
