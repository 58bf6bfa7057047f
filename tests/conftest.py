"""What all tests share: no network, an order, the folder of the weights, and six articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder
from made_articles import articles_below

from rag.config import Config, default_models_folder
from rag.errors import ModelMissing
from rag.library import Library
from rag.models import weights
from rag.opening import models_needed
from rag.reading.chunk import chunk
from rag.records import Article, IndexedChunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ.pop("FOOTNOTE_INDEX_URL", None)  # a test syncs, and would do so to somebody's server

SLOW = ("models", "browser")
"""Markers, in the order their tests run after the unit tests; these may open sockets, all others may not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def phase(item: pytest.Item) -> int:
        return max((SLOW.index(name) + 1 for name in SLOW if item.get_closest_marker(name)), default=0)

    items.sort(key=phase)
    for item in items:
        if phase(item):
            item.add_marker("enable_socket")


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The folder that holds a folder per model."""
    given = os.environ.get("FOOTNOTE_MODELS")
    return Path(given).expanduser() if given else default_models_folder()


@pytest.fixture(scope="session")
def weights_of(models_folder: Path) -> Callable[[str], Path]:
    """Finds a pinned model's folder.

    Where it is absent, the test fails if the default settings use the model, and is skipped otherwise.
    """

    def find(name: str) -> Path:
        try:
            return weights.folder(models_folder, name)
        except ModelMissing as error:
            if name in models_needed(Config()):
                pytest.fail(str(error), pytrace=False)  # one sentence that names `python -m rag models`
            pytest.skip(f"{error} Set FOOTNOTE_EMBEDDER={name} for that.")

    return find


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def cross_encoder() -> OverlapCrossEncoder:
    return OverlapCrossEncoder()


# Six articles that fit the screen: two publishers, one undated, one whose claim another contradicts.
SIX = {
    "ban.md": """---
title: Korea bans seafood
publisher: Daily Tide
published_at: 2013-09-09
---
South Korea banned seafood from eight Japanese prefectures. The ban followed leaks at the Fukushima plant.
""",
    "ruling.md": """---
title: WTO rules for Korea
publisher: Daily Tide
published_at: 2019-04-11
---
The WTO ruled for South Korea in the seafood dispute. Japan said it regretted the ruling.
""",
    "join.md": """---
title: Britain joins the trade pact
publisher: Trade Post
published_at: 2024-12-15
url: https://trade.example/join
---
The United Kingdom joined the CPTPP. It is the first new member since 2018.
""",
    "water.md": """---
title: Water release begins
publisher: Trade Post
published_at: 2023-08-24
---
The Fukushima plant began to release treated water. China then banned all Japanese seafood.
""",
    "talks.md": """---
title: Seoul weighs an application
publisher: Trade Post
---
Seoul has not applied to the CPTPP. However, ministers said that an application is being weighed.
""",
    "spending.txt": """Military spending rises

SIPRI said that military spending rose by 9.4 per cent in 2024. Germany spent 88.5 billion dollars.
""",
}


def write_six(folder: Path) -> Path:
    folder.mkdir()
    for name, text in SIX.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def six(tmp_path: Path) -> Path:
    """The six articles in a folder `six`, to be changed at will."""
    return write_six(tmp_path / "six")


@pytest.fixture(scope="module")
def six_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the six articles, for tests that only read."""
    folder = tmp_path_factory.mktemp("library")
    library = Library(folder / "index", HashEmbedder(), 120)
    library.sync([write_six(folder / "six")])
    yield library
    library.close()


@pytest.fixture(scope="session")
def six_articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    """The six articles, read and cleaned, in the order of their files."""
    folder = write_six(tmp_path_factory.mktemp("articles") / "six")
    return articles_below(folder)


@pytest.fixture(scope="session")
def six_chunks(six_articles: list[Article]) -> list[IndexedChunk]:
    """The six articles as the index holds them; each is one chunk."""
    return [IndexedChunk(chunk(article, 120)[0], article.info) for article in six_articles]
