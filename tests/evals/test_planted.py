"""The planted set holds what it says: offsets, splits, counts, every kind of question and of plant."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from evals.records import Split
from evals.sets import planted
from evals.spelling import plain, says
from rag.reading.chunk import sentences

CATEGORIES = frozenset(
    "single_fact several_articles why_how comparison list what_changed who_says numbers date_bound follow_up "
    "disagreement no_disagreement near_miss off_topic opinion_asked ambiguous hostile hostile_question".split()
)
KINDS = frozenset(
    "single_source several_sources two_units states disagreement lookalike same_name speaker opinion_as_fact copies "
    "correction hostile".split()
)
SPLITS: tuple[Split, ...] = ("dev", "test")

Row = dict[str, Any]
QUESTIONS: list[Row] = list(planted.rows(planted.QUESTIONS))
TRUTH: list[Row] = list(planted.rows(planted.TRUTH))
QUOTES: list[Row] = [item for row in QUESTIONS for item in row["gold"]] + [
    item for row in TRUTH for item in row["quotes"]
]
BY_ID = {row["query_id"]: row for row in QUESTIONS}
SPLIT = {row["story"]: row["split"] for row in QUESTIONS}


def text(doc_id: str) -> str:
    return planted.articles()[doc_id].text


def story(doc_id: str) -> str:
    """An article's folder."""
    return Path(planted.articles()[doc_id].origin).parent.name


@cache
def five_grams(doc_id: str) -> frozenset[tuple[str, ...]]:
    words = plain(text(doc_id)).split()
    return frozenset(zip(*(words[start:] for start in range(5)), strict=False))


def alike(one: str, other: str) -> float:
    """Jaccard similarity of two articles' five-grams of words."""
    first, second = five_grams(one), five_grams(other)
    return len(first & second) / len(first | second)


# ------------------------------------------------------------ how much there is


def test_it_is_large_enough() -> None:
    articles = planted.articles().values()
    assert len(articles) >= 100
    assert len({article.publisher for article in articles}) >= 8
    assert len(SPLIT) >= 12
    assert len(QUESTIONS) >= 300
    assert {story(article.doc_id) for article in articles} == set(SPLIT)
    assert all(article.title and article.publisher and article.published_at for article in articles)


@pytest.mark.parametrize("split", SPLITS)
def test_each_split_has_every_category_and_every_kind_of_plant(split: Split) -> None:
    assert {row["category"] for row in QUESTIONS if row["split"] == split} == CATEGORIES
    assert {row["kind"] for row in TRUTH if SPLIT[row["story"]] == split} == KINDS


def test_a_story_is_in_one_split_and_every_question_stays_in_its_story() -> None:
    assert len(BY_ID) == len(QUESTIONS)
    assert {(row["story"], row["split"]) for row in QUESTIONS} == set(SPLIT.items())
    named = [(row["story"], item["doc_id"]) for row in QUESTIONS for item in row["gold"]]
    named += [(row["story"], doc_id) for row in TRUTH for doc_id in row["doc_ids"]]
    strays = [pair for pair in named if story(pair[1]) != pair[0]]
    assert strays == []


# ------------------------------------------------------------ quotes


def test_every_offset_cuts_out_its_quote() -> None:
    assert len(QUOTES) > 500
    assert [item for item in QUOTES if text(item["doc_id"])[item["start"] : item["end"]] != item["quote"]] == []


def test_every_quote_is_one_whole_sentence() -> None:
    borders = {
        doc_id: {(sentence.start, sentence.end) for sentence in sentences(article)}
        for doc_id, article in planted.articles().items()
    }
    assert [item for item in QUOTES if (item["start"], item["end"]) not in borders[item["doc_id"]]] == []


def test_quotes_are_placed_as_they_stand(tmp_path: Path) -> None:
    """Offsets that are lost are found again, and nothing else in the files changes."""
    copies = tmp_path / "questions.jsonl", tmp_path / "truth.jsonl"
    for copy, rows, field in ((copies[0], QUESTIONS, "gold"), (copies[1], TRUTH, "quotes")):
        lost = [{**row, field: [{**item, "start": 0, "end": 0} for item in row[field]]} for row in rows]
        copy.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lost), encoding="utf-8")
    planted.place(*copies)
    assert [copy.read_bytes() for copy in copies] == [planted.QUESTIONS.read_bytes(), planted.TRUTH.read_bytes()]


def test_a_quote_that_does_not_stand_in_its_article_is_told(tmp_path: Path) -> None:
    item = {**QUESTIONS[0]["gold"][0], "quote": "No article says this."}
    file, none = tmp_path / "questions.jsonl", tmp_path / "truth.jsonl"
    file.write_text(json.dumps({"gold": [item]}) + "\n", encoding="utf-8")
    none.touch()
    with pytest.raises(ValueError, match="0 times in") as caught:
        planted.place(file, none)
    assert str(caught.value) == f"0 times in {item['doc_id']}: No article says this."


# ------------------------------------------------------------ questions


def test_what_is_answered_has_facts_and_a_gold_sentence_for_each() -> None:
    for row in QUESTIONS:
        answered = row["status"] == "answered"
        assert bool(row["must"]) == answered, row["query_id"]
        assert {item["fact"] for item in row["gold"]} == set(range(len(row["must"]))), row["query_id"]


def test_the_gold_answer_says_every_fact_and_no_wrong_one() -> None:
    answered = [row for row in QUESTIONS if row["must"]]
    assert [row["query_id"] for row in answered if not all(says(row["answer"], forms) for forms in row["must"])] == []
    assert [row["query_id"] for row in answered if says(row["answer"], row["must_not"])] == []


def test_a_near_miss_names_the_answerable_question_it_differs_from() -> None:
    for row in QUESTIONS:
        assert bool(row["near"]) == bool(row["differs"]) == (row["category"] == "near_miss"), row["query_id"]
        if row["near"]:
            near = BY_ID[row["near"]]
            assert (near["status"], near["story"]) == ("answered", row["story"]), row["query_id"]


def test_what_was_known_on_a_day_was_published_by_then() -> None:
    bound = [row for row in QUESTIONS if row["as_of"]]
    assert {row["category"] for row in bound} >= {"date_bound"}
    for row in bound:
        for item in row["gold"]:
            day = planted.articles()[item["doc_id"]].published_day
            assert day is not None
            assert day <= date.fromisoformat(row["as_of"]), row["query_id"]


def test_the_turns_of_a_conversation_follow_one_another() -> None:
    conversations: dict[str, list[Row]] = defaultdict(list)
    for row in QUESTIONS:
        if row["conversation"]:
            conversations[row["conversation"]].append(row)
        else:
            assert (row["turn"], row["category"] == "follow_up") == (1, False), row["query_id"]
    for rows in conversations.values():
        assert [row["turn"] for row in rows] == list(range(1, len(rows) + 1))
        assert len(rows) > 1
        assert len({row["story"] for row in rows}) == 1
    assert all(row["turn"] > 1 for row in QUESTIONS if row["category"] == "follow_up")


def test_only_a_disagreement_has_sides() -> None:
    for row in QUESTIONS:
        assert (len(row["disagree"]) > 1) == (row["category"] == "disagreement"), row["query_id"]
        assert set(row["disagree"]) <= set(range(len(row["must"]))), row["query_id"]


# ------------------------------------------------------------ plants


def test_copies_are_nearly_the_same_text_and_nothing_else_is() -> None:
    groups = [row["doc_ids"] for row in TRUTH if row["kind"] == "copies"]
    copies = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
    assert len(groups) >= 6
    assert min(alike(group[0], copy) for group in groups for copy in group[1:]) > 0.4
    others = {frozenset(pair) for pair in combinations(planted.articles(), 2)} - copies
    assert max(alike(*pair) for pair in others) < 0.2


def test_what_hostile_text_wants_said_stands_in_an_article() -> None:
    hostile, articles = [row for row in QUESTIONS if row["category"] == "hostile"], planted.articles()
    for row in hostile:
        own = [article.text for doc_id, article in articles.items() if story(doc_id) == row["story"]]
        assert any(says(" ".join(own), [form]) for form in row["must_not"]), row["query_id"]


# ------------------------------------------------------------ how it is read


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_as_the_evals_read_it(split: Split) -> None:
    found = planted.read(split)
    wanted = [row for row in QUESTIONS if row["split"] == split]
    assert [question.query_id for question in found.questions] == [row["query_id"] for row in wanted]
    for question, row in zip(found.questions, wanted, strict=True):
        assert question.group == row["story"]
        assert len(question.earlier) == row["turn"] - 1
        assert [gold.quote for gold in question.gold] == [item["quote"] for item in row["gold"]]
    truth = [row for row in TRUTH if SPLIT[row["story"]] == split]
    assert list(map(list, found.copies)) == [row["doc_ids"] for row in truth if row["kind"] == "copies"]
    assert len(found.disputes) == sum(row["kind"] == "disagreement" for row in truth)
    assert all(len(sides) > 1 for sides in found.disputes)
    pairs = planted.pairs(split)
    assert len(pairs) > 15
    assert all(question.gold[0].quote in document.text for question, document in pairs)


def test_its_readme_counts_right() -> None:
    readme = (planted.FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"{len(planted.articles())} articles by ten made-up outlets on {len(set(SPLIT))} running stories" in readme
    assert f"holds {len(QUESTIONS)} questions" in readme
    assert len({article.publisher for article in planted.articles().values()}) == 10


def test_no_question_is_asked_twice() -> None:
    texts = [row["text"] for row in QUESTIONS if row["turn"] == 1]
    assert len(set(texts)) == len(texts)


def test_a_gold_sentence_may_be_quoted() -> None:
    wrong = [row["query_id"] for row in QUESTIONS for gold in row["gold"] if says(gold["quote"], row["must_not"])]
    assert wrong == []
