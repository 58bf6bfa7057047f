"""The arguments of a call over HTTP, checked by name before Gradio sees them; it would only say that it broke.

`POST /gradio_api/call/v2/NAME` takes arguments by name, `/gradio_api/call/NAME` and `/gradio_api/run/NAME` take them as
a list in `data`; in both, what has a default may be left out. An ASGI middleware.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any

from ..errors import InvalidQuery
from .endpoints import Endpoints
from .paths import ENDPOINTS
from .saying import No, say

if TYPE_CHECKING:
    from .saying import App, Message, Receive, Send

CALL = re.compile(rf"/gradio_api/(?P<way>call/v2|call|run|api)/(?P<name>{'|'.join(ENDPOINTS)})/?")


class Arguments:
    """Stands before an ASGI application and looks at calls of the endpoints only."""

    def __init__(self, app: App) -> None:
        """Take what is behind it."""
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand a call on in the form that Gradio reads, or say what is wrong with it (400)."""
        called = CALL.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if called is None:
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] != "http.request":  # the caller has gone
                return
            body, more = body + message.get("body", b""), message.get("more_body", False)
        try:
            body = corrected(called["name"], body, by_name=called["way"] == "call/v2")
        except InvalidQuery as error:
            await say(No(400, str(error)), send)
            return
        await self._app({**scope, "headers": _with_length(scope["headers"], len(body))}, _Once(body, receive), send)


def corrected(name: str, body: bytes, *, by_name: bool) -> bytes:
    """The body of a call of endpoint `name` as Gradio reads it, which takes nothing else from it.

    Raises:
        InvalidQuery: it is not JSON, or an argument is unknown, missing or too many.
    """
    arguments = arguments_of(name)
    example = '{"question": "…"}' if by_name else '{"data": ["…"]}'
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidQuery(f"the body is not JSON; send an object such as {example}") from None
    if not isinstance(given, dict) or not (by_name or isinstance(given.get("data"), list)):
        raise InvalidQuery(f"the body is not an object such as {example}")
    if not by_name:
        if len(given["data"]) > len(arguments):
            count, names = len(given["data"]), ", ".join(arguments)
            raise InvalidQuery(f"data has {count} values; {name} takes {names}, in this order")
        given = dict(zip(arguments, given["data"], strict=False))
    for unknown in given.keys() - arguments.keys():
        raise InvalidQuery(f"{unknown[:40]} is not an argument of {name}; it takes {', '.join(arguments)}")
    whole = {**arguments, **given}
    for missing in (argument for argument, value in whole.items() if value is inspect.Parameter.empty):
        raise InvalidQuery(f"{name} needs the argument {missing}")
    return json.dumps(whole if by_name else {"data": list(whole.values())}).encode()


def arguments_of(name: str) -> dict[str, Any]:
    """The arguments of an endpoint in their order, each with its default, or `Parameter.empty` where it has none."""
    parameters = inspect.signature(getattr(Endpoints, name)).parameters
    return {key: parameter.default for key, parameter in parameters.items() if key != "self"}


def _with_length(headers: list[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() not in (b"content-length", b"transfer-encoding")]
    return [*kept, (b"content-length", str(length).encode())]


class _Once:
    """The body at once, then what comes after it, which is that the caller goes."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
