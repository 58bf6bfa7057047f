"""Whether a page holds an article, and if not, what it holds instead, in words that say what to do about it.

Judged by what was found as the body and by what the page is otherwise: a page that calls itself an article is believed
with few words, any other has to show some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .jsonld import JsonLd
from .markup import Tree

# The shortest article of 1,617 in RealTimeQA has 41 words, the shortest notice of a correction we know of about 12.
FEWEST_WORDS, FEWEST_WORDS_CALLED_ARTICLE = 30, 10
# A wall, an error page or a video's page has fewer words than this.
SHORT = 120
# A front page is mostly links, and has more of them than the menu of an article's page leaves beside the body.
MANY_LINKS, LINK_SHARE = 20, 0.6
LOOKED_AT = 5_000

INSTEAD = {
    "not_found": "it says that the page was not found; remove it or give another address",
    "robot_check": "it asks for JavaScript or for proof that its reader is human; save it from a browser",
    "cookies": "it shows a notice on cookies; answer it and save the page again",
    "login": "it asks its readers to log in or to subscribe; save it again after logging in",
    "moving": "it is a video or a set of pictures with hardly any words; remove it",
    "list": "it is a list of links to articles; give their addresses instead",
    "nothing": "save the article's page again, or its words as a .txt file",
}
SIGNS = {
    "not_found": re.compile(
        r"\b(404|page (was |is |could )?(not (be )?found|unavailable|gone|no longer)|does ?n[o’']t exist)",
        re.IGNORECASE,
    ),
    "robot_check": re.compile(
        r"(enable|turn on|requires?|need to have) (java ?script|js\b)|(are|you are|you're) (a )?(human|not a robot)"
        r"|captcha|checking (if the site|your browser)|access denied|unusual (traffic|activity)|just a moment",
        re.IGNORECASE,
    ),
    "cookies": re.compile(
        r"\bcookies?\b.*\bcookies?\b|\bcookies?\b.*\b(accept|consent|agree|partners|privacy)", re.I | re.S
    ),
    "login": re.compile(
        r"\b(log ?in|sign ?in|forgot(ten)? (your )?password|subscribe (now )?to (read|continue)"
        r"|already a (subscriber|member)|create (a free |an )?account|to continue reading|subscribers only)\b",
        re.IGNORECASE,
    ),
}
SHOWN = "h1 h2 h3 h4 p div span li td strong b label button".split()
MOVING = "boolean(//video | //iframe[re:test(@src, 'youtu|vimeo|player|brightcove|jwplat', 'i')])"
PICTURES = "boolean(//*[re:test(@class, '(^|[ _-])(slide-?show|gallery|carousel)', 'i')])"


def shows_pictures(tree: Tree, fields: Mapping[str, object]) -> bool:
    """Whether the whole page holds a video or a set of pictures."""
    if str(fields.get("og_type", "")).lower().startswith("video"):
        return True
    regular = {"re": "http://exslt.org/regular-expressions"}
    return any(tree.xpath(path, namespaces=regular) for path in (MOVING, PICTURES))


def calls_itself_article(tree: Tree, fields: Mapping[str, object], said: JsonLd) -> bool:
    """Whether the page says that it is one, by its type, its date or its marks."""
    if said.article or fields.get("published_at") or str(fields.get("og_type", "")).lower() == "article":
        return True
    return bool(tree.xpath("count(//article) = 1 or boolean(//article//h1) or boolean(//*[@itemprop='articleBody'])"))


@dataclass(frozen=True)
class PageFacts:
    """What a page is besides its body."""

    called_article: bool
    pictures: bool
    links: int
    link_share: float
    """Part of its words that are links, 0 to 1."""
    title: str
    words: str
    """Its title and the beginning of what it shows besides links."""


def page_facts(tree: Tree, title: str, called_article: bool, pictures: bool) -> PageFacts:
    """The facts of a page from which only what is unseen has been taken out."""
    links = [len(" ".join(link.text_content().split())) for link in tree.iter("a")]
    share = sum(links) / max(len(" ".join(tree.text_content().split())), 1)
    shown = title
    for element in tree.iter(*SHOWN):
        shown += f" {element.text or ''}" if len(shown) < LOOKED_AT else ""
    return PageFacts(called_article, pictures, len(links), share, title, shown)


def why_no_article(body: list[str], facts: PageFacts) -> str:
    """The reason for refusing the page, "" if it has an article."""
    count = sum(len(paragraph.split()) for paragraph in body)
    enough = FEWEST_WORDS_CALLED_ARTICLE if facts.called_article else FEWEST_WORDS
    instead = ""
    if count < SHORT and not (facts.called_article and count >= FEWEST_WORDS):
        shown = facts.words if count < FEWEST_WORDS else f"{facts.title} {' '.join(body)}"
        instead = next((name for name, sign in SIGNS.items() if sign.search(shown)), "")
        instead = instead or ("moving" if facts.pictures else "")
    if not instead and not facts.called_article and facts.links >= MANY_LINKS and facts.link_share > LINK_SHARE:
        instead = "list"
    if not instead and count < enough:
        instead = "nothing"
    return f"has no article that can be found; {INSTEAD[instead]}" if instead else ""
