"""The paths that are served: those of the page and of the endpoints. All others that Gradio has are closed.

Gradio serves uploads, saved links, a proxy, editing by a model, streams and more, some of it without asking for its own
password. The page needs none of that, so it is closed by a list of what is open; browser tests find what is missing.
Uploads are open to maintainers only.
"""

from __future__ import annotations

import re

ENDPOINTS = ("ask", "search", "article")
_NAMED = f"(?:{'|'.join(ENDPOINTS)})"
_READ = re.compile(
    r"/|/(?:assets|static|svelte)/.+|/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json)"
    r"|/gradio_api/(?:info|openapi\.json|app_id|login_check|startup-events|theme\.css|queue/data|heartbeat/\w+"
    rf"|call/(?:v2/)?{_NAMED}/\w+|mcp(?:/(?:http|sse|schema))?)"
)
_WRITE = re.compile(
    r"/gradio_api/(?:queue/join|run/predict|cancel|reset"  # the page; `run/predict` is what is not queued
    rf"|(?:call|call/v2|run|api)/{_NAMED}|mcp(?:/http|/messages)?)"
)
_FILES = {"POST": "/gradio_api/upload", "GET": "/gradio_api/upload_progress"}
BEGINNING = "/gradio_api/startup-events"
"""Gradio asks its own server for this once, before there is anything to protect, and has no password."""


def is_open(method: str, path: str) -> bool:
    """Whether the path is served for the method."""
    found = {"GET": _READ, "HEAD": _READ, "POST": _WRITE, "DELETE": _WRITE}.get(method)
    return bool(found and found.fullmatch(path if path == "/" else path.rstrip("/")))


def takes_files(method: str, path: str) -> bool:
    """Whether files are uploaded there, or an upload's progress is asked for: the maintainers' tab does."""
    return _FILES.get(method) == path.rstrip("/")


def acts(path: str) -> bool:
    """Whether a POST there is a small act of the page, which waits in no line, and no question."""
    return path.rstrip("/") in ("/gradio_api/run/predict", "/gradio_api/cancel", "/gradio_api/reset")
