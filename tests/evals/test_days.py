"""Nothing outside the days asked for is found or used; the count would show it. The command asks every question."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder

from evals.days import Asked, made, publication_days, rows, seen
from evals.sets import planted
from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with closing(Library(tmp_path_factory.mktemp("index"), HashEmbedder(), 120)) as library:
        library.sync([planted.FOLDER])
        yield Assistant(Config(provider="none"), library, HashEmbedder(), OverlapCrossEncoder(), None)


def test_nothing_outside_the_days_is_found_or_used(assistant: Assistant) -> None:
    every = list(made(planted.read("dev").questions[::4], publication_days(assistant)))
    assert len(every) > 200
    found = [seen(assistant, asked) for asked in every]
    assert [item.asked for item in found if item.outside] == []
    assert sum(item.chunks > 0 for item in found) > 100
    assert sum(item.sentences for item in found) > 250


def test_what_lies_outside_is_counted(assistant: Assistant) -> None:
    wrong = seen(assistant, Asked("not filtered", "Harl bridge", date(2030, 1, 1), None, by_words=True))
    assert wrong.outside == wrong.chunks + wrong.sentences > 0
    assert list(rows([wrong]))[2].startswith("| not filtered | 1 | 0 | ")
