"""The errors that leave the package: few, named for what the reader can do about them.

Each message holds the value that was wrong and the remedy. Errors of outside libraries are turned into
one of these in the file that is the library's home. A refusal to answer is a result, not an error.
"""

from __future__ import annotations


class RagError(Exception):
    """Anything this package raises on purpose; the message is one sentence meant for people."""


class ConfigError(RagError):
    """A setting has an unknown name or a value that cannot be used."""


class CorpusError(RagError):
    """An article, or the place it should be in, cannot be read.

    Attributes:
        path: the file or folder.
        line: line number from 1, or 0 where no line is to blame.
        field: name of the field that is wrong, or "".
        reason: what is wrong, without the place.
        gone: the publisher says that the article is no more (HTTP 410).
    """

    def __init__(self, path: str, reason: str, *, line: int = 0, field: str = "", gone: bool = False) -> None:
        """Compose the message from its parts, so that a report can show them in columns."""
        self.path, self.reason, self.line, self.field, self.gone = path, reason, line, field, gone
        place = f"{path}:{line}" if line else path
        super().__init__(f"{place}: {field + ': ' if field else ''}{reason}")


class IndexMissing(RagError):
    """There is no index where one was expected."""


class IndexMismatch(RagError):
    """The index was built with another embedding model, chunking or schema than the one in force."""


class IndexBusy(RagError):
    """Another process is writing the index."""


class IndexUnavailable(RagError):
    """The server that holds the index cannot be reached, or does not answer as a Chroma server does."""


class Overloaded(RagError):
    """More questions are waiting for the processor than may; the same one may be asked again later."""


class ModelMissing(RagError):
    """The weights of a model are not on this machine, or are not the pinned ones."""


class ModelUnavailable(RagError):
    """A chat model cannot be reached or failed.

    Attributes:
        retry: whether the same call may succeed later without any change.
    """

    def __init__(self, message: str, *, retry: bool) -> None:
        """Keep the message and whether trying again makes sense."""
        self.retry = retry
        super().__init__(message)


class InvalidQuery(RagError):
    """The question or one of its filters cannot be used."""


class ReceiptUnreadable(RagError):
    """A file holds no receipt, one that is broken, or one of a format that this version does not know."""
