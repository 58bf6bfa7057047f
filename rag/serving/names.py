"""The names under which the page may be asked.

A site of somebody else can let its own name lead to 127.0.0.1 (DNS rebinding) and then read what is served there; the
browser still says that name in Host. A site can also send requests here from its own page; the browser then says so in
Origin or Sec-Fetch-Site.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?", re.ASCII)
OWN = ("localhost", "127.0.0.1", "[::1]")


def name_of(host: str) -> str:
    """The name in a Host header or a setting, in small letters and without port; "" where there is none."""
    found = HOST.fullmatch(host.strip().lower())
    return found["name"] if found else ""


def host_trouble(host: str, names: Collection[str]) -> str:
    """Why a request with this Host is not answered, or "". `names` holds those that are; if empty, any is."""
    name = name_of(host)
    if name and (not names or name in names):
        return ""
    return f"nothing is served under the name {name or host[:80]!r}; set page_hosts if it is yours"


def origin_trouble(headers: Mapping[str, str], names: Collection[str]) -> str:
    """Why a request that a page sent is not answered, or "": it is of another site.

    Args:
        headers: by name in small letters.
        names: names of ours; a request whose Origin is what it asked for is ours in any case.
    """
    origin = headers.get("origin")
    if origin is not None:
        scheme, mark, host = origin.partition("://")
        own = host.lower() == headers.get("host", "").strip().lower() or name_of(host) in names
        if not (mark and scheme in ("http", "https") and own):
            return f"a page of {origin[:80]} may not ask here; set page_hosts if it is yours"
    followed = headers.get("sec-fetch-mode") == "navigate"  # a link that a reader has followed
    if headers.get("sec-fetch-site") == "cross-site" and not followed and origin is None:
        return "a page of another site may not ask here; set page_hosts if it is yours"
    return ""
