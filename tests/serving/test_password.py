"""The password, as browsers and as programs send it."""

from __future__ import annotations

import base64

import pytest

from rag.serving.password import has_password

SECRET = "p:ass-wörd"


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "given", [f"Bearer {SECRET}", f"bearer  {SECRET} ", basic(f"reader:{SECRET}"), basic(f":{SECRET}")]
)
def test_right(given: str) -> None:
    assert has_password(given, SECRET)


@pytest.mark.parametrize(
    "given",
    [
        "",
        SECRET,
        "Bearer ",
        f"Bearer {SECRET}x",
        f"Digest {SECRET}",
        basic(SECRET.replace(":", "")),
        basic(f"{SECRET}:reader"),
        "Basic !!!",
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
    ],
)
def test_wrong(given: str) -> None:
    assert not has_password(given, SECRET)
