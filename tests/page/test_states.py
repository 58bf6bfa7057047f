"""What the page says of the library: in order, old, empty, missing; and of models that are being loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fake_assistant import FakeAssistant

from rag.errors import IndexMismatch, IndexMissing, RagError
from rag.page.states import EMPTY, LOADING, library

if TYPE_CHECKING:
    from rag.status import LibraryStatus

TODAY = date(2026, 3, 20)


class Library(FakeAssistant):
    """A fake assistant whose library is in some other state."""

    def __init__(self, *, error: RagError | None = None, **changes: object) -> None:
        super().__init__()
        self._error, self._changes = error, changes

    def status(self) -> LibraryStatus:
        if self._error:
            raise self._error
        synced = {"last_sync": {"at": "2026-03-18T10:00:00+00:00"}}
        return replace(super().status(), **{**synced, **self._changes})  # type: ignore[arg-type]


def test_what_there_is_to_answer_from() -> None:
    line, publishers = library(Library(), TODAY)
    assert line == (
        '<p class="library">4 articles of 4 publishers, the newest of 2 March 2026. Last synced 18 March 2026.</p>'
    )
    assert publishers[1:] == ["Footnote Sample Page", "Morning Ledger", "The Harbour Post"]
    line, _ = library(Library(publishers={"": 4}, newest=None, last_sync={}), TODAY)
    assert line == '<p class="library">4 articles, none of them dated.</p>'


def test_an_old_index_says_how_to_bring_it_up_to_date() -> None:
    line, _ = library(Library(), date(2026, 5, 1))
    assert line.endswith("Last synced 18 March 2026. What is newer is missing: run &#96;python -m rag sync&#96;.</p>")


def test_an_empty_or_missing_index_is_an_alert_with_the_command() -> None:
    alert = '<p class="library problem" role="alert">'
    line, publishers = library(Library(articles=0), TODAY)
    assert (line, publishers) == (f"{alert}{EMPTY.replace('`', '&#96;')}</p>", [])
    for error in (IndexMissing("no index in <here>"), IndexMismatch("built with other settings")):
        line, publishers = library(Library(error=error), TODAY)
        assert line.startswith(alert)
        assert "<here>" not in line
        assert publishers == []


def test_models_that_are_being_loaded_are_told_of() -> None:
    loading = Library()
    loading.loading = True
    assert LOADING in library(loading, TODAY)[0]
