"""The endpoints over six articles and a real index, with stand-ins for the models."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from fake_assistant import FakeAssistant
from fakes import HashEmbedder, OverlapCrossEncoder

from rag.assistant import Assistant
from rag.config import Config
from rag.errors import IndexMissing, InvalidQuery, Overloaded
from rag.library import Library
from rag.records import Answer, Event, Filters
from rag.serving.endpoints import Endpoints
from rag.serving.paths import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Sequence
    from pathlib import Path

    from typing_extensions import Unpack

WHO = "Who banned seafood from Japanese prefectures?"


def run(call: Coroutine[Any, Any, Any]) -> Any:
    """What the call gives, after a way through JSON, as every caller gets it."""
    return json.loads(json.dumps(asyncio.run(call)))


@pytest.fixture(scope="module")
def six(six_library: Library) -> Assistant:
    return Assistant(Config(answer_threshold=0.0), six_library, HashEmbedder(), OverlapCrossEncoder(), None)


@pytest.fixture
def endpoints(six: Assistant) -> Endpoints:
    return Endpoints(six, 20)


def test_an_answer_is_the_one_of_the_python_api(endpoints: Endpoints, six: Assistant) -> None:
    got = run(endpoints.ask(WHO))
    own = six.ask(WHO).to_dict()
    untimed = {"seconds": 0, "answered_at": 0}
    assert {**got, **untimed} == {**json.loads(json.dumps(own)), **untimed}
    assert got["status"] == "answered"
    citation = got["sentences"][0]["citations"][0]
    article = run(endpoints.article(citation["doc_id"]))
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert (article["publisher"], article["published_at"]) == ("Daily Tide", "2013-09-09")
    assert "origin" not in article  # where it lies on the machine is nobody's business


def test_a_search_is_limited_and_filtered(endpoints: Endpoints) -> None:
    found = run(endpoints.search("seafood", limit=3))
    assert [item["rank"] for item in found] == [1, 2, 3]
    (late,) = run(endpoints.search("seafood", published_after="2023-01-01", published_before="2023-12-31"))
    assert late["article"]["title"] == "Water release begins"
    tide = run(endpoints.search("seafood", publishers=["Daily Tide"]))
    assert {item["article"]["publisher"] for item in tide} == {"Daily Tide"}


def test_what_the_articles_do_not_say_is_a_refusal_and_no_error(endpoints: Endpoints) -> None:
    got = run(endpoints.ask("Who won the tennis?"))
    assert (got["status"], got["sentences"]) == ("not_in_corpus", [])
    assert got["refusal"]["reason"]


def test_a_follow_up_is_understood_from_earlier_questions(endpoints: Endpoints) -> None:
    alone = run(endpoints.ask("And when?"))["query"]
    after = run(endpoints.ask("And when did they?", earlier=[WHO]))["query"]
    assert alone == "And when?"
    assert "seafood" in after


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", {"question": " "}, "the question is empty; type a question about the articles"),
        ("ask", {"question": 3}, "question = 3 is not a text"),
        ("ask", {"question": "x", "publishers": "Daily Tide"}, "publishers = 'Daily Tide' is not a list of texts"),
        ("ask", {"question": "x", "publishers": [1]}, "publishers = [1] is not a list of texts"),
        ("ask", {"question": "x", "any_time": "yes"}, "any_time = 'yes' is neither true nor false"),
        ("ask", {"question": "x", "as_of": "soon"}, "as_of = 'soon' is not a date; write it as 2024-12-31"),
        ("ask", {"question": "x", "as_of": 2024}, "as_of = 2024 is not a text"),
        ("ask", {"question": "x", "earlier": ["x"] * 51}, "earlier has 51 questions; give the last 50 at most"),
        ("search", {"query": "x", "limit": 101}, "limit = 101 is outside 1 to 100"),
        ("search", {"query": "x", "limit": "9"}, "limit = '9' is not a whole number; it may be 1 to 100"),
        ("search", {"query": "x", "limit": True}, "limit = True is not a whole number; it may be 1 to 100"),
        ("article", {"doc_id": None}, "doc_id = None is not a text"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    endpoints: Endpoints, name: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidQuery) as caught:
        run(getattr(endpoints, name)(**arguments))
    assert str(caught.value) == message


def test_without_an_index_each_says_so(tmp_path: Path) -> None:
    library = Library(tmp_path / "index", HashEmbedder(), 120)
    empty = Endpoints(Assistant(Config(), library, HashEmbedder(), OverlapCrossEncoder(), None), 20)
    for call in (empty.ask("Who?"), empty.search("Who?"), empty.article("a-1")):
        with pytest.raises(IndexMissing, match=r"^no index in .*; run `python -m rag sync`$"):
            run(call)


class Slow(FakeAssistant):
    """Begins an answer only when it is told to, and knows how many are on their way."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.at_once, self.most_at_once = threading.Event(), 0, 0

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.go.wait(10)
        yield from super().stream(question, history, **filters)
        self.at_once -= 1


def test_questions_are_answered_one_by_one_and_too_many_are_told() -> None:
    slow = Slow()
    endpoints = Endpoints(slow, 2)

    async def four() -> list[Any]:
        calls = [asyncio.ensure_future(endpoints.ask("Does Seoul keep its ban?")) for _ in range(4)]
        await asyncio.wait(calls, timeout=0.2)
        assert [call.done() for call in calls] == [False, False, False, True]
        slow.go.set()
        done = await asyncio.gather(*calls, return_exceptions=True)
        return [*done, await endpoints.ask("Does Seoul keep its ban?")]

    *three, turned_away, later = asyncio.run(four())
    assert [item["status"] for item in three] == ["answered"] * 3
    assert isinstance(turned_away, Overloaded)
    assert str(turned_away) == "2 calls wait already, and no more may; ask again in a minute"
    assert later["status"] == "answered"
    assert slow.most_at_once == 1


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_docstring_is_what_a_tool_needs(name: str) -> None:
    call = getattr(Endpoints, name)
    text = inspect.getdoc(call) or ""
    described, _, rest = text.partition("\nArgs:\n")
    arguments, _, returned = rest.partition("\nReturns:\n")
    named = [line.strip().partition(":")[0] for line in arguments.splitlines() if line.strip()]
    assert named == [each for each in inspect.signature(call).parameters if each != "self"]  # one line each
    assert "Example: " in " ".join(described.split())
    assert "JSON" in returned
