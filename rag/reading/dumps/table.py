"""The rows of a CSV table as source texts: finds what parts the columns, names them by the first line, bounds each row.

Quoting is taken strictly: a stray quotation mark is an error of its row, for it would run columns and rows together.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from ...errors import CorpusError
from ...records import Blob, SourceText
from .lines import MOST_ROW
from .rows import Place, may_hold_text, source_text

DELIMITERS = ",;\t|"
# More columns than any export of articles has; a line of a million commas is not one.
MOST_COLUMNS = 1000


class Bounded:
    """Lines for `csv.reader`, which by itself puts no bound to a row in quotation marks."""

    def __init__(self, blob: Blob, lines: Iterable[str | None]) -> None:
        """Take over the lines; None stands for one that is too long."""
        self._blob, self._lines = blob, iter(lines)
        self.number = self._size = 0
        """Lines handed out so far."""

    def __iter__(self) -> Iterator[str]:
        """It is its own iterator."""
        return self

    def __next__(self) -> str:
        """The next line.

        Raises:
            CorpusError: the row it belongs to has grown too long.
        """
        line = next(self._lines)
        self.number += 1
        self._size += len(line or "")
        if line is None or self._size > MOST_ROW:
            reason = f"belongs to a row longer than {MOST_ROW // 10**6} MB; close the quotation mark before it"
            raise CorpusError(self._blob.origin, reason, line=self.number)
        return line

    def row_ends(self) -> None:
        """Begin to measure a new row."""
        self._size = 0


def articles_of_table(blob: Blob, lines: Iterable[str | None]) -> Iterator[SourceText | CorpusError]:
    """The article of each row.

    Raises:
        CorpusError: the table is empty, has no column with a text, or has a row without end.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MOST_ROW))  # by itself 131,072; here `Bounded` bounds the row
    bounded = Bounded(blob, lines)
    names, delimiter = _columns(blob, bounded)
    reader = csv.reader(bounded, delimiter=delimiter, strict=True)
    while True:
        bounded.row_ends()
        place = Place(blob, line=bounded.number + 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield place.error(_why(error))
            continue
        if cells is None:
            return
        if len(cells) > len(names):
            yield place.error(f"has {len(cells)} cells for {len(names)} columns; put quotation marks around the text")
        elif any(map(str.strip, cells)):
            yield source_text(place, dict(zip(names, cells, strict=False)))


def _columns(blob: Blob, bounded: Bounded) -> tuple[list[str], str]:
    """The names of the columns and what parts them: a sign that gives a column for the text, then most columns."""
    head = next((line for line in bounded if line.strip()), None)
    if head is None:
        raise CorpusError(blob.origin, "is empty; add articles or remove the file")
    tried = {sign: _cells(head, sign) for sign in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda sign: (may_hold_text(tried[sign]), len(tried[sign])))
    names = tried[delimiter]
    if not may_hold_text(names):
        shown = ", ".join(name[:30] for name in names[:8])
        reason = f"names no column with a text ({shown}); name the columns as corpus/README.md lists"
        raise CorpusError(blob.origin, reason, line=bounded.number)
    repeated = [names[:place].count(name) for place, name in enumerate(names)]
    return [f"{name} ({count + 1})" if count else name for name, count in zip(names, repeated, strict=True)], delimiter


def _cells(head: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([head], delimiter=delimiter))][:MOST_COLUMNS]
    except (csv.Error, StopIteration):  # a zero byte in Python 3.10, a quotation mark out of place
        return []


def _why(error: csv.Error) -> str:
    if str(error) == "unexpected end of data":
        return "opens a quotation mark that is never closed; close it, or the rows after it are lost"
    if "expected after" in str(error):
        return "has a quotation mark inside a cell; write it twice"
    return f"is not a row of a table ({error})"
