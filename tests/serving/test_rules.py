"""Who may ask, by the settings."""

from __future__ import annotations

import pytest

from rag.config import Config, load_settings
from rag.errors import ConfigError
from rag.serving.names import OWN
from rag.serving.rules import Rules, rules_of


def test_on_loopback_nothing_is_asked_for_but_only_own_names_are_answered() -> None:
    rules = rules_of(Config())
    assert (rules.password, rules.a_minute, rules.in_words()) == ("", 0, "")
    assert set(rules.names) == set(OWN)
    assert set(rules_of(Config(host="127.0.0.2")).names) == {*OWN, "127.0.0.2"}
    assert set(rules_of(Config(host="::1")).names) == set(OWN)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_beyond_loopback_a_password_is_made_up_and_printed_and_requests_are_counted(host: str) -> None:
    rules = rules_of(Config(host=host, page_requests=30))
    assert len(rules.password) == 16
    assert rules.password != rules_of(Config(host=host)).password
    assert (rules.names, rules.a_minute) == ((), 30)
    assert rules.in_words() == f" (user reader, password {rules.password})"


def test_behind_a_proxy_it_is_as_beyond_loopback_with_its_names() -> None:
    rules = rules_of(Config(page_hosts="news.example, [2001:db8::1]"))
    assert set(rules.names) == {*OWN, "news.example", "[2001:db8::1]"}
    assert rules.password
    assert rules.a_minute == Config().page_requests


def test_ones_own_password_holds_on_loopback_too_and_is_never_printed() -> None:
    rules = rules_of(Config(page_password="swordfish"))
    assert rules.password == "swordfish"
    assert rules.in_words() == " (user reader, password as set in page_password)"
    assert "swordfish" not in repr(rules) + str(Rules(password="swordfish"))


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("page_password", "fish", "page_password = … (from --page-password) is too short; take 8 signs or more"),
        (
            "page_password",
            "sword fish",
            "page_password = … (from --page-password) holds a sign that cannot be sent; a key is ASCII, without spaces",
        ),
        (
            "page_hosts",
            "https://news.example",
            "page_hosts = 'https://news.example' (from --page-hosts) is not a list of names such as news.example, "
            "without scheme and port",
        ),
        ("page_requests", -1, "page_requests = -1 (from --page-requests) is outside 0 to 100000"),
    ],
)
def test_a_setting_that_cannot_be_used(name: str, given: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings({name: given})
    assert str(caught.value) == message


def test_settings_of_the_page_change_no_answer() -> None:
    given = {"page_password": "swordfish", "page_hosts": "news.example,other.example", "page_requests": 5}
    assert load_settings(dict(given)).config.digest() == Config().digest()
