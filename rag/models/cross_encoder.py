"""The home of onnxruntime: a cross-encoder reads question and passage together and scores the pair.

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
            _ = self._tokenizer, self._fitting, self._answering

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Logits of shape (len(passages),), float32; higher is better, unbounded."""
        with _LOADING:
            session, tokenizer = self._fitting, self._tokenizer
        return _read(session, tokenizer, query, passages)

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """See `AnswerReader.answers`; a model that was not trained for it says how well they fit."""
        with _LOADING:
            session, tokenizer = self._answering, self._tokenizer
        return _read(session, tokenizer, question, sentences)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _fitting(self) -> Any:
        return self._session({})

    @cached_property
    def _answering(self) -> Any:
        if self.name not in LEARNT:
            return self._fitting
        return self._session(self._learnt)

    @cached_property
    def _learnt(self) -> dict[str, Any]:
        """The learnt weights as onnxruntime takes them; the session reads them where they are."""
        import numpy as np
        from onnxruntime import OrtValue

        with np.load(LEARNT[self.name]) as held:
            return {name: OrtValue.ortvalue_from_numpy(held[name]) for name in held.files}

    def _session(self, weights: dict[str, Any]) -> Any:
        """The model, with these weights in the place of its own."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        # Threads that spin while they wait take 0.37 s of processor time a question, and 0.28 s without; a question
        # asked alone takes as long either way.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        for name, value in weights.items():
            options.add_initializer(name, value)
        file = str(self._folder / "model.onnx")
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _read(session: Any, tokenizer: Any, query: str, passages: Sequence[str]) -> Vectors:
    import numpy as np

    scores = np.zeros(len(passages), dtype=np.float32)
    names = [item.name for item in session.get_inputs()]
    # One pair a pass: int8 weights are scaled by the whole batch, so a pair's score would depend on its
    # neighbours (by 0.7 on a logit). On two cores it costs 3 % for chunks and 50 % for short sentences.
    for place, pair in enumerate(tokenizer.encode_batch([(query, passage) for passage in passages])):
        rows = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
        inputs = {name: np.array([rows[name]], dtype=np.int64) for name in names}
        scores[place] = session.run(None, inputs)[0].ravel()[0]
    return scores
