"""Passages that come with one question, as a collection of its own."""

from __future__ import annotations

from collections.abc import Iterable

from ..records import Document

WORDS = 8
"""Words of a passage that serve as its title where it has none."""


def collection(name: str, passages: Iterable[tuple[str, str]]) -> tuple[Document, ...]:
    """A document for each (title, text), numbered from 0; `name` is their publisher, which one question asks for."""
    return tuple(
        Document(f"{name.replace('/', '-')}-{number}", title.strip() or " ".join(text.split()[:WORDS]), text, name)
        for number, (title, text) in enumerate(passages)
    )
