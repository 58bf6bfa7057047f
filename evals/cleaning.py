"""How well pages are read and texts are cleaned: `python -m evals.cleaning [--data ../shared/data] [--json FILE]`.

Sixty labelled pages and texts (`evals/pages`) go through the product's own reading, and beside it through what one
would do without it: trafilatura with its defaults for a page, the text as it is for a text. Needs no model.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from rag.errors import CorpusError
from rag.reading.clean import clean
from rag.reading.load import load
from rag.records import Blob, SourceText

from .pages.labels import LabelError, Labelled, texts
from .pages.layouts import pages
from .pages.measure import compare, fields_right
from .pages.report import FIELDS, MEASURES, Result, Table, errors, markdown, of_fields, tabulate

DATA = Path(__file__).parents[2] / "shared" / "data"
TODAY = date(2026, 12, 31)
"""The day by which a date of the future is judged; after every article, so that all runs give the same figures."""
PRODUCT = "Footnote"


@dataclass(frozen=True, slots=True)
class Told:
    """What a system made of a page or text."""

    paragraphs: tuple[str, ...]
    fields: Mapping[str, object] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A page or text to be read, under the name of a file."""

    labelled: Labelled
    name: str
    data: bytes
    truth: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


def product(data: bytes, name: str) -> Told:
    """Read bytes as a file of this name, as a sync does; of what cannot be read nothing is told but the reason."""
    nothing = {**dict.fromkeys(FIELDS, ""), "authors": (), "published_at": None, "updated_at": None}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        blob = Blob(str(path), f"pages/{name}", name, lambda: path.open("rb"), len(data))
        sources = list(load(blob))
        if len(sources) != 1 or not isinstance(sources[0], SourceText):
            return Told((), nothing, "; ".join(map(str, sources)) or "no article was found")
        try:
            article = clean(sources[0], TODAY)
        except CorpusError as error:
            return Told((), nothing, str(error))
    return Told(tuple(article.text.split("\n\n")), {name: getattr(article, name) for name in FIELDS})


def by_trafilatura(data: bytes, _: str) -> Told:
    """The page's text and metadata as the library gives them without any setting; it knows no update and no kind."""
    from trafilatura import extract, extract_metadata

    found = extract_metadata(data)
    fields = {
        "title": found.title or "",
        "url": found.url or "",
        "publisher": found.sitename or "",
        "authors": tuple(filter(None, (found.author or "").split("; "))),
        "published_at": date.fromisoformat(found.date) if found.date else None,
    }
    return Told(tuple((extract(data) or "").split("\n")), fields)


def as_it_is(data: bytes, _: str) -> Told:
    """The text of a row of a dump, a paragraph a line."""
    return Told(tuple(filter(str.strip, json.loads(data)["text"].split("\n"))))


def measure(systems: Mapping[str, Callable[[bytes, str], Told]], items: Sequence[Item]) -> dict[str, list[Result]]:
    """What every system makes of the same pages or texts."""
    results: dict[str, list[Result]] = {}
    for system, read in systems.items():
        for item in items:
            told = read(item.data, item.name)
            right, compared = fields_right(told.fields, item.truth), compare(item.labelled, told.paragraphs)
            results.setdefault(system, []).append(Result(item.labelled, compared, right, told.fields, told.error))
    return results


def of_pages() -> dict[str, list[Result]]:
    """The forty pages."""
    items = [
        Item(page.labelled, f"{page.labelled.name.rpartition('/')[2]}.html", page.data, page.truth) for page in pages()
    ]
    return measure({PRODUCT: product, "trafilatura": by_trafilatura}, items)


def of_texts(folder: Path) -> dict[str, list[Result]]:
    """The twenty texts, each as the one row of a dump.

    Raises:
        LabelError: a text is not the one that was labelled.
    """
    rows = [(labelled, json.dumps(row).encode()) for labelled, row in texts(folder)]
    items = [Item(labelled, f"{labelled.name}.jsonl", data) for labelled, data in rows]
    return measure({PRODUCT: product, "the text as it is": as_it_is}, items)


def report(results: Mapping[str, Mapping[str, list[Result]]], tables: Mapping[str, Table]) -> str:
    """The tables of the pages and of the texts, with the number of those that gave no text."""
    lines = []
    for kind, table in tables.items():
        lines += [f"## {kind.capitalize()}", "", *markdown(table, MEASURES, "Of")]
        lines += ["", *of_fields(table)] if kind == "pages" else []
        unread = sum(bool(one.error) for one in results[kind][PRODUCT])
        lines += ["", f"Without a text: {unread} of {len(results[kind][PRODUCT])}.", ""]
    return "\n".join([*lines, "Means over pages, each page counting the same, with their 95 % bootstrap intervals."])


def main() -> int:
    """Measure, print, and write the figures where asked; 1 if the texts are not those that were labelled."""
    parser = argparse.ArgumentParser(prog="python -m evals.cleaning", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the public sets")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--errors", action="store_true", help="list what went wrong in the dev split")
    given = parser.parse_args()
    results = {"pages": of_pages()}
    try:
        results["texts"] = of_texts(given.data / "realtimeqa")
    except (OSError, LabelError) as error:
        print(f"Without the texts: {error}", file=sys.stderr)
    tables = {kind: tabulate(own, kind) for kind, own in results.items()}
    print(report(results, tables))
    if given.errors:
        print("\n".join(line for own in results.values() for line in errors(own[PRODUCT])))
    if given.json:
        found = {
            group: {system: {name: asdict(value) for name, value in own.items()} for system, own in systems.items()}
            for table in tables.values()
            for group, systems in table.items()
        }
        given.json.write_text(json.dumps(found, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    return 0 if "texts" in results else 1


if __name__ == "__main__":
    sys.exit(main())
