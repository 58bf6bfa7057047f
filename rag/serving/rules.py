"""Who may ask the page, from where and how often, as the settings say."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..page.address import is_loopback
from .names import OWN, name_of
from .password import USER

if TYPE_CHECKING:
    from ..config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the gate goes by."""

    names: tuple[str, ...] = OWN
    """Names that may stand in Host; none: any may."""
    password: str = field(default="", repr=False)
    """"": none is asked for."""
    given: bool = False
    """Whether the password is the maintainer's own, which is never printed; else it was made up."""
    a_minute: int = 0
    """Requests that do something, for each address; 0: no limit."""
    maintainer: str = field(default="", repr=False)
    """Password of the maintainers' tab; it opens the page, too. "": none is asked for, or there is no tab."""
    upload_bytes: int = 0
    """Length of an uploaded file at most; 0: nothing is uploaded."""

    @property
    def passwords(self) -> tuple[str, ...]:
        """Passwords that open the page; none: none is asked for."""
        return tuple(filter(None, (self.password, self.password and self.maintainer)))

    def in_words(self) -> str:
        """What is printed of the password behind the page's address."""
        if not self.password:
            return ""
        told = f" (user {USER}, password {'as set in page_password' if self.given else self.password})"
        return told + (f" (user maintainer, password {self.maintainer})" if self.maintainer else "")


def rules_of(config: Config) -> Rules:
    """The rules: on loopback alone no password and no limit, but only the machine's own names.

    Who sets `page_hosts` has something before the page that passes others on, so it counts as beyond loopback.
    """
    others = tuple(filter(None, map(name_of, config.page_hosts.split(","))))
    alone = is_loopback(config.host) and not others
    bound = name_of(f"[{config.host}]" if ":" in config.host else config.host)
    return Rules(
        names=(*OWN, bound, *others) if alone or others else (),
        password=config.page_password or ("" if alone else secrets.token_urlsafe(12)),
        given=bool(config.page_password),
        a_minute=0 if alone else config.page_requests,
    )
