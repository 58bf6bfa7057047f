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
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.answer import QUESTIONS
from evals.running import ROOT

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


def ask_in_browser(address: str, questions: tuple[str, ...]) -> None:
    """Ask each question on the page and wait for its status line."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(BROWSER))
        page = browser.new_page()
        page.goto(address)
        for number, question in enumerate(questions, 1):
            page.locator("textarea").first.fill(question)
            page.keyboard.press("Enter")
            page.get_by_text("Supported by").nth(number - 1).wait_for(timeout=120_000)
        browser.close()


def main() -> None:
    """Print the seconds until the page is up and the highest memory."""
    with TemporaryDirectory() as index:
        environment = {**os.environ, "FOOTNOTE_INDEX": index, "FOOTNOTE_CORPUS": str(ROOT / "corpus")}
        subprocess.run([sys.executable, "-m", "rag", "sync"], check=True, env=environment, capture_output=True)
        port = free_port()
        start = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "rag", "chat", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            up = seconds_until_up(f"http://127.0.0.1:{port}/", start)
            ask_in_browser(f"http://127.0.0.1:{port}/", QUESTIONS[:5])
            memory = highest_mb(server.pid)
        finally:
            server.terminate()
            server.wait(30)
    print(f"page up after {up:.1f} s; highest memory after 5 questions {memory:,.0f} MB (limit {LIMIT_MB:,} MB)")


if __name__ == "__main__":
    main()
