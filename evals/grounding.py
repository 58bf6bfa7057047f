"""Measures of what the told sentences rest on, and of the judge that says so.

Citations are held against the sentences that were marked when the question was written. Whether a sentence follows from
its cited words is judged by the product's own support ladder, so a judged rate is worth what the ladder is worth: it is
scored here, rung by rung, against labels (SummEdits, WiCE) and planted mutations. What the product tells
has already been sifted by the same ladder, so there `support_rate` falls short of 1 mostly by what is declined.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from rag.answering.support.grounds import Grounds
from rag.answering.verify import overlap, rungs, verify
from rag.records import ArticleInfo, CitedSentence, EvidenceSentence, Progress, Sentence

from .figures import ROUNDS
from .records import Claim, Figure, Outcome, Outcomes, Question, Scores, Told

QUOTED = re.compile(r"[“\"]([^”\"]{2,1000})[”\"]")
NEAREST = 3
"""Sentences most alike that a claim without citations is held against, rung by rung."""
RUNGS = {
    "numbers": "numbers and dates",
    "names": "names",
    "swapped": "the same but for a name",
    "places": "names and numbers in their places",
    "quotations": "quotations",
    "speaker": "speaker",
    "referent": "whom it is about",
    "negation": "negation",
    "direction": "direction",
    "trend": "figures and direction",
    "modality": "modality",
    "shared_words": "shared words",
}


class Judge(Protocol):
    """Says whether a claim is supported by its evidence."""

    def supports(self, claim: Claim) -> bool:
        """True only if it is sure; undecided is False."""


class Ladder:
    """The product's support ladder, sentence by sentence; one unsupported sentence makes the claim unsupported."""

    def supports(self, claim: Claim) -> bool:
        """Whether every sentence of the claim holds its check; an empty claim or no evidence holds nothing."""
        evidence = evidence_of(claim)
        numbers = tuple(place + 1 for place in claim.cited)
        texts = _sentences(claim.text)
        sources = {item.article.doc_id: 1 for item in evidence}
        return bool(texts and evidence) and all(
            verify(CitedSentence(text, numbers), evidence, sources, claim.question).support == "supported"
            for text in texts
        )


def rung_objections(claim: Claim) -> dict[str, bool]:
    """For each rung by itself, whether it sees something against the claim in the words it cites, or those nearest."""
    evidence = evidence_of(claim)
    found = dict.fromkeys(RUNGS, False)
    for text in _sentences(claim.text):
        near = sorted(evidence, key=lambda item: (-overlap(text, item.sentence.text), item.number))[:NEAREST]
        used = [evidence[place] for place in claim.cited] or near
        seen = dict(rungs(text, Grounds(tuple(used), evidence, claim.question)))
        for name, rung in RUNGS.items():
            found[name] = found[name] or bool(seen.get(rung))
    return found


def evidence_of(claim: Claim) -> tuple[EvidenceSentence, ...]:
    """The claim's sentences as the product's evidence."""
    alone = ArticleInfo(doc_id="claim", title=claim.title)
    articles = claim.articles or (alone,) * len(claim.evidence)
    return tuple(
        EvidenceSentence(place + 1, Sentence(info.doc_id, place, 0, len(text), text), info, 0.0)
        for place, (text, info) in enumerate(zip(claim.evidence, articles, strict=True))
    )


def score(questions: Sequence[Question], outcomes: Outcomes, judge: Judge) -> Scores:
    """Every measure of grounding by query_id."""
    scores: dict[str, dict[str, float]] = {}
    for question in questions:
        outcome = outcomes[question.query_id]
        if outcome.written:
            for name, value in [*_citations(question, outcome), *_quotes(outcome), *_support(question, outcome, judge)]:
                scores.setdefault(name, {})[question.query_id] = value
    return scores


def _citations(question: Question, outcome: Outcome) -> Iterator[tuple[str, float]]:
    """Share of citations that lead to marked words, and share of facts whose marked words are cited."""
    if not question.gold or not question.answerable:
        return
    cited = [span for told in outcome.told for span in told.citations] if outcome.answered else []
    right = sum(any(span.overlaps(gold) for gold in question.gold) for span in cited)
    yield "citation_precision", right / len(cited) if cited else 0.0
    reached = {gold.fact for gold in question.gold if any(span.overlaps(gold) for span in cited)}
    yield "citation_recall", len(reached) / (len(question.must) or len({gold.fact for gold in question.gold}))


def _quotes(outcome: Outcome) -> Iterator[tuple[str, float]]:
    """Share of words in quotation marks that stand so in the cited words; not measured where nothing is quoted."""
    found = [(quote, told) for told in outcome.told for quote in QUOTED.findall(told.text) if len(quote.split()) > 1]
    if found and outcome.answered:
        verbatim = [
            f" {_letters(quote)} " in f" {_letters(' '.join(span.text for span in told.citations))} "
            for quote, told in found
        ]
        yield "quote_valid", sum(verbatim) / len(verbatim)


def _support(question: Question, outcome: Outcome, judge: Judge) -> Iterator[tuple[str, float]]:
    """Share of the told sentences that their cited words support; an answerable question that got none counts zero."""
    if outcome.answered and outcome.told:
        yield "support_rate", sum(judge.supports(_claim_of(told)) for told in outcome.told) / len(outcome.told)
    elif question.answerable:
        yield "support_rate", 0.0


def _claim_of(told: Told) -> Claim:
    """A told sentence against the words it cites; without citation there is nothing that could support it."""
    texts = [sentence for span in told.citations for sentence in _sentences(span.text)]
    return Claim(claim_id="", text=told.text, evidence=tuple(texts), supported=False, cited=tuple(range(len(texts))))


def _sentences(text: str) -> list[str]:
    from sentencex import segment

    parts = [piece.strip() for line in text.split("\n") for piece in segment("en", line)]
    return [part for part in parts if any(sign.isalnum() for sign in part)]


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


# ---------------------------------------------------------------- judging the judge


def judged(claims: Sequence[Claim], judge: Judge, report: Progress) -> dict[str, bool]:
    """The judge's verdict on each claim by claim_id, `joined`."""
    verdicts = {}
    for done, claim in enumerate(claims, 1):
        verdicts[claim.claim_id] = judge.supports(claim)
        report("judging", done, len(claims))
    return joined(claims, verdicts)


def joined(claims: Sequence[Claim], verdicts: Mapping[str, bool]) -> dict[str, bool]:
    """The verdicts, one for all rows of the same claim: it is supported if one of them is."""
    together: dict[tuple[str, str, str], bool] = {}
    for claim in claims:
        together[claim.same] = together.get(claim.same, False) or verdicts[claim.claim_id]
    return {claim.claim_id: together[claim.same] for claim in claims}


def balanced_accuracy(claims: Sequence[Claim], supported: Mapping[str, bool], seed: int = 7) -> Figure:
    """Mean of the share of supported claims that were found so and of unsupported ones that were; 0.5 is chance.

    The interval resamples groups (documents), since claims about one document are alike.
    """
    unique = {claim.same: claim for claim in claims}.values()
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for claim in unique:
        groups.setdefault(claim.group or claim.claim_id, []).append((claim.supported, supported[claim.claim_id]))
    members = list(groups.values())
    value = _balance([pair for group in members for pair in group])
    draw = random.Random(seed)
    drawn = sorted(
        _balance([pair for group in draw.choices(members, k=len(members)) for pair in group]) for _ in range(ROUNDS)
    )
    return Figure(value, len(unique), drawn[int(ROUNDS * 0.025)], drawn[int(ROUNDS * 0.975) - 1])


def _balance(pairs: Sequence[tuple[bool, bool]]) -> float:
    shares = []
    for wanted in (True, False):
        verdicts = [verdict == wanted for label, verdict in pairs if label == wanted]
        shares.append(sum(verdicts) / len(verdicts) if verdicts else 0.5)  # a class that is absent decides nothing
    return sum(shares) / 2
