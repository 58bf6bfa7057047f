"""The contract of `AnswerReader`, kept by the fake and by the real model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from fakes import OverlapCrossEncoder
from onnx import numpy_helper

from rag.models.cross_encoder import LEARNT, OnnxCrossEncoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag.records import AnswerReader

QUESTION = "Which seafood does Korea ban?"
PASSAGES = ["Korea bans seafood from Japan.", "The pact has a new member.", "", "word " * 900, "Fish 魚 é"]


class CrossEncoderContract:
    """Tests of any cross-encoder."""

    def test_it_has_a_name(self, model: AnswerReader) -> None:
        assert model.name

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_each_passage_gets_a_finite_logit(self, model: AnswerReader, count: int) -> None:
        logits = model.score(QUESTION, PASSAGES[:count])
        assert (logits.shape, logits.dtype.name) == ((count,), "float32")
        assert np.isfinite(logits).all()

    def test_the_passage_that_answers_scores_highest(self, model: AnswerReader) -> None:
        assert int(np.argmax(model.score(QUESTION, PASSAGES))) == 0

    def test_a_logit_does_not_depend_on_what_stands_beside_it(self, model: AnswerReader) -> None:
        alone = [float(model.score(QUESTION, [passage])[0]) for passage in PASSAGES]
        assert model.score(QUESTION, PASSAGES).tolist() == alone
        assert model.score(QUESTION, PASSAGES[::-1]).tolist() == alone[::-1]

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_each_sentence_gets_a_finite_logit_that_it_answers(self, model: AnswerReader, count: int) -> None:
        logits = model.answers(QUESTION, PASSAGES[:count])
        assert (logits.shape, logits.dtype.name) == ((count,), "float32")
        assert np.isfinite(logits).all()

    def test_the_sentence_that_answers_is_likeliest_to(self, model: AnswerReader) -> None:
        assert int(np.argmax(model.answers(QUESTION, PASSAGES))) == 0


class TestOverlapCrossEncoder(CrossEncoderContract):
    """The fake keeps the contract, with logits that can be counted."""

    @pytest.fixture
    def model(self) -> AnswerReader:
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
    def model(cls, weights_of: Callable[[str], Path]) -> AnswerReader:
        return OnnxCrossEncoder(weights_of("ms-marco-MiniLM-L-12-v2"))

    def test_what_was_learnt_fits_the_published_model(self, weights_of: Callable[[str], Path]) -> None:
        folder = weights_of("ms-marco-MiniLM-L-12-v2")
        held = {item.name: numpy_helper.to_array(item) for item in onnx.load(folder / "model.onnx").graph.initializer}
        with np.load(LEARNT[folder.name]) as learnt:
            assert {(name, learnt[name].shape, learnt[name].dtype) for name in learnt.files} <= {
                (name, value.shape, value.dtype) for name, value in held.items()
            }
            moved = [name for name in learnt.files if not np.array_equal(learnt[name], held[name])]
            assert len(moved) == len(learnt.files) > 100

    def test_it_tells_an_answer_from_what_is_about_the_same(self, model: AnswerReader) -> None:
        question = "Why was the launch of the ferry Sella put off?"
        about = "The launch of the ferry Sella was put off on Monday, a spokeswoman for the yard of the ferry said."
        answer = "Inspectors had found a crack in the shaft."
        fits, answers = model.score(question, [about, answer]), model.answers(question, [about, answer])
        assert fits[0] - fits[1] > answers[0] - answers[1]
        assert answers[1] > fits[1] + 3

    def test_a_model_without_learnt_weights_says_how_well_they_fit(
        self, model: AnswerReader, weights_of: Callable[[str], Path], tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.symlink_to(weights_of("ms-marco-MiniLM-L-12-v2"))
        same = OnnxCrossEncoder(other).answers(QUESTION, PASSAGES)
        assert same.tolist() == model.score(QUESTION, PASSAGES).tolist()
