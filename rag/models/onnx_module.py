"""An ONNX encoder as a module of sentence-transformers, in the place of its `Transformer`.

The library's own ONNX backend cannot be installed beside transformers 5, so its interface for custom modules is used;
pooling and normalizing stay the library's. This file is imported only once the library is needed: it loads torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule, Normalize
from sentence_transformers.sentence_transformer.modules import Pooling

from .onnx_encoder import OnnxEncoder

BATCH = 1
"""Texts to read at once, for `encode`: see `OnnxEmbedder`."""


def sentence_transformer(folder: Path, threads: int = 0) -> SentenceTransformer:
    """The model in `folder`, to be used as any other of sentence-transformers.

    Raises:
        ModelMissing: see `OnnxEncoder`.
    """
    module = OnnxTransformer(folder, threads)
    pooling = Pooling.load(str(folder), subfolder="1_Pooling", local_files_only=True)
    return SentenceTransformer(
        modules=[module, pooling, Normalize()], prompts=module.encoder.prompts, device="cpu", local_files_only=True
    )


class OnnxTransformer(InputModule):
    """Texts to token embeddings."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Take the model in `folder`; `threads` as for `OnnxEncoder`."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.encoder = OnnxEncoder(folder, threads)
        self.tokenizer = self.encoder.tokenizer

    @property
    def max_seq_length(self) -> int:
        """Word pieces that are read of a text."""
        return self.encoder.most_tokens

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """Ids and mask, int64 of shape (texts, tokens); shorter texts are filled up with id 0."""
        rows = self.encoder.tokens([(prompt or "") + text for text in inputs])
        longest = max(map(len, rows))
        ids = [row + [0] * (longest - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        return {"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask)}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add `token_embeddings`, float32 of shape (texts, tokens, dimension)."""
        ids, mask = features["input_ids"].numpy(), features["attention_mask"].numpy()
        states = self.encoder.token_vectors(ids, mask)
        features["token_embeddings"] = torch.from_numpy(np.ascontiguousarray(states))
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a token's vector."""
        ids = np.array(self.encoder.tokens([""]), dtype=np.int64)
        return int(self.encoder.token_vectors(ids, np.ones_like(ids)).shape[-1])

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Not offered: the folder it was loaded from is the saved form."""
        raise NotImplementedError(f"copy {self.encoder.folder} instead of saving to {output_path}")
