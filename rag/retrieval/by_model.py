"""A follow-up made to stand alone by a chat model, and why its reply is believed or not.

The model sees earlier questions only: no answer, no article and no citation, which might carry somebody's instructions.
What it says is used only if it is one line that brings no word of its own; the caller then keeps the rules' result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from .phrases import content_words, stem, stems, without_added

Ask: TypeAlias = Callable[[str], str]
"""Sends a prompt to a chat model and gives its reply; may raise whatever the model's library raises."""
LOOK_BACK = 4
"""Earlier questions that are shown; a local model takes 1.2 s in all (median of 40, two cores)."""
LONGEST = 200
"""Characters of a reply; a longer one is an answer, or several."""
ASKING = frozenset("why when where who how".split())
"""Question words of which one must not become another; "what" may stand for any."""
# Words that make a question and say nothing about a subject, so that the model may bring them.
_FREE = frozenset(
    map(stem, "about happen happened regarding concerning case there kind way reason long many much effect".split())
)
_LABEL = re.compile(r"^(?:(?:stand-?alone |rewritten |new )?(?:question|query) ?: ?)", re.IGNORECASE)
_QUOTES = "\"“”'‘’ "


def prompt(question: str, earlier: Sequence[str]) -> str:
    """What the model is asked: an instruction, three made-up examples, the conversation."""
    asked = [without_added(query) for query in earlier[-LOOK_BACK:]]
    lines = "\n".join(f"- {text}" for text in asked)
    return (
        "Rewrite the last question so that it can be understood without the earlier ones. Use only words of these "
        "questions. Do not answer. Reply with the question alone, in one line.\n\n"
        "Earlier questions:\n- Who owns the Orrin ferry?\n- When was it built?\n"
        "Last question: How many people use it?\n"
        "Rewritten: How many people use the Orrin ferry?\n\n"
        "Earlier questions:\n- What did the dam in the Tarn valley cost?\nLast question: ticket prices\n"
        "Rewritten: What are the ticket prices of the dam in the Tarn valley?\n\n"
        "Earlier questions:\n- Did the mayor of Sallow resign?\nLast question: Any reason?\n"
        "Rewritten: What was the reason for the mayor of Sallow to resign?\n\n"
        f"Earlier questions:\n{lines}\nLast question: {question}\nRewritten:"
    )


def by_model(question: str, earlier: Sequence[str], ask: Ask) -> str | None:
    """The model's question, or None if there is no usable reply; an error of the model is no usable reply."""
    try:
        reply = ask(prompt(question, earlier))
    except Exception:  # a library of any provider; the rules' result is there, so nothing is lost
        return None
    return usable(reply, question, earlier)


def usable(reply: str, question: str, earlier: Sequence[str]) -> str | None:
    """The reply as a query, or None: it must be one line of at most 200 characters without a new word of content."""
    text = _LABEL.sub("", reply.strip()).strip(_QUOTES)
    if not text or "\n" in text or len(text) > LONGEST or re.search(r"[\[\]<>{}|]|https?:", text):
        return None
    if not content_words(text):
        return None
    known = stems(" ".join([question, *earlier])) | _FREE
    if any(word not in known for word in stems(text)):
        return None
    asked, said = stems(question), stems(text)
    opener = text.split()[0].lower()
    other = opener in ASKING and opener not in question.lower().split() and bool(ASKING & {*question.lower().split()})
    # What the reader asked must still be in it, and something that it leaned on.
    return text if 2 * len(asked - said) <= len(asked) and said - asked and not other else None
