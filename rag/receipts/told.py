"""What came of a replay, as text for people (a line for each sentence, its citations below) and as JSON.

Whatever comes from the receipt or an article is set on one line without signs that a terminal would obey.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from ..records import day_in_words
from .replay import ORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .places import Found
    from .replay import ComparedAgain, Replay, SaidAgain

# Control characters, and marks that turn the direction of a line round.
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SHORT = 160
"""Characters of a quote that are shown."""
WIDTH = max(map(len, ORDER))
KINDS = {"disagreement": "Statements that do not agree", "update": "A value and the one it replaced"}


def to_text(replay: Replay) -> str:
    """What `print(replay)` shows."""
    receipt = replay.receipt
    when = f" of {day_in_words(receipt.answered_at)}, {receipt.answered_at:%H:%M} UTC" if receipt.answered_at else ""
    lines = [f"Receipt{when}: {_line(receipt.question)}", *map(_line, replay.altered), ""]
    for again in replay.sentences:
        lines += [f"{again.verdict:<{WIDTH}}  {_line(again.said.text)}", *_indented(_said(replay, again)), ""]
    for side in replay.compared:
        about = f" about {_line(side.compared.about)}" if side.compared.about else ""
        lines += [f"{side.verdict:<{WIDTH}}  {KINDS[side.compared.kind]}{about}"]
        lines += [*_indented(_cited(replay, side.citations)), ""]
    lines += [f"It gave no answer: {_line(receipt.refusal)}", ""] if not replay.sentences and receipt.refusal else []
    return "\n".join([*lines, _summary(replay)])


def _indented(lines: Sequence[str]) -> list[str]:
    return [" " * (WIDTH + 2) + line for line in lines]


def _said(replay: Replay, again: SaidAgain) -> list[str]:
    lines = []
    if again.said.support != "supported":
        lines.append(f"When it was saved its check had found it {again.said.support}.")
    elif again.own:
        lines.append(f"Its own quotes do not bear it out: {_line(str(again.own))}.")
    elif again.verdict == "changed":
        against = f"do not bear it out: {_line(str(again.now))}" if again.now else "bear it out as well"
        lines.append(f"The words that stand there now {against}.")
    return lines + _cited(replay, again.citations)


def _cited(replay: Replay, citations: Sequence[Found]) -> list[str]:
    articles = {source.article.doc_id: source for source in replay.receipt.articles}
    lines = []
    for found in citations:
        source = articles[found.quoted.doc_id]
        known = (source.article.publisher, f"“{source.article.title}”", source.article.dated, source.article.url)
        lines.append(f"[{source.number}] {found}: “{_line(found.quoted.quote, SHORT)}”")
        if found.state == "changed" and found.now:
            lines.append(f"    now: “{_line(found.now, SHORT)}”")
        lines.append("    " + ", ".join(_line(part, SHORT) for part in known if part))
    return lines


def _summary(replay: Replay) -> str:
    """One line: how many sentences stand, and whether the articles are those of the answer."""
    counts = Counter(again.verdict for again in replay.sentences)
    total = len(replay.sentences)
    stand = f"{counts['stands']} of {total} sentence{'s' * (total != 1)} stand{'s' * (total == 1)}"
    if not total:
        stand = "There is no sentence to check"
    others = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ORDER[1:] if counts[verdict])
    fallen = sum(side.verdict != "stands" for side in replay.compared)
    others += f"{'; ' if others else ''}{fallen} of {len(replay.compared)} comparisons do not" if fallen else ""
    then, now = _line(replay.receipt.generation) or "not said", replay.generation
    index = "the index has not changed since" if then == now else f"the index is of generation {now}, it was {then}"
    altered = " The receipt itself was altered." if replay.altered else ""
    return f"{stand}{': ' if others else ''}{others}; {index}.{altered}"


def _line(text: str, longest: int = 2000) -> str:
    line = OBEYED.sub("", " ".join(text.split()))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def to_dict(replay: Replay) -> dict[str, object]:
    """What `python -m rag verify --json` prints."""
    return {
        "stands": replay.stands,
        "question": replay.receipt.question,
        "answered_at": replay.receipt.answered_at and replay.receipt.answered_at.isoformat(),
        "generation": {"then": replay.receipt.generation, "now": replay.generation},
        "altered": list(replay.altered),
        "sentences": [
            {
                "text": again.said.text,
                "verdict": again.verdict,
                "own": asdict(again.own) if again.own else None,
                "now": asdict(again.now) if again.now else None,
                "citations": list(map(_found, again.citations)),
            }
            for again in replay.sentences
        ],
        "compared": [_compared(side) for side in replay.compared],
    }


def _compared(side: ComparedAgain) -> dict[str, object]:
    citations = list(map(_found, side.citations))
    return {"kind": side.compared.kind, "about": side.compared.about, "verdict": side.verdict, "citations": citations}


def _found(found: Found) -> dict[str, object]:
    return {
        "doc_id": found.quoted.doc_id,
        "quote": found.quoted.quote,
        "state": found.state,
        "on": found.on and found.on.isoformat(),
        "start": found.start,
        "now": found.now,
        "why": found.why,
    }
