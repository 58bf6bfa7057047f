"""What programs ask of the real page over the shipped articles; and every example of docs/api.md."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
USUAL = "http://127.0.0.1:7860"
FUKUSHIMA = "Why does the Fukushima issue affect CPTPP?"
START_SECONDS = 60
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", API, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> dict[str, str]:
    """An index of its own with the shipped articles, and nobody who writes."""
    folder = tmp_path_factory.mktemp("api")
    settings = {"MODELS": str(models_folder), "INDEX": str(folder / "index"), "PROVIDER": "none"}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **{f"FOOTNOTE_{name}": settings[name] for name in settings}}
    subprocess.run([sys.executable, "-m", "rag", "sync"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment


@pytest.fixture(scope="module")
def page(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the page, as `python -m rag chat` serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("page") / "log.txt"
    with log.open("w") as out:
        command = [sys.executable, "-m", "rag", "chat", "--port", str(port)]
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    end = time.monotonic() + START_SECONDS
    while "Footnote is at" not in log.read_text():
        assert running.poll() is None and time.monotonic() < end, log.read_text()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(timeout=20)
    assert "Traceback" not in log.read_text()


def verbatim(answer: dict[str, Any], article: dict[str, Any]) -> bool:
    """Whether every quote of the article stands in its text where the answer says."""
    cited = [each for item in answer["sentences"] for each in item["citations"] if each["doc_id"] == article["doc_id"]]
    return bool(cited) and all(article["text"][each["start"] : each["end"]] == each["quote"] for each in cited)


def test_gradios_client(page: str) -> None:
    from gradio_client import Client

    client = Client(page, verbose=False, download_files=False)
    answer = client.predict(question=FUKUSHIMA, api_name="/ask")
    assert (answer["status"], answer["model"]) == ("answered", "extractive")
    assert verbatim(answer, client.predict(answer["sentences"][0]["citations"][0]["doc_id"], api_name="/article"))
    assert [each["rank"] for each in client.predict("seafood ban", 3, api_name="/search")] == [1, 2, 3]
    with pytest.raises(Exception, match=r"^as_of = 'soon' is not a date; write it as 2024-12-31$"):
        client.predict(question=FUKUSHIMA, as_of="soon", api_name="/ask")
    with pytest.raises(ValueError, match="Cannot find a function"):
        client.predict("text", api_name="/begin")


@pytest.mark.parametrize("transport", ["http", "sse"])
def test_an_mcp_client(page: str, transport: str) -> None:
    from mcp import ClientSession
    from mcp.client.sse import sse_client
    from mcp.client.streamable_http import streamable_http_client

    async def ask() -> None:
        address = f"{page}/gradio_api/mcp/"
        opened = streamable_http_client(address) if transport == "http" else sse_client(f"{address}sse")
        async with opened as streams, ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            assert sorted(tools) == ["article", "ask", "search"]
            schema = tools["ask"].inputSchema
            assert schema["required"] == ["question"]
            assert all(item["description"] for item in schema["properties"].values())
            assert "Example: " in (tools["ask"].description or "")

            async def call(name: str, **arguments: Any) -> tuple[bool, str]:
                result = await session.call_tool(name, arguments)
                return bool(result.isError), result.content[0].text  # type: ignore[union-attr]

            failed, said = await call("ask", question=FUKUSHIMA)
            answer = json.loads(said)
            assert (failed, answer["status"]) == (False, "answered")
            _, said = await call("article", doc_id=answer["sentences"][0]["citations"][0]["doc_id"])
            assert verbatim(answer, json.loads(said))
            _, said = await call("search", query="seafood ban", limit=2)
            assert [each["rank"] for each in json.loads(said)] == [1, 2]
            assert await call("ask", question=FUKUSHIMA, as_of="soon") == (
                True,
                "as_of = 'soon' is not a date; write it as 2024-12-31",
            )
            failed, said = await call("article", doc_id="no-such")
            assert failed and said.startswith("no article 'no-such' in ")
            assert await call("begin") == (True, "Unknown tool for this Gradio app: begin")

    asyncio.run(ask())


def curl(command: str, page: str) -> str:
    """What the curl of an example gets; curl itself need not be there."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0] == "curl"
    address = next(word for word in words if word.startswith("http")).replace(USUAL, page)
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    data = words[words.index("-d") + 1].encode() if "-d" in words else None
    with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=60) as answer:
        text: str = answer.read().decode()
    return text


@pytest.mark.parametrize("block", blocks("sh"))
def test_an_example_over_http(block: str, page: str) -> None:
    event = ""
    for command in re.split(r"\n(?=curl )", block.strip()):
        got = curl(command.replace("EVENT_ID", event), page)
        if "/call/" in command and "-d" in command:
            event = json.loads(got)["event_id"]
        elif event:
            kind, data = got.splitlines()[:2]
            (answer,) = json.loads(data.removeprefix("data: "))
            assert (kind, answer["question"]) == ("event: complete", FUKUSHIMA)
            told = API.partition("comes back from `ask`")[2].partition("A quote is")[0]
            assert {*re.findall(r"^\| `(\w+)`", told, re.MULTILINE)} < {*answer}
        else:
            (found,) = json.loads(got)["data"]
            assert found[0]["rank"] == 1 if isinstance(found, list) else found["doc_id"] == "cptpp-explained-b732e837"


@pytest.mark.parametrize("block", blocks("python"))
def test_an_example_in_python(block: str, page: str, environment: dict[str, str]) -> None:
    code = block.replace(USUAL, page)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_page_of_examples_names_what_there_is() -> None:
    from rag.config import NAMES
    from rag.serving.arguments import arguments_of

    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", API, re.MULTILINE))
    assert {*re.findall(r"`(\w+)`", rows["ask"])} == {*arguments_of("ask")}
    filters = {*arguments_of("ask")} - {"question", "earlier"}
    assert {*re.findall(r"`(\w+)`", rows["search"].partition("(")[0])} | filters == {*arguments_of("search")}
    settings = re.findall(r"^\| `(page_\w+|waiting)` \|", API, re.MULTILINE)
    assert len(settings) == 4 and set(settings) <= set(NAMES)
    for block in blocks("json"):
        json.loads(block)
