"""Which addresses may be asked: http and https, and only machines of the public network.

A name is looked up once, every address it has is checked, and the connection goes to a checked one, so that a name
which changes its mind in between (DNS rebinding) gains nothing. Knows nothing of HTTP; `exchange.py` connects through
the `Gate`, on which every wait also ends at a deadline.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from typing import TYPE_CHECKING, Any

from ...errors import CorpusError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence

    import httpcore
    import httpx

    from .stop import Stop

USUAL_PORTS = (80, 443)
"""Below 1024, others belong to mail, shells and the like, which a made-up address could make us speak to."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is reached."""
_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out for public use; the rest is local, old, or a form of an IPv4 address."""


class Unreachable(CorpusError):
    """There is no connection to be had: the name, the address, the port or the certificate is wrong."""


def checked(url: str) -> httpx.URL:
    """The address in its normal form (ASCII, no fragment), if it is one that may be asked.

    Raises:
        CorpusError: it is not http or https, holds a password, or names a port of another service.
    """
    import httpx

    try:
        address = httpx.URL(url.strip()).copy_with(fragment=None)
        address, port = address.copy_with(raw_path=address.raw_path), address.port  # an empty path is "/"
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise CorpusError(url, f"is not an address that can be read ({error}); check its spelling") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise CorpusError(url, "is not an http or https address; only these are fetched")
    if address.userinfo:
        raise CorpusError(url, "holds a name or a password before the host; take it out")
    if port is not None and port not in USUAL_PORTS and not 1024 <= port <= 65535:
        raise CorpusError(url, f"names port {port}; only 80, 443 and those from 1024 are asked")
    return address


def without_password(url: str) -> str:
    """The address as it may be told."""
    return re.sub(r"//[^/@]*@", "//", url, count=1)


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to a machine of the public network, also where IPv6 wraps an IPv4 address."""
    number = _unwrapped(address)
    if isinstance(number, ipaddress.IPv6Address) and number not in _UNICAST:
        return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _unwrapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or number


def look_up(host: str) -> list[str]:
    """The numeric addresses of a host, in the order to try them; it may be written as a number in any form.

    Raises:
        OSError: there is none.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or too long
        raise OSError(str(error)) from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Deadline:
    """The moment until which everything about one address must be done."""

    def __init__(self, place: str, seconds: float, stop: Stop) -> None:
        """Start to count; `place` is what messages name. Where it is given up, nothing is left."""
        self._place, self._seconds, self._stop = place, seconds, stop
        self._end = time.monotonic() + seconds

    def put_off(self, seconds: float) -> None:
        """Leave out time spent waiting for the sake of the server."""
        self._end += seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that may still be waited, at most `most`.

        Raises:
            CorpusError: none are left.
        """
        self._stop.check(self._place)
        left = self._end - time.monotonic()
        if left <= 0:
            raise CorpusError(
                self._place, f"was not read within {self._seconds:g} s; run it again later or raise the limit"
            )
        return left if most is None else min(left, most)


class Gate:
    """Opens connections for httpcore (it is an `httpcore.NetworkBackend` in all but name, as that is loaded late)."""

    def __init__(
        self, deadline: Deadline, private_addresses: bool, look_up: Callable[[str], Sequence[str]], backend: Any
    ) -> None:
        """`look_up` and `backend` are the outside world: names to numbers, numbers to connections.

        Private addresses, where they are allowed, never include link-local ones (169.254.0.0/16, fe80::/10): in a cloud
        these hand out the machine's passwords, and nobody keeps articles there.
        """
        self._deadline, self._private, self._look_up, self._backend = deadline, private_addresses, look_up, backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Timed:
        """A connection to the first address of the host that takes one."""
        import httpcore

        failed: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host):
            try:
                seconds = self._deadline.left(timeout)
                stream = self._backend.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return Timed(stream, self._deadline)
        raise failed

    def _addresses(self, host: str) -> Sequence[str]:
        try:
            found = self._look_up(host)
        except OSError as error:
            raise Unreachable(host, f"names the host {host}, which cannot be found; check the address") from error
        for address in found:
            if not (is_public(address) or (self._private and not _unwrapped(address).is_link_local)):
                where = address if address == host else f"{address} (as {host})"
                raise Unreachable(host, f"is at the private address {where}; only public ones are asked")
        return found


class Timed:
    """A connection on which no wait goes past the deadline (an `httpcore.NetworkStream` in all but name)."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Wrap an open connection."""
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of the buffer."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Timed:
        """The same connection, encrypted; `server_hostname` is the name of the address, not the number."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know of the socket."""
        return self._stream.get_extra_info(info)
