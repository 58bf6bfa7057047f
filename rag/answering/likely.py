"""How likely each sentence of the evidence is to answer the question: what a trained reader says, and plain signs.

A logistic regression (weights below) over the sentences of 277 answered questions of the planted and wary dev sets,
whose label is whether a sentence is marked as answering. The reader's logits are those of readers that were trained
without the question's story (`python -m evals.tuning --folds 3`). docs/answering.md says what choosing by it brings.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, log1p

from ..records import AnswerReader, Evidence, EvidenceSentence
from .names import names
from .wanted import has_what_is_wanted, in_another_unit, of_another_year

INTERCEPT = 0.469
ANSWERS = 0.233
"""For each logit of the reader that the sentence answers."""
BEHIND = 0.427
"""For each logit by which it is behind the one that answers best; the sign's value is 0 or negative."""
RANKED = 0.664
"""For -ln(1 + places behind the best) in the order of the scores: the first few places matter most."""
WANTED = 0.546
"""Where it has the figure, day or name that the question asks for."""
NAMED = -0.875
"""For the share of the question's names that it repeats: the sentence after such an introduction more often answers."""
# Not fitted, there are too few: of the sentences with a probability of 0.25 and more that name another year than the
# question, none of 4 answers it on planted dev and none of 1 on the stories of evals/tuning; the likeliest had 0.78.
OTHER_YEAR = -2.5
"""Where it names years and none that the question names."""
# Not fitted either: planted dev has eight such sentences, for five questions; two are marked as answering, each with
# one in the right unit beside it. Without them 0.709 of what is shown answers instead of 0.698, and tells 0.832 of the
# facts instead of 0.827 (192 answered questions; dev trains the reader).
OTHER_UNIT = -4.0
"""Where it measures in another unit than the one asked for, which another sentence has."""

# Probability from which a sentence is shown, with stories held out, the chance in front. Planted dev, 204 answered
# questions: 0.2 shows 2.3 sentences, which tell 0.873 of the facts, 0.56 of them marked as answering; 0.25 shows 2.0,
# 0.839 and 0.60; 0.3 shows 1.8, 0.812 and 0.63. Wary dev, 73: 0.822 and 0.40; 0.822 and 0.45; 0.753 and 0.47. Without
# the trained reader, by score and words alone, 0.2 gave 0.773 and 0.50; 0.726 and 0.34.
SHOWN = 0.25
MOST = 6
"""Sentences shown at most."""
# The same beside a draft of which something holds. 72 such drafts of the local model, planted dev: 0.2 adds 1.5
# sentences, the answers tell 0.787 of the facts, 0.54 of their citations are marked as answering; 0.3 adds 1.1, 0.784
# and 0.58; 0.4 adds 0.8, 0.711 and 0.60; none, 0.535 and 0.67. That was with the signs of before the reader; it
# was not chosen anew, since planted dev trains the reader.
ADDED = 0.3
# Planted dev, stories held out: from 0.02 the model reads 4.6 sentences that tell 0.944 of the facts, and it retells
# what is beside the question as well; from 0.2 it reads 2.3, 0.873, 0.56 of them marked as answering.
READ, MOST_READ = 0.2, 12
"""Probability from which a sentence is read by the chat model, and how many are at most."""
# Score by which an opinion may be ahead of news and still give way to it. Planted dev: up to 4 one of 15 opinion
# sentences gives way and facts_said stays what it is; at 8 it would be five.
NEAR_EQUAL = 2.0


def answering(evidence: Evidence, at_least: float = SHOWN) -> tuple[int, ...]:
    """Numbers of the sentences that likely answer the question, likeliest first: one at least, MOST at most.

    Of an opinion piece and news that score alike it is the news.

    Args:
        evidence: all of it, as `likely` gives it.
        at_least: probability from which a sentence counts.
    """
    ranked = _likeliest(evidence)
    count = min(MOST, max(1, sum(item.chance >= at_least for item in ranked))) if ranked else 0
    for place in range(count, len(ranked)):
        behind = [at for at in range(count) if _gives_way(ranked[at], ranked[place])]
        if behind:
            ranked[behind[-1]] = ranked[place]
    return tuple(item.number for item in ranked[:count])


def worth_reading(evidence: Evidence) -> frozenset[int]:
    """Numbers of the sentences that a chat model reads: one at least, MOST_READ at most."""
    ranked = _likeliest(evidence)
    return frozenset(item.number for item in ranked[:MOST_READ] if item.chance >= READ or item is ranked[0])


def _likeliest(evidence: Evidence) -> list[EvidenceSentence]:
    return sorted(evidence.sentences, key=lambda item: (-item.chance, item.number))


def _gives_way(item: EvidenceSentence, other: EvidenceSentence) -> bool:
    news = item.article.kind == "opinion" and other.article.kind != "opinion"
    return news and item.score - other.score <= NEAR_EQUAL


def likely(question: str, evidence: Evidence, reader: AnswerReader) -> Evidence:
    """The evidence with the probability of each sentence that it answers the stand-alone question."""
    texts = [item.sentence.text for item in evidence.sentences]
    logits = [float(logit) for logit in reader.answers(question, texts)]
    by_score = sorted(evidence.sentences, key=lambda item: (-item.score, item.number))
    places = {item.number: place for place, item in enumerate(by_score)}
    best, named = max(logits, default=0.0), names(question)
    elsewhere = in_another_unit(question, texts)

    def chance(item: EvidenceSentence, logit: float, *, other_unit: bool) -> float:
        text = item.sentence.text
        weight = INTERCEPT + ANSWERS * logit + BEHIND * (logit - best) - RANKED * log1p(places[item.number])
        weight += WANTED * has_what_is_wanted(question, text)
        weight += OTHER_YEAR * of_another_year(question, text) + OTHER_UNIT * other_unit
        weight += NAMED * len(named & names(text)) / max(len(named), 1)
        return 1 / (1 + exp(-weight))

    rows = zip(evidence.sentences, logits, elsewhere, strict=True)
    weighed = (replace(item, chance=chance(item, logit, other_unit=other)) for item, logit, other in rows)
    return replace(evidence, sentences=tuple(weighed))
