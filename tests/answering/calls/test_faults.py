"""What a reader gets from a provider that fails, over a real socket: the articles' words, and a line that says why."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from chat_server import Server, Turn, nobody, serving
from fakes import HashEmbedder, OverlapCrossEncoder

from rag.answering.calls.tries import FIRST_WAIT, MOST
from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library
from rag.models.chat import Chat, ChatSettings
from rag.records import Answer, SentenceEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[..., Assistant]

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WHO = "Who banned seafood from Japanese prefectures?"
EXTRACT = [
    "South Korea banned seafood from eight Japanese prefectures.",
    "The ban followed leaks at the Fukushima plant.",
]
FIRST = "South Korea banned seafood from eight prefectures"
GOOD = (FIRST, " [1].", " The ban followed leaks", " at Fukushima [2].")
ELSE = "or set provider to local or none"


@pytest.fixture
def opened(six_library: Library, tmp_path: Path) -> Open:
    """Opens an assistant over the six articles whose answers the server writes, or whoever is at the address."""

    def open_with(server: Server | str, timeout: float = 20.0, answer_tokens: int = 220) -> Assistant:
        address = server if isinstance(server, str) else server.address
        settings = ChatSettings(model="big", timeout=timeout, answer_tokens=answer_tokens)
        config = Config(corpus=tmp_path, answer_threshold=0.0)
        return Assistant(config, six_library, HashEmbedder(), OverlapCrossEncoder(), Chat(address, None, settings))

    return open_with


def texts(answer: Answer) -> list[str]:
    return [item.text for item in answer.sentences]


def waits(server: Server) -> list[float]:
    return [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]


# ------------------------------------------------------------ tried again


@pytest.mark.parametrize(
    "turn",
    [
        Turn(status=429),
        Turn(status=500),
        Turn(status=502),
        Turn(status=503),
        Turn(status=529),
        Turn((), "break"),
        Turn((), "reset"),
        Turn(("",), "break"),
        Turn(("",), "reset"),
    ],
    ids=lambda turn: f"{turn.status}{turn.then}{len(turn.pieces)}",
)
def test_what_passes_is_tried_again(turn: Turn, opened: Open) -> None:
    with serving(turn, Turn(GOOD)) as server:
        answer = opened(server).ask(WHO)
    assert (answer.model, answer.note, len(answer.sentences)) == ("big", "", 2)
    assert len(server.asked) == 2
    assert waits(server)[0] >= FIRST_WAIT / 2


def test_back_off_grows_and_ends(opened: Open) -> None:
    with serving(Turn(status=500, error="out of memory")) as server:
        answer = opened(server).ask(WHO)
    assert len(server.asked) == MOST
    for number, wait in enumerate(waits(server)):
        assert FIRST_WAIT * 2**number / 2 <= wait <= FIRST_WAIT * 2**number + 1
    assert (answer.model, texts(answer)) == ("extractive", EXTRACT)
    assert answer.note == (f"big failed (OpenAIAPIError: Error code: 500 - out of memory); ask again later, {ELSE}")


@pytest.mark.parametrize("headers", [{"retry-after-ms": "900"}, {"Retry-After": "1"}])
def test_the_time_that_is_asked_for_is_waited(headers: dict[str, str], opened: Open) -> None:
    with serving(Turn(status=429, headers=headers), Turn(GOOD)) as server:
        assert opened(server).ask(WHO).note == ""
    assert 0.9 <= waits(server)[0] <= 2


@pytest.mark.parametrize(("asks", "timeout"), [("21", 60.0), ("5", 4.0)])
def test_a_time_too_long_is_not_waited(asks: str, timeout: float, opened: Open) -> None:
    start = time.monotonic()
    with serving(Turn(status=429, error="slow down", headers={"Retry-After": asks})) as server:
        answer = opened(server, timeout).ask(WHO)
    assert time.monotonic() - start < 3
    assert len(server.asked) == 1
    assert answer.note == (
        f"big is too busy (OpenAIRateLimitError: Error code: 429 - slow down); ask again later, {ELSE}"
    )


def test_all_tries_together_take_no_longer_than_the_timeout(opened: Open) -> None:
    start = time.monotonic()
    with serving(Turn(status=503)) as server:
        answer = opened(server, timeout=1.0).ask(WHO)
    assert time.monotonic() - start < 2
    assert answer.model == "extractive"


def test_nothing_is_tried_again_after_text(opened: Open) -> None:
    with serving(Turn(GOOD[:1], "break"), Turn(GOOD)) as server:
        answer = opened(server).ask(WHO)
    assert (answer.model, texts(answer), len(server.asked)) == ("extractive", EXTRACT, 1)


# ------------------------------------------------------------ not tried again


@pytest.mark.parametrize(
    ("status", "error", "note"),
    [
        (
            401,
            "Incorrect API key provided: sk-secret",
            f"big refuses the key; check its key (FOOTNOTE_API_KEY, or the variable of its own library), {ELSE}",
        ),
        (
            404,
            "The model `big` does not exist",
            "big is no model of its provider (OpenAIModelNotFoundError: Error code: 404 - The model `big` does not "
            "exist); set model, or what follows the colon in provider, to one it has",
        ),
        (
            404,
            "File Not Found",
            "big is not to be found there (OpenAIModelNotFoundError: Error code: 404 - File Not Found); check the "
            "address in provider, which usually ends in /v1",
        ),
        (
            429,
            "You exceeded your current quota, please check your plan and billing details",
            "big has no credit left (OpenAIRateLimitError: Error code: 429 - You exceeded your current quota, please "
            f"check your plan and billing details); renew it with its provider, {ELSE}",
        ),
        (
            400,
            "The response was filtered due to the prompt triggering the content management policy",
            f"A content filter of big held back the answer; ask in other words, {ELSE}",
        ),
        (
            422,
            "temperature must be 1",
            "big did not answer (UnprocessableEntityError: Error code: 422 - temperature must be 1); check that it is "
            f"running and reachable, {ELSE}",
        ),
    ],
)
def test_what_does_not_pass_is_said_at_once(status: int, error: str, note: str, opened: Open) -> None:
    with serving(Turn(status=status, error=error)) as server:
        answer = opened(server).ask(WHO)
    assert (answer.model, texts(answer), len(server.asked)) == ("extractive", EXTRACT, 1)
    assert answer.note == note
    assert "sk-secret" not in repr(answer)


def test_an_address_where_nobody_listens(opened: Open) -> None:
    start = time.monotonic()
    with nobody() as address:
        answer = opened(address).ask(WHO)
    assert time.monotonic() - start < 2
    assert texts(answer) == EXTRACT
    assert answer.note == (
        "big cannot be reached (OpenAIConnectionError: Connection error.); check that it is running and reachable, "
        + ELSE
    )


def test_a_context_too_short_is_tried_once_with_half_of_the_evidence(opened: Open) -> None:
    short = Turn(status=400, error="the request exceeds the available context size, try increasing it")
    with serving(short, Turn(GOOD)) as server:
        answer = opened(server).ask(WHO)
    assert (answer.model, answer.note, len(answer.sentences)) == ("big", "", 2)
    whole, half = (asked["messages"][-1]["content"] for asked in server.asked)
    assert (whole.count("\n["), half.count("\n[")) == (2, 1)
    assert [line for line in half.splitlines() if line not in whole.splitlines()] == []  # the numbers are the same
    with serving(short) as server:
        answer = opened(server).ask(WHO)
    assert (texts(answer), len(server.asked)) == (EXTRACT, 2)
    assert answer.note.startswith("The context of big is too short for the question and even half of its evidence (")
    assert answer.note.endswith("; lower evidence_tokens or give the model a longer context")


# ------------------------------------------------------------ replies that break off, or are none


@pytest.mark.parametrize(("then", "error"), [("break", "Connection error."), ("reset", "Connection error.")])
def test_a_stream_that_breaks_off(then: str, error: str, opened: Open) -> None:
    with serving(Turn(GOOD[:3], then)) as server:
        answer = opened(server).ask(WHO)
    assert (answer.model, texts(answer)) == ("big", [f"{FIRST}.", EXTRACT[1]])
    assert answer.note == (
        f"big broke off (OpenAIConnectionError: {error}); what it had finished was checked as always, ask again for "
        "the rest"
    )
    assert answer.draft is not None
    assert (answer.draft.text, answer.draft.error) == ("".join(GOOD[:3]), answer.note)


def test_half_a_sentence_is_not_shown_although_it_would_hold(opened: Open) -> None:
    with serving(Turn(("South Korea banned seafood [1]",), "break")) as server:
        assert texts(opened(server).ask(WHO)) == EXTRACT


@pytest.mark.parametrize("pieces", [(), GOOD[:3]])
def test_a_silent_model_is_given_up(pieces: tuple[str, ...], opened: Open) -> None:
    start = time.monotonic()
    with serving(Turn(pieces, "hang")) as server:
        answer = opened(server, timeout=0.8).ask(WHO)
        assert server.left.wait(1)  # its connection is closed
    assert time.monotonic() - start < 3
    assert texts(answer) == ([f"{FIRST}.", EXTRACT[1]] if pieces else EXTRACT)
    slow = f"big took too long; ask again, raise provider_timeout, {ELSE}"
    assert answer.note.startswith("big broke off (") if pieces else answer.note == slow


def test_a_model_that_trickles_is_cut_at_the_timeout(opened: Open) -> None:
    start = time.monotonic()
    with serving(Turn(("a", " b", " c", " d", "\n", " e", " f", " g"), "endless", pause=0.2)) as server:
        answer = opened(server, timeout=1.0, answer_tokens=4000).ask(WHO)
        assert server.left.wait(1)
    assert time.monotonic() - start < 4
    assert answer.note.startswith("big broke off (TimeoutError: ")


ENDLESS = [
    ((f"{FIRST} [1].", " It did so. And it went on for a while, as it does [2]."), 220, "began to repeat itself"),
    ((f"{FIRST} [1].\n", *("and then ",) * 9), 220, "began to repeat itself"),
    ((*GOOD[:2], *(f" Word{n}" for n in range(100))), 16, "wrote far more than the 16 tokens it may"),
]


@pytest.mark.parametrize(("pieces", "tokens", "why"), ENDLESS)
def test_an_endless_reply_is_stopped(pieces: tuple[str, ...], tokens: int, why: str, opened: Open) -> None:
    with serving(Turn(pieces, "endless")) as server:
        answer = opened(server, answer_tokens=tokens).ask(WHO)
        assert server.left.wait(1)
    assert texts(answer)[0] == f"{FIRST}."
    assert answer.note == f"big {why} and was stopped; what it had finished was checked as always"


@pytest.mark.parametrize("pieces", [(), ("",), (" ", "\n")])
def test_an_empty_reply(pieces: tuple[str, ...], opened: Open) -> None:
    with serving(Turn(pieces)) as server:
        answer = opened(server).ask(WHO)
    assert (texts(answer), answer.note) == (EXTRACT, f"big wrote nothing; ask again, {ELSE}")


def test_a_model_that_declines(opened: Open) -> None:
    with serving(Turn(("I'm sorry, ", "but I can't help with that."))) as server:
        answer = opened(server).ask(WHO)
    assert texts(answer) == EXTRACT
    assert answer.note == f"big would not answer (“I'm sorry, but I can't help with that.”); ask in other words, {ELSE}"


def test_a_reply_that_a_filter_ends(opened: Open) -> None:
    with serving(Turn(GOOD[:1], finish="content_filter")) as server:
        answer = opened(server).ask(WHO)
    assert texts(answer) == EXTRACT
    assert answer.note == f"A content filter of big held back the answer; ask in other words, {ELSE}"


# ------------------------------------------------------------ stopped by the reader


@pytest.mark.parametrize(
    "turn", [Turn(status=503, headers={"Retry-After": "15"}), Turn((), "hang"), Turn(GOOD[:3], "hang")]
)
def test_a_stop_is_felt_at_once(turn: Turn, opened: Open) -> None:
    with serving(turn) as server:
        stream = opened(server).stream(WHO)
        reader = threading.Thread(target=lambda: list(stream))
        reader.start()
        while not server.asked:
            time.sleep(0.005)
        time.sleep(0.3)  # it is in its back-off, or waits for a piece
        start = time.monotonic()
        stream.close()  # type: ignore[attr-defined]
        reader.join(5)
        assert time.monotonic() - start < 0.1 + BUSY
        assert not reader.is_alive()
        if turn.then:
            assert server.left.wait(1)
    assert len(server.asked) == 1


BUSY = 0.15
"""Seconds that the threads of a busy machine may wait for their turn."""


def test_closing_between_two_events_closes_the_connection(opened: Open) -> None:
    with serving(Turn(GOOD[:3], "hang")) as server:
        stream = opened(server).stream(WHO)
        while not isinstance(next(stream), SentenceEvent):
            pass
        stream.close()  # type: ignore[attr-defined]
        assert server.left.wait(1)
