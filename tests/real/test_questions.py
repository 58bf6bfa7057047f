"""What people paste into the box, over the real models: nothing of it breaks a search, and odd text finds no answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.config import Config
from rag.errors import InvalidQuery
from rag.opening import open_assistant, open_library

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Iterator[Assistant]:
    """Over the shipped articles, without a chat model."""
    config = Config(
        corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("index"), models=models_folder, provider="none"
    )
    library, _ = open_library(config)
    library.sync([config.corpus])
    library.close()
    assistant = open_assistant(config)
    yield assistant
    assistant.close()


@pytest.mark.parametrize(
    "text",
    [
        "what is the of and to",
        "fish " * 400,
        "Quelle est la position du Japon sur les importations de poisson ?",
        "日本の水産物の輸入停止について",
        "\u202eFukushima\u200b",
        "<script>alert(1)</script>",
        "'; DROP TABLE articles; --",
        "{{ 7 * 7 }} ${HOME} `id`",
    ],
)
def test_any_text_is_searched_for_and_none_breaks_it(silent: Assistant, text: str) -> None:
    assert len(silent.search(text, limit=5)) <= 5
    answer = silent.ask(text)
    assert answer.sentences or answer.refusal
    for citation in (citation for sentence in answer.sentences for citation in sentence.citations):
        assert silent.article(citation.doc_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("text", ["what is the of and to", "'; DROP TABLE articles; --"])
def test_what_asks_for_nothing_is_declined(silent: Assistant, text: str) -> None:
    answer = silent.ask(text)
    assert (answer.status in ("not_in_corpus", "out_of_scope"), answer.sentences) == (True, ())


@pytest.mark.parametrize("text", ["🐟🐟🐟", "?!…", "  "])
def test_what_has_no_words_is_told(silent: Assistant, text: str) -> None:
    with pytest.raises(InvalidQuery, match="type a question about the articles"):
        silent.search(text)


@pytest.mark.parametrize("limit", [0, -1, 101, 10_000])
def test_a_limit_outside_its_range_is_told(silent: Assistant, limit: int) -> None:
    with pytest.raises(InvalidQuery) as caught:
        silent.search("seafood ban", limit=limit)
    assert str(caught.value) == f"limit = {limit} is outside 1 to 100"


def test_a_name_alone_and_a_pasted_sentence_find_their_article(silent: Assistant) -> None:
    assert "cptpp" in silent.search("CPTPP", limit=1)[0].article.doc_id
    found = silent.search("seafood ban", limit=1)[0]
    pasted = max(found.chunk.sentences, key=lambda sentence: len(sentence.text))
    first = silent.search(pasted.text, limit=1)[0]
    assert first.article.doc_id == found.article.doc_id


def test_days_before_the_first_article_are_told_with_those_there_are(silent: Assistant) -> None:
    answer = silent.ask("Who banned Japanese seafood?", as_of="1990-01-01")
    assert answer.status == "outside_dates"
    assert answer.refusal is not None
    assert "on or before 1 January 1990" in answer.refusal.reason
    assert "the dated articles here are" in answer.refusal.reason
