"""What is served, and what Gradio has but is closed here."""

from __future__ import annotations

import pytest

from rag.serving.paths import is_open


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/assets/index-abc.js"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/heartbeat/abc123"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/call/v2/article/"),
        ("GET", "/gradio_api/call/search/abc123"),
        ("POST", "/gradio_api/mcp/"),
    ],
)
def test_open(method: str, path: str) -> None:
    assert is_open(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "//"),
        ("POST", "/login"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/call/answer"),
        ("POST", "/gradio_api/run/begin"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://evil.example/"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/heartbeat/a/../../upload"),
        ("PUT", "/gradio_api/call/ask"),
        ("OPTIONS", "/gradio_api/call/ask"),
    ],
)
def test_closed(method: str, path: str) -> None:
    assert not is_open(method, path)
