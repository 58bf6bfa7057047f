"""The home of tokenizers for pairs: a cross-encoder reads question and passage together and scores the pair.

The published model says how well a passage fits. With the biases that `python -m evals.tuning` trains (`answering.npz`)
the same matrices say whether a sentence answers.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ModelMissing
from .onnx_model import OnnxModel

if TYPE_CHECKING:
    from ..records import Vectors

# Tokens of a pair; a question and a 120-word chunk are about 200. The longer of the two is cut first.
LONGEST = 320
LEARNT = {"ms-marco-MiniLM-L-12-v2": Path(__file__).parent / "answering.npz"}
"""By folder name, the weights that take the place of the model's own where it reads whether a sentence answers: their
names in model.onnx and their values, 61,000 of 33 million. docs/answering.md says what they bring."""
_LOADING = threading.Lock()


class OnnxCrossEncoder:
    """A sequence-classification model with one output, as ONNX, beside its tokenizer.json."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Take the model in `folder`; `threads` pairs are read side by side, with 0 as many as there are cores.

        Raises:
            ModelMissing: model.onnx or tokenizer.json is not there.
        """
        for file in ("model.onnx", "tokenizer.json"):
            if not (folder / file).is_file():
                raise ModelMissing(
                    f"no {file} in {folder}; run `python -m rag models`, "
                    "or set cross_encoder to a folder with an ONNX model"
                )
        self._folder, self._threads = folder, threads

    @property
    def name(self) -> str:
        """Name of the model's folder."""
        return self._folder.name

    def load(self) -> None:
        """Load the weights now, so that the first question does not wait for them."""
        with _LOADING:
            _ = self._tokenizer, self._fitting, self._answering

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Logits of shape (len(passages),), float32; higher is better, unbounded."""
        self.load()
        return self._read(self._fitting, query, passages)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """See `AnswerReader.answers`; a model that was not trained for it says how well they fit."""
        self.load()
        return self._read(self._answering, question, sentences)

    def _read(self, model: OnnxModel, query: str, passages: Sequence[str]) -> Vectors:
        import numpy as np

        # One pair a pass: int8 weights are scaled by the whole batch, so a pair's score would depend on its neighbours
        # (by 0.7 on a logit).
        def read(pair: Any) -> float:
            ids, mask, types = (np.array([row], np.int64) for row in (pair.ids, pair.attention_mask, pair.type_ids))
            return float(model(input_ids=ids, attention_mask=mask, token_type_ids=types).ravel()[0])

        pairs = self._tokenizer.encode_batch([(query, passage) for passage in passages])
        return np.fromiter(model.side_by_side(read, pairs), dtype=np.float32, count=len(pairs))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _fitting(self) -> OnnxModel:
        return OnnxModel(self._folder / "model.onnx", self._threads)

    @cached_property
    def _answering(self) -> OnnxModel:
        if self.name not in LEARNT:
            return self._fitting
        import numpy as np

        with np.load(LEARNT[self.name]) as held:
            return OnnxModel(self._folder / "model.onnx", self._threads, dict(held))
