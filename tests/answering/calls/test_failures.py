"""How errors are told apart that no scripted server sends: other classes, odd headers; half of the evidence."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx2
import pytest
from fakes_chat import evidence_of, told

from rag.answering.calls.failures import diagnose
from rag.answering.calls.shorten import shortened


class OverloadedError(Exception):
    """An error of a library that only knows a status."""

    def __init__(self, status_code: int, headers: dict[str, str] | None = None, text: str = "oh") -> None:
        self.status_code = status_code
        self.response = httpx2.Response(status_code, headers=headers)
        super().__init__(text)


@pytest.mark.parametrize(
    ("status", "text", "kind", "again"),
    [
        (400, "This model's maximum context length is 4096 tokens", "context", False),
        (413, "prompt is too long", "context", False),
        (402, "", "credit", False),
        (403, "", "key", False),
        (404, "model 'x' not found, try pulling it first", "model", False),
        (405, "Method Not Allowed", "address", False),
        (408, "", "slow", False),
        (429, "", "busy", True),
        (504, "", "broken", True),
        (418, "", "other", False),
    ],
)
def test_by_status_and_words(status: int, text: str, kind: str, again: bool) -> None:
    failure = diagnose(OverloadedError(status, text=text), "big")
    assert (failure.kind, failure.again) == (kind, again)
    assert "big" in failure.message


def test_the_cause_behind_counts() -> None:
    error = RuntimeError("the chain broke")
    error.__cause__ = ConnectionResetError(104, "Connection reset by peer")
    assert (diagnose(error, "big").kind, diagnose(error, "big").again) == ("away", True)
    error.__cause__ = ConnectionRefusedError(111, "Connection refused")
    assert (diagnose(error, "big").kind, diagnose(error, "big").again) == ("away", False)


LATER = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"retry-after": "7"}, 7, 7),
        ({"retry-after": "0.5"}, 0.5, 0.5),
        ({"retry-after": "7", "retry-after-ms": "250"}, 0.25, 0.25),
        ({"retry-after": LATER}, 3000, 3600),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
    ],
)
def test_how_long_a_provider_asks_to_wait(headers: dict[str, str], low: float, high: float) -> None:
    wait = diagnose(OverloadedError(429, headers), "big").wait
    assert wait is not None
    assert low <= wait <= high


@pytest.mark.parametrize("headers", [{}, {"retry-after": "soon"}, {"retry-after-ms": "x"}, {"retry-after": "1.2.3"}])
def test_headers_that_say_nothing(headers: dict[str, str]) -> None:
    assert diagnose(OverloadedError(429, headers), "big").wait is None


def test_the_better_half_of_the_evidence() -> None:
    evidence = evidence_of(told("a", "b", "c", "d", "e"))
    assert [item.number for item in shortened(evidence).sentences] == [1, 2]
    assert len(shortened(evidence_of(told("a"))).sentences) == 1
