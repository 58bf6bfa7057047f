"""The int8 model gives the same vectors as a module of sentence-transformers and without that library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from evals.sets.planted import articles
from rag.models.onnx_embedder import OnnxEmbedder
from rag.reading.chunk import chunk

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.models

ODD = ["", "Fish 魚 é \u200b", "word " * 600]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """200 texts: chunks of the planted articles, and odd ones."""
    chunks = [item.embedding_text for _, article in sorted(articles().items()) for item in chunk(article, 120)]
    return chunks[: 200 - len(ODD)] + ODD


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2-int8", "bge-small-en-v1.5-int8"])
def test_both_forms_give_the_same_vectors(weights_of: Callable[[str], Path], name: str, texts: list[str]) -> None:
    from rag.models.onnx_module import BATCH, sentence_transformer

    model, module = OnnxEmbedder(weights_of(name)), sentence_transformer(weights_of(name))
    few = texts if "MiniLM" in name else texts[-20:]  # the larger model takes four times as long
    assert np.abs(model.embed_passages(few) - module.encode_document(few, batch_size=BATCH)).max() < 1e-6
    assert np.abs(model.embed_query("Who?") - module.encode_query(["Who?"])[0]).max() < 1e-6
    assert module.get_embedding_dimension() == model.dimension == 384
    assert module.max_seq_length == (256 if "MiniLM" in name else 512)


def test_larger_batches_are_padded_and_masked(weights_of: Callable[[str], Path], texts: list[str]) -> None:
    from rag.models.onnx_module import sentence_transformer

    module = sentence_transformer(weights_of("all-MiniLM-L6-v2-int8"))
    alone, together = (module.encode(texts[:16], batch_size=size) for size in (1, 8))
    assert (alone * together).sum(axis=1).min() > 0.98


def test_int8_is_near_float32(weights_of: Callable[[str], Path], texts: list[str]) -> None:
    from rag.models.embedder import SentenceEmbedder

    exact = SentenceEmbedder(weights_of("all-MiniLM-L6-v2")).embed_passages(texts)
    cosines = (exact * OnnxEmbedder(weights_of("all-MiniLM-L6-v2-int8")).embed_passages(texts)).sum(axis=1)
    # 0.993 and 0.986 over 80 chunks; one scale for a whole matrix instead of one per row gave 0.946 and 0.912.
    assert cosines[: -len(ODD)].mean() > 0.985
    assert cosines[: -len(ODD)].min() > 0.97


def test_a_first_query_imports_no_torch(weights_of: Callable[[str], Path]) -> None:
    code = f"""
import sys
from pathlib import Path
from rag.models.onnx_embedder import OnnxEmbedder
OnnxEmbedder(Path({str(weights_of("all-MiniLM-L6-v2-int8"))!r})).embed_query("Who?")
print(sorted({{"torch", "transformers", "sentence_transformers", "onnx"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
