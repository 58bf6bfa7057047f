"""A receipt that people can read: the answer with its sources and quotes, and the receipt's JSON in a block at the end.

How it looks belongs to the format, since reading holds the text above the block against what the receipt would look
like: a change here makes every saved file look altered, so it needs another version of the format. Whatever would mean
something in Markdown is escaped, and no back-tick of an article can end the block.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import ReceiptUnreadable
from ..records import day_in_words
from .form import NAME, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..records import Source
    from .receipt import Compared, Quoted, Receipt

BLOCK = re.compile(rf"^```json {NAME}$\n(.*?)\n^```$", re.DOTALL | re.MULTILINE)
MEANS_SOMETHING = re.compile(r"[\\`*_\[\]{}<>#|~$!&]")
LIST_SIGN = re.compile(r"^(\d*)([-+=.)])(?=[ =-]|$)")
TITLES = {"disagreement": "The articles do not agree", "update": "The same outlet has told another value since"}


def to_markdown(receipt: Receipt) -> str:
    """The text of a .md file."""
    block = text_of(receipt).replace("`", "\\u0060")  # only a string can hold one
    return f"{readable(receipt)}\n```json {NAME}\n{block}\n```\n"


def parts(text: str) -> tuple[str, str]:
    """What stands above the receipt's block, and the JSON in the block.

    Raises:
        ReceiptUnreadable: there is no block, or more than one.
    """
    found = list(BLOCK.finditer(text))
    if not found:
        raise ReceiptUnreadable(f"it holds no receipt: neither JSON nor Markdown with a block ```json {NAME}")
    if len(found) > 1:
        raise ReceiptUnreadable(f"it holds {len(found)} receipts; keep each in a file of its own")
    return text[: found[0].start()], found[0][1]


def readable(receipt: Receipt) -> str:
    """What stands above the block."""
    numbers = {source.article.doc_id: source.number for source in receipt.articles}
    lines = [f"# {plain(receipt.question)}", ""]
    for said in receipt.sentences:
        lines += [f"{plain(said.text)}{_marks(numbers, said.citations)}", ""]
    lines += [plain(receipt.refusal), ""] if receipt.refusal else []
    for item in receipt.compared:
        lines += [*_compared(numbers, item), ""]
    rows = [item.citations for item in receipt.sentences] + [item.citations for item in receipt.compared]
    cited = [each for row in rows for each in row]
    for source in receipt.articles:
        quotes = dict.fromkeys(each.quote for each in cited if each.doc_id == source.article.doc_id)
        if quotes:
            lines += [_described(source), "", *(f"> {plain(quote)}\n" for quote in quotes)]
    lines += [f"As of {day_in_words(receipt.as_of)}. {_written(receipt)}", ""]
    lines += ["`python -m rag verify FILE` says which of these sentences still stand. What it reads:", ""]
    return "\n".join(lines)


def _compared(numbers: dict[str, int], item: Compared) -> list[str]:
    about = f" about {plain(item.about)}" if item.about else ""
    quotes = [f"- “{plain(each.quote)}”{_marks(numbers, [each])}" for each in item.citations]
    return [f"{TITLES[item.kind]}{about}:", "", *quotes]


def _marks(numbers: dict[str, int], citations: Iterable[Quoted]) -> str:
    return "".join(f" [{number}]" for number in dict.fromkeys(numbers[each.doc_id] for each in citations))


def _described(source: Source) -> str:
    article = source.article
    parts = (plain(article.publisher), f"“{plain(article.title)}”", article.dated, plain(article.url))
    return f"[{source.number}] " + ", ".join(part for part in parts if part)


def _written(receipt: Receipt) -> str:
    who = f"Written by {plain(receipt.model)}. " if receipt.model else ""
    return f"{who}Index generation {plain(receipt.generation) or 'not known'}, Footnote {plain(receipt.package)}."


def plain(text: str) -> str:
    """The text as itself, on one line, wherever it stands."""
    line = MEANS_SOMETHING.sub(r"\\\g<0>", " ".join(text.split()))
    return LIST_SIGN.sub(r"\1\\\2", line)
