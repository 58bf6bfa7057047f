"""XML of a feed → the same feed cut down to what is read of it: few elements, few attributes, so many entries.

feedparser needs time that grows with the square of an element's attributes and of an entry's categories, and memory
with the square of nested `xml:base`; 600 kB can hold it up for 40 seconds. What is cut down here, it reads in linear
time. Also mends XML that is broken.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from .feed_text import mended

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

MOST_ENTRIES = 10_000
"""Of one feed or sitemap. feedparser takes 4 seconds for as many with 60 words each (measured)."""
MOST_ELEMENTS = 1_000_000
"""Of one file; the largest sitemap that is allowed, 50,000 pages, has up to 600,000. They take 200 MB for a moment."""
MOST_ATTRIBUTES = 100
"""Of one element; no element of RSS, Atom or sitemaps is given as many as 20 by its specification."""
_MOST_ALIKE = 30
"""Elements of one name in an entry, such as authors."""
_LONGEST = 4_000
"""Characters of anything but prose."""
_LONGEST_WORD = 40
"""Characters of a word in a name: feedparser looks for mail addresses in it, which takes the square of this."""
_LONGEST_BASE = 500
_PROSE = ("content", "encoded", "summary", "description")
_MARKUP = (*_PROSE, "title")
_PERSONS = ("author", "creator", "source")
_DATES = ("pubDate", "published", "issued", "updated", "modified", "created", "date")
_OF_ENTRY = {*_MARKUP, *_PERSONS, *_DATES, "link", "guid", "id", "publisher", "language", "origLink"}
_ENTRIES = ("item", "entry")
_OF_CHANNEL = {*_ENTRIES, "title", "link", "author", "language"}
_OF_ROOT = {*_OF_CHANNEL, "channel"}
_OF_PERSON = {"name", "title"}
_INSIDE = {
    "channel": _OF_CHANNEL,
    **dict.fromkeys(_ENTRIES, _OF_ENTRY),
    **dict.fromkeys(_PERSONS, _OF_PERSON),
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ATTRIBUTES = ("version", "type", "mode", "rel", "href", "isPermaLink", f"{_XML}lang", f"{_XML}base")
_SHARED = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
"""Namespaces that are read beside the feed's own, under the prefixes that some feeds use without declaring them."""
_SPACES = tuple("{" + space for space in _SHARED.values())


class Unusable(Exception):
    """Nothing can be made of the XML, or it is made to do harm; the message goes on from the address: "has …"."""


def tree(xml: str) -> tuple[_Element | None, str]:
    """The outermost element, and what is wrong with the XML: "" if nothing is. Nothing is fetched or expanded.

    Raises:
        Unusable: more elements, or more attributes on one, than any real file has.
    """
    from lxml import etree

    try:
        return _parsed(xml, recover=False), ""
    except etree.XMLSyntaxError as error:
        wrong = " ".join(str(error.msg).split())[:200]
    if xml.count("&") > MOST_ELEMENTS:  # mending would make it grow fivefold
        raise Unusable("is no XML that can be mended; check the address")
    try:
        return _parsed(mended(xml), recover=True), wrong
    except etree.XMLSyntaxError:
        return None, wrong


def _parsed(xml: str, recover: bool) -> _Element | None:
    """Parsed whole: libxml2 needs quadratic time for some broken XML that it is given in pieces."""
    from lxml import etree

    rules: dict[str, Any] = {"recover": recover, "resolve_entities": False, "no_network": True, "load_dtd": False}
    rules |= {"huge_tree": False, "remove_comments": True, "remove_pis": True, "encoding": "utf-8"}
    data = xml.encode("utf-8")
    etree.fromstring(data, etree.XMLParser(target=_Counter(), **rules))
    root: _Element | None = etree.fromstring(data, etree.XMLParser(**rules))
    return root


class _Counter:
    """Counts the elements as they are parsed, before a tree is made of them."""

    count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise Unusable("has more elements or attributes than any real feed; check the address")

    def close(self) -> None:
        """Nothing; lxml asks for the method."""


def cut_down(root: _Element) -> tuple[bytes, int]:
    """The feed as well-formed XML with little more than what is read of it, and how many entries there were.

    At most `MOST_ENTRIES` of them are kept. `root` is changed.
    """
    from lxml import etree

    channels = [root, *(child for child in root if _local(child) == "channel")]
    count = sum(_local(child) in _ENTRIES for channel in channels for child in channel)
    _prune(root, _OF_ROOT)
    return etree.tostring(root, encoding="utf-8"), count


def _prune(element: _Element, names: Collection[str]) -> None:
    """Leave only children with these names, of entries as many as may be, of others a few, and cut these down too."""
    _keep_attributes(element)
    seen: Counter[str] = Counter()
    for child in list(element):
        name = _name(child)
        seen[name] += 1
        if name not in names or seen[name] > (MOST_ENTRIES if name in _ENTRIES else _MOST_ALIKE):
            element.remove(child)
            continue
        prefix, _, bare = str(child.tag).rpartition(":")
        if prefix in _SHARED:  # used, but not declared
            child.tag = f"{{{_SHARED[prefix]}}}{bare}"
        if name in _MARKUP:
            _flatten(child)
        else:
            _prune(child, _INSIDE.get(name, ()))
        if name not in _PROSE and len(child.text or "") > _LONGEST:
            child.text = ""
        if name in ("author", "creator", "name", "publisher"):
            child.text = _person(child.text or "")


def _keep_attributes(element: _Element) -> None:
    for key, value in element.attrib.items():
        if key not in _ATTRIBUTES or len(value) > _LONGEST or (key.endswith("base") and len(value) > _LONGEST_BASE):
            del element.attrib[key]


def _flatten(element: _Element) -> None:
    """Markup inside the element becomes text in which the markup is escaped, as most feeds have it to begin with."""
    from lxml import etree

    children = list(element)
    markup = [escape(element.text or "", quote=False)] if children else []
    for child in children:
        for inner in child.iter():
            inner.tag = _local(inner)
        tail = child.tail or ""
        element.remove(child)
        child.tail = None
        etree.cleanup_namespaces(child)
        markup += [etree.tostring(child, encoding="unicode", method="html"), escape(tail, quote=False)]
    _prune(element, ())
    if children:
        element.text = "".join(markup)
        element.set("type", "html")
        element.attrib.pop("mode", None)


def _person(text: str) -> str:
    """A name without the mail address beside it, as in "desk@tide.example (Cleo Diaz)"."""
    words = [word for word in text.split() if "@" not in word and len(word) <= _LONGEST_WORD]
    name = " ".join(words)
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _local(element: _Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _name(element: _Element) -> str:
    """The name without its namespace if that is the feed's own, or another one that is read; else ""."""
    space, _, local = str(element.tag).rpartition("}")
    prefix, _, bare = local.rpartition(":")
    parent = element.getparent()
    own = () if parent is None else ("", str(parent.tag).rpartition("}")[0])
    if prefix in _SHARED or bare in (*_ENTRIES, "channel") or (not prefix and space in (*own, *_SPACES)):
        return bare
    return ""
