"""From an article to its sentences and to sentence-aligned chunks that tile its text.

Sentence borders are sentencex's; a paragraph always ends a sentence, and a sentence without end is cut. A chunk never
cuts a sentence, and joining the chunks of an article in order gives back its text. Time and memory grow with the
length of the text, not with its square.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from ..records import Article, Chunk, Sentence

# What stands before the words of a list item; outside the sentence, so that a quote does not begin with it. A dash
# belongs to it only before a space: "-5 degrees" keeps its sign.
LEAD = re.compile(r"(?:[\s•*·▪◦‣]|[–-](?=\s|$))*")
# Pieces shorter than this that do not end a sentence are joined to the next ("No." before a number, initials).
SHORTEST = 3
# Scripts whose signs stand for a word or a syllable, with their punctuation: Thai, Lao and Tibetan; Burmese; Khmer;
# Chinese, Japanese and Korean. All but Korean and Tibetan are written without spaces.
DENSE = (
    r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
# A sign of these scripts (the group), or a word of the others. As far as length goes, more than 50 letters without a
# space are several words: an address, a row of digits.
WORD = re.compile(rf"([{DENSE}])|[^\s{DENSE}]{{1,50}}")
# A chunk must fit the embedder's 256 word pieces. all-MiniLM-L6-v2 makes 1.3 pieces of an English word, 1.0 of a
# Chinese or Japanese sign and 1.4 of a Korean syllable, so 120 words are 160 pieces, or 180 signs and 180 to 250.
SIGNS_PER_WORD = 1.5
# Words of the longest sentence that is left whole, and of a piece of a longer one. In the articles shipped and
# planted the longest has 49 words; what is longer is a table or a transcript without full stops.
LONGEST, PIECE = 250, 100
PAUSES = frozenset(",;:–—،؛、，；：")
# sentencex 1.0.32 breaks off where an initial stands before a space of more than one byte.
WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
# sentencex takes time in the square of the signs of a paragraph that is not ASCII: 0.4 s for 40,000, 26 s for 320,000.
WINDOW = 10_000


def count_words(text: str) -> int:
    """Length of a text in words; where words are not parted by spaces, in signs worth as much to the embedder."""
    found = WORD.findall(text)
    signs = sum(map(bool, found))
    return len(found) - signs + round(signs / SIGNS_PER_WORD)


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order, without the white space and bullets around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in article.text.split("\n\n"):
        spans += ((start + begin, start + end) for begin, end in _spans(paragraph, article.language or "en"))
        start += len(paragraph) + 2
    return tuple(
        Sentence(article.doc_id, number, begin, end, article.text[begin:end])
        for number, (begin, end) in enumerate(spans)
    )


def chunk(article: Article, words: int) -> tuple[Chunk, ...]:
    """Chunks of at most `words` words (one long sentence may exceed it), in reading order.

    A chunk prefers to end with a paragraph: once it is half full, it does not begin a paragraph it cannot finish.
    """
    groups: list[list[Sentence]] = []
    size = 0
    for sentence, length, new_paragraph, needed in _with_paragraphs(article):
        full = size + length > words
        if not groups or full or (new_paragraph and size >= words / 2 and size + needed > words):
            groups.append([])
            size = 0
        groups[-1].append(sentence)
        size += length
    starts = [0] + [group[0].start for group in groups[1:]]
    ends = [*starts[1:], len(article.text)]
    return tuple(
        _make(article, ordinal, (start, end), tuple(group))
        for ordinal, (group, start, end) in enumerate(zip(groups, starts, ends, strict=True))
    )


def _spans(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end in it."""
    place = len(LEAD.match(paragraph)[0])  # type: ignore[index]  # the pattern matches the empty text
    found: list[tuple[int, int]] = []
    for piece in _segment(paragraph[place:], language):
        begin, end = place + len(piece) - len(piece.lstrip()), place + len(piece.rstrip())
        place += len(piece)
        if begin >= end:
            continue
        if found and found[-1][1] - found[-1][0] < SHORTEST:
            begin, _ = found.pop()
        found.append((begin, end))
    for begin, end in found:
        yield from _cut(paragraph, begin, end) if count_words(paragraph[begin:end]) > LONGEST else [(begin, end)]


def _segment(text: str, language: str) -> Iterator[str]:
    """What sentencex makes of a text, window by window; the pieces joined are as long as the text."""
    from sentencex import segment

    text, place = WIDE_SPACE.sub(" ", text), 0
    while len(text) - place > WINDOW:
        window = text[place : place + WINDOW]
        pieces: list[str] = list(segment(language, window))[:-1]  # the last one may go on behind the window
        pieces = pieces or [window[: window.rfind(" ") + 1] or window]
        yield from pieces
        place += sum(map(len, pieces))
    yield from segment(language, text[place:])


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a sentence that is too long to be one, each of at most `PIECE` words."""
    while begin < end:
        stop = _piece_end(text, begin, end)
        yield begin, stop
        following = WORD.search(text, stop, end)
        begin = following.start() if following else end


def _piece_end(text: str, begin: int, end: int) -> int:
    """After the last pause in the second half of the piece, else after its last word, else before a base letter."""
    size, pause, space, anywhere = 0.0, 0, 0, 0
    for word in WORD.finditer(text, begin, end):
        size += 1 if word[1] else SIGNS_PER_WORD  # counted in signs, for thirds do not add up
        if size > PIECE * SIGNS_PER_WORD:
            return pause or space or anywhere or word.start()
        following = text[word.end() : word.end() + 1]
        if unicodedata.category(following or " ").startswith("M"):  # a vowel or an accent that belongs to the sign
            continue
        anywhere = word.end()
        if size > PIECE * SIGNS_PER_WORD / 2 and (following.isspace() or word[1]):
            space = anywhere if following.isspace() else space
            pause = anywhere if text[anywhere - 1] in PAUSES else pause
    return end


def _with_paragraphs(article: Article) -> list[tuple[Sentence, int, bool, int]]:
    """Each sentence, its words, whether it begins a paragraph, and the words of the rest of its paragraph."""
    found = sentences(article)
    gaps = [article.text[first.end : second.start] for first, second in pairwise(found)]
    begins = [True, *("\n\n" in gap for gap in gaps)]
    rows: list[tuple[Sentence, int, bool, int]] = []
    rest, last = 0, True
    for sentence, first in zip(reversed(found), reversed(begins[: len(found)]), strict=True):
        length = count_words(sentence.text)
        rest = length + (0 if last else rest)
        rows.append((sentence, length, first, rest))
        last = first
    return rows[::-1]


def _make(article: Article, ordinal: int, span: tuple[int, int], group: tuple[Sentence, ...]) -> Chunk:
    text = article.text[slice(*span)]
    day = f" ({article.published_at:%d %B %Y})" if article.published_at else ""
    digest = hashlib.sha256(f"{article.doc_id}\0{article.content_hash}\0{ordinal}".encode()).hexdigest()[:16]
    return Chunk(digest, article.doc_id, ordinal, *span, group, text, f"{article.title}{day}\n{text.strip()}")
