"""What may be asked next: questions made by rule of what an answer found, offered only if they would be answered.

No model writes here. A question is made of a headline or of a name that stands beside the cited words; whether the
articles answer it is left to the assistant, whose stream is closed as soon as it has decided.
"""

from __future__ import annotations

import re
from contextlib import closing
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, cast

from ..errors import RagError
from ..records import AnswerEvent, SourcesEvent
from .conversation import history
from .escape import as_html
from .highlight import Span, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from ..records import ArticleInfo, Event, Filters
    from .conversation import Answering, Talk, Turn

MOST = 3
"""Questions offered: a line each on a phone."""
TRIES = 5
"""Questions looked up at most, about 0.4 s of two cores each; docs/decisions.md has how many hold."""
LONGEST_HEADLINE = 110
HEADLINE = "What does the article “{}” report?"
NAME = "What do the articles say about {}?"
# Capitalised words in a row, joined by "of", "for" or "and" too, or a word of capitals; not where a sentence begins.
PROPER = re.compile(
    r"(?<=[\w,;] )((?:the )?(?:[A-Z][\w’'-]+(?: (?:of|for|and)(?: the)?)? ){1,8}[A-Z][\w’'-]+|(?:the )?[A-Z]{3,8})\b"
)
MOST_WORDS = 7


def offered(assistant: Answering, talk: Talk, busy: Callable[[], bool]) -> list[str]:
    """Questions that the articles answer, best first, at most MOST; none once `busy` says that a reader is waiting."""
    if not talk.turns or talk.running:
        return []
    found: list[str] = []
    for question in candidates(talk)[:TRIES]:
        if len(found) == MOST or busy():
            break
        if would_be_answered(assistant, question, talk, busy):
            found.append(question)
    return found


def place(talk: Talk) -> str:
    """Where a conversation stands: what was looked for there is offered there, and nowhere else."""
    return f"{talk.id} {len(talk.turns)} {talk.turns[-1].nonce if talk.turns else ''}"


def would_be_answered(assistant: Answering, question: str, talk: Talk, busy: Callable[[], bool]) -> bool:
    """What the assistant decides of it as the next question of the conversation; nothing is written.

    False where `busy` says before that a reader is waiting: what is read closely for them comes first.
    """
    filters: Filters = talk.turns[-1].filters
    try:
        events = assistant.stream(question, history(talk.turns), **filters)
        with closing(cast("Generator[Event, None, None]", events)):
            ends = (event for event in events if busy() or isinstance(event, (SourcesEvent, AnswerEvent)))
            decided = next(ends, None)
    except RagError:
        return False
    return isinstance(decided, SourcesEvent)


def candidates(talk: Talk) -> list[str]:
    """Questions that the last turn suggests, headlines and names in turn; none that was asked before."""
    turn = talk.turns[-1]
    asked = " ".join(each.question for each in talk.turns).casefold()
    titles = [info.title.strip() for info in _articles(turn)]
    headlines = [HEADLINE.format(title) for title in titles if 0 < len(title) <= LONGEST_HEADLINE]
    named = [NAME.format(name) for name in _names(turn) if name.removeprefix("the ").casefold() not in asked]
    mixed = chain.from_iterable(zip_longest(headlines, named))
    return [question for question in dict.fromkeys(filter(None, mixed)) if question.casefold() not in asked]


def _articles(turn: Turn) -> Iterator[ArticleInfo]:
    """Articles that were found and told least of: not used, nearest to a refusal, then the other side."""
    yield from (source.article for source in turn.shown_sources if not source.used)
    sides = [side.doc_id for item in (turn.answer.disagreements if turn.answer else ()) for side in item.sides[1:]]
    yield from (source.article for source in turn.shown_sources if source.article.doc_id in sides)


def _names(turn: Turn) -> list[str]:
    """Names in the paragraphs of the cited words; those that the answer does not say first, then the most frequent."""
    said = turn.answer.text if turn.answer else ""
    count: dict[str, int] = {}
    for article in turn.articles:
        cited = [item for each in turn.sentences for item in each.citations if item.doc_id == article.doc_id]
        cited = [item for item in cited if article.text[item.start : item.end] == item.quote]
        for start, end in paragraphs(article.text, [Span(item.start, item.end) for item in cited]):
            for found in PROPER.finditer(article.text, start, end):
                name = re.sub(r"[’']s?$", "", " ".join(found[1].split()))
                if len(name.split()) <= MOST_WORDS:
                    count[name] = count.get(name, 0) + 1
    return sorted(count, key=lambda name: (name in said, -count[name], name))


def as_buttons(questions: Sequence[str]) -> str:
    """The questions as buttons, which ask what is written on them."""
    if not questions:
        return ""
    rows = ""
    for at, text in enumerate(questions, 1):
        rows += f'<li><button class="do next" id="do-ask{at}">{as_html(text)}</button></li>'
    return f'<section aria-labelledby="next-title"><h2 id="next-title">Ask next</h2><ul>{rows}</ul></section>'
