"""From a folder to source texts: finds the files, decodes them, separates fields from text.

Markdown becomes plain paragraphs here, since its marks are the file's format, not the article's words. Raw HTML
inside Markdown stays visible as text; it is never interpreted. Cleaning is the next step's job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CorpusError
from ..records import SourceText

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".txt")
FENCE = "---"
BULLET = "• "


def find(root: Path) -> Iterator[Path]:
    """The article files under `root` (or `root` itself if it is a file), in the order of their paths.

    Hidden files and folders and files named README are passed over.

    Raises:
        CorpusError: there is no such path, or a single file has a suffix that is not read.
    """
    if root.is_file():
        if root.suffix.lower() not in SUFFIXES:
            raise CorpusError(str(root), f"cannot be read as an article; the suffixes read are {', '.join(SUFFIXES)}")
        yield root
        return
    if not root.is_dir():
        raise CorpusError(str(root), "no such file or folder; give a folder with .md or .txt files")
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if not hidden and path.is_file() and path.suffix.lower() in SUFFIXES and path.stem.upper() != "README":
            yield path


def load(path: Path, root: Path) -> SourceText:
    """Read one file found under `root`.

    Raises:
        CorpusError: the file is empty, not UTF-8 text, unreadable, or its front matter is broken.
    """
    raw = _decode(path)
    if path.suffix.lower() == ".md":
        fields, lines, body = _front_matter(path, raw)
        title, text = _markdown_to_text(body)
        if title and fields.get("title") and title != str(fields["title"]):  # a heading of its own, not the headline
            text = f"{title}\n\n{text}"
    else:
        fields, lines = {}, {}
        title, _, text = raw.strip().partition("\n")
    if not fields.get("title") and title.strip():
        fields = {**fields, "title": title.strip()}
        lines = {**lines, "title": 1}
    if not text.strip():
        raise CorpusError(str(path), "has no text besides its headline; add the article's text or remove the file")
    base = root if root.is_dir() else root.parent
    relative = f"{base.resolve().name}/{path.relative_to(base).as_posix()}"
    return SourceText(str(path.resolve()), relative, text, fields, lines)


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(str(path), f"cannot be read ({error.strerror})") from None
    if not data.strip():
        raise CorpusError(str(path), "is empty; add the article's text or remove the file")
    if b"\0" in data:
        raise CorpusError(str(path), "is not a text file (it has zero bytes); remove it or save it as UTF-8 text")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reason = f"is not UTF-8 text (byte 0x{data[error.start]:02x}); save it as UTF-8"
        raise CorpusError(str(path), reason, line=line) from None


def _front_matter(path: Path, raw: str) -> tuple[Mapping[str, object], Mapping[str, int], str]:
    """Fields, their line numbers, and the body."""
    import yaml

    lines = raw.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, {}, raw
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    except StopIteration:
        raise CorpusError(str(path), f"front matter is not closed; end it with a line {FENCE}", line=1) from None
    try:
        fields = yaml.safe_load("\n".join(lines[1:end])) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date such as 2024-02-31; thousands of brackets
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        reason = f"front matter is not valid YAML ({problem}); quote values that hold a colon"
        raise CorpusError(str(path), reason, line=(mark.line + 2 if mark else 1)) from None
    if not isinstance(fields, dict):
        raise CorpusError(str(path), "front matter is not a list of `name: value` lines", line=2)
    numbers = {line.split(":")[0].strip(): number for number, line in reversed(list(enumerate(lines[1:end], 2)))}
    return {str(key): value for key, value in fields.items()}, numbers, "\n".join(lines[end + 1 :])


def _markdown_to_text(body: str) -> tuple[str, str]:
    """First level-one heading ("" if none) and the plain paragraphs, parted by blank lines."""
    from markdown_it import MarkdownIt

    title, paragraphs, bullet, heading = "", [], "", ""
    for token in MarkdownIt("commonmark", {"html": False}).parse(body):
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
    return title, "\n\n".join(paragraphs)


def _inline_text(token: Token) -> str:
    """The words of a paragraph: link texts stay, addresses and images go, line breaks become spaces."""
    words = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)
