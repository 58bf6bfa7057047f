"""From settings to parts: opens the models, the library and the assistant that a Config asks for.

The one place where a setting becomes a part; nothing heavy is loaded here, the parts do that when first used.
"""

from __future__ import annotations

import os
from pathlib import Path

from .assistant import Assistant
from .config import Config, load_settings
from .indexing.server import Server
from .library import Library
from .models import weights
from .models.chat import Chat, ChatSettings
from .models.cross_encoder import OnnxCrossEncoder
from .models.embedder import SentenceEmbedder
from .models.manifest import MODELS
from .models.memo import MemoCrossEncoder, MemoEmbedder
from .models.onnx_embedder import OnnxEmbedder
from .models.onnx_encoder import FILE
from .reading.web.fetch import Fetcher, Limits
from .records import Embedder

HTTP_CACHE = "http.sqlite"
"""File in the index folder with what addresses gave last, so that only what has changed is asked for."""
CHAT = "qwen2.5-coder-1.5b-instruct-q4_k_m"
"""The local chat model. On two AVX2 cores it reads 60 and writes 18 tokens a second; models of 0.5B were not usable."""

PAIRS = 100
"""Pairs that are read for a question: 20 chunks and some 80 of their sentences. A logit is kept in 200 bytes."""


def models_needed(config: Config) -> list[str]:
    """Names of the pinned models that this config uses."""
    named = [config.embedder, config.cross_encoder, CHAT if config.provider == "local" else ""]
    return [name for name in named if name in MODELS]


def open_library(config: Config) -> tuple[Library, Embedder]:
    """The library of a config and the embedder it is built with.

    Raises:
        ModelMissing: the embedding model's weights are not there.
    """
    embedder = open_embedder(config)
    limits = Limits(
        timeout=config.fetch_timeout, most_bytes=config.fetch_megabytes * 1_000_000, delay=config.fetch_delay
    )
    cache, private = config.index / HTTP_CACHE, bool(config.private_addresses)
    server = Server(config.index_url, config.index_token) if config.index_url else None
    library = Library(config.index, embedder, config.chunk_words, lambda: Fetcher(cache, limits, private), server)
    return library, embedder


def open_embedder(config: Config) -> Embedder:
    """The embedder of a config, not yet loaded: by onnxruntime where the folder has an ONNX model.

    Raises:
        ModelMissing: its weights are not there.
    """
    folder, digest = _located(config.models, config.embedder)
    kind = OnnxEmbedder if (folder / FILE).is_file() else SentenceEmbedder
    return kind(folder, digest, config.threads)


def open_assistant(config: Config | None = None, **settings: object) -> Assistant:
    """An assistant under `config`, or under the settings in force (file, environment) with `settings` over them.

    Raises:
        ConfigError: a setting has an unknown name or a value that cannot be used.
        ModelMissing: weights are not there.
        IndexMissing, IndexMismatch: there is no index, or it was built with other settings.
    """
    assistant = assemble(config or load_settings(settings, os.environ, Path.cwd()).config)
    assistant.status()
    return assistant


def assemble(config: Config) -> Assistant:
    """The assistant of a config, its index not yet looked at: without one, each question says so.

    Raises:
        ModelMissing: weights are not there.
    """
    library, embedder = open_library(config)
    reader = OnnxCrossEncoder(_located(config.models, config.cross_encoder)[0], config.threads)
    cross_encoder = MemoCrossEncoder(reader, config.remember * PAIRS)
    return Assistant(config, library, MemoEmbedder(embedder, config.remember), cross_encoder, open_chat(config))


def open_chat(config: Config) -> Chat | None:
    """The chat model of a config, not yet loaded; None for provider "none".

    Raises:
        ModelMissing, ConfigError: see `Chat`.
    """
    if config.provider == "none":
        return None
    local = weights.folder(config.models, CHAT) if config.provider == "local" else None
    limits = (config.provider_timeout, config.answer_tokens, config.threads)
    return Chat(config.provider, local, ChatSettings(config.model, config.api_key, *limits))


def _located(models: Path, name: str) -> tuple[Path, str]:
    """Folder and digest of a pinned model, or of a folder given by its path (whose digest is yet unknown)."""
    if name in MODELS:
        return weights.folder(models, name), weights.digest(name)
    return Path(name).expanduser(), ""
