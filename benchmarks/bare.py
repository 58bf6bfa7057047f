"""The bare calls that a question cannot do without, on the same index and the same texts: the limit of `search.py`.

One query through the embedder's ONNX model, one query to the Chroma collection, one retrieval by bm25s, and one pass of
the cross-encoder's ONNX model for each pair that the product read, with nothing of the product around them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import bm25s
import chromadb
import numpy as np
import onnxruntime
import Stemmer
from chromadb.config import Settings
from tokenizers import Tokenizer

from rag.config import Config
from rag.library import Library


class Model:
    """A BERT-like ONNX model and its tokenizer."""

    def __init__(self, folder: Path, tokens: int) -> None:
        """Load it; `tokens` are read of a text, or a pair, at most."""
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # as the product's, and without the same slow fusion
        options.add_session_config_entry("optimization.disable_specified_optimizers", "SkipLayerNormFusion")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [item.name for item in self._session.get_inputs()]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(tokens)
        self._tokenizer.no_padding()

    def read(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> list[Any]:
        """The first output for each text or pair, one a pass, as many passes at a time as there are cores."""

        def read(found: Any) -> Any:
            given = {
                "input_ids": found.ids,
                "attention_mask": found.attention_mask,
                "token_type_ids": found.type_ids,
            }
            return self._session.run(None, {name: np.array([given[name]], dtype=np.int64) for name in self._inputs})[0]

        with ThreadPoolExecutor(os.cpu_count()) as passes:
            return list(passes.map(read, self._tokenizer.encode_batch(list(texts))))


class Bare:
    """Models and indexes, open and warm."""

    def __init__(self, config: Config, library: Library) -> None:
        """Open them beside the product; the keyword index is bm25s's own of the same texts."""
        self._embedder = Model(config.models / config.embedder, 256)
        self._reader = Model(config.models / config.cross_encoder, 320)
        client = chromadb.PersistentClient(str(config.index), settings=Settings(anonymized_telemetry=False))
        (self._chunks,) = [each for each in client.list_collections() if each.name.startswith("chunks-")]
        self._stemmer = Stemmer.Stemmer("english")
        texts = [item.chunk.embedding_text for item in library.store.every_chunk()]
        self._words = bm25s.BM25(k1=1.5, b=0.75, method="lucene")
        self._words.index(self._tokens(texts), show_progress=False)
        self._candidates = config.candidates
        self.seconds("warm up", [("warm", "up")])

    def _tokens(self, texts: Sequence[str]) -> Any:
        return bm25s.tokenize(list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False)

    def seconds(self, question: str, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
        """Seconds of each call for the question, and of all pairs."""
        times = [time.perf_counter()]
        (states,) = self._embedder.read([question])
        vector = states[0].mean(axis=0)
        times.append(time.perf_counter())
        self._chunks.query(query_embeddings=[vector], n_results=self._candidates, include=["distances"])
        times.append(time.perf_counter())
        self._words.retrieve(self._tokens([question]), k=self._candidates, show_progress=False)
        times.append(time.perf_counter())
        self._reader.read(pairs)
        times.append(time.perf_counter())
        names = ("embed", "Chroma", "bm25s", "read")
        return dict(zip(names, np.diff(times).tolist(), strict=True))
