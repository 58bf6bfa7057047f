"""What robots.txt closes is not fetched, what it slows down is slower; where it cannot be read nothing is fetched."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import pytest
from loopback import Internet, Reply, Server

from rag.errors import CorpusError
from rag.reading.web.fetch import Fetcher, Limits
from rag.reading.web.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("socket_enabled")

LATER = "run it again later"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/a": Reply(b"x"), "/b": Reply(b"y")}) as server:
        yield server


def fetcher(timeout: float = 2.0) -> Fetcher:
    return Fetcher(None, Limits(timeout=timeout, deadline=3, delay=0), private_addresses=True)


def reason(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(CorpusError) as caught:
        fetcher.get(url)
    assert caught.value.path == url
    return caught.value.reason


def delay(text: str, path: str = "/") -> float:
    """Seconds between requests that this robots.txt asks for; raises CorpusError where it closes the path."""
    return Robots(lambda place: text).delay(httpx.URL(f"https://news.example{path}"))


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("rules", "closed", "open_"),
    [
        ("User-agent: *\nDisallow: /a", ["/a", "/a/b", "/abc"], ["/", "/b"]),
        ("User-agent: *\nDisallow: /*.pdf$\n", ["/x/y.pdf"], ["/x.pdf?y", "/x.html"]),
        ("User-agent: *\nDisallow: /a/*/print\n", ["/a/1/print", "/a/1/2/print/3"], ["/a/print"]),
        ("User-agent: *\nDisallow: /a\nAllow: /a/open\n", ["/a/b"], ["/a/open/c"]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Footnote\nDisallow: /b\n", ["/b"], ["/a"]),
        ("User-agent: Footnote\nDisallow: /\n", ["/"], []),
        ("User-agent: Foot\nDisallow: /\n", ["/"], []),
        ("User-agent: Footnotes\nDisallow: /\n", [], ["/"]),
        ("User-agent: *\nDisallow: /z%C3%B6lle\n", ["/zölle"], []),
        ("User-agent: *\nDisallow:\n", [], ["/"]),
        ("<html><body>Not found</body></html>", [], ["/"]),
        ("", [], ["/"]),
        ("\0\0" * 1000 + "\ufffd", [], ["/"]),
    ],
)
def test_rules(rules: str, closed: list[str], open_: list[str]) -> None:
    for path in open_:
        assert delay(rules, path) == 0.0
    for path in closed:
        with pytest.raises(CorpusError) as caught:
            delay(rules, path)
        assert caught.value.reason == (
            "is closed to programs by robots.txt of news.example; save the page and give the file"
        )


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2.5", 2.5), ("30", 30.0), ("31", 30.0), ("1e99", 30.0), ("-1", 0.0), ("nan", 0.0), ("x", 0.0)],
)
def test_crawl_delays(value: str, seconds: float) -> None:
    assert delay(f"User-agent: *\nCrawl-delay: {value}\n") == seconds


def test_hostile_patterns_take_no_time() -> None:
    begun = time.monotonic()
    rules = "User-agent: *\n" + "Disallow: /" + "*a" * 200 + "*b$\n" + f"Disallow: /{'*' * 5000}x\n" * 80
    assert delay(rules, "/" + "a" * 5000) == 0.0
    assert time.monotonic() - begun < 1


# ---------------------------------------------------------------- how it is fetched


def test_it_is_asked_for_once(server: Server) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /c\n")
    one = fetcher()
    assert [one.get(f"{server.base}/{page}").data for page in "aba"] == [b"x", b"y", b"x"]
    assert reason(one, f"{server.base}/c") == (
        f"is closed to programs by robots.txt of 127.0.0.1:{server.port}; save the page and give the file"
    )
    assert server.paths() == ["/robots.txt", "/a", "/b", "/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_where_there_is_none_all_is_open(server: Server, status: int) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n", status)
    assert fetcher().get(f"{server.base}/a").data == b"x"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"", 500), f"answers 500: Internal Server Error; {LATER}"),
        (Reply(b"", 503, {"Retry-After": "1"}), f"answers 503: Service Unavailable; {LATER}"),
        (Reply(b"", 429), f"answers 429: there were too many requests; {LATER}"),
        (Reply(pieces=[b"HTTP/1.1 200 x\r\n"], pause=0.5), f"sends nothing for 0.2 s; {LATER}"),
        (Reply(pieces=[]), f"breaks off (Server disconnected without sending a response.); {LATER}"),
    ],
)
def test_where_it_cannot_be_read_nothing_is_fetched(server: Server, reply: Reply, why: str) -> None:
    server.pages["/robots.txt"] = reply
    one = fetcher(timeout=0.2)
    host = f"127.0.0.1:{server.port}"
    for page in "ab":
        expected = f"is not fetched this time, since robots.txt of {host} {why}"
        assert reason(one, f"{server.base}/{page}") == expected
    assert server.paths() == ["/robots.txt"]  # asked, and waited for, once


def test_it_may_be_elsewhere(server: Server) -> None:
    server.pages["/robots.txt"] = Reply(status=301, headers={"Location": "/rules"})
    server.pages["/rules"] = Reply("\ufeffUser-agent: *\nDisallow: /b\n".encode())
    one = fetcher()
    assert one.get(f"{server.base}/a").data == b"x"
    assert reason(one, f"{server.base}/b").startswith("is closed to programs")


def test_only_the_beginning_of_a_long_one_counts(server: Server) -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    server.pages["/robots.txt"] = Reply(start + b"#" * (500_000 - len(start)) + b"\nDisallow: /b\n")
    one = fetcher()
    assert one.get(f"{server.base}/b").data == b"y"
    assert reason(one, f"{server.base}/a").startswith("is closed to programs")


def test_the_host_that_a_page_leads_to_has_its_own() -> None:
    with Server({"/a": Reply(status=302, headers={"Location": "http://two.example/b"})}) as first, Server() as second:
        second.pages |= {"/robots.txt": Reply(b"User-agent: *\nDisallow: /b\n"), "/b": Reply(b"x")}
        net = Internet({"one.example": ["8.8.8.8"], "two.example": ["9.9.9.9"]}, {"8.8.8.8": first, "9.9.9.9": second})
        one = Fetcher(None, Limits(delay=0), look_up=net.look_up, backend=net)
        assert reason(one, "http://one.example/a") == (
            "leads to http://two.example/b, which is closed to programs by robots.txt of two.example;"
            " save the page and give the file"
        )
        assert (first.paths(), second.paths()) == (["/robots.txt", "/a"], ["/robots.txt"])


def test_one_that_leads_inside_is_not_followed() -> None:
    with Server({"/robots.txt": Reply(status=302, headers={"Location": "http://10.0.0.1/"})}) as server:
        net = Internet({"one.example": ["8.8.8.8"], "10.0.0.1": ["10.0.0.1"]}, {"8.8.8.8": server, "10.0.0.1": server})
        one = Fetcher(None, Limits(delay=0), look_up=net.look_up, backend=net)
        assert reason(one, "http://one.example/a") == (
            "is not fetched this time, since robots.txt of one.example leads to http://10.0.0.1/,"
            " which is at the private address 10.0.0.1; only public ones are asked"
        )
        assert net.connected == [("8.8.8.8", 80)]


def test_a_crawl_delay_is_kept(server: Server) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.3\n")
    one = fetcher()
    for page in "ab":
        one.get(f"{server.base}/{page}")
    _, first, second = (asked.at for asked in server.asked)
    assert second - first >= 0.25
