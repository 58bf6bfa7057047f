"""Whether a request has the password: as `Authorization: Bearer PASSWORD`, or as Basic with any name.

A browser asks its reader and then sends Basic by itself; programs take Bearer.
"""

from __future__ import annotations

import base64
import hmac

USER = "reader"
"""What a reader may type as name; it is not looked at."""
CHALLENGE = 'Basic realm="Footnote", charset="UTF-8"'


def has_password(authorization: str, password: str) -> bool:
    """Whether the header holds the password; the time it takes does not tell how much of it was right."""
    kind, _, given = authorization.partition(" ")
    if kind.lower() == "basic":
        try:
            given = base64.b64decode(given.strip(), validate=True).decode("utf-8").partition(":")[2]
        except ValueError:  # no base64, or no UTF-8
            return False
    elif kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), password.encode())
