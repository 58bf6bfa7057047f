"""Where a set's articles, index and answers are kept between runs: a folder of the user's cache, never the repository.

Public sets must not be copied into the repository, and an index that is kept makes the second run quick: sync is a
diff. Answers are appended as they come, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.records import ArticleInfo

from .records import Document, EvalSet, Outcome, Question, Span, Told

CODE = Path(__file__).parents[1]


class Workspace:
    """The folder of one set."""

    def __init__(self, cache: Path, eval_set: EvalSet, split: str) -> None:
        """Take the cache folder and the set; the folder is made when it is first needed."""
        self.folder = cache / f"{eval_set.name}-{split}"
        self._set = eval_set

    def articles(self) -> Path:
        """Folder of the set's articles, written as files the library reads; files of an earlier state go.

        Those of a set that has files of its own are copied, too: an article that came from another checkout's folder
        would else stay in the index as it was there.
        """
        folder = self.folder / "articles"
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {folder / name: text.encode() for name, text in self._files()}
        for file in folder.rglob("*.md"):
            if file not in wanted:
                file.unlink()
        for file, content in wanted.items():
            if not file.is_file() or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return folder

    def _files(self) -> Iterator[tuple[str, str]]:
        """Path below the folder and text of each article."""
        for document in self._set.documents:
            yield f"{document.doc_id}.md", _as_file(document, self._set.name)
        if own := self._set.folder:
            for file in sorted(own.rglob("*.md")):
                yield file.relative_to(own).as_posix(), file.read_text(encoding="utf-8")


def _as_file(document: Document, set_name: str) -> str:
    """The document with front matter; JSON texts are YAML texts, too."""
    fields = {"title": document.title, "publisher": document.publisher, "url": address(document.doc_id, set_name)}
    if document.published_at:
        fields["published_at"] = document.published_at.isoformat()
    head = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return f"---\n{head}\n---\n\n{document.text}\n"


def address(doc_id: str, set_name: str) -> str:
    """The made-up address under which a set's document is indexed; its last part is the doc_id of the set."""
    return f"https://{set_name}.example/{doc_id}"


def own_ids(eval_set: EvalSet, articles: Iterable[ArticleInfo]) -> dict[str, str]:
    """The set's name for each doc_id of the index: the last part of its address, or itself if the set has files."""
    return {info.doc_id: info.url.rsplit("/", 1)[-1] if eval_set.documents else info.doc_id for info in articles}


class Answers:
    """Outcomes that were kept, by the digest of everything they depend on."""

    def __init__(self, file: Path, depends_on: str) -> None:
        """Read what is there; a line that was cut off by an interruption is passed over.

        Args:
            file: JSON lines, appended to.
            depends_on: digest of index, settings and code; a question adds its own fields.
        """
        self._file, self._depends_on = file, depends_on
        self._kept: dict[str, Outcome] = {}
        if file.is_file():
            lines = file.read_bytes().split(b"\n")  # other signs that end a line may stand in the texts
            for line in lines:
                try:
                    row = json.loads(line)
                except ValueError:
                    continue
                self._kept[row["key"]] = outcome_of(row["outcome"])
            if lines[-1]:  # cut off: the next outcome must not be written onto it
                file.write_bytes(b"\n".join([*lines, b""]))

    def get(self, question: Question, written: bool) -> Outcome | None:
        """The outcome for that question, if it was kept."""
        return self._kept.get(self._key(question, written))

    def keep(self, question: Question, outcome: Outcome) -> None:
        """Add an outcome."""
        key = self._key(question, outcome.written)
        self._kept[key] = outcome
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"key": key, "outcome": asdict(outcome)}, ensure_ascii=False) + "\n")

    def _key(self, question: Question, written: bool) -> str:
        asked = [question.query_id, question.text, str(question.as_of), question.publishers, question.earlier]
        return digest_of(self._depends_on, asked, written)


def outcome_of(row: dict[str, Any]) -> Outcome:
    """Read back what `dataclasses.asdict` and JSON made of an outcome."""

    def spans(rows: list[dict[str, Any]]) -> tuple[Span, ...]:
        return tuple(Span(**item) for item in rows)

    return Outcome(
        **{
            **row,
            "told": tuple(Told(item["text"], spans(item["citations"]), item.get("label", "")) for item in row["told"]),
            "removed": tuple(row["removed"]),
            "found": spans(row["found"]),
            "evidence": spans(row["evidence"]),
            "disagreements": tuple(map(spans, row["disagreements"])),
        }
    )


def digest_of(*parts: object) -> str:
    """16 hex digits of sha256 over the parts as JSON."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def code_digest(*places: str) -> str:
    """Digest over the Python files, and learnt weights, below those places of the repository."""
    files = sorted(file for place in places for file in _files_of(CODE / place))
    return digest_of([(file.relative_to(CODE).as_posix(), _content(file)) for file in files])


def _files_of(place: Path) -> list[Path]:
    return [place] if place.is_file() else [*place.rglob("*.py"), *place.rglob("*.npz")]


def _content(file: Path) -> str:
    if file.suffix == ".py":
        return file.read_text(encoding="utf-8")
    return hashlib.sha256(file.read_bytes()).hexdigest()
