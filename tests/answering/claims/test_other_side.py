"""The other side of a disagreement is fetched from the ranking into the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fakes_chat import evidence_of, info, numbers_of, told

from rag.answering.claims.other_side import MOST_ADDED, with_other_sides
from rag.answering.disagree import compare
from rag.records import Chunk, EvidenceSentence, IndexedChunk, Ranking, ScoredChunk

QUESTION = "How many people marched through Port Ellis?"
TIDE = info("a", date(2024, 5, 10), publisher="Daily Tide")
POST = info("b", date(2024, 5, 12), publisher="Evening Post")
POLICE = "About 5,000 people marched through Port Ellis on Friday, police said."
UNIONS = "More than 20,000 people marched through Port Ellis on Friday, the unions said."


def ranking(*items: EvidenceSentence) -> Ranking:
    """Each sentence as a chunk of its own."""
    chunks = [
        (Chunk(f"c{n}", x.sentence.doc_id, n, x.sentence.start, x.sentence.end, (x.sentence,), "", ""), x.article)
        for n, x in enumerate(items)
    ]
    return tuple(ScoredChunk(IndexedChunk(chunk, article), 5.0 - n, n + 1) for n, (chunk, article) in enumerate(chunks))


def test_what_disagrees_with_the_evidence_is_added_and_shown() -> None:
    every = told((TIDE, "It rained."), (TIDE, POLICE), (POST, "The shops were closed."), (POST, UNIONS))
    chosen = evidence_of((replace(every[1], number=1), replace(every[2], number=2)))
    evidence = with_other_sides(chosen, ranking(*every), QUESTION)
    assert [(item.number, item.sentence.text, item.neighbour) for item in evidence.sentences] == [
        (1, POLICE, False),
        (2, "The shops were closed.", False),
        (3, UNIONS, True),
    ]
    assert (evidence.best, evidence.tokens > chosen.tokens) == (chosen.best, True)
    answering = tuple(replace(item, chance=0.5) for item in evidence.sentences)
    (record,) = compare(answering, numbers_of(answering), QUESTION).disagreements
    assert [side.quote for side in record.sides] == [UNIONS, POLICE]


def test_it_is_numbered_in_reading_order_and_the_best_keep_their_places() -> None:
    every = told((TIDE, POLICE), (POST, UNIONS), (POST, "The shops were closed."))
    chosen = evidence_of((replace(every[2], number=1), replace(every[0], number=2)))
    evidence = with_other_sides(chosen, ranking(*every), QUESTION)
    assert [item.sentence.text for item in evidence.sentences] == [UNIONS, "The shops were closed.", POLICE]
    assert [evidence.sentences[number - 1].sentence.text for number in evidence.best] == [
        chosen.sentences[number - 1].sentence.text for number in chosen.best
    ]


def test_nothing_is_added_where_nothing_disagrees_or_a_copy_does() -> None:
    for other in ((POST, POLICE), (POST, "More than 20,000 people march"), (replace(POST, copy_of="a"), UNIONS)):
        every = told((TIDE, POLICE), other)
        chosen = evidence_of((every[0],))
        assert with_other_sides(chosen, ranking(*every), QUESTION) is chosen
    empty = evidence_of(())
    assert with_other_sides(empty, (), QUESTION) is empty


def test_at_most_a_few_are_added() -> None:
    others = [
        (info(f"d{n}", date(2024, 5, 12), publisher=f"Paper {n}"), UNIONS.replace("20,", f"{n}0,")) for n in range(2, 9)
    ]
    every = told((TIDE, POLICE), *others)
    chosen = evidence_of((every[0],))
    assert len(with_other_sides(chosen, ranking(*every), QUESTION).sentences) == 1 + MOST_ADDED
