"""A server on loopback that speaks OpenAI's streaming protocol, with faults that a test writes down.

Each call takes the next `Turn` of the script; the last is taken again for any call after it.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Turn:
    """What a call gets."""

    pieces: tuple[str, ...] = ("Rice", " rose", " [1].")
    then: str = ""
    """After the pieces: "" ends well, "break" closes the connection, "reset" resets it, "hang" says nothing more,
    "endless" says the pieces again and again, whatever limit was asked for."""
    status: int = 200
    error: str = "scripted"
    """What the message of another status than 200 says."""
    headers: Mapping[str, str] = field(default_factory=dict)
    finish: str = "stop"
    pause: float = 0.0
    """Seconds before each piece."""


class Handler(BaseHTTPRequestHandler):
    """Answers as the script says, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.keys.append(self.headers["Authorization"])
        if self.server.script[0].status == 401:
            return self._json(self.server.script[0])
        data = [{"id": name, "object": "model"} for name in self.server.models]
        return self._send(200, {"object": "list", "data": data}, {})

    def do_POST(self) -> None:
        turn = self.server.next_turn()
        self.server.keys.append(self.headers["Authorization"])
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.times.append(time.monotonic())
        self.close_connection = True
        if turn.status != 200:
            return self._json(turn)
        try:
            self._say(turn)
        except OSError:
            self.server.left.set()  # the client has gone away
        return None

    def _say(self, turn: Turn) -> None:
        if turn.pieces:
            self._begin()
        again = True
        while again:
            for piece in turn.pieces:
                time.sleep(turn.pause)
                self._event(piece)
            again = turn.then == "endless" and not self.server.done.wait(0.001)
        if turn.then == "reset":  # close without a farewell: RST instead of FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif turn.then == "hang":
            self._hang()
        elif not turn.then:
            self._end(turn)

    def _hang(self) -> None:
        """Say nothing until the test is over, or until the client has gone away."""
        self.connection.settimeout(0.02)
        while not self.server.done.is_set():
            with suppress(TimeoutError):
                if not self.connection.recv(1):
                    raise ConnectionResetError

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, piece: str) -> None:
        self._data({"choices": [{"index": 0, "delta": {"content": piece}}]})

    def _end(self, turn: Turn) -> None:
        if not turn.pieces:
            self._begin()
        self._data({"choices": [{"index": 0, "delta": {}, "finish_reason": turn.finish}]})
        count = len(turn.pieces)
        usage = {"prompt_tokens": 40, "completion_tokens": count, "total_tokens": 40 + count}
        self._data({"choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _data(self, data: dict[str, object]) -> None:
        whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "big"} | data
        self._chunk(f"data: {json.dumps(whole)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _json(self, turn: Turn) -> None:
        self._send(turn.status, {"error": {"message": turn.error}}, turn.headers)

    def _send(self, status: int, data: dict[str, object], headers: Mapping[str, str]) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible address on loopback.

    Attributes:
        asked: the bodies of the calls.
        times: when each came, by `time.monotonic`.
        keys: the keys of all requests.
        left: set when a client went away in the middle.
    """

    daemon_threads: ClassVar[bool] = True  # type: ignore[misc]

    def __init__(self, script: tuple[Turn, ...], models: tuple[str, ...], handler: type[Handler] = Handler) -> None:
        """Take what to do; `handler` may speak another protocol."""
        super().__init__(("127.0.0.1", 0), handler)
        self.script, self.models = script, models
        self.done, self.left = threading.Event(), threading.Event()
        self.keys: list[str | None] = []
        self.asked: list[dict[str, Any]] = []
        self.times: list[float] = []
        self._turn = iter(script)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next_turn(self) -> Turn:
        return next(self._turn, self.script[-1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the tests."""


@contextmanager
def serving(
    *script: Turn, models: tuple[str, ...] = ("big", "small"), handler: type[Handler] = Handler
) -> Iterator[Server]:
    server = Server(script or (Turn(),), models, handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.done.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody() -> Iterator[str]:
    """An address at which nobody listens."""
    with serving() as server:
        address = server.address
    yield address
