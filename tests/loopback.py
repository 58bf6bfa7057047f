"""A web server on 127.0.0.1 whose answers a test writes down, and a made-up internet that leads nowhere else.

`Server` plays what it is told and keeps what it was asked. `Internet` stands between the guard and the sockets: names
lead to made-up public numbers, and these to servers of the test, so that what is done about addresses runs unchanged.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from types import TracebackType


@dataclass(frozen=True)
class Reply:
    """What to answer; `pieces`, if given, is the whole answer as bytes, status line included, sent one by one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Iterable[bytes] | None = None
    pause: float = 0.0
    """Seconds before each piece."""


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; header names in lower case."""

    path: str
    headers: Mapping[str, str]
    at: float


Page = Reply | list[Reply] | Callable[[Asked], Reply]
"""What a path answers: always the same, one after the other (the last again and again), or what a function says."""


class Server:
    """The server; use it in a `with`. `pages` may be changed at any time; a path that is not in it is 404."""

    def __init__(self, pages: Mapping[str, Page] | None = None, certificate: ssl.SSLContext | None = None) -> None:
        """Take a free port; it answers once the `with` begins."""
        self.pages: dict[str, Page] = dict(pages or {})
        self.asked: list[Asked] = []
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        self._scheme = "https" if certificate else "http"
        if certificate:
            self._server.socket = certificate.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    def reply(self, asked: Asked) -> Reply:
        """What to answer now."""
        self.asked.append(asked)
        page = self.pages.get(asked.path, Reply(status=404))
        if isinstance(page, list):
            return page.pop(0) if len(page) > 1 else page[0]
        return page if isinstance(page, Reply) else page(asked)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a reply without end would hold the test up

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that has seen enough closes the connection."""


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            sent = self.headers.items()  # read as Latin-1
            headers = {name.lower(): value.encode("latin-1").decode("utf-8", "replace") for name, value in sent}
            reply = server.reply(Asked(self.path, headers, time.monotonic()))
            self.close_connection = True
            for piece in reply.pieces if reply.pieces is not None else [self._whole(reply)]:
                time.sleep(reply.pause)
                self.wfile.write(piece)

        def _whole(self, reply: Reply) -> bytes:
            headers = {"Content-Type": "text/html", "Content-Length": str(len(reply.body)), "Connection": "close"}
            headers |= reply.headers
            lines = [f"HTTP/1.1 {reply.status} x", *(f"{name}: {value}" for name, value in headers.items() if value)]
            return "\r\n".join([*lines, "", ""]).encode() + reply.body

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


class Internet(httpcore.NetworkBackend):
    """Leads numbers to servers of the test: hand `look_up` and the object itself (as `backend`) to a Fetcher."""

    def __init__(self, names: Mapping[str, list[str]], servers: Mapping[str, Server]) -> None:
        """`names`: host → numbers; `servers`: number → server. A number without a server takes no connections."""
        self._names, self._servers = names, servers
        self.looked_up: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def look_up(self, host: str) -> list[str]:
        """The numbers of a host."""
        self.looked_up.append(host)
        if host not in self._names:
            raise OSError("Name or service not known")
        return self._names[host]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the server behind a number, whatever the port."""
        self.connected.append((host, port))
        if host not in self._servers:
            raise httpcore.ConnectError("connection refused")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._servers[host].port, timeout)
