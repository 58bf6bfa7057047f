"""The chat page: opens in the browser, streams the answer, shows its sources. No logic of its own.

`rag/page/` makes the text; this file lays the page out in Gradio and connects the reader's acts. Nothing on the page
asks anybody but this server. Served beyond the machine itself it asks for a password, which it makes up and prints.
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rag.page
from rag.page import address
from rag.page.acts import Acts, Turns, View, running, view
from rag.page.cards import NOTHING_YET

if TYPE_CHECKING:
    from collections.abc import Iterator

    import gradio as gr

    from rag.page.conversation import Answering

FILES = Path(rag.page.__file__).parent
SESSIONS = 200  # conversations kept in memory; the one longest untouched goes first
LONGEST = 2000  # characters of a question
MASTHEAD = (
    '<header class="masthead"><h1>Footnote</h1>'
    "<p>Answers from a collection of news articles. Every sentence leads to the exact words it rests on.</p></header>"
)
INTRODUCTION = "Ask about what the articles report. What they do not say is not answered."


def launch(
    assistant: Answering, *, host: str = "127.0.0.1", port: int = 7860, waiting: int = 20, open_browser: bool = False
) -> None:
    """Serve the page until interrupted; `waiting` questions may stand in line.

    Raises:
        RagError: the port is taken, or the host is not an address of this machine.
    """
    address.check_free(host, port)
    # Gradio calls its own server once at the start, and a proxy could not reach it.
    os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost,127.0.0.1", host]))
    page = build(assistant, waiting)
    password = "" if address.is_loopback(host) else secrets.token_urlsafe(9)
    entry = ("reader", password) if password else None
    page.launch(server_name=host, server_port=port, inbrowser=open_browser, auth=entry, **_manner())
    threading.Thread(target=assistant.warm_up, name="warm-up", daemon=True).start()
    how = f" (user reader, password {password})" if password else ""
    sys.stdout.write(f"Footnote is at {address.url(host, port)}{how}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        while page.is_running:
            time.sleep(0.2)
    page.close(verbose=False)


def _manner() -> dict[str, Any]:
    """How the page is served: nothing leaves the machine, nothing is uploaded, nothing is announced."""
    import gradio as gr

    serif = ["Charter", "Georgia", "serif"]  # Gradio's own fonts would come from Google
    theme = gr.themes.Base(primary_hue="stone", neutral_hue="stone", font=serif, font_mono=["monospace"])
    off = dict.fromkeys(("share", "ssr_mode", "pwa", "mcp_server", "enable_monitoring", "run_history"), False)
    return {
        **off,
        "prevent_thread_lock": True,
        "quiet": True,
        "footer_links": [],
        "max_file_size": 1,
        "state_session_capacity": SESSIONS,
        "theme": theme,
        "css_paths": FILES / "page.css",
        "js": (FILES / "page.js").read_text(encoding="utf-8"),
    }


def build(assistant: Answering, waiting: int) -> gr.Blocks:
    """The page over an assistant, of which only the examples are asked for; `waiting` questions may stand in line."""
    import gradio as gr

    acts = Acts(assistant)
    page: gr.Blocks
    with gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([])
        gr.HTML(MASTHEAD, apply_default_css=False)
        with gr.Row(elem_id="page"):
            with gr.Column(elem_id="talk", min_width=0):
                chat = _chat(acts.examples())
                with gr.Row(elem_id="asking"):
                    box = _box()
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=0)
                    stop = gr.Button("Stop", elem_id="stop", visible=False, min_width=0)
                line = gr.HTML("", elem_id="line", apply_default_css=False)
                new = gr.Button("New conversation", size="sm", elem_id="new", min_width=0)
            with gr.Column(elem_id="sources", min_width=0):
                gr.HTML("<h2>Sources</h2>", apply_default_css=False)
                current = gr.HTML(NOTHING_YET, apply_default_css=False)
                earlier = gr.HTML("", apply_default_css=False)
        _connect(acts, [turns, chat, current, earlier], [box, ask, stop], [line, new])
    # One is answered at a time, since all share the processor, so that the assistant's own line is empty.
    page.queue(max_size=waiting, default_concurrency_limit=1)
    return page


def _chat(examples: list[str]) -> gr.Chatbot:
    import gradio as gr

    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        height=None,
        layout="panel",
        buttons=[],
        placeholder=INTRODUCTION,
        examples=[{"text": question} for question in examples],
        latex_delimiters=[],
        sanitize_html=True,
        allow_tags=False,
        feedback_options=None,
    )


def _box() -> gr.Textbox:
    import gradio as gr

    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        placeholder="Ask about the articles",
        lines=1,
        max_lines=5,
        max_length=LONGEST,
        autofocus=True,
        container=False,
        scale=1,
        min_width=0,
    )


def _connect(acts: Acts, shown: list[Any], controls: list[Any], others: list[Any]) -> None:
    """Connect the reader's acts: a question is shown at once, outside the queue, and then waits for its answer."""
    import gradio as gr

    turns, chat, *_ = shown
    box, ask, stop = controls
    line, new = others
    private: dict[str, Any] = {"api_visibility": "private"}
    at_once = {**private, "show_progress": "hidden", "queue": False}
    in_line = {**private, "show_progress": "minimal", "show_progress_on": line, "concurrency_id": "answer"}
    in_line["trigger_mode"] = "multiple"  # "once" would drop a question asked while a stopped one is being closed

    def answer(turns: Turns) -> Iterator[View]:
        yield from acts.answer(turns)

    _picked.__annotations__["event"] = gr.SelectData  # how Gradio knows what to hand over; the name is not known above
    picked = chat.example_select(_picked, None, box, **at_once)
    answers = []
    for act in (picked.then, box.submit, ask.click):
        begun = act(lambda text, turns: _begin(acts, text, turns), [box, turns], [*shown, *controls], **at_once)
        answers.append(begun.then(answer, turns, shown, **in_line))
        answers[-1].then(lambda turns: _at_rest(acts.settle(turns)), turns, [*shown, ask, stop], **at_once)
    at_once["cancels"] = answers  # closes the generator, and with it the assistant's stream
    stop.click(lambda turns: _at_rest(acts.stop(turns)), turns, [*shown, ask, stop], **at_once)
    new.click(lambda: (*_at_rest(view([])), ""), None, [*shown, ask, stop, box], **at_once)


def _picked(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _begin(acts: Acts, text: str, turns: Turns) -> tuple[Any, ...]:
    after = acts.ask(text, turns)
    taken = len(after[0]) > len(turns)
    return (*after, "" if taken else text, *_buttons(running=running(after[0])))


def _at_rest(after: View) -> tuple[Any, ...]:
    return (*after, *_buttons(running=False))


def _buttons(*, running: bool) -> tuple[Any, Any]:  # Ask and Stop: one of the two is there
    import gradio as gr

    return gr.update(visible=not running), gr.update(visible=running)


if __name__ == "__main__":
    import runpy  # the command line imports this file; this file does not import the command line

    sys.argv.insert(1, "chat")
    runpy.run_module("rag", run_name="__main__")
