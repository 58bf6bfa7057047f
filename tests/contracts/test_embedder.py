"""The contract of `Embedder`, kept by the fake and by the real model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import HashEmbedder

from rag.models import weights
from rag.models.embedder import SentenceEmbedder
from rag.models.onnx_embedder import OnnxEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag.records import Embedder

TEXTS = ["Korea bans Japanese seafood.", "The trade pact has a new member.", "", "Fish 魚 é \u200b", "word " * 600]


class EmbedderContract:
    """Tests of any embedder."""

    def test_it_says_what_it_is(self, model: Embedder) -> None:
        assert model.name
        assert re.fullmatch("[0-9a-f]{64}", model.digest)
        assert model.dimension > 0

    @pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], []], ids=["five", "one", "none"])
    def test_passages_become_unit_vectors(self, model: Embedder, texts: list[str]) -> None:
        vectors = model.embed_passages(texts)
        assert (vectors.shape, vectors.dtype.name) == ((len(texts), model.dimension), "float32")
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)

    @pytest.mark.parametrize("text", TEXTS)
    def test_a_query_becomes_a_unit_vector(self, model: Embedder, text: str) -> None:
        vector = model.embed_query(text)
        assert (vector.shape, vector.dtype.name) == ((model.dimension,), "float32")
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_vectors_come_in_the_order_of_the_texts_whatever_stands_beside_them(self, model: Embedder) -> None:
        together = model.embed_passages(TEXTS)
        alone = np.concatenate([model.embed_passages([text]) for text in TEXTS])
        assert together == pytest.approx(alone, abs=1e-5)

    def test_the_passage_about_the_question_is_nearest(self, model: Embedder) -> None:
        cosines = model.embed_passages(TEXTS) @ model.embed_query("Which seafood does Korea ban?")
        assert int(np.argmax(cosines)) == 0


class TestHashEmbedder(EmbedderContract):
    """The fake keeps the contract, and a diary."""

    @pytest.fixture
    def model(self) -> Embedder:
        return HashEmbedder()

    def test_it_keeps_what_it_was_asked(self) -> None:
        model = HashEmbedder()
        model.embed_passages(["one", "two"])
        model.embed_query("three")
        assert (model.embedded, model.queries) == (["one", "two"], ["three"])


@pytest.mark.models
class TestSentenceEmbedder(EmbedderContract):
    """The real model keeps the contract."""

    NAME = "all-MiniLM-L6-v2"

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, weights_of: Callable[[str], Path]) -> Embedder:
        return SentenceEmbedder(weights_of(cls.NAME), weights.digest(cls.NAME))

    def test_the_digest_of_a_folder_is_that_of_its_weights(self, weights_of: Callable[[str], Path]) -> None:
        assert SentenceEmbedder(weights_of(self.NAME)).digest == weights.digest(self.NAME)


@pytest.mark.models
class TestStaticEmbedder(EmbedderContract):
    """So does a static embedding, through the same class."""

    NAME = "wordllama-l2-supercat-256"

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, weights_of: Callable[[str], Path]) -> Embedder:
        return SentenceEmbedder(weights_of(cls.NAME), weights.digest(cls.NAME))


@pytest.mark.models
@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2-int8", "bge-small-en-v1.5-int8"])
class TestOnnxEmbedder(EmbedderContract):
    """And so do the int8 models, each vector to the last bit whatever stands beside the text."""

    @pytest.fixture
    def model(self, weights_of: Callable[[str], Path], name: str) -> Embedder:
        return OnnxEmbedder(weights_of(name), weights.digest(name))

    def test_neighbours_change_no_bit(self, model: Embedder) -> None:
        together = model.embed_passages(TEXTS)
        assert [model.embed_passages([text]).tolist() for text in TEXTS] == [[row.tolist()] for row in together]

    def test_the_digest_of_a_folder_is_that_of_its_weights(self, weights_of: Callable[[str], Path], name: str) -> None:
        assert OnnxEmbedder(weights_of(name)).digest == weights.digest(name)
