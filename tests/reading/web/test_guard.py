"""Only machines of the public network are asked, whatever an address or a redirect says.

Names lead to made-up public numbers, and these to servers of the test; nothing else is connected to.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Internet, Reply, Server

from rag.errors import CorpusError
from rag.reading.web.fetch import Fetched, Fetcher, Limits
from rag.reading.web.guard import checked, is_public, look_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("socket_enabled")

PUBLIC = "93.184.216.34"
NOWHERE = Internet({}, {})


def fetcher(net: Internet, private_addresses: bool = False) -> Fetcher:
    return Fetcher(None, Limits(timeout=2, deadline=5, delay=0), private_addresses, net.look_up, net)


def reason(net: Internet, url: str, private_addresses: bool = False) -> str:
    with pytest.raises(CorpusError) as caught:
        fetcher(net, private_addresses).get(url)
    return caught.value.reason


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/": Reply(b"x")}) as server:
        yield server


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "100::1"),
        *("2001:db8::1", "2001::1", "64:ff9b:1::1", "4000::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "2002:a00:1::"),
    ],
)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", PUBLIC, "172.32.0.1", "192.167.1.1", "100.128.0.1"),
        *("2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("host", "numbers"),
    [("2130706433", ["127.0.0.1"]), ("0x7f.1", ["127.0.0.1"]), ("017700000001", ["127.0.0.1"]), ("::1", ["::1"])],
)
def test_numbers_in_other_forms_are_what_they_are(host: str, numbers: list[str]) -> None:
    assert look_up(host) == numbers


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_names_that_cannot_be(host: str) -> None:
    with pytest.raises(OSError):
        look_up(host)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example:80/../a b?q=ü#part", "http://news.example/a%20b?q=%C3%BC"),
        (" https://news.example ", "https://news.example/"),
        ("https://straße.example:8443/", "https://xn--strae-oqa.example:8443/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_addresses_that_may_be_asked(url: str, expected: str) -> None:
    assert str(checked(url)) == expected


SPELLING = "is not an address that can be read ({}); check its spelling"
ONLY = "is not an http or https address; only these are fetched"
PORTS = "only 80, 443 and those from 1024 are asked"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("news.example/a", ONLY),
        ("//news.example/a", ONLY),
        ("http:///a", ONLY),
        ("file:///etc/passwd", ONLY),
        ("ftp://news.example/", ONLY),
        ("javascript:alert(1)", ONLY),
        ("", ONLY),
        ("http://me@news.example/", "holds a name or a password before the host; take it out"),
        (r"http://news.example\@b.example/", "holds a name or a password before the host; take it out"),
        ("http://news.example:25/", f"names port 25; {PORTS}"),
        ("https://news.example:0/", f"names port 0; {PORTS}"),
        ("https://news.example:70000/", f"names port 70000; {PORTS}"),
        ("http://①②⑦.0.0.1/", SPELLING.format("Invalid IDNA hostname: '①②⑦.0.0.1'")),
        ("http://0177.0.0.1/", SPELLING.format("Invalid IPv4 address: '0177.0.0.1'")),
        (
            "http://a\0b/",
            SPELLING.format("Invalid non-printable ASCII character in URL, '\\x00' at position 8."),
        ),
    ],
)
def test_addresses_that_may_not(url: str, expected: str) -> None:
    assert reason(NOWHERE, url) == expected


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(CorpusError) as caught:
        fetcher(NOWHERE).get("http://me:secret@news.example/a@b")
    assert str(caught.value) == ("http://news.example/a@b: holds a name or a password before the host; take it out")


@settings(max_examples=300, deadline=None)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["http:", "https:", "//", "/", "@", ":", "[", "]", "%", "::1", "xn--", "a.example", "?", "#", "80"]
        )
        | st.text(max_size=3)
    ).map("".join)
)
def test_any_text_ends_in_a_sentence(url: str) -> None:
    with pytest.raises(CorpusError) as caught:
        fetcher(NOWHERE).get(url)
    assert NOWHERE.connected == []
    assert "\n" not in caught.value.reason or "\n" in url


# ---------------------------------------------------------------- connections


def test_a_public_host_is_asked_at_the_number_that_was_checked(server: Server) -> None:
    net = Internet({"news.example": [PUBLIC]}, {PUBLIC: server})
    assert fetcher(net).get("http://news.example/") == Fetched("http://news.example/", "text/html", b"x")
    assert net.connected == [(PUBLIC, 80)] * 2
    assert server.asked[1].headers["host"] == "news.example"


def test_the_next_number_is_tried(server: Server) -> None:
    net = Internet({"news.example": ["2606:4700::1111", PUBLIC]}, {PUBLIC: server})
    assert fetcher(net).get("http://news.example:8080/").data == b"x"
    assert net.connected == [("2606:4700::1111", 8080), (PUBLIC, 8080)] * 2


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
        ("http://169.254.169.254/latest", "169.254.169.254"),
        ("http://2130706433/", "127.0.0.1 (as 2130706433)"),
        ("http://0x7f.1/", "127.0.0.1 (as 0x7f.1)"),
        ("http://0/", "0.0.0.0 (as 0)"),
    ],
)
def test_private_numbers_are_refused(server: Server, url: str, where: str) -> None:
    net = Internet({}, {})
    refusing = Fetcher(None, Limits(delay=0), look_up=look_up, backend=net)
    with pytest.raises(CorpusError) as caught:
        refusing.get(url)
    assert str(caught.value) == f"{url}: is at the private address {where}; only public ones are asked"
    assert net.connected == []


def test_a_name_with_one_private_number_is_refused(server: Server) -> None:
    net = Internet({"news.example": [PUBLIC, "10.0.0.1"]}, {PUBLIC: server})
    expected = "is at the private address 10.0.0.1 (as news.example); only public ones are asked"
    assert reason(net, "http://news.example/") == expected
    assert net.connected == []


def test_a_name_that_is_not_there() -> None:
    expected = "names the host nohost.example, which cannot be found; check the address"
    assert reason(NOWHERE, "http://nohost.example/") == expected


def test_a_host_that_takes_no_connection() -> None:
    expected = "cannot be reached (connection refused); check the address or run it again later"
    assert reason(Internet({"news.example": [PUBLIC]}, {}), "http://news.example/") == expected


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("http://127.0.0.1/admin", "127.0.0.1"),
        ("http://169.254.169.254/latest", "169.254.169.254"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://inside.example/", "192.168.0.7 (as inside.example)"),
    ],
)
def test_a_public_page_that_leads_inside(server: Server, location: str, where: str) -> None:
    names = {"news.example": [PUBLIC], "inside.example": ["192.168.0.7"]}
    names |= {number: [number] for number in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "::1")}
    net = Internet(
        names, dict.fromkeys([PUBLIC, *(number for several in names.values() for number in several)], server)
    )
    server.pages["/"] = Reply(status=302, headers={"Location": location})
    with pytest.raises(CorpusError) as caught:
        fetcher(net).get("http://news.example/")
    assert str(caught.value) == (
        f"http://news.example/: leads to {location}, which is at the private address {where};"
        " only public ones are asked"
    )
    assert {number for number, _ in net.connected} == {PUBLIC}


def test_a_name_that_changes_its_mind_gains_nothing(server: Server) -> None:
    class Fickle(Internet):
        def look_up(self, host: str) -> list[str]:
            super().look_up(host)
            return [PUBLIC] if len(self.looked_up) == 1 else ["127.0.0.1"]

    net = Fickle({"news.example": []}, {PUBLIC: server, "127.0.0.1": server})
    expected = "is at the private address 127.0.0.1 (as news.example); only public ones are asked"
    assert reason(net, "http://news.example/") == expected  # the second time it was asked, for the page
    assert net.connected == [(PUBLIC, 80)]  # the first time, for robots.txt: one look-up, one connection


def test_where_private_addresses_are_allowed_link_local_ones_are_not(server: Server) -> None:
    net = Internet(
        {
            "home.example": ["192.168.0.7"],
            "169.254.169.254": ["169.254.169.254"],
            "cloud.example": ["::ffff:169.254.1.1"],
        },
        {"192.168.0.7": server, "169.254.169.254": server},
    )
    assert fetcher(net, private_addresses=True).get("http://home.example/").data == b"x"
    expected = "is at the private address 169.254.169.254; only public ones are asked"
    assert reason(net, "http://169.254.169.254/", private_addresses=True) == expected
    expected = "is at the private address ::ffff:169.254.1.1 (as cloud.example); only public ones are asked"
    assert reason(net, "http://cloud.example/", private_addresses=True) == expected


# ---------------------------------------------------------------- certificates


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for news.example and its key, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate")
    path = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=news.example"
    command += f" -addext subjectAltName=DNS:news.example -keyout {path}.key -out {path}"
    subprocess.run(command.split(), check=True, capture_output=True)
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    with Server({"/": Reply(b"x")}, context) as server:
        yield server


def test_the_certificate_is_that_of_the_name(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    net = Internet({"news.example": [PUBLIC], "other.example": [PUBLIC]}, {PUBLIC: secure})
    assert fetcher(net).get("https://news.example/").data == b"x"
    assert net.connected == [(PUBLIC, 443)] * 2
    assert reason(net, "https://other.example/") == (
        "has a certificate that cannot be trusted (Hostname mismatch, certificate is not valid for 'other.example'.);"
        " check the address"
    )


def test_a_certificate_that_nobody_vouches_for(secure: Server) -> None:
    net = Internet({"news.example": [PUBLIC]}, {PUBLIC: secure})
    expected = "has a certificate that cannot be trusted (self-signed certificate); check the address"
    assert reason(net, "https://news.example/").replace("self signed", "self-signed") == expected  # by age of OpenSSL


def test_a_server_that_speaks_no_tls(server: Server) -> None:
    net = Internet({"news.example": [PUBLIC]}, {PUBLIC: server})
    assert reason(net, "https://news.example/").startswith("cannot be reached ([SSL")


def test_loopback_stays_closed_by_default() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        with pytest.raises(CorpusError, match="is at the private address"):
            Fetcher(None, Limits(delay=0)).get(f"http://localhost:{port}/")
        listening.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listening.accept()
