"""Paragraphs that speak to the page's readers: subscribe, sign in, follow, listen, write to the reporter.

An invitation reports nobody, so a paragraph with a speaker in it is left alone, and one with a quotation unless it is
about a newsletter.
"""

from __future__ import annotations

import re

# Whoever is quoted speaks in the body.
SPEECH = re.compile(r"\b(said|says|told|tells|asked|wrote|added|warned|urged|according to)\b", re.IGNORECASE)
QUOTE = re.compile(r"[“\"«„]")
OWN_PAPER = re.compile(r"\b(newsletters?|inbox|subscri\w+)\b", re.IGNORECASE)
# At the beginning of the paragraph.
INVITATION = re.compile(
    "|".join(
        (
            r"subscribe\b|sign up (for|to|here|now|today)\b|(sign|log) in (to|for|with|or)\b",
            r"(create|open) (a |an |your )?(free )?account\b|already (a|have)\b.{0,40}\?|register (now|here|today)\b",
            r"(explore|read|see|discover|find) more\b.{0,120}\b(here|newsletter)\b|(click|tap) here\b|download our\b",
            r"(join|get) (our|the|(?-i:[A-Z]\S+))\b.{0,60}\b(newsletters?|inbox|channel|community|briefing)\b",
            r"follow us( on\b|\W*$)|(like|find|join) us on\b",
            r"follow (him|her|them|(?-i:[A-Z][\w.’'-]+ [A-Z][\w.’'-]+))\b.{0,80}\b(on|at)\b",
            r"(support|donate to) (our|independent|quality) \w+|become a (member|subscriber)",
            r"start your (free )?(trial|subscription)|to (continue|keep) reading\b|thank you for (reading|subscribing)",
            r"(this|the) (article|content|story) is (for|(only )?available to|exclusive to) (members|subscribers)",
            r"listen to (this|the) (article|story|podcast)\b|hit play on\b|correction policy|report an error",
            r"got a (news )?tip\?|have (an opinion|a story|a tip|something to say)\b.{0,60}\?",
            r"(want|looking for|need|love|like) [^.?!]{3,80}\? (sign up|subscribe|check out|download|click|follow)\b",
        )
    ),
    re.IGNORECASE,
)
# Anywhere in it: an order that begins a sentence, and what is to be subscribed to.
PROMOTION = re.compile(
    r"(?:(?:^|[.?!:—–»] )(?:Sign up|Subscribe|SUBSCRIBE|Get|Join|Receive|Follow)|Sign up (?:here|for|now|to))\b.{0,160}"
    r"\b(?:[Nn]ewsletters?|inbox|briefing|podcast|subscription|Facebook|Twitter|WhatsApp|Instagram)\b"
    r"|\b(?:to|in) your inbox\b.{0,60}$|\b[Nn]ewsletters?\b.{0,120}\b[Ss]ign up (?:here|now|today|right here)\b"
    r"|(?:^|[.?!:—–] )Download\b.{0,80}\bapps?\b|\bapp\b.{0,80}[.—–] Download\b|protected by reCAPTCHA"
    r"|[.?!] Check out (?:the|our)\b[^.]{0,100}!$"
)
# One of these is in each of them; most paragraphs are told apart by this, ten times as fast as by the pattern.
PROMOTION_SIGNS = (
    *("ign up", "ubscri", "UBSCRI", "ewsletter", "inbox", "Download", "reCAPTCHA", "Check out", "Follow"),
    *("Join", "Get ", "Receive"),
)
# How to reach a person: an order that begins a sentence, and an address or a handle.
CONTACT = re.compile(
    r"(?:^|[.?!;] ?)(?:You can )?(?:Reach|Contact|Follow|Email|E-mail|Tweet|Message|reach|contact|follow|email)"
    r" (?:him|her|them|me|us|out|(?:the )?(?:reporter|writer|author|columnist|\w+ \w+ (?:reporter|columnist))|[A-Z])"
    r"|\bStory idea\?"
)
ADDRESS = re.compile(
    r"[\w.+-]@[\w-]+\.\w|@\w{2,}|\bon (?:X|Twitter|Facebook|Bluesky|Instagram|LinkedIn|Threads)\b|\b(?:twitter|x)\.com/"
)
ADDRESS_SIGNS = ("@", " on X", ".com/", "Twitter", "Facebook", "Bluesky", "Instagram", "LinkedIn", "Threads")
LONE_ADDRESS = re.compile(r"(\w{1,12}(/\w{1,12})? ?: ?)?([\w.+-]{1,60}@[\w.-]{3,60}|@\w{2,40})", re.ASCII)
# Who the writer is, below the body.
PERSON = (
    r"(?:The (?:writer|author) (?:is|was)|[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]+|van|von|de|bin|al)){1,4}(?:,[^.]{2,60},)?"
    r" (?:is (?:a|an|the|USA|our)|writes|covers|has written|teaches|leads|reports))"
)
ROLE = (
    r"(?:reporter|editor|columnist|correspondent|journalist|staff writer|contributor|writes?|covers|reports on|column"
    r"|fellow|professor|author of|can be reached)"
)
WRITER = re.compile(rf"{PERSON}\b.{{0,160}}?\b{ROLE}\b")
REACHED = re.compile(r"\bcan be (?:reached|emailed|contacted|followed)\b")
LONGEST = 500


def is_invitation(paragraph: str) -> bool:
    """Whether a paragraph asks its readers to subscribe, sign in, follow, download or listen."""
    if len(paragraph) > LONGEST or not (INVITATION.match(paragraph) or _promotes(paragraph)):
        return False
    return not SPEECH.search(paragraph) and (not QUOTE.search(paragraph) or OWN_PAPER.search(paragraph) is not None)


def is_contact(paragraph: str) -> bool:
    """Whether a paragraph says how to reach a writer."""
    if len(paragraph) > LONGEST or not any(map(paragraph.__contains__, ADDRESS_SIGNS)):
        return False
    if LONE_ADDRESS.fullmatch(paragraph):
        return True
    if not ADDRESS.search(paragraph) or SPEECH.search(paragraph):
        return False
    reached = REACHED.search(paragraph) is not None and WRITER.match(paragraph) is not None
    return reached or CONTACT.search(paragraph) is not None


def is_about_writer(paragraph: str) -> bool:
    """Whether a paragraph, if it stands below the body, says who the writer is."""
    return len(paragraph) <= LONGEST and WRITER.match(paragraph) is not None and not SPEECH.search(paragraph)


def _promotes(paragraph: str) -> bool:
    return any(map(paragraph.__contains__, PROMOTION_SIGNS)) and PROMOTION.search(paragraph) is not None
