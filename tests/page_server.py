"""The page over the fake assistant, served for tests that ask it as a browser or a program does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 60


class Server:
    """A page in a process of its own: over the fake assistant, or what another command serves."""

    def __init__(self, log: Path, command: Sequence[str] = (), **settings: str) -> None:
        """Start it with settings such as FOOTNOTE_PAGE_PASSWORD; it prints to `log`, verdicts go beside that.

        `command` is what Python is given instead of the fake assistant's script, before the port.
        """
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = log
        with log.open("w") as out:
            script, self.verdicts = ROOT / "tests" / "fake_assistant.py", log.with_name("feedback.sqlite")
            fake = [str(script), str(self.port), "0.05", str(log.parent)]
            self.process = subprocess.Popen(
                [sys.executable, *([*command, str(self.port)] if command else fake)],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=log.parent if command else ROOT,
                env={**os.environ, **settings},
            )
        self.wait_for(f"Footnote is at {self.address}")

    def said(self) -> str:
        """All it has printed so far."""
        return self._log.read_text(encoding="utf-8")

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> None:
        """Wait until it has printed these words."""
        end = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, f"the page ended: {self.said()}"
            assert time.monotonic() < end, f"{words!r} was not printed in {seconds} s: {self.said()}"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.terminate()
        self.process.wait(timeout=10)
