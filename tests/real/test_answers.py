"""What a reader gets from the real models: answers with exact words, both sides, and refusals."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes_chat import evidence_of, told

from rag.answering.write import write
from rag.assistant import Assistant
from rag.config import Config
from rag.models.chat import Chat, ChatSettings
from rag.opening import CHAT, open_assistant, open_library
from rag.records import Answer, AnswerEvent, Draft, SentenceEvent, SourcesEvent, StepEvent

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed"
FUKUSHIMA = "Why does the Fukushima issue affect CPTPP?"


def opened(folder: Path, index: Path, models: Path, provider: str) -> Assistant:
    config = Config(corpus=folder, index=index, models=models, provider=provider)
    library, _ = open_library(config)
    library.sync([folder])
    library.close()
    return open_assistant(config)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Iterator[Assistant]:
    assistant = opened(ROOT / "corpus", tmp_path_factory.mktemp("shipped"), models_folder, "local")
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Iterator[Assistant]:
    if not SEED.is_dir():
        pytest.skip(f"the seed page is not part of the repository ({SEED} is absent)")
    assistant = opened(SEED, tmp_path_factory.mktemp("seed"), models_folder, "local")
    yield assistant
    assistant.close()


def check_quotes(assistant: Assistant, answer: Answer) -> None:
    """Each citation's words stand at its offsets, and each sentence has one."""
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    cited += [side for item in answer.disagreements for side in item.sides]
    for citation in cited:
        assert assistant.article(citation.doc_id).text[citation.start : citation.end] == citation.quote
        assert citation.source in {source.number for source in answer.sources if source.used}
    assert all(sentence.citations and sentence.support == "supported" for sentence in answer.sentences)


def words_shown(answer: Answer) -> str:
    """The exact words of the articles that the answer leads to."""
    sides = [side.quote for item in answer.disagreements for side in item.sides]
    return " ".join([*sides, *(citation.quote for item in answer.sentences for citation in item.citations)])


def test_the_fukushima_question_is_answered_with_both_statements_on_japan(shipped: Assistant) -> None:
    answer = shipped.ask(FUKUSHIMA)
    assert answer.status == "answered"
    check_quotes(shipped, answer)
    shown = words_shown(answer)
    assert "essential for winning Japan's backing" in shown
    assert "Japan has pressed for the seafood import restrictions to be kept" in shown
    assert Answer.from_dict(answer.to_dict()).to_dict() == answer.to_dict()


def test_the_seed_page_gives_both_statements_on_japan(seed: Assistant) -> None:
    answer = seed.ask(FUKUSHIMA)
    assert answer.status == "answered"
    check_quotes(seed, answer)
    shown = words_shown(answer).replace("’", "'")
    assert "securing Japan's support" in shown
    assert "Japan has been a vocal advocate" in shown


@pytest.mark.parametrize(
    "question",
    ["Who won the men's football World Cup in 2018?", "Which reactors at Kashiwazaki-Kariwa have been restarted?"],
)
def test_what_the_articles_do_not_say_is_declined(shipped: Assistant, question: str) -> None:
    answer = shipped.ask(question)
    assert (answer.status, answer.sentences, answer.draft) == ("not_in_corpus", (), None)
    assert answer.refusal is not None
    assert len(answer.refusal.nearest) == 3
    assert answer.refusal.next_step


def test_a_follow_up_keeps_its_subject_and_the_numbers(shipped: Assistant) -> None:
    first = shipped.ask(FUKUSHIMA)
    second = shipped.ask("And what does Japan want?", history=[first])
    assert second.query == "And what does Japan want? (Fukushima issue affect CPTPP)"
    assert "lee-nhk-interview" in second.sources[0].article.doc_id
    numbers = {source.article.doc_id: source.number for source in first.sources}
    assert all(numbers.get(item.article.doc_id, item.number) == item.number for item in second.sources)
    check_quotes(shipped, second)


def test_the_stream_tells_of_each_stage_and_ends_with_the_answer(shipped: Assistant) -> None:
    events = list(shipped.stream("When did the United Kingdom join the CPTPP?"))
    kinds = [type(event) for event in events]
    assert kinds[:4] == [StepEvent, StepEvent, StepEvent, SourcesEvent]
    assert kinds[-1] is AnswerEvent
    answer = events[-1].answer  # type: ignore[union-attr]  # checked above
    assert [event.sentence for event in events if isinstance(event, SentenceEvent)] == list(answer.sentences)
    assert "15 December 2024" in answer.text


def test_filters_hold(shipped: Assistant) -> None:
    answer = shipped.ask("How much did Japan spend on its military?", as_of="2024-12-31")
    assert all(str(source.article.published_at) <= "2024-12-31" for source in answer.sources)
    early = shipped.ask("How much did Japan spend on its military?", as_of="2001-01-01")
    assert early.status == "outside_dates"


def test_the_search_finds_and_the_retriever_hands_on(shipped: Assistant) -> None:
    ranking = shipped.search("seafood ban", published_after="2023-01-01", limit=5)
    assert [item.rank for item in ranking] == [1, 2, 3, 4, 5]
    documents = shipped.as_retriever(limit=2).invoke("seafood ban")
    article = shipped.article(documents[0].metadata["doc_id"])
    assert (
        article.text[documents[0].metadata["start"] : documents[0].metadata["end"]].strip() == documents[0].page_content
    )


# ------------------------------------------------------------ this machine and nobody else


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The hosts that are looked up or connected to during the test."""
    asked: set[str] = set()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        asked.add(address[0] if isinstance(address, tuple) else "a Unix socket")
        connect(self, address)

    def looking_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.add(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    return asked


def test_answering_asks_nobody_but_this_machine(shipped: Assistant, hosts: set[str]) -> None:
    answer = shipped.ask(FUKUSHIMA)
    assert (answer.status, answer.note) == ("answered", "")
    assert hosts == {"127.0.0.1"}


def test_declining_asks_nobody(shipped: Assistant, hosts: set[str]) -> None:
    assert shipped.ask("Who won the men's football World Cup in 2018?").status == "not_in_corpus"
    assert hosts == set()


def test_without_a_chat_model_the_articles_answer(shipped: Assistant, hosts: set[str], models_folder: Path) -> None:
    assistant = open_assistant(Config(models=models_folder, index=Path(shipped.status().folder), provider="none"))
    answer = assistant.ask(FUKUSHIMA)
    assistant.close()
    assert (answer.status, answer.model, answer.note, answer.draft) == ("answered", "extractive", "", None)
    assert all(sentence.text == sentence.citations[0].quote for sentence in answer.sentences)
    assert hosts == set()


def test_closing_a_stream_frees_the_model_for_the_next_question(shipped: Assistant) -> None:
    stream = shipped.stream(FUKUSHIMA)
    for event in stream:
        if isinstance(event, SentenceEvent):
            break
    stream.close()  # type: ignore[attr-defined]  # a generator
    *_, last = shipped.stream("When did the United Kingdom join the CPTPP?")
    assert isinstance(last, AnswerEvent)
    assert (last.answer.status, last.answer.note) == ("answered", "")


def test_the_draft_is_no_longer_than_it_may_be(weights_of: Callable[[str], Path]) -> None:
    chat = Chat("local", weights_of(CHAT), ChatSettings(answer_tokens=16))
    evidence = evidence_of(told("Rice rose.", "Rice rose since rain fell."))
    *_, draft = write("What rose, and why?", evidence, chat)
    chat.close()
    assert isinstance(draft, Draft)
    assert 0 < draft.completion_tokens <= 16
