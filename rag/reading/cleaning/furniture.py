"""Which paragraphs of an article are the page's, not the article's: they go, all others stay word for word.

A paragraph is judged by how it opens, as a whole line, by its shape and by where it stands, never by one word in it,
and a sentence is never cut. Bylines and dates above the body are taken away in credit.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..known.credit import is_credit_line
from .caption import is_caption
from .invitation import is_contact, is_invitation

BULLET = re.compile(r"\s*[•*·▪◦‣–-]\s+")
# Whole sentences end like this, also inside quotes or brackets; headlines, captions and buttons mostly do not.
STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
# Longer paragraphs are furniture only by name, such as a box "Did you know?".
LONGEST = 500


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


NETWORK = (
    "(facebook|twitter|x|instagram|whatsapp|telegram|linkedin|reddit|pinterest|youtube|tiktok|flipboard|bluesky|threads"
    "|e-?mail|print|share|copy link|messenger|line)"
)
# Buttons, labels and signs: the whole paragraph.
BUTTON = _any_of(
    rf"{NETWORK}([ ,|/·•]+{NETWORK})+|(share|tweet|pin|send|post) (this|on|via|with|to|by) {NETWORK}",
    r"share( this)?|share full article|save|print|e-?mail|tweet|copy( link)?|link copied|bookmark|gift( this article)?",
    r"follow( us)?( on .{2,60})?|join the conversation|sign ?in|log ?in|register|all rights reserved",
    r"advertisements?|sponsored( content)?|paid (post|content)|promoted( content)?|scroll to continue.{0,40}",
    r"(story|article) continues (below|after)( (this |the )?(ad|advertisement|newsletter|video))?",
    r"listen( to (this|the) (article|story|page))?( \d+:\d\d| ?\(?\d+ min(ute)?s?\)?)?|play( (video|audio))?",
    r"reading time.{0,20}|\d{1,3}[ -]?min(ute)?s?\.? (read|listen|watch|video)",
    r"((last )?updated|published|posted)? ?(\d{1,3}|an?|one|two|three) (second|minute|min|hour|hr|day|week)s? ago",
    r"file (photo|image|picture)|getty( images)?|(ap|afp|reuters|epa) (images?|photos?)|image (source|credit|caption)",
    r"(show|view|see|load|hide|toggle) (all |more )?(comments?|photos?|gallery|images?|captions?|less|transcript)",
    r"enlarge( this)? image|(slide|photo|image) \d+ (of|/) \d+|\d+ / \d+",
    r"(continue|keep) reading.{0,30}|(read|see|show|learn|find out|view)( more)? here|(read|see|show|learn|view) more",
    r"read (the )?(full|whole|entire) (story|article|report)( here)?",
    r"menu|search|skip to (main )?content|back to top|close|loading|privacy policy|terms of (use|service)",
)
# Named boxes: gone whatever they say.
BOX = _any_of(
    r"did you know\?|pro[ -]?tips?\b ?[:–—-]|tags? ?:|photos: .{0,160}\bhide caption\b",
    r"(read|see) (also|more|next)\b ?[:–—|-]|also read ?[:–—|-]",
    r"(photo(graph)?|image|picture)s?( credit| by| courtesy)? ?:|© ?\d{4}|(\(c\)|copyright) ?(© ?)?(\d{4}|by )",
    r"share (this|the) (article|story|page|post|notice)\b",
    r"(this|our) (site|website|page) uses cookies|we (and our partners )?use cookies|accept (all )?cookies",
    r"\(?(this|the) (story|article|report|page|post) (has been|was|is being|will be) updated\b(?!.*\bcorrect)",
    r".{0,250}\b(may|might|can|could) (earn|receive|get) (an? )?(affiliate |small )?(commission|fee)\b",
    r"(video )?ad feedback\b|(\d\. )?how relevant is this ad\b|video player was slow\b|unable to view (our|the|this)\b",
)
# Labels of a link or a list of links: gone unless what follows is a sentence.
LABEL = _any_of(
    r"(➤ ?)?(related( (article|story|stories|coverage|content|link)s?)?|more|more (on|about|from|in) [^:.!?]{2,40}"
    r"|watch( live| now| video)?|listen|live updates?|follow( for)? live( updates?)?|for subscribers|icymi"
    r"|in case you missed it|don[’']t miss|must[ -]read|up next|read|recommended|further reading|go deeper|dig deeper"
    r"|see also|trending|topics?|podcasts?|photos|videos?|graphics?|interactive|gallery|newsletter|explore"
    r"|filed under) ?[:|»›]\s*\S",
    r"filed (under|in) (?-i:[A-Z])",
)
# A dateline that stands by itself: "CNN —", "Hong Kong CNN —".
LONE_DATELINE = re.compile(r"[A-Z][^.!?]{1,40} ?[—–]+")
# From a heading like this on, a list of links or teasers goes; the body may go on after it.
LINKS = _any_of(
    r"(you (may|might) (also )?(like|be interested in)|(recommended|picked|chosen|selected|stories) for you"
    r"|(related|similar|other|popular|latest|top|trending|recommended)"
    r" (articles?|posts?|stor(y|ies)|news|reading|content|topics|coverage|links?|headlines?|videos?)"
    r"|more (from|on) (us|this)( .{2,30})?|most (read|popular|viewed|shared|commented)( [^.]{2,30})?|around the web"
    r"|editor[’']?s[’']? (picks?|choice)|from (our|the) (partners?|web)|sponsored (links|stories))[^\w.]*",
)
# The same, but these also stand above a single link.
LINK = _any_of(
    r"(recommended|trending( now)?|read (more|next|also)|what to read next|see also|don[’']t miss|further reading"
    r"|in this (story|article)|more (from|on|about) .{2,40}[^.])[^\w.]*",
)
# From a heading like this on, readers speak.
COMMENTS = _any_of(
    r"(leave a (comment|reply)|((join|post|add|write|all) (the |a |all )?)?(reader )?comments?( ?\(\d+\))?"
    r"|\d+ comments?|join the discussion|have your say)[^\w.]*",
)
# A page's FAQ restates the article in half-sentences that nobody signs; quoting them would be quoting the page.
FAQ = re.compile(r"(faqs?|frequently asked questions)\W*", re.IGNORECASE)
# Words of a paragraph of body, and of two paragraphs after which a list of teasers is over: a teaser has some 20 words,
# and a headline stands between two of them.
BODY, BODY_AGAIN = 12, 40
# Paragraphs of body from the beginning in which a dateline stands.
FIRST = 4


def body(paragraphs: Iterable[str]) -> Iterator[str]:
    """The paragraphs of an article that are its body, in order and unchanged.

    A note on the writer stays: it is a sentence somebody may ask for ("Who says so?").
    """
    return _without_furniture(list(paragraphs))


def _without_furniture(lines: Sequence[str]) -> Iterator[str]:
    place, begun = 0, False
    last_body = max((place for place, line in enumerate(lines) if _is_body(line)), default=-1)
    while place < len(lines):
        line, here = lines[place], place
        heading = _heading(line)
        place += 1
        # Above the body a heading of this kind is a button.
        if heading and (begun or place > last_body):
            place = len(lines) if heading == "comments" else _after_links(lines, place, heading)
        elif FAQ.fullmatch(line):
            place = _after_faq(lines, place)
        elif not heading and not is_furniture(line) and not _is_out_of_place(lines, here):
            begun = begun or _is_sentence(line)
            yield line


def is_furniture(line: str) -> bool:
    """Whether a paragraph is furniture wherever it stands."""
    bullet = BULLET.match(line)
    bare = line[bullet.end() :] if bullet else line
    if BOX.match(bare):
        return True
    if len(bare) > LONGEST:
        return False
    if len(bare) <= 120 and BUTTON.fullmatch(bare.strip(" .:!|»›>→*[]()")):
        return True
    if LABEL.match(bare) and not (bare.endswith(".") and len(bare.split()) >= 8):
        return True
    return (not _is_sentence(bare) and is_caption(bare)) or is_invitation(bare) or is_contact(bare)


def _is_out_of_place(lines: Sequence[str], place: int) -> bool:
    """Whether a paragraph is furniture where it stands: a line of credits, a dateline without its text."""
    line = lines[place]
    if place < FIRST and len(line.split()) <= 6 and LONE_DATELINE.fullmatch(line):
        return True
    if not is_credit_line(line):
        return False
    # A name after a dash is also the speaker of the words above it, and an item of a list.
    before, after = (lines[other] if 0 <= other < len(lines) else "" for other in (place - 1, place + 1))
    quoted = before.startswith(("“", '"', "«", "„", "‘")) and before.endswith(("”", '"', "»", "“", "’"))
    listed = any(BULLET.match(other) for other in (before, after))
    return not line.startswith(("–", "—", "−", "-")) or not (quoted or listed)


def _heading(line: str) -> str:
    if len(line) > 60:
        return ""
    kinds = {"comments": COMMENTS, "links": LINKS, "link": LINK}
    return next((name for name, kind in kinds.items() if kind.fullmatch(line)), "")


def _after_links(lines: Sequence[str], place: int, heading: str) -> int:
    """Where the body goes on after links: at a paragraph of sentences, after teasers at two; the end if nowhere."""
    for here in range(place, len(lines)):
        if heading == "link" and _is_body(lines[here]):
            return here
        pair = lines[here : here + 2]
        if len(pair) == 2 and all(map(_is_sentence, pair)) and sum(len(line.split()) for line in pair) >= BODY_AGAIN:
            return here
    return len(lines)


def _after_faq(lines: Sequence[str], place: int) -> int:
    """Where questions and answers end."""
    after_question = False
    while place < len(lines) and (BULLET.match(lines[place]) or lines[place].endswith("?") or after_question):
        after_question = lines[place].endswith("?")
        place += 1
    return place


def _is_sentence(line: str) -> bool:
    return STOP.search(line[-4:]) is not None


def _is_body(line: str) -> bool:
    return _is_sentence(line) and len(line.split()) >= BODY
