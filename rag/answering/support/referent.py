"""Rung 2: what is said of "it" belongs to the one whom the article's sentence before names.

"China's government rejects that view. It speaks of …" supports nothing about what an agency speaks of, though the
question names the agency and the article tells of it elsewhere. Whom a pronoun stands for is not resolved here: it is
only seen that it cannot be the one whom a written sentence puts in its place. English only.
"""

from __future__ import annotations

import re

from ...records import EvidenceSentence
from ..names import NOT_PERSONS, names, words
from .align import BORDERS, Token, close_by, tokens
from .candidates import REACH
from .grounds import Grounds
from .named import spelt_out
from .quotes import QUOTED
from .reported import OPENING
from .shared import ENDS, content_words

OPENS = re.compile(r"(?P<who>he|she|it|they)\b", re.IGNORECASE)
LEANS = re.compile(r"(?:he|she|it|they|his|her|its|their|this|that|these|those|both|such)\b", re.IGNORECASE)
# "It is not clear whether …" speaks of nobody.
STANDS_FOR_NOBODY = re.compile(
    r"it (?:\w+ )?(?:is|was|be|been|seems|appears|remains|took|takes|turned)\b"
    r".*\b(?:that|whether|to|if|how|why|when|who|where|which|since|because)\b",
    re.IGNORECASE,
)
# In an interview, "she told me" is told by another than her.
FIRST_PERSON = re.compile(r"\b(?:i|me|my|we|us|our)\b", re.IGNORECASE)
BEGINNING = 5
"""Words at the start of a sentence, at most, that say of whom it speaks."""
LED_BY = re.compile(r"^(?:In|On|At|After|Before|By|For|During|Since|Under|As)\b[^,]{1,60}, ")
ENDS_WHO = frozenset(
    "in on at of for from by with to that which who is are was were has have had will would can could may might must "
    "said says".split()
)


def misreferred(text: str, grounds: Grounds) -> str:
    """That the cited words speak of somebody else than the sentence, in words; "" if they do not, or leave it open."""
    told = content_words(text) - content_words(" ".join(names(text)))
    most = max((len(told & content_words(each)) for each in grounds.texts), default=0)
    # A sentence that only lends the name is not the one that tells it.
    bearing = [item for item in grounds.used if len(told & content_words(item.sentence.text)) == most]
    seen = [_other(text, item, grounds) for item in bearing]
    return f"the cited words go on from “{seen[0]} …”, and say it of that" if seen and all(seen) else ""


def _other(text: str, item: EvidenceSentence, grounds: Grounds) -> str:
    """Whom a cited sentence speaks of, by the words that begin the sentence before, where the text has another."""
    cited = item.sentence.text
    opens = OPENS.match(cited)
    if not opens or STANDS_FOR_NOBODY.match(cited) or FIRST_PERSON.search(QUOTED.sub("", cited)):
        return ""
    span = _before_what_is_shared(text, cited[opens.end() :])
    named = names(span, context=" ".join(grounds.told))
    if not named:
        return ""
    spoken_of = _spoken_of(item, opens["who"].lower(), grounds)
    if not spoken_of or _may_be_one(span, named, spoken_of, grounds):
        return ""
    return _beginning(spoken_of)


def _before_what_is_shared(text: str, told: str) -> str:
    """What a sentence begins with, up to the first content word that what is told has, too; "" without one."""
    there = {token.stem for token in tokens(told) if token.content}
    first = next((token for token in tokens(text) if token.content and token.stem in there), None)
    return text[: first.start] if first else ""


def _spoken_of(item: EvidenceSentence, who: str, grounds: Grounds) -> str:
    """The sentence before that does not itself lean on one before; "" if the evidence does not have it."""
    before = {
        other.sentence.number: other.sentence.text
        for other in grounds.evidence
        if other.sentence.doc_id == item.sentence.doc_id
    }
    for back in range(1, REACH + 1):
        found = before.get(item.sentence.number - back, "")
        if not ENDS.search(found):
            break  # not in the evidence, or a heading
        persons = who not in ("he", "she") or names(found) - NOT_PERSONS
        if persons and not LEANS.match(found):
            return found
    return ""


def _may_be_one(span: str, named: frozenset[str], spoken_of: str, grounds: Grounds) -> bool:
    """Whether whom the span names may be whom the other sentence speaks of."""
    plain = [token for token in tokens(span) if token.content and token.text.islower()]
    called = {token.text for token in plain}
    stems = {token.stem for token in plain}
    there = spelt_out(words(spoken_of), grounds)
    if spelt_out(named, grounds) & there or stems & {token.stem for token in tokens(spoken_of)}:
        return True
    heads = names(_beginning(spoken_of), context=" ".join(grounds.told))
    if heads:
        return any(close_by(heads, called, told) for told in [*grounds.told, grounds.headlines])
    return not stems or not stems <= {token.stem for token in tokens(grounds.question)}


def _beginning(text: str) -> str:
    """The first words of a sentence, up to what is told, what leads up to it left out."""
    plain = LED_BY.sub("", OPENING.sub("", text))
    found: list[Token] = []
    for token in tokens(plain)[:BEGINNING]:
        if found and (token.low in ENDS_WHO or token.text in BORDERS):
            break
        found.append(token)
    return plain[found[0].start : found[-1].start + len(found[-1].text)] if found else ""
