"""The gate in front of a small application: who gets in, what is told to who does not, what a browser is told."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from rag.serving.gate import MOST_BODY, Gate
from rag.serving.rules import Rules

if TYPE_CHECKING:
    from rag.serving.saying import App, Message, Receive, Send

HERE = (("host", "127.0.0.1:7860"),)
HTML = b"<script>let a = 1;</script>"


async def echo(scope: Message, receive: Receive, send: Send) -> None:
    """Reads the body; answers with its length, or with a page in two pieces."""
    length, more = 0, scope["method"] == "POST"
    while more:
        message = await receive()
        length, more = length + len(message["body"]), message["more_body"]
    page = scope["path"] == "/"
    kind = b"text/html; charset=utf-8" if page else b"text/plain"
    headers = [(b"content-type", kind), (b"X-Frame-Options", b"SAMEORIGIN")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    pieces = [HTML[:9], HTML[9:]] if page else [str(length).encode()]
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": piece is not pieces[-1]})


class Asking:
    """Asks a gate; `pieces` come one after the other."""

    def __init__(self, rules: Rules | None = None, app: App = echo) -> None:
        self.gate = Gate(app, rules or Rules())

    def __call__(
        self, path: str, *pieces: bytes, client: str = "192.0.2.7", headers: tuple[tuple[str, str], ...] = HERE
    ) -> tuple[int, dict[str, str], bytes]:
        sent: list[Message] = []
        coming: list[Message] = [
            {"type": "http.request", "body": piece, "more_body": at < len(pieces)} for at, piece in enumerate(pieces, 1)
        ]

        async def receive() -> Message:
            return coming.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        encoded = [(name.encode(), value.encode()) for name, value in headers]
        method = "POST" if pieces else "GET"
        scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": encoded}
        asyncio.run(self.gate({**scope, "client": (client, 1)}, receive, send))
        start, *bodies = sent
        found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        assert len(found) == len(start["headers"])  # none comes twice
        return start["status"], found, b"".join(message["body"] for message in bodies)

    def told(self, path: str, *pieces: bytes, **how: Any) -> tuple[int, str]:
        """The status, and the sentence, or what was answered."""
        status, _, body = self(path, *pieces, **how)
        return status, json.loads(body)["error"] if status != 200 else body.decode()


def test_who_gets_in_gets_the_page_whole_with_its_policy() -> None:
    status, headers, body = Asking()("/")
    assert (status, body) == (200, HTML)
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert " 'sha256-" in headers["content-security-policy"]


def test_whoever_is_turned_away_gets_the_headers_too() -> None:
    _, headers, _ = Asking()("/nowhere")
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["content-type"] == "application/json"


YOURS = "set page_hosts if it is yours"


@pytest.mark.parametrize(
    ("path", "headers", "status", "told"),
    [
        ("/login", HERE, 404, "there is nothing at GET /login"),
        ("/", (("host", "evil.example"),), 421, f"nothing is served under the name 'evil.example'; {YOURS}"),
        ("/", (), 421, f"nothing is served under the name ''; {YOURS}"),
        (
            "/",
            (*HERE, ("host", "evil.example")),
            421,
            f"nothing is served under the name '127.0.0.1:7860, evil.example'; {YOURS}",
        ),
        (
            "/",
            (*HERE, ("origin", "http://evil.example")),
            403,
            f"a page of http://evil.example may not ask here; {YOURS}",
        ),
    ],
)
def test_who_is_turned_away(path: str, headers: tuple[tuple[str, str], ...], status: int, told: str) -> None:
    assert Asking().told(path, headers=headers) == (status, told)


PASSWORD = Rules(password="swordfish")
ASKED = "the password is asked for: `Authorization: Bearer PASSWORD`, or Basic with any user name"


def bearer(word: str) -> tuple[tuple[str, str], ...]:
    return (*HERE, ("authorization", f"Bearer {word}"))


@pytest.mark.parametrize("path", ["/", "/assets/a.js", "/gradio_api/queue/data", "/gradio_api/mcp", "/gradio_api/info"])
def test_everything_asks_for_the_password(path: str) -> None:
    asking = Asking(PASSWORD)
    assert asking.told(path) == (401, ASKED)
    assert asking(path)[1]["www-authenticate"] == 'Basic realm="Footnote", charset="UTF-8"'
    assert asking.told(path, headers=bearer("wrong")) == (401, ASKED)
    assert asking(path, headers=bearer("swordfish"))[0] == 200


def test_only_gradios_own_beginning_does_not() -> None:
    assert Asking(PASSWORD).told("/gradio_api/startup-events") == (200, "0")


def test_after_ten_wrong_passwords_an_address_waits_even_with_the_right_one() -> None:
    asking = Asking(PASSWORD)
    assert [asking("/", headers=bearer(f"wrong{n}"))[0] for n in range(11)] == [401] * 10 + [429]
    told = (429, "too many wrong passwords came from your address; ask again in 6 seconds")
    assert asking.told("/", headers=bearer("swordfish")) == told
    assert asking("/", headers=bearer("swordfish"), client="192.0.2.8")[0] == 200
    assert asking("/")[0] == 401  # whoever tries none is asked


def test_two_a_minute() -> None:
    asking = Asking(Rules(a_minute=2))
    assert [asking("/gradio_api/queue/join", b"{}")[0] for _ in range(3)] == [200, 200, 429]
    told = (429, "more than 2 requests a minute came from your address; ask again in 30 seconds")
    assert asking.told("/gradio_api/call/ask", b"{}") == told
    assert asking("/gradio_api/mcp", b"{}")[1]["retry-after"] == "30"
    assert asking("/gradio_api/call/ask", b"{}", client="192.0.2.8")[0] == 200
    assert asking("/")[0] == 200  # to look costs nothing
    assert [asking("/gradio_api/run/predict", b"{}")[0] for _ in range(21)] == [200] * 20 + [429]


def test_a_body_that_says_its_length_is_not_read_where_it_is_too_long() -> None:
    told = (413, "the request is longer than 2,000,000 bytes; shorten it")
    for length in (str(MOST_BODY + 1), "-1", "1e9", "²", "5, 5"):
        headers = (*HERE, ("content-length", length))
        assert Asking().told("/gradio_api/queue/join", b"{}", headers=headers) == told
    headers = (*HERE, ("content-length", str(MOST_BODY)))
    assert Asking()("/gradio_api/queue/join", b"{}", headers=headers)[0] == 200


def test_a_body_without_length_is_read_as_far_as_it_may_go() -> None:
    half = b"x" * (MOST_BODY // 2)
    assert Asking().told("/gradio_api/queue/join", half, half) == (200, str(MOST_BODY))
    told = (413, "the request is longer than 2,000,000 bytes; shorten it")
    assert Asking().told("/gradio_api/queue/join", half, half, b"x") == told


def test_there_are_no_websockets() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(Asking().gate({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
