"""The home of sentence-transformers: text to unit vectors.

What the index must know of a model (name, digest, dimension) is read from its folder, so that a sync with nothing to
do, or a page that is starting, does not wait for the library's import (8 seconds).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from ..records import Vectors

# Passages are sorted by length and read in small batches: on two cores all-MiniLM-L6-v2 reads 29 chunks of 240 tokens
# a second in batches of 8 and 19 in batches of 32.
BATCH = 8
_LOADING = threading.Lock()


class SentenceEmbedder:
    """A sentence-transformers model in a folder; loaded when it first embeds, by one thread only."""

    def __init__(self, folder: Path, digest: str = "", threads: int = 0) -> None:
        """Take the model in `folder`.

        Args:
            folder: a folder SentenceTransformer can load.
            digest: sha256 of its weights where it is known; otherwise it is computed when asked for.
            threads: processor threads; 0 leaves torch's own choice.

        Raises:
            ModelMissing: there is no model in the folder.
        """
        if not (folder / "modules.json").is_file():
            raise ModelMissing(
                f"no sentence-transformers model in {folder}; run `python -m rag models`, "
                "or set embedder to a model's folder"
            )
        self._folder, self._digest, self._threads = folder, digest, threads

    @property
    def name(self) -> str:
        """Name of the model's folder."""
        return self._folder.name

    @cached_property
    def digest(self) -> str:
        """sha256 (hex) of the weights."""
        if self._digest:
            return self._digest
        weights = next(iter(sorted(self._folder.glob("*.safetensors")) + sorted(self._folder.glob("*.bin"))), None)
        return hashlib.sha256(weights.read_bytes()).hexdigest() if weights else ""

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        pooling = self._folder / "1_Pooling" / "config.json"
        if pooling.is_file() and (size := json.loads(pooling.read_text()).get("word_embedding_dimension")):
            return int(size)
        return int(self._model.get_embedding_dimension() or 0)

    def load(self) -> None:
        """Load the weights now, so that the first question does not wait for them."""
        _ = self._model

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, of length 1."""
        if not texts:
            import numpy as np

            return np.zeros((0, self.dimension), dtype=np.float32)
        return _never_zero(
            self._model.encode_document(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        )

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimension,), float32, of length 1."""
        vectors: Vectors = self._model.encode_query(
            [text], normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return cast("Vectors", _never_zero(vectors)[0])

    @property
    def _model(self) -> SentenceTransformer:
        with _LOADING:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if self._threads:
            torch.set_num_threads(self._threads)
        # Static embeddings are published as float16; others are float32 as it is.
        return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True).float()


def _never_zero(vectors: Vectors) -> Vectors:
    """The vectors, with the first axis for texts that have none: a static embedding of no word piece is 0."""
    vectors[~vectors.any(axis=1), 0] = 1
    return vectors
