"""Greetings, orders and questions for the assistant's own opinion or advice, by their wording."""

from __future__ import annotations

import re

SMALL_TALK = re.compile(
    r"(hi|hello|hey|good (morning|afternoon|evening|day)|thanks?( you)?|thank you.*|bye|goodbye|ok(ay)?|test"
    r"|how are you)\W*",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\b(ignore|disregard|forget) ((all|any|your|the|of|previous|prior|above|earlier) )*"
    r"(instructions?|prompts?|rules)\b|\byou are now\b|\bsystem prompt\b"
    r"|^(please |now |can you |could you )*(write|compose) (me )?(a |an )?"
    r"(poem|song|essay|story|code|script|email)\b"
    r"|\b(ignore|disregard|forget) (everything|anything|all|what(ever)?) (that )?you (were|have been|are) told\b"
    r"|\b(print|reveal|repeat|show me|tell me) (the |your |all )*(hidden |secret |original )?(instructions|prompt)\b",
    re.IGNORECASE,
)
# "Would you buy", "do you reckon": what the assistant thinks or would do. "Should I" alone is no sign: "At what
# temperature should I prove dough" is off the topic, not an opinion.
OPINION = re.compile(
    r"\b(do|what do|what would) you (think|believe|prefer|recommend|feel)\b|\byour (opinion|view)\b"
    r"|\b(do|would|did|can|could) you (honestly |really |personally )?(reckon|guess|expect|suppose|bet|buy|sell|vote|"
    r"advise|suggest|predict|choose|bet)\b|\b(whose|which) side (are|would) you\b|\bare you (for|against|in favou?r)\b",
    re.IGNORECASE,
)
