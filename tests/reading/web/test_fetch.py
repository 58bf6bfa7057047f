"""Addresses are fetched as they should be, and every way in which one can fail ends in one sentence.

Against a server on 127.0.0.1, allowed by `private_addresses`; where a public address is needed, a name leads to a
made-up one.
"""

from __future__ import annotations

import email.utils
import gzip
import itertools
import threading
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loopback import Asked, Internet, Reply, Server

from rag.errors import CorpusError
from rag.reading.web.fetch import Fetched, Fetcher, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("socket_enabled")

QUICK = Limits(timeout=2.0, deadline=5.0, most_bytes=100_000, delay=0.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def get(url: str, limits: Limits = QUICK, cache: Path | None = None) -> Fetched:
    fetcher = Fetcher(cache, limits, private_addresses=True)
    try:
        return fetcher.get(url)
    finally:
        fetcher.close()


def reason(url: str, limits: Limits = QUICK) -> str:
    with pytest.raises(CorpusError) as caught:
        get(url, limits)
    assert caught.value.path == url
    return caught.value.reason


def raw(*pieces: bytes, pause: float = 0.0) -> Reply:
    return Reply(pieces=pieces, pause=pause)


# ---------------------------------------------------------------- what is asked and what comes back


def test_a_page_comes_back_with_its_type(server: Server) -> None:
    server.pages["/a?b=1"] = Reply(b"<p>Hi", headers={"Content-Type": "text/html; charset=latin-1"})
    assert get(f"{server.base}/a?b=1#part") == Fetched(f"{server.base}/a?b=1", "text/html; charset=latin-1", b"<p>Hi")
    assert server.paths() == ["/robots.txt", "/a?b=1"]
    assert server.asked[1].headers == {
        "host": f"127.0.0.1:{server.port}",
        "accept-encoding": "gzip",
        "accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf,*/*;q=0.5",
        "user-agent": "Footnote/0.1.0 (reads articles to cite them; heeds robots.txt as Footnote)",
    }


def test_no_type_is_an_empty_one(server: Server) -> None:
    server.pages["/"] = Reply(b"x", headers={"Content-Type": ""})
    assert get(server.base) == Fetched(f"{server.base}/", "", b"x")


def test_no_cookie_is_sent_back(server: Server) -> None:
    server.pages["/a"] = Reply(status=302, headers={"Set-Cookie": "a=b", "Location": "/b"})
    server.pages["/b"] = Reply(b"x")
    get(f"{server.base}/a")
    assert "cookie" not in server.asked[-1].headers


def test_no_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.pages["/"] = Reply(b"x")
    assert get(server.base).data == b"x"


def test_other_scripts_in_paths_and_hosts(server: Server) -> None:
    server.pages["/z%C3%B6lle/%E6%B5%B7?q=%D0%BC"] = Reply(b"x")
    assert get(f"{server.base}/zölle/海?q=м").data == b"x"
    net = Internet({"xn--zlle-5qa.example": ["93.184.216.34"]}, {"93.184.216.34": server})
    server.pages["/"] = Reply(b"y")
    fetched = Fetcher(None, QUICK, look_up=net.look_up, backend=net).get("http://ZÖLLE.example/")
    assert fetched == Fetched("http://xn--zlle-5qa.example/", "text/html", b"y")
    assert server.asked[-1].headers["host"] == "xn--zlle-5qa.example"


def test_gzip_is_unpacked_and_joined(server: Server) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20)
    server.pages["/"] = Reply(packed, headers={"Content-Encoding": "GZIP"})
    assert get(server.base).data == b"one two"
    server.pages["/"] = Reply(b"", headers={"Content-Encoding": "gzip"})
    assert get(server.base).data == b""


# ---------------------------------------------------------------- only what has changed


def versioned(header: str, sent_back: str, value: str) -> Callable[[Asked], Reply]:
    def page(asked: Asked) -> Reply:
        if asked.headers.get(sent_back) == value:
            return Reply(status=304)
        return Reply(b"long text", headers={header: value, "Content-Type": "text/plain"})

    return page


@pytest.mark.parametrize(
    ("header", "sent_back", "value"),
    [
        ("ETag", "if-none-match", 'W/"é1"'),
        ("Last-Modified", "if-modified-since", "Wed, 01 May 2024 10:00:00 GMT"),
    ],
)
def test_what_has_not_changed_comes_from_the_cache(
    server: Server, tmp_path: Path, header: str, sent_back: str, value: str
) -> None:
    server.pages["/a"] = versioned(header, sent_back, value)
    server.pages["/old"] = Reply(status=301, headers={"Location": "/a"})
    cache = tmp_path / "new folder" / "replies.sqlite"
    expected = Fetched(f"{server.base}/a", "text/plain", b"long text")
    assert [get(f"{server.base}{path}", cache=cache) for path in ("/a", "/a", "/old")] == [expected] * 3
    asked = [asked.headers.get(sent_back) for asked in server.asked if asked.path == "/a"]
    assert asked == [None, value, value]


def test_a_change_replaces_what_was_kept(server: Server, tmp_path: Path) -> None:
    server.pages["/"] = [
        Reply(b"one", headers={"ETag": '"1"'}),
        Reply(b"two", headers={"ETag": '"2"'}),
        Reply(status=304),
    ]
    assert [get(server.base, cache=tmp_path / "c").data for _ in range(3)] == [b"one", b"two", b"two"]
    assert [asked.headers.get("if-none-match") for asked in server.asked if asked.path == "/"] == [None, '"1"', '"2"']


def test_what_must_not_be_kept_is_not(server: Server, tmp_path: Path) -> None:
    server.pages["/"] = Reply(b"x", headers={"ETag": '"1"', "Cache-Control": "private, No-Store"})
    get(server.base, cache=tmp_path / "c")
    get(server.base, cache=tmp_path / "c")
    assert all("if-none-match" not in asked.headers for asked in server.asked)


def test_an_answer_that_nothing_was_kept_for(server: Server) -> None:
    server.pages["/"] = Reply(status=304)
    assert reason(f"{server.base}/") == "answers 304: Not Modified; check the address"


def test_a_cache_that_cannot_be_made_is_the_one_to_blame(server: Server, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        get(server.base, cache=tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: cannot be used to remember what was fetched (unable to open database file);"
        " name a place that can be written"
    )
    assert server.asked == []


def test_it_can_be_closed_and_used_again(server: Server, tmp_path: Path) -> None:
    server.pages["/"] = versioned("ETag", "if-none-match", '"1"')
    fetcher = Fetcher(tmp_path / "c", QUICK, private_addresses=True)
    for _ in range(2):
        assert fetcher.get(server.base).data == b"long text"
        fetcher.close()
    fetcher.close()
    assert server.asked[-1].headers["if-none-match"] == '"1"'


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_chain_is_followed(server: Server, status: int) -> None:
    steps = ["/1", "2?x=ü", f"{server.base}/3", f"//127.0.0.1:{server.port}/4", "?5"]
    paths = ["/", "/1", "/2?x=%C3%BC", "/3", "/4"]
    for path, step in zip(paths, steps, strict=True):
        server.pages[path] = raw(f"HTTP/1.1 {status} x\r\nLocation: {step}\r\nContent-Length: 0\r\n\r\n".encode())
    server.pages["/4?5"] = Reply(b"there")
    assert get(server.base) == Fetched(f"{server.base}/4?5", "text/html", b"there")


def test_a_chain_that_is_too_long(server: Server) -> None:
    for step in range(7):
        server.pages[f"/{step}"] = Reply(status=302, headers={"Location": f"/{step + 1}"})
    expected = f"leads to {server.base}/6, which leads on more than 5 times; check the address"
    assert reason(f"{server.base}/0") == expected
    assert server.paths() == ["/robots.txt", "/0", "/1", "/2", "/3", "/4", "/5"]


def test_circles(server: Server) -> None:
    server.pages["/self"] = Reply(status=302, headers={"Location": "#top"})
    server.pages["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.pages["/b"] = Reply(status=302, headers={"Location": "/c"})
    server.pages["/c"] = Reply(status=302, headers={"Location": "/b"})
    assert (
        reason(f"{server.base}/self")
        == f"leads to {server.base}/self#top, which leads back to itself; check the address"
    )
    assert reason(f"{server.base}/a") == f"leads to {server.base}/b, which leads back to itself; check the address"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("", "answers 302 but does not say where to; check the address"),
        (
            "ftp://a.example/",
            "leads to ftp://a.example/, which is not an http or https address; only these are fetched",
        ),
        (
            "file:///etc/passwd",
            "leads to file:///etc/passwd, which is not an http or https address; only these are fetched",
        ),
        (
            "http://u:p@a.example/",
            "leads to http://a.example/, which holds a name or a password before the host; take it out",
        ),
        (
            "http://a.example:25/",
            "leads to http://a.example:25/, which names port 25; only 80, 443 and those from 1024 are asked",
        ),
        (
            "http://[::x/",
            "leads to http://[::x/, which is not an address that can be read (Invalid port: ':x'); check its spelling",
        ),
    ],
)
def test_redirects_to_nowhere(server: Server, location: str, expected: str) -> None:
    server.pages["/"] = Reply(status=302, headers={"Location": location})
    assert reason(f"{server.base}/") == expected


def test_a_page_that_is_gone_behind_a_redirect(server: Server) -> None:
    server.pages["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.pages["/b"] = Reply(status=410)
    with pytest.raises(CorpusError) as caught:
        get(f"{server.base}/a")
    assert caught.value.gone
    assert caught.value.reason == f"leads to {server.base}/b, which answers 410: the publisher has taken the page down"


# ---------------------------------------------------------------- what a status means


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (204, "No Content; check the address"),
        (206, "Partial Content; check the address"),
        (400, "Bad Request; check the address"),
        (401, "the publisher wants a login; save the page and give the file"),
        (402, "the publisher wants to be paid; save the page and give the file"),
        (403, "the publisher lets no programs in; save the page and give the file"),
        (404, "there is no such page; check the address"),
        (429, "there were too many requests; run it again later"),
        (451, "the page is withheld for legal reasons"),
        (499, "no known status; check the address"),
        (500, "Internal Server Error; run it again later"),
        (503, "Service Unavailable; run it again later"),
        (599, "no known status; run it again later"),
    ],
)
def test_statuses(server: Server, status: int, meaning: str) -> None:
    server.pages["/"] = Reply(b"", status)
    with pytest.raises(CorpusError) as caught:
        get(f"{server.base}/")
    assert str(caught.value) == f"{server.base}/: answers {status}: {meaning}"
    assert not caught.value.gone


def in_seconds(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("when", ["1", in_seconds(-10)])
def test_a_busy_server_is_asked_once_more(server: Server, status: int, when: str) -> None:
    server.pages["/"] = [Reply(b"", status, {"Retry-After": when}), Reply(b"x")]
    begun = time.monotonic()
    assert get(f"{server.base}/", Limits(deadline=0.9, delay=0)).data == b"x"  # a wait is not part of the deadline
    assert (time.monotonic() - begun >= 1) == (when == "1")
    server.pages["/"] = Reply(b"", status, {"Retry-After": "0"})
    assert reason(f"{server.base}/").startswith(f"answers {status}: ")
    assert server.paths()[-3:] == ["/robots.txt", "/", "/"]


@pytest.mark.parametrize(("when", "seconds"), [("3600", "3600"), ("9" * 500, "999999999")])
def test_a_server_that_wants_to_rest_long_is_left_alone(server: Server, when: str, seconds: str) -> None:
    server.pages["/"] = Reply(b"", 429, {"Retry-After": when})
    assert (
        reason(f"{server.base}/")
        == f"answers 429: the server is busy and wants {seconds} s of rest; run it again later"
    )
    assert server.paths() == ["/robots.txt", "/"]


@pytest.mark.parametrize("when", ["soon", "-1", "Wed, 99 May 2024 10:00:00 GMT", "1.5"])
def test_a_time_to_come_back_that_is_none(server: Server, when: str) -> None:
    server.pages["/"] = Reply(b"", 503, {"Retry-After": when})
    assert reason(f"{server.base}/") == "answers 503: Service Unavailable; run it again later"


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "audio/mpeg", "application/zip", "font/woff2"])
def test_kinds_that_hold_no_article(server: Server, kind: str) -> None:
    server.pages["/"] = Reply(b"x", headers={"Content-Type": f"{kind.upper()}; x=y"})
    assert reason(f"{server.base}/") == f"is {kind}, which holds no article; name a page, feed, PDF or text"


# ---------------------------------------------------------------- limits


def test_the_largest_page_and_one_byte_more(server: Server) -> None:
    server.pages["/"] = Reply(bytes(100_000))
    assert len(get(server.base).data) == 100_000
    expected = "is longer than 0.1 MB; save it, split it and give the files"
    server.pages["/"] = Reply(bytes(100_001))
    assert reason(f"{server.base}/") == expected
    server.pages["/"] = raw(b"HTTP/1.1 200 x\r\n\r\n", bytes(100_001))
    assert reason(f"{server.base}/") == expected
    server.pages["/"] = raw(
        b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"10000\r\n" + bytes(65536) + b"\r\n",
        b"10000\r\n" + bytes(65536) + b"\r\n",
    )
    assert reason(f"{server.base}/") == expected


ONE_MEMBER = gzip.compress(bytes(10_000_000))


@pytest.mark.parametrize(
    "packed",
    [ONE_MEMBER * 100, gzip.compress(bytes(200_000_000), 1)],
    ids=["1 GB of zeros in 100 members", "200 MB of zeros in one"],
)
def test_a_gzip_bomb_stops_at_the_limit(server: Server, packed: bytes) -> None:
    assert len(packed) < 1_100_000
    server.pages["/"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    begun = time.monotonic()
    assert reason(f"{server.base}/", Limits(delay=0)) == "is longer than 20 MB; save it, split it and give the files"
    seconds = time.monotonic() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # the pieces, and joined once
    assert seconds < 2


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_packing_that_was_not_asked_for_is_not_unpacked(server: Server, encoding: str) -> None:
    server.pages["/"] = Reply(b"x", headers={"Content-Encoding": encoding})
    assert reason(f"{server.base}/") == f"is packed with {encoding}, which was not asked for; save it and give the file"


def test_gzip_that_is_none_or_ends_early(server: Server) -> None:
    server.pages["/"] = Reply(b"x" * 100, headers={"Content-Encoding": "gzip"})
    assert reason(f"{server.base}/") == (
        "cannot be unpacked as gzip (Error -3 while decompressing data: incorrect header check); run it again later"
    )
    server.pages["/"] = Reply(gzip.compress(b"x" * 1000)[:-9], headers={"Content-Encoding": "gzip"})
    assert reason(f"{server.base}/") == "cannot be unpacked as gzip (the end is missing); run it again later"


def test_a_body_without_end(server: Server) -> None:
    server.pages["/"] = Reply(pieces=itertools.chain([b"HTTP/1.1 200 x\r\n\r\n"], itertools.repeat(bytes(10_000))))
    assert reason(f"{server.base}/") == "is longer than 0.1 MB; save it, split it and give the files"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 x\r\n\r\n", *[b"x"] * 100],
        [b"HTTP/1.1 200 x\r\n", *[b"x"] * 100],
        [b"HTTP/1.1 100 x\r\n\r\n"] * 100,
        [b"HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\n\r\n", *[gzip.compress(b"")] * 100],
    ],
    ids=["in the body", "in a header", "of promises", "of nothing, packed"],
)
def test_a_drip_ends_at_the_deadline(server: Server, pieces: list[bytes]) -> None:
    server.pages["/"] = raw(*pieces, pause=0.05)
    begun = time.monotonic()
    limits = Limits(timeout=0.3, deadline=0.5, delay=0)
    assert reason(f"{server.base}/", limits) == "was not read within 0.5 s; run it again later or raise the limit"
    assert time.monotonic() - begun < 1.5


def test_silence_ends_before_the_deadline(server: Server) -> None:
    server.pages["/"] = raw(b"HTTP/1.1 200 x\r\n\r\n", pause=1)
    limits = Limits(timeout=0.2, deadline=5, delay=0)
    assert reason(f"{server.base}/", limits) == "sends nothing for 0.2 s; run it again later"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (
            [b"HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nabc"],
            "breaks off (peer closed connection without sending complete message body (received 3 bytes, expected 10));"
            " run it again later",
        ),
        ([], "breaks off (Server disconnected without sending a response.); run it again later"),
        (
            [b"HTTP/1.1 200 x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"],
            "does not keep to HTTP (Receive buffer too long); run it again later",
        ),
        (
            [b"HTTP/1.1 200 x\r\n" + b"".join(b"X%d: y\r\n" % number for number in range(20_000)) + b"\r\n"],
            "does not keep to HTTP (Receive buffer too long); run it again later",
        ),
        (
            [b"220 mail\r\n\r\n"],
            "does not keep to HTTP (illegal status line: bytearray(b'220 mail')); run it again later",
        ),
    ],
    ids=["cut off", "no answer", "a long header", "many headers", "another protocol"],
)
def test_answers_that_are_broken(server: Server, pieces: list[bytes], expected: str) -> None:
    server.pages["/"] = raw(*pieces)
    assert reason(f"{server.base}/") == expected


PIECES = (
    b"HTTP/1.1 200 x\r\n|HTTP/1.0 302 \r\n|HTTP/1.1 101 x\r\n|Content-Length: 5\r\n|Transfer-Encoding: chunked\r\n|\0|"
    b"hello|Location: //\r\n|Content-Encoding: gzip\r\n|\r\n|5\r\n|\x1f\x8b\x08|ETag: \xff\r\n|: \r\n"
).split(b"|")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=8))
def test_whatever_is_sent_ends_in_a_page_or_a_sentence(server: Server, pieces: list[bytes]) -> None:
    server.pages["/"] = raw(b"".join(pieces))
    try:
        assert isinstance(get(f"{server.base}/"), Fetched)
    except CorpusError as error:
        assert error.reason.endswith(
            ("later", "address", "spelling", "limit", "asked", "file", "text", "fetched", "out")
        )


# ---------------------------------------------------------------- politeness


def test_requests_to_one_host_are_apart(server: Server) -> None:
    server.pages["/"] = Reply(status=302, headers={"Location": "/2"})
    server.pages["/2"] = Reply(b"x")
    get(server.base, Limits(delay=0.2))
    times = [asked.at for asked in server.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(times))


def test_several_threads_keep_the_distance_too(server: Server) -> None:
    for number in range(4):
        server.pages[f"/{number}"] = Reply(b"x")
    fetcher = Fetcher(None, Limits(delay=0.15), private_addresses=True)
    threads = [threading.Thread(target=fetcher.get, args=(f"{server.base}/{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(asked.at for asked in server.asked)
    assert sorted(server.paths()) == ["/0", "/1", "/2", "/3", "/robots.txt"]
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(times))


def test_hosts_do_not_wait_for_each_other() -> None:
    with Server({"/": Reply(b"x")}) as one, Server({"/": Reply(b"x")}) as two:
        net = Internet({"one.example": ["8.8.8.8"], "two.example": ["9.9.9.9"]}, {"8.8.8.8": one, "9.9.9.9": two})
        fetcher = Fetcher(None, Limits(delay=0.3), look_up=net.look_up, backend=net)
        begun = time.monotonic()
        fetcher.get("http://one.example/")
        fetcher.get("http://two.example/")
        assert 0.6 <= time.monotonic() - begun < 0.9  # robots.txt and page of each, one after the other


# ---------------------------------------------------------------- giving up


@pytest.mark.parametrize("waits_for", ["name", "answer", "body", "robots", "retry"])
def test_what_is_given_up_ends_at_once_and_nothing_is_asked_after_it(waits_for: str, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 x\r\nETag: x\r\nContent-Length: 40\r\n\r\n"
    slow = raw(head, *[b"x"] * 40, pause=0.5)
    pages = {"/robots.txt": slow} if waits_for == "robots" else {}
    pages["/a"] = {"answer": raw(b"", pause=9), "retry": Reply(status=503, headers={"Retry-After": "9"})}.get(
        waits_for, slow
    )
    asked = threading.Event()

    def look_up(host: str) -> list[str]:
        asked.set()
        time.sleep(9 if waits_for == "name" else 0)
        return ["127.0.0.1"]

    with Server(pages) as server:
        cache = tmp_path / "http.sqlite"
        fetcher = Fetcher(cache, Limits(timeout=30, deadline=60, delay=0.0), private_addresses=True, look_up=look_up)

        def stop() -> None:
            asked.wait(5)
            time.sleep(0.7)
            fetcher.stop()

        threading.Thread(target=stop).start()
        for _ in range(2):
            begun = time.monotonic()
            with pytest.raises(CorpusError) as caught:
                fetcher.get(f"http://a.example:{server.port}/a")
            assert time.monotonic() - begun < 2
            assert caught.value.reason == "was given up, since the sync was cancelled"
        fetcher.close()
        seen = len(server.asked)
        time.sleep(0.7)
        assert len(server.asked) == seen  # the thread that was left to itself has ended, or waits for the name
    assert cache.is_file()
