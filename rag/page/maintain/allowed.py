"""Who may see the maintainers' tab and act on it. Each act asks; that the tab is not shown protects nothing.

On loopback, by itself, only who sits at this machine: a page that a proxy hands on to others, and another site's page
that sends requests here (or takes a name that leads here), are turned away. Beyond loopback only where the setting says
so, and then under a password of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from ...serving.password import has_password
from ..address import is_loopback

HANDED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers by which a proxy tells that somebody else is asking."""
REFUSED = (
    "This is for the maintainer only: open the page on the machine itself, or set maintain to on and start it again."
)


class Asked(Protocol):
    """What is read of a request; `gradio.Request` has all of it."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By name, in lower case."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The rule that is in force."""

    here_only: bool
    """Only requests that come from this machine and name it."""
    password: str = ""
    """Of the tab, of whatever user name; "" where none is asked for."""

    def __call__(self, request: Asked) -> bool:
        """Whether this request may."""
        headers = {name.lower(): value for name, value in dict(request.headers).items()}
        if self.password:
            return has_password(headers.get("authorization", ""), self.password) and _same_site(headers)
        return _same_site(headers) and (not self.here_only or _from_here(headers))


def allowed(maintain: str, host: str) -> Allowed | None:
    """The rule for the setting `maintain` (auto, on, off) of a page bound to `host`; None: there is no tab."""
    here = is_loopback(host)
    if maintain == "off" or (maintain == "auto" and not here):
        return None
    return Allowed(here_only=maintain == "auto", password="" if here else secrets.token_urlsafe(9))


def _same_site(headers: Mapping[str, str]) -> bool:
    """Whether the page itself asks, as far as the browser tells."""
    origin = headers.get("origin")
    if origin and urlsplit(origin).netloc != headers.get("host"):
        return False
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _from_here(headers: Mapping[str, str]) -> bool:
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return is_loopback(host) and not any(name in headers for name in HANDED_ON)
