"""Text of a web page to a tree that is safe to walk, holding only what a reader of the page would see.

Parsing is bounded: libxml2 resolves no entity, opens no address, and is not given tags that it reads in quadratic time.
What elements hide by an attribute or an inline style goes; what style sheets hide is not known here. Home of lxml.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from ...errors import CorpusError

Tree: TypeAlias = Any
"""An element of lxml.html, which has no types."""

# All limits are far above any page of news: the longest live pages have 30,000 tags, usual ones are 30 deep. What they
# keep out is time: without them 20 MB of markup keep libxml2 or trafilatura busy for minutes.
MOST_TAGS = 150_000  # start and end tags
MOST_ATTRIBUTES = 300_000
MOST_ATTRIBUTES_OF_A_TAG = 1_000  # 40,000 take libxml2 1.7 s, twice as many four times that
LONGEST_ATTRIBUTE = 5_000
MOST_CHARACTERS = 5_000_000  # of words; an article of 300,000 words has 1.8 million
MOST_NESTED_CHARACTERS = 60_000_000  # times depth: each level of nesting is one more copy of the words for trafilatura
MOST_NESTED_ELEMENTS = 3_000_000  # times depth, counted as each begins and ends
DEEPEST_PARSED = 2_047  # libxml2 drops all that is nested deeper, and the words with it
DEEPEST = 150  # once marks inside lines are gone; trafilatura calls itself for nested lists
MOST_SIDE_BY_SIDE = 10_000  # trafilatura moves the words after each that it takes out

TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)"
    r"|</?[a-z](?:[^=>]+|=\s*\"[^\"]*\"|=\s*'[^']*'|=){0,9999}",  # without a bound, 20 MB of one tag take a gigabyte
    re.IGNORECASE | re.DOTALL,
)
ATTRIBUTE = re.compile(r"[^\s/=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?")

# The parser lets these through, written out or as references, but lxml does not take them back.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(0*([1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*([1-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)

# Instructions to assistants are planted where people do not look; each of these is a way to make words unseen.
# An opacity of nothing is not among them: pages that fade their paragraphs in begin with it.
HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0*\.?0*\s*(px|r?em|pt|%)?\s*(;|!|$)"
    r"|(left|right|top|text-indent)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*[01]",
    re.IGNORECASE,
)
HIDING_CLASS = re.compile(r"(^|\s)(sr-only|(u-)?visually-?hidden|screen-reader-(text|only)|a11y-hidden)(\s|$)")
UNSEEN = (
    "script style template noscript head svg math iframe object embed applet audio video canvas map picture source"
    " track frame frameset noframes datalist select option optgroup input textarea progress meter button dialog rp rt"
).split()


def parse(text: str, origin: str) -> Tree:
    """The tree of a whole page, or of a fragment as the body of one; its root is `html`.

    Raises:
        CorpusError: nothing is there to parse, or so much that walking it would take minutes.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, collect_ids=False
    )
    data = CONTROL.sub(" ", _bounded(text, origin)).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except etree.LxmlError:
        raise CorpusError(origin, "has nothing in it that is marked up as a page; remove it or save it again") from None
    check_size(tree, origin, DEEPEST_PARSED)
    for name in ("class", "id", "style"):  # many patterns look at these
        for element in tree.xpath(f"//*[string-length(@{name}) > {LONGEST_ATTRIBUTE}]"):
            del element.attrib[name]
    return tree


def check_size(tree: Tree, origin: str, deepest: int = DEEPEST) -> None:
    """Refuse a tree whose walking would take minutes.

    Raises:
        CorpusError: it is too deep, too wide, or holds too many words.
    """
    from lxml import etree

    depth = nested = elements = characters = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        text = element.tail if event == "end" else "" if element.tag in ("script", "style") else element.text
        length = len(text or "")
        characters, nested, elements = characters + length, nested + length * depth, elements + depth
        if depth >= deepest or nested > MOST_NESTED_CHARACTERS or elements > MOST_NESTED_ELEMENTS:
            raise CorpusError(
                origin, "is nested too deeply to be a page of news; remove it or save the article by itself"
            )
        if characters > MOST_CHARACTERS or (
            deepest == DEEPEST and event == "start" and len(element) > MOST_SIDE_BY_SIDE
        ):
            raise CorpusError(origin, "is too large to be a page of news; save the article by itself")


def _bounded(text: str, origin: str) -> str:
    """The markup without the attributes of a tag that come after the first thousand."""
    tags = attributes = 0

    def bounded(found: re.Match[str]) -> str:
        nonlocal tags, attributes
        tag = found[0]
        plain = found[1] or tag.startswith("<!--")
        ends = [] if plain else [attribute.end() for attribute in ATTRIBUTE.finditer(tag)]
        tags, attributes = tags + 1, attributes + min(len(ends), MOST_ATTRIBUTES_OF_A_TAG)
        endless = not plain and text[found.end() : found.end() + 1] not in ("", ">")
        if tags > MOST_TAGS or attributes > MOST_ATTRIBUTES or endless:
            raise CorpusError(origin, "has too much markup to be a page of news; save the article by itself")
        return tag[: ends[MOST_ATTRIBUTES_OF_A_TAG]] if len(ends) > MOST_ATTRIBUTES_OF_A_TAG else tag

    return TAG.sub(bounded, text)


def drop(tree: Tree, elements: list[Tree]) -> None:
    """Take elements out with all that is in them; the words after them stay."""
    from lxml import etree

    for element in elements:
        element.tag = "dropped"
    etree.strip_elements(tree, "dropped", with_tail=False)


def drop_unseen(tree: Tree) -> int:
    """Take out what readers of the page do not see.

    Returns:
        Number of words that were hidden inside the article, where there is no reason to hide any.
    """
    from lxml import etree

    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    half = len(tree.text_content()) / 2
    hidden = [
        element
        for element in tree.xpath("body//*[@hidden or @style or @aria-hidden or @class]")
        if _is_hidden(element, half)
    ]
    every = set(hidden)
    outermost = [element for element in hidden if every.isdisjoint(element.iterancestors())]
    inside = [element for element in outermost if next(element.iterancestors("article", "main"), None) is not None]
    words = sum(len(element.text_content().split()) for element in inside)
    drop(tree, hidden)
    return words


def _is_hidden(element: Tree, half: float) -> bool:
    if "hidden" in element.attrib or HIDING_STYLE.search(element.get("style", "")):
        return True
    if HIDING_CLASS.search(element.get("class", "")):
        return True
    # hides from screen readers only; a page that was saved with a dialog open has it on everything else
    return element.get("aria-hidden") == "true" and len(element.text_content()) < half
