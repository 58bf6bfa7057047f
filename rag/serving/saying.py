"""How a request is turned away: a status and one sentence, as JSON. And the types of ASGI."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class No:
    """Why a request is not let in."""

    status: int
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()


async def say(no: No, send: Send) -> None:
    """Answer with it. `detail` is where the page looks for the sentence to show it."""
    body = json.dumps({"error": no.sentence, "detail": no.sentence}, ensure_ascii=False).encode("utf-8", "replace")
    headers = [("content-type", "application/json"), ("content-length", str(len(body))), *no.headers]
    await send(
        {
            "type": "http.response.start",
            "status": no.status,
            "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers],
        }
    )
    await send({"type": "http.response.body", "body": body})
