"""Dissolves the marks inside lines, so that each block of a page holds words and links only.

Words stay as they are read on the page: no tag joins two words or eats one. What parts paragraphs is told in blocks.py.
"""

from __future__ import annotations

import re

from .blocks import BLOCKS, MANY_CHILDREN, part
from .markup import Tree, drop

INLINE = (
    *(
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
    ),
    *("nobr", "q", "rb", "rtc", "ruby", "samp", "small", "strong", "sub", "sup", "tt", "u", "var", "wbr"),
)
# Words that were struck out are no longer said; quoting them would be quoting what the writer took back.
STRUCK = ("del", "s", "strike")
LABELS = ("b", "strong", "font", "small", "em", "i", "span", "u")
LINES = ("p", "li", "dt", "dd", "td", "th", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# Names, dates and the like that stand side by side are not longer together.
LONGEST_ROW = 150


def dissolve(tree: Tree) -> None:
    """Leave only blocks, links and words; a paragraph is a `p` afterwards, whatever it was before."""
    from lxml import etree

    etree.strip_elements(tree, *STRUCK, with_tail=False)
    _quotation_marks(tree)
    _raised_digits(tree)
    for mark in tree.iter("br"):
        if _ends_label(mark):
            mark.tag = "parting"
    etree.strip_tags(tree, *INLINE)
    _part_rows(tree)
    part(tree)
    for line in tree.iter(*LINES):
        if [each.text for each in line.iter("time")] != [line.text_content()]:  # a date alone is no line of the body
            etree.strip_tags(line, "time")
        etree.strip_tags(line, "span", "label")
    _links_in_sentences(tree)
    for element in tree.iter():
        # lxml leaves pieces of text side by side where a tag was; XPath takes quadratic time over them
        element.text, element.tail = element.text, element.tail


def _quotation_marks(tree: Tree) -> None:
    for quotation in tree.iter("q"):
        quotation.text = "“" + (quotation.text or "")
        if len(quotation):
            quotation[-1].tail = (quotation[-1].tail or "") + "”"
        else:
            quotation.text += "”"


def _raised_digits(tree: Tree) -> None:
    """10<sup>6</sup> must not become 106; a number that leads to a footnote is no part of the sentence."""
    for raised in tree.iter("sup"):
        text = raised.text_content().strip()
        if raised.find(".//a") is not None or re.fullmatch(r"\[.{1,3}\]", text):
            for child in list(raised):
                raised.remove(child)
            raised.text = ""
        elif re.fullmatch(r"[\d+−-]+", text) and not len(raised):
            raised.text = text.translate(SUPERSCRIPTS)


def _ends_label(mark: Tree) -> bool:
    """Whether the line before a break is marked as a whole, such as a question in bold or a byline in small print."""
    label = mark.getprevious()
    if label is None or (label.tail or "").strip() or label.tag not in LABELS or not label.text_content().strip():
        return False
    before = label.getprevious()
    text = mark.getparent().text if before is None else before.tail
    return not (text or "").strip() and (before is None or before.tag in ("br", "parting") or before.tag in BLOCKS)


def _part_rows(tree: Tree) -> None:
    """Names, dates and the like side by side become lines, which clean.py looks for."""
    for row in tree.iter("div", "header"):
        if (row.text or "").strip() or not 1 < len(row) < LONGEST_ROW or len(row.text_content()) > LONGEST_ROW:
            continue
        if all(label.tag in ("span", "time") and not (label.tail or "").strip(" \n\t|·•,") for label in row):
            for label in row:
                label.tag, label.tail = "div", None


def _links_in_sentences(tree: Tree) -> None:
    """Take links out of sentences, and what is mostly links out of the page where there are hundreds of them.

    Where a page links names and topics, trafilatura takes short paragraphs for lists of links.
    """
    lists = []
    for line in tree.iter("p"):
        from_links = sum(len(link.text_content()) for link in line.iter("a"))
        if 2 * from_links < len(line.text_content()):
            _without_links(line)
        elif len(line) > MANY_CHILDREN:
            lists.append(line)
    drop(tree, lists)


def _without_links(line: Tree) -> None:
    from lxml import etree

    etree.strip_tags(line, "a")
    if "teaser" in line.get("class", "").lower():
        del line.attrib["class"]  # of this article, since it leads nowhere else
