"""What a page's JSON-LD says of its article: one flat mapping, and the text itself where the page gives it.

A page may write anything here, so sizes are capped, and what cannot be parsed is read as far as it goes. Nothing is
believed or compared: that is for the steps that use it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .markup import Tree

MOST_CHARACTERS = 4_000_000  # of all scripts together; an article of 300,000 words has two million
MOST_NODES = 5_000
MOST_IN_LIST, LONGEST_VALUE = 20, 500
ARTICLE_TYPES = re.compile(r"\w*Article|BlogPosting|LiveBlogPosting|Report|Interview")
TEXTS = ("datePublished", "dateModified", "headline", "inLanguage")
LISTS = ("@type", "articleSection")
# Below these stand other articles than the page's own.
ELSEWHERE = set(
    "citation comment hasPart isBasedOn isPartOf itemListElement liveBlogUpdate mentions relatedLink review".split()
)
WRAPPING = re.compile(r"<!--|-->|(//|/\*)? ?(<!\[CDATA\[|\]\]>) ?(\*/)?")
BROKEN_VALUE = r'"%s"\s*:\s*"((?:[^"\\]|\\.){1,500})"'


class JsonLd:
    """The article-like node of a page's JSON-LD, found once."""

    def __init__(self, tree: Tree) -> None:
        """Read all scripts of the page; the node that says most of an article is taken, the first of equals."""
        self._nodes: dict[str, Mapping[str, Any]] = {}
        articles = [node for node in self._walk(_documents(tree)) if _is_article(node)]
        said = ("headline", "datePublished", "author", "articleBody", "liveBlogUpdate")
        self.article: Mapping[str, Any] = max(articles, key=lambda node: sum(key in node for key in said), default={})

    def _walk(self, documents: list[object]) -> Iterator[Mapping[str, Any]]:
        queue, place = list(documents), 0
        while place < len(queue) and place < MOST_NODES:
            value, place = queue[place], place + 1
            if isinstance(value, list):
                queue += value[:MOST_NODES]
            elif isinstance(value, dict):
                if isinstance(name := value.get("@id"), str) and len(value) > 1:
                    self._nodes.setdefault(name, value)
                yield value
                queue += [
                    below for key, below in value.items() if key not in ELSEWHERE and isinstance(below, dict | list)
                ]

    def fields(self) -> dict[str, object]:
        """What is said, under schema.org's names: text, lists of text, `author` a list of names, `publisher` a name."""
        said: dict[str, object] = {}
        for key in TEXTS:
            said[key] = next(iter(self._texts(self.article.get(key))), "")
        for key in LISTS:
            values = self._texts(self.article.get(key))
            said[key] = values[0] if len(values) == 1 else values
        said["author"] = self._texts(self.article.get("author")) or self._texts(self.article.get("creator"))
        said["publisher"] = next(iter(self._texts(self.article.get("publisher"))), "")
        free = self.article.get("isAccessibleForFree")
        if free is not None:
            said["isAccessibleForFree"] = str(free).rpartition("/")[2].lower() not in ("false", "0", "no")
        return {key: value for key, value in said.items() if value not in ("", [])}

    def _texts(self, value: object) -> list[str]:
        """The texts of a value, the names of things."""
        found = []
        for each in (value if isinstance(value, list) else [value])[:MOST_IN_LIST]:
            thing = each
            if isinstance(thing, dict) and "name" not in thing:
                thing = self._nodes.get(str(thing.get("@id")), thing)
            if isinstance(thing, dict):
                thing = thing.get("name") or thing.get("alternateName") or thing.get("@value")
                thing = next(iter(thing), "") if isinstance(thing, list) else thing
            if isinstance(thing, str | int) and not isinstance(thing, bool):
                text = " ".join(html.unescape(str(thing)[: 2 * LONGEST_VALUE]).split())[:LONGEST_VALUE]
                found += [text] if text else []
        return found

    def body(self) -> str:
        """The article's text as the page's JSON-LD has it, which may hold markup; "" if it has none."""
        parts = [self.article.get("articleBody")]
        updates = self.article.get("liveBlogUpdate")
        for update in (updates if isinstance(updates, list) else [updates])[:MOST_NODES]:
            if isinstance(update, dict) and not parts[0]:
                parts += [update.get("headline"), update.get("articleBody")]
        return "\n\n".join(part for part in parts if isinstance(part, str))


def _is_article(node: Mapping[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(each, str) and bool(ARTICLE_TYPES.fullmatch(re.split(r"[/:#]", each)[-1]))
        for each in (types if isinstance(types, list) else [types])
    )


def _documents(tree: Tree) -> list[object]:
    found, left = [], MOST_CHARACTERS
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in script.get("type", "").lower() and len(text) <= left:
            left -= len(text)
            found.append(_parsed(text))
    return found


def _parsed(text: str) -> object:
    """The value; of JSON that is broken beyond small mends, the plain values that can still be told."""
    text = WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    kind = re.search(BROKEN_VALUE % "@type", text)
    if not kind:
        return None
    found = {key: re.search(BROKEN_VALUE % key, text) for key in ("@type", *TEXTS, "articleSection")}
    return {key: _unescaped(match[1]) for key, match in found.items() if match}


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
