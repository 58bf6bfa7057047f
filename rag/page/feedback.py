"""What readers say of answers, in a SQLite file on this machine; and the same as questions for the evals.

A verdict holds the whole answer, so that it can be understood after the index has changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import RagError

if TYPE_CHECKING:
    from pathlib import Path

REASONS = {
    "right": "right",
    "words": "wrong words",
    "source": "wrong source",
    "unanswered": "not answered",
    "other": "something else is wrong",
}
"""What can be said of an answer, and how it is put on the page."""
LONGEST_COMMENT = 2000
TABLE = """
CREATE TABLE IF NOT EXISTS verdicts (
    talk TEXT NOT NULL, turn INTEGER NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
    question TEXT NOT NULL, earlier TEXT NOT NULL, filters TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (talk, turn)
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reader said of an answer."""

    talk: str
    """The conversation's id."""
    turn: int
    """Place of the question in the conversation, from 1."""
    at: str
    """ISO 8601, UTC."""
    reason: str
    """One of REASONS."""
    comment: str = ""
    question: str
    earlier: tuple[str, ...] = ()
    """The questions before it in the conversation, oldest first."""
    filters: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any]
    """`Answer.to_dict()`."""


class Feedback:
    """The verdicts of one file. It is made when the first one is kept."""

    def __init__(self, file: Path) -> None:
        """Take the file; nothing is opened yet."""
        self._file = file

    def keep(self, verdict: Verdict) -> None:
        """Keep a verdict; a later one on the same answer takes its place.

        Raises:
            RagError: the file cannot be written.
        """
        row = asdict(verdict)
        row["comment"] = verdict.comment.strip()[:LONGEST_COMMENT]
        for name in ("earlier", "filters", "answer"):
            row[name] = json.dumps(row[name], ensure_ascii=False, default=str)
        names = ", ".join(f":{name}" for name in row)
        with self._opened() as connection, connection:
            connection.execute(f"INSERT OR REPLACE INTO verdicts ({', '.join(row)}) VALUES ({names})", row)

    def verdicts(self) -> list[Verdict]:
        """All verdicts, oldest first; none where nothing has been kept.

        Raises:
            RagError: the file cannot be read.
        """
        if not self._file.is_file():
            return []
        with self._opened() as connection:
            rows = connection.execute("SELECT * FROM verdicts ORDER BY at, talk, turn").fetchall()
        return [_verdict(row) for row in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=10)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute(TABLE)
                yield connection
        except (OSError, sqlite3.Error) as error:
            remedy = "make it writable, or set feedback to another file"
            raise RagError(f"the verdicts in {self._file} cannot be used ({error}); {remedy}") from error


def _verdict(row: sqlite3.Row) -> Verdict:
    found = dict(row)
    for name in ("earlier", "filters", "answer"):
        found[name] = json.loads(found[name])
    return Verdict(**{**found, "earlier": tuple(found["earlier"])})


def as_eval_question(verdict: Verdict) -> dict[str, Any]:
    """The verdict as a line of a question set, in the form of evals/questions.jsonl, for a person to finish.

    What was right is known to be so: its status, its text, and the words it cites as gold. Of what was wrong only the
    question is known, and that it should have been answered where the reader says so.
    """
    answer, right = verdict.answer, verdict.reason == "right"
    cited = [citation for sentence in answer["sentences"] for citation in sentence["citations"]] if right else []
    gold = {(item["doc_id"], item["start"], item["end"]): item for item in cited}
    return {
        "query_id": f"feedback-{verdict.talk}-{verdict.turn}",
        "split": "dev",
        "category": "feedback",
        "text": verdict.question,
        "conversation": verdict.talk,
        "turn": verdict.turn,
        "earlier": list(verdict.earlier),
        "as_of": answer["as_of"],
        "publishers": list(verdict.filters.get("publishers", ())),
        "status": answer["status"] if right else "answered" if verdict.reason == "unanswered" else "",
        "answer": answer["text"] if right else "",
        "must": [],
        "must_not": [],
        "gold": [
            {"fact": 0, **{name: item[name] for name in ("doc_id", "start", "end", "quote")}} for item in gold.values()
        ],
        "reason": verdict.reason,
        "comment": verdict.comment,
    }


def export_to(file: Path, verdicts: Sequence[Verdict]) -> None:
    """Write a question a line, in the order given.

    Raises:
        RagError: the file cannot be written.
    """
    lines = [json.dumps(as_eval_question(verdict), ensure_ascii=False) + "\n" for verdict in verdicts]
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise RagError(f"{file} cannot be written ({error.strerror}); name another file") from error
