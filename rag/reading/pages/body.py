"""A page's tree to the paragraphs of its article: boxes go, the frame is marked, trafilatura does the rest.

Home of trafilatura. Its own removal of duplicates, which remembers earlier pages, stays off: the same page gives the
same paragraphs whatever was read before it.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import takewhile

from .blocks import paragraphs
from .boxes import drop_boxes, names_of
from .markup import Tree

# Paragraphs shorter than this are often labels; readability draws the line there too.
PROSE = 80
SENTENCE_END = re.compile(r"\w[.!?…]+[\"”’»)]*$")
# Share of the page's prose that the article has at least, comments and the like not counted.
FRAME_SHARE = 0.8
FRAMES = ("article", "div", "main", "section", "td")
NO_BODY = re.compile(
    r"(^|[\s_-])(comments?|respond|disqus|footer|cookies?|consent|newsletter|related|sidebar|promo|recirc)([\s_-]|$)",
    re.IGNORECASE,
)
STANDFIRST = re.compile(
    r"(^|[\s_-])(standfirst|dek|deck|lede|subtitle|sub-?head(line|ing)?|(article|post|story)[_-]*(summary|intro|lead|excerpt))"
    r"([\s_-]|$)",
    re.IGNORECASE,
)
# Lines between headline and body that say who and when: clean.py reads them there.
LONGEST_LINE = 120
WHO_OR_WHEN = re.compile(
    r"by:?\s+\S|.{0,40}\b(\d{1,2}\.? [^\W\d]{3,10}\.?,? (19|20)\d\d|[^\W\d]{3,10}\.? \d{1,2},? (19|20)\d\d"
    r"|(19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](19|20)\d\d|(19|20)\d\d年)",
    re.IGNORECASE,
)


def article_paragraphs(tree: Tree, title: str) -> list[str]:
    """The paragraphs of the article, with its headline and the lines below it if they stand there; none if it is none.

    The tree must have gone through `drop_unseen` and `dissolve`; it is changed.
    """
    drop_boxes(tree)
    frame = _frame(tree)
    standfirst = _standfirst(tree)
    if frame is not None:
        _mark(frame)
    found = _extracted(tree)
    above = [*_who_and_when(paragraphs(tree), title, found), standfirst]
    return [*(line for line in above if line and line not in found), *found] if found else []


def marked_paragraphs(tree: Tree) -> list[str]:
    """The paragraphs of what the page marks as its article or main part, furniture included; none if nothing is."""
    for path in ("//*[@itemprop='articleBody']", "//article", "//main | //*[@role='main']"):
        found = [paragraphs(element) for element in tree.xpath(path)]
        if longest := max(found, key=lambda each: sum(map(len, each)), default=[]):
            return longest
    return []


def _extracted(tree: Tree) -> list[str]:
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG, Document
    from trafilatura.utils import trim

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)  # what fails is told by what comes back
    config = deepcopy(DEFAULT_CONFIG)
    # else a short article is filled up from the rest of the page, or given as one paragraph
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "0"
    try:
        # Neither fast nor for recall: both lost a seventh of the body where a box before it is called an article, one
        # of 16 layouts of the planted set; elsewhere, as the one for precision everywhere, they found the same.
        # Any output format but "python" leaves the result as it is.
        document = bare_extraction(
            tree, include_comments=False, deduplicate=False, output_format="xml", with_metadata=False, config=config
        )
    except RecursionError:  # lists in lists
        return []
    finally:
        trim.cache_clear()  # it keeps the last thousand texts, whole pages among them
    return paragraphs(document.body) if isinstance(document, Document) else []


def _frame(tree: Tree) -> Tree | None:
    """The innermost element with nearly all running text, or the article it is a part of; None if it is the page."""
    held, sentences = Counter[Tree](), Counter[Tree]()
    for line, text in _running_text(tree):
        for above in (None, *line.iterancestors(*FRAMES)):
            held[above] += len(text) * (len(text) >= PROSE)
            sentences[above] += len(text)
    holding = [
        element for element, length in held.items() if element is not None and length >= FRAME_SHARE * held[None]
    ]
    frame = part = max(holding, key=lambda element: len(list(element.iterancestors())), default=None)
    while part is not None and (above := part.getparent()) is not None and above.tag in FRAMES:
        name = part.get("class")
        parts = [
            each for each in above.iterchildren(part.tag) if name and each.get("class") == name and sentences[each]
        ]
        if sentences[above] > sentences[frame] and (
            above.tag == "article" or len(parts) > 1
        ):  # split by advertisements
            frame = above
        part = above
    return frame


def _running_text(tree: Tree) -> Iterator[tuple[Tree, str]]:
    """Paragraphs that read like body: long, or a sentence."""
    outside = set(tree.iter("aside", "nav", "footer"))
    for element in tree.iter("div", "section", "ol", "ul"):
        if NO_BODY.search(names_of(element)) and element.find(".//h1") is None:
            outside.add(element)
    for line in tree.iter("p"):
        text = " ".join(line.text_content().split())
        like_body = len(text) >= PROSE or SENTENCE_END.search(text)
        if like_body and line.find(".//a") is None and outside.isdisjoint(line.iterancestors()):
            yield line, text


def _mark(frame: Tree) -> None:
    """Have trafilatura take this frame rather than one before it that is only called like an article."""
    for decoy in frame.xpath("preceding::*[self::article or self::div or self::main or self::section]"):
        decoy.tag = "div"
        for name in ("class", "id", "itemprop", "role"):
            decoy.attrib.pop(name, None)
    frame.set("itemprop", "articleBody")
    if frame.tag == "td":
        frame.tag = "div"


def _standfirst(tree: Tree) -> str:
    """The paragraph between headline and body, which stands outside the frame as often as in it."""
    for headline in tree.iter("h1"):
        for place in (headline, headline.getparent()):
            for after in place.itersiblings("p", "h2", "div"):
                if STANDFIRST.search(names_of(after)) and len(found := paragraphs(after)) == 1:
                    return found[0]
    return ""


def _who_and_when(page: Sequence[str], title: str, found: Sequence[str]) -> list[str]:
    """The lines of the page between its headline and its body that are a byline or a date."""
    headline = next((place for place, line in enumerate(page) if line.casefold() == title.casefold()), None)
    if headline is None:
        return []
    body = {line for line in found if len(line) > LONGEST_LINE}
    between = takewhile(lambda line: line not in body, page[headline + 1 :])
    return [line for line in between if len(line) <= LONGEST_LINE and WHO_OR_WHEN.match(line)]
