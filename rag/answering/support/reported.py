"""Who a sentence of an article has say what it tells: "Lee said that …", "…, the ministry said", "according to …".

Only the plain forms of news. A speaker is certain where the sentence itself names one ("Ada Holm", "the ministry") and
open where it says "he"; what reads like more than a name is not taken for a speaker. English only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..names import names
from .quotes import QUOTED
from .shared import content_words, overlap
from .speakers import REPORTING

_NOTICE = r"(?: (?:reporters|journalists|parliament|the [\w-]+|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*))?"
"""Whom it is told to."""
_WHEN = r"(?: (?:of|on|in|at|after|before|during|last|this|yesterday|today|late|early)\b(?: (?!that\b)[^\s,;]+){0,8}?)?"
_NAMED = r"[^,;:“”\"]{2,80}?"
_MORE = r"(?:, (?:and|but|as|when|after|before|adding|referring)\b[^“”\"]*)?"
"""What else they did: ", and went home"."""
_ALSO = r"[^,]{3,120}"
"""Who that is: "the transport minister, Runa Teverell,"."""
# "TESSALY, March 11 (Meridian Wire) — " and "11:20 — " say nothing.
OPENING = re.compile(r"^(?:[A-Z]{3}[^—–]{0,70}|\d{1,2}[:.]\d\d(?: [ap]\.?m\.?)?) [—–] ")
ACCORDING = re.compile(rf"(?:^|,? )[Aa]ccording to (?P<who>{_NAMED})(?=,|\.?$)")
_END = r"(?:,[”\"]?|[.?!][”\"]|[”\"],?)"
"""Where what is said ends and the speaker follows."""
BEHIND = re.compile(rf"{_END} (?P<who>{_NAMED}) (?P<verb>{REPORTING}){_NOTICE}{_WHEN}{_MORE}\.?$")
BEHIND_PLACED = re.compile(
    rf"{_END} (?P<who>{_NAMED}), (?P<also>{_ALSO}), (?P<verb>{REPORTING}){_NOTICE}{_WHEN}{_MORE}\.?$"
)
TURNED = re.compile(rf"{_END} (?P<verb>said|says) (?!that\b|on\b|in\b)(?P<who>{_NAMED})(?:,[^“”\"]*)?\.?$")
BEFORE = re.compile(
    rf"^(?P<who>{_NAMED})(?:, (?P<also>{_ALSO}),)? "
    rf"(?:(?P<verb>said|says|say){_WHEN}|(?P<other>{REPORTING}){_NOTICE}{_WHEN} that)[ ,:]+"
)
# "It speaks of foul water, says that the plan is unsafe, and asks for samples": whose words they are is left open,
# since where the name at the beginning ends cannot be told.
AMONG = re.compile(
    r"^[^“”\"]{2,200}?(?:,| and|, and| but|, but) (?:also )?(?P<verb>says|said|say) that (?P<told>[^“”\"]+?)"
    r"(?:,? (?:and|but) \w+(?:s|ed)\b[^“”\"]*)?\.?$"
)
LEAD = re.compile(r"^(?:On|In|At|After|By|Last|Earlier)\b(?: [^\s,]+){1,5}?,? (?=(?:the|its|their) |[A-Z])")
OPEN = frozenset("he she they it i we".split())
ADVERBS = frozenset("also later then has had have still again once".split())
# What makes more of it than a name: "the bridge that he built", "the ministry and then".
MORE = frozenset(
    "who which when where while because but or if after before since until is was are were has have had be been "
    "not did does do will would can could may than then as by on in from into over under with without about to also "
    "that this these those others some many one all both you nobody nothing "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
MOST_WORDS = 8
MOST_CHARACTERS = 1000
"""Of a longer sentence nothing is read: news has none, and hostile text may."""


@dataclass(frozen=True, slots=True)
class Report:
    """A reported statement."""

    speaker: str
    """As the sentence writes it, an article in small letters; "" where the sentence leaves it open."""
    verb: str
    """"said", "says" or "according to"."""
    told: str
    """What the speaker is given to say."""

    @property
    def tag(self) -> str:
        """The words that give a statement to the speaker, to stand behind it; "" where the speaker is open."""
        if not self.speaker:
            return ""
        return f"according to {self.speaker}" if self.verb == "according to" else f"{self.speaker} {self.verb}"


def reported(text: str) -> Report | None:
    """The statement that a sentence of an article reports; None if it tells it on its own account."""
    plain = OPENING.sub("", text.strip())
    if len(plain) > MOST_CHARACTERS:
        return None
    masked = QUOTED.sub(lambda match: f"“{'q' * (len(match[0]) - 2)}”", plain)
    match = ACCORDING.search(masked) or TURNED.search(masked) or BEHIND.search(masked) or BEHIND_PLACED.search(masked)
    if match:
        told = f"{plain[: match.start()]} {plain[match.end() :]}"
    elif match := BEFORE.match(masked):
        told = plain[match.end() :]
    else:
        return _among(masked)
    if len(content_words(told)) < 2:
        return None
    groups = match.groupdict()
    who = groups.get("also") or ""
    if not who or not all(word[0].isupper() for word in who.split()):
        who = plain[match.start("who") : match.end("who")]
    speaker = _speaker(who)
    return _among(masked) if speaker is None else Report(speaker, _verb(groups), told.strip(' ,“”"'))


def dropped(text: str, report: Report, share: float) -> bool:
    """Whether a text tells what the report's speaker said without giving it to anybody.

    Args:
        text: a sentence of an answer.
        report: of a sentence that it cites.
        share: of the text's content words (0 to 1) that must be the speaker's.
    """
    named = content_words(report.speaker) & content_words(text)
    return not ATTRIBUTED.search(text) and not named and overlap(text, report.told) >= share


# What says that a statement, a wish or a judgement is somebody's, whoever that is.
ATTRIBUTED = re.compile(
    rf"[“”\"]|\b(?:{REPORTING}|called|calls|blame[sd]?|accus\w+|alleg\w+|complain\w*|describ\w+|according|report(?:s|edly)?|"
    r"demand\w*|propos\w+|expect\w*|plan(?:s|ned)?|want\w*|hop(?:es|ed)|fear\w*|view|views|opinion|words|quoted|"
    r"statement|think|thought|believe\w*|feel\w*|felt|suggest\w*|accept(?:s|ed)|agree\w*|den(?:y|ies|ied)|reject\w*|"
    r"criti\w+|prais\w+|likened|compared|spoke|speaks|urg\w+|call|welcom\w+|claim|conclu\w+|found|finds)\b",
    re.IGNORECASE,
)


def _among(text: str) -> Report | None:
    """What is said among other things that the sentence tells, by whom is open."""
    match = AMONG.match(text)
    return Report("", _verb(match.groupdict()), match["told"]) if match else None


def _verb(groups: dict[str, str | None]) -> str:
    verb = groups.get("verb") or groups.get("other") or ""
    if not verb:
        return "according to"
    return verb if verb in ("says", "say") else "says" if verb.endswith("s") else "said"


def _speaker(written: str) -> str | None:
    """The speaker, if that is a name or "the …" and no more; "" for "he"; None if it reads like something else."""
    who = LEAD.sub("", written.strip())
    words = who.split()
    low = [word.lower() for word in words]
    if low and low[0] in OPEN and all(word in OPEN | ADVERBS for word in low):
        return ""
    if not words or len(words) > MOST_WORDS or (MORE | OPEN) & set(low):
        return None
    if low[0] == "the":
        return f"the {' '.join(words[1:])}" if len(words) > 1 else None
    if len(words) == 1 and not names(f"{who} said"):
        return low[0]  # "officials"
    small = sum(not word[0].isupper() for word in words)  # "Amiel Rosgate of the bureau"
    return who if words[0][0].isupper() and small <= 2 else None
