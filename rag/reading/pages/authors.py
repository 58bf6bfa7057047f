"""Who a web page names as its authors, in meta tags, JSON-LD or a byline; no addresses, no roles, no commenters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .markup import Tree

LONGEST_NAME, MOST_AUTHORS, LONGEST_BYLINE = 100, 20, 200
METAS = "author article:author_name parsely-author sailthru.author dcterms.creator dc.creator byl".split()
BYLINES = (
    "//*[@rel='author' or @itemprop='author']",
    "//*[self::a or self::div or self::p or self::span or self::address][re:test(@class,"
    " '(^|[\\s_-])(byline|author|by|words-by|written-by)([_-]*(name|names|link))?(\\s|$)', 'i')]",
)
REGULAR = {"re": "http://exslt.org/regular-expressions"}
PROFILE = re.compile(r"/(authors?|people|profiles?|by|staff|journalists?|contributors?|reporters?)/", re.IGNORECASE)
ADDRESS = re.compile(r"https?:|www\.|^\S+\.\w+/")
ROLE = re.compile(r"\b(editor|reporter|correspondent|writer|columnist|analyst|desk)s?$", re.IGNORECASE)
# What stands for a publisher's own people where no person is named.
NOBODY = re.compile(
    r"((the )?(news ?)?(staff|desk|room|team)|staff (writers?|reporters?)|admin(istrator)?|editor|webmaster|guest"
    r"|unknown|none|null|author|by)",
    re.IGNORECASE,
)


def authors_of(tree: Tree, metas: Mapping[str, str], jsonld: Mapping[str, object], publisher: str) -> tuple[str, ...]:
    """The names of the first place that has any; one that names only the publisher or "Staff" is the last resort."""
    last: tuple[str, ...] = ()
    for place in _places(tree, metas, jsonld):
        names = tuple(dict.fromkeys(name for text in place for name in _names(text)))[:MOST_AUTHORS]
        names = tuple(name for name in names if name.casefold() != publisher.casefold())
        if people := tuple(name for name in names if not NOBODY.fullmatch(name)):
            return people
        last = last or names
    return last


def _places(tree: Tree, metas: Mapping[str, str], jsonld: Mapping[str, object]) -> Iterator[list[str]]:
    for name in METAS:
        yield [metas.get(name, "")]
    written = jsonld.get("author")
    yield [str(name) for name in written] if isinstance(written, list) else []
    for path in BYLINES:
        for element in tree.xpath(path, namespaces=REGULAR)[:MOST_AUTHORS]:
            if not in_comments(element):
                yield _byline(element)


def _byline(element: Tree) -> list[str]:
    inner = [words_of(part, LONGEST_NAME) for part in element.xpath(".//*[@itemprop='name']")[:MOST_AUTHORS]]
    inner = inner or [
        words_of(link, LONGEST_NAME) for link in element.iter("a") if PROFILE.search(link.get("href", ""))
    ]
    return inner[:MOST_AUTHORS] or [re.split(r"[|•·\d]", words_of(element, LONGEST_BYLINE))[0]]


def _names(text: str) -> Iterator[str]:
    """The names in "By Ann Low and Bo Ek, Health Editor"."""
    if ADDRESS.search(text):
        return
    text = re.sub(r"^\W*(written )?by:?\s+", "", text.strip(), flags=re.IGNORECASE)
    for part in re.split(r",|;|\s+and\s+|\s+&\s+", text):
        name = re.sub(r"\S+@\S+|[()]", "", part).strip(" .-–—|@")
        if name and len(name) <= LONGEST_NAME and not (name != text and ROLE.search(name)):
            yield name


def in_comments(element: Tree) -> bool:
    """Whether an element stands in what readers wrote, which names people and times too."""
    return any("comment" in above.get("class", "").lower() for above in (element, *element.iterancestors()))


def one_line(text: str, longest: int) -> str:
    """A value without line breaks, cut to a length."""
    return " ".join(text[: 2 * longest].split())[:longest]


def words_of(element: Tree, longest: int) -> str:
    """The words in an element, the parts of it parted by spaces."""
    return one_line(" ".join(element.itertext()), longest)
