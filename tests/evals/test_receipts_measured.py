"""Fresh receipts stand and changed ones are noticed, over the planted articles; what was counted is what is printed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder

from evals.receipts import WRONG, Measured, changed, drawn, measure, rows
from evals.sets import planted
from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library
from rag.receipts.receipt import receipt_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with closing(Library(tmp_path_factory.mktemp("index"), HashEmbedder(), 120)) as library:
        library.sync([planted.FOLDER])
        config = Config(provider="none", answer_threshold=0.0)
        yield Assistant(config, library, HashEmbedder(), OverlapCrossEncoder(), None)


def test_fresh_receipts_stand_and_changed_ones_are_noticed(assistant: Assistant) -> None:
    found = measure(assistant, drawn(10))
    assert (found.receipts, found.stand) == (10, 10)
    assert found.tried[WRONG[1]] > 10
    assert found.noticed == found.tried


def test_what_is_made_wrong(assistant: Assistant) -> None:
    receipt = receipt_of(assistant.ask(drawn(1)[0].text))
    for wrong, row, made in changed(receipt):
        before, after = receipt.sentences[row], made.sentences[row]
        assert before != after
        assert (before.text == after.text) == (wrong != WRONG[0])
        assert (before.citations[0].quote == after.citations[0].quote) == (wrong != WRONG[1])


def test_the_table_counts() -> None:
    one = Measured(3, 2, [1000, 2000, 9000])
    one.tried[WRONG[0]], one.noticed[WRONG[0]] = 4, 3
    lines = list(rows(one, one))
    assert lines[2:4] == [
        "| receipts of fresh answers that stand | 2 of 3 | 2 of 3 |",
        "| a number of a sentence changed, every digest made anew: noticed | 3 of 4 | 3 of 4 |",
    ]
    assert lines[-1] == "| size, median and largest | 2.0 and 9.0 kB | 2.0 and 9.0 kB |"
