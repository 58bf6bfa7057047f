"""What stands around the page, by real requests to a real server: names, other sites, password, pace, headers."""

from __future__ import annotations

import asyncio
import http.client
import json
from typing import TYPE_CHECKING

import pytest
from page_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.enable_socket

SECRET = "a-word-of-our-own"
BEARER = {"Authorization": f"Bearer {SECRET}"}
JOIN, ASK = "/gradio_api/queue/join", "/gradio_api/call/v2/ask"
BAN = {"question": "Does Seoul keep its seafood ban?"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page as most have it: on loopback, by the defaults."""
    running = Server(tmp_path_factory.mktemp("alone") / "log.txt")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page behind a proxy, with a password of one's own and three requests a minute."""
    settings = {"PASSWORD": SECRET, "HOSTS": "news.example", "REQUESTS": "3"}
    log = tmp_path_factory.mktemp("guarded") / "log.txt"
    running = Server(log, **{f"FOOTNOTE_PAGE_{name}": value for name, value in settings.items()})
    yield running
    running.stop()


def request(
    server: Server, path: str = "/", body: object = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """GET, or POST where there is a body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    every = {"Content-Type": "application/json", **(headers or {})}
    connection.request("GET" if sent is None else "POST", path, sent, every)
    got = connection.getresponse()
    answer = got.status, {name.lower(): value for name, value in got.getheaders()}, got.read().decode()
    connection.close()
    return answer


def told(answer: tuple[int, dict[str, str], str]) -> tuple[int, str]:
    return answer[0], json.loads(answer[2])["error"]


def test_the_page_is_served_with_its_headers(alone: Server) -> None:
    status, headers, body = request(alone)
    assert (status, "gradio" in body) == (200, True)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "'sha256-" in policy and "script-src 'self' 'unsafe-eval' '" in policy
    assert request(alone, "/theme.css")[1]["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/gradio_api/mcp/"])
def test_a_name_that_was_made_to_lead_here_reads_nothing(alone: Server, path: str) -> None:
    answer = request(alone, path, headers={"Host": f"rebound.example:{alone.port}"})
    assert told(answer) == (421, "nothing is served under the name 'rebound.example'; set page_hosts if it is yours")
    assert request(alone, "/", headers={"Host": f"localhost:{alone.port}"})[0] == 200


@pytest.mark.parametrize("path", [JOIN, ASK, "/gradio_api/run/predict", "/gradio_api/mcp/"])
def test_a_page_of_another_site_asks_nothing(alone: Server, path: str) -> None:
    answer = request(alone, path, BAN, {"Origin": "http://evil.example"})
    assert told(answer) == (403, "a page of http://evil.example may not ask here; set page_hosts if it is yours")
    assert request(alone, ASK, BAN, {"Origin": alone.address})[0] == 200


def test_uploads_and_what_else_gradio_has_are_closed(alone: Server) -> None:
    for path in ("/gradio_api/upload", "/gradio_api/component_server", "/gradio_api/vibe-edit", "/login"):
        assert told(request(alone, path, {})) == (404, f"there is nothing at POST {path}")
    for path in ("/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/monitoring"):
        assert request(alone, path)[0] == 404


def test_a_handler_of_the_page_cannot_be_called_by_its_name(alone: Server) -> None:
    for name in ("begin", "answer", "act", "judge", "keep", "loaded", "left", "leave", "opened"):
        assert told(request(alone, f"/gradio_api/call/{name}", {"data": []}))[0] == 404
    info = json.loads(request(alone, "/gradio_api/info")[2])
    assert (sorted(info["named_endpoints"]), info["unnamed_endpoints"]) == (["/article", "/ask", "/search"], {})


def test_a_request_has_its_length(alone: Server) -> None:
    answer = request(alone, ASK, b"{}", {"Content-Length": "2000001"})  # it answers without waiting for them
    assert told(answer) == (413, "the request is longer than 2,000,000 bytes; shorten it")


def test_what_is_wrong_in_a_call_is_one_sentence_without_a_trace(alone: Server) -> None:
    assert told(request(alone, ASK, b"{")) == (400, 'the body is not JSON; send an object such as {"question": "…"}')
    assert told(request(alone, ASK, {})) == (400, "ask needs the argument question")
    soon = told(request(alone, "/gradio_api/run/ask", {"data": ["x", "soon"]}))
    assert soon == (500, "published_after = 'soon' is not a date; write it as 2024-12-31")
    crash = told(request(alone, "/gradio_api/run/ask", {"data": ["crash"]}))
    assert crash == (
        500,
        "Something went wrong here; the log of this program says what. Ask again, or ask something else.",
    )
    assert "ZeroDivisionError: crash" in alone.said()
    events = "".join(line for line in request_events(alone, {"question": "x", "as_of": "soon"}))
    assert "\"as_of = 'soon' is not a date; write it as 2024-12-31\"" in events
    assert "Traceback" not in events


def request_events(server: Server, arguments: object) -> list[str]:
    """What a call over HTTP gives, in its two steps."""
    number = json.loads(request(server, ASK, arguments)[2])["event_id"]
    return request(server, f"{ASK}/{number}")[2].splitlines()


def test_a_call_in_two_steps(alone: Server) -> None:
    event, data = request_events(alone, BAN)[:2]
    assert event == "event: complete"
    (answer,) = json.loads(data.removeprefix("data: "))
    assert (answer["status"], answer["sources"][0]["publisher"]) == ("answered", "The Harbour Post")


# ---------------------------------------------------------------- beyond loopback


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/gradio_api/heartbeat/x", "/gradio_api/mcp/"])
def test_without_the_password_nothing_is_read(guarded: Server, path: str) -> None:
    status, headers, _ = request(guarded, path)
    assert (status, headers["www-authenticate"]) == (401, 'Basic realm="Footnote", charset="UTF-8"')


@pytest.mark.parametrize("path", [JOIN, ASK, "/gradio_api/run/ask", "/gradio_api/mcp/", "/gradio_api/cancel"])
def test_without_the_password_nothing_is_asked(guarded: Server, path: str) -> None:
    assert request(guarded, path, BAN)[0] == 401
    assert request(
        guarded,
        path,
        BAN,
        {"Authorization": "Bearer wrong"},
    )[0] in (401, 429)


def test_the_password_is_not_printed(guarded: Server) -> None:
    assert f"Footnote is at {guarded.address} (user reader, password as set in page_password)\n" in guarded.said()
    assert SECRET not in guarded.said()


def test_with_the_password_three_requests_a_minute(guarded: Server) -> None:
    headers = {**BEARER, "X-Forwarded-For": "192.0.2.7", "Host": "news.example", "Origin": "https://news.example"}
    assert request(guarded, "/", headers=headers)[0] == 200
    assert [request(guarded, ASK, BAN, headers)[0] for _ in range(4)] == [200, 200, 200, 429]
    status, sent, body = request(guarded, ASK, BAN, headers)
    wait = int(sent["retry-after"])
    assert status == 429
    assert 15 <= wait <= 20  # one comes back each 20 seconds, and asking four times took some of them
    message = f"more than 3 requests a minute came from your address; ask again in {wait} seconds"
    assert json.loads(body) == {"error": message, "detail": message}
    assert request(guarded, ASK, BAN, {**headers, "X-Forwarded-For": "192.0.2.8"})[0] == 200
    assert request(guarded, "/", headers=headers)[0] == 200


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page on loopback with a password of one's own."""
    running = Server(tmp_path_factory.mktemp("locked") / "log.txt", FOOTNOTE_PAGE_PASSWORD=SECRET)
    yield running
    running.stop()


def test_gradios_client_gets_in_with_the_password_only(locked: Server) -> None:
    from gradio_client import Client

    client = Client(locked.address, headers=BEARER, verbose=False)
    assert client.predict(question=BAN["question"], api_name="/ask")["status"] == "answered"
    with pytest.raises(Exception, match="credentials were not provided"):
        Client(locked.address, verbose=False)


def test_an_mcp_client_gets_in_with_the_password_only(locked: Server) -> None:
    import httpx
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def tools(headers: Mapping[str, str]) -> list[str]:
        async with (
            httpx.AsyncClient(headers=headers) as http,
            streamable_http_client(f"{locked.address}/gradio_api/mcp/", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            result = await session.call_tool("ask", dict(BAN))
            assert json.loads(result.content[0].text)["status"] == "answered"  # type: ignore[union-attr]
            return sorted(tool.name for tool in (await session.list_tools()).tools)

    assert asyncio.run(tools(BEARER)) == ["article", "ask", "search"]
    with pytest.raises(BaseException) as caught:  # mcp wraps what httpx says in groups
        asyncio.run(asyncio.wait_for(tools({}), 10))
    assert not isinstance(caught.value, TimeoutError)
