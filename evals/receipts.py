"""Whether fresh receipts stand, and whether one that was changed is noticed: `python -m evals.receipts --written 30`.

Answers to questions of the planted dev split, drawn with a fixed seed, are saved and checked again against the same
index; then one thing is made wrong in each sentence, with every digest made anew, as somebody would who knows how.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from rag.assistant import Assistant
from rag.receipts.form import digest, to_dict, to_json
from rag.receipts.parse import from_json
from rag.receipts.receipt import Receipt, receipt_of, sha256
from rag.receipts.replay import replay

from .records import Question
from .running import assistant_over
from .sets import planted

SEED = 7
LARGER = 7
"""By how much the first number of a sentence is made larger."""
WRONG = ("a number of a sentence", "a letter of a quote", "the place of a quote")


@dataclass
class Measured:
    """What came of the receipts of one way of writing."""

    receipts: int = 0
    stand: int = 0
    sizes: list[int] = field(default_factory=list)
    """Bytes."""
    tried: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)


def changed(receipt: Receipt) -> Iterator[tuple[str, int, Receipt]]:
    """What is made wrong, in which sentence (from 0), and the receipt with it."""
    for row, said in enumerate(receipt.sentences):
        if found := re.search(r"\d+", said.text):
            text = f"{said.text[: found.start()]}{int(found[0]) + LARGER}{said.text[found.end() :]}"
            yield WRONG[0], row, _with(receipt, row, {"text": text}, {})
        for quoted in said.citations[:1]:
            letter = "x" if quoted.quote[0] != "x" else "y"
            words = letter + quoted.quote[1:]
            yield WRONG[1], row, _with(receipt, row, {}, {"quote": words, "sha256": sha256(words)})
            yield WRONG[2], row, _with(receipt, row, {}, {"start": quoted.start + 1, "end": quoted.end + 1})


def _with(receipt: Receipt, row: int, said: Mapping[str, Any], quoted: Mapping[str, Any]) -> Receipt:
    data = to_dict(receipt)
    data["sentences"][row].update(said)
    if quoted:
        data["sentences"][row]["citations"][0].update(quoted)
    made = from_json(json.dumps(data))
    return replace(made, digest=digest(made))


def measure(assistant: Assistant, questions: Sequence[Question]) -> Measured:
    """Ask, save, check again; then make each thing wrong that can be."""
    measured = Measured()
    for question in questions:
        text = to_json(receipt_of(assistant.ask(question.text, as_of=question.as_of)))
        receipt = from_json(text)
        measured.receipts += 1
        measured.stand += replay(receipt, assistant.library).stands
        measured.sizes.append(len(text.encode()))
        for wrong, row, made in changed(receipt):
            measured.tried[wrong] += 1
            measured.noticed[wrong] += replay(made, assistant.library).sentences[row].verdict != "stands"
    return measured


def drawn(number: int) -> list[Question]:
    """Questions that the articles answer, each the first of its conversation."""
    asked = [item for item in planted.read("dev").questions if item.status == "answered" and item.turn == 1]
    return random.Random(SEED).sample(asked, min(number, len(asked)))


def rows(written: Measured, own: Measured) -> Iterator[str]:
    """The lines of the table."""
    both = (written, own)
    yield "| Made-up news, dev questions | Written by the local model | The articles' own words |"
    yield "| --- | --- | --- |"
    yield "| receipts of fresh answers that stand | " + " | ".join(f"{m.stand} of {m.receipts}" for m in both) + " |"
    for wrong in WRONG:
        counts = " | ".join(f"{m.noticed[wrong]} of {m.tried[wrong]}" for m in both)
        yield f"| {wrong} changed, every digest made anew: noticed | {counts} |"
    sizes = " | ".join(f"{median(m.sizes) / 1000:.1f} and {max(m.sizes) / 1000:.1f} kB" for m in both)
    yield f"| size, median and largest | {sizes} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--written", type=int, default=30, help="answers that the local model writes, of 10 s each")
    parser.add_argument("--own", type=int, default=100, help="answers in the articles' own words")
    options = parser.parse_args()
    found = []
    for provider, number in (("local", options.written), ("none", options.own)):
        with assistant_over(planted.FOLDER, provider=provider) as (assistant, _):
            found.append(measure(assistant, drawn(number)))
    print("\n".join(rows(*found)))


if __name__ == "__main__":
    main()
