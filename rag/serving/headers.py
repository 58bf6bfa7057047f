"""What a browser may do with what is served: run the page's own scripts, ask this server, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
"""A script within a page. Gradio writes `<` in data as \\u003c, so none of these can be closed or begun by data."""
EVERYWHERE = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
# Gradio makes functions of the page's own texts (`js=`, `js_on_load=`), hence unsafe-eval; its components set styles.
PAGE = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def policy(html: bytes | None) -> str:
    """The Content-Security-Policy of a page, whose own scripts it names by digest; of anything else for None.

    A script, or an `onerror`, that got into the page otherwise is therefore not run.
    """
    if html is None:
        return NO_PAGE
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in SCRIPT.findall(html)]
    return PAGE.format(scripts="".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests)))
