"""Evidence as documents, and a provider's own citations as marks; with the provider's library where it is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from chat_server import Handler, Server, Turn, serving
from fakes_chat import evidence_of, info, numbers_of, told

from rag.answering.calls.native import SYSTEM, Marks, documents
from rag.answering.calls.shorten import shortened
from rag.answering.cite import cited_sentences
from rag.answering.verify import verify
from rag.answering.write import write
from rag.errors import ModelUnavailable
from rag.models.chat import Chat, ChatSettings
from rag.records import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

RICE, FISH, RAIN = "Rice rose by 4% in May.", "Fish fell by 2% in June.", "Rain is due\nin July."
EVIDENCE = evidence_of(told(("a", RICE), ("a", FISH), (info("b", kind="opinion"), RAIN)))


def cites(document: int, start: int, end: int) -> dict[str, object]:
    """A citation as Anthropic sends it; `end` is the first block that is not meant."""
    return {
        "type": "content_block_location",
        "cited_text": "…",
        "document_index": document,
        "document_title": "a",
        "start_block_index": start,
        "end_block_index": end,
    }


# ------------------------------------------------------------ without the library


def test_a_document_for_each_article_and_a_block_for_each_sentence() -> None:
    system, asked = documents("What rose?", EVIDENCE)
    assert system.content == SYSTEM
    assert isinstance(asked.content, list)
    first, second, question = asked.content
    assert first == {
        "type": "document",
        "source": {"type": "content", "content": [{"type": "text", "text": RICE}, {"type": "text", "text": FISH}]},
        "title": "a",
        "context": "Daily Tide, 8 March 2024",
        "citations": {"enabled": True},
    }
    assert isinstance(second, dict)
    assert second["source"]["content"] == [{"type": "text", "text": "Rain is due in July."}]
    assert second["context"] == "Daily Tide, 8 March 2024, opinion"
    assert question == {"type": "text", "text": "Question: What rose?"}


def read(*pieces: list[dict[str, object]], evidence: Any = EVIDENCE) -> str:
    marks = Marks(evidence)
    return "".join([marks.text(piece) for piece in pieces] + [marks.rest()])


def block(index: int, text: str = "", *citations: dict[str, object]) -> list[dict[str, object]]:
    return [{"type": "text", "index": index, "text": text} | ({"citations": [*citations]} if citations else {})]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([block(0, "Rice "), block(0, "rose."), block(0, "", cites(0, 0, 1))], "Rice rose.[1]"),
        ([block(0, "Rice rose. ", cites(0, 0, 2)), block(1, "Rain is due.", cites(1, 0, 1))],
         "Rice rose.[1][2] Rain is due.[3]"),
        ([block(0, "Rice rose.\n", cites(0, 0, 1)), block(1, "\nWell.")], "Rice rose.[1]\n\nWell."),
        ([block(0, "Rice rose", cites(0, 0, 1), cites(0, 0, 1)), block(1, ", said he.")], "Rice rose[1], said he."),
        ([block(0, "Rice rose.", cites(2, 0, 1), cites(0, 5, 6), cites(-1, 0, 1), cites(0, -1, 1))], "Rice rose."),
        ([block(0, "Rice rose.", {"type": "char_location", "start_char_index": 0})], "Rice rose."),
        ([[{"type": "thinking", "thinking": "Hm.", "index": 0}], block(1, "Rice rose.")], "Rice rose."),
    ],
)  # fmt: skip
def test_citations_become_marks(pieces: list[list[dict[str, object]]], text: str) -> None:
    assert read(*pieces) == text


def test_half_of_the_evidence_keeps_its_numbers() -> None:
    half = shortened(EVIDENCE)
    assert [item.number for item in half.sentences] == [1]
    assert read(block(0, "Rice rose.", cites(0, 0, 1)), evidence=half) == "Rice rose.[1]"
    last = evidence_of(tuple(item for item in EVIDENCE.sentences if item.number == 3))
    assert read(block(0, "Rain.", cites(0, 0, 1)), evidence=last) == "Rain.[3]"


# ------------------------------------------------------------ with it, over a real socket


class Messages(Handler):
    """Speaks Anthropic's streaming protocol: a piece is a block's text, or a citation of it as JSON."""

    def _say(self, turn: Turn) -> None:
        self._begin()
        usage = {"input_tokens": 40, "output_tokens": 1}
        message = {"id": "m", "type": "message", "role": "assistant", "model": "claude", "content": []}
        self._sse("message_start", message=message | {"stop_reason": None, "stop_sequence": None, "usage": usage})
        index = -1
        for piece in turn.pieces:
            if not piece.startswith("{"):
                if index >= 0:
                    self._sse("content_block_stop", index=index)
                index += 1
                self._sse("content_block_start", index=index, content_block={"type": "text", "text": ""})
                delta: dict[str, object] = {"type": "text_delta", "text": piece}
            else:
                delta = {"type": "citations_delta", "citation": json.loads(piece)}
            self._sse("content_block_delta", index=index, delta=delta)
        if turn.then == "break":
            return
        if index >= 0:
            self._sse("content_block_stop", index=index)
        ended = {"stop_reason": turn.finish, "stop_sequence": None}
        self._sse("message_delta", delta=ended, usage={"output_tokens": 9})
        self._sse("message_stop")
        self._chunk(b"")

    def _sse(self, kind: str, **data: object) -> None:
        self._chunk(f"event: {kind}\ndata: {json.dumps({'type': kind} | data)}\n\n".encode())

    def _json(self, turn: Turn) -> None:
        error: dict[str, object] = {"type": "error", "error": {"type": "scripted", "message": turn.error}}
        self._send(turn.status, error, turn.headers)


@pytest.fixture
def chat() -> Chat:
    pytest.importorskip("langchain_anthropic", reason="langchain-anthropic is not installed; it is optional")
    return Chat("anthropic:claude-scripted", None, ChatSettings(timeout=10.0))


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Server], None]:
    """Points the library at a server."""

    def at(server: Server) -> None:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-made-up")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address.removesuffix("/v1"))
        monkeypatch.delenv("ANTHROPIC_API_URL", raising=False)

    return at


SAID = ("Rice rose by 4% in May. ", json.dumps(cites(0, 0, 1)), "Fish fell by 7% in June.", json.dumps(cites(0, 1, 2)))


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_native_citations_are_checked_like_marks(chat: Chat, speaks: Callable[[Server], None]) -> None:
    with serving(Turn(SAID, finish="end_turn"), handler=Messages) as server:
        speaks(server)
        *pieces, draft = write("What rose?", EVIDENCE, chat)
    assert isinstance(draft, Draft)
    assert "".join(map(str, pieces)) == draft.text == "Rice rose by 4% in May.[1] Fish fell by 7% in June.[2]"
    assert (draft.completion_tokens, draft.model) == (9, "anthropic:claude-scripted")
    (asked,) = server.asked
    assert [block["type"] for block in asked["messages"][0]["content"]] == ["document", "document", "text"]
    assert asked["messages"][0]["content"][0]["citations"] == {"enabled": True}
    assert (asked["system"], asked["stream"], asked["max_tokens"]) == (SYSTEM, True, 220)
    cited = cited_sentences(draft.text, EVIDENCE.sentences, finished=True)
    assert [item.numbers for item in cited] == [(1,), (2,)]
    checked = [verify(item, EVIDENCE.sentences, numbers_of(EVIDENCE.sentences), "What rose?") for item in cited]
    assert checked[0].support == "supported"
    assert checked[1].support != "supported"  # its mark is native, its figure is not the article's
    assert checked[0].citations[0].quote == RICE


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(
    ("turn", "message"),
    [
        (Turn(status=401, error="invalid x-api-key"), "anthropic:claude-scripted refuses the key; "),
        (Turn(status=404, error="model: claude-scripted"), "anthropic:claude-scripted is no model of its provider ("),
        (
            Turn(status=400, error="prompt is too long: 9 tokens > 8 maximum"),
            "The context of anthropic:claude-scripted ",
        ),
        (Turn(status=400, error="Your credit balance is too low"), "anthropic:claude-scripted has no credit left ("),
        (Turn(SAID, finish="refusal"), "A content filter of anthropic:claude-scripted held back the answer; "),
        (Turn(SAID, "break"), "anthropic:claude-scripted broke off ("),
        (Turn((), finish="end_turn"), "anthropic:claude-scripted wrote nothing; "),
    ],
)
def test_its_failures_are_told_like_any_other(
    turn: Turn, message: str, chat: Chat, speaks: Callable[[Server], None]
) -> None:
    with serving(turn, handler=Messages) as server:
        speaks(server)
        with pytest.raises(ModelUnavailable) as caught:
            list(write("What rose?", EVIDENCE, chat))
    assert str(caught.value).startswith(message)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_overloaded_provider_is_asked_again(chat: Chat, speaks: Callable[[Server], None]) -> None:
    with serving(Turn(status=529), Turn(SAID, finish="end_turn"), handler=Messages) as server:
        speaks(server)
        *_, draft = write("What rose?", EVIDENCE, chat)
    assert isinstance(draft, Draft)
    assert len(server.asked) == 2
