"""A receipt as JSON: the names of its fields, and writing it. Reading it is `parse.py`.

`digest` is taken over the canonical JSON: all fields but the digest, names sorted, no spaces, ASCII. There are no
fractions in it, so that every language writes the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .receipt import ARTICLE

if TYPE_CHECKING:
    from ..records import Source
    from .receipt import Receipt

NAME, VERSION = "footnote-receipt", 1
FORMAT = f"{NAME}/{VERSION}"
FIELDS = (
    *("format", "answered_at", "package", "question", "query", "filters", "as_of", "status", "refusal", "model"),
    *("config", "generation", "articles", "sentences", "compared", "evidence", "digest"),
)
UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
SAID = ("text", "support", "check", "citations")
COMPARED = ("kind", "about", "values", "citations")
QUOTED = ("doc_id", "sentence", "start", "end", "quote", "sha256")
EVIDENCE = ("doc_id", "number", "start", "end", "text")
DAYS, SWITCHES, LISTS = ("as_of", "published_after", "published_before"), ("any_time",), ("publishers",)
"""Names of filters, by the type of their values."""


def to_dict(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain values, ready for json, in the order of FIELDS."""
    return {
        "format": FORMAT,
        "answered_at": receipt.answered_at and receipt.answered_at.isoformat(),
        "package": receipt.package,
        "question": receipt.question,
        "query": receipt.query,
        "filters": {name: list(v) if isinstance(v, tuple) else v for name, v in receipt.filters.items()},
        "as_of": receipt.as_of.isoformat(),
        "status": receipt.status,
        "refusal": receipt.refusal,
        "model": receipt.model,
        "config": receipt.config,
        "generation": receipt.generation,
        "articles": [_article(source) for source in receipt.articles],
        "sentences": [asdict(item) | {"citations": list(map(asdict, item.citations))} for item in receipt.sentences],
        "compared": [
            asdict(item) | {"values": list(item.values), "citations": list(map(asdict, item.citations))}
            for item in receipt.compared
        ],
        "evidence": [asdict(item) for item in receipt.evidence],
        "digest": receipt.digest,
    }


def _article(source: Source) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(source.article, name) for name in ARTICLE}
    days = {name: values[name] and values[name].isoformat() for name in ("published_at", "updated_at")}
    return {"number": source.number, "used": source.used} | values | days | {"authors": list(values["authors"])}


def digest(receipt: Receipt) -> str:
    """What the receipt's digest must be."""
    values = to_dict(receipt)
    del values["digest"]
    canonical = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def to_json(receipt: Receipt) -> str:
    """The text of a .json file."""
    return text_of(receipt) + "\n"


def text_of(receipt: Receipt) -> str:
    """The JSON for people to look at: letters as they are, signs that editors and pages take out as escapes."""
    text = json.dumps(to_dict(receipt), ensure_ascii=False, indent=1, allow_nan=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
