"""`chroma run` for tests: a real server on a free port of this machine, which can be stopped and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexUnavailable
from rag.indexing.server import Server

if TYPE_CHECKING:
    from types import TracebackType

WAIT = 30.0
"""Seconds; it takes one."""


class ChromaServer:
    """The server; use it in a `with`. What it holds is in its folder, and is there again after a restart."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which may have to be made, and a free port."""
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = Path(sys.executable).parent / "chroma"
        options = ["--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [program, "run", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + WAIT
        server = Server(self.url)
        while True:
            try:
                server.disconnect(server.connect())
            except IndexUnavailable:
                assert self._process.poll() is None, "chroma run has ended"
                assert time.monotonic() < until, "chroma run does not answer"
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Stop it."""
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def __enter__(self) -> ChromaServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
