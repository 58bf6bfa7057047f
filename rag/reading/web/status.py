"""What an answer means before its body is read: a page, a step to another address, a wait, or no page at all, in words.

Reads status and headers; asks nothing and waits for nothing itself.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ...errors import CorpusError

if TYPE_CHECKING:
    from .exchange import Answer

LONGEST_RETRY = 30.0
"""Seconds waited where a server names a time to come back (Retry-After); if it is longer, the next run does as well."""
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
"""The two statuses that Retry-After goes with (RFC 6585, RFC 9110)."""
_UNREADABLE = ("image/", "video/", "audio/", "font/", "application/zip", "application/x-zip", "application/vnd.rar")
"""Beginnings of content types that hold no article; zip files are read from disk only, where members have a path."""
_MEANINGS = {
    401: "the publisher wants a login; save the page and give the file",
    402: "the publisher wants to be paid; save the page and give the file",
    403: "the publisher lets no programs in; save the page and give the file",
    404: "there is no such page; check the address",
    410: "the publisher has taken the page down",
    429: "there were too many requests; run it again later",
    451: "the page is withheld for legal reasons",
}


def next_address(url: str, answer: Answer) -> str | None:
    """The whole address that a redirect names; None if it is no redirect.

    Raises:
        CorpusError: it is one and names none.
    """
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get("location", "").strip()
    if not location:
        raise CorpusError(url, f"answers {answer.status} but does not say where to; check the address")
    try:
        return urljoin(url, location)
    except ValueError:  # brackets that are no IPv6 address: refused as an address, by name
        return location


def retry_after(answer: Answer) -> float | None:
    """Seconds after which a busy server wants to be asked again; None if it is not busy or does not say."""
    value = answer.headers.get("retry-after", "").strip()
    if answer.status not in _BUSY or not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def refuse(url: str, answer: Answer, most_bytes: int) -> None:
    """Let an answer pass whose body is worth reading.

    Raises:
        CorpusError: it is no page, is of a kind that holds no article, or says that it is longer than `most_bytes`.
    """
    if answer.status not in (200, 203):
        raise CorpusError(url, f"answers {answer.status}: {_meaning(answer)}", gone=answer.status == 410)
    kind = answer.headers.get("content-type", "").strip().lower()
    if kind.startswith(_UNREADABLE):
        raise CorpusError(
            url, f"is {kind.partition(';')[0][:80]}, which holds no article; name a page, feed, PDF or text"
        )
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:18]) > most_bytes:
        raise too_long(url, most_bytes)


def too_long(url: str, most_bytes: int) -> CorpusError:
    """The error for a body that does not end in time."""
    return CorpusError(url, f"is longer than {most_bytes / 1e6:g} MB; save it, split it and give the files")


def _meaning(answer: Answer) -> str:
    status = answer.status
    seconds = retry_after(answer)
    if seconds is not None and seconds > LONGEST_RETRY:
        return f"the server is busy and wants {seconds:.0f} s of rest; run it again later"
    if status in _MEANINGS:
        return _MEANINGS[status]
    phrase = next((known.phrase for known in HTTPStatus if known == status), "no known status")
    return f"{phrase}; {'run it again later' if status >= 500 else 'check the address'}"
