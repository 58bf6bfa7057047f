"""Age as a part of the score, only where a question is about the present, as "Who leads the ministry now?" is.

Decided by rules on its words, English only. The present tense alone does not make it so: "Why does Korea ban seafood?"
is as well answered by an old article.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..records import Query, Ranking, ScoredChunk

# `python -m evals.recipes realtimeqa --section Age` (quizzes about the week they are asked in; 68 of 134 questions are
# about the present by these rules), ten chunks read, with age against without: RR +0.021 (+0.007 to +0.040), the answer
# in four passages +0.015 (0.000 to +0.038). Weights of 0.5 and 1.0 help RR more and the answer not at all.
HALF_LIFE = 30.0
"""Days after which the bonus of an article is half that of one of today."""
WEIGHT = 0.3
"""What an article of today gains on its joined score, which runs from 0 to 1. It is added before anything is read
closely, so that logits, and the threshold on them, stay as they are."""

OFFICES = (
    "president|prime minister|chancellor|premier|minister|secretary|mayor|governor|king|queen|pope|head|leader|chair"
    "|chairman|chairwoman|chief|director|boss|owner|champion|ambassador|speaker|captain|coach|editor|ceo"
)
PRESENT = re.compile(
    r"\b(?:now(?! (?:defunct|infamous|famous)\b)|currently|latest|newest|most recent(?:ly)?|recent(?:ly)?|lately"
    r"|presently|nowadays|still(?! (?:life|lifes|births?)\b)|so far|to date|no longer|any ?more|right now"
    r"|at (?:the moment|present)|these days|as things stand|up to now|as of (?:now|today)"
    r"|today(?![’']s (?!news|paper|headline))|this (?:week|month))\b|\byet\?|\b(?:has|have|is|are)\b.* yet\b"
    # not the current of a river
    r"|(?<!electric )(?<!ocean )(?<!sea )(?<!rip )\bcurrent\b(?! (?:of|in|was|is|that|flows?)\b)",
    re.IGNORECASE,
)
# Who holds an office is asked of the day of asking: "Who is the president of Osk?", "Who runs the ministry?"
HOLDS = re.compile(
    rf"\bwho(?:[’']s| is| are)(?: the| a)?(?: [\w’'-]+){{0,3}} (?:{OFFICES})s?\b"
    r"|\bwho(?: else)? (?:leads|heads|runs|chairs|owns|governs|rules|holds|commands|coaches|manages|edits)\b"
    r"|\bwho(?:[’']s| is) (?:in (?:charge|power|office|control)|leading|running|heading|ahead)\b",
    re.IGNORECASE,
)
# These look back, whatever else the question says.
BACK_THEN = re.compile(r"\b(?:at the time|back then|in those days|until then)\b", re.IGNORECASE)


def about_the_present(question: str) -> bool:
    """Whether the question asks how things stand on the day it is asked."""
    if BACK_THEN.search(question):
        return False
    return bool(PRESENT.search(question) or HOLDS.search(question))


def bonus(today: date, day: date | None, weight: float, half_life: float) -> float:
    """`weight` · 2^(−age / `half_life`), the age in days; 0 for what is undated."""
    return weight * 2 ** (-max((today - day).days, 0) / half_life) if day else 0.0


def weighed(query: Query, ranking: Ranking, weight: float = WEIGHT, half_life: float = HALF_LIFE) -> Ranking:
    """The ranking of a question about the present, with `weight` · 2^(−age / `half_life`) added to each score.

    Args:
        query: its text decides whether age counts, its `as_of` (else the day of asking) from when it is counted.
        ranking: scores are joined ones; the rank before is kept as channel "unweighed".
        weight: what an article of that day gains; an undated one gains nothing.
        half_life: days, above 0.

    Returns:
        Best first, ties by chunk_id; the ranking as it was if age does not count.
    """
    if not weight or not about_the_present(query.text):
        return ranking
    today = query.as_of or query.asked_at

    def score(item: ScoredChunk) -> float:
        return item.score + bonus(today, item.article.published_day, weight, half_life)

    ordered = sorted(((score(item), item) for item in ranking), key=lambda pair: (-pair[0], pair[1].chunk.chunk_id))
    return tuple(
        replace(item, score=value, rank=rank, channel_ranks={**item.channel_ranks, "unweighed": item.rank})
        for rank, (value, item) in enumerate(ordered, 1)
    )
