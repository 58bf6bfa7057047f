"""The head of a page: what it says of its article, in six ways, and what a reader of the page can therefore know.

Way        says
jsonld     all fields in JSON-LD, and a canonical link
meta       all fields in meta tags, and a canonical link
both       all fields in both, the JSON-LD as a graph with other things in it
visible    nothing but the title with the publisher behind it; byline and day stand on the page
url        as visible, without the day, which stands in the canonical link
none       nothing but the title; no byline, no day
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from html import escape
from typing import Any

from rag.records import day_in_words

from .labels import Story

ZONE = timezone(timedelta(hours=1))
STATED = ("jsonld", "meta", "both")
"""Ways that say every field in a form made for machines."""
SECTIONS = {"news": "News", "opinion": "Opinion", "live": "Live", "interview": "Interview"}
TYPES = {"opinion": "OpinionNewsArticle", "live": "LiveBlogPosting"}
FORMS = (
    "{0.day} {0:%B %Y}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%A}, {0.day} {0:%B %Y, %H:%M}",
    "Published: {0.day} {0:%b %Y}",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of its article, and how."""

    story: Story
    way: str
    number: int
    """Place of the page among all; varies hours and forms of dates."""
    updated_hours: int | None
    """Hours from publication to the update; 0: the page gives the same time twice; None: it tells of no update."""
    dateline: str = ""
    """Day (ISO) in the dateline of a page that gives another day only in its address; as right as that day."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The front matter of the article."""
        return self.story.fields

    @property
    def published(self) -> datetime:
        """Day of the article, with an hour that depends on the number."""
        day = date.fromisoformat(self.fields["published_at"])
        return datetime(day.year, day.month, day.day, 8 + self.number % 9, 7 + self.number, tzinfo=ZONE)

    @property
    def updated(self) -> datetime | None:
        """Time of the update the page tells of."""
        return None if self.updated_hours is None else self.published + timedelta(hours=self.updated_hours)

    @property
    def url(self) -> str:
        """Canonical address; "" if the page has none."""
        if self.way in ("visible", "none"):
            return ""
        address = str(self.fields["url"])
        if self.way != "url":
            return address
        slug = self.story.name.partition("/")[2]
        return f"https://{address.split('/')[2]}/{self.published:%Y/%m/%d}/{slug}"

    @property
    def byline(self) -> str:
        """The byline on the page; "" if there is none."""
        return "" if self.way == "none" else "By " + " and ".join(self.fields["authors"])

    @property
    def day(self) -> str:
        """The day on the page; "" if there is none."""
        if self.way in ("url", "none"):
            return ""
        day = FORMS[self.number % len(FORMS)].format(self.published)
        return f"{day}. Updated {day_in_words(self.updated)}" if self.updated and self.updated_hours else day

    @property
    def section(self) -> str:
        """The name of the section on the page; "" if there is none."""
        return "" if self.way == "none" else SECTIONS[self.fields["kind"]]


def head(stated: Stated) -> str:
    """The elements of the page's head that tell of the article."""
    title, publisher = stated.fields["title"], stated.fields["publisher"]
    between = {"visible": " - ", "url": " — ", "none": ""}.get(stated.way, " | ")
    lines = [f"<title>{escape(title + between + (publisher if between else ''))}</title>"]
    if stated.url:
        lines.append(f'<link rel="canonical" href="{stated.url}">')
    if stated.way in ("meta", "both"):
        lines += [f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in _meta(stated)]
    if stated.way in ("jsonld", "both"):
        lines.append(f'<script type="application/ld+json">{json.dumps(_jsonld(stated), ensure_ascii=False)}</script>')
    return "\n".join(lines)


def truth(stated: Stated) -> dict[str, tuple[object, ...]]:
    """For each field the values that are right, several where the page leaves it open; no field that it lacks."""
    fields, sure = stated.fields, stated.way in STATED
    names = tuple(fields["authors"])
    published: datetime | date | None = stated.published if sure else stated.published.date()
    updated = stated.updated if sure or stated.updated is None else stated.updated.date()
    kind = (fields["kind"],) if sure else (fields["kind"], "unknown")
    also = (date.fromisoformat(stated.dateline),) if stated.dateline else ()
    host = fields["url"].split("/")[2]
    found: dict[str, tuple[object, ...]] = {
        "title": (fields["title"],),
        "publisher": (fields["publisher"], *{"url": (host,), "none": ("",)}.get(stated.way, ())),
        "authors": (names, ()) if stated.way == "none" else (names,),
        "published_at": (published if stated.way != "none" else None, *also),
        "updated_at": (updated,) if stated.updated_hours else (None, published) if stated.updated else (None,),
        "kind": ("news", "unknown") if stated.way == "meta" and fields["kind"] == "news" else kind,
    }
    return {**found, "url": (stated.url,)} if stated.url else found


def _meta(stated: Stated) -> list[tuple[str, str, str]]:
    fields = stated.fields
    tags = [
        ("property", "og:type", "article"),
        ("property", "og:title", fields["title"]),
        ("property", "og:site_name", fields["publisher"]),
        ("property", "og:url", stated.url),
        ("property", "article:section", stated.section),
        ("property", "article:published_time", _written(stated.published, stated.number)),
        ("name", "author", ", ".join(fields["authors"])),
    ]
    if stated.updated:
        tags.append(("property", "article:modified_time", _written(stated.updated, stated.number)))
    return tags


def _jsonld(stated: Stated) -> dict[str, Any]:
    fields = stated.fields
    article = {
        "@type": TYPES.get(fields["kind"], "NewsArticle"),
        "headline": fields["title"],
        "datePublished": _written(stated.published, stated.number),
        "author": [{"@type": "Person", "name": name} for name in fields["authors"]],
        "publisher": {"@type": "NewsMediaOrganization", "name": fields["publisher"]},
        "articleSection": stated.section,
        "mainEntityOfPage": {"@type": "WebPage", "@id": stated.url},
    }
    if stated.updated:
        article["dateModified"] = _written(stated.updated, stated.number)
    if stated.way == "jsonld":
        return {"@context": "https://schema.org", **article}
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home"}]}
    site = {"@type": "WebSite", "name": fields["publisher"], "url": stated.url.rpartition("/")[0]}
    return {"@context": "https://schema.org", "@graph": [site, crumbs, article]}


def _written(when: datetime, number: int) -> str:
    """ISO 8601, with the zone as written at the place, or in UTC with a Z for every other page."""
    return when.isoformat() if number % 2 else f"{when.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
