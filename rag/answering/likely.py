"""How likely each sentence of the evidence is to answer the question: scores and five plain signs, weighed.

A logistic regression (weights below) over the sentences of the 192 answered questions of the planted dev set, whose
label is whether a sentence is marked as answering. Judged with each story held out, its probabilities are near what
came true: 0.01 of the sentences below 0.05 answer, 0.08 from 0.05 to 0.1, 0.15 to 0.2, 0.25 to 0.3, 0.46 to 0.5, and
0.63 above. docs/evals.md says what choosing by it brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log1p

from ..records import Evidence, EvidenceSentence
from .names import names
from .support.shared import content_words
from .wanted import has_what_is_wanted

INTERCEPT = -0.49
BEHIND = 0.148
"""For each logit by which a sentence scores less than the best; the sign's value is 0 or negative."""
RANKED = 0.786
"""For -ln(1 + places behind the best): the first few places matter most."""
WANTED = 1.31
"""Where it has the figure, day or name that the question asks for."""
ABOUT = 1.04
"""For the share (0 to 1) of its content words that the question has: it speaks of little else."""
NAMED = -1.17
"""For the share of the question's names that it repeats: the sentence after such an introduction more often answers."""

# Probability from which a sentence is shown. Planted dev, 192 answered questions, stories held out, with the chance in
# front: 0.15 shows 2.8 sentences, which tell 0.755 of the facts, 0.49 of them marked as answering; 0.2 shows 2.3, 0.728
# and 0.55; 0.25 shows 2.0, 0.697 and 0.57. The three best within 8 logits, which it was before: 2.3, 0.679 and 0.505.
SHOWN = 0.2
MOST = 6
"""Sentences shown at most."""
# The same beside a draft of which something holds. 72 such drafts of the local model, planted dev: 0.2 adds 1.5
# sentences, the answers tell 0.787 of the facts, 0.54 of their citations are marked as answering; 0.3 adds 1.1, 0.784
# and 0.58; 0.4 adds 0.8, 0.711 and 0.60; none, 0.535 and 0.67.
ADDED = 0.3
READ, MOST_READ = 0.02, 12
"""Probability from which a sentence is read by the chat model, and how many are at most."""
# Score by which an opinion may be ahead of news and still give way to it. Planted dev: up to 4 one of 15 opinion
# sentences gives way and facts_said stays what it is; at 8 it would be five.
NEAR_EQUAL = 2.0


def answering(evidence: Evidence, chance: Mapping[int, float], at_least: float = SHOWN) -> tuple[int, ...]:
    """Numbers of the sentences that likely answer the question, likeliest first: one at least, MOST at most.

    Of an opinion piece and news that score alike it is the news.

    Args:
        evidence: all of it.
        chance: what `likely` gives for it.
        at_least: probability from which a sentence counts.
    """
    by_number = {item.number: item for item in evidence.sentences}
    ranked = [by_number[number] for number in _likeliest(chance)]
    count = min(MOST, max(1, sum(value >= at_least for value in chance.values()))) if chance else 0
    for place in range(count, len(ranked)):
        behind = [at for at in range(count) if _gives_way(ranked[at], ranked[place])]
        if behind:
            ranked[behind[-1]] = ranked[place]
    return tuple(item.number for item in ranked[:count])


def worth_reading(chance: Mapping[int, float]) -> tuple[int, ...]:
    """Numbers of the sentences that a chat model reads, likeliest first: one at least, MOST_READ at most."""
    ranked = _likeliest(chance)
    return tuple(number for number in ranked[:MOST_READ] if chance[number] >= READ or number == ranked[0])


def _likeliest(chance: Mapping[int, float]) -> list[int]:
    return sorted(chance, key=lambda number: (-chance[number], number))


def _gives_way(item: EvidenceSentence, other: EvidenceSentence) -> bool:
    news = item.article.kind == "opinion" and other.article.kind != "opinion"
    return news and item.score - other.score <= NEAR_EQUAL


def likely(question: str, evidence: Evidence) -> Mapping[int, float]:
    """Probability (0 to 1) by number that the sentence answers the stand-alone question."""
    places = {number: place for place, number in enumerate(evidence.best)}
    top = max((item.score for item in evidence.sentences), default=0.0)
    asked, named = content_words(question), names(question)

    def probability(item: EvidenceSentence) -> float:
        text = item.sentence.text
        told = content_words(text)
        weight = INTERCEPT + BEHIND * (item.score - top) - RANKED * log1p(places.get(item.number, len(places)))
        weight += WANTED * has_what_is_wanted(question, text)
        weight += ABOUT * len(asked & told) / max(len(told), 1)
        weight += NAMED * len(named & names(text)) / max(len(named), 1)
        return 1 / (1 + exp(-weight))

    return {item.number: probability(item) for item in evidence.sentences}
