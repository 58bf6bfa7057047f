"""The one way a string gets into the page.

Both functions give text that shows the string and can do nothing else: no tag, no attribute's end, no Handlebars or
JavaScript template (Gradio runs both over `gr.HTML`), no Markdown, no link. What they do not do: judge addresses (see
`cards.safe_url`), or keep text from lying.
"""

from __future__ import annotations

import re
import string

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of surrogate pairs, which cannot be sent as UTF-8."""
TEMPLATE_AND_HTML = re.compile(r"[&<>\"'${}`\\]")
PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")


def as_html(text: str) -> str:
    """The text for use in HTML, in an element or a quoted attribute; line ends stay."""
    return TEMPLATE_AND_HTML.sub(_entity, UNSEEN.sub("", text))


def as_markdown(text: str) -> str:
    """The text for use in HTML inside Markdown, on one line: a blank line would end the HTML and start Markdown."""
    return PUNCTUATION.sub(_entity, " ".join(UNSEEN.sub("", text).split()))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
