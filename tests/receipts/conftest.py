"""A real index of six articles, an answer from it, and ways to change a receipt by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder, ScriptedChat
from fakes_chat import OpenedChat

from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library
from rag.receipts.form import digest, to_dict
from rag.receipts.parse import from_json
from rag.receipts.receipt import Receipt, receipt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rag.records import Answer

    Ask = Callable[..., Answer]

WHO = "Who banned seafood from Japanese prefectures?"
DRAFT = "South Korea banned seafood from eight prefectures [1]. The ban followed leaks at Fukushima [2]."


@pytest.fixture
def library(six: Path, tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "index", HashEmbedder(), 120)
    library.sync([six])
    yield library
    library.close()


@pytest.fixture
def ask(library: Library, tmp_path: Path) -> Ask:
    """Asks an assistant over the six articles; without a draft the answer is extractive."""

    def ask_it(question: str = WHO, draft: str = DRAFT, **filters: Any) -> Answer:
        chat = OpenedChat(ScriptedChat(replies=[draft])) if draft else None
        config = Config(corpus=tmp_path, answer_threshold=0.0)
        return Assistant(config, library, HashEmbedder(), OverlapCrossEncoder(), chat).ask(question, **filters)

    return ask_it


@pytest.fixture
def receipt(ask: Ask) -> Receipt:
    return receipt_of(ask())


def forged(receipt: Receipt, change: Callable[[dict[str, Any]], None]) -> Receipt:
    """The receipt with its JSON changed by hand and a digest that fits again: made by somebody who knows how."""
    data = to_dict(receipt)
    change(data)
    changed = from_json(json.dumps(data))
    return replace(changed, digest=digest(changed))
