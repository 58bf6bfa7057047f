"""A headless Chromium that looks at the page, and fails a test on anything the page must never do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LOOPBACK = {"127.0.0.1", "localhost"}
START_SECONDS = 60
LEFT = ("AbortError", "Connection errored out")
"""What Gradio says where a page is left while its answer is on the way."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium; a test skips where there is none, unless REQUIRE_BROWSER is set."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "no Chromium on this machine; install it, for example with `apt-get install chromium`"
        pytest.fail(reason, pytrace=False) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Server:
    """A page in a process of its own: over the fake assistant, or what another command serves."""

    def __init__(self, log: Path, command: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        """Start it; what it prints goes to `log`, verdicts of the fake one to a file beside that.

        `command` is what Python is given, before the port.
        """
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = log
        self.verdicts = log.with_name("feedback.sqlite")
        script, folder = str(ROOT / "tests" / "fake_assistant.py"), str(log.parent)
        given = [*command, str(self.port)] if command else [script, str(self.port), "0.05", folder]
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, *given],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=folder if command else ROOT,
                env=environment,
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


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page, served once for all tests that look at it."""
    running = Server(tmp_path_factory.mktemp("page") / "log.txt")
    yield running
    running.stop()


class Watch:
    """Keeps what a page must never do: open a dialog, raise an error, ask another machine."""

    def __init__(self, context: BrowserContext) -> None:
        self.misdeeds: list[str] = []
        context.on("dialog", self._dialog)
        context.on("weberror", self._error)
        context.on("console", self._console)
        context.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.misdeeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _error(self, error: WebError) -> None:
        self.misdeeds.append(f"error: {error.error}")

    def _console(self, entry: ConsoleMessage) -> None:
        if entry.type == "error" and not any(words in entry.text for words in LEFT):
            self.misdeeds.append(f"console: {entry.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOOPBACK:
            self.misdeeds.append(f"request: {request.url}")


def ask(page: Page, question: str) -> None:
    """Ask by keyboard and wait for the end of the answer."""
    asked = page.locator(".question").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.question').length > n", arg=asked)
    answered(page)


def answered(page: Page) -> None:
    """Wait for the end of the answer on its way."""
    page.wait_for_selector("#ask", state="visible")
    page.wait_for_selector(".bot-row:last-of-type :is(.status, .refusal, .trouble)")


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens the page in a context of its own, with Playwright's context options; the test fails on any misdeed."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_it(**options: Any) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce", **options})
        opened.append((context, Watch(context)))
        page = context.new_page()
        page.goto(server.address)
        page.wait_for_selector("#question textarea")
        return page

    yield open_it
    for context, _ in opened:
        context.close()
    assert [misdeed for _, watch in opened for misdeed in watch.misdeeds] == []
