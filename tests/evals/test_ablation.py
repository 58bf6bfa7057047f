"""What dense and keyword search find alone, over six articles with stand-ins for the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import write_six
from fakes import HashEmbedder, OverlapCrossEncoder

from evals import ablation
from evals.records import EvalSet, Outcome, Question
from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library

BAN = "ban-4b8c941d"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("ablation")
    with closing(Library(folder / "index", HashEmbedder(), 120)) as library:
        library.sync([write_six(folder / "six")])
        yield Assistant(Config(), library, HashEmbedder(), OverlapCrossEncoder(), None)


def test_each_part_by_itself(assistant: Assistant, tmp_path: Path) -> None:
    text = "Which prefectures does the ban on seafood from South Korea name?"
    questions = [
        Question(query_id="q1", text=text, category="single_fact", relevant=(BAN,)),
        Question(query_id="q2", text="xylophone", category="single_fact", relevant=(BAN,)),
        Question(query_id="q3", text=text, category="near_miss"),
    ]
    outcomes = {question.query_id: Outcome(query_id=question.query_id) for question in questions}
    scores = ablation.score(EvalSet(name="six", folder=tmp_path), assistant, questions, outcomes)
    assert sorted(scores) == sorted(
        f"{measure}.{part}" for measure in ("nDCG@10", "R@10", "RR") for part in ("dense", "keyword", "joined")
    )
    assert scores["RR.keyword"] == {"q1": 1.0, "q2": 0.0}  # no article has the word
    assert scores["R@10.dense"] == {"q1": 1.0, "q2": 1.0}  # six articles are all among the nearest ten
