"""Chunks grow by whole sentences up to a length; what stands in a better passage takes no place."""

from __future__ import annotations

from rag.reading.chunk import chunk, sentences
from rag.records import Article, IndexedChunk, ScoredChunk, Sentence
from rag.retrieval.passages import filled

TEXT = " ".join(f"Sentence {place} of the report is here." for place in range(1, 13))
ARTICLE = Article(doc_id="a", title="A", text=TEXT)
CHUNKS = chunk(ARTICLE, 21)  # three sentences each


def ranked(*places: int) -> tuple[ScoredChunk, ...]:
    return tuple(
        ScoredChunk(IndexedChunk(CHUNKS[place], ARTICLE.info), 1 / rank, rank) for rank, place in enumerate(places, 1)
    )


def whole(doc_id: str) -> tuple[str, list[Sentence]]:
    assert doc_id == "a"
    return TEXT, list(sentences(ARTICLE))


def places(found: tuple[ScoredChunk, ...]) -> list[tuple[int, int]]:
    return [(item.chunk.sentences[0].number, item.chunk.sentences[-1].number) for item in found]


def test_whole_sentences_are_added_up_to_the_length() -> None:
    (passage,) = filled(ranked(1), whole, 4, 180)
    assert places((passage,)) == [(3, 7)]
    assert passage.chunk.text == TEXT[passage.chunk.start : passage.chunk.end]
    assert len(passage.chunk.text) <= 180 < len(passage.chunk.text) + len("Sentence 9 of the report is here.")


def test_the_end_of_the_article_and_a_long_chunk_are_the_end() -> None:
    assert places(filled(ranked(3), whole, 4, 1000)) == [(9, 11)]
    assert places(filled(ranked(1), whole, 4, 50)) == [(3, 5)]


def test_what_stands_in_a_better_passage_takes_no_place() -> None:
    found = filled(ranked(0, 1, 3), whole, 4, 250)
    assert (places(found), [item.rank for item in found]) == ([(0, 6), (9, 11)], [1, 2])
    assert places(filled(ranked(1, 0), whole, 4, 250)) == [(3, 9), (0, 6)]
    assert places(filled(ranked(0, 1, 3), whole, 1, 250)) == [(0, 6)]
