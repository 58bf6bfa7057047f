"""Each form of provider opens what it names, and an OpenAI-compatible address is spoken to over a real socket."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest
from chat_server import Turn, nobody, serving
from fakes_chat import evidence_of, told

from rag.answering.write import write
from rag.errors import ConfigError, ModelMissing, ModelUnavailable
from rag.models.chat import Chat, ChatSettings
from rag.records import Draft

if TYPE_CHECKING:
    from pathlib import Path

loopback = pytest.mark.allow_hosts(["127.0.0.1"])


# ------------------------------------------------------------ forms of provider


@pytest.mark.parametrize("provider", ["gpt-4o", "ollama", "remote"])
def test_an_unknown_provider(provider: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Chat(provider, None, ChatSettings())
    assert str(caught.value) == (
        f"provider = '{provider}' is not known; use local, none, a path to a .gguf file, an address (http://…/v1), "
        "or provider:model such as openai:gpt-4o-mini"
    )


def test_local_without_weights() -> None:
    with pytest.raises(ModelMissing) as caught:
        Chat("local", None, ChatSettings())
    assert str(caught.value) == "no local chat model; run `python -m rag models`, or set provider to none"


def test_a_weights_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        Chat(f"{tmp_path}/my.gguf", None, ChatSettings())
    assert str(caught.value) == (
        f"no file {tmp_path}/my.gguf; set provider to the path of a .gguf file, or to local or none"
    )


def test_names(tmp_path: Path) -> None:
    folder = tmp_path / "small-model"
    folder.mkdir()
    (folder / "weights.gguf").touch()
    file = str(folder / "weights.gguf")
    assert Chat("local", folder, ChatSettings()).name == "small-model"
    assert Chat(file, None, ChatSettings()).name == file
    assert Chat("http://127.0.0.1:1/v1", None, ChatSettings()).name == "http://127.0.0.1:1/v1"
    assert Chat("http://127.0.0.1:1/v1", None, ChatSettings(model="big")).name == "big"
    assert Chat("openai:gpt-4o-mini", None, ChatSettings()).name == "openai:gpt-4o-mini"


@pytest.mark.parametrize(
    ("given", "spins"), [({}, "1000"), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "active"}, None)]
)
def test_waiting_threads_of_a_local_model_sleep(
    given: dict[str, str], spins: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weights.gguf").touch()
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.setenv(name, "")  # so that it is put back
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    Chat("http://127.0.0.1:1/v1", None, ChatSettings(model="big"))
    assert os.environ.get("GOMP_SPINCOUNT") == given.get("GOMP_SPINCOUNT")
    Chat("local", tmp_path, ChatSettings())
    assert os.environ.get("GOMP_SPINCOUNT") == spins


def test_weights_that_are_none(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    file = tmp_path / "broken.gguf"
    file.write_bytes(b"GGUF, but not really")
    with pytest.raises(ModelUnavailable) as caught:
        Chat(str(file), None, ChatSettings()).open()
    assert str(caught.value).startswith(f"{file} cannot be loaded (")
    assert str(caught.value).endswith("); run `python -m rag models` to check it")
    assert caught.value.retry is False


def test_a_name_for_langchain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-made-up")
    opened: Any = Chat("openai:gpt-4o-mini", None, ChatSettings(timeout=7.0, answer_tokens=99)).open()
    assert (opened.model_name, opened.max_tokens, opened.request_timeout, opened.temperature) == (
        "gpt-4o-mini",
        99,
        7.0,
        0,
    )


@pytest.mark.parametrize("provider", ["nosuch:model", "openai:gpt-4o-mini"])
def test_a_name_that_langchain_cannot_open(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelUnavailable) as caught:
        Chat(provider, None, ChatSettings()).open()
    assert str(caught.value).startswith(f"{provider} cannot be used (")
    assert str(caught.value).endswith("); install its package, set its key, or set provider to local or none")
    assert caught.value.retry is False


# ------------------------------------------------------------ an address, over a real socket


def draft_from(address: str, **settings: Any) -> list[str | Draft]:
    chat = Chat(address, None, ChatSettings(**settings))
    return list(write("What rose?", evidence_of(told("Rice rose.")), chat))


def failure_of(address: str, **settings: Any) -> tuple[str, bool]:
    with pytest.raises(ModelUnavailable) as caught:
        draft_from(address, **settings)
    return str(caught.value), caught.value.retry


@loopback
def test_a_draft_streams_from_the_first_model_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with serving() as server:
        *pieces, draft = draft_from(server.address, answer_tokens=99)
    assert pieces == ["Rice", " rose", " [1]."]
    assert isinstance(draft, Draft)
    assert (draft.text, draft.prompt_tokens, draft.completion_tokens) == ("Rice rose [1].", 40, 3)
    (asked,) = server.asked
    assert {name: asked[name] for name in ("model", "stream", "max_completion_tokens", "temperature")} == {
        "model": "big",
        "stream": True,
        "max_completion_tokens": 99,
        "temperature": 0,
    }
    assert asked["messages"][-1]["content"].endswith("Question: What rose?")
    assert server.keys == ["Bearer none"] * 2


@loopback
def test_the_model_and_the_key_that_are_set_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    with serving() as server:
        draft_from(server.address, model="small", api_key="mine")
        draft_from(server.address, model="small")
    assert [asked["model"] for asked in server.asked] == ["small", "small"]
    assert server.keys == ["Bearer mine", "Bearer from-environment"]  # nothing was listed


@loopback
def test_it_is_opened_once_by_whichever_thread_comes_first() -> None:
    with serving() as server:
        chat = Chat(server.address, None, ChatSettings())
        opened: list[object] = []
        threads = [threading.Thread(target=lambda: opened.append(chat.open())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.keys) == 1
        assert all(one is opened[0] for one in opened)
        chat.close()
        assert chat.open() is not opened[0]


@loopback
def test_an_address_that_lists_no_model() -> None:
    with serving(models=()) as server:
        assert failure_of(server.address) == (
            f"{server.address} lists no model; set model to the name it should use",
            False,
        )


@loopback
def test_an_address_where_nobody_listens() -> None:
    with nobody() as address:
        assert failure_of(address) == (
            f"{address} cannot be reached (APIConnectionError: Connection error.); "
            "start it, correct provider, or set provider to local or none",
            True,
        )
        assert failure_of(address, model="big") == (
            "big cannot be reached (OpenAIConnectionError: Connection error.); "
            "check that it is running and reachable, or set provider to local or none",
            True,
        )


@loopback
def test_a_wrong_key_while_listing() -> None:
    with serving(Turn(status=401)) as server:
        message, retry = failure_of(server.address, api_key="wrong")
    assert message == (
        f"{server.address} refuses the key; set api_key (FOOTNOTE_API_KEY), or set provider to local or none"
    )
    assert retry is False


@loopback
def test_closing_the_draft_closes_the_connection() -> None:
    with serving(Turn(("Rice",), "hang")) as server:
        pieces = write("What rose?", evidence_of(told("Rice rose.")), Chat(server.address, None, ChatSettings()))
        assert next(pieces) == "Rice"
        pieces.close()  # it returns although the server waits
        assert server.left.wait(1)
