"""The address the page is served at: whether it can be bound, whether it is the machine's own, how it is written."""

from __future__ import annotations

import ipaddress
import os
import socket

from ..errors import RagError


def check_free(host: str, port: int) -> None:
    """Find out whether the address can be bound, before anything is loaded.

    Raises:
        RagError: the port is taken or reserved, or the host is not an address of this machine.
    """
    remedy = f"choose another with `--port {port % 65535 + 1}` or FOOTNOTE_PORT"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # there it would mean to share the port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise RagError(f"{host} is not an address of this machine; use `--host 127.0.0.1`") from None
    except OSError as error:
        raise RagError(f"port {port} on {host} cannot be used ({error.strerror}); {remedy}") from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url(host: str, port: int) -> str:
    """The address as a browser on this machine takes it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
