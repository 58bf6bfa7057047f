"""A receipt out of JSON that anybody may have written: exactly what `form.to_json` gave, or what is wrong with it.

Strings stay strings; nothing in them is carried out, opened or looked up. Whether the receipt is true is not asked.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, get_args

from ..errors import ReceiptUnreadable
from ..records import ArticleInfo, Kind, Sentence, Source, Status, Support
from .fields import LONGEST_QUOTE, LONGEST_SENTENCE, Part, shown
from .form import COMPARED, EVIDENCE, FIELDS, FORMAT, NAME, QUOTED, SAID, VERSION
from .receipt import ARTICLE, Compared, Comparison, Kept, Quoted, Receipt, Said

DAYS, SWITCHES, LISTS = ("as_of", "published_after", "published_before"), ("any_time",), ("publishers",)
"""Names of filters, by the type of their values."""


def from_json(text: str) -> Receipt:
    """The receipt that `to_json` gave; its digest is read, not compared.

    Raises:
        ReceiptUnreadable: it is something else; the message is a part of a sentence that says what and where.
    """
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ReceiptUnreadable("it is nested too deeply to be a receipt") from None
    except json.JSONDecodeError as error:
        raise ReceiptUnreadable(f"it is not JSON: {error.msg} in line {error.lineno}") from None
    except ValueError:  # a number of thousands of digits
        raise ReceiptUnreadable("it is not JSON that can be read: a number in it has too many digits") from None
    _of_this_format(data)
    return _receipt(Part.of(data, "", FIELDS))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ReceiptUnreadable(f"it has the field {shown(twice)} twice in one place")
    return found


def _no_number(name: str) -> object:
    raise ReceiptUnreadable(f"it is not JSON: {name} is no number")


def _of_this_format(data: object) -> None:
    if not isinstance(data, dict) or "format" not in data:
        raise ReceiptUnreadable(f"it is JSON, but no receipt, which has a field format with {FORMAT!r}")
    stated = data["format"]
    if stated == FORMAT:
        return
    name, _, number = stated.partition("/") if isinstance(stated, str) else ("", "", "")
    if name == NAME and number.isascii() and number.isdigit() and len(number) < 10 and int(number) > VERSION:
        raise ReceiptUnreadable(
            f"it is a receipt of version {number}, this program reads version {VERSION}; use a newer Footnote"
        )
    raise ReceiptUnreadable(f"its format is {shown(stated)}, not {FORMAT!r}")


def _receipt(part: Part) -> Receipt:
    articles = tuple(map(_source, part.parts("articles", ("number", "used", *ARTICLE))))
    known = {source.article.doc_id for source in articles}
    if len(known) < len(articles):
        raise ReceiptUnreadable("articles names one article twice")
    when, as_of = part.when("answered_at"), part.when("as_of")
    if when is not None and not isinstance(when, datetime):
        raise ReceiptUnreadable(f"answered_at is {when.isoformat()!r}, a day without a time")
    if as_of is None or isinstance(as_of, datetime):
        raise ReceiptUnreadable("as_of is not a day")
    status: Any = part.text("status", get_args(Status))
    return Receipt(
        answered_at=when,
        package=part.text("package"),
        question=part.text("question"),
        query=part.text("query"),
        filters=_filters(part),
        as_of=as_of,
        status=status,
        refusal=part.text("refusal"),
        model=part.text("model"),
        config=part.text("config"),
        generation=part.text("generation"),
        articles=articles,
        sentences=tuple(_said(item, known) for item in part.parts("sentences", SAID)),
        compared=tuple(_compared(item, known) for item in part.parts("compared", COMPARED)),
        evidence=tuple(_evidence(item, known) for item in part.parts("evidence", EVIDENCE)),
        digest=part.sha256("digest"),
    )


def _filters(part: Part) -> dict[str, Kept]:
    value = part.values["filters"]
    names = [name for name in (*DAYS, *SWITCHES, *LISTS) if isinstance(value, dict) and name in value]
    given = Part.of(value, "filters", names)
    found: dict[str, Kept] = {}
    for name in given.values:
        read = given.flag if name in SWITCHES else given.texts if name in LISTS else given.text
        found[name] = read(name)
    return found


def _source(part: Part) -> Source:
    kind: Any = part.text("kind", get_args(Kind))
    article = ArticleInfo(
        doc_id=part.text("doc_id"),
        title=part.text("title"),
        url=part.text("url"),
        publisher=part.text("publisher"),
        authors=part.texts("authors"),
        published_at=part.when("published_at"),
        updated_at=part.when("updated_at"),
        kind=kind,
        content_hash=part.text("content_hash"),
    )
    return Source(part.number("number"), article, part.flag("used"))


def _said(part: Part, known: set[str]) -> Said:
    support: Any = part.text("support", get_args(Support))
    return Said(part.text("text", longest=LONGEST_SENTENCE), support, part.text("check"), _citations(part, known))


def _compared(part: Part, known: set[str]) -> Compared:
    kind: Any = part.text("kind", get_args(Comparison))
    found = Compared(kind, part.text("about"), part.texts("values"), _citations(part, known))
    if found.values and len(found.values) != len(found.citations):
        raise ReceiptUnreadable(f"{part.place} has {len(found.values)} values for {len(found.citations)} citations")
    return found


def _citations(part: Part, known: set[str]) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(
            doc_id,
            item.number("sentence"),
            start,
            end,
            item.text("quote", longest=LONGEST_QUOTE),
            item.sha256("sha256"),
        )
        for item in part.parts("citations", QUOTED)
        for doc_id, start, end in [_place(item, known)]
    )


def _evidence(part: Part, known: set[str]) -> Sentence:
    doc_id, start, end = _place(part, known)
    return Sentence(doc_id, part.number("number"), start, end, part.text("text", longest=LONGEST_QUOTE))


def _place(part: Part, known: set[str]) -> tuple[str, int, int]:
    """An article of the receipt, and a stretch of its text."""
    doc_id, start, end = part.text("doc_id"), part.number("start"), part.number("end")
    if doc_id not in known:
        raise ReceiptUnreadable(f"{part.place} is of {shown(doc_id)}, which is not among the articles")
    if start >= end:
        raise ReceiptUnreadable(f"{part.place} goes from {start} to {end}, which is no stretch of a text")
    return doc_id, start, end
