"""The files of sets: which is chosen, what is said of one that is missing or malformed, the counts of the real ones."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evals import sets
from evals.records import Document, EvalSet, Question
from evals.sets import SetError, SetMissing, bipia
from evals.sets.lines import find, rows, table

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "field 'label' is missing"),
        ('{"label": "yes"}', "field 'label' is 'yes', not a whole number"),
        ('{"label": true}', "field 'label' is True, not a whole number"),
        ('{"label": 1, "day": "2026-13-01"}', "field 'day' is '2026-13-01', not a day as YYYY-MM-DD"),
        ('{"label": 1, "day": "2026-12-01", "forms": ["a", 1]}', "field 'forms' is ['a', 1], not a list of texts"),
        ("[1]", "is [1], not an object"),
        ("{", "is not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
    ],
)
def test_a_malformed_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text('{"label": 0, "day": "2026-12-01", "forms": [], "more": 1}\n\n' + line + "\n", encoding="utf-8")
    found = rows(file, {"label": int, "day": date, "forms": list[str]})
    assert next(found) == {"label": 0, "day": date(2026, 12, 1), "forms": []}
    with pytest.raises(SetError) as caught:
        next(found)
    assert str(caught.value) == f"{file}, line 3: {message}"


def test_a_malformed_row(tmp_path: Path) -> None:
    file = tmp_path / "qrels.tsv"
    file.write_text("1\t0\ttime-017\t1\n1 0 time-018 1\n", encoding="utf-8")
    found = table(file, columns=4)
    assert next(found) == ["1", "0", "time-017", "1"]
    with pytest.raises(SetError) as caught:
        next(found)
    assert str(caught.value) == f"{file}, line 2: has 1 columns, not 4"


def test_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "time"
    with pytest.raises(SetMissing) as caught:
        sets.read("time", tmp_path, "dev")
    assert str(caught.value) == f"no folder {folder} for the set time; give the folder that holds it with --data"
    folder.mkdir()
    with pytest.raises(SetMissing) as caught:
        sets.read("time", tmp_path, "dev")
    file = folder / "qrels.dev.tsv"
    assert str(caught.value) == f"no file {file} for the set time; give a folder that holds all of it with --data"


def test_an_unknown_set(tmp_path: Path) -> None:
    with pytest.raises(SetError) as caught:
        sets.read("x", tmp_path, "dev")
    assert str(caught.value) == (
        "unknown set 'x'; the sets are: planted, wary, sides, time, realtimeqa, summedits, wice, mtrag, rgb, bipia"
    )


def test_which_file_is_chosen(tmp_path: Path) -> None:
    """The split's own, else the one that names none, else the other split's."""
    assert find(tmp_path, "items.jsonl", "test") == tmp_path / "items.test.jsonl"
    for name in ("items.dev.jsonl", "items.jsonl", "items.test.jsonl"):
        (tmp_path / name).touch()
        assert find(tmp_path, "items.jsonl", "test") == tmp_path / name
    assert find(tmp_path, "items.jsonl", "dev") == tmp_path / "items.dev.jsonl"


def read_real(name: str) -> EvalSet:
    if not DATA.is_dir():
        pytest.skip(f"the public sets are not in {DATA}")
    if name != "bipia":
        return sets.read(name, DATA, "dev")
    pair = (Question(query_id="q", text="?", category="numbers"), Document("a", "Title", "One.\n\nTwo."))
    return bipia.read(DATA / name, "dev", [pair])


@pytest.mark.parametrize(
    ("name", "documents", "judged", "counts"),
    [
        ("time", 423, 175, {"topic": 42}),
        ("realtimeqa", 1617, None, {"recent": 134, "not_recent": 81}),
        # 4 repeated pairs fewer than its README's 442 and 11 fewer than its 271
        ("summedits", 0, 0, {"news": 438, "ectsum": 329, "qmsumm": 229, "samsum": 339, "scitldr": 260}),
        ("wice", 0, 0, {"full": 349, "oracle": 1043}),
        (
            "mtrag",
            254 * 5,
            None,
            {"answerable": 144, "underspecified": 45, "unanswerable": 38, "partial": 27}
            | {"rewrite_restored": 145, "rewrite": 180},
        ),
        ("rgb", None, 0, {"conflict": 48, "noise": 50, "absent": 50}),
    ],
)
def test_the_real_files(name: str, documents: int | None, judged: int | None, counts: dict[str, int]) -> None:
    found = read_real(name)
    kinds = Counter([question.category for question in found.questions] + [claim.kind for claim in found.claims])
    assert dict(kinds) == counts
    relevant = [doc_id for question in found.questions for doc_id in question.relevant]
    known = {document.doc_id for document in found.documents}
    assert len(known) == len(found.documents)
    assert documents is None or len(known) == documents
    assert judged is None or len(relevant) == judged
    assert set(relevant) <= known


def test_the_real_attacks() -> None:
    found = read_real("bipia")
    counts = Counter(question.category for question in found.questions)
    assert counts.pop("control") == 1
    assert list(counts.values()) == [5] * 15


@pytest.mark.parametrize(
    ("name", "file", "row", "message"),
    [
        (
            "mtrag",
            "tasks.dev.jsonl",
            {"task_id": "t", "history": [], "question": "Q?", "contexts": [], "distractors": [],
             "answerability": "CONVERSATIONAL", "reference_answer": ""},
            "line 1: has no 'CONVERSATIONAL', or a value that is not known",
        ),
        (
            "rgb",
            "items.dev.jsonl",
            {"query_id": "r", "question": "Q?", "answer": [], "fake_answer": "", "positive": [], "positive_wrong": [],
             "negative": []},
            "line 1: cannot be used (tuple index out of range)",
        ),
        (
            "wice",
            "items.dev.jsonl",
            {"item_id": "w", "claim": "C.", "evidence": [], "label": "supportd", "claim_title": ""},
            "line 1: cannot be used (its label is 'supportd'; the labels are supported, partially_supported, "
            "not_supported)",
        ),
        (
            "summedits",
            "items.jsonl",
            {"item_id": "s", "domain": "news", "doc_id": "d", "doc": "D.", "summary": "S.", "label": 7},
            "line 1: cannot be used (its label is 7; the labels are 0 and 1)",
        ),
    ],
)  # fmt: skip
def test_a_line_of_which_nothing_can_be_made(
    name: str, file: str, row: dict[str, object], message: str, tmp_path: Path
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / file).write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(sets.SetError) as caught:
        sets.read(name, tmp_path, "dev")
    assert str(caught.value) == f"{tmp_path / name / file}, {message}"
