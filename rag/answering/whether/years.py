"""Whether a sentence tells of the year asked about, as far as it and its article's day say."""

from __future__ import annotations

import re

from ..facts import covered
from .asked import MONTH
from .windows import YEAR, Window

# Words with which an article speaks of another year than its own without naming it.
RELATIVE = re.compile(rf"\b(?:year earlier|year before|year ago|previous|last|following|next|{MONTH})\b")


def of_year(year: str, window: Window) -> bool:
    """Whether the window may tell of the year, "2024"; True where nothing says otherwise.

    A year in the sentence decides, then one shortly before it, then the article's day: "last year" and a month may
    mean the year beside it.
    """
    if year in covered(window.text):
        return True
    own = set(YEAR.findall(re.sub(r"\bsince (?:19|20)\d\d", "", window.text)))
    day, relative = window.article.published_day, RELATIVE.search(window.text)
    if own:
        return bool(relative) and any(abs(int(other) - int(year)) == 1 for other in own)
    if day is None or str(day.year) == year or year in YEAR.findall(f"{window.before} {window.article.title}"):
        return True
    return bool(relative) and abs(day.year - int(year)) == 1
