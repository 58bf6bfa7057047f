"""The maintainers' tab in Gradio: its layout, and which act each button stands for. No logic of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .taking import KINDS

if TYPE_CHECKING:
    import gradio as gr

    from .desk import Desk, Shown

CSS = Path(__file__).with_name("maintain.css")
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
AT_ONCE = {**PRIVATE, "queue": False}
WATCHED = {**PRIVATE, "concurrency_id": "maintain", "concurrency_limit": 8, "trigger_mode": "multiple"}
"""In the page's queue, but beside the answers: as many may watch a sync, each of which sleeps most of the time."""


class Parts(NamedTuple):
    """What is on the tab."""

    sync: Any
    cancel: Any
    progress: Any
    files: Any
    replace: Any
    taken: Any
    box: Any
    fetch: Any
    there: Any
    declined: Any
    forget: Any

    @property
    def shown(self) -> list[Any]:
        """What `_as_updates` fills, in its order."""
        return [self.progress, self.sync, self.fetch, self.cancel, self.there, self.declined]


@contextmanager
def beside(page: gr.Blocks, desk: Desk | None) -> Iterator[list[Any]]:
    """Lay out what is inside as the first of two tabs, and the maintainers' as the second; without a desk just inside.

    Yields a list that afterwards has the events at whose end the index may be another.
    """
    synced: list[Any] = []
    if desk is None:
        yield synced
        return
    import gradio as gr

    with gr.Tabs(elem_id="tabs"):
        with gr.Tab("Ask", elem_id="asking-tab"):
            yield synced
        # Whom it is for is known as the page is loaded, and a tab that has been shown cannot be hidden any more.
        with gr.Tab("The collection", elem_id="maintain-tab", visible=False) as tab:
            parts = _laid_out(desk)
    synced += _connect(page, tab, parts, _Acts(desk))


def _laid_out(desk: Desk) -> Parts:
    """What is done stands left, what is there right; on a narrow screen one below the other."""
    import gradio as gr

    with gr.Row(elem_id="maintain"):
        with gr.Column(elem_id="do", min_width=0):
            _html("<h2>Bring it up to date</h2>" + desk.folder_words)
            with gr.Row(elem_id="syncing"):
                sync = gr.Button("Sync the folder", elem_id="sync", min_width=0)
                cancel = gr.Button("Cancel", elem_id="cancel", visible=False, min_width=0)
            progress = _html(name="progress")
            _html(f"<h2>Add files</h2>{_what_is_read(desk)}")
            files = gr.File(
                file_count="multiple",
                label="Files",
                show_label=False,
                elem_id="files",
                height=110,
                file_types=list(KINDS),
            )
            replace = gr.Checkbox(label="Replace files of the same name", elem_id="replace", container=False)
            taken = _html(name="taken")
            _html("<h2>Add pages and feeds</h2>" + ADDRESSES)
            box = gr.Textbox(
                label="Addresses of pages, feeds or sitemaps, one a line",
                placeholder="https://news.example/feed.xml",
                lines=2,
                max_lines=8,
                elem_id="addresses",
            )
            fetch = gr.Button("Fetch", elem_id="fetch", min_width=0)
        with gr.Column(elem_id="there", min_width=0):
            _html("<h2>What is in the index</h2>")
            there = _html(name="held")
            _html("<h2>Questions declined most</h2>")
            declined = _html(name="declined")
            forget = gr.Button("Forget these questions", elem_id="forget", min_width=0)
    return Parts(sync, cancel, progress, files, replace, taken, box, fetch, there, declined, forget)


def _html(value: str = "", name: str | None = None) -> gr.HTML:
    import gradio as gr

    return gr.HTML(value, elem_id=name, apply_default_css=False)


ADDRESSES = (
    '<p class="note">What they give is added and stays. To keep a feed in step, name it to '
    "<code>python -m rag sync ADDRESS --every 1h</code>.</p>"
)


def _what_is_read(desk: Desk) -> str:
    kinds = ", ".join(suffix.removeprefix(".") for suffix in KINDS)
    return (
        f'<p class="note">{kinds}; up to {desk.most_bytes // 1_000_000:,} MB each. They are kept in '
        "the folder <code>uploads</code> beside the other articles; deleting them there and syncing takes them out.</p>"
    )


class _Acts:
    """The acts of a desk in the form in which Gradio calls them, the request last."""

    def __init__(self, desk: Desk) -> None:
        import gradio as gr

        self._desk = desk
        for name in ("look", "sync", "fetch", "cancel", "take", "forget", "seen"):
            # Gradio reads the annotation, and cannot look the name up from here.
            getattr(type(self), name).__annotations__["request"] = gr.Request

    def look(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from map(_as_updates, self._desk.look(request))

    def sync(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from map(_as_updates, self._desk.sync(request))

    def fetch(self, text: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from map(_as_updates, self._desk.fetch(text, request))

    def cancel(self, request: gr.Request) -> None:
        self._desk.cancel(request)

    def take(self, files: list[str] | None, replace: bool, request: gr.Request) -> tuple[Any, ...]:
        return None, self._desk.take(files or [], _received(), request, replace=replace)

    def forget(self, request: gr.Request) -> str:
        return self._desk.forget(request)

    def seen(self, request: gr.Request) -> Any:
        import gradio as gr

        return gr.update(visible=self._desk.allowed(request))


def _connect(page: gr.Blocks, tab: gr.Tab, parts: Parts, acts: _Acts) -> list[Any]:
    """Connect the acts; returns the events at whose end the index may be another."""
    page.load(acts.seen, None, tab, **AT_ONCE)
    looked = tab.select(acts.look, None, parts.shown, **WATCHED)
    synced = parts.sync.click(acts.sync, None, parts.shown, **WATCHED)
    fetched = parts.fetch.click(acts.fetch, parts.box, parts.shown, **WATCHED)
    parts.cancel.click(acts.cancel, None, None, **AT_ONCE)
    parts.files.upload(acts.take, [parts.files, parts.replace], [parts.files, parts.taken], **AT_ONCE)
    parts.forget.click(acts.forget, None, parts.declined, **AT_ONCE)
    return [looked, synced, fetched]


def _received() -> Path:
    """Where Gradio puts what is sent."""
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())


def _as_updates(shown: Shown) -> tuple[Any, ...]:
    import gradio as gr

    def kept(value: str | None) -> Any:
        return gr.skip() if value is None else value

    begins = gr.update(interactive=not shown.running)
    return (
        shown.progress,
        begins,
        begins,
        gr.update(visible=shown.running),
        kept(shown.there),
        kept(shown.declined),
    )
