"""Hard or soft: whether an article outside a period can hold the answer, by what the question asks of that time.

A period is hard, so that nothing else is searched, in three cases:

1. The words are about publication: "articles from March", "last week's news", "What did the papers say yesterday?"
2. The question is for the news of a time and nothing else: "What happened in March 2021?" With a subject ("What
   happened in Osk in March 2021?") it stays soft, as articles tell of it for years, unless the time is counted from
   today.
3. It is told as past, and the period reaches up to today ("since Monday", "this year", "in the past two weeks"):
   nothing is reported before it happens. Or it is a day, week or month counted back from today ("last week"), whose
   news is reported within it, but for figures ("How many visitors came last month?"), which come out later.

All else is soft: when something took place does not say when it was written of. Of 18 planted dev questions with a
gold sentence and such a time ("in March 2025", "by the middle of October"), 10 have it in an article outside. Seasons
and quarters are soft in cases 2 and 3, too, since they are not the same for all readers; so is a bare "on Monday",
which may be the Monday of an article that is being read, and "this week" but for news: of 28 quiz questions that say it
and are told as past (realtimeqa, dev) 7 have their answer in no article of that week. It is one about the present, see
recency.py. What lies ahead is no time of publication at all.
"""

from __future__ import annotations

import re
from datetime import date

from .forms import OF_REPORTS, REPORTS, Form
from .spans import Span

PUBLISHED = re.compile(
    r"\b(?:reported|published|written|wrote|covered|printed|posted|appeared|appear|appearing|dated)"
    r"(?: (?!(?:to|by|that)\b)\w+){0,2},? $",
    re.IGNORECASE,
)
REPORTS_BEFORE = re.compile(rf"\b{REPORTS}(?:,? (?:published|written|printed|dated|appearing))?,? $", re.IGNORECASE)
REPORTS_AFTER = re.compile(rf"(?:[’']s?)? (?:top |main |biggest )?(?:{REPORTS}|papers)(?!\w)", re.IGNORECASE)
PRESS_SAYS = re.compile(
    r"\bwh(?:at|ich)\b.*?\b(?:do|does|did|have|has) (?:the |your )?"
    r"(?:articles|(?:news)?papers|press|media|news|reports|headlines|outlets) (?:\w+ )?"
    r"(?:say|said|report|reported|write|written|tell|told|mention|cover|covered)\b"
    r"|^what (?:else )?(?:was|were|is|has been|had been) (?:reported|written|published|printed) (?:about|on|of)\b",
    re.IGNORECASE,
)
NEWS = re.compile(
    r"\bwhat(?:[’']s|[’']d| has| have| is| was| had| were)?(?: (?:else|all|just|been))*"
    r" (?:happened|happens|happening|occurred|took place|taken place|go(?:ing|ne)? on|went on|new|changed)\b"
    r"|\b(?:any|what|which|the latest|latest|recent|new|main|important) (?:\w+ )?(?:news|developments?|updates?)\b"
    r"|\banything (?:new|happen\w*)|\b(?:headlines|top stories|main stories|big stories)\b|\bin the news\b"
    r"|\bwhat did i miss\b|\bcatch me up\b|\b(?:summary|overview|recap|round-?up) of\b|^(?:please )?summari[sz]e\b",
    re.IGNORECASE,
)
HAPPENED = (
    r"(?:so |and |but |then |now )?what(?: else| all)?(?:[’']s| has| have| was| were| had)?(?: been)?"
    r" (?:happened|happening|occurred|took place|taken place|going on|gone on|went on|in the news|changed|new)"
    r"(?: here| there| in the news| in the world| around the world| abroad| at home)?"
)
ONLY_NEWS = re.compile(rf"(?:{HAPPENED}[ ,]*@|@[ ,]*{HAPPENED})[ ?.!]*", re.IGNORECASE)
FIGURE = re.compile(
    r"\bhow (?:many|much|high|low|large|big|long|far|often|strong(?:ly)?)\b|\bwhat (?:percentage|percent|share|number|"
    r"proportion|rate|price|sum|amount|figure)\b|\b(?:inflation|turnover|profits?|sales|output|growth|unemployment)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:will|won[’']t|shall|going to|planned|due|scheduled|tomorrow|forecast\w*|predict\w*|expect\w*)\b|[’']ll\b",
    re.IGNORECASE,
)
AUXILIARY = re.compile(
    r"\b(?:(?P<past>did|didn[’']t|was|wasn[’']t|were|weren[’']t|has|hasn[’']t|have|haven[’']t)"
    r"|had|do|does|doesn[’']t|don[’']t|is|isn[’']t|are|aren[’']t|am|can|could|would|should|may|might|must)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?<=\w )(?:that|whether|because|if|when|while)\b", re.IGNORECASE)
VERB = re.compile(
    r"^(?:and |but |so )?(?:who|what|which|whose|how many|how much)\b(?: \w+){0,4}? (?:\w{2,}ed|said|told|won|lost|fell"
    r"|rose|made|went|came|began|met|held|left|took|gave|got|saw|sold|bought|hit|cut|put|set|quit|shot|broke|struck|fought"
    r"|sent|paid|found|ran|became|grew|kept|led|spoke|wrote|brought|built|chose|drew|drove|beat|sank|spent|stood)\b",
    re.IGNORECASE,
)


def hard(text: str, form: Form, today: date) -> bool | None:
    """Whether the form is hard; None if it is no time of publication at all, as it lies ahead or means "nowadays"."""
    if form.attribute and not REPORTS_AFTER.match(text, form.end):
        return False
    if published(text, form) or _only_news(text, form):
        return True
    if form.span is None:
        return form.side == "since" and (_news(text) or _past(text))
    return _by_period(text, form, form.span, today)


def _by_period(text: str, form: Form, span: Span, today: date) -> bool | None:
    """What is left to be decided by the period: case 3, what lies ahead, and "nowadays"."""
    news = _news(text)
    told = news or _past(text)
    if span.near and not told:  # "What does it cost today?", "Who plays on Monday?"
        return None if (span.unit == "day" and form.side != "since") or AHEAD.search(text) else False
    if form.side in ("since", "after"):
        return told and not span.ambiguous
    this_week = text[form.start : form.end].lower() == "this week"
    if form.side == "until" or not span.near or span.ambiguous or ((span.weekday or this_week) and not news):
        return False
    return news or span.last >= today or (span.unit in ("day", "week", "month") and not FIGURE.search(text))


def published(text: str, form: Form) -> bool:
    """Whether the words are about publication: case 1."""
    before = text[: form.start]
    if REPORTS_AFTER.match(text, form.end) or REPORTS_BEFORE.search(before) or PRESS_SAYS.search(before):
        return True
    if form.side == "within" and form.word in OF_REPORTS:
        return True
    return bool(PUBLISHED.search(before)) and not FIGURE.search(before)


def _only_news(text: str, form: Form) -> bool:
    """Whether the question is "what happened" and the time; never for periods that are not the same for all readers."""
    if form.span and form.span.ambiguous:
        return False
    return bool(ONLY_NEWS.fullmatch(f"{text[: form.start]}@{text[form.end :]}".strip()))


def _news(text: str) -> bool:
    return bool(NEWS.search(text))


def _past(text: str) -> bool:
    """Whether the question is told as past, by the first auxiliary of its main clause, or by its verb if it has none.

    "Had" is not enough: it counts from another day than today ("had known since the autumn").
    """
    if AHEAD.search(text):
        return False
    clause = CLAUSE.search(text)
    main = text[: clause.start()] if clause else text
    found = AUXILIARY.search(main)
    return bool(found["past"]) if found else bool(VERB.search(main))
