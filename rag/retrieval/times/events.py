"""Where "since" or "after" is followed by an event whose day only the articles know: "since the summit".

Not an event are durations ("after two weeks"), pronouns ("since his resignation", which would need to know who), words
for a time itself ("since the start"), causes ("since the bridge is late") and set phrases ("named after the king").
"""

from __future__ import annotations

import re

LONGEST = 8
"""Words of an event; what is longer is a sentence of its own."""
BEGINS = re.compile(r"(?:the |[A-Z])")
STOPS = re.compile(
    r"[,.;:?!()\n]| (?:and|or|but|did|does|do|what|who|whom|whose|how|why|when|where|which|while|than|according)\b",
    re.IGNORECASE,
)
NOT_AN_EVENT = re.compile(
    r"(?:the )?(?:start|beginning|outset|inception|end|fact|former|latter|events?|whole|first|last|others?|same)$"
    r"|(?:the )?(?:age|times?|days?|moment|turn|years?|weeks?|months?|hours?|previous|preceding|following|next)\b"
    r"|.*\b(?:is|are|am|has|have|can|will|would|should|could|may|must)\b",
    re.IGNORECASE,
)
# What comes before a word that does not mean a time: "named after", "how long after", "the day after", "long since".
NOT_BEHIND = re.compile(
    r"\b(?:named|called|titled|look|looks|looked|looking|take|takes|taking|took|taken|go|goes|went|gone|going|run|runs"
    r"|ran|year|years|day|days|month|months|week|weeks|hour|hours|minute|minutes|morning|night|time|soon|long|shortly"
    r"|immediately|right|just|one|sought|modelled|ask|asks|asked|chase|chased) $",
    re.IGNORECASE,
)


def event(text: str, start: int, after: int) -> int | None:
    """Where the words of the event end (excluded), if one is named at `after`; `start` is where "since" begins."""
    stop = STOPS.search(text, after)
    end = stop.start() if stop else len(text)
    words = text[after:end].rstrip()
    if not BEGINS.match(words) or len(words.split()) > LONGEST:
        return None
    if NOT_AN_EVENT.match(words) or NOT_BEHIND.search(text, 0, start):
        return None
    return after + len(words)
