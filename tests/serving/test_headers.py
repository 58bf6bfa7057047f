"""The policy of a page names its own scripts and no others."""

from __future__ import annotations

from rag.serving.headers import NO_PAGE, policy

# printf 'let a = 1;' | openssl dgst -sha256 -binary | base64
DIGEST = "'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='"
PAGE = b"""<head><script>let a = 1;</script><script type="module" crossorigin src="./a.js"></script>
<SCRIPT data-x>let a = 1;</SCRIPT></head><img src=x onerror="alert(1)">"""


def directives(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(" ") for part in text.split(";"))}


def test_the_scripts_of_the_page_are_named_by_digest_each_once() -> None:
    assert directives(policy(PAGE))["script-src"] == f"'self' 'unsafe-eval' {DIGEST}"
    assert directives(policy(b"<p>none</p>"))["script-src"] == "'self' 'unsafe-eval'"


def test_the_page_asks_nobody_else_and_stands_in_no_frame() -> None:
    found = directives(policy(PAGE))
    assert found["default-src"] == found["frame-ancestors"] == "'none'"
    assert found["connect-src"] == found["form-action"] == "'self'"
    assert "unsafe-inline" not in found["script-src"]
    assert not any("http" in value or "*" in value for value in found.values())


def test_what_is_no_page_may_nothing() -> None:
    assert policy(None) == NO_PAGE == "default-src 'none'; frame-ancestors 'none'"
