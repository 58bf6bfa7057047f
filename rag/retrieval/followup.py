"""From a question that leans on what was asked before to one that stands alone, by rules.

What can be put in its place is put there, so that the result reads as a question: the person for "she", the longer
name for the shorter, the new slot in the last question. Where the rules cannot tell what is meant, the words of the
last query are added in brackets, and the result says that there is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .ellipsis import LEAD, bare_word, in_its_place, new_phrase, with_clause
from .phrases import LONGEST, content_words, names, stem, stems, without_added
from .referents import longer_names, pointing, resolved
from .words import EMPTY

LOOK_BACK = 8
"""Earlier queries that are looked at; longer conversations have turned to something else by then."""
MOST_ADDED = 12
"""Words of an earlier query that are added at most; 4, 8, 12, 20 restored 0.39, 0.46, 0.50, 0.50 of the words of 145
MTRAG questions (dev)."""
SHORT = 3
"""Words of a phrase that is put into a question of its own; a longer one may be a sentence without its verb's marks."""
FEW = 4
"""A question without names and with at most as many words of its own leans on the last one, if it shares none.

At most 1, 2, 3, 4, 6 words: R@10 of 173 MTRAG tasks over their pooled passages, keyword search, 0.935, 0.942, 0.947,
0.955, 0.958; of 180 turns with nothing to restore 119, 112, 103, 97, 91 stayed untouched."""

TWO = 2
"""Names that say by themselves what a question is about, even if it begins with "and"."""
CHANGED = "what the words stand for"
ARTIFICIAL = frozenset({"person"})
"""Words that the rules put in themselves ("the person who …")."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question as it is searched for."""

    text: str
    gap: bool = False
    """The rules could not tell for sure what it leans on; a model that reads the conversation might."""
    reason: str = ""
    """What was done to it, in words; "" where it passed untouched."""


def follow_up(question: str, earlier: Sequence[str]) -> Rewritten:
    """The question with what it leans on.

    Args:
        question: as `check_question` returns it.
        earlier: the stand-alone queries of the conversation, oldest first.
    """
    history = [query for query in earlier if content_words(query)][-LOOK_BACK:]
    if not history:
        return Rewritten(question)
    found = _bare(question, history) or _phrase(question, history) or _sentence(question, history)
    return found if len(found.text) <= LONGEST else Rewritten(question)


def _bare(question: str, history: Sequence[str]) -> Rewritten | None:
    """A question word alone: the clause of the last question, or its words."""
    word = bare_word(question)
    if not word:
        return None
    if text := with_clause(word, history[-1]):
        return Rewritten(text, reason="the clause of the last question")
    return with_words(question, history)


def _phrase(question: str, history: Sequence[str]) -> Rewritten | None:
    """What about X, and in Japan, or a phrase alone: in the place of its like in the last question."""
    phrase, points = new_phrase(question)
    if not phrase:
        return None
    if points and not pointing(phrase) and (placed := in_its_place(phrase, without_added(history[-1]))):
        text, old = placed
        return Rewritten(text, reason=f"“{phrase}” in the place of “{old}”" if old else "the last question, narrowed")
    if points or len(phrase.split()) > SHORT:
        return with_words(question, history)
    first = phrase.split()[0]
    phrase = phrase.replace(first, first.lower(), 1) if first.lower() in EMPTY else phrase
    return with_words(f"What about {phrase}?", history)


def _sentence(question: str, history: Sequence[str]) -> Rewritten:
    """A whole sentence: pronouns and short names replaced; words of the last query where that is not enough."""
    text, points = resolved(question, history)
    text = longer_names(text, history)
    if text != question:
        text = LEAD.sub("", text)
        text = text[0].upper() + text[1:]
        lost = not names(text) and (names(history[-1]) or without_added(history[-1]) != history[-1])
        return with_words(text, history, CHANGED) if points or lost else Rewritten(text, reason=CHANGED)
    few = len(content_words(question)) <= FEW
    shares = not stems(question).isdisjoint(stems(history[-1]))
    # "And what does Japan want?" goes on with what was asked, whomever it names.
    goes_on = LEAD.match(question) and len(names(question)) < TWO and not shares
    leans = points or (few and (goes_on or not (names(question) or shares)))
    return with_words(question, history) if leans else Rewritten(question)


def with_words(question: str, history: Sequence[str], reason: str = "") -> Rewritten:
    """The question with the words of the last query that it does not have; without change if it has them all."""
    said = stems(question) | ARTIFICIAL
    words = [word for word in content_words(history[-1]) if stem(word) not in said][:MOST_ADDED]
    if not words:
        return Rewritten(question, reason=reason)
    return Rewritten(f"{question} ({' '.join(words)})", gap=True, reason="with words of the last question")
