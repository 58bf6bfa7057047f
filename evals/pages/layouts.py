"""Articles of the planted set as web pages: ten layouts, furniture drawn with a fixed seed, labels by construction.

A layout is a file of `templates/`, in parts that begin with a comment: `page`, `paragraph`, `first` (the first
paragraph, where it differs) and `after N` (what follows paragraph N, from 1). `{{slot}}` is furniture of that slot of
`furniture.json`; `{{=name}}` is a value of the article and no furniture, save the publisher's name at the top.
"""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from .head import Stated, head, truth
from .labels import Labelled, Story, cut, rows, stories, story

FOLDER = Path(__file__).parent
SEED = 2026
PART = re.compile(r"^<!-- (page|paragraph|first|after \d+) -->\n", re.MULTILINE)
PLACE = re.compile(r"\{\{(=?)(\w+)\}\}")
QUOTATION = re.compile(r"“([^“”]{30,160}?)[,.]?”")
SUBHEADS = ("What happens next", "The figures", "Reaction", "The background")
ENCODINGS = {"tables": "cp1252", "soup": "ascii"}
"""All others are UTF-8; a character the encoding lacks is written as a reference."""
WRAPPED = ("soup",)
"""Layouts whose source breaks its lines within sentences."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a site would send it, with its labels and what can be known of its article."""

    labelled: Labelled
    data: bytes
    truth: Mapping[str, tuple[object, ...]]


@dataclass(slots=True)
class Furniture:
    """Draws furniture for one page, without repeating itself while a slot has more, and keeps what was placed."""

    draw: random.Random
    pools: Mapping[str, Sequence[str]]
    known: Mapping[str, str]
    placed: list[str] = field(default_factory=list)
    _left: dict[str, list[str]] = field(default_factory=dict)

    def next(self, slot: str) -> str:
        """The next text of this slot."""
        if not self._left.get(slot):
            pool = list(self.pools[slot])
            ordered = pool if slot.startswith("other_") else self.draw.sample(pool, len(pool))
            self._left[slot] = ordered
        text = self._left[slot].pop(0).format_map(self.known)
        self.placed.append(text)
        return text

    def fill(self, part: str, values: Mapping[str, str]) -> str:
        """The part with every place filled; `values` are HTML."""

        def filled(place: re.Match[str]) -> str:
            return values[place[2]] if place[1] else escape(self.next(place[2]))

        return PLACE.sub(filled, part)


def pages() -> list[Page]:
    """The forty pages, in the order of `labels.jsonl`."""
    chosen = rows("page")
    found = []
    for number, row in enumerate(chosen):
        own = [other for other in chosen if other["split"] == row["split"]]
        found.append(_page(row, number, own[(own.index(row) + 7) % len(own)]))
    return found


def _page(row: Mapping[str, Any], number: int, other: Mapping[str, Any]) -> Page:
    told = story(row["page"])
    stated = Stated(told, row["way"], number, row["updated_hours"], row.get("dateline", ""))
    furniture = _furniture(row, told, other)
    parts = _parts(row["layout"])
    paragraphs, markup = _body(row, told, furniture, parts)
    values = {
        "head": head(stated),
        "title": escape(told.fields["title"]),
        "publisher": escape(told.fields["publisher"]),
        "byline": escape(stated.byline),
        "date": escape(stated.day),
        "section": escape(stated.section),
        "body": markup,
    }
    html = furniture.fill(parts["page"], values)
    neither = [told.fields["title"], stated.byline, stated.day, stated.section]
    neither += [told.paragraphs[place] for place in row["neither"]]
    labelled = Labelled(
        name=row["page"],
        split=row["split"],
        group=row["layout"],
        body=tuple(map(cut, paragraphs)),
        furniture=tuple(words for text in [told.fields["publisher"], *furniture.placed] for words in cut(text)),
        neither=tuple(words for text in neither for words in cut(text)),
    )
    return Page(labelled, html.encode(ENCODINGS.get(row["layout"], "utf-8"), "xmlcharrefreplace"), truth(stated))


def _furniture(row: Mapping[str, Any], told: Story, other: Mapping[str, Any]) -> Furniture:
    """Furniture for a page: headlines are those of other articles, `other` is the article that follows on the page.

    Pages of the test split draw every other text of a slot, those of dev the rest: phrases learnt from dev do not help.
    """
    texts = json.loads((FOLDER / "furniture.json").read_text(encoding="utf-8"))
    pools = {slot: own[row["split"] == "test" :: 2] for slot, own in texts.items()}
    pools["headline"] = [title for title in _headlines() if title != told.fields["title"]]
    following = story(other["page"])
    pools["other_title"] = [following.fields["title"]]
    pools["other_paragraph"] = [following.paragraphs[place] for place in _body_places(other, following)]
    known = {"publisher": told.fields["publisher"], "author": told.fields["authors"][0]}
    return Furniture(random.Random(f"{SEED} {told.name}"), pools, known)


def _body(row: Mapping[str, Any], told: Story, furniture: Furniture, parts: Mapping[str, str]) -> tuple[list[str], str]:
    """The paragraphs of the body, headings that the layout puts between them included, and their HTML.

    What the article's file itself has of furniture and notes comes last, set like the body.
    """
    paragraphs, markup = list[str](), list[str]()
    places = _body_places(row, told)
    quotes = [quote for place in places for quote in QUOTATION.findall(told.paragraphs[place])]
    for count, place in enumerate(places, 1):
        text = told.paragraphs[place]
        paragraphs.append(text)
        markup.append(_paragraph(text, count, parts, told.fields["kind"]))
        part = parts.get(f"after {count}", "")
        if "{{=subhead}}" in part:
            paragraphs.append(SUBHEADS[len(told.name) % len(SUBHEADS)])
        if "{{=pullquote}}" in part:
            part = part if quotes else ""
            furniture.placed += quotes[:1]
        markup.append(furniture.fill(part, {"subhead": paragraphs[-1], "pullquote": escape(next(iter(quotes), ""))}))
    for place in sorted({*row["furniture"], *row["neither"]}):
        markup.append(parts["paragraph"].replace("{{=paragraph}}", escape(told.paragraphs[place])))
    furniture.placed += [told.paragraphs[place] for place in row["furniture"]]
    html = "".join(markup)
    return paragraphs, textwrap.fill(html, 90, break_long_words=False) if row["layout"] in WRAPPED else html


def _body_places(row: Mapping[str, Any], told: Story) -> list[int]:
    left_out = {*row["byline"], *row["neither"], *row["furniture"]}
    return [place for place in range(len(told.paragraphs)) if place not in left_out]


def _paragraph(text: str, count: int, parts: Mapping[str, str], kind: str) -> str:
    """A paragraph in its layout; some have a link or an emphasis inside, a question of an interview is bold."""
    if count == 1 and "first" in parts:
        letters = 2 if text.startswith("“") else 1
        first = parts["first"].replace("{{=initial}}", escape(text[:letters]))
        return first.replace("{{=rest}}", escape(text[letters:]))
    words = [escape(word) for word in text.split(" ")]
    if kind == "interview" and text.endswith("?"):
        words = ["<strong>" + " ".join(words) + "</strong>"]
    elif count % 3 == 1 and len(words) > 8:
        words[3:6] = ['<a href="/topic">' + " ".join(words[3:6]) + "</a>"]
    elif count % 5 == 2:
        words[1] = f"<em>{words[1]}</em>"
    return parts["paragraph"].replace("{{=paragraph}}", " ".join(words))


@cache
def _parts(layout: str) -> dict[str, str]:
    pieces = PART.split((FOLDER / "templates" / f"{layout}.html").read_text(encoding="utf-8"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


@cache
def _headlines() -> tuple[str, ...]:
    return tuple(told.fields["title"] for told in stories())
