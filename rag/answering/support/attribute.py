"""Whose word a checked sentence is, and of when: an opinion is no fact, and what somebody said stays said by them.

The program does this, not the model. It cites news instead where news says the same; it puts ", the ministry said"
behind a sentence whose cited words have the ministry say so; where that is not certain it labels the sentence. The
sentence's own words are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...records import ArticleInfo, CheckedSentence, EvidenceSentence
from ..cite import citation, places
from ..names import words
from ..verify import rungs
from .grounds import Grounds
from .office import old_office
from .reported import dropped, reported
from .shared import SHARED, overlap
from .speakers import speakers

# Share of a sentence's content words that a news sentence must hold to be cited for it in the place of an opinion; what
# `verify` asks of evidence that it looks up in pairs, which is more than of a single one: the sentence was not written
# from it.
SHARED_NEWS = 0.75
# Share of a sentence's content words that must be the speaker's own: below it, it may as well tell what stands beside.
SHARED_TOLD = 0.6
OPINION = re.compile(
    r"\b(?:opinion|op-ed|column|columnist|commentary|commentator|editorial|letter to the editor|according to)\b",
    re.IGNORECASE,
)


def attributed(
    checked: CheckedSentence,
    evidence: Sequence[EvidenceSentence],
    source_numbers: Mapping[str, int],
    question: str = "",
) -> CheckedSentence:
    """The sentence with news cited for opinion, its speaker behind it, or a label; as it was if it is not supported.

    Args:
        checked: what `verify` gave.
        evidence: all evidence sentences.
        source_numbers: number of each article (by doc_id) in the conversation.
        question: what was asked, as a stand-alone question.
    """
    if checked.support != "supported":
        return checked
    cited = places(checked.citations)
    used = tuple(item for item in evidence if (item.sentence.doc_id, item.sentence.number) in cited)
    news = tuple(item for item in used if item.article.kind != "opinion")
    label = opinion_label(checked.text, [item.article for item in used if item not in news])
    if label and not _holds(checked.text, Grounds(news, evidence, question)):
        same = _saying_the_same(checked.text, news, Grounds((), evidence, question))
        if not same:
            return replace(checked, attribution=label)
        used = same
        checked = replace(checked, citations=tuple(citation(item, source_numbers) for item in same))
    checked = _with_speaker(checked, Grounds(used, evidence, question))
    return replace(checked, attribution=checked.attribution or old_office(checked.text, used, evidence))


def opinion_label(text: str, articles: Sequence[ArticleInfo]) -> str:
    """Whose opinion a sentence tells: "opinion of Ada Holm, Harbour Post"; "" if none is cited or it says so itself."""
    if not articles or OPINION.search(text) or speakers(text):
        return ""
    told = words(text)
    for article in articles:
        if article.publisher and words(article.publisher) <= told:
            return ""
        if any(author.split() and words(author.split()[-1]) <= told for author in article.authors):
            return ""
    first = articles[0]
    of = f"opinion of {', '.join(first.authors)}" if first.authors else "opinion"
    return f"{of}, {first.publisher or 'unnamed publisher'}"


def _holds(text: str, grounds: Grounds, share: float = SHARED_NEWS) -> bool:
    """Whether no rung finds anything against the text."""
    return bool(grounds.used) and not any(seen for _, seen in rungs(text, grounds, share))


def _saying_the_same(text: str, news: tuple[EvidenceSentence, ...], grounds: Grounds) -> tuple[EvidenceSentence, ...]:
    """The cited news sentences with the one of another piece of news that makes them bear the text; () if none does."""
    others = [item for item in grounds.evidence if item.article.kind != "opinion" and item not in news]
    for item in sorted(others, key=lambda item: (-overlap(text, item.sentence.text), item.number)):
        if _holds(text, replace(grounds, used=(*news, item))):
            return (*news, item)
    return ()


def _with_speaker(checked: CheckedSentence, grounds: Grounds) -> CheckedSentence:
    """The sentence with the speaker whom all of its cited words have say it, where it gives it to nobody."""
    alike = [text for text in grounds.texts if overlap(checked.text, text) >= SHARED_TOLD]
    reports = [reported(text) for text in alike]
    if not reports or any(report is None or not dropped(checked.text, report, SHARED_TOLD) for report in reports):
        return checked
    said = {report.speaker: report for report in reports if report}
    first = next(iter(said.values()))
    if len(said) > 1 or not first.speaker:
        outlet = grounds.articles[0].publisher or "an unnamed publisher"
        return replace(checked, attribution=f"somebody’s words, reported by {outlet}")
    repaired = f"{checked.text.removesuffix('.')}, {first.tag}."
    if checked.text.endswith(".") and _holds(repaired, grounds, SHARED):
        return replace(checked, text=repaired)
    return replace(checked, attribution=f"according to {first.speaker}")
