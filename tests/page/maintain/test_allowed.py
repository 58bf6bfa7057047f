"""Who may see the maintainers' tab and act on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from rag.page.maintain.allowed import Allowed, allowed


@dataclass(frozen=True)
class Asked:
    """What a request says of itself."""

    headers: dict[str, str] = field(default_factory=dict)


HERE = {"host": "127.0.0.1:7860"}


def test_the_setting_and_the_host_decide_whether_there_is_a_tab() -> None:
    assert allowed("off", "127.0.0.1") is None
    assert allowed("auto", "0.0.0.0") is None
    assert allowed("auto", "127.0.0.1") == Allowed(here_only=True)
    assert allowed("on", "localhost") == Allowed(here_only=False)
    beyond = allowed("on", "0.0.0.0")
    assert beyond is not None
    assert len(beyond.password) >= 12


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        (HERE, True),
        ({"Host": "localhost:7860"}, True),
        ({"host": "[::1]:7860"}, True),
        ({**HERE, "origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}, True),
        # A name of somebody's that leads to this machine, another site's page, a proxy that hands on.
        ({"host": "evil.example:7860"}, False),
        ({"host": "127.0.0.1.evil.example"}, False),
        ({}, False),
        ({**HERE, "origin": "http://evil.example"}, False),
        ({**HERE, "origin": "http://127.0.0.1:9999"}, False),
        ({**HERE, "origin": "null"}, False),
        ({**HERE, "sec-fetch-site": "cross-site"}, False),
        ({**HERE, "X-Forwarded-For": "203.0.113.9"}, False),
        ({**HERE, "forwarded": "for=203.0.113.9"}, False),
    ],
)
def test_by_itself_only_this_machine_may(headers: dict[str, str], may: bool) -> None:
    assert Allowed(here_only=True)(Asked(headers)) is may


def test_switched_on_a_proxy_may_hand_on_but_no_other_site() -> None:
    rule = Allowed(here_only=False)
    assert rule(Asked({"host": "news.example", "x-forwarded-for": "203.0.113.9"}))
    assert not rule(Asked({"host": "news.example", "origin": "https://evil.example"}))


def test_beyond_loopback_only_the_maintainer_may() -> None:
    rule = Allowed(here_only=False, password="secret")
    right, wrong = {"authorization": "Bearer secret"}, {"authorization": "Bearer of the readers"}
    assert rule(Asked({"host": "news.example", **right}))
    assert not rule(Asked({"host": "news.example", **wrong}))
    assert not rule(Asked({"host": "news.example"}))
    assert not rule(Asked({"host": "news.example", "origin": "https://evil.example", **right}))
