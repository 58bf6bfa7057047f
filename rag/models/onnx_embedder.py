"""Text to unit vectors by onnxruntime and numpy alone, equal to what sentence-transformers makes of the same model.

It is there in a second where sentence-transformers takes eight to be imported; `onnx_module.py` is the same model as
a module of that library, and a test holds the two together.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .onnx_encoder import FILE, OnnxEncoder

if TYPE_CHECKING:
    from ..records import Vectors

_LOADING = threading.Lock()


class OnnxEmbedder:
    """An ONNX encoder with the mean, or the first, of its token vectors as the text's; loaded by one thread only."""

    def __init__(self, folder: Path, digest: str = "", threads: int = 0) -> None:
        """Take the model in `folder`.

        Args:
            folder: see `OnnxEncoder`.
            digest: sha256 of its weights where it is known; otherwise it is computed when asked for.
            threads: texts that are read side by side; 0 for as many as there are cores.

        Raises:
            ModelMissing: a file that is needed is not there.
        """
        self._encoder = OnnxEncoder(folder, threads)
        self._folder, self._digest = folder, digest
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
        self._first_token = bool(pooling.get("pooling_mode_cls_token"))
        self._dimension = int(pooling["word_embedding_dimension"])

    @property
    def name(self) -> str:
        """Name of the model's folder."""
        return self._folder.name

    @cached_property
    def digest(self) -> str:
        """sha256 (hex) of the weights."""
        return self._digest or hashlib.sha256((self._folder / FILE).read_bytes()).hexdigest()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def load(self) -> None:
        """Load the weights now, so that the first question does not wait for them."""
        with _LOADING:
            self._encoder.load()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, of length 1."""
        return self._embed([self._encoder.prompts.get("document", "") + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimension,), float32, of length 1."""
        vector: Vectors = self._embed([self._encoder.prompts.get("query", "") + text])[0]
        return vector

    def _embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        self.load()

        # One text a pass: the numbers between layers are scaled by the whole batch before they become int8, so that a
        # text's vector would depend on its neighbours; see docs/embedding.md.
        def read(tokens: Sequence[int]) -> Vectors:
            ids = np.array([tokens], dtype=np.int64)
            states = self._encoder.token_vectors(ids, np.ones_like(ids))[0]
            vector: Vectors = states[0] if self._first_token else states.mean(axis=0)
            return vector

        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for place, vector in enumerate(self._encoder.model.side_by_side(read, self._encoder.tokens(texts))):
            vectors[place] = vector
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)  # type: ignore[no-any-return]
