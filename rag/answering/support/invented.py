"""Rung 2: whom a sentence has say something is there in the articles that it cites, and not in the question alone.

"Fishermen say that China rejects that view", of an article in which no fisherman says anything: the question named
them, and the draft put them before what the article tells. `speakers.py` sees two names that differ; this, a speaker of
whom the articles know nothing.
"""

from __future__ import annotations

import re

from .grounds import Grounds
from .shared import content_words
from .speakers import REPORTING

GIVEN = re.compile(rf"^(?P<who>[^,;:“”\"]{{2,60}}?) (?:{REPORTING}) that\b")


def invented_speaker(text: str, grounds: Grounds) -> str:
    """That only the question has whom the sentence has say it, in words; "" if the articles do, too.

    A speaker whom neither has is left to the other rungs: a paraphrase may call a regulator an inspectorate.
    """
    match = GIVEN.search(text)
    if not match:
        return ""
    there = content_words(" ".join([grounds.passage, *grounds.told, grounds.headlines, grounds.outlets]))
    who = match["who"]
    asked = (content_words(who) - there) & content_words(grounds.question)
    return f"the articles do not have {who[0].lower()}{who[1:]} say anything" if asked else ""
