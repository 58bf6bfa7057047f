"""The arguments of a call over HTTP, before Gradio sees them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from rag.errors import InvalidQuery
from rag.serving.arguments import Arguments, arguments_of, corrected

if TYPE_CHECKING:
    from rag.serving.saying import Message, Receive, Send

ALL_OF_ASK = "question, published_after, published_before, as_of, publishers, any_time, earlier"
WHOLE = {
    "question": "Who?",
    "published_after": "",
    "published_before": "",
    "as_of": "",
    "publishers": None,
    "any_time": False,
    "earlier": None,
}


def test_what_has_a_default_may_be_left_out() -> None:
    assert json.loads(corrected("ask", b'{"question": "Who?"}', by_name=True)) == WHOLE
    assert json.loads(corrected("ask", b'{"data": ["Who?"]}', by_name=False)) == {"data": [*WHOLE.values()]}
    assert json.loads(corrected("search", b'{"data": ["fish", 3]}', by_name=False))["data"][:3] == ["fish", 3, ""]
    assert [*arguments_of("article")] == ["doc_id"]


def test_nothing_else_of_the_body_reaches_gradio() -> None:
    body = b'{"data": ["a-1"], "fn_index": 3, "session_hash": "x", "event_data": {}}'
    assert json.loads(corrected("article", body, by_name=False)) == {"data": ["a-1"]}


@pytest.mark.parametrize(
    ("body", "by_name", "message"),
    [
        (b"", True, 'the body is not JSON; send an object such as {"question": "…"}'),
        (b"\xff", False, 'the body is not JSON; send an object such as {"data": ["…"]}'),
        (b"[" * 100_000, True, 'the body is not JSON; send an object such as {"question": "…"}'),
        (b'["Who?"]', True, 'the body is not an object such as {"question": "…"}'),
        (b'{"question": "Who?"}', False, 'the body is not an object such as {"data": ["…"]}'),
        (b'{"query": "Who?"}', True, f"query is not an argument of ask; it takes {ALL_OF_ASK}"),
        (b'{"as_of": ""}', True, "ask needs the argument question"),
        (b'{"data": []}', False, "ask needs the argument question"),
        (b'{"data": [1,2,3,4,5,6,7,8]}', False, f"data has 8 values; ask takes {ALL_OF_ASK}, in this order"),
    ],
)
def test_what_is_wrong_is_one_sentence(body: bytes, by_name: bool, message: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        corrected("ask", body, by_name=by_name)
    assert str(caught.value) == message


def called(path: str, *pieces: bytes) -> tuple[bytes, list[Message]]:
    """What the application behind got as body, and what was sent."""
    got, sent = [], []
    coming: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": piece is not pieces[-1]} for piece in pieces
    ]

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        message = await receive()
        got.append(message["body"])
        assert (b"content-length", str(len(message["body"])).encode()) in scope["headers"]

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    length = str(sum(map(len, pieces))).encode()
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": path, "headers": [(b"content-length", length)]}
    asyncio.run(Arguments(app)(scope, receive, send))
    return b"".join(got), sent


def test_a_call_in_pieces_is_put_together_and_its_length_is_right() -> None:
    body, sent = called("/gradio_api/call/v2/article", b'{"doc', b'_id": "a-1"}')
    assert (json.loads(body), sent) == ({"doc_id": "a-1"}, [])
    other = b'{"anything": 1}'
    assert called("/gradio_api/queue/join", other) == (other, [])


def test_a_wrong_call_is_told_with_400() -> None:
    body, (start, sent) = called("/gradio_api/call/v2/article/", b"{}")
    assert (body, start["status"]) == (b"", 400)
    assert json.loads(sent["body"])["error"] == "article needs the argument doc_id"
