"""The articles of files, read as a sync reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import CorpusError
from rag.reading.clean import clean
from rag.reading.files import files_below
from rag.reading.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from rag.records import Article


def articles_below(folder: Path) -> list[Article]:
    """The articles of the files below a folder, in the order of their paths; one that cannot be read fails the test."""
    found = []
    for blob in files_below(folder):
        assert not isinstance(blob, CorpusError), blob
        for source in load(blob):
            assert not isinstance(source, CorpusError), source
            found.append(clean(source))
    return found
