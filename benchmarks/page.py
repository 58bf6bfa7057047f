"""Memory and start of the real page with the local model: `python -m benchmarks.page`.

Starts `python -m rag chat` in a process of its own on a fresh index, waits for the page, asks five questions through
headless Chromium, and reads the highest resident memory the process ever had. Linux only (/proc).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.answer import QUESTIONS
from evals.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync")  # fmt: skip
LIMIT_MB = 3000


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seconds_until_up(address: str, start: float) -> float:
    """Seconds from `start` until the page answers."""
    while time.perf_counter() - start < 120:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{address} did not come up within 120 s")


def highest_mb(process: int) -> float:
    """Highest resident memory the process ever had, in MB; weights that are mapped from the file count in."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


@contextmanager
def served() -> Iterator[tuple[str, int, float]]:
    """The page over the shipped articles in a process of its own: its address, process id, seconds until it was up."""
    with TemporaryDirectory() as index:
        environment = {
            **os.environ,
            "FOOTNOTE_INDEX": index,
            "FOOTNOTE_INDEX_URL": "",
            "FOOTNOTE_CORPUS": str(ROOT / "corpus"),
        }
        subprocess.run([sys.executable, "-m", "rag", "sync"], check=True, env=environment, capture_output=True)
        port = free_port()
        command = [sys.executable, "-m", "rag", "chat", "--port", str(port)]
        start = time.perf_counter()
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}/"
            yield address, server.pid, seconds_until_up(address, start)
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def browser_page(address: str, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """The page in headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(BROWSER))
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(address)
        yield page
        browser.close()


def ask(page: Page, question: str, number: int) -> None:
    """Ask on the page and wait for the end of this turn, the `number`-th from 1."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(".status, .refusal, .trouble").nth(number - 1).wait_for(timeout=120_000)


def main() -> None:
    """Print the seconds until the page is up and the highest memory."""
    with served() as (address, process, up):
        with browser_page(address) as page:
            for number, question in enumerate(QUESTIONS[:5], 1):
                ask(page, question, number)
        memory = highest_mb(process)
    print(f"page up after {up:.1f} s; highest memory after 5 questions {memory:,.0f} MB (limit {LIMIT_MB:,} MB)")


if __name__ == "__main__":
    main()
