"""The chat model of the benchmarks: it writes sentences of the evidence with their marks, at its speed."""

from __future__ import annotations

import time

import pytest

from benchmarks.steady import steady_model
from rag.answering.prompts import messages
from rag.models.chat import Chat, ChatSettings
from rag.records import Evidence

pytestmark = pytest.mark.enable_socket


def test_it_writes_at_its_speed_over_the_real_client() -> None:
    with steady_model(100.0) as address:
        chat = Chat(address, None, ChatSettings("", "", 10, 100, 0)).open()
        prompt = messages("", Evidence((), (), 0.0, 0))
        prompt[-1].content = "From somewhere:\n[1] One two three four.\n[2] Five six.\n[3] Seven.\n[4] Eight."
        begun = time.perf_counter()
        pieces = [str(piece.text) for piece in chat.stream(prompt)]
        assert "".join(pieces) == "One two three four [1]. Five six [2]. Seven [3]."
        assert 0.08 <= time.perf_counter() - begun < 5
