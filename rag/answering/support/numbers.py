"""Rung 1: every number, sum, share and date of a sentence stands in its cited words, or follows from them.

What follows: a date from the day of the article (`dates`), a quantity from one in another unit (`units`), a figure from
two others of the sentence (`sums`), digits that belong to the name of the outlet.
"""

from __future__ import annotations

from functools import lru_cache

from ..facts import covered, readable, stated
from .dates import resolved
from .grounds import Grounds
from .sums import worked_out
from .units import converted


def missing_figures(text: str, grounds: Grounds) -> str:
    """The figures that are not in the cited words and do not follow from them, in words; "" if there are none."""
    missing = sorted(map(readable, unexplained(text, grounds)))
    return f"not in the cited words: {', '.join(missing)}" if missing else ""


def unexplained(text: str, grounds: Grounds) -> frozenset[str]:
    """The same as `facts` spells them."""
    for article in grounds.articles:  # "Channel Nine" has no figure in it
        text = text.replace(article.publisher, " ") if article.publisher else text
    wanted = stated(text)
    missing = wanted - held(grounds)
    if not missing:
        return missing
    missing -= converted(text, grounds.passage)
    return missing - worked_out(text, missing, wanted - missing)


def held(grounds: Grounds) -> frozenset[str]:
    """Every form of every figure that the cited words vouch for, dates seen from the day of their article."""
    found = covered(grounds.passage)
    for item in grounds.used:
        found |= _resolved(item.sentence.text, item.article.published_day)
    return found


_resolved = lru_cache(maxsize=1024)(resolved)
