"""Markdown and plain text files: front matter, headline, and the paragraphs without their marks.

Marks are the file's format, not the article's words. Raw HTML inside Markdown stays visible as text; it is never
interpreted. What the fields of front matter mean, and whether they make sense, is for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import CorpusError
from ...records import Blob, SourceText
from ..fields import known_fields
from .decode import Decoded, decode, read_bytes

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE = "---"
BULLET = "• "
# Of front matter; the longest in the corpus has 400. PyYAML takes 1.4 s for the worst of this length.
MOST_FIELDS = 20_000
# What is beyond these is read as plain text: markdown-it takes up to 40 µs for a line, 75 µs for a mark and 3 µs for a
# sign. The worst within them took 6 s; an article of 300,000 words has 2 MB, at most 30,000 lines and few marks.
MOST_CHARACTERS = 4_000_000
MOST_LINES = MOST_MARKS = 50_000
# markdown-it leaves out what is nested deeper, without a word. A quote is one level and takes a column, a list is two
# levels and takes two, so that only lines with a list or quote mark this far from their beginning can be.
DEEPEST = 50
DEEP = re.compile(rf"^(?= *[>*+\-\d])(?:[ >]|[*+-](?=\s)|\d{{1,9}}[.)](?=\s)){{{DEEPEST - 2}}}", re.MULTILINE)
MARK = re.compile(r"[\[\]*_`<&\\!]")


def read_text(blob: Blob) -> Iterator[SourceText]:
    """The article of a .txt file, whose first line is the headline.

    Raises:
        CorpusError: the file cannot be read, is no text, or has none besides its headline.
    """
    decoded = decode(read_bytes(blob), blob.origin)
    title, _, text = decoded.text.strip().partition("\n")
    yield _source(blob, {"title": title.strip()}, {"title": 1}, Decoded(text, decoded.note))


def read_markdown(blob: Blob) -> Iterator[SourceText]:
    """The article of a Markdown file; the headline is the field `title`, else the first heading of level one.

    Raises:
        CorpusError: the file cannot be read, is no text, has none besides its headline, or its front matter is broken.
    """
    decoded = decode(read_bytes(blob), blob.origin)
    fields, lines, body = _front_matter(blob.origin, decoded.text)
    title, text, note = _markdown_to_text(body)
    if title and fields.get("title"):
        if title != str(fields["title"]):  # a heading of its own, not the headline
            text = f"{title}\n\n{text}"
    elif title:
        fields, lines = {**fields, "title": title}, {**lines, "title": 1}
    yield _source(blob, fields, lines, Decoded(text, "; ".join(filter(None, (decoded.note, note)))))


def _source(blob: Blob, fields: Mapping[str, object], lines: Mapping[str, int], found: Decoded) -> SourceText:
    if not found.text.strip():
        reason = "has no text besides its headline; add the article's text or remove the file"
        raise CorpusError(blob.origin, reason)
    notes = (found.note,) if found.note else ()
    return SourceText(blob.origin, blob.relative, found.text, fields, lines, notes=notes)


def _front_matter(origin: str, raw: str) -> tuple[Mapping[str, object], Mapping[str, int], str]:
    """Fields, their line numbers, and the body."""
    lines = raw.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, {}, raw
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if not end:
        raise CorpusError(origin, f"front matter is not closed; end it with a line {FENCE}", line=1)
    fields = _yaml(origin, "\n".join(lines[1:end])) or {}
    if not isinstance(fields, dict):
        raise CorpusError(origin, "front matter is not a list of `name: value` lines", line=2)
    numbers = {line.split(":")[0].strip(): number for number, line in reversed(list(enumerate(lines[1:end], 2)))}
    named = known_fields({str(key): value for key, value in fields.items()})
    return named, numbers, "\n".join(lines[end + 1 :])


def _yaml(origin: str, text: str) -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Takes no aliases: with a few lines of them a value says the same thing a million times."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                event = self.peek_event()  # type: ignore[no-untyped-call]
                problem = f"*{event.anchor} repeats what stands elsewhere"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
            return super().compose_node(parent, index)

    if len(text) > MOST_FIELDS:
        reason = f"front matter has {len(text):,} characters; at most {MOST_FIELDS:,} are read, so close it earlier"
        raise CorpusError(origin, reason, line=1)
    try:
        return yaml.load(text, Loader)  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark, error.problem or str(error)
        line = mark.line + 2 if mark else 1
    except Exception as error:  # PyYAML lets out what a date such as 2024-02-31 or thousands of brackets make it raise
        problem, line = str(error) or type(error).__name__, 1
    reason = f"front matter is not valid YAML ({problem}); quote values that hold a colon"
    raise CorpusError(origin, reason, line=line)


def _markdown_to_text(body: str) -> tuple[str, str, str]:
    """First level-one heading ("" if none), the plain paragraphs, parted by blank lines, and a note."""
    from markdown_it import MarkdownIt

    if why := _too_much(body):
        return "", body, f"{why}, so it was read as plain text, marks included"
    title, paragraphs, bullet, heading = "", [], "", ""
    for token in MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).parse(body):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "list_item_open":
            bullet = BULLET
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content.strip())
        elif token.type == "inline":
            text = _inline_text(token)
            if heading == "h1" and not title:
                title = text
            else:
                paragraphs.append(bullet + text)
            bullet = heading = ""
    return title, "\n\n".join(paragraphs), ""


def _too_much(body: str) -> str:
    """Why this is not parsed; "" if it is."""
    if len(body) > MOST_CHARACTERS:
        return f"has more than {MOST_CHARACTERS:,} characters"
    if body.count("\n") > MOST_LINES:
        return f"has more than {MOST_LINES:,} lines"
    if len(MARK.findall(body)) > MOST_MARKS:
        return f"has more than {MOST_MARKS:,} marks of Markdown"
    return "nests lists or quotes too deeply" if DEEP.search(body.expandtabs(4)) else ""


def _inline_text(token: Token) -> str:
    """The words of a paragraph: link texts stay, addresses and images go, line breaks become spaces."""
    words = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)
