"""What other outlets do to a text before they print it, done by program: cut it, put words in, add to it, mix it.

Each edit is told what it should be taken for. What is put in comes from articles of other stories.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Sentences = Sequence[str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A way to change a text."""

    name: str
    apply: Callable[[Sentences, Sentences, random.Random], str]
    """From the sentences of the text, sentences of other stories in any number, and what is drawn from."""
    copy: bool
    """Whether it should be taken for a copy."""
    same_publisher: bool = False
    """Whether it appears under the publisher of the text, at another address, and not elsewhere."""
    days: int = 1
    """It appears so many days after the text."""


def _cut(share: float) -> Callable[[Sentences, Sentences, random.Random], str]:
    """Leave out the last `share` of the sentences."""
    return lambda text, _, __: " ".join(_first(text, 1 - share))


def _words(share: float) -> Callable[[Sentences, Sentences, random.Random], str]:
    """Replace `share` of the words."""

    def apply(text: Sentences, others: Sentences, draw: random.Random) -> str:
        stock = " ".join(others).split()
        return " ".join(draw.choice(stock) if draw.random() < share else word for word in " ".join(text).split())

    return apply


def _order(text: Sentences, _: Sentences, draw: random.Random) -> str:
    """Runs of two sentences in another order."""
    runs = [" ".join(text[place : place + 2]) for place in range(0, len(text), 2)]
    draw.shuffle(runs)
    return " ".join(runs)


def _lead(text: Sentences, others: Sentences, _: random.Random) -> str:
    """A headline and a first sentence of its own, and "Mr" and quotation marks set in another way."""
    return " ".join([*others[:2], *text[1:]]).replace("“", '"').replace("”", '"')


def _colour(text: Sentences, others: Sentences, _: random.Random) -> str:
    """Two sentences of local colour at the end."""
    return " ".join([*text, *others[:2]])


def _usual(text: Sentences, others: Sentences, draw: random.Random) -> str:
    """What a desk does in a minute: its own lead, a few words, the last tenth left out."""
    return _words(0.02)(_first([others[0], *text[1:]], 0.9), others, draw)


def _shortened(text: Sentences, others: Sentences, draw: random.Random) -> str:
    return _words(0.05)(_first(text, 0.7), others, draw)


def _merged(text: Sentences, others: Sentences, _: random.Random) -> str:
    """The first half, and as much of other texts."""
    half = _first(text, 0.5)
    return " ".join([*half, *_as_long_as(half, others)])


def _repeats(text: Sentences, others: Sentences, _: random.Random) -> str:
    """A later report: news, then half of the earlier one as its background."""
    half = text[len(text) // 2 :]
    return " ".join([*_as_long_as(half, others), *half])


def _update(text: Sentences, others: Sentences, _: random.Random) -> str:
    """A new lead, the last fifth left out, two new sentences at the end."""
    return " ".join([others[0], *_first(text[1:], 0.8), *others[1:3]])


def _brief(text: Sentences, _: Sentences, __: random.Random) -> str:
    return " ".join(_first(text, 0.2))


def _retyped(text: Sentences, _: Sentences, __: random.Random) -> str:
    """Nothing but signs and capitals changed."""
    return "\n\n".join([text[0].upper(), *text[1:]]).replace("“", '"').replace("”", '"').replace("’", "'")


def _first(text: Sentences, share: float) -> Sentences:
    return text[: max(1, round(len(text) * share))]


def _as_long_as(text: Sentences, others: Sentences) -> Sentences:
    """So many of the others that they have as many words."""
    words, wanted = 0, len(" ".join(text).split())
    for count, sentence in enumerate(others):
        if words >= wanted:
            return others[:count]
        words += len(sentence.split())
    return others


EDITS = (
    Edit("last 10 % left out", _cut(0.1), True),
    Edit("last 30 % left out", _cut(0.3), True),
    Edit("last 50 % left out", _cut(0.5), True),
    Edit("order changed", _order, True),
    Edit("2 % of words replaced", _words(0.02), True),
    Edit("5 % of words replaced", _words(0.05), True),
    Edit("10 % of words replaced", _words(0.1), True),
    Edit("new headline and lead", _lead, True),
    Edit("local colour added", _colour, True),
    Edit("lead, 2 % of words, last 10 %", _usual, True),
    Edit("last 30 %, 5 % of words", _shortened, True),
    Edit("15 % of words replaced", _words(0.15), True),
    Edit("last 60 % left out", _cut(0.6), True),
    Edit("last 50 %, a day earlier", _cut(0.5), True, days=-1),
    Edit("retyped, same outlet", _retyped, True, same_publisher=True),
    Edit("merged from two texts", _merged, False),
    Edit("later report that repeats half", _repeats, False),
    Edit("first 20 % as a brief", _brief, False),
    Edit("update, same outlet", _update, False, same_publisher=True),
    Edit("5 % of words, same outlet", _words(0.05), False, same_publisher=True),
)
