"""Footnote: answers about news articles in which every sentence leads to the exact words it rests on.

The stages, in order, with what goes in and what comes out:

    an article      reading.sources   paths, addresses   → Blob …
                    reading.load      Blob               → SourceText …
                    reading.clean     SourceText         → Article
                    reading.chunk     Article            → Chunk …
                    indexing.sync     Articles, holdings → Diff
                    indexing.writer   Chunks, vectors    → next generation
                    indexing.copies   signatures         → copy → original
                    indexing.keyword  next generation    → keyword index
    a question      retrieval.rewrite  question, history → Query
                    retrieval.when     question, today   → TimeRange or nothing
                    retrieval.search   Query             → Ranking
                    retrieval.rerank   Ranking           → Ranking
                    retrieval.evidence Ranking           → Evidence
                    answering.refuse   Evidence          → Refusal or nothing
                    answering.write    Evidence          → Draft
                    answering.cite     Draft             → CitedSentence …
                    answering.verify   CitedSentence     → CheckedSentence
                    answering.disagree Evidence          → Disagreement …
                    answering.assemble all of these      → Answer

What a sentence is told with: `CheckedSentence.attribution`, whose word it is where it does not say so ("opinion of Ada
Holm, Harbour Post"), or as of when it tells an office, and `.superseded`, what a later report says. `Answer.newer`
names newer articles it did not use.

`library.py` is the first way, `assistant.py` the second; `receipts/` saves an answer and checks it again. Importing
this package loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .config import Config
from .errors import RagError
from .records import Answer, Article, Citation, Filters

if TYPE_CHECKING:
    from .assistant import Assistant
    from .opening import open_assistant
    from .receipts.files import read_receipt, save_receipt
    from .receipts.replay import replay

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Config",
    "Filters",
    "RagError",
    "open_assistant",
    "read_receipt",
    "replay",
    "save_receipt",
]


def __getattr__(name: str) -> Any:
    """Load the composers when they are first asked for."""
    if name == "open_assistant":
        from .opening import open_assistant

        return open_assistant
    if name == "Assistant":
        from .assistant import Assistant

        return Assistant
    if name == "replay":
        from .receipts.replay import replay

        return replay
    if name in ("read_receipt", "save_receipt"):
        from .receipts import files

        return getattr(files, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
