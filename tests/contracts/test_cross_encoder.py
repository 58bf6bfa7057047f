"""The contract of `CrossEncoder`, kept by the fake and by the real model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import OverlapCrossEncoder

from rag.models.cross_encoder import OnnxCrossEncoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag.records import CrossEncoder

QUESTION = "Which seafood does Korea ban?"
PASSAGES = ["Korea bans seafood from Japan.", "The pact has a new member.", "", "word " * 900, "Fish 魚 é"]


class CrossEncoderContract:
    """Tests of any cross-encoder."""

    def test_it_has_a_name(self, model: CrossEncoder) -> None:
        assert model.name

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_each_passage_gets_a_finite_logit(self, model: CrossEncoder, count: int) -> None:
        logits = model.score(QUESTION, PASSAGES[:count])
        assert (logits.shape, logits.dtype.name) == ((count,), "float32")
        assert np.isfinite(logits).all()

    def test_the_passage_that_answers_scores_highest(self, model: CrossEncoder) -> None:
        assert int(np.argmax(model.score(QUESTION, PASSAGES))) == 0

    def test_a_logit_does_not_depend_on_what_stands_beside_it(self, model: CrossEncoder) -> None:
        alone = [float(model.score(QUESTION, [passage])[0]) for passage in PASSAGES]
        assert model.score(QUESTION, PASSAGES).tolist() == alone
        assert model.score(QUESTION, PASSAGES[::-1]).tolist() == alone[::-1]


class TestOverlapCrossEncoder(CrossEncoderContract):
    """The fake keeps the contract, with logits that can be counted."""

    @pytest.fixture
    def model(self) -> CrossEncoder:
        return OverlapCrossEncoder()

    @pytest.mark.parametrize(
        ("passage", "logit"), [("Korea bans seafood", 0), ("Which, which?", -1), ("Nothing else", -2)]
    )
    def test_its_logit_can_be_counted(self, passage: str, logit: int) -> None:
        model = OverlapCrossEncoder()
        assert model.score(QUESTION, [passage]).tolist() == [logit]
        assert model.pairs == [(QUESTION, passage)]


@pytest.mark.models
class TestOnnxCrossEncoder(CrossEncoderContract):
    """The real model keeps the contract."""

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, weights_of: Callable[[str], Path]) -> CrossEncoder:
        return OnnxCrossEncoder(weights_of("ms-marco-MiniLM-L-12-v2"))
