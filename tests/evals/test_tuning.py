"""What the reader of answers is trained on, and that training moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from evals import sets
from evals.sets import planted, sides, wary
from evals.tuning import train
from evals.tuning.encoder import TrainableEncoder, published
from evals.tuning.examples import FOLDER, examples, stories
from evals.tuning.train import Group

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_no_test_story_is_trained_on() -> None:
    for name, module in (("planted", planted), ("wary", wary), ("sides", sides)):
        test = {f"{name}/{question.group}" for question in sets.read(name, module.FOLDER, "test").questions}
        assert test
        assert not test & {example.story for example in examples()}


def test_examples_are_what_the_readme_says() -> None:
    every = examples()
    assert len(every) == 1709
    assert sum(bool(example.right) for example in every) == 1226
    assert len([*(FOLDER / "articles").iterdir()]) == 22
    for example in every:
        assert all(0 <= place < len(stories()[example.story]) for place in example.right)


def test_copies_of_an_answer_answer() -> None:
    example = next(item for item in examples() if item.story == "planted/yarrow" and len(item.right) > 3)
    texts = [stories()[example.story][place] for place in example.right]
    assert len({text[:20] for text in texts}) < len(texts)


@pytest.mark.models
def test_training_brings_the_right_sentence_forward(
    weights_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = weights_of("ms-marco-MiniLM-L-12-v2")
    question = "Why was the launch put off?"
    texts = ("The launch was put off on Monday, the yard said.", "Inspectors had found a crack in the shaft.")
    monkeypatch.setattr(train, "EPOCHS", 3)
    group = Group(question, "ferry", texts, (False, True))
    trained = train.trained([group], folder)
    learnt, weights = trained.learnt(), published(folder / "model.onnx")
    assert learnt["classifier.weight_quantized"].dtype == np.int8
    assert all(weights[name].shape == value.shape for name, value in learnt.items() if name in weights)
    before = TrainableEncoder(folder).score([question] * 2, texts)
    after = trained.score([question] * 2, texts)
    assert before[0] > before[1]
    assert after[1] - after[0] > before[1] - before[0]


@pytest.mark.models
def test_each_question_is_trained_with_the_nearest_wrong_sentences(weights_of: Callable[[str], Path]) -> None:
    told = ("A crack was found.", "Rain fell on the yard.", "The launch was put off for a week.", "Cats sleep a lot.")
    asked = [("Why was the launch put off?", "ferry", (0,))]
    (group,) = train.groups({"ferry": told}, asked, weights_of("ms-marco-MiniLM-L-12-v2"))
    assert group.sentences[:2] == (told[0], told[2])
    assert group.right == (True, *[False] * (3 + train.ELSEWHERE))
