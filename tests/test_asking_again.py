"""A question asked again costs no reading, and never gets what a sync has changed since; with a real index."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import HashEmbedder, OverlapCrossEncoder

from rag.assistant import Assistant, Stream
from rag.config import Config
from rag.errors import Overloaded
from rag.library import Library
from rag.models.memo import MemoCrossEncoder, MemoEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.records import Vectors

SCRIPT = Path(__file__).parent / "indexing" / "second_process.py"
WHO = "Who banned seafood from Japanese prefectures?"
BANNED = "South Korea banned seafood from eight Japanese prefectures."
LIFTED = "South Korea lifted its ban on seafood from all Japanese prefectures in May."
CHANGED = f"""---
title: Korea bans seafood
publisher: Daily Tide
published_at: 2013-09-09
---
{LIFTED} The ban followed leaks at the Fukushima plant.
"""


class Case:
    """An assistant that remembers over six articles in a folder, and what its models were asked."""

    def __init__(self, folder: Path, six: Path) -> None:
        self.six, self.index = six, folder / "index"
        self.queries, self.reader = HashEmbedder(), OverlapCrossEncoder()
        self.library = Library(self.index, HashEmbedder(), 120)
        self.library.sync([six])
        parts = (self.library, MemoEmbedder(self.queries, 100), MemoCrossEncoder(self.reader, 5000), None)
        self.assistant = Assistant(Config(answer_threshold=0.0), *parts)

    def quotes(self, question: str = WHO) -> list[str]:
        """The articles' own words that the question is answered with."""
        return [item.text for item in self.assistant.ask(question).sentences]

    def found(self, text: str = WHO) -> list[str]:
        """The texts of the passages that are found, best first."""
        return [item.chunk.text for item in self.assistant.search(text)]

    def sync_elsewhere(self) -> None:
        """In another process."""
        subprocess.run([sys.executable, SCRIPT, "sync", self.index, self.six], check=True)


@pytest.fixture
def case(tmp_path: Path, six: Path) -> Iterator[Case]:
    case = Case(tmp_path, six)
    yield case
    case.library.close()


def test_the_same_question_is_read_once(case: Case) -> None:
    first = case.assistant.ask(WHO)
    read, embedded = len(case.reader.pairs), list(case.queries.queries)
    again = case.assistant.ask(WHO)
    assert [item.text for item in again.sentences] == [item.text for item in first.sentences]
    assert case.assistant.search(WHO) == case.assistant.search(WHO)
    assert (len(case.reader.pairs), case.queries.queries) == (read, embedded)


def test_other_filters_are_another_question(case: Case) -> None:
    everything = len(case.found())
    tide = {item.article.publisher for item in case.assistant.search(WHO, publishers=["Daily Tide"])}
    late = {item.article.publisher for item in case.assistant.search(WHO, published_after="2019-01-01")}
    assert (everything, tide, late) == (6, {"Daily Tide"}, {"Daily Tide", "Trade Post"})
    assert len(case.assistant.search(WHO, published_after="2019-01-01")) == 3


@pytest.mark.parametrize("elsewhere", [False, True])
def test_nothing_stale_is_told_after_a_sync(case: Case, elsewhere: bool) -> None:
    def sync() -> None:
        if elsewhere:
            case.sync_elsewhere()
        else:
            case.library.sync([case.six])

    before = case.quotes()
    assert before[0] == BANNED
    file = case.six / "ban.md"
    original = file.read_text(encoding="utf-8")

    file.write_text(CHANGED, encoding="utf-8")
    sync()
    changed = case.quotes()
    assert changed[0] == LIFTED
    assert BANNED not in changed
    assert not any(BANNED in text for text in case.found())

    file.unlink()
    sync()
    assert not any("eight" in text or LIFTED in text for text in [*case.quotes(), *case.found()])
    assert len(case.found()) == 5

    file.write_text(original, encoding="utf-8")  # as it was at first, in a generation of its own
    sync()
    assert case.quotes() == before


def test_nothing_stale_is_told_of_an_index_made_anew(case: Case) -> None:
    assert case.quotes()[0] == BANNED
    (case.six / "ban.md").write_text(CHANGED, encoding="utf-8")
    shutil.rmtree(case.index)
    case.sync_elsewhere()
    assert case.quotes()[0] == LIFTED


def test_a_copy_found_by_a_later_sync_is_known_although_no_word_has_changed(case: Case) -> None:
    copied = (case.six / "ban.md").read_text(encoding="utf-8").replace("Daily Tide", "Evening Copy")
    assert {item.article.copy_of for item in case.assistant.search(WHO)} == {""}
    (case.six / "copy.md").write_text(copied, encoding="utf-8")
    case.library.sync([case.six])
    infos = {info.doc_id: info.copy_of for info in case.library.articles()}
    assert "ban-4b8c941d" in infos.values()
    found = {item.article.doc_id: item.article.copy_of for item in case.assistant.search(WHO)}
    assert found == {doc_id: "" for doc_id, original in infos.items() if not original}  # the copy takes no place


class SlowCrossEncoder(OverlapCrossEncoder):
    """Reads when it is let; knows how many read at once."""

    def __init__(self) -> None:
        super().__init__()
        self.let, self._lock = threading.Event(), threading.Lock()
        self.most = self._reading = 0

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        with self._lock:
            self._reading += 1
            self.most = max(self.most, self._reading)
        self.let.wait(10)
        with self._lock:
            self._reading -= 1
        return super().score(query, passages)


def test_questions_wait_in_line_and_one_too_many_is_turned_away(case: Case) -> None:
    reader = SlowCrossEncoder()
    config = Config(answer_threshold=0.0, waiting=1, threads=1)  # so that two are read at once
    assistant = Assistant(config, case.library, HashEmbedder(), reader, None)
    found: list[int] = []
    texts = ["Who joined the trade pact?", WHO, "Who began to release water?"]
    threads = [threading.Thread(target=lambda text=text: found.append(len(assistant.search(text)))) for text in texts]
    for thread in threads:
        thread.start()
    for _ in range(1000):
        if assistant.waiting and reader.most == 2:
            break
        threads[2].join(0.01)
    with pytest.raises(Overloaded) as caught:
        assistant.ask("What did the WTO rule?")
    assert str(caught.value) == (
        "1 question waits already, and no more may; ask again in a moment, or raise the setting waiting"
    )
    reader.let.set()
    for thread in threads:
        thread.join(10)
    assert (found, reader.most) == ([6, 6, 6], 2)


def test_a_closed_stream_holds_nobody_up(case: Case) -> None:
    stream = case.assistant.stream(WHO)
    assert isinstance(stream, Stream)
    next(stream)
    other = case.assistant.stream("Who joined the trade pact?")
    next(other)
    stream.close()
    assert [type(event).__name__ for event in other][-1] == "AnswerEvent"
    assert case.assistant.ask(WHO).status == "answered"
