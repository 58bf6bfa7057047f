"""A blob → its source texts: picks the reader by the suffix of its name, or by how it begins if that says nothing.

Whatever goes wrong in a reader ends in a CorpusError of that blob, so that the others are read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeAlias

from ..errors import CorpusError
from ..records import Blob, SourceText
from .plain.decode import read_bytes

Reader: TypeAlias = Callable[[Blob], Iterator[SourceText | CorpusError]]

# Browsers look for the mark of a PDF in this many bytes, and so do most readers of PDF.
HEAD = 1024
# What may stand before a "<" or "{": byte order marks, the zero bytes of UTF-16, and white space.
BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\f"


def load(blob: Blob) -> Iterator[SourceText | CorpusError]:
    """The articles of a blob, one after the other; what cannot be read is yielded as its error.

    What is known of the blob (`url`, `feed`) is put under what the file says of itself.
    """
    try:
        with guarded(blob.origin):
            blob, reader = _with_reader(blob)
            for found in reader(blob):
                yield _with_fields(found, blob.fields) if isinstance(found, SourceText) else found
    except CorpusError as error:
        yield error


@contextmanager
def guarded(origin: str) -> Iterator[None]:
    """Lets nothing out but a CorpusError of that origin, and MemoryError.

    Outside libraries meet hostile bytes inside of it, and raise whatever they stumble over: RecursionError,
    AssertionError, KeyError. One such file must not cost the run, nor pass in silence.
    """
    try:
        yield
    except (CorpusError, MemoryError):
        raise
    except OSError as error:
        raise CorpusError(origin, f"cannot be read ({error.strerror or error})") from error
    except Exception as error:
        what = f"{type(error).__name__}: {str(error)[:200]}" if str(error) else type(error).__name__
        raise CorpusError(origin, f"cannot be read ({what}); save it in another format or remove it") from error


def readers() -> Mapping[str, Reader]:
    """The reader for each suffix."""
    from .dumps.dump import read_csv, read_json, read_jsonl
    from .pages.page import read_mhtml, read_page
    from .plain.markdown import read_markdown, read_text
    from .printed.pdf import read_pdf

    return {
        **{".md": read_markdown, ".txt": read_text, ".pdf": read_pdf},
        **{".html": read_page, ".htm": read_page, ".mhtml": read_mhtml, ".mht": read_mhtml},
        **{".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json, ".csv": read_csv},
    }


def _with_reader(blob: Blob) -> tuple[Blob, Reader]:
    """The reader, and the blob with the bytes that had to be looked at, so that a page is not fetched twice."""
    known = readers()
    if reader := known.get(PurePosixPath(blob.name.lower()).suffix):
        return blob, reader
    data = read_bytes(blob)
    return replace(blob, open=lambda: io.BytesIO(data), size=len(data)), known[_suffix(data[:HEAD])]


def _suffix(head: bytes) -> str:
    """The suffix that a file which begins like this would have."""
    begins = head.lstrip(BEFORE)
    if b"%PDF-" in head:
        return ".pdf"
    if begins[:1] == b"<":
        return ".html"
    if begins[:1] in (b"{", b"["):
        return ".json"  # whose reader tells JSON Lines by itself
    if b"multipart/related" in head.lower():
        return ".mhtml"
    return ".md" if begins.startswith((b"---\n", b"---\r", b"# ")) else ".txt"


def _with_fields(source: SourceText, known: Mapping[str, object]) -> SourceText:
    return replace(source, fields={**known, **source.fields})
