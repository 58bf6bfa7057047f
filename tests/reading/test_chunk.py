"""Sentences stand where they say, chunks tile the text and never cut one: on chosen, shipped and random texts."""

from __future__ import annotations

import random
import time
from datetime import date, datetime, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from made_articles import articles_below

from rag.reading.chunk import WINDOW, chunk, count_words, sentences
from rag.reading.clean import clean
from rag.records import Article, SourceText

CORPUS = Path(__file__).parents[2] / "corpus"


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
        ("J.\u00a0R. Smith left. He was late.", ["J.\u00a0R. Smith left.", "He was late."]),
        ("قال الوزير إن الحظر باقٍ. هل سيُرفع؟ لا أحد يعلم.", ["قال الوزير إن الحظر باقٍ.", "هل سيُرفع؟", "لا أحد يعلم."]),
        ("השר אמר שהאיסור נשאר. האם יוסר?", ["השר אמר שהאיסור נשאר.", "האם יוסר?"]),
        ("首相は来た。「帰らない」と言った。", ["首相は来た。", "「帰らない」と言った。"]),
        ("It won 🎉. He cried 😭! Then 👩\u200d🚀 left.", ["It won 🎉.", "He cried 😭!", "Then 👩\u200d🚀 left."]),
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
        told = sum(count_words(sentence.text) for sentence in part.sentences)
        assert told <= words or len(part.sentences) == 1
    assert len({part.chunk_id for part in chunks}) == len(chunks)


@pytest.fixture(scope="module")
def shipped() -> list[Article]:
    return articles_below(CORPUS)


@pytest.mark.parametrize("words", [20, 120, 400])
def test_it_holds_for_every_shipped_article(shipped: list[Article], words: int) -> None:
    assert len(shipped) == 23
    for item in shipped:
        check(item, words)


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
    "กาล",
    "한국",
    "שלום",
    "، ",
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
        # The first paragraph keeps the article from being nothing but what looks like page furniture.
        text = "The body begins here and ends there.\n\nBody" + "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
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


# ---------------------------------------------------------------- length, in any script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("One two – three.", 4),
        ("x" * 50, 1),
        ("x" * 101, 3),  # an address, a row of digits
        ("他来了。", 3),  # four signs of 1.5 to a word
        ("東京 and 大阪", 4),
        ("สวัสดี", 4),
        ("한국 정부", 3),
        ("قال الوزير", 2),
        ("השר אמר", 2),
    ],
)
def test_words_are_counted_by_what_they_cost_the_embedder(text: str, expected: int) -> None:
    assert count_words(text) == expected


SCRIPTS = {
    "ar": "قال الوزير إن الحظر على المأكولات البحرية باقٍ حتى إشعار آخر. ",
    "he": "השר אמר שהאיסור על יבוא דגים נשאר בתוקף עד להודעה חדשה. ",
    "zh": "外交部发言人周一说，在科学证据充分之前，首尔不会改变立场。",
    "ja": "政府は火曜日、水産物の輸入規制をめぐる協議を続けると説明した。",
    "th": "รัฐบาลประกาศเมื่อวันจันทร์ว่าจะยังคงห้ามนำเข้าอาหารทะเล ",
    "ko": "정부는 수산물 수입을 계속 금지한다고 월요일에 발표했다. ",
    "en": "It won 🎉 and he cried 😭, then the crew 👩\u200d🚀 left. ",
}


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("stops", [True, False], ids=["with stops", "without stops"])
def test_no_chunk_is_too_long_in_any_script(language: str, stops: bool) -> None:
    text = (SCRIPTS[language] * 100).strip()
    if not stops:
        text = text.translate(dict.fromkeys(map(ord, ".。"), None))
    item = Article(doc_id="a", title="T", text=text, language=language, content_hash="h")
    check(item, 120)
    assert all(count_words(part.text) <= 120 for part in chunk(item, 120))
    assert (
        {sentence.text for sentence in sentences(item)} == {SCRIPTS[language].strip()} or not stops or language == "th"
    )


WORDS = [f"w{number}" for number in range(260)]


@pytest.mark.parametrize(
    ("pause", "lengths"),
    [
        ({}, [100, 100, 60]),
        ({80: ","}, [80, 100, 80]),
        ({10: ",", 60: ";", 80: ","}, [80, 100, 80]),  # the last pause that leaves the piece half full
        ({10: ",", 40: ";"}, [100, 100, 60]),
    ],
)
def test_a_sentence_without_end_is_cut_at_a_pause_or_a_space(pause: dict[int, str], lengths: list[int]) -> None:
    text = " ".join(word + pause.get(number, "") for number, word in enumerate(WORDS, 1))
    found = sentences(article(text))
    assert [len(sentence.text.split()) for sentence in found] == lengths
    assert " ".join(sentence.text for sentence in found) == text


def test_a_sentence_is_left_whole_as_long_as_it_can_be() -> None:
    assert len(texts(" ".join(WORDS[:250]))) == 1
    assert len(texts(" ".join(WORDS[:251]))) == 3


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("好" * 400, [150, 150, 100]),
        (("好" * 99 + "，") * 4, [100, 100, 100, 100]),
        ("กำ" + "ที่" * 125, [149, 150, 78]),  # no cut between a sign and its vowel
        ("x" * 25_000, [10_000, 10_000, 5000]),  # counts as 200 words to a window
    ],
)
def test_where_there_is_no_space_it_is_cut_between_two_signs(text: str, lengths: list[int]) -> None:
    found = sentences(article(text))
    assert [len(sentence.text) for sentence in found] == lengths
    assert "".join(sentence.text for sentence in found) == text


@pytest.mark.parametrize("sentence", ["Ünited it stood, “they said.” ", "他来了。"])
def test_a_paragraph_longer_than_a_window_has_the_sentences_of_its_parts(sentence: str) -> None:
    item = article((sentence * (3 * WINDOW // len(sentence))).strip())
    check(item, 120)
    assert {found.text for found in sentences(item)} == {sentence.strip()}


def long_article(words: int, paragraph: int) -> Article:
    """Sentences of 20 words, the last with a sign that is not ASCII; paragraphs of so many words."""
    ends = {paragraph - 1: " end é.\n\n"}
    return article("".join(ends.get(n % paragraph, " end." if n % 20 == 19 else " word") for n in range(words)).strip())


@pytest.mark.parametrize("paragraph", [100, 10**6], ids=["many paragraphs", "one paragraph"])
def test_time_grows_with_the_length_and_not_with_its_square(paragraph: int) -> None:
    def seconds(words: int) -> float:
        item, begin = long_article(words, paragraph), time.perf_counter()
        assert len(chunk(item, 120)) == pytest.approx(words / 100, rel=0.2)
        return time.perf_counter() - begin

    once, twice = min(seconds(50_000) for _ in range(3)), min(seconds(100_000) for _ in range(2))
    assert twice < 4 * once + 0.05, f"{once:.2f} s for 50,000 words, {twice:.2f} s for 100,000"


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
