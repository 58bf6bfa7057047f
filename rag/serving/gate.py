"""Every request passes the gate, before Gradio sees it, or is told why not in one sentence. An ASGI middleware.

In this order: the path is one of ours, the name is one of ours, it is no page of another site that asks, the password
is right, it is not asked too often, the body is not too long. What is served gets the headers of `headers.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import headers as sent
from .names import host_trouble, origin_trouble
from .pace import Pace, asker_of
from .password import CHALLENGE, has_password
from .paths import BEGINNING, acts, is_open, takes_files
from .saying import No, say

if TYPE_CHECKING:
    from .rules import Rules
    from .saying import App, Message, Receive, Send

MOST_BODY = 2_000_000
"""Bytes of a request. The longest is a kept conversation as the page is opened, 400,000 characters."""
MOST_FILES = 20
"""Files of the greatest length that a maintainer may upload in one request."""
ACTS = 10
"""Small acts of the page, such as taking a question or keeping a verdict, for each request that is counted."""
WRONG_PASSWORDS = 10
"""Wrong passwords that an address may try a minute; one with 8 letters and digits then lasts 20 million years."""


class Gate:
    """The gate before an ASGI application."""

    def __init__(self, app: App, rules: Rules) -> None:
        """Take what is behind the gate, and what it goes by."""
        self._app, self._rules = app, rules
        self._wrong, self._asked, self._acts = map(Pace, (WRONG_PASSWORDS, rules.a_minute, ACTS * rules.a_minute))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":  # a websocket, which the page has none of
            await send({"type": "websocket.close", "code": 1008})
        elif no := self._why_not(scope):
            await say(no, _Sending(send))
        else:
            body, sending = _Body(receive, self._longest(scope["path"])), _Sending(send)
            try:
                await self._app(scope, body, sending)
            except _TooLongError:
                if not sending.begun:
                    await say(_too_long(self._longest(scope["path"])), sending)

    def _why_not(self, scope: Message) -> No | None:
        given = _headers(scope)
        names, asker = self._rules.names, asker_of((scope.get("client") or ("",))[0])
        files = bool(self._rules.upload_bytes) and takes_files(scope["method"], scope["path"])
        if not files and not is_open(scope["method"], scope["path"]):
            return No(404, f"there is nothing at {scope['method']} {scope['path'][:80]}")
        if trouble := host_trouble(given.get("host", ""), names):
            return No(421, trouble)
        if trouble := origin_trouble(given, names):
            return No(403, trouble)
        passwords = (self._rules.maintainer,) if files and self._rules.password else self._rules.passwords
        if passwords and scope["path"] != BEGINNING and (no := self._asks_password(given, asker, passwords)):
            return no
        pace = self._acts if acts(scope["path"]) else self._asked
        if scope["method"] == "POST" and (seconds := pace.wait(asker)):
            return _later(f"more than {self._rules.a_minute} requests a minute came from your address", seconds)
        length = given.get("content-length", "0")
        longest = self._longest(scope["path"])
        return _too_long(longest) if not length.isdecimal() or int(length) > longest else None

    def _longest(self, path: str) -> int:
        return MOST_FILES * self._rules.upload_bytes + MOST_BODY if takes_files("POST", path) else MOST_BODY

    def _asks_password(self, given: Mapping[str, str], asker: str, passwords: tuple[str, ...]) -> No | None:
        authorization = given.get("authorization", "")
        if authorization and self._wrong.spent(asker):
            return _later("too many wrong passwords came from your address", 60 / WRONG_PASSWORDS)
        if any(password and has_password(authorization, password) for password in passwords):
            return None
        if authorization:  # a browser's first request has none, and is no try
            self._wrong.take(asker)
        sentence = "the password is asked for: `Authorization: Bearer PASSWORD`, or Basic with any user name"
        return No(401, sentence, (("www-authenticate", CHALLENGE),))


def _too_long(longest: int) -> No:
    return No(413, f"the request is longer than {longest:,} bytes; shorten it", (("connection", "close"),))


def _later(what: str, seconds: float) -> No:
    wait = math.ceil(seconds)
    again = f"ask again in {wait} second{'s' * (wait != 1)}"
    return No(429, f"{what}; {again}", (("retry-after", str(wait)),))


def _headers(scope: Message) -> dict[str, str]:
    """Headers by name in small letters; of one that comes twice all values, so that none is overlooked."""
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


class _TooLongError(Exception):
    """More came than may."""


class _Body:
    """The body as it comes in, up to `longest` bytes; a client need not say its length."""

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive, self._longest, self._bytes = receive, longest, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._longest:
            raise _TooLongError
        return message


class _Sending:
    """What is sent, with our headers. A page is held until it is whole, since its policy names its scripts."""

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False
        self._start: Message | None = None
        self._html = b""

    async def __call__(self, message: Message) -> None:
        self.begun = True
        if message["type"] == "http.response.start":
            headers = dict(message.get("headers", []))
            if headers.get(b"content-type", b"").startswith(b"text/html"):
                self._start = message
                return
            await self._send(_with(message, None))
        elif message["type"] == "http.response.body" and self._start is not None:
            self._html += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send(_with(self._start, self._html))
            await self._send({"type": "http.response.body", "body": self._html})
            self._start = None
        else:
            await self._send(message)


def _with(start: Message, html: bytes | None) -> Message:
    own = dict([*sent.EVERYWHERE, ("content-security-policy", sent.policy(html))])
    encoded = [(name.encode(), value.encode()) for name, value in own.items()]
    others = [(name, value) for name, value in start.get("headers", []) if name.lower().decode() not in own]
    return {**start, "headers": [*others, *encoded]}
