"""The endpoints in Gradio: over HTTP at /gradio_api/call/NAME, and as MCP tools where the package `mcp` is there."""

from __future__ import annotations

import json
import logging
from functools import wraps
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import RagError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import gradio as gr

    from .endpoints import Endpoints

UNEXPECTED = "Something went wrong here; the log of this program says what. Ask again, or ask something else."
log = logging.getLogger("footnote.serving")


def add(endpoints: Endpoints) -> None:
    """Add the endpoints to the Blocks that is being built; all else of it is to be private."""
    from gradio.events import api

    for call in (endpoints.ask, endpoints.search, endpoints.article):
        # Not queued: as MCP tools they are then called here, and not through a connection of the server to itself,
        # which would have no password. How many may wait they know themselves.
        api(_told(call), api_name=call.__name__, queue=False, concurrency_limit=None)


def with_tools() -> bool:
    """Whether MCP tools can be served; `pip install "footnote[mcp]"` brings what is needed."""
    return find_spec("mcp") is not None


def in_json(page: gr.Blocks) -> None:
    """Let the tools of a launched page give JSON, where Gradio writes a Python value as `str` does."""
    server = page.mcp_server_obj
    if server is None:
        if page.mcp_error:
            log.warning("no MCP tools: %s", page.mcp_error)
        return

    def contents(data: list[Any], root_url: str) -> list[Any]:
        from mcp.types import TextContent

        return [TextContent(type="text", text=json.dumps(value, ensure_ascii=False)) for value in data]

    server.postprocess_output_data = contents  # type: ignore[method-assign]


def _told(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The endpoint with its errors as Gradio passes them on: a sentence, with the name of its kind as title."""
    import gradio as gr

    class Told(gr.Error):
        def __str__(self) -> str:  # Gradio's has quotes around it
            return str(self.message)

    @wraps(call)
    async def called(*given: Any) -> Any:
        try:
            return await call(*given)
        except RagError as error:
            raise Told(str(error), title=type(error).__name__, print_exception=False) from None
        except Exception:
            log.exception("in %s", call.__name__)
            raise Told(UNEXPECTED, title="Error", print_exception=False) from None

    return called
