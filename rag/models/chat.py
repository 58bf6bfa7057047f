"""The home of langchain's chat models: turns the `provider` setting into one.

Local weights are served on loopback (llama.py), and spoken to like any other OpenAI-compatible address. No library
tries a call again by itself: answering/calls/ does, which knows whether the reader still waits.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ConfigError, ModelMissing, ModelUnavailable
from .llama import let_threads_sleep, serve

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What opening a chat model takes; the fields are the settings of the same names."""

    model: str = ""
    api_key: str = ""
    timeout: float = 60.0
    answer_tokens: int = 220
    threads: int = 0


class Chat:
    """A provider that is opened when it is first needed, once, by whichever thread comes first."""

    def __init__(self, provider: str, weights: Path | None, settings: ChatSettings) -> None:
        """Take a provider other than "none".

        Args:
            provider: "local", a path to a .gguf file, an http(s) address, or a name for `init_chat_model`.
            weights: folder of the default local model; needed for "local" only.
            settings: see ChatSettings.

        Raises:
            ModelMissing: the weights are not there.
            ConfigError: the provider has none of the known forms.
        """
        self._provider, self._settings = provider, settings
        self._lock = threading.Lock()
        self._opened: BaseChatModel | None = None
        self._server: Any = None
        self._gguf = _gguf(provider, weights)
        if self._gguf:
            let_threads_sleep()
        if not self._gguf and "://" not in provider and ":" not in provider:
            raise ConfigError(
                f"provider = {provider!r} is not known; use local, none, a path to a .gguf file, an address "
                "(http://…/v1), or provider:model such as openai:gpt-4o-mini"
            )

    @property
    def name(self) -> str:
        """What the answer's `model` says."""
        return (
            self._gguf.parent.name
            if self._provider == "local" and self._gguf
            else self._settings.model or self._provider
        )

    @property
    def local(self) -> bool:
        """Whether it runs in this process."""
        return self._gguf is not None

    @property
    def cites(self) -> bool:
        """Whether it takes documents and cites them itself."""
        return self._provider.startswith("anthropic:")

    @property
    def timeout(self) -> float:
        """Seconds until its first word, all tries together, and as many again from there to its last."""
        return self._settings.timeout

    @property
    def answer_tokens(self) -> int:
        """Tokens it may write at most."""
        return self._settings.answer_tokens

    def open(self) -> BaseChatModel:
        """The chat model.

        Raises:
            ModelUnavailable: it cannot be loaded or reached.
        """
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def close(self) -> None:
        """Stop the local server and free its memory."""
        with self._lock:
            self._opened = self._server = None

    def _open(self) -> BaseChatModel:
        if self._gguf:
            self._server, address, key = serve(self._gguf, self._settings.threads)
            return self._compatible(address + "/v1", key, "local")
        if "://" in self._provider:
            key = self._settings.api_key or os.environ.get("OPENAI_API_KEY") or "none"
            return self._compatible(self._provider, key, self._settings.model or _first_model(self._provider, key))
        from langchain.chat_models import init_chat_model

        limits: dict[str, Any] = {
            "temperature": 0,
            "max_tokens": self._settings.answer_tokens,
            "timeout": self._settings.timeout,
            "max_retries": 0,
        }
        try:
            opened: BaseChatModel = init_chat_model(self._provider, **limits)
        except Exception as error:
            brief = " ".join(str(error).split())[:200]
            raise ModelUnavailable(
                f"{self._provider} cannot be used ({brief}); install its package, set its key, "
                "or set provider to local or none",
                retry=False,
            ) from error
        return opened

    def _compatible(self, address: str, key: str, model: str) -> BaseChatModel:
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        return ChatOpenAI(
            base_url=address,
            api_key=SecretStr(key),
            model=model,
            temperature=0,
            max_tokens=self._settings.answer_tokens,  # type: ignore[call-arg]  # pydantic alias
            timeout=self._settings.timeout,
            max_retries=0,
            stream_chunk_timeout=None,  # answering/calls/ has the deadline
            # Questions come further apart than idle connections are kept; one of its own is gone with its answer.
            default_headers={"Connection": "close"},
            stream_usage=True,
            use_responses_api=False,
        )


def _gguf(provider: str, weights: Path | None) -> Path | None:
    """The weights file of a local provider; None if the provider is not local."""
    if provider == "local":
        if weights is None:
            raise ModelMissing("no local chat model; run `python -m rag models`, or set provider to none")
        return next(iter(sorted(weights.glob("*.gguf"))))
    if provider.lower().endswith(".gguf"):
        path = Path(provider).expanduser()
        if not path.is_file():
            raise ModelMissing(f"no file {path}; set provider to the path of a .gguf file, or to local or none")
        return path
    return None


def _first_model(address: str, key: str) -> str:
    """The first model an OpenAI-compatible address lists."""
    import openai

    try:
        listed = list(openai.OpenAI(base_url=address, api_key=key, timeout=10, max_retries=0).models.list())
    except openai.AuthenticationError as error:
        raise ModelUnavailable(
            f"{address} refuses the key; set api_key (FOOTNOTE_API_KEY), or set provider to local or none", retry=False
        ) from error
    except openai.OpenAIError as error:
        brief = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise ModelUnavailable(
            f"{address} cannot be reached ({brief}); start it, correct provider, or set provider to local or none",
            retry=isinstance(error, openai.APIConnectionError),
        ) from error
    if not listed:
        raise ModelUnavailable(f"{address} lists no model; set model to the name it should use", retry=False)
    return str(listed[0].id)
