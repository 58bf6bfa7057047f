"""The int8 form of a BERT encoder, made from a tiny one whose answer is worked out beside it in numpy."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from rag.errors import ModelMissing
from rag.models.onnx_embedder import OnnxEmbedder
from rag.models.onnx_encoder import OnnxEncoder
from rag.models.quantize import bert_to_int8

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import Vectors

WORDS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "fish", "ban", "korea", "japan"]
HIDDEN, INNER, LAYERS, PLACES, HEAD = 64, 128, 2, 16, 32
SMALL_FILES = {
    "sentence_bert_config.json": {"max_seq_length": 6},
    "1_Pooling/config.json": {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True},
    "config_sentence_transformers.json": {"prompts": {"query": "korea ", "document": ""}},
}


def weights() -> dict[str, Vectors]:
    """Those of a BERT encoder, drawn from a seeded generator; the rows are of different sizes, as real ones are."""
    draw = np.random.default_rng(7)

    def rows(count: int, width: int) -> Vectors:
        sizes = draw.uniform(0.05, 0.3, (count, 1))
        return np.asarray(draw.standard_normal((count, width)) * sizes, np.float32)

    found = {
        "embeddings.word_embeddings.weight": rows(len(WORDS), HIDDEN),
        "embeddings.position_embeddings.weight": rows(PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": rows(2, HIDDEN),
    }
    norms = ["embeddings.LayerNorm"]
    linear: dict[str, tuple[int, int]] = {}
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        norms += [layer + "attention.output.LayerNorm", layer + "output.LayerNorm"]
        linear |= {layer + f"attention.self.{part}": (HIDDEN, HIDDEN) for part in ("query", "key", "value")}
        linear[layer + "attention.output.dense"] = (HIDDEN, HIDDEN)
        linear[layer + "intermediate.dense"] = (INNER, HIDDEN)
        linear[layer + "output.dense"] = (HIDDEN, INNER)
    for name, (out, width) in linear.items():
        found |= {name + ".weight": rows(out, width), name + ".bias": rows(1, out)[0]}
    for name in norms:
        found |= {name + ".weight": 1 + rows(1, HIDDEN)[0], name + ".bias": rows(1, HIDDEN)[0]}
    return found


def bert(tensors: dict[str, Vectors], ids: list[int]) -> Vectors:
    """Token vectors, shape (tokens, HIDDEN), as the paper has them."""

    def linear(name: str, states: Vectors) -> Vectors:
        product: Vectors = states @ tensors[name + ".weight"].T + tensors[name + ".bias"]
        return product

    def norm(name: str, states: Vectors) -> Vectors:
        spread = np.sqrt(states.var(axis=1, keepdims=True) + 1e-12)
        centred = (states - states.mean(axis=1, keepdims=True)) / spread
        scaled: Vectors = centred * tensors[name + ".weight"] + tensors[name + ".bias"]
        return scaled

    def gelu(states: Vectors) -> Vectors:
        return np.asarray(states * 0.5 * (1 + np.vectorize(math.erf)(states / math.sqrt(2))), np.float32)

    types = tensors["embeddings.token_type_embeddings.weight"][0]
    places = tensors["embeddings.position_embeddings.weight"][: len(ids)]
    states = norm("embeddings.LayerNorm", tensors["embeddings.word_embeddings.weight"][ids] + places + types)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        query, key, value = (linear(layer + f"attention.self.{part}", states) for part in ("query", "key", "value"))
        mixed = np.zeros_like(states)
        for head in range(HIDDEN // HEAD):
            part = slice(head * HEAD, (head + 1) * HEAD)
            scores = np.exp(query[:, part] @ key[:, part].T / math.sqrt(HEAD))
            mixed[:, part] = scores / scores.sum(axis=1, keepdims=True) @ value[:, part]
        states = norm(layer + "attention.output.LayerNorm", states + linear(layer + "attention.output.dense", mixed))
        inner = gelu(linear(layer + "intermediate.dense", states))
        states = norm(layer + "output.LayerNorm", states + linear(layer + "output.dense", inner))
    return states


def cosines(ones: Vectors, others: Vectors) -> Vectors:
    """Of each row of the ones with the same row of the others."""
    products = (ones * others).sum(axis=1)
    return np.asarray(products / np.linalg.norm(ones, axis=1) / np.linalg.norm(others, axis=1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model's folder, with an ONNX file made of the tiny weights."""
    place = tmp_path / "tiny"
    for path, settings in SMALL_FILES.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(json.dumps(settings))
    save_file(weights(), tmp_path / "weights.safetensors")
    bert_to_int8(tmp_path / "weights.safetensors", place / "model.onnx")
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    ends = [("[CLS]", 1), ("[SEP]", 2)]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", pair=None, special_tokens=ends)
    tokenizer.enable_padding(length=9)
    tokenizer.save(str(place / "tokenizer.json"))
    return place


def test_the_same_weights_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    bert_to_int8(tmp_path / "weights.safetensors", tmp_path / "again.onnx")
    assert (tmp_path / "again.onnx").read_bytes() == (folder / "model.onnx").read_bytes()


def test_int8_is_near_what_the_float32_weights_give(folder: Path) -> None:
    ids = [1, 6, 5, 4, 2]
    found = OnnxEncoder(folder).token_vectors(np.array([ids]), np.ones((1, 5), np.int64))[0]
    expected = bert(weights(), ids)
    assert cosines(found, expected).min() > 0.999
    assert not np.array_equal(found, expected)


def test_what_stands_behind_the_end_of_a_text_is_not_read(folder: Path) -> None:
    encoder = OnnxEncoder(folder)
    padded, mask = np.array([[1, 4, 2] + [7] * 12]), np.array([[1] * 3 + [0] * 12])
    alone = encoder.token_vectors(padded[:, :3], mask[:, :3])
    # The filling still has a part in the scale of the int8 numbers, so that the two are near and not the same.
    assert cosines(encoder.token_vectors(padded, mask)[0, :3], alone[0]).min() > 0.99
    assert cosines(encoder.token_vectors(padded, np.ones_like(mask))[0, :3], alone[0]).min() < 0.9


def test_a_text_is_the_mean_of_its_token_vectors_and_a_query_has_its_prompt(folder: Path) -> None:
    model = OnnxEmbedder(folder)
    expected = OnnxEncoder(folder).token_vectors(np.array([[1, 6, 4, 2]]), np.ones((1, 4), np.int64))[0].mean(axis=0)
    expected /= np.linalg.norm(expected)
    assert model.embed_passages(["korea fish"])[0] == pytest.approx(expected, abs=1e-6)
    assert model.embed_query("fish") == pytest.approx(expected, abs=1e-6)


def test_the_first_token_stands_for_the_text_where_pooling_says_so(folder: Path) -> None:
    pooling = {"word_embedding_dimension": HIDDEN, "pooling_mode_cls_token": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    first = OnnxEncoder(folder).token_vectors(np.array([[1, 4, 2]]), np.ones((1, 3), np.int64))[0, 0]
    assert OnnxEmbedder(folder).embed_passages(["fish"])[0] == pytest.approx(first / np.linalg.norm(first), abs=1e-6)


def test_a_text_is_cut_to_what_the_model_reads_and_not_padded(folder: Path) -> None:
    encoder = OnnxEncoder(folder)
    assert encoder.tokens(["fish ban korea japan fish", "fish"]) == [[1, 4, 5, 6, 7, 2], [1, 4, 2]]


def test_what_the_index_must_know_is_read_from_the_folder(folder: Path) -> None:
    model = OnnxEmbedder(folder)
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    assert (model.name, model.digest, model.dimension) == ("tiny", digest, HIDDEN)
    assert OnnxEmbedder(folder, "given").digest == "given"


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "sentence_bert_config.json", "1_Pooling/config.json"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ModelMissing) as caught:
        OnnxEmbedder(folder)
    assert str(caught.value) == (
        f"no {file} in {folder}; run `python -m rag models`, "
        "or set embedder to a folder with an ONNX model and what sentence-transformers says of it"
    )
