"""A chat model of fixed speed behind an OpenAI-compatible address on this machine, for benchmarks of everything else.

It writes the first sentences of the evidence word for word, with their marks, a word at a time. It costs no processor
time to speak of, so what is measured with it is the product and not a model.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS_A_SECOND = 40.0
"""About what a small model writes on a laptop's graphics chip, or a large one over the network."""
SENTENCES = 3
NUMBERED = re.compile(r"^(\[\d+\]) (.+)$", re.MULTILINE)


@contextmanager
def steady_model(words_a_second: float = WORDS_A_SECOND) -> Iterator[str]:
    """Its address while it is served."""

    class Handler(BaseHTTPRequestHandler):
        """Answers chat completions as a stream."""

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """The models there are."""
            self._head("application/json")
            self.wfile.write(b'{"object": "list", "data": [{"id": "steady", "object": "model"}]}')

        def do_POST(self) -> None:
            """Write."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = NUMBERED.findall(str(asked["messages"][-1]["content"]))[:SENTENCES]
            text = " ".join(f"{words.rstrip('.')} {mark}." for mark, words in found)
            self._head("text/event-stream")
            begun = time.monotonic()
            for at, word in enumerate(re.findall(r"\S+\s*", text)):
                time.sleep(max(0.0, begun + at / words_a_second - time.monotonic()))
                self._piece({"content": word}, None)
            self._piece({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _head(self, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()

        def _piece(self, delta: dict[str, str], why: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": why}
            data = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "steady", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="steady model", daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
