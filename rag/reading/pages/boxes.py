"""Takes boxes of furniture out of a page: dialogs, advertisements, lists of other articles, captions.

Goes by what elements are and by what their makers call them, and only where a box is small: a name says little of an
element that holds half of the page. Lines that are furniture by their words are clean.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .markup import Tree, drop

# A card or box has a headline, a summary and a button; three paragraphs of body are longer.
LONGEST_BOX = 400
FEWEST_CARDS = 3
LONGEST_TITLE, LONGEST_LINKS, MOSTLY = 60, 1_500, 0.9
ELEMENTS = (
    "//*[@role='dialog' or @role='alertdialog' or @role='banner' or @role='contentinfo' or @role='search']"
    " | //amp-ad | //amp-embed | //amp-sticky-ad | //amp-social-share | //amp-consent | //amp-user-notification"
    " | //amp-sidebar | //amp-list"
)
# Captions are among them: they credit photographers, describe what is not shown here, and are what advertisements are
# made of; a fact that stands only in a caption is lost. A pull quote repeats words of the body.
BOX_NAMES = re.compile(
    r"(^|[\s_-])(ads?|advert(s|isement|ising|orial)?|sponsor(s|ed)?|promo(s|tion|tions)?|newsletters?|poll|pull-?quotes?"
    r"|related(-?(posts|articles|stories|links))?|recirc(ulation)?|trending|most-?(read|popular|viewed)|read-?more|shar(e|ing)"
    r"|social|follow(-us)?|sign-?up|subscri(be|ption)|paywall|captions?|credits?|taboola|outbrain|breadcrumbs?|audio|listen"
    r"|(cookie|consent|gdpr)s?[-_]*(banner|bar|notice|popup|modal|overlay|wall|layer|strip)?|onetrust|cookiebot)([\s_-]|$)",
    re.IGNORECASE,
)
NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def drop_boxes(tree: Tree) -> None:
    """Take them out; the tree must be one of plain blocks (`dissolve`), since boxes are known by their length too."""
    drop(tree, [box for box in tree.xpath(ELEMENTS) if box.find(".//h1") is None])
    drop(tree, list(_named(tree)))
    drop(tree, list(_pictures_in_tables(tree)))
    drop(tree, list(_link_lists(tree)))
    drop(tree, list(_cards(tree)))
    drop(tree, list(_other_articles(tree)))


def names_of(element: Tree) -> str:
    """What its makers call an element, "RelatedLinks" as "Related-Links"."""
    return NEW_WORD.sub("-", f"{element.get('class', '')} {element.get('id', '')}")


def _named(tree: Tree) -> Iterator[Tree]:
    for element in tree.iter("div", "section", "p", "ul", "ol", "blockquote", "h2", "h3", "h4", "span"):
        named = element.attrib and BOX_NAMES.search(names_of(element))
        if named and len(element.text_content()) <= LONGEST_BOX and element.find(".//h1") is None:
            yield element


def _pictures_in_tables(tree: Tree) -> Iterator[Tree]:
    """A table set to one side, as pages had before there were figures."""
    for table in tree.xpath("//*[@align='left' or @align='right'][.//img]"):
        if len(table.text_content()) <= LONGEST_BOX:
            yield table


def _link_lists(tree: Tree) -> Iterator[Tree]:
    """Boxes and lists of nothing but links, with what is written above them; a title left alone would be a riddle."""
    for box in tree.iter("div", "section", "ul", "ol"):
        links = [len(link.text_content().strip()) for link in box.iter("a")]
        heading = next(box.iter("h2", "h3", "h4", "h5", "h6", "strong"), None)
        title = len(heading.text_content()) if heading is not None and heading.find(".//a") is None else 0
        length = len(" ".join(box.text_content().split()))
        if links and title <= LONGEST_TITLE and sum(links) + title >= MOSTLY * length and length <= LONGEST_LINKS:
            above = box.getprevious()
            yield box
            if above is not None and above.tag in ("h2", "h3", "h4", "h5", "h6") and len(links) > 1:
                yield above


def _cards(tree: Tree) -> Iterator[Tree]:
    """Boxes side by side, each with little more than a headline that leads to another article."""
    beside: dict[Tree, dict[Tree, None]] = {}
    for heading in tree.iter("h2", "h3", "h4", "h5"):
        if _leads_elsewhere(heading):
            for above in heading.iterancestors("article", "div", "li", "section", "a"):
                if len(above.text_content()) > LONGEST_BOX:
                    break
                beside.setdefault(above.getparent(), {})[above] = None
    for cards in beside.values():
        if len(cards) >= FEWEST_CARDS:
            yield from cards


def _leads_elsewhere(heading: Tree) -> bool:
    link = next(heading.iterancestors("a"), None)
    link = heading.find(".//a") if link is None else link
    return link is not None and not link.get("href", "#").startswith("#")  # a post of a live page leads to itself


def _other_articles(tree: Tree) -> Iterator[Tree]:
    """The beginnings of articles that follow the page's own one, whose headline is no link."""
    if tree.find(".//article//h1") is None:
        return
    for article in tree.iter("article"):
        heading = next(article.iter("h1", "h2", "h3"), None)
        if heading is not None and heading.tag != "h1" and _leads_elsewhere(heading):
            yield article
