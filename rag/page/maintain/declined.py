"""Which questions were declined, and how often: a count on this machine, so that somebody can see what is missing.

Kept are the question as it was searched for, in one spelling, why it was declined, a count and the last day: nothing of
who asked, no time of day, no answer. It lies in the file of the verdicts. Whether it is kept at all is a setting.
"""

from __future__ import annotations

import logging
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...errors import RagError
from ..ending import REFUSED
from ..escape import as_html
from ..words import count, day

if TYPE_CHECKING:
    from pathlib import Path

    from ...records import Answer

COUNTED = ("not_in_corpus", "outside_dates", "ambiguous", "partly_answered")
"""Statuses that tell of the collection. A greeting, or an opinion asked for, is no gap in it."""
LONGEST = 300
"""Characters of a question that are kept."""
MOST, DAYS = 1000, 90
"""Questions kept, and days after which one that nobody asked again is forgotten. Both are chosen, not measured: enough
to see what is missing, too little to become an archive."""
SHOWN = 20
TABLE = """
CREATE TABLE IF NOT EXISTS declined (
    question TEXT NOT NULL, status TEXT NOT NULL, times INTEGER NOT NULL, last TEXT NOT NULL,
    PRIMARY KEY (question, status)
)
"""
COUNT = """
INSERT INTO declined VALUES (?, ?, 1, ?)
ON CONFLICT (question, status) DO UPDATE SET times = times + 1, last = excluded.last
"""
BEST = "FROM declined ORDER BY times DESC, last DESC, question LIMIT ?"
NEWEST = "FROM declined ORDER BY last DESC, times DESC LIMIT ?"
log = logging.getLogger("footnote.page")


@dataclass(frozen=True, slots=True)
class Row:
    """A question that was declined."""

    question: str
    status: str
    times: int
    last: date


class Declined:
    """The declined questions of one file, which is made when the first one is counted."""

    def __init__(self, file: Path, *, kept: bool) -> None:
        """Take the file, and whether questions are counted; nothing is opened yet."""
        self._file, self.kept = file, kept

    def note(self, answer: Answer | None, today: date) -> None:
        """Count the answer's question if it was declined. What cannot be written costs the reader nothing."""
        if not self.kept or answer is None or answer.status not in COUNTED:
            return
        question = normalised(answer.query or answer.question)
        try:
            with self._opened() as connection, connection:
                connection.execute(COUNT, (question, answer.status, today.isoformat()))
                old = (today - timedelta(days=DAYS)).isoformat()
                connection.execute("DELETE FROM declined WHERE last < ?", (old,))
                connection.execute(f"DELETE FROM declined WHERE rowid NOT IN (SELECT rowid {NEWEST})", (MOST,))
        except RagError as error:
            log.warning("a declined question was not counted: %s", error)

    def most(self, limit: int = SHOWN) -> list[Row]:
        """The questions declined most, most often first; none where nothing has been counted.

        Raises:
            RagError: the file cannot be read.
        """
        if not self._file.is_file():
            return []
        with self._opened() as connection:
            rows = connection.execute(f"SELECT question, status, times, last {BEST}", (limit,)).fetchall()
        return [Row(question, status, times, date.fromisoformat(last)) for question, status, times, last in rows]

    def forget(self) -> int:
        """Forget all of them, also what the file still holds of deleted rows; how many there were.

        Raises:
            RagError: the file cannot be written.
        """
        if not self._file.is_file():
            return 0
        with self._opened() as connection, connection:
            connection.execute("PRAGMA secure_delete = ON")
            return connection.execute("DELETE FROM declined").rowcount

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=10)) as connection:
                connection.execute(TABLE)
                yield connection
        except (OSError, sqlite3.Error) as error:
            remedy = "make it writable, or set feedback to another file"
            raise RagError(f"the declined questions in {self._file} cannot be used ({error}); {remedy}") from error


def normalised(question: str) -> str:
    """The question in the one spelling it is counted under: lower case, single spaces, no closing marks."""
    folded = " ".join(unicodedata.normalize("NFKC", question).casefold().split())
    return folded[:LONGEST].rstrip(" ?!.…")


def as_table(rows: Sequence[Row], *, kept: bool) -> str:
    """The questions as HTML, most often first, with what is kept of them and for how long."""
    where = (
        f"Counted on this machine only, without who asked; forgotten after {DAYS} days."
        if kept
        else "Declined questions are not counted here; the setting keep_declined turns that on."
    )
    note = f'<p class="note">{where}</p>'
    if not rows:
        return f'<p class="none">{"No question has been declined." if kept else "None on record."}</p>{note}'
    told = "".join(
        f"<tr><td>{as_html(row.question)}</td><td>{as_html(REFUSED.get(row.status, row.status))}</td>"
        f"<td>{count(row.times, 'time')}, last on {day(row.last)}</td></tr>"
        for row in rows
    )
    head = "<thead><tr><th>Question</th><th>Why</th><th>How often</th></tr></thead>"
    return f'<table class="list">{head}<tbody>{told}</tbody></table>{note}'
