"""PDF files → source texts: the words of their pages as paragraphs, and what the file says of itself.

Only words that are there as words are read; pictures of pages need text recognition first. Columns, tables and captions
come in the order in which the file draws them. The file's own dates are those of the file, not of the article.
"""

from __future__ import annotations

import io
import logging
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..plain.decode import read_bytes
from ..values import as_line
from .headline import authors, headline
from .layout import Line, paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# An article of 300,000 words fills 600 pages; what has more is a book or an archive.
MOST_PAGES = 1000
# 300,000 words are 2 million signs. A small file can draw the same words thousands of times.
MOST_SIGNS = 10_000_000
# A page of a newspaper takes 0.1 s; what takes this long was made to.
MOST_SECONDS = 60.0
# pypdf's own limits are 4 to 100 times as high, for the sake of pictures and forms, which are not read here. A page of
# words unpacks to some 100 kB and is drawn in 10,000 steps.
LIMITS = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "brotli_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 500,
}
ENCRYPTED = "is encrypted; save a copy without password and encryption"


class TooMuch(Exception):
    """The file asks for more time or memory than an article needs; its text goes on from the file's name."""


def read_pdf(blob: Blob) -> Iterator[SourceText]:
    """The article of a PDF.

    Raises:
        CorpusError: the file is broken, encrypted, without words, or larger or slower to read than an article can be.
    """
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it complains of, it either mends or raises
    data = read_bytes(blob)
    try:
        with pypdf.apply_configuration(None, **LIMITS):
            source = _article(blob, pypdf.PdfReader(io.BytesIO(data)))
    except CorpusError:
        raise
    except TooMuch as error:
        raise CorpusError(blob.origin, str(error)) from None
    except LimitReachedError as error:
        raise CorpusError(blob.origin, f"unpacks to more than an article has ({error}); remove it") from error
    except (DependencyError, FileNotDecryptedError) as error:  # AES, for which pypdf needs another package
        raise CorpusError(blob.origin, ENCRYPTED) from error
    except Exception as error:  # whatever a broken file makes pypdf stumble over
        reason = f"is not a PDF that can be read ({_short(error)}); open it in a viewer and save it again"
        raise CorpusError(blob.origin, reason) from error
    yield source


def _article(blob: Blob, reader: PdfReader) -> SourceText:
    if reader.is_encrypted and not reader.decrypt(""):
        raise CorpusError(blob.origin, ENCRYPTED)
    pages, notes = _pages(reader)
    found = [paragraph for paragraph in paragraphs(pages) if any(map(str.isalnum, paragraph.text))]
    if not found:
        reason = notes[0] if notes else "has no text, only pictures; run text recognition over it first"
        raise CorpusError(blob.origin, reason)
    stated = _stated(reader)
    title, place = headline(stated.pop("title", ""), found)
    body = [paragraph.text for number, paragraph in enumerate(found) if number != place or len(found) == 1]
    fields = {**blob.fields, **{name: value for name, value in stated.items() if value}, "title": title}
    return SourceText(blob.origin, blob.relative, "\n\n".join(body), fields, notes=tuple(notes))


def _stated(reader: PdfReader) -> dict[str, str]:
    """What the file says of itself; `pdf_created` is when it was made, which may be years after the article."""
    found: dict[str, str] = {}
    try:
        if said := reader.metadata:
            found["title"] = as_line(str(said.title or ""))
            found["authors"] = authors(as_line(str(said.author or "")))
            found["pdf_created"] = said.creation_date.isoformat() if said.creation_date else ""
    except Exception:  # a date in the 99th month, a title that is a picture
        pass
    return found


def _pages(reader: PdfReader) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page, and a note if there are pages that cannot be read."""
    if len(reader.pages) > MOST_PAGES:
        raise TooMuch(f"has {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read, so split it")
    budget, pages, broken = Budget(), [], []
    for number, page in enumerate(reader.pages, 1):
        try:
            pages.append(_lines(page, budget))
        except TooMuch:
            raise
        except Exception as error:  # the others may be whole
            pages.append([])
            broken.append(f"page {number}: {_short(error)}")
    notes = [f"{len(broken)} of {len(pages)} pages cannot be read ({broken[0]})"] if broken else []
    return pages, notes


class Budget:
    """Time and signs that one file may take."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        """Begin to measure."""
        self._seconds, self._until, self._signs = seconds, time.monotonic() + seconds, 0

    def spend(self, signs: int = 0) -> None:
        """Take note of signs drawn.

        Raises:
            TooMuch: the budget is used up; also at each later call, for pypdf passes over errors inside of forms.
        """
        self._signs += signs
        if self._signs > MOST_SIGNS:
            raise TooMuch(f"draws more than {MOST_SIGNS:,} signs, which no article has; remove it")
        if time.monotonic() > self._until:
            raise TooMuch(f"takes longer than {self._seconds:g} s to read; save it again in a simpler form")


def _lines(page: PageObject, budget: Budget) -> list[Line]:
    """The lines of a page in the order in which they are drawn."""
    lines: list[Line] = []
    pieces: list[tuple[str, float, float, float]] = []

    def end_line() -> None:
        text = as_line("".join(piece[0] for piece in pieces))
        if text:
            sizes = Counter[float]()
            for piece, *_, size in pieces:
                sizes[size] += len(piece)
            lines.append(Line(text, pieces[0][1], pieces[0][2], sizes.most_common(1)[0][0]))
        pieces.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        budget.spend(len(text))
        for number, piece in enumerate(text.split("\n")):
            if number:
                end_line()
            if piece.strip() or pieces:
                pieces.append((piece, *_place(cm, tm, size)))

    page.extract_text(visitor_operand_before=lambda *_: budget.spend(), visitor_text=visit)
    budget.spend()
    end_line()
    return lines


def _place(cm: Sequence[float], tm: Sequence[float], size: float) -> tuple[float, float, float]:
    """Left, height and size on the page, from the matrices of the page and of its text (PDF 32000-1, 9.4.4)."""
    left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scaled = abs(size) * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
    left, height, scaled = (number if math.isfinite(number) else 0.0 for number in (left, height, scaled))
    return left, height, max(scaled, 0.1)


def _short(error: Exception) -> str:
    return as_line(str(error))[:200] or type(error).__name__
