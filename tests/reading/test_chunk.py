"""Sentences stand where they say, chunks tile the text and never cut one: on chosen, shipped and random texts."""

from __future__ import annotations

import random
from datetime import date, datetime, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from rag.reading.chunk import chunk, sentences
from rag.reading.clean import clean
from rag.reading.load import find, load
from rag.records import Article, SourceText

CORPUS = Path(__file__).parents[2] / "corpus"
SHIPPED = sorted(find(CORPUS))


def article(text: str, published_at: date | None = None) -> Article:
    return Article(doc_id="a", title="Title", text=text, published_at=published_at, language="en", content_hash="h")


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(article(text))]


# ---------------------------------------------------------------- borders


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("No stop at the end", ["No stop at the end"]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("• one thing.\n\n– another thing.", ["one thing.", "another thing."]),
        ("-5 degrees was measured. It was cold.", ["-5 degrees was measured.", "It was cold."]),
        ("He said “It is over.” Then he left.", ["He said “It is over.”", "Then he left."]),
        ('"So." She left.', ['"So."', "She left."]),
        ("“Why?” he asked. Silence.", ["“Why?” he asked.", "Silence."]),
        ("Mr. Lee met Dr. Kim on Jan. 5 in the U.S. capital. They spoke.", None),
        ("It rose by 3.5 per cent, i.e. by $1.2 bn. It fell later.", None),
        ("J. R. Smith left. He was late.", ["J. R. Smith left.", "He was late."]),
        ("The No. 2 official came. He sat.", ["The No. 2 official came.", "He sat."]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("他来了。他走了。", ["他来了。", "他走了。"]),
        ("• •", []),
    ],
)
def test_sentence_borders(text: str, expected: list[str] | None) -> None:
    found = texts(text)
    assert found == expected if expected is not None else len(found) == 2


@pytest.mark.parametrize("sign", ["\u00e9", "\U0001f44d", "\u6771", "\u0301"])
def test_offsets_count_characters_not_bytes(sign: str) -> None:
    (first, second) = sentences(article(f"{sign * 3} one. Two {sign}."))
    assert (first.start, first.end, second.start, second.end) == (0, 8, 9, 15)


def test_sentences_are_numbered_through_all_paragraphs() -> None:
    found = sentences(article("One. Two.\n\n• Three."))
    assert [(item.number, item.start, item.end) for item in found] == [(0, 0, 4), (1, 5, 9), (2, 13, 19)]


# ---------------------------------------------------------------- what always holds


def check(item: Article, words: int) -> None:
    """Everything sync, citation and the reader rely on."""
    found, chunks = sentences(item), chunk(item, words)
    assert all(item.text[sentence.start : sentence.end] == sentence.text for sentence in found)
    assert all(sentence.text == sentence.text.strip() != "" for sentence in found)
    assert [sentence.number for sentence in found] == list(range(len(found)))
    assert all(first.end <= second.start for first, second in pairwise(found))
    between = "".join(item.text[first.end : second.start] for first, second in pairwise(found))
    assert not any(sign.isalnum() for sign in between)  # no word is outside a sentence
    assert "".join(part.text for part in chunks) == item.text
    assert [part.ordinal for part in chunks] == list(range(len(chunks)))
    assert tuple(sentence for part in chunks for sentence in part.sentences) == found
    for part in chunks:
        assert item.text[part.start : part.end] == part.text
        assert part.start <= part.sentences[0].start
        assert part.sentences[-1].end <= part.end
        assert len(part.text.split()) <= words + 1 or len(part.sentences) == 1 or "•" in part.text
    assert len({part.chunk_id for part in chunks}) == len(chunks)


@pytest.mark.parametrize("words", [20, 120, 400])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_holds_for_every_shipped_article(path: Path, words: int) -> None:
    check(clean(load(path, CORPUS)), words)


PIECES = [
    *"aB.?!,;()'\"”“…*-–•。",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "\x0b",
    "\u00a0",
    "\u2028",
    "\u200b",
    "\u0007",
    "\ufeff",
    "e\u0301",
    "👍🏽",
    "東京",
    "Dr.",
    "No.",
    "U.S.",
    "3.5",
    "J.",
    "• ",
    "- ",
    " and then some more words ",
]


@pytest.mark.parametrize("seed", range(8))
def test_it_holds_for_random_texts_after_cleaning(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(250):
        text = "Body" + "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
        check(clean(SourceText("/a.txt", "a.txt", text, {"title": "T"})), draw.choice([1, 3, 20]))


# ---------------------------------------------------------------- cutting


def test_a_chunk_ends_before_it_is_too_long() -> None:
    parts = chunk(article("One two three. Four five six. Seven eight."), 6)
    assert [part.text for part in parts] == ["One two three. Four five six. ", "Seven eight."]


def test_a_long_sentence_is_a_chunk_of_its_own() -> None:
    parts = chunk(article("One. Two three four five six seven. Eight."), 3)
    assert [part.text for part in parts] == ["One. ", "Two three four five six seven. ", "Eight."]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (8, ["One two three four.\n\n", "Five six. Seven eight nine."]),  # half full: the paragraph is kept whole
        (9, ["One two three four.\n\nFive six. Seven eight nine."]),
        (10, ["One two three four.\n\nFive six. Seven eight nine."]),
    ],
)
def test_a_chunk_prefers_to_end_with_a_paragraph(words: int, expected: list[str]) -> None:
    parts = chunk(article("One two three four.\n\nFive six. Seven eight nine."), words)
    assert [part.text for part in parts] == expected


def test_a_chunk_less_than_half_full_begins_a_paragraph_it_cannot_finish() -> None:
    parts = chunk(article("One.\n\nTwo three four. Five six seven."), 6)
    assert [part.text for part in parts] == ["One.\n\nTwo three four. ", "Five six seven."]


# ---------------------------------------------------------------- ids and what is embedded


@pytest.mark.parametrize(
    ("day", "head"),
    [
        (None, "Title"),
        (date(2024, 12, 5), "Title (05 December 2024)"),
        (datetime(2024, 12, 5, 23, tzinfo=timezone.utc), "Title (05 December 2024)"),
    ],
)
def test_title_and_day_stand_before_the_text_that_is_embedded(day: date | None, head: str) -> None:
    (part,) = chunk(article("  One. Two.", day), 20)
    assert part.embedding_text == f"{head}\nOne. Two."


def test_ids_are_derived_from_article_version_and_place() -> None:
    text = "One two. Three four."
    first, second = chunk(article(text), 2)
    assert [first.chunk_id, second.chunk_id] == [part.chunk_id for part in chunk(article(text), 2)]
    other = Article(doc_id="a", title="Title", text=text, content_hash="i")
    assert {part.chunk_id for part in chunk(other, 2)}.isdisjoint({first.chunk_id, second.chunk_id})
