"""The home of onnxruntime: a cross-encoder reads question and passage together and scores the pair."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ModelMissing

if TYPE_CHECKING:
    from ..records import Vectors

# Tokens of a pair; a question and a 120-word chunk are about 200. The longer of the two is cut first.
LONGEST = 320
_LOADING = threading.Lock()


class OnnxCrossEncoder:
    """A sequence-classification model with one output, as ONNX, beside its tokenizer.json."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Take the model in `folder`; `threads` 0 leaves onnxruntime's own choice.

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
            _ = self._loaded

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Logits of shape (len(passages),), float32; higher is better, unbounded."""
        import numpy as np

        with _LOADING:
            session, tokenizer = self._loaded
        scores = np.zeros(len(passages), dtype=np.float32)
        names = [item.name for item in session.get_inputs()]
        # One pair a pass: int8 weights are scaled by the whole batch, so a pair's score would depend on its
        # neighbours (by 0.7 on a logit). On two cores it costs 3 % for chunks and 50 % for short sentences.
        for place, pair in enumerate(tokenizer.encode_batch([(query, passage) for passage in passages])):
            rows = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
            inputs = {name: np.array([rows[name]], dtype=np.int64) for name in names}
            scores[place] = session.run(None, inputs)[0].ravel()[0]
        return scores

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        # Threads that spin while they wait take 0.37 s of processor time a question, and 0.28 s without; a question
        # asked alone takes as long either way.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        tokenizer.no_padding()
        return session, tokenizer
