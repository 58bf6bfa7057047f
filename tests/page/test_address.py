"""Who can reach the page, and how its address is written. Whether a port is free is tested in tests/browser."""

from __future__ import annotations

import pytest

from rag.page.address import is_loopback, url


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("example.org", False),
    ],
)
def test_only_loopback_needs_no_password(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_the_address_is_one_a_browser_takes() -> None:
    assert url("127.0.0.1", 7860) == "http://127.0.0.1:7860"
    assert url("::1", 7861) == "http://[::1]:7861"
    assert url("0.0.0.0", 7860) == "http://127.0.0.1:7860"
