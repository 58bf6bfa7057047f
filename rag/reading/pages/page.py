"""Web pages to source texts: .html and .htm, the page inside an .mhtml, and fragments of HTML in dumps and feeds.

The body is what body.py finds, else what the page's JSON-LD has, else what the page marks as its article; a page that
has no article says so in words. What the page says of itself is untrusted: see metadata.py.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from email.message import Message

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..plain.decode import decode, read_bytes
from .blocks import BLOCKS, paragraphs
from .body import article_paragraphs, marked_paragraphs
from .inline import dissolve
from .jsonld import JsonLd
from .markup import Tree, check_size, drop, drop_unseen, parse
from .metadata import page_fields
from .verdict import calls_itself_article, page_facts, shows_pictures, why_no_article

CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
# Browsers look for the character set in this many bytes.
HEAD = 4_096
# Fewer hidden words than this are labels for screen readers.
MANY_HIDDEN = 8
MARKUP = re.compile(r"</?[a-z][^<>]*>|&(#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE)
BLOCK_MARKUP = re.compile(rf"<({'|'.join(sorted(BLOCKS))}|br)\b", re.IGNORECASE)

# The article in the JSON-LD is the whole one, so the page shows too little where that is twice as long. What is marked
# as article holds furniture as well.
MUCH_MORE, MUCH_MORE_MARKED = 2, 4


def read_page(blob: Blob) -> Iterator[SourceText]:
    """The article of a page.

    Raises:
        CorpusError: the page cannot be read, or has no article.
    """
    data = read_bytes(blob)
    yield _article(blob, data, _declared(data))


def read_mhtml(blob: Blob) -> Iterator[SourceText]:
    """The article of the page that a browser saved as one file: the HTML part at the page's address, else the first.

    Raises:
        CorpusError: the file cannot be read, holds no page, or its page has no article.
    """
    import email

    try:
        message = email.message_from_bytes(read_bytes(blob))
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        wanted = _location(message, "Snapshot-Content-Location") or _location(message, "Content-Location")
        page = next((part for part in pages if wanted and _location(part, "Content-Location") == wanted), None)
        page = page if page is not None else next(iter(pages), None)
        data = page.get_payload(decode=True) if page is not None else None
    except (RecursionError, LookupError, ValueError):  # parts in parts in parts; what email makes of broken headers
        data = page = None
    if page is None or not isinstance(data, bytes) or not data.strip():
        raise CorpusError(blob.origin, "holds no web page; save the page again, as HTML or as a single file")
    url = str(blob.fields.get("url") or "") or _location(page, "Content-Location") or wanted
    fields = {**blob.fields, "url": url} if url.startswith(("http:", "https:")) else blob.fields
    charset = str(page.get_param("charset") or "")
    yield _article(dataclasses.replace(blob, fields=fields), data, charset or _declared(data))


def text_of_html(html_text: str) -> str:
    """The words of a fragment, its paragraphs parted by blank lines; a text without markup is returned as it is.

    Raises:
        CorpusError: the fragment is too large or too deeply nested to be text.
    """
    if not MARKUP.search(html_text):
        return html_text
    if not BLOCK_MARKUP.search(html_text):  # a text with some bold words, whose paragraphs are blank lines
        html_text = re.sub(r"\n[ \t]*\n", "<p>", html_text.replace("\r\n", "\n"))
    tree = parse(f"<div>{html_text}</div>", "HTML")
    drop_unseen(tree)
    drop(tree, list(tree.iter("figure", "figcaption")))
    dissolve(tree)
    return "\n\n".join(paragraphs(tree))


def _declared(data: bytes) -> str:
    found = CHARSET.search(data[:HEAD])
    return found[1].decode("ascii") if found else ""


def _location(message: Message, header: str) -> str:
    return "".join(str(message.get(header) or "").split())


def _article(blob: Blob, data: bytes, declared: str) -> SourceText:
    decoded = decode(data, blob.origin, declared)
    tree = parse(decoded.text, blob.origin)
    said = JsonLd(tree)
    fields, notes = page_fields(tree, said, str(blob.fields.get("url") or ""))
    title = str(fields.get("title", ""))
    called, pictures = calls_itself_article(tree, fields, said), shows_pictures(tree, fields)
    hidden = drop_unseen(tree)
    facts = page_facts(tree, title, called, pictures)
    dissolve(tree)
    check_size(tree, blob.origin)
    headlines = [title, *(heading.text_content() for heading in tree.iter("h1"))]
    body = _without_headline(_body(tree, said, title, notes), headlines)
    if reason := why_no_article(body, facts):
        raise CorpusError(blob.origin, reason)
    if hidden >= MANY_HIDDEN:
        notes.append(f"has {hidden:,} words hidden in its article, which were left out")
    notes = [decoded.note, *notes] if decoded.note else notes
    return SourceText(blob.origin, blob.relative, "\n\n".join(body), fields, notes=tuple(notes))


def _body(tree: Tree, said: JsonLd, title: str, notes: list[str]) -> list[str]:
    """The paragraphs by the first way that finds about as much as the ways after it."""
    found = article_paragraphs(tree, title)
    try:
        written = [" ".join(line.split()) for line in text_of_html(said.body()).split("\n") if line.strip()]
    except CorpusError:
        written = []
    if _length(written) > MUCH_MORE * _length(found):
        notes.append("shows less than half of its article; the text was taken from its JSON-LD")
        return written
    marked = marked_paragraphs(tree)
    return marked if _length(marked) > MUCH_MORE_MARKED * _length(found) else found


def _length(body: list[str]) -> int:
    return sum(map(len, body))


def _without_headline(body: list[str], headlines: list[str]) -> list[str]:
    """The headline is a field of its own; it stands above the body, if at all, perhaps below a label."""
    known = {" ".join(headline.split()).casefold() for headline in headlines}
    return [line for place, line in enumerate(body) if place > 2 or line.casefold() not in known]
