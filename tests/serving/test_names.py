"""Which Host and Origin are answered."""

from __future__ import annotations

import pytest

from rag.serving.names import OWN, host_trouble, name_of, origin_trouble


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:7860", "127.0.0.1"),
        ("LOCALHOST", "localhost"),
        ("[::1]:7860", "[::1]"),
        (" news.example ", "news.example"),
        ("news.example:7860:1", ""),
        ("news.example/", ""),
        ("a b", ""),
        ("", ""),
    ],
)
def test_the_name_in_a_host(host: str, name: str) -> None:
    assert name_of(host) == name


def test_a_name_that_somebody_let_lead_here_is_not_answered() -> None:
    assert host_trouble("127.0.0.1:7860", OWN) == ""
    expected = "nothing is served under the name {!r}; set page_hosts if it is yours"
    assert host_trouble("evil.example:7860", OWN) == expected.format("evil.example")
    assert host_trouble("127.0.0.1.evil.example", OWN) == expected.format("127.0.0.1.evil.example")
    assert host_trouble("127.0.0.1, evil.example", OWN) == expected.format("127.0.0.1, evil.example")
    assert host_trouble("", OWN) == expected.format("")


def test_where_no_names_are_set_any_is_answered_but_there_must_be_one() -> None:
    assert host_trouble("news.example", ()) == ""
    assert host_trouble("", ()) != ""


HERE = {"host": "127.0.0.1:7860"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://127.0.0.1:7860"},
        {"origin": "http://localhost:1"},
        {"origin": "https://127.0.0.1:7860"},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_the_page_itself_and_a_link_that_was_followed_are_answered(headers: dict[str, str]) -> None:
    assert origin_trouble({**HERE, **headers}, OWN) == ""


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "file://", "http://127.0.0.1:7860.evil.example", "chrome-extension://abc"]
)
def test_a_page_of_another_site_is_not_answered(origin: str) -> None:
    expected = f"a page of {origin} may not ask here; set page_hosts if it is yours"
    assert origin_trouble({**HERE, "origin": origin}, OWN) == expected


def test_a_picture_on_another_site_is_not_answered() -> None:
    headers = {**HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert origin_trouble(headers, OWN) == "a page of another site may not ask here; set page_hosts if it is yours"


def test_behind_a_proxy_the_page_is_of_a_name_that_was_set() -> None:
    headers = {**HERE, "origin": "https://news.example"}
    assert origin_trouble(headers, (*OWN, "news.example")) == ""
    assert origin_trouble(headers, ()) != ""
    assert origin_trouble({"host": "news.example", "origin": "https://news.example"}, ()) == ""
