"""Near copies take one place; what a copy alone says stays; articles of other clusters are left as they are."""

from __future__ import annotations

from rag.reading.chunk import chunk
from rag.records import Article, Evidence, EvidenceSentence, IndexedChunk, ScoredChunk
from rag.retrieval.folding import folded

LEAD = "The bridge at Harl will open in June 2027, nine months late. The crack is 11.3 metres long, the ministry said."
OWN = "Shares in the builder fell by a tenth on Monday."


def ranked(*articles: tuple[str, str, str]) -> tuple[ScoredChunk, ...]:
    """(doc_id, copy_of, text) of articles of one chunk each, best first, with scores that fall from 1."""
    found = []
    for rank, (doc_id, copy_of, text) in enumerate(articles, 1):
        article = Article(doc_id=doc_id, title=doc_id, text=text, copy_of=copy_of)
        (only,) = chunk(article, 120)
        found.append(ScoredChunk(IndexedChunk(only, article.info), 1 / rank, rank))
    return tuple(found)


def told(ranking: tuple[ScoredChunk, ...]) -> list[tuple[str, int, float]]:
    return [(item.article.doc_id, item.rank, item.score) for item in ranking]


def test_a_copy_that_says_nothing_new_takes_no_place() -> None:
    copy = LEAD.replace("the ministry said", "according to the ministry")
    found = folded(ranked(("a", "", LEAD), ("b", "a", copy), ("other", "", LEAD), ("c", "a", LEAD)))
    assert told(found) == [("a", 1, 1.0), ("other", 2, 1 / 3)]


def test_the_original_takes_the_place_of_a_better_copy() -> None:
    found = folded(ranked(("b", "a", LEAD), ("other", "", OWN), ("a", "", LEAD)))
    assert told(found) == [("a", 1, 1.0), ("other", 2, 1 / 2)]


def test_the_original_does_not_take_over_what_only_the_copy_says() -> None:
    found = folded(ranked(("b", "a", f"{LEAD} {OWN}"), ("a", "", LEAD)))
    assert told(found) == [("b", 1, 1.0)]


def test_copies_are_folded_where_their_original_was_not_found() -> None:
    assert told(folded(ranked(("b", "a", LEAD), ("c", "a", LEAD)))) == [("b", 1, 1.0)]


def test_what_a_copy_adds_stays_without_the_rest() -> None:
    found = folded(ranked(("a", "", LEAD), ("b", "a", f"{LEAD} {OWN}")))
    assert told(found) == [("a", 1, 1.0), ("b", 2, 0.5)]
    assert [sentence.text.strip() for sentence in found[1].chunk.sentences] == [OWN]
    assert found[1].chunk.text == f"{LEAD} {OWN}"


def test_another_figure_name_or_denial_is_something_new() -> None:
    for old, new in (
        ("11.3", "13.1"),
        ("June 2027", "May 2027"),
        ("at Harl", "at Osk"),
        ("will open", "will not open"),
    ):
        found = folded(ranked(("a", "", LEAD), ("b", "a", LEAD.replace(old, new))))
        assert [len(item.chunk.sentences) for item in found] == [2, 1], new


def test_what_is_short_stays_where_nothing_else_stands_for_it() -> None:
    assert len(folded(ranked(("a", "", "They met in Japan."), ("other", "", "They met in Japan.")))) == 2


def test_chunks_of_one_article_are_not_compared() -> None:
    twice = ranked(("a", "", LEAD)) * 2
    assert len(folded(twice)) == 2


def test_copies_count_once_among_the_independent_articles() -> None:
    ranking = ranked(("a", "", LEAD), ("b", "a", f"{LEAD} {OWN}"), ("other", "", OWN))
    sentences = tuple(
        EvidenceSentence(number, item.chunk.sentences[0], item.article, 0.0) for number, item in enumerate(ranking, 1)
    )
    evidence = Evidence(sentences, tuple(item.article for item in ranking), 0.0, 0)
    assert evidence.independent == 2
