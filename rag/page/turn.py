"""A turn as chat messages.

Each message is HTML inside Markdown: one line per block, blocks apart by a blank line. Gradio keeps blocks that have
not changed, so a screen reader hears a new sentence once, and an opened <details> stays open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .conversation import EXTRACTIVE, Turn, row_places
from .ending import ending
from .escape import as_markdown
from .marks import marks
from .tools import narrowed, tools
from .words import count, seconds, shortened

if TYPE_CHECKING:
    from ..records import CheckedSentence


class Message(TypedDict):
    """A chat message as Gradio takes it."""

    role: Literal["user", "assistant"]
    content: str


def messages(turn: Turn, *, last: bool = False) -> list[Message]:
    """The question and what has come of it, both as Markdown; the last turn of a conversation can be asked again."""
    question = f'<p class="question" id="t{turn.number}-question">{as_markdown(shortened(turn.question, 2000))}</p>'
    told = "\n\n".join(_blocks(turn, last=last))
    return [{"role": "user", "content": question}, {"role": "assistant", "content": told}]


def _blocks(turn: Turn, *, last: bool) -> list[str]:
    above = [_steps(turn), *narrowed(turn, last=last), *_understood_as(turn)]
    return [*above, *_sentences(turn), *_key_sentences(turn), *ending(turn), *tools(turn, last=last)]


def _steps(turn: Turn) -> str:
    """What has been done so far, and the time it took."""
    told_below = bool(turn.answer and turn.answer.time and turn.answer.time.hard)
    done = [as_markdown(step.detail) for step in turn.steps if not (told_below and step.name == "dates")]
    total = sum(step.seconds for step in turn.steps)
    if turn.answer:
        total = turn.answer.seconds.get("total", total)
    if done or turn.answer:
        done.append(seconds(total))
    if turn.running:
        doing = "loading the models, then searching" if turn.loading else "searching the articles"
        writing = "writing, each sentence is checked first"
        if turn.before:
            others = count(turn.before, "other answer")
            writing = f"{others} {'is' if turn.before == 1 else 'are'} written before this one"
        done.append(writing if turn.sources else doing)
    return f'<p class="steps">{" · ".join(done)}</p>'


def _understood_as(turn: Turn) -> list[str]:
    if not turn.answer or turn.answer.query.strip() == turn.question.strip():
        return []
    return [f'<p class="understood">Understood as: <q>{as_markdown(turn.answer.query)}</q></p>']


def _sentences(turn: Turn) -> list[str]:
    """The answer, a block per sentence; the articles' own words are set as quotations."""
    own = bool(turn.answer) and turn.answer.model != EXTRACTIVE if turn.answer else not _verbatim(turn)
    blocks = [_kicker("In the articles’ own words")] if turn.sentences and not own else []
    for row, sentence in enumerate(turn.sentences, 1):
        cited = row_places(turn.number, "s", row, sentence.citations)
        text = as_markdown(sentence.text) + _labels(sentence) + marks(turn, cited)
        blocks.append(f'<div class="said">{text}</div>' if own else f"<blockquote>{text}</blockquote>")
    return blocks


def _verbatim(turn: Turn) -> bool:
    """Whether all that was streamed so far are key sentences, as in an answer without a chat model."""
    keys = {sentence.text for sentence in turn.key_sentences}
    return all(sentence.text in keys for sentence in turn.sentences)


def _labels(sentence: CheckedSentence) -> str:
    """A word on a sentence that its citations do not wholly carry, whose word it is, what is reported since."""
    told = "".join(f' <em class="whose">({as_markdown(shortened(label))})</em>' for label in sentence.labels)
    return _doubt(sentence) + told


def _doubt(sentence: CheckedSentence) -> str:
    words = {"partly": "partly supported", "unsupported": "not supported"}.get(sentence.support)
    why = f": {as_markdown(sentence.seen)}" if sentence.seen else ""
    return f' <em class="doubt">({words}{why})</em>' if words else ""


def _key_sentences(turn: Turn) -> list[str]:
    """The key sentences word for word; in view while the answer is written, folded away afterwards."""
    rows = turn.other_key_sentences()
    if not rows:
        return []
    quotes = ""
    for row, item in rows:
        cited = row_places(turn.number, "k", row, item.citations)
        quotes += f"<blockquote>{as_markdown(item.text)}{_labels(item)}{marks(turn, cited)}</blockquote>"
    title = "Key sentences from the articles, word for word"
    if turn.running or not turn.sentences:
        return [f'<div class="key">{_kicker(title)}{quotes}</div>']
    return [f'<details class="key"><summary>{title}</summary>{quotes}</details>']


def _kicker(text: str) -> str:
    return f'<p class="kicker">{text}</p>'
