"""Usual names of fields → ours, for dumps and whatever else names its fields; the one form of an address; the doc_id.

Values keep what they say: of `{"name": …}` the name is taken, of a headline with tags its words. No date, language or
kind is judged here, and the text is only looked up, not read.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit, urlunsplit

from ..records import is_address
from .values import is_empty, line, names, paragraphs, plain, shortened

# The names that are understood, best first; corpus/README.md has the same table. Case, "-", " " and "_" do not matter
# ("publishedAt", "Publish Date"). A name that only ever means one thing stands before one that has other uses too.
NAMES: dict[str, str] = {
    "title": "title headline article_title news_title web_title heading name",
    "text": "text article_text full_text maintext body_text article_body body content content_text content_html"
    " article_content full_content plain_text paragraphs",
    "url": "canonical_url url link article_url web_url permalink page_url news_url source_url uri guid href id source",
    "publisher": "publisher publisher_name source_name outlet newspaper publication site_name news_source source site"
    " provider website source_domain domain",
    "authors": "authors author byline authors_name author_name creator creators writer writers",
    "published_at": "published_at publish_date date_published date_publish published_date publication_date"
    " web_publication_date published_on published publish_time pub_date article_date date_gmt date datetime date_time"
    " timestamp created_at date_created created",
    "updated_at": "updated_at modified_at date_modified date_modify modified_gmt last_modified modified_date"
    " update_date updated_date date_updated last_updated modified updated",
    "kind": "kind article_type genre type",
    "language": "language lang locale",
    "section": "section section_name category desk news_desk rubric topic",
}
# Names that mostly say something else: they count only if they hold an address.
PERHAPS_ADDRESS = {"uri", "guid", "href", "id", "source"}
# What is kept of fields without a name of ours. They are stored with every chunk, which has some 700 signs, and a page
# may bring hundreds; they must not outweigh the text.
MOST_EXTRA, LONGEST_EXTRA = 20, 500
OURS = NAMES.keys() - {"section"} | {"author", "feed", "jsonld"}

# Parameters that say where a reader came from or how the page is to look, never which article is meant.
TRACKING = re.compile(
    r"(utm_\w+|(fb|g|d|ms|y|tw|tt)clid|gclsrc|[gw]braid|igsh(id)?|mc_[ce]id|_g[al]|ref(_src|_url)?|cmpid|ns_\w+|[io]cid"
    r"|at_(medium|campaign|custom\d|link\w*|format|ptr\w*|bbc\w*)|xtor|smid|smtyp|srnd|s_cid|mkt_tok|_hs(enc|mi)|wt\.?mc\w*"
    r"|guccounter|guce_referrer(_sig)?|soc_(src|trk)|sr_share|vero_id|amp_(js_v|gsa)|usqp)(=.*)?"
    r"|amp(=|=1|=true)?|outputtype=amp",
    re.IGNORECASE,
)
USUAL_PORTS = {"http": 80, "https": 443}
UNSAFE = re.compile(r"[\s<>\"\x00-\x20\x7f\ud800-\udfff]")
# More than browsers and search engines take.
LONGEST_ADDRESS = 2000


def folded(name: object) -> str:
    """A name in the form in which names are compared: lower case, without spaces, "-" and "_"."""
    return re.sub(r"[\s_-]+", "", str(name)).lower()


FOLDED = {ours: [folded(name) for name in usual.split()] for ours, usual in NAMES.items()}


def known_fields(row: Mapping[str, object]) -> dict[str, object]:
    """The fields of a row under our names; what has no known name keeps its own, and so does a second name of a thing.

    The first name of `NAMES` that has a value wins (of the addresses the first that is a whole one); all other names of
    the text are left out, for it would only be there twice. Empty values are left out; numbers and dates stay as is.
    """
    spelt: dict[str, str] = {}
    for name in row:
        spelt.setdefault(folded(name), name)
    found: dict[str, object] = {}
    used = {"author"}  # if it is not what `authors` has now, it is a number
    for ours, usual in FOLDED.items():
        given = {spelt[name]: _value(ours, name, row[spelt[name]]) for name in usual if name in spelt}
        given = {name: value for name, value in given.items() if not is_empty(value)}
        if given:
            whole = (name for name in given if ours == "url" and is_address(given[name]))
            best = next(whole, next(iter(given)))
            found[ours] = given[best]
            used |= set(given) if ours == "text" else {best}
    others = {str(name): value for name, value in row.items() if name not in used and not is_empty(value)}
    return {**others, **found}


def extra_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """What has no name of ours: the first `MOST_EXTRA` fields, each as a line of at most `LONGEST_EXTRA` signs."""
    found: dict[str, str] = {}
    for name, value in fields.items():
        if name not in OURS and not is_empty(value) and len(found) < MOST_EXTRA:
            found[shortened(name, LONGEST_EXTRA)] = shortened(value, LONGEST_EXTRA)
    return found


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters, password, usual port and trailing slash; "" if not http(s).

    "www.", "amp." and "/amp" stay: what is there without them is often, but not always, the same article.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # such as "http://[", half an IPv6 address, or a port of letters
        return ""
    scheme = parts.scheme.lower()
    if scheme not in USUAL_PORTS or not host or UNSAFE.search(host) or len(url) > LONGEST_ADDRESS:
        return ""
    host = f"[{host}]" if ":" in host else host
    host = host if port in (None, USUAL_PORTS[scheme]) else f"{host}:{port}"
    kept = [part for part in parts.query.replace("&amp;", "&").split("&") if part and not TRACKING.fullmatch(part)]
    path, query = (
        UNSAFE.sub(lambda sign: quote(sign[0], errors="replace"), part)
        for part in (parts.path.rstrip("/"), "&".join(kept))
    )
    return urlunsplit((scheme, host, path, query, ""))


def doc_id(place: str) -> str:
    """A name people can read and type: the last part of the place and 8 hex digits of sha256 over all of it."""
    try:
        path = urlsplit(place).path
    except ValueError:  # a file name such as "//[", which looks like half an address
        path = place
    stem = PurePosixPath(path).stem.lower()
    unaccented = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", stem))
    slug = re.sub(r"[^a-z0-9]+", "-", unaccented).strip("-")[:40].strip("-")
    digest = hashlib.sha256(place.encode(errors="surrogatepass")).hexdigest()  # file names may hold any bytes
    return f"{slug or 'article'}-{digest[:8]}"


def _value(ours: str, name: str, value: object) -> object:
    """A value as the field of ours needs it; empty if it is of no use there."""
    if ours == "text":
        return paragraphs(value)
    if ours == "authors":
        return names(value)
    if ours in ("published_at", "updated_at"):
        return plain(value)
    text = line(value)
    if (ours == "publisher" and is_address(text)) or (
        ours == "url" and name in PERHAPS_ADDRESS and not is_address(text)
    ):
        return ""
    return text
