"""What is labelled: which sentences of a page or text are body, which are furniture, and which are neither.

The labels stand in `labels.jsonl` and do not pass through any code of the product: the articles are read here from
their files, so that a mistake of the product's reader cannot hide in the truth it is held against.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from sentencex import segment

from ..records import Split

FILE = Path(__file__).parent / "labels.jsonl"
CORPUS = Path(__file__).parents[1] / "corpus"
WIDTHLESS = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The sentences of a page or text by what they are; white space in them is single spaces."""

    name: str
    split: Split
    group: str
    """The layout of a page, the publisher of a text."""
    body: tuple[tuple[str, ...], ...]
    """Sentences by paragraph, in reading order; a heading within the body is a paragraph."""
    furniture: tuple[str, ...]
    neither: tuple[str, ...] = ()
    """What may stay or go and is not counted: headline, byline, date, notes on how an interview was edited."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the body."""
        return tuple(sentence for paragraph in self.body for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the planted set as its file has it."""

    name: str
    """Folder and file without suffix, such as `harl/who-cracked-the-pylon`."""
    fields: Mapping[str, Any]
    """Front matter: strings, and `authors` as a list."""
    paragraphs: tuple[str, ...]
    digest: str
    """sha256 (hex) of the file."""


class LabelError(Exception):
    """A text is not the one that was labelled."""


def squeeze(text: str) -> str:
    """The text as a reader sees it: white space as one space, nothing without width, accents in one form (NFC)."""
    return " ".join(normalize("NFC", WIDTHLESS.sub("", text)).split())


def cut(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph, squeezed."""
    return tuple(words for piece in segment("en", squeeze(paragraph)) if (words := piece.strip()))


def rows(key: str) -> list[dict[str, Any]]:
    """The rows of `labels.jsonl` that have this key: `page` or `doc_id`."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if key in row]


def story(name: str) -> Story:
    """Read an article of the planted set."""
    data = (CORPUS / f"{name}.md").read_bytes()
    _, head, text = data.decode("utf-8").split("---\n", 2)
    paragraphs = tuple(squeeze(paragraph) for paragraph in text.strip().split("\n\n"))
    return Story(name, _front_matter(head), paragraphs, hashlib.sha256(data).hexdigest())


def stories() -> Iterator[Story]:
    """Every article of the planted set, by name."""
    for file in sorted(CORPUS.glob("*/*.md")):
        yield story(f"{file.parent.name}/{file.stem}")


def texts(folder: Path) -> list[tuple[Labelled, dict[str, Any]]]:
    """The labelled texts of realtimeqa with their rows; `folder` is that of the set.

    Raises:
        LabelError: a text is absent or differs from the one that was labelled.
    """
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {row["doc_id"]: row for row in map(json.loads, lines)}
    return [(_text(row, articles.get(row["doc_id"], {})), articles[row["doc_id"]]) for row in rows("doc_id")]


def numbered(text: str) -> list[tuple[str, ...]]:
    """The sentences of each line that is not empty; a sentence's number counts them through from 0."""
    return [cut(line) for line in text.split("\n") if line.strip()]


def _text(label: Mapping[str, Any], article: Mapping[str, Any]) -> Labelled:
    text = article.get("text", "")
    if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
        raise LabelError(f"{label['doc_id']}: not the text that was labelled; restore articles.jsonl or label it anew")
    furniture = {number for numbers in label["furniture"].values() for number in numbers}
    neither = {number for numbers in label["neither"].values() for number in numbers}
    found: dict[str, list[str]] = {"furniture": [], "neither": [squeeze(article["title"])]}
    body: list[tuple[str, ...]] = []
    number = 0
    for line in numbered(text):
        kept: list[str] = []
        for sentence in line:
            role = "furniture" if number in furniture else "neither" if number in neither else ""
            (found[role] if role else kept).append(sentence)
            number += 1
        body += [tuple(kept)] if kept else []
    if number != label["sentences"]:
        raise LabelError(
            f"{label['doc_id']}: {number} sentences, {label['sentences']} were labelled; see constraints.txt"
        )
    return Labelled(
        name=label["doc_id"],
        split=label["split"],
        group=article["publisher"],
        body=tuple(body),
        furniture=tuple(found["furniture"]),
        neither=tuple(found["neither"]),
    )


def _front_matter(head: str) -> dict[str, Any]:
    """The few shapes that the planted set uses: `key: value`, a quoted value, a list of one level."""
    fields: dict[str, Any] = {}
    key = ""
    for line in head.splitlines():
        if line.startswith("  - "):
            fields.setdefault(key, []).append(_value(line[4:]))
        else:
            key, _, value = line.partition(":")
            if value.strip():
                fields[key] = _value(value)
    return fields


def _value(written: str) -> str:
    value = written.strip()
    return str(json.loads(value)) if value.startswith('"') else value
