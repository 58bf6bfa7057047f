"""From an article to its sentences and to sentence-aligned chunks that tile its text.

Sentence borders are sentencex's; a paragraph always ends a sentence. A chunk never cuts a sentence, and joining the
chunks of an article in order gives back its text.
"""

from __future__ import annotations

import hashlib
import re

from ..records import Article, Chunk, Sentence

# What stands before the words of a list item; outside the sentence, so that a quote does not begin with it. A dash
# belongs to it only before a space: "-5 degrees" keeps its sign.
LEAD = re.compile(r"(?:[\s•*·▪◦‣]|[–-](?=\s|$))*")
# Pieces shorter than this that do not end a sentence are joined to the next ("No." before a number, initials).
SHORTEST = 3


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order, without the white space and bullets around them."""
    from sentencex import segment

    found: list[Sentence] = []
    start = 0
    for paragraph in article.text.split("\n\n"):
        place = start + len(LEAD.match(paragraph)[0])  # type: ignore[index]  # the pattern matches the empty text
        for piece in segment(article.language or "en", article.text[place : start + len(paragraph)]):
            words = piece.strip()
            if not words:
                place += len(piece)
                continue
            begin = article.text.index(words, place)
            previous = found[-1] if found else None
            if previous and previous.start >= start and len(previous.text) < SHORTEST:
                begin = previous.start
                found.pop()
            end = place + len(piece.rstrip())
            found.append(Sentence(article.doc_id, len(found), begin, end, article.text[begin:end]))
            place += len(piece)
        start += len(paragraph) + 2
    return tuple(found)


def chunk(article: Article, words: int) -> tuple[Chunk, ...]:
    """Chunks of at most `words` words (one long sentence may exceed it), in reading order.

    A chunk prefers to end with a paragraph: once it is half full, it does not begin a paragraph it cannot finish.
    """
    groups: list[list[Sentence]] = []
    size = 0
    for sentence, new_paragraph, needed in _with_paragraphs(article):
        full = size + len(sentence.text.split()) > words
        if not groups or full or (new_paragraph and size >= words / 2 and size + needed > words):
            groups.append([])
            size = 0
        groups[-1].append(sentence)
        size += len(sentence.text.split())
    starts = [0] + [group[0].start for group in groups[1:]]
    ends = [*starts[1:], len(article.text)]
    return tuple(
        _make(article, ordinal, (start, end), tuple(group))
        for ordinal, (group, start, end) in enumerate(zip(groups, starts, ends, strict=True))
    )


def _with_paragraphs(article: Article) -> list[tuple[Sentence, bool, int]]:
    """Each sentence, whether it begins a paragraph, and the words of the rest of its paragraph."""
    found: list[tuple[Sentence, bool, int]] = []
    rest, following = 0, len(article.text)
    for sentence in reversed(sentences(article)):
        ends_paragraph = "\n\n" in article.text[sentence.end : following] or following == len(article.text)
        rest = len(sentence.text.split()) + (0 if ends_paragraph else rest)
        begins = sentence.start == 0 or bool(re.search(rf"\n\n{LEAD.pattern}$", article.text[: sentence.start]))
        found.append((sentence, begins, rest))
        following = sentence.start
    return found[::-1]


def _make(article: Article, ordinal: int, span: tuple[int, int], group: tuple[Sentence, ...]) -> Chunk:
    text = article.text[slice(*span)]
    day = f" ({article.published_at:%d %B %Y})" if article.published_at else ""
    digest = hashlib.sha256(f"{article.doc_id}\0{article.content_hash}\0{ordinal}".encode()).hexdigest()[:16]
    return Chunk(digest, article.doc_id, ordinal, *span, group, text, f"{article.title}{day}\n{text.strip()}")
