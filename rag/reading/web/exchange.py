"""One request and its answer: a GET over httpcore, with every failure in words and the body in bounded pieces.

Follows no redirects, keeps no cookies, uses no proxy (it would look names up in our place) and decides nothing by
status: that is for `fetch.py`. httpx serves for addresses and certificates only: its client unpacks without bounds.
"""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, cast

from ...errors import CorpusError
from ..unpack import gunzip
from .guard import Unreachable
from .robots import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import httpcore
    import httpx

    from .guard import Deadline, Gate


@dataclass(frozen=True)
class Answer:
    """What a server answered; the body arrives as it is iterated."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name; a header that was sent twice is joined by ", "."""
    body: Iterator[bytes]
    """Unpacked, in pieces of at most 64 kB."""


@dataclass(frozen=True)
class Line:
    """How a connection is made."""

    gate: Gate
    certificates: ssl.SSLContext | None
    """Which are trusted; needed for https only, as reading them takes 0.1 s."""
    timeout: float
    """Seconds without a sign of life."""
    deadline: Deadline


@contextmanager
def answered(url: httpx.URL, headers: Mapping[str, str], line: Line) -> Iterator[Answer]:
    """Ask for `url` and give what comes back; the connection is closed at the end of the block.

    Raises:
        Unreachable: there is no connection to be had.
        CorpusError: it broke, took too long, or what came is not HTTP; also while the body is read inside the block.
    """
    import httpcore

    # "host" because httpcore leaves out the brackets of an IPv6 address; gzip because it can be unpacked in pieces
    sent = {"host": url.netloc, "accept-encoding": b"gzip", "user-agent": _user_agent()}
    sent |= {name: value.encode("utf-8") for name, value in headers.items()}
    waits = dict.fromkeys(("connect", "read", "write", "pool"), line.timeout)
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    backend = cast("httpcore.NetworkBackend", line.gate)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=line.certificates, network_backend=backend) as pool,
            pool.stream("GET", target, headers=[*sent.items()], extensions={"timeout": waits}) as response,
        ):
            received = _by_name(response.headers)
            yield Answer(response.status, received, _unpacked(response.iter_stream(), received))
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        line.deadline.left()  # says so if that is why
        raise _in_words(str(url), error, line.timeout) from error


def first_bytes(answer: Answer, most: int) -> bytes:
    """The body, or its first `most` bytes."""
    data = bytearray()
    for piece in answer.body:
        data += piece
        if len(data) >= most:
            del data[most:]
            break
    return bytes(data)


def _user_agent() -> bytes:
    try:
        number = version("footnote")
    except PackageNotFoundError:  # run from a folder it was copied to
        number = "0"
    return f"{TOKEN}/{number} (reads articles to cite them; heeds robots.txt as {TOKEN})".encode()


def _by_name(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw in pairs:
        name = raw_name.decode("ascii").lower()
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            value = raw.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _unpacked(packed: Iterable[bytes], headers: Mapping[str, str]) -> Iterator[bytes]:
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        try:
            yield from gunzip(packed)
        except ValueError as error:
            raise CorpusError("", f"cannot be unpacked as gzip ({error}); run it again later") from error
    elif encoding in ("", "identity"):
        yield from packed
    else:
        raise CorpusError("", f"is packed with {encoding[:40]}, which was not asked for; save it and give the file")


def _in_words(url: str, error: Exception, timeout: float) -> CorpusError:
    import httpcore

    text = str(error)[:200]  # it may quote what was sent
    cause: BaseException | None = error
    while cause and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectTimeout):
        return Unreachable(url, f"does not take a connection within {timeout:g} s; run it again later")
    if isinstance(error, httpcore.ConnectError):
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = f"has a certificate that cannot be trusted ({cause.verify_message}); check the address"
            return Unreachable(url, why)
        return Unreachable(url, f"cannot be reached ({text}); check the address or run it again later")
    if isinstance(error, httpcore.TimeoutException):
        return CorpusError(url, f"sends nothing for {timeout:g} s; run it again later")
    broken = isinstance(error, httpcore.ProtocolError) and "closed" not in text and "disconnected" not in text
    return CorpusError(url, f"{'does not keep to HTTP' if broken else 'breaks off'} ({text}); run it again later")
