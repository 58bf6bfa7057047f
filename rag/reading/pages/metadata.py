"""What a web page says of itself in head and byline: address, title, publisher, authors, dates, language, section.

Everything is taken down as the page spells it and capped in length; dates are judged in dates.py, fields get their
types in clean.py. The one thing refused here is an address that would pass the page off as another site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from .authors import authors_of, in_comments, one_line, words_of
from .jsonld import JsonLd
from .markup import Tree

LONGEST_URL, LONGEST_TITLE, LONGEST_VALUE = 2_000, 500, 200
# Best first: what is made for machines by the publisher, then what analytics and libraries read, then bare words.
PUBLISHED = (
    "article:published_time og:article:published_time datepublished article.published parsely-pub-date sailthru.date"
    " cxenseparse:recs:publishtime dcterms.issued dc.date.issued dcterms.created dc.date.created dcterms.date dc.date"
    " bt:pubdate pubdate publication_date publish-date publish_date publishdate article_date_original"
    " originalpublicationdate date"
).split()
UPDATED = (
    "article:modified_time og:article:modified_time og:updated_time datemodified article.updated dcterms.modified"
    " dc.date.modified lastmod last-modified revised"
).split()
# The front page of a site or of one of its editions.
FRONT_PAGE = re.compile(r"/?(index\.\w+|home|default\.\w+|[a-z]{2}([-_][a-z]{2})?)?/?", re.IGNORECASE)
SITE_PREFIX = re.compile(r"^(www\d?|m|amp|mobile)\.")
SEPARATOR = re.compile(r"\s+[|–—·•»-]+\s+")
SITE_NAME_AT_END = r"\s+[|–—·•:»-]+\s+%s\W*$"


def page_fields(tree: Tree, said: JsonLd, address: str) -> tuple[dict[str, object], list[str]]:
    """What the page says, under the names of `ArticleInfo`; `jsonld` and `og_type` beside them.

    Args:
        tree: the whole page, before anything is taken out.
        said: its JSON-LD.
        address: where it was read from, "" if that is not known.

    Returns:
        The fields that have a value, and what should be reported of them.
    """
    metas, jsonld = _metas(tree), said.fields()
    notes: list[str] = []
    url = _url(tree, metas, address, notes)
    host = _host(url)
    publisher = metas.get("og:site_name", "") or str(jsonld.get("publisher", ""))
    title, site = _title(tree, metas, jsonld, [publisher, host])
    publisher = publisher or site
    fields = {
        "url": url,
        "title": title,
        "publisher": (publisher or host)[:LONGEST_VALUE],
        "authors": authors_of(tree, metas, jsonld, publisher),
        "published_at": _first(metas, PUBLISHED) or _time(tree, "datePublished"),
        "updated_at": _first(metas, UPDATED) or _time(tree, "dateModified"),
        "language": (tree.get("lang") or _first(metas, ["og:locale", "content-language", "language"]))[:LONGEST_VALUE],
        "section": _first(metas, ["article:section", "parsely-section", "og:article:section"]),
        "og_type": metas.get("og:type", ""),
        "jsonld": jsonld,
    }
    return {name: value for name, value in fields.items() if value}, notes


def _metas(tree: Tree) -> dict[str, str]:
    """The page's meta tags, names in small letters, the first of each."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        value = one_line(meta.get("content") or "", LONGEST_URL)
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if value and (name := meta.get(attribute, "").strip().lower()):
                metas.setdefault(name, value)
    return metas


def _first(metas: dict[str, str], names: Iterable[str]) -> str:
    return next((metas[name][:LONGEST_VALUE] for name in names if metas.get(name)), "")


def _url(tree: Tree, metas: dict[str, str], address: str, notes: list[str]) -> str:
    links = [link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    for link in filter(None, map(str.strip, [*links, metas.get("og:url", "")])):
        try:
            url = urljoin(address, link)
            parts = urlsplit(url)
        except ValueError:  # such as "http://[", half an IPv6 address
            continue
        front = FRONT_PAGE.fullmatch(parts.path) and not parts.query
        if parts.scheme not in ("http", "https") or not _host(url) or front or len(url) > LONGEST_URL:
            continue
        if not address or _same_site(_host(url), _host(address)):
            return url
        shown = url[:LONGEST_VALUE]
        notes.append(f"says that its address is {shown}, on another site; the one it was read from is kept")
    return address


def _host(url: str) -> str:
    """The site's host, without what stands for a form of the site; "" if there is none."""
    try:
        return SITE_PREFIX.sub("", urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _same_site(host: str, other: str) -> bool:
    """Whether one is the other's or a part of it; a page must not take the place of another site's article."""
    return host == other or host.endswith("." + other) or other.endswith("." + host)


def _title(tree: Tree, metas: dict[str, str], jsonld: dict[str, object], sites: list[str]) -> tuple[str, str]:
    """The headline, and the name of the site that stands behind it in the page's title; "" if none does."""
    headings = [words_of(heading, LONGEST_TITLE) for heading in tree.xpath("//article//h1 | //main//h1")]
    headings += [words_of(heading, LONGEST_TITLE) for heading in tree.iter("h1")]
    # a lone h1 that is the site's name is a logo
    headings = [heading for heading in headings if heading.lower() not in map(str.lower, sites)]
    named = words_of(tree.find("head/title"), LONGEST_TITLE) if tree.find("head/title") is not None else ""
    parts = SEPARATOR.split(named)
    known = [metas.get("og:title", ""), *headings, str(jsonld.get("headline", ""))]
    site = parts[-1] if len(parts) > 1 and (parts[0] in known or _stands_alone(tree, parts[-1])) else ""
    title = next(filter(None, [*known, named]), "")
    for name in filter(None, [*sites, site]):
        title = re.sub(SITE_NAME_AT_END % re.escape(name), "", title, flags=re.IGNORECASE)
    return title[:LONGEST_TITLE], site


def _stands_alone(tree: Tree, name: str) -> bool:
    """Whether the page shows these words by themselves, as it does its own name."""
    body = tree.find("body")
    return body is not None and any((element.text or "").strip() == name for element in body.iter() if not len(element))


def _time(tree: Tree, name: str) -> str:
    """The time of an element that says which time it is."""
    wanted = f"//*[@itemprop='{name}'][not(self::meta)]" + (" | //time[@pubdate]" if name == "datePublished" else "")
    for element in tree.xpath(wanted):
        if not in_comments(element):
            value = one_line(element.get("datetime") or element.get("content") or "", LONGEST_VALUE)
            if value := value or words_of(element, LONGEST_VALUE):
                return value
    return ""
