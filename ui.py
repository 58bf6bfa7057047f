"""The chat page: opens in the browser, streams the answer, shows its sources. No logic of its own.

`rag/page/` makes the text; this file lays the page out in Gradio and connects the reader's acts. Nothing on the page
asks anybody but this server. `rag/serving/` has what stands around it: endpoints for programs, passwords, limits.
"""

# long because the page is laid out and connected in one place

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rag.page
from rag.errors import InvalidQuery, RagError
from rag.page import address, choice, reader, suggest
from rag.page.acts import Acts
from rag.page.cards import NOTHING_YET
from rag.page.conversation import Talk
from rag.page.escape import as_html
from rag.page.feedback import REASONS, Feedback
from rag.page.maintain import tab
from rag.page.view import View, view
from rag.serving import tools
from rag.serving.arguments import Arguments
from rag.serving.endpoints import Endpoints
from rag.serving.gate import Gate
from rag.serving.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import gradio as gr

    from rag.config import Config
    from rag.page.conversation import Answering
    from rag.page.maintain.desk import Desk
    from rag.records import Answer, Filters

FILES = Path(rag.page.__file__).parent
SESSIONS = 200  # conversations kept in memory; the one longest untouched goes first
LONGEST = 2000  # characters of a question
WRITERS = 4  # answers that a model elsewhere writes at a time; one of this machine writes one
MOST_AT_ONCE = 24  # answers on their way, each in a thread; Gradio has 40 threads, and other acts need some
MASTHEAD = (
    '<header class="masthead"><h1>Footnote</h1>'
    "<p>Answers from a collection of news articles. Every sentence leads to the exact words it rests on.</p></header>"
)
INTRODUCTION = "Ask about what the articles report. What they do not say is not answered."
# The open conversation of this tab, as past.js keeps it; it is asked for as the page is loaded.
KEPT = """() => {
  try { return [JSON.parse(localStorage["footnote.talk." + sessionStorage["footnote.open"]]).talk]; }
  catch { return [""]; }
}"""
PAST = '<details><summary>Earlier conversations</summary><nav id="past" aria-label="Earlier ones"></nav></details>'
# Why a question was turned away, as page.js knows it; asked for where an answer could not begin.
WHY = "(talk) => [talk, window.footnoteWhy()]"
BRIDGE = "window.footnote = (event, data) => trigger(event, data);"  # how a button in an answer reaches the server


def launch(assistant: Answering, config: Config, *, open_browser: bool = False, desk: Desk | None = None) -> None:
    """Serve the page until interrupted, as the settings say; beyond loopback a password is asked for.

    With a desk there is the maintainers' tab.

    Raises:
        RagError: the port is taken, or the host is not an address of this machine.
    """
    host, port = config.host, config.port
    address.check_free(host, port)
    # Gradio calls its own server once at the start, and a proxy could not reach it.
    os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost,127.0.0.1", host]))
    here = config.provider in ("local", "none") or config.provider.endswith(".gguf")
    writers = 1 if here else WRITERS
    page = build(assistant, Feedback(config.feedback_file), config.waiting, desk, writers)
    rules = rules_of(config)
    if desk:
        rules = replace(rules, maintainer=desk.allowed.password, upload_bytes=desk.most_bytes)
    with redirect_stdout(io.StringIO()):  # Gradio announces MCP tools even where it is told to be quiet
        page.launch(server_name=host, server_port=port, inbrowser=open_browser, **_manner(rules, desk))
    tools.in_json(page)
    threading.Thread(target=assistant.warm_up, name="warm-up", daemon=True).start()
    sys.stdout.write(f"Footnote is at {address.url(host, port)}{rules.in_words()}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        while page.is_running:
            time.sleep(0.2)
    if desk:
        desk.close()
    page.close(verbose=False)


def _manner(rules: Rules, desk: Desk | None) -> dict[str, Any]:
    """How the page is served: nothing leaves the machine, nothing is announced, only a maintainer uploads."""
    import gradio as gr
    from starlette.middleware import Middleware

    serif = ["Charter", "Georgia", "serif"]  # Gradio's own fonts would come from Google
    theme = gr.themes.Base(primary_hue="stone", neutral_hue="stone", font=serif, font_mono=["monospace"])
    off = dict.fromkeys(("share", "ssr_mode", "pwa", "enable_monitoring", "run_history"), False)
    names = ("page.js", "past.js", "reader.js")
    scripts = [f"({(FILES / name).read_text(encoding='utf-8').strip()})();" for name in names]
    return {
        **off,
        "mcp_server": tools.with_tools(),
        "app_kwargs": {"middleware": [Middleware(Gate, rules=rules), Middleware(Arguments)]},
        "prevent_thread_lock": True,
        "quiet": True,
        "footer_links": [],
        "max_file_size": desk.most_bytes if desk else 1,
        "state_session_capacity": SESSIONS,
        "theme": theme,
        "css_paths": [FILES / "page.css", tab.CSS],
        "js": f"() => {{ {' '.join(scripts)} }}",
    }


# ---------------------------------------------------------------- what there is on the page


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows a conversation; `all` is in the order of a View."""

    talk: Any
    chat: Any
    current: Any
    earlier: Any
    notice: Any
    along: Any

    @property
    def all(self) -> list[Any]:
        """The parts, in the order of a View."""
        return [self.talk, self.chat, self.current, self.earlier, self.notice, self.along]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the reader acts with."""

    box: Any
    ask: Any
    stop: Any
    line: Any
    new: Any
    fields: list[Any]
    """Publishers, from, to, as of."""
    fold: Any
    problem: Any
    library: Any
    bridge: Any
    kept: Any
    form: Any
    judged: Any
    reason: Any
    comment: Any
    send: Any
    leave: Any
    following: Any
    """Questions to ask next."""
    whole: Any
    """A whole article, for reader.js."""


def build(
    assistant: Answering, feedback: Feedback, waiting: int, desk: Desk | None = None, writers: int = 1
) -> gr.Blocks:
    """The page over an assistant, of which only the examples and what it holds are asked for."""
    import gradio as gr

    acts = Acts(assistant, feedback, writers)
    page: gr.Blocks
    with gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True) as page:
        talk, judged = gr.State(Talk()), gr.State(0)
        gr.HTML(MASTHEAD, apply_default_css=False)
        with tab.beside(page, desk) as synced, gr.Row(elem_id="page"):
            with gr.Column(elem_id="side", min_width=0):
                side = _side(acts)
            with gr.Column(elem_id="talk", min_width=0):
                chat = _chat(acts.examples())
                notice = _html("", "notice")
                form = _form()
                following = _html("", "next")
                with gr.Row(elem_id="asking"):
                    box = _box()
                    ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=0)
                    stop = gr.Button("Stop", elem_id="stop", visible=False, min_width=0)
                line = _html("", "line")
                _html('<p id="place"><span role="status"></span><span aria-hidden="true"></span></p>')
            with gr.Column(elem_id="sources", min_width=0):
                gr.HTML("<h2>Sources</h2>", apply_default_css=False)
                current, earlier = _html(NOTHING_YET), _html("")
        along = _html("", "along")
        bridge = gr.HTML("", elem_id="bridge", visible="hidden", js_on_load=BRIDGE)
        kept, whole = gr.Textbox(visible=False), gr.Textbox(visible=False)
        _html(reader.SHELL)
        shown = Shown(talk, chat, current, earlier, notice, along)
        parts = Parts(
            box,
            ask,
            stop,
            line,
            **side,
            bridge=bridge,
            kept=kept,
            judged=judged,
            **form,
            following=following,
            whole=whole,
        )
        _connect(page, acts, shown, parts, desk)
        for each in synced:
            each.then(lambda: _stocked(acts), None, [shown.chat, parts.library, parts.fields[0]], **AT_ONCE)
        tools.add(Endpoints(assistant, waiting))
    # All get their sources at once, by the assistant's own line; whose answer is written is up to `Acts`.
    page.queue(max_size=waiting, default_concurrency_limit=min(waiting, MOST_AT_ONCE))
    return page


def _html(value: str, elem_id: str | None = None) -> gr.HTML:
    import gradio as gr

    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


def _side(acts: Acts) -> dict[str, Any]:
    """What stands beside the conversation: a new one, filters, earlier ones, what there is to answer from."""
    import gradio as gr

    with gr.Row(elem_id="begin"):
        new = gr.Button("New conversation", size="sm", elem_id="new", min_width=0)
        gr.Button("Save conversation", size="sm", elem_id="whole", min_width=0)
    with gr.Accordion(choice.title({}), open=False, elem_id="choice") as fold:
        line, known = acts.library()
        publishers = gr.Dropdown(
            known, label=choice.FIELDS["publishers"], multiselect=True, value=[], elem_id="publishers"
        )
        days = [
            gr.Textbox(
                label=choice.FIELDS[name],
                placeholder="2024-12-31",
                max_lines=1,
                elem_id=name.replace("_", "-"),
                elem_classes="day",
                min_width=0,
            )
            for name in choice.DAYS
        ]
        problem = _html("", "problem")
    _html(PAST, "before")
    return {
        "new": new,
        "fields": [publishers, *days],
        "fold": fold,
        "problem": problem,
        "library": _html(line, "library"),
    }


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


def _form() -> dict[str, Any]:
    """The form for a reader who says that an answer is wrong."""
    import gradio as gr

    reasons = [(label[0].upper() + label[1:], name) for name, label in REASONS.items() if name != "right"]
    with gr.Column(visible=False, elem_id="wrong", min_width=0) as form:
        reason = gr.Radio(reasons, label="What is wrong with the answer?", value="words", elem_id="reason")
        comment = gr.Textbox(
            label="In your words (optional)", max_length=LONGEST, lines=1, max_lines=4, elem_id="comment"
        )
        with gr.Row():
            send = gr.Button("Keep this", elem_id="send", size="sm", min_width=0)
            leave = gr.Button("Cancel", elem_id="leave", size="sm", min_width=0)
    return {"form": form, "reason": reason, "comment": comment, "send": send, "leave": leave}


# ---------------------------------------------------------------- what happens on it

PRIVATE: dict[str, Any] = {"api_visibility": "private"}
AT_ONCE = {**PRIVATE, "show_progress": "hidden", "queue": False}
"""All but an answer takes no place in the line."""


def _connect(page: gr.Blocks, acts: Acts, shown: Shown, parts: Parts, desk: Desk | None) -> None:
    """Connect the reader's acts."""
    taking = [*shown.all, parts.box, parts.ask, parts.stop, parts.problem, parts.fold, parts.following]
    note = desk.note if desk else None

    def typed(text: str, talk: Talk, request: gr.Request, *fields: Any) -> Iterator[Any]:
        asking = Asking(talk, fields, str(request.session_hash), "")  # taken, it leaves the box
        yield from _asked(acts, asking, lambda filters: acts.ask(text, talk, filters), note)

    def picked(talk: Talk, event: gr.SelectData, request: gr.Request, *fields: Any) -> Iterator[Any]:
        asking = Asking(talk, fields, str(request.session_hash), _same())
        yield from _asked(acts, asking, lambda filters: acts.ask(str(event.value["text"]), talk, filters), note)

    def pressed(talk: Talk, event: gr.EventData, request: gr.Request, *fields: Any) -> Iterator[Any]:
        asking = Asking(talk, fields, str(request.session_hash), _same())
        yield from _asked(acts, asking, lambda filters: _pressed(acts, talk, filters, event._data), note)

    def settled(talk: Talk, request: gr.Request) -> tuple[Any, ...]:
        return _settled(acts, talk, str(request.session_hash))

    def left(request: gr.Request) -> None:
        acts.leave(str(request.session_hash))

    _take_events("SelectData", picked)
    _take_events("EventData", pressed)
    _take_requests(typed, picked, pressed, settled, left)
    in_line = {**PRIVATE, "show_progress": "minimal", "show_progress_on": parts.line, "concurrency_id": "answer"}
    in_line["trigger_mode"] = "multiple"  # "once" would drop a question asked while a stopped one is being closed
    given = [shown.talk, *parts.fields]
    answers = [start(typed, [parts.box, *given], taking, **in_line) for start in (parts.box.submit, parts.ask.click)]
    answers.append(shown.chat.example_select(picked, given, taking, **in_line))
    answers.append(parts.bridge.click(pressed, given, taking, **in_line))
    _connect_turned_away(acts, shown, parts, answers)
    over = [each.then(settled, shown.talk, [*shown.all, parts.ask, parts.stop], **AT_ONCE) for each in answers]
    leaving = [*_connect_leaving(acts, shown, parts), _connect_changing(acts, shown, parts)]
    _connect_judging(acts, shown, parts)

    page.unload(left)
    over.append(_connect_opening(page, acts, shown, parts))
    _connect_reading(shown, parts)
    _connect_suggesting(acts, shown, parts, over, leaving)


def _take_events(kind: str, *acts: Any) -> None:
    """Let Gradio know which of the arguments is the event; its class, named by `kind`, is not known above.

    Gradio reads the annotations, so all others of such a function must be of names that are there when it runs.
    """
    import gradio as gr

    for act in acts:
        act.__annotations__["event"] = getattr(gr, kind)


def _take_requests(*acts: Any) -> None:
    """The same for the argument that is the request."""
    import gradio as gr

    for act in acts:
        act.__annotations__["request"] = gr.Request


def _connect_opening(page: gr.Blocks, acts: Acts, shown: Shown, parts: Parts) -> Any:
    """Connect what is there when the page opens: the conversation that the browser kept, and what is in the library."""
    resting = [*shown.all, parts.ask, parts.stop]

    def restored(kept: str) -> Any:
        # Where nothing is kept nothing is touched: the reader may have asked before this comes back.
        return _at_rest(acts.restore(kept)) if kept else _same()

    def stocked() -> tuple[Any, ...]:
        return _stocked(acts)

    page.load(stocked, None, [shown.chat, parts.library, parts.fields[0]], **AT_ONCE)
    return page.load(restored, parts.kept, resting, js=KEPT, **AT_ONCE)


def _connect_turned_away(acts: Acts, shown: Shown, parts: Parts, answers: list[Any]) -> None:
    """Connect what becomes of a question that was not let in: it stays where it stands, and a sentence says why."""

    def turned_away(talk: Talk, why: str) -> Any:
        after, told = acts.turn_away(talk, why)
        return (*view(after, _problem(told)), *_buttons(running=False)) if told or after is not talk else _same()

    resting = [*shown.all, parts.ask, parts.stop]
    for each in answers:
        each.failure(turned_away, [shown.talk, parts.kept], resting, js=WHY, **AT_ONCE)


def _connect_changing(acts: Acts, shown: Shown, parts: Parts) -> Any:
    """Connect changing the last question, and leaving it as it was."""

    def change(talk: Talk, event: gr.EventData) -> tuple[Any, ...]:
        after = acts.edit(talk, editing=event._data["act"] == "edit")
        return (*view(after), after.turns[-1].question if after.editing else "")

    _take_events("EventData", change)
    return parts.bridge.edit(change, shown.talk, [*shown.all, parts.box], **AT_ONCE)


def _connect_leaving(acts: Acts, shown: Shown, parts: Parts) -> list[Any]:
    """Connect what ends an answer on its way: stop, a new conversation, an earlier one."""
    import gradio as gr

    # None of them cancels the answer in Gradio, which would cancel the next one too if that is asked at once.
    resting = [*shown.all, parts.ask, parts.stop]

    def stop(talk: Talk, request: gr.Request) -> tuple[Any, ...]:
        return _at_rest(acts.stop(talk, str(request.session_hash)))

    def leave(talk: Talk, request: gr.Request) -> tuple[Any, ...]:
        acts.stop(talk, str(request.session_hash))
        return (*_at_rest(Talk()), "", gr.update(visible=False))

    def opened(talk: Talk, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        acts.stop(talk, str(request.session_hash))
        return (*_at_rest(acts.restore(event._data["talk"])), "", gr.update(visible=False))

    _take_events("EventData", opened)
    _take_requests(stop, leave, opened)
    leaving = [*resting, parts.box, parts.form]
    stopped = parts.stop.click(stop, shown.talk, resting, **AT_ONCE)
    new = parts.new.click(leave, shown.talk, leaving, **AT_ONCE)
    return [stopped, new, parts.bridge.select(opened, shown.talk, leaving, **AT_ONCE)]


def _connect_reading(shown: Shown, parts: Parts) -> None:
    """Connect what opens a whole article inside the page."""

    def read(talk: Talk, event: gr.EventData) -> str:
        return reader.opened(talk, int(event._data["turn"]), str(event._data["way"]), date.today())

    _take_events("EventData", read)
    found = parts.bridge.expand(read, shown.talk, parts.whole, **AT_ONCE)
    found.then(None, parts.whole, None, js="(article) => window.footnoteRead(article)", **PRIVATE)


def _connect_suggesting(acts: Acts, shown: Shown, parts: Parts, over: list[Any], leaving: list[Any]) -> None:
    """Connect what offers questions to ask next: looked for once an answer is there, away when another act begins.

    Not in the queue: what the page does on its own takes no place in the line, and does not count as a question.
    """
    import gradio as gr

    found = gr.State(("", ""))

    def look(talk: Talk) -> tuple[str, str]:
        return suggest.place(talk), suggest.as_buttons(acts.suggestions(talk))

    def offer(talk: Talk, found: tuple[str, str]) -> str:
        return found[1] if found[0] == suggest.place(talk) else ""  # else another act has begun meanwhile

    for each in over:
        looked = each.then(look, shown.talk, found, **AT_ONCE)
        looked.then(offer, [shown.talk, found], parts.following, **AT_ONCE)
    for each in leaving:
        each.then(None, None, parts.following, js="() => ''", **PRIVATE)


def _connect_judging(acts: Acts, shown: Shown, parts: Parts) -> None:
    """Connect what the reader says of an answer: right at once, wrong by a form."""
    import gradio as gr

    def judge(talk: Talk, event: gr.EventData) -> tuple[Any, ...]:
        turn, wrong = int(event._data["turn"]), event._data["act"] == "wrong"
        seen = view(talk) if wrong else _rated(acts, talk, turn, "right")
        return (*seen, turn, gr.update(visible=wrong), "words", "")

    def keep(talk: Talk, turn: int, reason: str, comment: str) -> tuple[Any, ...]:
        return (*_rated(acts, talk, turn, reason, comment), gr.update(visible=False))

    _take_events("EventData", judge)
    form = [parts.form, parts.reason, parts.comment]
    judged = parts.bridge.like(judge, shown.talk, [*shown.all, parts.judged, *form], **AT_ONCE)
    judged.then(None, None, None, js="() => document.querySelector('#wrong input:checked')?.focus()", **PRIVATE)
    said = [shown.talk, parts.judged, parts.reason, parts.comment]
    parts.send.click(keep, said, [*shown.all, parts.form], **AT_ONCE)
    parts.leave.click(lambda: gr.update(visible=False), None, parts.form, **AT_ONCE)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, with what on the page."""

    talk: Talk
    fields: tuple[Any, ...]
    reader: str
    box: Any
    """What stands in the box once the question is taken."""


def _asked(
    acts: Acts, asking: Asking, take: Callable[[Filters], Talk], note: Callable[[Answer], None] | None
) -> Iterator[Any]:
    """A question is taken, and all that is shown after each event; or it is not, with the reason at the fields.

    Nothing changes where it is blank or another one is being answered.
    """
    import gradio as gr

    try:
        filters = choice.filters_of(*asking.fields)
        after = take(filters)
    except InvalidQuery as error:
        yield _not_taken(asking.talk, error)
        return
    beside = (asking.box, *_buttons(running=True), "", gr.update(label=choice.title(filters)), "")
    for told in acts.answer(after, asking.reader, note) if after is not asking.talk else ():
        seen = view(told)
        if not acts.has_stopped(told, asking.reader):  # meanwhile
            yield (*seen, *beside)
            beside = (_same(),) * len(beside)
    yield _same()  # Gradio shows once more what came last, when something else may be in view


def _settled(acts: Acts, talk: Talk, reader: str) -> tuple[Any, ...]:
    """All that is shown, and the buttons, once nothing more comes of an answer."""
    rest, ends = acts.settle(talk, reader)
    kept = _same() if rest is talk else rest  # written back, it could undo a question asked meanwhile
    return (kept, *view(rest)[1:], *(_buttons(running=False) if ends else (_same(), _same())))


def _pressed(acts: Acts, talk: Talk, filters: Filters, pressed: dict[str, Any]) -> Talk:
    """The conversation with the question that a button stands for: one that was offered, or the last one again."""
    if pressed["act"] == "ask":
        return acts.ask(str(pressed["text"]), talk, filters)
    return acts.again(talk, filters, any_time=pressed["act"] == "widen")


def _same() -> Any:  # in the place of one part, or of all that an act gives: as it is
    import gradio as gr

    return gr.skip()


def _not_taken(talk: Talk, error: InvalidQuery) -> tuple[Any, ...]:
    import gradio as gr

    buttons = _buttons(running=talk.running)
    return (*view(talk), _same(), *buttons, choice.problem(error), gr.update(open=True), _same())


def _at_rest(talk: Talk) -> tuple[Any, ...]:
    return (*view(talk), *_buttons(running=False))


def _rated(acts: Acts, talk: Talk, turn: int, reason: str, comment: str = "") -> View:
    try:
        return view(acts.rate(talk, turn, reason, comment))
    except RagError as error:
        return view(talk, _problem(str(error)))


def _problem(told: str) -> str:
    return f'<p class="problem" role="alert">{as_html(told)}</p>' if told else ""


def _stocked(acts: Acts) -> tuple[Any, ...]:
    """What the library holds now: examples, how much there is, publishers to choose from."""
    import gradio as gr

    line, known = acts.library()
    return gr.update(examples=[{"text": question} for question in acts.examples()]), line, gr.update(choices=known)


def _buttons(*, running: bool) -> tuple[Any, Any]:  # Ask and Stop: one of the two is there
    import gradio as gr

    return gr.update(visible=not running), gr.update(visible=running)


if __name__ == "__main__":
    import runpy  # the command line imports this file; this file does not import the command line

    sys.argv.insert(1, "chat")
    runpy.run_module("rag", run_name="__main__")
