"""The home of tokenizers for embedding: word pieces of texts, and a vector for each of them.

The folder holds model.onnx, tokenizer.json and the small files that sentence-transformers describes a model with.
Two things are built on it: the embedder the product uses (`onnx_embedder.py`) and a module of sentence-transformers
(`onnx_module.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ModelMissing
from .onnx_model import OnnxModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..records import Vectors

FILE = "model.onnx"


class OnnxEncoder:
    """A BERT-like encoder as ONNX; nothing is loaded before it first reads."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Take the model in `folder`; `threads` texts are read side by side, with 0 as many as there are cores.

        Raises:
            ModelMissing: a file that is needed is not there.
        """
        for file in (FILE, "tokenizer.json", "sentence_bert_config.json", "1_Pooling/config.json"):
            if not (folder / file).is_file():
                raise ModelMissing(
                    f"no {file} in {folder}; run `python -m rag models`, "
                    "or set embedder to a folder with an ONNX model and what sentence-transformers says of it"
                )
        self.folder, self._threads = folder, threads

    @cached_property
    def most_tokens(self) -> int:
        """Word pieces that are read of a text, with the two that mark its ends."""
        return int(json.loads((self.folder / "sentence_bert_config.json").read_text())["max_seq_length"])

    @cached_property
    def prompts(self) -> dict[str, str]:
        """What is put before a text, by what the text is: "query" or "document"."""
        file = self.folder / "config_sentence_transformers.json"
        found: dict[str, str] = json.loads(file.read_text()).get("prompts", {}) if file.is_file() else {}
        return found

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text's word pieces, cut to `most_tokens`."""
        return [found.ids for found in self.tokenizer.encode_batch(list(texts))]

    def token_vectors(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
        """What the model makes of word pieces.

        Args:
            ids: shape (texts, tokens); shorter texts are filled up with any id.
            mask: 1 where there is a word piece, 0 behind the end of a text; of the same shape.

        Returns:
            float32 of shape (texts, tokens, dimension); without meaning where the mask is 0.
        """
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=ids * 0)

    def load(self) -> None:
        """Load the weights now."""
        _ = self.tokenizer, self.model

    @cached_property
    def tokenizer(self) -> Any:
        """The model's own, without padding."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(self.most_tokens)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def model(self) -> OnnxModel:
        """The encoder itself."""
        return OnnxModel(self.folder / FILE, self._threads)
